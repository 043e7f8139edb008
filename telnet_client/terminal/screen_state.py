"""What the host has switched on the user's screen, so that it can be switched off again on the way out.

It only knows private modes (DECSET, DECRST). The filter of the host's output tells it of those, since one search for
sequences in every byte shown is enough; with FILTER OFF it looks for itself, where there is an ESC in a chunk.
"""

from __future__ import annotations

import re

#: Modes that would spoil the user's terminal, and whether the user has them on without us.
PRIVATE_MODES = {
    1: False,  # application cursor keys
    9: False,  # X10 mouse
    25: True,  # cursor visible
    47: False,  # alternate screen, three generations of it
    1047: False,
    1049: False,
    66: False,  # application keypad
    1000: False,  # mouse: presses, highlight, drag, every movement
    1001: False,
    1002: False,
    1003: False,
    1004: False,  # focus reports
    1005: False,  # mouse encodings
    1006: False,
    1015: False,
    2004: False,  # bracketed paste
}
_ALTERNATE_SCREENS = {47, 1047, 1049}
_CHANGE = re.compile(rb"\x1b\[\?([0-9;]{1,64})([hl])")
_INTRODUCER = b"\x1b[?"
#: The longest sequence that is recognised when it is cut between two chunks.
_OVERLAP = 68
#: Colours and attributes off, ASCII in G0, G0 in use, numeric keypad, the whole screen scrolls (and the cursor stays):
#: harmless where nothing had changed.
_RENDITION_RESET = b"\x1b[0m\x1b(B\x0f\x1b>\x1b7\x1b[r\x1b8"


class ScreenState:
    """Follows what is shown and knows how to undo and redo it."""

    __slots__ = ("_changed", "_escaped", "_tail")

    def __init__(self) -> None:
        self._changed: dict[int, bool] = {}
        self._escaped = False
        self._tail = b""

    def observe(self, data: bytes) -> None:
        """Take note of `data`, which is about to be shown and which nobody else looks at."""
        if self._tail:
            data, self._tail = self._tail + data, b""
        last_escape = data.rfind(b"\x1b")
        if last_escape < 0:
            return
        self.note_escape()
        for modes, switch in _CHANGE.findall(data):
            self.switch(modes, switch == b"h")
        rest = data[last_escape : last_escape + _OVERLAP]
        if last_escape + len(rest) == len(data) and len(rest) < _OVERLAP and _is_unfinished(rest):
            self._tail = rest

    def note_escape(self) -> None:
        """Something is shown that is not text alone."""
        self._escaped = True

    def switch(self, modes: bytes, on: bool) -> None:
        """Take note of private modes that are switched, by their numbers with `;` between them."""
        for text in modes.split(b";"):
            mode = int(text or b"0")
            if mode in PRIVATE_MODES:
                if on == PRIVATE_MODES[mode]:
                    self._changed.pop(mode, None)
                else:
                    self._changed[mode] = on

    @property
    def is_alternate(self) -> bool:
        """The alternate screen is shown: a full-screen program's."""
        return not _ALTERNATE_SCREENS.isdisjoint(self._changed)

    def undo(self) -> bytes:
        """What gives the user the screen back as it was; b"" when the host sent nothing but text."""
        if not self._escaped:
            return b""
        return b"".join(_private_mode(mode, not on) for mode, on in reversed(self._changed.items())) + _RENDITION_RESET

    def redo(self) -> bytes:
        """What puts the host's modes back after an interruption."""
        return b"".join(_private_mode(mode, on) for mode, on in self._changed.items())

    def forget(self) -> None:
        """The screen is the user's again."""
        self._changed.clear()
        self._escaped = False
        self._tail = b""


def _private_mode(mode: int, on: bool) -> bytes:
    return b"\x1b[?%d%c" % (mode, b"h" if on else b"l")


def _is_unfinished(sequence: bytes) -> bool:
    """An ESC sequence that may go on to be a private mode in the next chunk."""
    return _INTRODUCER.startswith(sequence) or (
        sequence.startswith(_INTRODUCER) and not sequence[3:].strip(b"0123456789;")
    )
