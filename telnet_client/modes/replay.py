"""REPLAY: a typescript shown once more, as fast as it was made or faster. CTRL/C or the escape character stops it."""

from __future__ import annotations

import os
import select
from time import monotonic
from typing import TYPE_CHECKING

from telnet_client.errors import CommandError, reason_of
from telnet_client.session.character_set import character_set_of
from telnet_client.session.recordings import is_recording, recorded_pieces, typescript_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telnet_client.terminal.interface import Terminal

_CONTROL_C = 3


class Replay:
    """One typescript on its way to the screen."""

    def __init__(self, terminal: Terminal, escape_character: int | None, character_set: str, speed: float) -> None:
        """`character_set` is the host's, in which typescripts without times are; `speed` how many times as fast."""
        self._terminal = terminal
        self._character_set = character_set
        self._stoppers = {_CONTROL_C, escape_character}
        self._speed = speed
        self._due = monotonic()

    def run(self, name: str) -> None:
        """Play the file `name`. Raises `CommandError` where there is no typescript in it."""
        try:
            # Not to wait for ever for the other end of a named pipe that nobody writes to.
            fd = os.open(os.path.expanduser(name), os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
            with open(fd, "rb") as file:
                if not file.seekable():
                    raise CommandError("Not a typescript", name)
                has_times = is_recording(file)
                pieces = recorded_pieces(file) if has_times else self._translated(typescript_pieces(file))
                self._play(pieces, output_processing=not has_times)
        except (OSError, ValueError) as error:
            raise CommandError(reason_of(error), name) from None

    def _translated(self, pieces: Iterator[tuple[float, bytes]]) -> Iterator[tuple[float, bytes]]:
        translation = character_set_of(self._character_set)
        return pieces if translation is None else ((wait, translation.for_screen(data)) for wait, data in pieces)

    def _play(self, pieces: Iterator[tuple[float, bytes]], output_processing: bool) -> None:
        terminal = self._terminal
        terminal.drain()
        terminal.enter_talk(output_processing)
        try:
            for wait, data in pieces:
                if self._is_stopped(wait / self._speed):
                    break
                terminal.show(data)
                terminal.drain()
        finally:
            terminal.leave_talk()
            terminal.reset_screen()
            terminal.fresh_line()

    def _is_stopped(self, wait: float) -> bool:
        """Wait, in seconds, and see whether the user has seen enough. Small waits add up before they are waited for."""
        terminal = self._terminal
        self._due += wait
        while True:
            left = max(0.0, self._due - monotonic())
            readers = [terminal.signal_fd] + ([terminal.keyboard_fd] if terminal.has_keyboard else [])
            readable = select.select(readers, [], [], left)[0]
            if terminal.signal_fd in readable:
                terminal.read_signals()
            if terminal.keyboard_fd in readable and self._stoppers & set(terminal.read_keys()):
                return True
            if not readable:
                return False
