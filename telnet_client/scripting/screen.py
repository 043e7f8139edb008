"""What a terminal would show of what a host sends: pyte's screen, made safe from hosts.

Sits between the session, which feeds it every byte, and the script, which reads lines. The rule: nothing that a host
sends raises an exception, and what never ends is given up.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from typing import Any, NamedTuple

from telnet_client.errors import CommandError

try:
    import pyte
except ImportError:
    raise CommandError("A screen needs pyte: install telnet-client[screen]") from None

#: Characters that are fed at once, and those of a control sequence without an end after which it is given up.
_PIECE, _LONGEST_SEQUENCE = 4096, 1 << 16


class Cursor(NamedTuple):
    """Where it stands, from 0."""

    column: int
    row: int


class Screen:
    """A screen of so many characters a line and so many lines; a new one each time a script asks is not needed."""

    def __init__(self, columns: int, rows: int, encoding: str) -> None:
        """`encoding` is the host's character set."""
        self._answers: list[str] = []
        self._screen = _AnsweringScreen(columns, rows, self._answers)
        self._stream = _ForgivingStream(self._screen)
        self._decoder = getincrementaldecoder(encoding)("replace")
        self._unfinished = 0

    @property
    def lines(self) -> list[str]:
        """All rows, without the blanks at their ends."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The same as one text, without the empty lines below the last."""
        return "\n".join(self.lines).rstrip("\n")

    @property
    def cursor(self) -> Cursor:
        """Where the next character goes."""
        return Cursor(self._screen.cursor.x, self._screen.cursor.y)

    def show(self, data: bytes) -> bytes:
        """The host sent this; what the terminal answers to it, a report of the cursor's place for one."""
        text = self._decoder.decode(data)
        for start in range(0, len(text), _PIECE):
            piece = text[start : start + _PIECE]
            self._stream.feed(piece)
            self._unfinished = 0 if self._stream.is_between_sequences else self._unfinished + len(piece)
            if self._unfinished > _LONGEST_SEQUENCE:
                self._stream, self._unfinished = _ForgivingStream(self._screen), 0
        answers = "".join(self._answers).encode()
        self._answers.clear()
        return answers


class _AnsweringScreen(pyte.Screen):
    """pyte's screen hands its answers to whoever overrides this."""

    def __init__(self, columns: int, rows: int, answers: list[str]) -> None:
        self._answers = answers
        super().__init__(columns, rows)

    def write_process_input(self, data: str) -> None:
        self._answers.append(data)

    def select_graphic_rendition(self, *attributes: int, **flags: Any) -> None:
        """The private form, by which programs ask about the keyboard, changes nothing that is shown."""
        if not flags:
            super().select_graphic_rendition(*attributes)


class _ForgivingStream(pyte.Stream):
    """Takes a control sequence that pyte cannot carry out for none."""

    def _send_to_parser(self, data: str) -> bool | None:
        try:
            return super()._send_to_parser(data)
        except Exception:
            return True  # pyte has set its parser back

    @property
    def is_between_sequences(self) -> bool:
        """What comes next is text."""
        return bool(self._taking_plain_text)
