"""A client at work: started on a terminal of its own, its output read, its cost counted.

The harness holds the other end of the terminal (a pty of 24 by 80). Costs are read from Linux's /proc, for the client
and every process below it, so ``script`` around a client is counted with it.
"""

from __future__ import annotations

import contextlib
import fcntl
import mmap
import os
import select
import signal
import struct
import subprocess
import termios
import threading
import time
import tty
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.host import READY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

_READ_SIZE = 1 << 16
_ROWS_AND_COLUMNS = struct.pack("HHHH", 24, 80, 0, 0)


class ClientFailed(Exception):
    """A client ended, fell silent or took too long; the text says which."""


class ClientProcess:
    """The program ``words`` with a new terminal as its controlling one.

    ``is_raw`` makes the terminal raw before the start, for a program that never does; ``to_pipe`` gives the program a
    pipe as standard output instead of the terminal. ``terminal`` and ``output`` are the harness's descriptors: where
    to type, and where to read.
    """

    def __init__(self, words: Sequence[str], *, is_raw: bool = False, to_pipe: bool = False) -> None:
        self.terminal, inner = os.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, _ROWS_AND_COLUMNS)
        if is_raw:
            tty.setraw(inner)
        self.output, standard_output = os.pipe() if to_pipe else (self.terminal, inner)
        os.set_blocking(self.terminal, False)
        os.set_blocking(self.output, False)
        self._start_stamp = mmap.mmap(-1, 8)
        try:
            self._process = subprocess.Popen(
                words,
                stdin=inner,
                stdout=standard_output,
                stderr=inner,
                start_new_session=True,
                preexec_fn=self._take_terminal,
            )
        finally:
            for descriptor in {inner, standard_output}:
                os.close(descriptor)

    def _take_terminal(self) -> None:
        """In the new process, just before the program takes it over."""
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        self._start_stamp[:] = struct.pack("q", time.monotonic_ns())

    @property
    def started_at(self) -> int:
        """CLOCK_MONOTONIC, in nanoseconds, just before the program took over."""
        stamp: int = struct.unpack("q", self._start_stamp[:])[0]
        return stamp

    def __enter__(self) -> ClientProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._process.wait()
        self._start_stamp.close()
        for descriptor in {self.terminal, self.output}:
            os.close(descriptor)

    def kill(self) -> None:
        """End the client and what it started, unless it has ended."""
        if self._process.poll() is None:
            for process in _family(self._process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)

    def wait(self) -> int:
        """Wait for the client to end; CLOCK_MONOTONIC, in nanoseconds, of that."""
        self._process.wait()
        return time.monotonic_ns()

    def read(self, seconds: float) -> bytes:
        """What comes out within ``seconds``, at most 64 KiB; nothing means silence. Raises ClientFailed at the end."""
        while select.select([self.output], [], [], seconds)[0]:
            try:
                received = os.read(self.output, _READ_SIZE)
            except BlockingIOError:  # a terminal may be called readable before it is
                continue
            except OSError:  # EIO: nobody is left at its other end
                received = b""
            if not received:
                raise ClientFailed("it ended")
            return received
        return b""

    def type(self, keys: bytes | memoryview) -> int:
        """How many of ``keys`` the terminal took. Raises ClientFailed when nobody is left at its other end."""
        try:
            return os.write(self.terminal, keys)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise ClientFailed("it ended") from error

    def wait_for(self, text: bytes, seconds: float = 15.0) -> int:
        """Read until ``text`` is shown; CLOCK_MONOTONIC, in nanoseconds, of that. Raises ClientFailed."""
        shown = b""
        deadline = time.monotonic() + seconds
        while text not in shown:
            received = self.read(max(0.0, deadline - time.monotonic()))
            if not received:
                raise ClientFailed(f"not shown within {seconds:g} s: {text.decode().strip()}")
            shown += received
        return time.monotonic_ns()

    def settle(self, silence: float = 0.2) -> None:
        """Read up to the greeting and on until the client has been silent for ``silence`` seconds."""
        self.wait_for(READY.strip())
        while self.read(silence):
            pass

    # What it has cost so far

    def cpu_seconds(self) -> float:
        """CPU time, user and system."""
        threads = (task for process in _family(self._process.pid) for task in _list_tasks(process))
        return sum(int((_read_text(task / "schedstat") or "0").split()[0]) for task in threads) / 1e9

    def count_wakeups(self) -> int:
        """How often it has gone to sleep, and so been woken."""
        threads = (task for process in _family(self._process.pid) for task in _list_tasks(process))
        return sum(_read_field(task / "status", "voluntary_ctxt_switches") for task in threads)

    def peak_memory(self) -> float:
        """The most memory that was resident at once, in MiB."""
        return (
            sum(_read_field(Path(f"/proc/{process}/status"), "VmHWM") for process in _family(self._process.pid)) / 1024
        )


@contextlib.contextmanager
def time_limit(client: ClientProcess, seconds: float) -> Iterator[None]:
    """Kill ``client`` after ``seconds``, so that no blocking read waits for it longer."""
    timer = threading.Timer(seconds, client.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


class Drain:
    """Reads a client's output as fast as it comes, into one buffer that every run uses again."""

    def __init__(self, capacity: int) -> None:
        self._buffer = bytearray(capacity)
        self._filled = 0

    def read_until(self, client: ClientProcess, marker: bytes, seconds: float) -> int:
        """Read on until ``marker``; CLOCK_MONOTONIC, in nanoseconds, of that. Raises ClientFailed."""
        # Blocking reads: a select before each would cost the harness as much as the read itself.
        os.set_blocking(client.output, True)
        buffer, view, output, readv = self._buffer, memoryview(self._buffer), client.output, os.readv
        filled = 0
        with time_limit(client, seconds), view:
            while True:
                try:
                    count = readv(output, [view[filled : filled + _READ_SIZE]])
                except OSError:
                    count = 0
                self._filled = filled = filled + count
                if not count:
                    raise ClientFailed(f"it stopped after {filled} bytes")
                if buffer.find(marker, max(0, filled - count - len(marker)), filled) >= 0:
                    shown_at = time.monotonic_ns()
                    os.set_blocking(output, False)
                    return shown_at

    def text_before(self, marker: bytes) -> bytes:
        """What was read, up to the last ``marker``."""
        return bytes(memoryview(self._buffer)[: self._buffer.rfind(marker, 0, self._filled)])


def _read_text(path: Path) -> str:
    """A file of /proc; empty when the process is gone or the system keeps no such file."""
    with contextlib.suppress(OSError):
        return path.read_text()
    return ""


def _read_field(path: Path, name: str) -> int:
    for line in _read_text(path).splitlines():
        field, _, value = line.partition(":")
        if field == name:
            return int(value.split()[0])
    return 0


def _list_tasks(process: int) -> list[Path]:
    with contextlib.suppress(OSError):
        return list(Path(f"/proc/{process}/task").iterdir())
    return []


def _family(process: int) -> list[int]:
    """``process`` and every process below it, the youngest first."""
    below = [int(child) for task in _list_tasks(process) for child in _read_text(task / "children").split()]
    return [member for child in below for member in _family(child)] + [process]
