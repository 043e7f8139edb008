"""How much of the host's output the screen takes before something scrolls away that nobody has read: PAGE with OPAQUE.

Sits between the printer, which holds back the rest, and the bytes. It follows the cursor, but only as far as the count
of rows needs it: text is measured in bulk, and looked at piece by piece where the screen gets full, where a line is
longer than a row, or where the host moves the cursor. What a chunk cuts in two, a character or a control sequence, is
kept until it is whole, but never held back.
"""

from __future__ import annotations

import re

_ESCAPE, _NEWLINE, _RETURN, _BACKSPACE, _TAB = 0x1B, 0x0A, 0x0D, 0x08, 0x09
#: LF, which is taken for the end of a line even where no CR stands before it, and what else goes down a row.
_LINE_FEEDS = b"\n\v\f"
_TAB_STOPS = 8
#: What neither prints nor, in the bulk, moves the cursor farther than it is.
_WITHOUT_WIDTH = bytes({*range(32), 0x7F} - {*b"\n\t"})

#: ECMA-48: strings, which any ESC ends; control sequences; all others. The end may be missing.
_STRING = rb"\x1b[PX^_\]][^\x07\x18\x1a\x1b]*"
_SEQUENCE = _STRING + rb"[\x07\x18\x1a]?|\x1b\[[0-?]*[ -/]*[@-~]?|\x1b[ -/]*[0-~]?"
_SEQUENCES = re.compile(_SEQUENCE)
_TOKENS = re.compile(rb"[^\x00-\x1f\x7f]+|" + _SEQUENCE + rb"|[\x00-\x1f\x7f]")
#: At the end of a chunk: the beginning of a sequence, the middle of a string, the first bytes of a character in UTF-8.
_UNFINISHED_SEQUENCE = re.compile(rb"\x1b(?:\[[0-?]{0,60}[ -/]{0,4}|[ -/]{0,4})\Z")
_UNFINISHED_STRING = re.compile(_STRING + rb"\Z")
_UNFINISHED_CHARACTER = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
_LONGEST_CHARACTER = 4
_STRING_END = re.compile(rb"[\x07\x18\x1a]|(?=\x1b)")
#: The host puts the cursor where it likes, clears the screen, changes it for another or sets a scrolling region: what
#: comes then is meant to fit.
_NEW_SCREEN = re.compile(rb"\x1b(?:\[(?:[0-9;]*[Hdfr]|[23]J|\?(?:47|1047|1049)[hl])|c)")
#: The cursor moves, and not by printing.
_MOVES = re.compile(rb"\x1b(?:\[[0-9;]*[A-G`ae]|[DEM])")
_MOVE = re.compile(rb"\x1b\[([0-9]{0,4})[0-9;]*([A-G`ae])\Z")

#: Characters of one column each, among them all letters of Europe. A search for others costs little.
_NARROW = (
    "\0-~\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u058a\u1e00-\u1fff"
    "\u2010-\u2027\u2030-\u205f\u2190-\u2319\u2500-\u25fc"
)
_UNCOMMON = re.compile(f"[^{_NARROW}]+")
#: Characters whose widths are remembered.
_REMEMBERED = 4096


class _Widths(dict[int, str]):
    """For `str.translate`: as many characters for each as it has columns."""

    def __missing__(self, code: int) -> str:
        from wcwidth import wcwidth

        if len(self) >= _REMEMBERED:
            self.clear()
        # A byte that is no character is shown as one.
        columns = 1 if 0xD800 <= code < 0xE000 else max(0, wcwidth(chr(code)))
        self[code] = "x" * columns
        return self[code]


_WIDTHS = _Widths()


def columns_of(text: str) -> str:
    """A text of one character for each column of `text`, which has no control characters; itself where it is that."""
    return text if text.isascii() else _UNCOMMON.sub(_narrowed, text)


def _narrowed(found: re.Match[str]) -> str:
    return found[0].translate(_WIDTHS)


