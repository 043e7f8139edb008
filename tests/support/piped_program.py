"""A program without a terminal, between pipes. Threads keep what comes out; the test writes, looks and waits."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from typing import TYPE_CHECKING

from support.recorder import Pace, Recorder
from support.waiting import DEADLINE, TooLate, wait_until

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class PipedProgram:
    """A program without a terminal: standard input, output and error are pipes."""

    def __init__(
        self, argv: Sequence[str], environment: Mapping[str, str], folder: Path, *, pace: Pace | None = None
    ) -> None:
        self._changed = threading.Condition()
        self._process = subprocess.Popen(
            argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
            bufsize=0,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._input = self._process.stdin
        self._writer: threading.Thread | None = None
        self._output = Recorder(self._process.stdout.fileno(), self._changed, pace)
        self._errors = Recorder(self._process.stderr.fileno(), self._changed)
        self._output_open = True

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._process.pid

    @property
    def output(self) -> bytes:
        """Standard output so far."""
        with self._changed:
            return bytes(self._output.data)

    @property
    def errors(self) -> bytes:
        """Standard error so far."""
        with self._changed:
            return bytes(self._errors.data)

    def write(self, data: bytes) -> None:
        """Give the program input; short enough for a pipe to hold."""
        self._input.write(data)
        self._input.flush()

    def feed(self, data: bytes) -> None:
        """Give it all of `data` and then the end of the input, however long that takes it; returns at once."""

        def run() -> None:
            with contextlib.suppress(BrokenPipeError):
                left = memoryview(data)
                while left:
                    left = left[self._input.write(left) or 0 :]
            self._input.close()

        self._writer = threading.Thread(target=run, daemon=True)
        self._writer.start()

    def end_input(self) -> None:
        """The end of its input."""
        self._input.close()

    def hold_output(self) -> None:
        """Nobody reads its standard output until `release_output`."""
        self._output.hold()

    def release_output(self) -> None:
        """Standard output is read again."""
        self._output.release()

    def close_output(self) -> None:
        """Nobody will ever read its standard output again, as behind `| head`."""
        assert self._process.stdout is not None
        self._output.stop()
        self._output_open = False
        self._process.stdout.close()

    def send_signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def wait_for_output(self, wanted: bytes, timeout: float = DEADLINE) -> None:
        """Wait until standard output contains `wanted`."""
        self._wait_for(self._output, wanted, timeout)

    def wait_for_errors(self, wanted: bytes, timeout: float = DEADLINE) -> None:
        """Wait until standard error contains `wanted`."""
        self._wait_for(self._errors, wanted, timeout)

    def _wait_for(self, recorder: Recorder, wanted: bytes, timeout: float) -> None:
        wait_until(
            self._changed,
            lambda: wanted in recorder.data or recorder.ended,
            lambda: f"{wanted!r} did not come; {self._description()}",
            timeout,
        )
        if wanted not in recorder.data:
            raise TooLate(f"{wanted!r} never came; {self._description()}")

    def wait_exit(self, timeout: float = DEADLINE) -> int:
        """Wait for the end and for all of the output; the exit status, or minus the signal that killed it."""
        try:
            status = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise TooLate(f"the program goes on; {self._description()}") from None
        for recorder in (self._output, self._errors):
            if recorder is not self._output or self._output_open:
                wait_until(
                    self._changed,
                    lambda recorder=recorder: recorder.ended,  # type: ignore[misc]
                    lambda: f"it ended, its output not; {self._description()}",
                    timeout,
                )
        return status

    def close(self) -> None:
        """Kill it if it still runs."""
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        if self._writer is not None:
            self._writer.join()
        with contextlib.suppress(BrokenPipeError):
            self._input.close()
        if self._output_open:
            self.close_output()
        self._errors.stop()
        assert self._process.stderr is not None
        self._process.stderr.close()

    def _description(self) -> str:
        return f"standard output ends with {bytes(self._output.data[-300:])!r}, error is {bytes(self._errors.data)!r}"
