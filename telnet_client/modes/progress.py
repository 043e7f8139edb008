"""How far something has got that takes its time: a bar at the bottom of the screen, gone when it is over.

Sits between whoever is at work and the terminal. What is over within a second was never worth a bar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telnet_client.terminal.interface import Terminal

#: Before the first bar, and between two of them, in seconds.
_DELAY, _PERIOD = 1.0, 0.2
_BAR = 30


class Progress:
    """One piece of work, from now on."""

    def __init__(self, terminal: Terminal, now: float) -> None:
        """`now` is the time in seconds, by any clock."""
        self._terminal = terminal
        self._due = now + _DELAY
        self._is_shown = False

    def show(self, done: int, size: int, now: float) -> None:
        """So many bytes of so many have gone, 0 where nobody knows how many there are."""
        if now >= self._due:
            self._due = now + _PERIOD
            self._is_shown = True
            self._terminal.note(f"Sending {_extent(done, size)}   CTRL/C stops it")

    def __enter__(self) -> None:
        """As long as this context there may be a bar."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Who ends the program leaves it to the terminal, which may be in the middle of writing."""
        if self._is_shown and (kind is None or issubclass(kind, Exception)):
            self._terminal.note("")


def _extent(done: int, size: int) -> str:
    if not size:
        return f"{done} bytes"
    part = min(1.0, done / size)
    return f"[{'#' * int(part * _BAR):{_BAR}}] {part:4.0%} of {size} bytes"