class ScreenLines:
    """The rows that were filled since the user has seen the screen."""

    def __init__(self, encoding: str) -> None:
        """`encoding` is the terminal's character set, as Python names it."""
        self._encoding = encoding
        self._columns = 0
        #: Rows of a full screen; 0 where nobody knows, and then everything fits.
        self._limit = 0
        self._row = 0
        #: From 0 on; the number of columns itself where the row is full and the next character begins another.
        self._column = 0
        #: Shown already, and to be counted with what comes next.
        self._kept = b""
        self._is_in_string = False

    def resize(self, columns: int, rows: int) -> None:
        """The screen has this size; 0 where the terminal does not say."""
        self._columns = columns
        self._limit = max(rows, 2) if columns > 0 and rows > 0 else 0
        self._column = min(self._column, columns)

    def restart(self) -> None:
        """The user has seen what is on the screen."""
        self._row = 0

    def fit(self, data: bytes) -> int:
        """How many bytes of `data` the screen takes; they are taken for shown."""
        if not self._limit:
            return len(data)
        before = len(self._kept)
        data = self._kept + data
        begin = self._end_of_string(data) if self._is_in_string else 0
        end = self._keep_unfinished(data, begin)
        full_at = self._count(data, begin, end)
        if full_at == end:
            return len(data) - before
        self._is_in_string = False
        self._kept = data[full_at:before]
        return max(0, full_at - before)

    def _end_of_string(self, data: bytes) -> int:
        found = _STRING_END.search(data)
        self._is_in_string = found is None
        return len(data) if found is None else found.end()

    def _keep_unfinished(self, data: bytes, begin: int) -> int:
        """Where the part ends that can be counted; the rest is kept."""
        end = len(data)
        last = data.rfind(_ESCAPE, begin)
        if last >= 0:
            if _UNFINISHED_SEQUENCE.match(data, last):
                end = last
            elif _UNFINISHED_STRING.match(data, last):
                self._is_in_string = True
        if self._encoding == "utf-8":
            cut = _UNFINISHED_CHARACTER.search(data, max(begin, end - _LONGEST_CHARACTER))
            end = end if cut is None else cut.start()
        self._kept = data[end:]
        return end

    def _count(self, data: bytes, begin: int, end: int) -> int:
        """Where the screen is full; `end` if it is not."""
        if _ESCAPE in data:
            for found in _NEW_SCREEN.finditer(data, begin, end):
                if self._may_fill(data, begin, found.start()):
                    full_at = self._count_rows(data, begin, found.start())
                    if full_at < found.start():
                        return full_at
                self._row = self._column = 0
                begin = found.end()
        return self._count_rows(data, begin, end)

    def _may_fill(self, data: bytes, begin: int, end: int) -> bool:
        """A first look: the most rows that it could go down."""
        down = self._limit - self._row - 1
        if end - begin <= down:
            return False
        controls = sum(data.count(control, begin, end) for control in b"\n\v\f\x1b")
        return controls + (end - begin) * _TAB_STOPS // self._columns + 1 > down

    def _count_rows(self, data: bytes, begin: int, end: int) -> int:
        """The same for what has no new screen in it."""
        if begin == end:
            return end
        rows = self._rows_of(data[begin:end])
        if rows < 0:
            return self._walk(data, begin, end)
        if rows:
            self._row += rows
            self._column = 0
            begin = data.rfind(b"\n", begin, end) + 1
        return self._walk(data, begin, end)

    def _rows_of(self, data: bytes) -> int:
        """How many rows it goes down, measured as a whole; -1 where that is not enough."""
        if b"\b" in data or b"\v" in data or b"\f" in data:
            return -1
        if _ESCAPE in data:
            if _MOVES.search(data):
                return -1
            data = _SEQUENCES.sub(b"", data)
        text = columns_of(data.translate(None, _WITHOUT_WIDTH).decode(self._encoding, "surrogateescape"))
        lines = f"{' ' * self._column}{text}".expandtabs(_TAB_STOPS).split("\n")
        rows = len(lines) - 1
        fits = self._row + rows < self._limit and max(map(len, lines)) <= self._columns
        return rows if fits else -1

    # Piece by piece

    def _walk(self, data: bytes, begin: int, end: int) -> int:
        for found in _TOKENS.finditer(data, begin, end):
            token = found[0]
            first = token[0]
            if first in _LINE_FEEDS:
                if not self._go_down():
                    return found.start()
                if first == _NEWLINE:
                    self._column = 0
            elif first == _ESCAPE:
                if not self._obey(token):
                    return found.start()
            elif first == _RETURN:
                self._column = 0
            elif first == _BACKSPACE:
                self._column = max(0, min(self._column, self._columns - 1) - 1)
            elif first == _TAB:
                stop = self._column - self._column % _TAB_STOPS + _TAB_STOPS
                self._column = min(stop, self._columns - 1)
            elif first >= 0x20 and first != 0x7F:
                printed = self._print(token)
                if printed < len(token):
                    return found.start() + printed
        return end

    def _go_down(self) -> bool:
        """One row; False where that would be one too many."""
        if self._row + 1 >= self._limit:
            return False
        self._row += 1
        return True

    def _print(self, token: bytes) -> int:
        """How many bytes of printable text there is room for."""
        text = token.decode(self._encoding, "surrogateescape")
        shown = columns_of(text)
        if self._column + len(shown) <= self._columns:
            self._column += len(shown)
            return len(token)
        printed = self._print_narrow(len(text)) if shown == text else self._print_any(text)
        return len(token) if printed == len(text) else len(text[:printed].encode(self._encoding, "surrogateescape"))

    def _print_narrow(self, length: int) -> int:
        """How many of so many characters of one column each there is room for."""
        columns = self._columns
        printed = min(length, columns * (self._limit - self._row) - self._column)
        rows = (self._column + printed - 1) // columns
        self._row += rows
        self._column += printed - rows * columns
        return printed

    def _print_any(self, text: str) -> int:
        """The same for any characters. One of two columns is never cut in two."""
        for index, character in enumerate(text):
            width = len(columns_of(character))
            if width and self._column + width > self._columns and self._column:
                if not self._go_down():
                    return index
                self._column = 0
            self._column += width
        return len(text)

    def _obey(self, sequence: bytes) -> bool:
        """A control sequence that moves the cursor; all others are of no account. False where it moves too far down."""
        if sequence == b"\x1bM":
            self._move(1, b"A")
        elif sequence in (b"\x1bD", b"\x1bE"):
            if sequence == b"\x1bE":
                self._column = 0
            return self._go_down()
        elif move := _MOVE.match(sequence):
            self._move(max(1, int(move[1] or b"1")), move[2])
        return True

    def _move(self, count: int, final: bytes) -> None:
        """ECMA-48: CUU, CUD, CUF, CUB, CNL, CPL, CHA and their twins. None of them scrolls."""
        last = self._columns - 1
        if final in b"AF":
            self._row = max(self._row - count, 1 - self._limit)
        elif final in b"BEe":
            self._row = min(self._row + count, self._limit - 1)
        elif final in b"Ca":
            self._column = min(self._column + count, last)
        elif final == b"D":
            self._column = max(min(self._column, last) - count, 0)
        else:
            self._column = min(count - 1, last)
        if final in b"EF":
            self._column = 0
