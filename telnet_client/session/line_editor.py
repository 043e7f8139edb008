"""The line editor: keys in, and what to show and to send out.

Sits between the line discipline, which says what each special character does now, and the display of the line. It asks
no clock: an ESC is a key by itself as soon as what follows it makes no control sequence.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from enum import Enum
from typing import TYPE_CHECKING

from telnet_client.protocol.linemode.slc import Function
from telnet_client.session.glyph import glyphs_of, text_of
from telnet_client.session.line_actions import Draw, Press, Record, Transmit
from telnet_client.session.line_display import LineDisplay
from telnet_client.session.line_history import LineHistory
from telnet_client.session.line_rules import Rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.session.glyph import Glyph
    from telnet_client.session.line_actions import Action

#: In glyphs. What is longer is sent in parts.
LONGEST_LINE = 1 << 17

_ESC = "\x1b"
#: A control sequence (ECMA-48) and the beginning of one.
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]{0,16}[ -/]{0,2}[@-~]|O[@-~])")
_BEGINNING = re.compile(r"\x1b(?:\[[0-?]{0,16}[ -/]{0,2}|O)?\Z")
#: Both are typed by the key that erases, depending on the terminal.
_BACKSPACES = "\x7f\b"


class Key(Enum):
    """What keys do and no special character."""

    EARLIER = "earlier line"
    LATER = "later line"
    TOGGLE = "insert or overstrike"


#: What the keys of today's terminals send (XTerm Control Sequences; the numbered ones since the VT220).
_KEYS: dict[str, Function | Key] = {
    "[A": Key.EARLIER,
    "OA": Key.EARLIER,
    "[B": Key.LATER,
    "OB": Key.LATER,
    "[C": Function.MCR,
    "OC": Function.MCR,
    "[D": Function.MCL,
    "OD": Function.MCL,
    "[1;5C": Function.MCWR,
    "[1;5D": Function.MCWL,
    "[H": Function.MCBOL,
    "OH": Function.MCBOL,
    "[1~": Function.MCBOL,
    "[7~": Function.MCBOL,
    "[F": Function.MCEOL,
    "OF": Function.MCEOL,
    "[4~": Function.MCEOL,
    "[8~": Function.MCEOL,
    "[2~": Key.TOGGLE,
    "[3~": Function.ECR,
}
#: What a terminal puts around a paste where the host has asked for it: nothing that was typed.
_PASTE_MARKS = ("[200~", "[201~")


class Fate(Enum):
    """What becomes of the line so far when a signal is sent."""

    DROPPED = "dropped"
    SENT = "sent"
    KEPT = "kept"


#: As GNU's and NetKit's telnet do: a signal that ends something drops what was typed to it.
_FATES = {
    Function.SYNCH: Fate.DROPPED,
    Function.BRK: Fate.DROPPED,
    Function.IP: Fate.DROPPED,
    Function.ABORT: Fate.DROPPED,
    Function.SUSP: Fate.DROPPED,
    Function.AO: Fate.SENT,
    Function.EOR: Fate.SENT,
    Function.AYT: Fate.KEPT,
    Function.XON: Fate.KEPT,
    Function.XOFF: Fate.KEPT,
}


class LineEditor:
    """One line after the other."""

    def __init__(self, encoding: str = "utf-8") -> None:
        """`encoding` is the terminal's."""
        self.encoding = encoding
        self.display = LineDisplay()
        self._decoder = getincrementaldecoder(encoding)("surrogateescape")
        self._history = LineHistory()
        self._rules = Rules({}, {})
        self._ordinary = _ordinary_characters(self._rules)
        #: The beginning of a control sequence.
        self._held = ""
        self._quotes_next = False
        self._overstrikes = False
        self._is_echoed = True
        self._actions: list[Action] = []
        self._pressed = bytearray()
        self._recorded: list[str] = []

    # As the discipline sees it

    @property
    def is_empty(self) -> bool:
        """Nothing of a line has been typed yet."""
        return not (self.display.glyphs or self._held or self._quotes_next)

    def follow(self, rules: Rules) -> None:
        """From now on the characters do this."""
        if rules is not self._rules:
            self._rules = rules
            self._ordinary = _ordinary_characters(rules)

    def echo(self, wanted: bool) -> None:
        """Show what is typed, or not: a line of which anything was not shown is a secret to its end."""
        self._is_echoed = wanted
        if not wanted and self.display.is_visible:
            self._record()
            self.display.is_visible = False

    def begin(self, column: int) -> None:
        """A line is about to begin in this column."""
        self.display.is_visible = self._is_echoed
        self.display.begin(column)

    def type(self, keys: bytes) -> list[Action]:
        """What follows from `keys`, which may be cut anywhere."""
        text = self._held + self._decoder.decode(keys)
        self._held = ""
        at = 0
        while at < len(text):
            at = self._take_key(text, at)
        return self._take_actions()

    def take_line(self) -> list[Action]:
        """There will be no editing any more: what there is of a line is sent as it is."""
        rest = self._held + self._decoder.decode(b"", final=True)
        self._held = ""
        self._decoder.reset()
        self._quotes_next = False
        if rest:
            self._insert(rest)
        if self.display.glyphs:
            self._send_part()
        return self._take_actions()

    def _take_actions(self) -> list[Action]:
        self._flush()
        actions, self._actions = self._actions, []
        return actions

    def _flush(self) -> None:
        """What was done so far becomes actions."""
        output = self.display.take_output()
        if output:
            self._actions.append(Draw(output.encode(self.encoding, "replace")))
        if self._recorded:
            self._actions.append(Record("".join(self._recorded).encode(self.encoding, "replace")))
            self._recorded.clear()
        if self._pressed:
            self._actions.append(Press(bytes(self._pressed)))
            self._pressed.clear()

    # Keys

    def _take_key(self, text: str, at: int) -> int:
        """Act on the key at `at`, or on all up to the next that is not ordinary; where the next one is."""
        character = text[at]
        if self._quotes_next:
            self._quotes_next = False
            self._insert(character)
            return at + 1
        ordinary = self._ordinary.match(text, at)
        if ordinary is not None:
            self._insert(ordinary[0])
            return ordinary.end()
        code = ord(character)
        function = self._rules.functions.get(code)
        if character == _ESC and function is None and code not in self._rules.forwarding:
            return self._take_sequence(text, at)
        if character in "\r\n":
            self._end_line()
            return at + 1
        if function is not None:
            self._perform(function, character)
        elif character in _BACKSPACES:
            self._perform(Function.EC, character)
        else:
            self._insert(character)
            if code in self._rules.forwarding:
                self._send_part()
        return at + 1

    def _take_sequence(self, text: str, at: int) -> int:
        """An ESC: the key it begins; unknown ones and ESC itself are characters like others."""
        sequence = _SEQUENCE.match(text, at)
        if sequence is None:
            if _BEGINNING.match(text, at):
                self._held = text[at:]
                return len(text)
            self._insert(_ESC)
            return at + 1
        key = sequence[0][1:]
        if key in _KEYS:
            _OPERATIONS[_KEYS[key]](self)
        elif key not in _PASTE_MARKS:
            self._insert(sequence[0])
        return sequence.end()

    def _perform(self, function: Function, character: str) -> None:
        operation = _OPERATIONS.get(function)
        if operation is not None:
            operation(self)
        elif function in (Function.FORW1, Function.FORW2):
            self._insert(character)
            self._send_part()
        elif function in self._rules.signals:
            self._signal(function, character)
        else:
            self._insert(character)

    # Sending

    def _end_line(self) -> None:
        glyphs = self.display.glyphs
        if self.display.is_visible:
            self._record()
            self._recorded.append("\r\n")
            self._history.add(text_of(glyphs))
        self._send(glyphs)
        self._pressed += b"\r"
        self._begin_another(ends_row=True)

    def _send_part(self) -> None:
        """Send the line so far, without its end."""
        self._record()
        self._send(self.display.glyphs)
        self._begin_another()

    def _send(self, glyphs: list[Glyph]) -> None:
        text = text_of(glyphs).encode(self.encoding, "surrogateescape")
        if b"\r" in text:
            self._flush()
            self._actions.append(Transmit(text))
        else:
            self._pressed += text

    def _signal(self, function: Function, character: str) -> None:
        """Send what the function stands for. EOF ends a line that was begun, and says nothing more."""
        if function is Function.EOF and self.display.glyphs:
            self._send_part()
            return
        fate = _FATES.get(function, Fate.KEPT)
        if fate is Fate.SENT and self.display.glyphs:
            self._send_part()
        elif fate is Fate.DROPPED:
            mark = glyphs_of(character)[0].shown
            if self.display.is_visible:
                self._record()
                self._recorded.append(mark)
            self._begin_another(mark)
        self._flush()
        self._actions.append(self._rules.signals[function])

    def _record(self) -> None:
        """What is on the screen of the line stays there."""
        if self.display.is_visible:
            self._recorded += [glyph.shown or glyph.text for glyph in self.display.glyphs]

    def _begin_another(self, mark: str = "", *, ends_row: bool = False) -> None:
        self.display.finish(mark, ends_row=ends_row)
        self.display.is_visible = self._is_echoed

    # Editing

    def _insert(self, text: str) -> None:
        display = self.display
        if len(display.glyphs) + len(text) > LONGEST_LINE:
            self._send_part()
        first = cursor = display.cursor
        before = display.glyphs[cursor - 1] if cursor and not text.isascii() else None
        fresh = glyphs_of(text, before, is_literal=self._rules.shows_literally)
        if before is not None and fresh[0] is before:
            del fresh[0]
        elif before is not None:
            first -= 1
        behind = first + len(fresh)
        last = max(cursor, min(behind, len(display.glyphs))) if self._overstrikes else cursor
        display.splice(first, last, fresh, behind)

    def _erase(self, first: int, last: int) -> None:
        if first < last:
            self.display.splice(first, last, (), first)

    def _word_left(self) -> int:
        """Where the word begins that the cursor is in or behind."""
        glyphs, at = self.display.glyphs, self.display.cursor
        while at and glyphs[at - 1].text.isspace():
            at -= 1
        while at and not glyphs[at - 1].text.isspace():
            at -= 1
        return at

    def _word_right(self) -> int:
        """Where the next word begins."""
        glyphs, at = self.display.glyphs, self.display.cursor
        while at < len(glyphs) and not glyphs[at].text.isspace():
            at += 1
        while at < len(glyphs) and glyphs[at].text.isspace():
            at += 1
        return at

    def _quote_next(self) -> None:
        self._quotes_next = True
        self.display.mark_cursor("^")

    def _overstrike(self, wanted: bool) -> None:
        self._overstrikes = wanted

    def _recall(self, find: Callable[[str], str | None]) -> None:
        """Replace the line by another one; not where it is a secret, nor by one."""
        display = self.display
        line = find(text_of(display.glyphs)) if display.is_visible else None
        if line is not None:
            glyphs = glyphs_of(line, is_literal=self._rules.shows_literally)
            display.splice(0, len(display.glyphs), glyphs, len(glyphs))

    def _recall_earlier(self) -> None:
        self._recall(self._history.earlier)

    def _recall_later(self) -> None:
        self._recall(self._history.later)


