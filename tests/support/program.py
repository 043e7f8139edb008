"""A program on a terminal of its own: a pseudo-terminal, a screen to look at, signals and modes to check.

A thread keeps what comes out; the test types, looks and waits.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyte

from support.recorder import Pace, Recorder
from support.screen import TerminalScreen
from support.waiting import DEADLINE, TooLate, poll_until, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

#: What TELNET sends for the key that leaves talk mode, CTRL/^.
ESCAPE = "\x1e"

#: Written to the terminal by the harness behind a program's last byte. No screen shows NUL or DEL.
END_OF_OUTPUT = b"\x00\x7f\x7f\x00" * 4

#: DSR 6, by which prompt_toolkit asks where it is.
CURSOR_POSITION_REQUEST = b"\x1b[6n"

#: Where termios.tcgetattr has its local modes.
LOCAL_MODES = 3

FOREGROUND = Path(__file__).with_name("foreground.py")


class Program:
    """A program in the foreground of a terminal of its own.

    `screen` is what the user sees, `output` every byte that came. With `output_to_pipe` the program's standard output
    is no terminal; its bytes are in `piped_output`. Without `job_control` the program leads its session, as under
    a terminal emulator's "run command". `pace` makes the terminal a slow one.
    """

    def __init__(
        self,
        argv: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        *,
        columns: int = 80,
        rows: int = 24,
        output_to_pipe: bool = False,
        job_control: bool = True,
        pace: Pace | None = None,
    ) -> None:
        self._changed = threading.Condition()
        self._master, self._terminal = os.openpty()
        os.set_blocking(self._master, False)
        # A second opening of the terminal: not blocking for us must not make it so for the program.
        self._probe = os.open(os.ttyname(self._terminal), os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        self._give_it_a_users_modes()
        self._set_size(columns, rows)
        self._screen = TerminalScreen(columns or 80, rows or 24, self._answer)
        self._stream = pyte.ByteStream(self._screen)
        self._fed = 0
        self._leads_session = not job_control
        self._closed = False
        self._output_complete = False
        self.modes_before = self.terminal_modes()
        self.flags_before = self.descriptor_flags()

        status_out, status_in = os.pipe()
        control_out, self._control_in = os.pipe()
        pipe_out, pipe_in = os.pipe() if output_to_pipe else (-1, -1)
        launch = [sys.executable, "-I", "-S", str(FOREGROUND), str(status_in), str(control_out)]
        try:
            self._launcher = subprocess.Popen(
                [*launch, "job" if job_control else "leader", *argv],
                stdin=self._terminal,
                stdout=pipe_in if output_to_pipe else self._terminal,
                stderr=self._terminal,
                env=dict(environment),
                cwd=folder,
                start_new_session=True,
                pass_fds=[status_in, control_out],
            )
        finally:
            for descriptor in (status_in, control_out, pipe_in):
                if descriptor >= 0:
                    os.close(descriptor)
        self._recorder = Recorder(self._master, self._changed, pace, self._notice_question)
        self._status = Recorder(status_out, self._changed)
        self._pipe = Recorder(pipe_out, self._changed, pace) if output_to_pipe else None
        self._descriptors = [status_out, *([pipe_out] if output_to_pipe else [])]

    # Doing

    def type(self, keys: str | bytes) -> None:
        """Type, or paste, `keys`."""
        left = memoryview(keys.encode() if isinstance(keys, str) else keys)
        deadline = time.monotonic() + DEADLINE
        while left:
            _, writable, _ = select.select([], [self._master], [], max(0.0, deadline - time.monotonic()))
            if not writable:
                raise TooLate(f"nobody reads the keyboard; {len(left)} bytes were left")
            with contextlib.suppress(BlockingIOError):
                left = left[os.write(self._master, left[:4096]) :]

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size, as a user drags its corner."""
        with self._changed:
            self._feed()
            self._screen.resize(lines=rows, columns=columns)
        self._set_size(columns, rows)

    def send_signal(self, number: signal.Signals) -> None:
        """Send the program a signal, as `kill` does."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal's window while the program runs. There is nothing to look at afterwards."""
        self._recorder.stop()
        os.close(self._master)
        self._master = -1

    def hold_output(self) -> None:
        """The terminal takes nothing more until `release_output`."""
        (self._pipe or self._recorder).hold()

    def release_output(self) -> None:
        """The terminal takes output again, at its pace."""
        (self._pipe or self._recorder).release()

    # Looking

    @property
    def pid(self) -> int:
        """The program's process."""
        wait_until(self._changed, lambda: self._reported("pid") is not None, lambda: "the program was not started")
        pid = self._reported("pid")
        assert pid is not None
        return pid

    @property
    def screen(self) -> TerminalScreen:
        """What the user sees now."""
        with self._changed:
            self._feed()
            return self._screen

    @property
    def output(self) -> bytes:
        """Every byte that came to the terminal so far."""
        with self._changed:
            return bytes(self._recorder.data)

    @property
    def piped_output(self) -> bytes:
        """Every byte that came to standard output, where that is no terminal."""
        assert self._pipe is not None
        with self._changed:
            return bytes(self._pipe.data)

    def terminal_modes(self) -> list[Any]:
        """The terminal's modes (termios) now; comparable."""
        return termios.tcgetattr(self._probe)

    def descriptor_flags(self) -> int:
        """The flags of the terminal as the program inherits it, O_NONBLOCK among them; shared with who started it."""
        return fcntl.fcntl(self._terminal, fcntl.F_GETFL)

    def complaints(self) -> list[str]:
        """In what the terminal is not as the program found it; empty when all is well."""
        return self.screen.complaints() + self.mode_complaints()

    def mode_complaints(self) -> list[str]:
        """The part of `complaints` that the kernel keeps, whatever the screen shows."""
        found = []
        names = ("input modes", "output modes", "control modes", "local modes", "speed in", "speed out", "characters")
        for name, now, before in zip(names, self.terminal_modes(), self.modes_before, strict=True):
            if now != before:
                found.append(f"termios {name} are {now} and were {before}")
        if self.descriptor_flags() != self.flags_before:
            found.append(f"descriptor flags are {self.descriptor_flags():#o} and were {self.flags_before:#o}")
        return found

    # Waiting

    def wait_for(self, wanted: str | Callable[[TerminalScreen], bool], timeout: float = DEADLINE) -> None:
        """Wait until the screen shows a text, or is as a function of it says."""

        def is_shown() -> bool:
            self._feed()
            return wanted in self._screen.text if isinstance(wanted, str) else wanted(self._screen)

        self._wait(is_shown, repr(wanted), timeout)

    def wait_for_prompt(self, prompt: str, timeout: float = DEADLINE) -> None:
        """Wait until the cursor stands behind `prompt` and nothing else on its line."""

        def prompts() -> bool:
            self._feed()
            return self._screen.cursor_line.rstrip() == prompt.rstrip()

        self._wait(prompts, f"the prompt {prompt!r}", timeout)

    def wait_for_output(self, wanted: bytes, since: int = 0, timeout: float = DEADLINE) -> int:
        """Wait until `wanted` is in the output at `since` or later; returns where it ends."""
        self._wait(lambda: self._recorder.data.find(wanted, since) >= 0, repr(wanted), timeout)
        return self.output.index(wanted, since) + len(wanted)

    def wait_for_keys_taken_singly(self) -> None:
        """Wait until the terminal gives the program each key as it is typed, without showing it."""

        def is_raw() -> bool:
            return not self.terminal_modes()[LOCAL_MODES] & (termios.ICANON | termios.ECHO)

        poll_until(is_raw, lambda: f"the terminal still works by lines; {self._description()}")

    def wait_exit(self, timeout: float = DEADLINE) -> int:
        """Wait for the program's end and for all of its output; its exit status, or minus the signal that killed it."""
        status = self.wait_process(timeout)
        if self._master >= 0 and not self._output_complete and not self._leads_session:
            self._complete_output(timeout)
        return status

    def wait_process(self, timeout: float = DEADLINE) -> int:
        """The same without waiting for the output, which the terminal may be holding back."""
        if self._leads_session:
            return self._launcher.wait(timeout)
        wait_until(
            self._changed,
            lambda: self._reported("exit") is not None,
            lambda: f"the program goes on; {self._description()}",
            timeout,
        )
        status = self._reported("exit")
        assert status is not None
        return os.waitstatus_to_exitcode(status)

    # Ending

    def close(self) -> None:
        """Kill what still runs and forget the terminal."""
        if self._closed:
            return
        self._closed = True
        pid = self._reported("pid")
        if pid is not None and self._reported("exit") is None:
            for kill in (os.killpg, os.kill):
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    kill(pid, signal.SIGKILL)
        os.close(self._control_in)
        try:
            self._launcher.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self._launcher.kill()
            self._launcher.wait()
        for recorder in (self._recorder if self._master >= 0 else None, self._status, self._pipe):
            if recorder is not None:
                recorder.stop()
        for descriptor in (self._master, self._terminal, self._probe, *self._descriptors):
            if descriptor >= 0:
                os.close(descriptor)

    # Within

    def _reported(self, word: str) -> int | None:
        for line in bytes(self._status.data).decode().splitlines():
            name, _, value = line.partition(" ")
            if name == word:
                return int(value)
        return None

    def _wait(self, happened: Callable[[], bool], what: str, timeout: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: happened() or self._reported("exit") is not None, timeout)
            if happened():
                return
            ended = self._reported("exit") is not None
        if ended:
            self.wait_exit(timeout)
            with self._changed:
                if happened():
                    return
        raise TooLate(f"{what} did not come; {self._description()}")

    def _complete_output(self, timeout: float) -> None:
        """Everything the program wrote is there once what we write behind it is."""
        _, writable, _ = select.select([], [self._probe], [], timeout)
        if not writable:
            raise TooLate(f"the terminal takes nothing more; {self._description()}")
        os.write(self._probe, END_OF_OUTPUT)
        recorder = self._recorder
        wait_until(
            self._changed,
            lambda: recorder.data.endswith(END_OF_OUTPUT),
            lambda: "the terminal does not bring the program's last output",
            timeout,
        )
        if self._pipe is not None:
            pipe = self._pipe
            wait_until(self._changed, lambda: pipe.ended, lambda: "standard output is still open", timeout)
        with self._changed:
            self._feed()
            del recorder.data[-len(END_OF_OUTPUT) :]
            self._fed = len(recorder.data)
            self._output_complete = True

    def _feed(self) -> None:
        fresh = bytes(self._recorder.data[self._fed :])
        self._fed += len(fresh)
        self._stream.feed(fresh)

    def _notice_question(self, chunk: bytes) -> None:
        """A terminal answers at once, also while nobody looks at its screen."""
        if CURSOR_POSITION_REQUEST in chunk:
            self._feed()

    def _answer(self, answer: bytes) -> None:
        if self._master >= 0:
            with contextlib.suppress(OSError):
                os.write(self._master, answer)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._probe, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _give_it_a_users_modes(self) -> None:
        """Not the system's defaults to the letter, so that "as it was" and "sane" differ."""
        modes = termios.tcgetattr(self._probe)
        modes[6][termios.VERASE] = b"\x08"
        termios.tcsetattr(self._probe, termios.TCSANOW, modes)

    def _description(self) -> str:
        status = self._reported("exit")
        state = "it runs" if status is None else f"it ended with {os.waitstatus_to_exitcode(status)}"
        frame = "\n".join(f"  |{line}" for line in self._screen.text.split("\n"))
        tail = bytes(self._recorder.data[-400:])
        return f"{state}, its screen is\n{frame}\n  and its output ends with {tail!r}"


def peak_memory(pid: int) -> int:
    """The most bytes of memory a process has had in use so far (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _, value = line.partition(":")
        if name == "VmHWM":
            return int(value.split()[0]) * 1024
    raise AssertionError("the system does not tell how much memory a process uses")
