"""A POSIX terminal, or the pipes and files that stand in its place.

Standard output is opened once more for a description of our own that never makes us wait: O_NONBLOCK on the inherited
one would reach the shell. What the screen does not take at once is held, and the keyboard stays alive meanwhile.
Whatever happens, `restore` gives the terminal back as it was found.
"""

from __future__ import annotations

import os
import select
import signal
import stat
import termios
from time import monotonic
from typing import TYPE_CHECKING

from telnet_client.errors import TerminalLost
from telnet_client.protocol.facts import Facts
from telnet_client.protocol.own_characters import COMMON_CHARACTERS
from telnet_client.terminal.output_filter import OFF, OutputFilter
from telnet_client.terminal.screen_state import ScreenState
from telnet_client.terminal.terminal_names import terminal_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.comnd.grammar import Step
    from telnet_client.terminal.command_prompt import CommandPrompt

#: One read takes a whole paste; a pty hands over at most 4 KiB anyway.
_READ_SIZE = 65536
#: What a pipe that may make us wait surely takes once it is writable (POSIX, "pathconf").
_SMALL_WRITE = select.PIPE_BUF
_SPEEDS = {
    getattr(termios, name): int(name[1:])
    for name in dir(termios)
    if name.startswith("B") and name[1:].isdigit() and name != "B0"
}
#: Functions of RFC 1184 by their numbers, and what the terminal driver calls them; not all systems have all of them.
_SPECIAL_CHARACTERS = {
    3: "VINTR",
    4: "VDISCARD",
    5: "VSTATUS",
    7: "VQUIT",
    8: "VEOF",
    9: "VSUSP",
    10: "VERASE",
    11: "VKILL",
    12: "VWERASE",
    13: "VREPRINT",
    14: "VLNEXT",
    15: "VSTART",
    16: "VSTOP",
}
#: What stands for a function without a character, by system (_POSIX_VDISABLE).
_NO_CHARACTER = (b"\0", b"\xff")
_INPUT_FLAGS = (
    termios.IGNBRK | termios.BRKINT | termios.PARMRK | termios.INPCK | termios.ISTRIP | termios.INLCR | termios.IGNCR
    | termios.ICRNL | termios.IXON | termios.IXOFF
)  # fmt: skip
#: TERM of a terminal that can do nothing but print.
_PLAIN_TERMINALS = ("", "dumb", "unknown")
#: How wide one of those is when it does not say.
_PLAIN_COLUMNS = 80
#: On a screen of fewer rows none is taken away for a note.
_FEWEST_ROWS = 4
#: What goes wrong is said in red (ECMA-48, SGR), and then in the colour of all the rest.
_RED, _PLAIN = "\x1b[31m", "\x1b[39m"
#: What goes on being typed while an error is reported belongs to it, with no longer a pause than this, in seconds;
#: and no longer than this altogether.
_TYPING_PAUSE = 0.01
_TYPING_LIMIT = 1.0
_LOCAL_FLAGS = termios.ECHO | termios.ECHONL | termios.ICANON | termios.ISIG | termios.IEXTEN