#: What the editor does by itself (RFC 1184, section 2.5 and the end of 2.4).
_OPERATIONS: dict[Function | Key, Callable[[LineEditor], None]] = {
    Function.EC: lambda editor: editor._erase(max(0, editor.display.cursor - 1), editor.display.cursor),
    Function.EL: lambda editor: editor._erase(0, len(editor.display.glyphs)),
    Function.EW: lambda editor: editor._erase(editor._word_left(), editor.display.cursor),
    Function.RP: lambda editor: editor.display.show_again(),
    Function.LNEXT: LineEditor._quote_next,
    Function.MCL: lambda editor: editor.display.move(max(0, editor.display.cursor - 1)),
    Function.MCR: lambda editor: editor.display.move(min(len(editor.display.glyphs), editor.display.cursor + 1)),
    Function.MCWL: lambda editor: editor.display.move(editor._word_left()),
    Function.MCWR: lambda editor: editor.display.move(editor._word_right()),
    Function.MCBOL: lambda editor: editor.display.move(0),
    Function.MCEOL: lambda editor: editor.display.move(len(editor.display.glyphs)),
    Function.INSRT: lambda editor: editor._overstrike(False),
    Function.OVER: lambda editor: editor._overstrike(True),
    Function.ECR: lambda editor: editor._erase(
        editor.display.cursor, min(len(editor.display.glyphs), editor.display.cursor + 1)
    ),
    Function.EWR: lambda editor: editor._erase(editor.display.cursor, editor._word_right()),
    Function.EBOL: lambda editor: editor._erase(0, editor.display.cursor),
    Function.EEOL: lambda editor: editor._erase(editor.display.cursor, len(editor.display.glyphs)),
    Key.EARLIER: LineEditor._recall_earlier,
    Key.LATER: LineEditor._recall_later,
    Key.TOGGLE: lambda editor: editor._overstrike(not editor._overstrikes),
}


def _ordinary_characters(rules: Rules) -> re.Pattern[str]:
    """What matches characters that are nothing but characters."""
    special = "".join(f"\\x{code:02x}" for code in (*rules.functions, *rules.forwarding))
    return re.compile(f"[^\\x00-\\x1f\\x7f{special}]+")
