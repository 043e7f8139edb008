"""Terminal lines for tests: pseudo-terminals, whose other end the test holds, and pairs of them that socat joins."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import tty
from typing import TYPE_CHECKING, Self

from support.hosts import required
from support.waiting import DEADLINE, poll_until

if TYPE_CHECKING:
    from pathlib import Path


class PtyLine:
    """A pseudo-terminal: the line is at `path`, its other end here. A context that unplugs it at its end.

    With `link` the line has that name too, a symbolic link as udev makes them, which goes when the line goes.
    """

    def __init__(self, link: Path | None = None) -> None:
        self._far, near = pty.openpty()
        tty.setraw(near)
        self.device = os.ttyname(near)
        os.close(near)
        self._link = link
        if link is not None:
            link.symlink_to(self.device)
        self.path = self.device if link is None else str(link)

    def send(self, data: bytes) -> None:
        """Send all of it."""
        view = memoryview(data)
        while view:
            view = view[os.write(self._far, view) :]

    def receive(self, limit: int = 1 << 16) -> bytes:
        """Wait for at least one byte; b"" when nobody has the line open any more."""
        assert select.select([self._far], [], [], DEADLINE)[0], "nothing came over the line"
        try:
            return os.read(self._far, limit)
        except OSError:
            return b""

    def receive_all(self, wanted: bytes) -> None:
        """Wait for exactly these bytes."""
        received = b""
        while len(received) < len(wanted):
            received += self.receive(len(wanted) - len(received))
        assert received == wanted

    def finish_sending(self) -> None:
        """A line has no halves."""

    def destroy(self) -> None:
        """Unplug it."""
        if self._far >= 0:
            if self._link is not None:
                self._link.unlink()
            os.close(self._far)
            self._far = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.destroy()


class Socat:
    """What socat joins, with one end a line at `near`. A context that ends it."""

    def __init__(self, folder: Path, other: str) -> None:
        """`other` is the other end, as socat's command line has it."""
        socat = required("socat", "socat")
        self.near = str(folder / "near")
        self._process = subprocess.Popen([socat, f"PTY,link={self.near},rawer", other], stderr=subprocess.DEVNULL)
        self._wait_for(self.near)

    def _wait_for(self, path: str) -> None:
        poll_until(lambda: os.path.exists(path), lambda: "socat made no line")

    @property
    def pid(self) -> int:
        """socat's process."""
        return self._process.pid

    def unplug(self) -> None:
        """End it; its lines are gone."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(DEADLINE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self.unplug()


class SocatPair(Socat):
    """Two lines that are joined: what is written to one arrives at the other."""

    def __init__(self, folder: Path) -> None:
        self.far = str(folder / "far")
        super().__init__(folder, f"PTY,link={self.far},rawer")
        self._wait_for(self.far)


class ConsoleLine(Socat):
    """A line with a program behind it, on a terminal of its own that echoes."""

    def __init__(self, folder: Path, program: Path) -> None:
        super().__init__(folder, f"EXEC:{program},pty,setsid,ctty,stderr")
