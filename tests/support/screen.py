"""The terminal that a program under test writes to: pyte's screen, and what pyte leaves out.

The alternate screen, a list of the private modes in effect, and answers to the questions a terminal is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable

ALTERNATE_SCREEN = (47, 1047, 1049)
CURSOR_SHOWN = 25
#: What a host may switch on and must not stay on: alternate screen, application cursor keys, mouse reporting,
#: focus reports, bracketed paste.
INTRUSIVE_MODES = (*ALTERNATE_SCREEN, 1, 9, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 2004)


class TerminalScreen(pyte.Screen):
    """A screen that can be asked what state it was left in."""

    def __init__(self, columns: int, rows: int, answer: Callable[[bytes], None]) -> None:
        self._answer = answer
        #: Private (DEC) modes that were set and not reset since.
        self.private_modes: set[int] = set()
        self._main_screen: Any = None
        super().__init__(columns, rows)

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        """DECSET and SM."""
        if kwargs.get("private"):
            self.private_modes.update(modes)
            if self._main_screen is None and any(mode in ALTERNATE_SCREEN for mode in modes):
                self.save_cursor()
                self._main_screen = dict(self.buffer)
                self.buffer.clear()
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        """DECRST and RM."""
        super().reset_mode(*modes, **kwargs)
        if kwargs.get("private"):
            self.private_modes.difference_update(modes)
            if self._main_screen is not None and any(mode in ALTERNATE_SCREEN for mode in modes):
                self.buffer.clear()
                self.buffer.update(self._main_screen)
                self._main_screen = None
                self.restore_cursor()

    def select_graphic_rendition(self, *attrs: int, **kwargs: Any) -> None:
        """SGR; its private form, by which vi asks about the keyboard, changes nothing that is shown."""
        if not kwargs.get("private"):
            super().select_graphic_rendition(*attrs)

    def write_process_input(self, data: str) -> None:
        """A terminal answers; pyte alone does not."""
        self._answer(data.encode())

    @property
    def text(self) -> str:
        """What can be read on the screen, a line a row without the blanks at its end, down to the cursor at least."""
        rows = [line.rstrip() for line in self.display]
        below = rows[self.cursor.y + 1 :]
        while below and not below[-1]:
            below.pop()
        return "\n".join(rows[: self.cursor.y + 1] + below)

    @property
    def cursor_line(self) -> str:
        """What stands before the cursor on its line."""
        return self.display[self.cursor.y][: self.cursor.x]

    def complaints(self) -> list[str]:
        """What would annoy a user if a program left this terminal so; empty when there is nothing."""
        found = [f"private mode {mode} is set" for mode in sorted(self.private_modes) if mode in INTRUSIVE_MODES]
        if self.cursor.hidden:
            found.append("the cursor is hidden")
        if self.cursor.attrs != self.default_char:
            found.append(f"text attributes are {self.cursor.attrs}")
        if self.margins is not None and (self.margins.top, self.margins.bottom) != (0, self.lines - 1):
            found.append(f"only lines {self.margins.top} to {self.margins.bottom} scroll")
        return found
