"""Holds the mode and applies MODE_TRANSITIONS; knows nothing of what happens inside a mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.mode_table import MODE_TRANSITIONS, Mode, Trigger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class ModeController:
    """Runs the modes one after the other until the program is finished."""

    def __init__(self, modes: Mapping[Mode, Callable[[], Trigger]]) -> None:
        """`modes` has a function for each mode: it does what the mode does and says why it ended."""
        self.mode = Mode.TOP_LEVEL
        self._modes = modes

    def run(self) -> None:
        """From top level until FINISHED."""
        while self.mode is not Mode.FINISHED:
            self.mode = MODE_TRANSITIONS[self.mode][self._modes[self.mode]()]