class PosixTerminal:
    """Standard input, output and error of this process."""

    def __init__(self, keyboard: int = 0, screen: int = 1, messages: int = 2) -> None:
        _fill_gaps((keyboard, screen, messages))
        self.has_keyboard = _is_terminal(keyboard)
        self.has_screen = _is_terminal(screen)
        self._keyboard = keyboard
        self._inherited_screen = screen
        self._messages = messages
        self._screen, self._may_wait = _own_description(screen)
        self._attributes = termios.tcgetattr(keyboard) if self.has_keyboard else None
        self._held: list[memoryview] = []
        self._keys = b""
        self._input_ended = False
        self._newline = b"\n"
        self._at_margin = True
        self._state = ScreenState()
        self._filter: OutputFilter | None = None
        self._is_plain = os.environ.get("TERM", "") in _PLAIN_TERMINALS
        self._is_coloured = self.has_screen and not self._is_plain and not os.environ.get("NO_COLOR")
        #: Rows of the screen while the last of them is `note`'s, else 0.
        self._noted_rows = 0
        self._command_prompt: CommandPrompt | None = None
        self._resized: Callable[[], None] | None = None
        self._continued = False
        self._wakeup_fd, self._wakeup_end = os.pipe()
        os.set_blocking(self._wakeup_fd, False)
        os.set_blocking(self._wakeup_end, False)
        self._watch_signals()

    def close(self) -> None:
        """Give back what was opened."""
        signal.set_wakeup_fd(-1)
        if self._command_prompt is not None:
            self._command_prompt.close()
        for fd in (self._wakeup_fd, self._wakeup_end):
            os.close(fd)
        if self._screen != self._inherited_screen:
            os.close(self._screen)

    # Signals

    def _watch_signals(self) -> None:
        signal.set_wakeup_fd(self._wakeup_end, warn_on_full_buffer=False)
        if self.has_keyboard or self.has_screen:
            signal.signal(signal.SIGWINCH, _do_nothing)
            signal.signal(signal.SIGTSTP, self._stop_requested)
            signal.signal(signal.SIGCONT, self._has_continued)

    def _stop_requested(self, _number: int, _frame: object) -> None:
        self.suspend()

    def _has_continued(self, _number: int, _frame: object) -> None:
        self._continued = True

    @property
    def signal_fd(self) -> int:
        """For select; readable when `read_signals` should be called."""
        return self._wakeup_fd

    def read_signals(self) -> None:
        """Act on the signals that came: a change of the window's size."""
        numbers = os.read(self._wakeup_fd, 4096)
        if self._resized and (signal.SIGWINCH in numbers or signal.SIGCONT in numbers):
            self._resized()

    def on_resize(self, resized: Callable[[], None] | None) -> None:
        """Whom to tell that the window changed its size; called from `read_signals`."""
        self._resized = resized

    def suspend(self) -> bool:
        """Stop this job with the terminal as the user had it, until it is resumed; then go on as before.

        False when nothing stopped it: there is no job control here (the kernel does not stop an orphaned group).
        """
        modes = termios.tcgetattr(self._keyboard) if self.has_keyboard else None
        self._show_undo()
        self._set_modes(self._attributes)
        self._continued = False
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.killpg(0, signal.SIGTSTP)
        self._watch_signals()
        self._set_modes(modes)
        self._write_all(self._state.redo())
        return self._continued

    # Modes

    def enter_talk(self, output_processing: bool) -> None:
        """Every key is a byte, nothing echoes. With `output_processing` a lone LF from the host starts a new line."""
        if self._command_prompt is not None:
            self._keys = self._command_prompt.take_typed_ahead() + self._keys
        self._set_raw_modes(output_processing)
        if self._attributes is not None:
            self._newline = b"\n" if output_processing else b"\r\n"

    def _set_raw_modes(self, output_processing: bool, local_flags: int = 0) -> None:
        """Every key is a byte, but for those that `local_flags` let the terminal driver act on."""
        if self._attributes is None:
            return
        modes = [*self._attributes]
        modes[0] &= ~_INPUT_FLAGS
        if output_processing:
            modes[1] |= termios.OPOST | termios.ONLCR
        else:
            modes[1] &= ~termios.OPOST
        modes[2] = (modes[2] & ~(termios.CSIZE | termios.PARENB)) | termios.CS8
        modes[3] = modes[3] & ~_LOCAL_FLAGS | local_flags
        modes[6] = [*modes[6]]
        modes[6][termios.VMIN] = 1
        modes[6][termios.VTIME] = 0
        self._set_modes(modes)

    def leave_talk(self) -> None:
        """The terminal's modes as the user had them."""
        self._newline = b"\n"
        self._set_modes(self._attributes)

    def restore(self) -> None:
        """For the way out: modes, colours, alternate screen, mouse and paste modes as they were. Never raises."""
        self.reset_screen()
        self.leave_talk()

    def reset_screen(self) -> None:
        """The host is gone: what it switched on is switched off. Never raises."""
        self._show_undo()
        self._state.forget()
        if self._filter is not None:
            self._filter.forget()

    def _show_undo(self) -> None:
        undo = self._end_of_note() + self._state.undo()
        self._noted_rows = 0
        if undo:
            self._write_all(undo)

    def _set_modes(self, modes: list[object] | None) -> None:
        # TCSANOW: waiting for the output to drain would hang on a terminal stopped by CTRL/S.
        if modes is None:
            return
        try:
            termios.tcsetattr(self._keyboard, termios.TCSANOW, modes)  # type: ignore[arg-type]
        except termios.error:
            pass  # the terminal is gone, and so is whoever would mind

    # Keyboard

    @property
    def keyboard_fd(self) -> int:
        """For select; readable when `read_keys` has something. -1 once the input has ended."""
        return -1 if self._input_ended else self._keyboard

    @property
    def has_unread_keys(self) -> bool:
        """`read_keys` has something without waiting for the keyboard."""
        return bool(self._keys)

    def read_keys(self) -> bytes:
        """What was typed, at most 64 KiB; b"" at the end of the input. Raises `TerminalLost` on a hangup."""
        if self._keys:
            keys, self._keys = self._keys, b""
            return keys
        keys = self._read()
        if not keys:
            self._input_ended = True
            if self.has_keyboard:
                raise TerminalLost("Terminal hung up")
        return keys

    def _read(self) -> bytes:
        try:
            return os.read(self._keyboard, _READ_SIZE)
        except OSError as error:
            raise TerminalLost(f"Terminal input error - {error.strerror}") from None

    def unread_keys(self, keys: bytes) -> None:
        """Give back what was read too much: the next `read_keys` returns it first."""
        self._keys = keys + self._keys

    def clear_typeahead(self) -> None:
        """Forget what was typed and not read yet, a paste still coming in with it. Pipes and files keep theirs."""
        if not self.has_keyboard:
            return
        self._keys = b""
        if self._command_prompt is not None:
            self._command_prompt.forget_typed_ahead()
        deadline = monotonic() + _TYPING_LIMIT
        try:
            termios.tcflush(self._keyboard, termios.TCIFLUSH)
            while monotonic() < deadline and select.select([self._keyboard], [], [], _TYPING_PAUSE)[0]:
                termios.tcflush(self._keyboard, termios.TCIFLUSH)
        except termios.error:
            pass  # the terminal is gone: whoever reads from it next will say so

    # Screen

    @property
    def screen_fd(self) -> int:
        """For select; writable when `flush` can get on."""
        return self._screen

    def show(self, data: bytes) -> None:
        """The host's bytes, to standard output; what does not go out at once is held for `flush`."""
        if self.has_screen:
            if self._filter is None:
                self._state.observe(data)
            else:
                data = self._filter.clean(data)
        if data:  # the filter may have left nothing
            self._at_margin = data.endswith(b"\n")
            self._put(data)

    @property
    def is_holding(self) -> bool:
        """Something waits for `flush`."""
        return bool(self._held)

    def filter_output(self, strength: str) -> None:
        """What the host may do to the screen from now on: OFF, SAFE or STRICT."""
        self._filter = None if strength == OFF else OutputFilter(strength, self._state)

    def _put(self, data: bytes) -> None:
        is_first = not self._held
        self._held.append(memoryview(data))
        if is_first and not self._may_wait:
            self.flush()

    def flush(self) -> None:
        """Write what is held as far as the screen takes it without waiting."""
        held = self._held
        while held:
            view = held[0]
            try:
                written = os.write(self._screen, view[:_SMALL_WRITE] if self._may_wait else view)
            except BlockingIOError:
                return
            except OSError as error:
                held.clear()
                raise TerminalLost(f"Output error - {error.strerror}") from None
            if written < len(view):
                held[0] = view[written:]
                return
            del held[0]
            if self._may_wait:
                return

    def drain(self) -> None:
        """Wait until nothing is held and everything has been written."""
        while self._held:
            select.select([], [self._screen], [])
            self.flush()

    def discard_output(self) -> None:
        """Forget what is held (Synch). What the terminal driver has taken stays: it may be a host's last words."""
        self._held.clear()

    def _write_all(self, data: bytes) -> None:
        """Write at once, past what is held, waiting no more than a moment for a screen that does not take it."""
        view = memoryview(data)
        try:
            while view and select.select([], [self._screen], [], 1.0)[1]:
                view = view[os.write(self._screen, view[:_SMALL_WRITE]) :]
        except OSError:
            return  # a screen that is gone needs nothing

    # Our own words

    def message(self, text: str) -> None:
        """The program's own words, on standard error when standard output is no terminal."""
        data = text.encode("utf-8", "replace")
        if not data:
            return
        self._at_margin = data.endswith(b"\n")
        if self.has_screen:
            self._put(data.replace(b"\n", self._newline))
        else:
            newline = self._newline if _is_terminal(self._messages) else b"\n"
            self._write_message(data.replace(b"\n", newline))

    def _write_message(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(self._messages, view) :]
            except BlockingIOError:
                select.select([], [self._messages], [])
            except OSError:
                return  # nobody to tell

    def complain(self, text: str) -> None:
        """One line about what went wrong; in colour where the user has colours."""
        self.message(f"{_RED}{text}{_PLAIN}\n" if self._is_coloured else f"{text}\n")

    def note(self, text: str) -> None:
        """One line at the bottom of the screen, in ASCII, that stays while all else goes on above it; "" ends it.

        Not while a full-screen program has the screen, nor on one that cannot do it.
        """
        columns, rows = self.size()
        is_plain = self._is_plain or not self.has_screen or rows < _FEWEST_ROWS or self._state.is_alternate
        is_over = is_plain or not text
        if self._noted_rows and (is_over or rows != self._noted_rows):
            self._put(self._end_of_note())
            self._noted_rows = 0
        if is_over or self._held:
            return
        if not self._noted_rows:
            self._noted_rows = rows
            # Down and up again, for the cursor not to be in the last row, and then that row does not scroll any more.
            self._put(b"\x1bD\x1b[A\x1b7\x1b[1;%dr\x1b8" % (rows - 1))
        self._put(b"\x1b7\x1b[%d;1H\x1b[7m%b\x1b[m\x1b[K\x1b8" % (rows, text[: columns - 1].encode()))

    def _end_of_note(self) -> bytes:
        return b"\x1b7\x1b[r\x1b[%d;1H\x1b[2K\x1b8" % self._noted_rows if self._noted_rows else b""

    @property
    def is_at_margin(self) -> bool:
        """Nothing has been printed on the cursor's line."""
        return self._at_margin

    def last_words(self, text: str) -> None:
        """`message` on the way out: nothing may be in its way, and nothing will be written after it."""
        self._held.clear()
        self.fresh_line()
        self.message(text)
        held, self._held = self._held, []
        self._write_all(b"".join(held))

    def fresh_line(self) -> None:
        """Start a new line unless the cursor is at the margin already."""
        if not self._at_margin:
            self.message("\n")

    def bell(self) -> None:
        """Beep, if there is a screen."""
        if self.has_screen:
            self._put(b"\a")

    # What the environment says

    def size(self) -> tuple[int, int]:
        """Columns and rows; zeros where nobody knows."""
        for fd in (self._inherited_screen, self._keyboard):
            try:
                columns, rows = os.get_terminal_size(fd)
            except OSError:
                continue
            return columns, rows
        return 0, 0

    def facts(self) -> Facts:
        """Terminal type, size, speed and display as the user's environment tells them."""
        columns, rows = self.size()
        speeds = self._attributes[4:6] if self._attributes else [0, 0]
        return Facts(
            terminal_types=terminal_names(os.environ.get("TERM", "")),
            columns=columns,
            rows=rows,
            receive_speed=_SPEEDS.get(speeds[0], 38400),
            transmit_speed=_SPEEDS.get(speeds[1], 38400),
            display=os.environ.get("DISPLAY", ""),
            special_characters=self._special_characters(),
        )

    def _special_characters(self) -> tuple[tuple[int, int | None], ...] | None:
        """As the user had them before us (`stty`); where the driver has no such function, the common one."""
        if self._attributes is None:
            return None
        characters: dict[int, int | None] = dict(COMMON_CHARACTERS)
        for function, name in _SPECIAL_CHARACTERS.items():
            if (index := getattr(termios, name, None)) is not None:
                character = self._attributes[6][index]
                characters[function] = None if character in _NO_CHARACTER else character[0]
        return tuple(characters.items())

    # Command lines

    def read_line(self, prompt: str, grammar: Step) -> str | None:
        """One command line, typed at `prompt`; None at the end of the input. CTRL/C raises KeyboardInterrupt.

        By `grammar` the line is completed and explained while it is typed, where there is a terminal that can show it;
        `CommandError` is raised when that finds it wrong. On a plain terminal a line that ends in `?` is a question.
        """
        self.drain()
        self.fresh_line()
        self.drain()
        if self.has_keyboard and self.has_screen and not self._is_plain:
            return self._read_edited_line(prompt, grammar)
        while True:
            if self.has_keyboard:
                self._set_modes(self._attributes)
                self.message(prompt)
                self.drain()
            line = self._read_plain_line()
            self._at_margin = True
            if line is None or not (self.has_keyboard and line.endswith("?")):
                return line
            from telnet_client.comnd.line import help_for_line

            answer = help_for_line(grammar, line[:-1], self.size()[0] or _PLAIN_COLUMNS)
            if not answer.text:
                return line
            self.message(f"{answer.text}\n")

    def offer_redo(self, prompt: str, text: str) -> None:
        """The command typed at `prompt` failed: at the next such prompt CTRL/H as the first key brings back `text`."""
        if self._command_prompt is not None:
            self._command_prompt.offer_redo(prompt, text)

    def _read_edited_line(self, prompt: str, grammar: Step) -> str | None:
        if self._command_prompt is None:
            # Loading takes its time, and what is typed meanwhile must not be echoed: the prompt will show it.
            self._set_raw_modes(True, termios.ISIG)
            from telnet_client.terminal.command_prompt import CommandPrompt

            self._command_prompt = CommandPrompt(
                self._keyboard,
                self._inherited_screen,
                self.size,
                lambda: self._set_raw_modes(True),
                self.suspend,
                is_coloured=self._is_coloured,
            )
        keys, self._keys = self._keys, b""
        size = self.size()
        try:
            line = self._command_prompt.read_line(prompt, grammar, keys)
            # While the command is at work keys wait unseen and unchanged; only CTRL/C does not wait.
            self._set_raw_modes(True, termios.ISIG)
            return line
        finally:
            self._at_margin = True
            self._watch_signals()
            if self._resized and self.size() != size:
                self._resized()

    def _read_plain_line(self) -> str | None:
        """A line without an editor; what was read behind it stays for the next reader."""
        typed = bytearray(self._keys)
        while b"\n" not in typed:
            keys = b"" if self._input_ended else self._read()
            if not keys:
                self._input_ended = not self.has_keyboard  # CTRL/D on a terminal ends a line, not all of them
                break
            typed += keys
        line, newline, rest = typed.partition(b"\n")
        self._keys = bytes(rest)
        if not line and not newline:
            return None
        return line.decode("utf-8", "replace").rstrip("\r")

    def run_shell(self, shell: str, process: int | None) -> int | None:
        """PUSH: give the terminal to `shell` until it ends or stops itself.

        `process` is the shell of an earlier PUSH that stopped itself, to be continued. Returns it again if it is
        stopped, None if it ended. Raises OSError when it cannot be started.
        """
        self.drain()
        self._show_undo()
        modes = termios.tcgetattr(self._keyboard)
        self._set_modes(self._attributes)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # we shall take the terminal back from the background
        try:
            if process is None:
                process = os.posix_spawn(
                    shell, [shell], os.environ, setpgroup=0, setsigdef=[signal.SIGPIPE, signal.SIGTTOU]
                )
                os.tcsetpgrp(self._keyboard, process)
            else:
                os.tcsetpgrp(self._keyboard, process)
                os.killpg(process, signal.SIGCONT)
            status = _wait_for_shell(process, self._keyboard)
        finally:
            os.tcsetpgrp(self._keyboard, os.getpgrp())
            signal.signal(signal.SIGTTOU, signal.SIG_DFL)
            self._set_modes(modes)
            self._write_all(self._state.redo())
            self._at_margin = True
        if self._resized:
            self._resized()  # the window may have changed while somebody else had it
        return process if os.WIFSTOPPED(status) else None


