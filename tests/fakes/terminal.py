"""The user's terminal as the program sees it (`terminal/interface.py`), with the test in front of it.

Its descriptors are real pipes, so that `select` works: the keyboard is one, and the screen is one that can be full.
"""

from __future__ import annotations

import os
import select
from typing import TYPE_CHECKING

from telnet_client.errors import TerminalLost
from telnet_client.protocol.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from fakes.script import Script
    from telnet_client.comnd.grammar import Step

READ_SIZE = 65536


class FakeTerminal:
    """Keyboard and screen of somebody who does what the script says; without them, the pipes in their place."""

    def __init__(self, script: Script, *, has_keyboard: bool = True, has_screen: bool = True) -> None:
        self.has_keyboard = has_keyboard
        self.has_screen = has_screen
        #: What the user sees, in order: the host's bytes, the program's words, prompts and what was typed at them.
        self.seen = bytearray()
        #: What went to standard output: the same without the prompts; without a screen the host's bytes alone.
        self.output = bytearray()
        self.bells = 0
        #: What the terminal was told besides, in order: `enter_talk True`, `leave_talk`, `reset_screen`... A mode that
        #: it is in already is left out.
        self.calls: list[str] = []
        #: What the user's environment says of it.
        self.told = Facts(terminal_types=("VT100",), columns=80, rows=24)
        #: There is job control, and the job is resumed at once.
        self.has_job_control = True
        #: What `run_shell` does: the process of a shell that stops itself, None for one that ends.
        self.stopped_shell: int | None = None
        self.shell_error: OSError | None = None
        #: How much the host may do to the screen.
        self.filter_strength = ""
        #: What stood in the line at the bottom of the screen.
        self.notes: list[str] = []
        #: What CTRL/H would bring back, by prompt.
        self.redo: dict[str, str] = {}
        self._script = script
        self._keyboard, self._keyboard_end = os.pipe()
        self._screen_end, self._screen = os.pipe()
        self._signals, self._signals_end = os.pipe()
        for fd in (self._keyboard_end, self._screen, self._screen_end):
            os.set_blocking(fd, False)
        self._pipes = {self._keyboard, self._keyboard_end, self._screen_end, self._screen}
        self._pipes |= {self._signals, self._signals_end}
        self._unread = b""
        self._input_ended = False
        self._held: list[bytes] = []
        self._is_stuck = False
        self._mode = "leave_talk"
        self._at_margin = True
        self._resized: Callable[[], None] | None = None
        script.connect_keyboard(self.type)

    # As the user

    @property
    def text(self) -> str:
        """What the user sees, line by line; a CR LF is the end of a line like any other."""
        return self.seen.decode("utf-8", "replace").replace("\r\n", "\n")

    def type(self, keys: bytes) -> None:
        """Type, or paste; no more at once than a pipe holds."""
        assert os.write(self._keyboard_end, keys) == len(keys)

    def end_input(self) -> None:
        """No more will ever be typed."""
        os.close(self._keyboard_end)
        self._pipes.remove(self._keyboard_end)

    def resize(self, columns: int, rows: int) -> None:
        """Drag the window's corner."""
        self.told = self.told._replace(columns=columns, rows=rows)
        os.write(self._signals_end, b"!")

    def hold_screen(self) -> None:
        """The screen takes nothing more until `release_screen`."""
        self._is_stuck = True
        try:
            while True:
                os.write(self._screen, bytes(4096))
        except BlockingIOError:
            return

    def release_screen(self) -> None:
        """It goes on."""
        self._is_stuck = False
        try:
            while os.read(self._screen_end, READ_SIZE):
                pass
        except BlockingIOError:
            return

    def close(self) -> None:
        """Let go of the pipes. May be called twice."""
        for fd in self._pipes:
            os.close(fd)
        self._pipes.clear()

    # As the program

    @property
    def keyboard_fd(self) -> int:
        return -1 if self._input_ended else self._keyboard

    @property
    def screen_fd(self) -> int:
        return self._screen

    @property
    def signal_fd(self) -> int:
        return self._signals

    def read_signals(self) -> None:
        os.read(self._signals, 4096)
        if self._resized is not None:
            self._resized()

    def on_resize(self, resized: Callable[[], None] | None) -> None:
        self._resized = resized

    def enter_talk(self, output_processing: bool) -> None:
        self._set_mode(f"enter_talk {output_processing}")

    def leave_talk(self) -> None:
        self._set_mode("leave_talk")

    def _set_mode(self, mode: str) -> None:
        if mode != self._mode:
            self._mode = mode
            self.calls.append(mode)

    def suspend(self) -> bool:
        self.calls.append("suspend")
        return self.has_job_control

    def run_shell(self, shell: str, process: int | None) -> int | None:
        self.calls.append(f"run_shell {shell} {process}")
        if self.shell_error is not None:
            raise self.shell_error
        return self.stopped_shell

    def filter_output(self, strength: str) -> None:
        self.filter_strength = strength

    def reset_screen(self) -> None:
        self.calls.append("reset_screen")

    def restore(self) -> None:
        self.calls.append("restore")

    @property
    def has_unread_keys(self) -> bool:
        return bool(self._unread)

    def read_keys(self) -> bytes:
        if self._unread:
            keys, self._unread = self._unread, b""
            return keys
        keys = os.read(self._keyboard, READ_SIZE)
        if not keys:
            self._input_ended = True
            if self.has_keyboard:
                raise TerminalLost("Terminal hung up")
        return keys

    def unread_keys(self, keys: bytes) -> None:
        self._unread = keys + self._unread

    def show(self, data: bytes) -> None:
        self._at_margin = data.endswith(b"\n")
        self._held.append(data)
        self.flush()

    @property
    def is_holding(self) -> bool:
        return bool(self._held)

    def flush(self) -> None:
        if self._is_stuck:
            return
        for data in self._held:
            self.seen += data
            self.output += data
        self._held.clear()

    def drain(self) -> None:
        while self._held:
            self._script.perform()
            self.flush()

    def discard_output(self) -> None:
        self.calls.append("discard_output")
        self._held.clear()

    def message(self, text: str) -> None:
        if not text:
            return
        if self.has_screen:
            self.show(text.encode())
        else:
            self._at_margin = text.endswith("\n")
            self.seen += text.encode()

    def complain(self, text: str) -> None:
        self.message(f"{text}\n")

    def note(self, text: str) -> None:
        self.notes.append(text)

    @property
    def is_at_margin(self) -> bool:
        return self._at_margin

    def fresh_line(self) -> None:
        if not self._at_margin:
            self.message("\n")

    def bell(self) -> None:
        self.bells += 1

    def size(self) -> tuple[int, int]:
        return self.told.columns, self.told.rows

    def facts(self) -> Facts:
        return self.told

    def offer_redo(self, prompt: str, text: str) -> None:
        self.redo[prompt] = text

    def clear_typeahead(self) -> None:
        if self.has_keyboard:
            self._unread = b""
            while select.select([self._keyboard], [], [], 0)[0] and os.read(self._keyboard, READ_SIZE):
                pass

    def read_line(self, prompt: str, _grammar: Step) -> str | None:
        self.drain()
        self.fresh_line()
        try:
            line = self._script.next_line()
        except KeyboardInterrupt:
            self.seen += f"{prompt}^C".encode()
            self._at_margin = False
            raise
        self.seen += f"{prompt}{'' if line is None else line}\n".encode()
        self._at_margin = True
        return line
