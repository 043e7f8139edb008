"""Keeps what a program writes to a terminal or a pipe, as fast or as slowly as a test wants it read."""

from __future__ import annotations

import os
import select
import threading
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Pace(NamedTuple):
    """How a slow terminal takes its output: so many bytes, then a pause in seconds."""

    size: int
    pause: float


class Recorder(threading.Thread):
    """Reads a file descriptor to its end, keeps what came in `data` and notifies `changed`.

    `came`, if given, is called with each piece, `changed` being held.
    """

    def __init__(
        self,
        descriptor: int,
        changed: threading.Condition,
        pace: Pace | None = None,
        came: Callable[[bytes], None] | None = None,
    ) -> None:
        super().__init__(daemon=True)
        self.data = bytearray()
        self.ended = False
        self._descriptor = descriptor
        self._changed = changed
        self._pace = pace
        self._came = came
        self._allowed = threading.Event()
        self._allowed.set()
        self._stopping = threading.Event()
        self._wake_out, self._wake_in = os.pipe()
        self.start()

    def hold(self) -> None:
        """Read nothing more, so that the writer has to wait."""
        self._allowed.clear()

    def release(self) -> None:
        """Read again."""
        self._allowed.set()

    def run(self) -> None:
        """Read until the end or `stop`."""
        while self._allowed.wait():
            readable, _, _ = select.select([self._descriptor, self._wake_out], [], [])
            if self._wake_out in readable:
                return
            if not self._allowed.is_set():
                continue
            try:
                chunk = os.read(self._descriptor, self._pace.size if self._pace else 1 << 16)
            except BlockingIOError:
                continue
            except OSError:  # Linux says EIO where nobody has a terminal's other side open any more
                chunk = b""
            with self._changed:
                self.data += chunk
                if self._came is not None:
                    self._came(chunk)
                self.ended = not chunk
                self._changed.notify_all()
            if not chunk:
                return
            if self._pace:
                self._stopping.wait(self._pace.pause)

    def stop(self) -> None:
        """End the thread, whatever it waits for."""
        self._stopping.set()
        self._allowed.set()
        os.write(self._wake_in, b"x")
        self.join()
        os.close(self._wake_out)
        os.close(self._wake_in)