def _fill_gaps(standard: tuple[int, int, int]) -> None:
    """A standard descriptor that is closed becomes the null device, before something else of ours gets its number."""
    for fd in standard:
        try:
            os.fstat(fd)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _is_terminal(fd: int) -> bool:
    try:
        return os.isatty(fd)
    except OSError:
        return False


def _own_description(fd: int) -> tuple[int, bool]:
    """A descriptor for the same terminal or pipe that never waits, or `fd` itself; and whether writing may wait."""
    try:
        if os.isatty(fd):
            return os.open(os.ttyname(fd), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC), False
        kind = os.fstat(fd).st_mode
        if stat.S_ISFIFO(kind):
            return os.open(f"/proc/self/fd/{fd}", os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC), False
        return fd, stat.S_ISSOCK(kind)
    except OSError:
        return fd, True


def _wait_for_shell(process: int, terminal: int) -> int:
    """Its status when it ends or stops itself. One that asked for the terminal before it was given it is sent on."""
    while True:
        _, status = os.waitpid(process, os.WUNTRACED)
        if not os.WIFSTOPPED(status) or os.WSTOPSIG(status) not in (signal.SIGTTIN, signal.SIGTTOU):
            return status
        os.tcsetpgrp(terminal, process)
        os.killpg(process, signal.SIGCONT)


def _do_nothing(_number: int, _frame: object) -> None:
    """The wake-up pipe says it all; without a handler Python would not write to it."""
