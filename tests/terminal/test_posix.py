"""The user's terminal on a real pseudo-terminal, and on the pipes, files and sockets that stand in its place."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import socket
import struct
import termios
import threading
from typing import TYPE_CHECKING

import pytest

from support.waiting import DEADLINE, poll_until
from telnet_client.errors import TerminalLost
from telnet_client.protocol.linemode.slc import Function
from telnet_client.terminal.posix import PosixTerminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: More than any pipe or pseudo-terminal takes without being read.
MUCH = b"".join(b"%07d\n" % number for number in range(50_000))
INPUT, OUTPUT, CONTROL, LOCAL, CHARACTERS = 0, 1, 2, 3, 6


class Window:
    """The other side of a pseudo-terminal: what the user types and sees."""

    def __init__(self) -> None:
        self.master, self.tty = os.openpty()
        os.set_blocking(self.master, False)
        # Not the system's defaults to the letter, so that "as it was" can be told from "sane".
        modes = termios.tcgetattr(self.tty)
        modes[INPUT] |= termios.IXANY
        modes[CHARACTERS][termios.VERASE] = b"\x08"
        modes[CHARACTERS][termios.VWERASE] = b"\0"
        termios.tcsetattr(self.tty, termios.TCSANOW, modes)
        self.modes_before = self.modes

    @property
    def modes(self) -> list[object]:
        return termios.tcgetattr(self.tty)

    def flags(self, which: int) -> int:
        flags = self.modes[which]
        assert isinstance(flags, int)
        return flags

    def type(self, keys: bytes) -> None:
        assert os.write(self.master, keys) == len(keys)

    def seen(self) -> bytes:
        """What came to the screen since the last time, and is there now."""
        return read_all(self.master)

    def wait_seen(self, wanted: bytes) -> None:
        """Wait until as much came, and that is what came."""
        assert self.wait_until_seen(lambda seen: len(seen) >= len(wanted)) == wanted

    def wait_until_seen(self, is_all: Callable[[bytes], bool]) -> bytes:
        """Wait until that is so of what came; all of it."""
        seen = bytearray()

        def came() -> bool:
            seen.extend(self.seen())
            return is_all(bytes(seen))

        poll_until(came, lambda: f"{bytes(seen[-200:])!r} came and no more")
        return bytes(seen)

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.tty, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def close(self) -> None:
        for fd in (self.master, self.tty):
            with contextlib.suppress(OSError):
                os.close(fd)


class Pipe:
    """A pipe; its ends are closed at the end of the test."""

    def __init__(self) -> None:
        self.out, self.into = os.pipe()
        os.set_blocking(self.out, False)

    def close(self) -> None:
        for fd in (self.out, self.into):
            with contextlib.suppress(OSError):
                os.close(fd)


def read_all(fd: int) -> bytes:
    """What can be read now."""
    data = bytearray()
    with contextlib.suppress(BlockingIOError):
        while part := os.read(fd, 65536):
            data += part
    return bytes(data)


def is_readable(fd: int) -> bool:
    return bool(select.select([fd], [], [], 0)[0])


@pytest.fixture
def window() -> Iterator[Window]:
    window = Window()
    yield window
    window.close()


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    pipe = Pipe()
    yield pipe
    pipe.close()


@pytest.fixture
def errors() -> Iterator[Pipe]:
    """Standard error."""
    pipe = Pipe()
    yield pipe
    pipe.close()


class MakeTerminal:
    """Makes terminals of three descriptors and knows which to close."""

    def __init__(self) -> None:
        self.made: list[PosixTerminal] = []

    def __call__(self, keyboard: int, screen: int, messages: int) -> PosixTerminal:
        self.made.append(PosixTerminal(keyboard, screen, messages))
        return self.made[-1]

    def forget(self, terminal: PosixTerminal) -> None:
        """The test closes this one."""
        self.made.remove(terminal)


@pytest.fixture
def make_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeTerminal]:
    """What terminals do to the process's signals is undone."""
    monkeypatch.setenv("TERM", "dumb")
    numbers = (signal.SIGWINCH, signal.SIGTSTP, signal.SIGCONT)
    handlers = [signal.getsignal(number) for number in numbers]
    make = MakeTerminal()
    yield make
    for terminal in make.made:
        terminal.close()
    for number, handler in zip(numbers, handlers, strict=True):
        signal.signal(number, handler)


@pytest.fixture
def terminal(make_terminal: MakeTerminal, window: Window) -> PosixTerminal:
    """All three are the window."""
    return make_terminal(window.tty, window.tty, window.tty)


class TestModes:
    """The terminal's modes are talk mode's, and then again the user's."""

    def test_every_key_is_a_byte(self, terminal: PosixTerminal, window: Window) -> None:
        terminal.enter_talk(False)
        keys = bytes(range(256))
        window.type(keys)
        read = b""
        while len(read) < len(keys):
            read += terminal.read_keys()
        assert read == keys
        assert window.seen() == b""  # nothing echoes

    def test_in_talk_mode(self, terminal: PosixTerminal, window: Window) -> None:
        terminal.enter_talk(False)
        assert not window.flags(INPUT) & (
            termios.ICRNL | termios.INLCR | termios.ISTRIP | termios.IXON | termios.BRKINT
        )
        assert not window.flags(OUTPUT) & termios.OPOST
        assert window.flags(CONTROL) & termios.CSIZE == termios.CS8
        assert not window.flags(LOCAL) & (termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)

    @pytest.mark.parametrize(("output_processing", "seen"), [(False, b"a\nb\r\n"), (True, b"a\r\nb\r\r\n")])
    def test_lone_line_feeds(
        self, terminal: PosixTerminal, window: Window, output_processing: bool, seen: bytes
    ) -> None:
        terminal.enter_talk(output_processing)
        terminal.show(b"a\nb\r\n")
        window.wait_seen(seen)

    def test_as_the_user_had_them(self, terminal: PosixTerminal, window: Window) -> None:
        for output_processing in (False, True):
            terminal.enter_talk(output_processing)
            assert window.modes != window.modes_before
            terminal.leave_talk()
            assert window.modes == window.modes_before

    def test_restored_on_the_way_out(self, terminal: PosixTerminal, window: Window) -> None:
        terminal.enter_talk(False)
        terminal.restore()
        assert window.modes == window.modes_before

    def test_restored_from_one_talk_mode_to_the_other(self, terminal: PosixTerminal, window: Window) -> None:
        terminal.enter_talk(True)
        terminal.enter_talk(False)
        assert not window.flags(OUTPUT) & termios.OPOST
        terminal.leave_talk()
        assert window.modes == window.modes_before

    def test_a_terminal_that_is_gone_is_no_error(self, terminal: PosixTerminal, window: Window) -> None:
        terminal.enter_talk(False)
        os.close(window.master)
        terminal.leave_talk()
        terminal.restore()


class TestKeyboard:
    """Keys, and what was read too much of them."""

    def test_unread_keys_come_first_and_in_order(self, terminal: PosixTerminal, window: Window) -> None:
        terminal.enter_talk(False)
        window.type(b"later")
        terminal.unread_keys(b"second ")
        terminal.unread_keys(b"first ")
        assert terminal.has_unread_keys
        assert terminal.read_keys() == b"first second "
        assert not terminal.has_unread_keys
        assert terminal.read_keys() == b"later"

    def test_nothing_unread_is_nothing(self, terminal: PosixTerminal) -> None:
        terminal.unread_keys(b"")
        assert not terminal.has_unread_keys

    def test_the_end_of_a_pipe(self, make_terminal: MakeTerminal, pipe: Pipe, errors: Pipe) -> None:
        terminal = make_terminal(pipe.out, errors.into, errors.into)
        os.write(pipe.into, b"the last")
        os.close(pipe.into)
        assert terminal.keyboard_fd == pipe.out
        assert terminal.read_keys() == b"the last"
        assert terminal.read_keys() == b""
        assert terminal.keyboard_fd == -1

    def test_a_terminal_that_hangs_up(self, terminal: PosixTerminal, window: Window) -> None:
        terminal.enter_talk(False)
        os.close(window.master)
        with pytest.raises(TerminalLost):
            terminal.read_keys()

    def test_typeahead_can_be_forgotten(self, terminal: PosixTerminal, window: Window) -> None:
        terminal.enter_talk(False)
        window.type(b"typed")
        terminal.unread_keys(b"unread")
        terminal.clear_typeahead()
        assert not terminal.has_unread_keys
        assert not is_readable(window.tty)

    def test_a_pipe_keeps_its_input(self, make_terminal: MakeTerminal, pipe: Pipe, errors: Pipe) -> None:
        terminal = make_terminal(pipe.out, errors.into, errors.into)
        os.write(pipe.into, b"typed")
        terminal.unread_keys(b"unread ")
        terminal.clear_typeahead()
        assert terminal.read_keys() == b"unread "
        assert terminal.read_keys() == b"typed"


class TestScreen:
    """What the screen does not take at once is held, and comes later and in order."""

    def test_shown_at_once(self, terminal: PosixTerminal, window: Window) -> None:
        terminal.enter_talk(False)
        terminal.show(b"hello")
        assert not terminal.is_holding
        window.wait_seen(b"hello")

    def test_held_while_the_other_side_does_not_read(self, terminal: PosixTerminal, window: Window) -> None:
        terminal.enter_talk(False)
        terminal.show(MUCH)
        terminal.message("our words\n")
        terminal.bell()
        terminal.show(b"the end")
        assert terminal.is_holding
        wanted = MUCH + b"our words\r\n\athe end"

        def is_all(seen: bytes) -> bool:
            terminal.flush()
            return len(seen) >= len(wanted)

        assert window.wait_until_seen(is_all) == wanted

    def test_flush_waits_for_nobody(self, terminal: PosixTerminal) -> None:
        terminal.enter_talk(False)
        terminal.show(MUCH)
        for _ in range(100):
            terminal.flush()
        assert terminal.is_holding
        assert not select.select([], [terminal.screen_fd], [], 0)[1]

    def test_drain_waits(self, terminal: PosixTerminal, window: Window) -> None:
        terminal.enter_talk(False)
        terminal.show(MUCH)
        draining = threading.Thread(target=terminal.drain)
        draining.start()
        window.wait_seen(MUCH)
        draining.join(DEADLINE)
        assert not draining.is_alive()
        assert not terminal.is_holding

    def test_held_output_can_be_forgotten(self, terminal: PosixTerminal, window: Window) -> None:
        terminal.enter_talk(False)
        terminal.show(MUCH)
        terminal.discard_output()
        assert not terminal.is_holding
        window.seen()
        terminal.show(b"behind it")
        poll_until(lambda: window.seen().endswith(b"behind it"), lambda: "what came behind it does not come")

    def test_the_users_own_descriptor_stays_blocking(self, terminal: PosixTerminal, window: Window) -> None:
        assert terminal.screen_fd != window.tty
        assert os.get_blocking(window.tty)
        assert not os.get_blocking(terminal.screen_fd)

    def test_what_the_host_switched_on_is_switched_off(self, terminal: PosixTerminal, window: Window) -> None:
        terminal.enter_talk(False)
        terminal.show(b"\x1b[?1049h\x1b[?25l\x1b[31mred")
        window.wait_seen(b"\x1b[?1049h\x1b[?25l\x1b[31mred")
        terminal.reset_screen()
        undone = window.wait_until_seen(lambda seen: b"\x1b[0m" in seen)
        assert b"\x1b[?1049l" in undone
        assert b"\x1b[?25h" in undone
        terminal.reset_screen()
        terminal.restore()
        terminal.message("behind it\n")
        assert window.wait_until_seen(lambda seen: b"behind it\r\n" in seen).count(b"\x1b[?") == 0

    def test_a_screen_that_is_left_alone_is_left_alone(self, terminal: PosixTerminal, window: Window) -> None:
        terminal.enter_talk(False)
        terminal.show(b"plain text\r\n")
        terminal.restore()
        terminal.message("behind it\n")
        window.wait_seen(b"plain text\r\nbehind it\r\n")


class TestNote:
    """The line at the bottom of the screen."""

    @pytest.fixture
    def terminal(self, make_terminal: MakeTerminal, window: Window, monkeypatch: pytest.MonkeyPatch) -> PosixTerminal:
        """One that can do it."""
        monkeypatch.setenv("TERM", "xterm")
        return make_terminal(window.tty, window.tty, window.tty)

    MARGINS = b"\x1bD\x1b[A\x1b7\x1b[1;23r\x1b8"

    @staticmethod
    def row(number: int, text: bytes) -> bytes:
        return b"\x1b7\x1b[%d;1H\x1b[7m%b\x1b[m\x1b[K\x1b8" % (number, text)

    @staticmethod
    def end(number: int) -> bytes:
        return b"\x1b7\x1b[r\x1b[%d;1H\x1b[2K\x1b8" % number

    def test_it_stays_until_it_ends(self, terminal: PosixTerminal, window: Window) -> None:
        window.resize(80, 24)
        terminal.note("one")
        terminal.show(b"the host's")
        terminal.note("two")
        assert not terminal.is_at_margin
        terminal.note("")
        terminal.note("")
        window.wait_seen(self.MARGINS + self.row(24, b"one") + b"the host's" + self.row(24, b"two") + self.end(24))

    def test_it_fits(self, terminal: PosixTerminal, window: Window) -> None:
        window.resize(10, 24)
        terminal.note("0123456789")
        window.wait_seen(self.MARGINS + self.row(24, b"012345678"))

    def test_a_screen_of_another_size(self, terminal: PosixTerminal, window: Window) -> None:
        window.resize(80, 24)
        terminal.note("one")
        window.resize(80, 20)
        terminal.note("two")
        shown = self.MARGINS + self.row(24, b"one") + self.end(24)
        window.wait_seen(shown + self.MARGINS.replace(b"23", b"19") + self.row(20, b"two"))

    def test_a_full_screen_program_has_the_screen(self, terminal: PosixTerminal, window: Window) -> None:
        window.resize(80, 24)
        terminal.note("one")
        terminal.show(b"\x1b[?1049h")
        terminal.note("two")
        terminal.note("three")
        window.wait_seen(self.MARGINS + self.row(24, b"one") + b"\x1b[?1049h" + self.end(24))
        terminal.show(b"\x1b[?1049l")
        terminal.note("four")
        window.wait_seen(b"\x1b[?1049l" + self.MARGINS + self.row(24, b"four"))

    @pytest.mark.parametrize("call", [PosixTerminal.restore, PosixTerminal.reset_screen])
    def test_it_is_gone_on_the_way_out(
        self, terminal: PosixTerminal, window: Window, call: Callable[[PosixTerminal], None]
    ) -> None:
        window.resize(80, 24)
        terminal.note("one")
        call(terminal)
        window.wait_seen(self.MARGINS + self.row(24, b"one") + self.end(24))

    @pytest.mark.parametrize(("columns", "rows", "term"), [(80, 3, "xterm"), (0, 0, "xterm"), (80, 24, "dumb")])
    def test_none_where_it_cannot_be(
        self,
        make_terminal: MakeTerminal,
        window: Window,
        monkeypatch: pytest.MonkeyPatch,
        columns: int,
        rows: int,
        term: str,
    ) -> None:
        monkeypatch.setenv("TERM", term)
        window.resize(columns, rows)
        terminal = make_terminal(window.tty, window.tty, window.tty)
        terminal.note("one")
        terminal.show(b"text")
        window.wait_seen(b"text")

    def test_none_while_the_screen_is_behind(self, terminal: PosixTerminal, window: Window) -> None:
        window.resize(80, 24)
        terminal.show(MUCH)
        terminal.note("one")
        terminal.discard_output()
        terminal.show(b"end")

        def is_all(seen: bytes) -> bool:
            terminal.flush()
            return seen.endswith(b"end")

        assert b"one" not in window.wait_until_seen(is_all)


class TestMessages:
    """The program's own words."""

    @pytest.mark.parametrize("output_processing", [False, True, None])
    def test_a_newline_is_one_in_every_mode(
        self, terminal: PosixTerminal, window: Window, output_processing: bool | None
    ) -> None:
        if output_processing is not None:
            terminal.enter_talk(output_processing)
        terminal.message("one\ntwo\n")
        window.wait_seen(b"one\r\ntwo\r\n")

    def test_a_fresh_line(self, terminal: PosixTerminal, window: Window) -> None:
        terminal.enter_talk(False)
        assert terminal.is_at_margin
        terminal.fresh_line()
        terminal.show(b"login: ")
        assert not terminal.is_at_margin
        terminal.fresh_line()
        assert terminal.is_at_margin
        terminal.fresh_line()
        terminal.message("")
        assert terminal.is_at_margin
        terminal.message("one\n")
        terminal.fresh_line()
        window.wait_seen(b"login: \r\none\r\n")

    def test_what_was_filtered_away_does_not_move_the_cursor(self, terminal: PosixTerminal, window: Window) -> None:
        terminal.enter_talk(False)
        terminal.filter_output("STRICT")
        terminal.show(b"line\r\n")
        terminal.show(b"\x1b]0;owned\x07")
        terminal.fresh_line()
        terminal.message("ours\n")
        window.wait_seen(b"line\r\nours\r\n")

    def test_on_standard_error_when_standard_output_is_a_pipe(
        self, make_terminal: MakeTerminal, window: Window, pipe: Pipe, errors: Pipe
    ) -> None:
        terminal = make_terminal(window.tty, pipe.into, errors.into)
        terminal.enter_talk(False)
        terminal.show(b"the host's\r\n")
        terminal.message("our own\n")
        terminal.bell()
        terminal.reset_screen()
        assert read_all(pipe.out) == b"the host's\r\n"
        assert read_all(errors.out) == b"our own\n"
        assert window.seen() == b""

    def test_standard_error_may_be_the_terminal(self, make_terminal: MakeTerminal, window: Window, pipe: Pipe) -> None:
        terminal = make_terminal(window.tty, pipe.into, window.tty)
        terminal.enter_talk(False)
        terminal.message("our own\n")
        window.wait_seen(b"our own\r\n")

    def test_nobody_to_tell_is_no_error(self, make_terminal: MakeTerminal, pipe: Pipe, errors: Pipe) -> None:
        terminal = make_terminal(pipe.out, pipe.into, errors.into)
        os.close(errors.out)
        terminal.message("our own\n")

    @pytest.mark.parametrize(
        ("term", "no_colour", "said"),
        [
            ("xterm", "", b"\x1b[31m?Oh\x1b[39m\r\n"),
            ("xterm", "1", b"?Oh\r\n"),
            ("dumb", "", b"?Oh\r\n"),
            ("", "", b"?Oh\r\n"),
        ],
    )
    def test_complaints_have_a_colour(
        self,
        make_terminal: MakeTerminal,
        window: Window,
        monkeypatch: pytest.MonkeyPatch,
        term: str,
        no_colour: str,
        said: bytes,
    ) -> None:
        monkeypatch.setenv("TERM", term)
        monkeypatch.setenv("NO_COLOR", no_colour)
        make_terminal(window.tty, window.tty, window.tty).complain("?Oh")
        window.wait_seen(said)


class TestPipes:
    """Standard output is no terminal."""

    def test_a_pipe_is_opened_once_more_and_never_waits(
        self, make_terminal: MakeTerminal, pipe: Pipe, errors: Pipe
    ) -> None:
        terminal = make_terminal(errors.out, pipe.into, errors.into)
        assert not terminal.has_screen
        assert terminal.screen_fd != pipe.into
        assert os.get_blocking(pipe.into)
        assert not os.get_blocking(terminal.screen_fd)
        terminal.show(MUCH)
        assert terminal.is_holding
        received = bytearray()

        def flushed() -> bool:
            received.extend(read_all(pipe.out))
            terminal.flush()
            return not terminal.is_holding

        poll_until(flushed, lambda: f"{len(received)} bytes came and no more")
        assert bytes(received) + read_all(pipe.out) == MUCH
        assert os.get_blocking(pipe.into)

    def test_the_pipe_ends_when_we_end(self, make_terminal: MakeTerminal, pipe: Pipe, errors: Pipe) -> None:
        terminal = make_terminal(errors.out, pipe.into, errors.into)
        terminal.show(b"all")
        assert read_all(pipe.out) == b"all"
        os.close(pipe.into)
        make_terminal.forget(terminal)
        terminal.close()
        assert os.read(pipe.out, 100) == b""

    def test_a_reader_that_left(self, make_terminal: MakeTerminal, pipe: Pipe, errors: Pipe) -> None:
        terminal = make_terminal(errors.out, pipe.into, errors.into)
        os.close(pipe.out)
        with pytest.raises(TerminalLost, match=r"^Output error - Broken pipe$"):
            terminal.show(b"hello")
        assert not terminal.is_holding
        terminal.restore()

    def test_a_file(self, make_terminal: MakeTerminal, tmp_path: os.PathLike[str], errors: Pipe) -> None:
        path = os.path.join(tmp_path, "output")
        file = os.open(path, os.O_WRONLY | os.O_CREAT)
        try:
            terminal = make_terminal(errors.out, file, errors.into)
            terminal.show(MUCH)
            terminal.drain()
            assert os.get_blocking(file)
        finally:
            os.close(file)
        with open(path, "rb") as written:
            assert written.read() == MUCH

    def test_a_full_disk(self, make_terminal: MakeTerminal, errors: Pipe) -> None:
        full = os.open("/dev/full", os.O_WRONLY)
        try:
            terminal = make_terminal(errors.out, full, errors.into)
            with pytest.raises(TerminalLost, match=r"^Output error - No space left on device$"):
                terminal.show(b"hello")
        finally:
            os.close(full)

    def test_a_socket_is_never_written_to_unasked(self, make_terminal: MakeTerminal, errors: Pipe) -> None:
        near, far = socket.socketpair()
        with near, far:
            terminal = make_terminal(errors.out, near.fileno(), errors.into)
            assert near.getblocking()
            terminal.show(MUCH)
            assert terminal.is_holding
            received = bytearray()
            while terminal.is_holding:
                assert select.select([], [terminal.screen_fd], [], DEADLINE)[1]
                terminal.flush()
                received += far.recv(1 << 20)
            far.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                while part := far.recv(1 << 20):
                    received += part
            assert bytes(received) == MUCH


class TestFacts:
    """What there is to say about the terminal."""

    def test_all(self, terminal: PosixTerminal, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.setenv("DISPLAY", "lab:0")
        window.resize(132, 50)
        facts = terminal.facts()
        characters = dict(facts.special_characters or ())
        assert characters[Function.EC] == 8
        assert characters[Function.EW] is None
        assert (characters[Function.IP], characters[Function.XOFF], characters[Function.AYT]) == (3, 19, 20)
        assert facts.terminal_types[0] == "XTERM-256COLOR"
        assert (facts.columns, facts.rows) == terminal.size() == (132, 50)
        assert facts.receive_speed == facts.transmit_speed == 38400
        assert facts.display == "lab:0"
        assert facts.environment == ()

    def test_without_a_terminal(
        self, make_terminal: MakeTerminal, pipe: Pipe, errors: Pipe, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("TERM", raising=False)
        monkeypatch.delenv("DISPLAY", raising=False)
        facts = make_terminal(pipe.out, pipe.into, errors.into).facts()
        assert facts.terminal_types == ("UNKNOWN",)
        assert facts.special_characters is None
        assert (facts.columns, facts.rows, facts.display) == (0, 0, "")
        assert facts.receive_speed == facts.transmit_speed == 38400

    def test_the_keyboards_size_when_only_that_is_a_terminal(
        self, make_terminal: MakeTerminal, window: Window, pipe: Pipe, errors: Pipe
    ) -> None:
        window.resize(100, 30)
        assert make_terminal(window.tty, pipe.into, errors.into).size() == (100, 30)

    def test_a_resize_is_told(self, terminal: PosixTerminal) -> None:
        told: list[str] = []
        terminal.on_resize(lambda: told.append("resized"))
        assert not is_readable(terminal.signal_fd)
        signal.raise_signal(signal.SIGWINCH)
        assert is_readable(terminal.signal_fd)
        assert told == []  # not in the middle of whatever is done
        terminal.read_signals()
        assert told == ["resized"]
        assert not is_readable(terminal.signal_fd)

    def test_nobody_to_tell(self, terminal: PosixTerminal) -> None:
        signal.raise_signal(signal.SIGWINCH)
        terminal.read_signals()


class TestPlainLines:
    """Command lines where no editor is possible: from a pipe, or on a terminal that can only print."""

    def test_from_a_pipe(self, make_terminal: MakeTerminal, pipe: Pipe, errors: Pipe) -> None:
        terminal = make_terminal(pipe.out, errors.into, errors.into)
        os.write(pipe.into, b"connect sierra\r\nstatus\n\nexit")
        os.close(pipe.into)
        assert [terminal.read_line("TELNET>", ()) for _ in range(5)] == ["connect sierra", "status", "", "exit", None]
        assert read_all(errors.out) == b""  # no prompt where nobody types

    def test_what_follows_is_the_conversations(self, make_terminal: MakeTerminal, pipe: Pipe, errors: Pipe) -> None:
        terminal = make_terminal(pipe.out, errors.into, errors.into)
        os.write(pipe.into, b"connect sierra\nhello\n")
        assert terminal.read_line("TELNET>", ()) == "connect sierra"
        assert terminal.read_keys() == b"hello\n"

    def test_not_text(self, make_terminal: MakeTerminal, pipe: Pipe, errors: Pipe) -> None:
        terminal = make_terminal(pipe.out, errors.into, errors.into)
        os.write(pipe.into, b"\xff\0\n")
        assert terminal.read_line("TELNET>", ()) == "\ufffd\0"

    @pytest.mark.parametrize("term", ["dumb", "unknown", ""])
    def test_on_a_terminal(
        self, make_terminal: MakeTerminal, window: Window, monkeypatch: pytest.MonkeyPatch, term: str
    ) -> None:
        monkeypatch.setenv("TERM", term)
        terminal = make_terminal(window.tty, window.tty, window.tty)
        terminal.show(b"half a line")

        def use() -> None:
            window.wait_seen(b"half a line\r\nTELNET>")
            window.type(b"statux\x08s\n")

        user = threading.Thread(target=use)
        user.start()
        assert terminal.read_line("TELNET>", ()) == "status"
        user.join()
        assert terminal.is_at_margin

    def test_the_end_of_input_on_a_terminal(self, terminal: PosixTerminal, window: Window) -> None:
        window.type(b"\x04")
        assert terminal.read_line("TELNET>", ()) is None
        window.type(b"status\n")
        assert terminal.read_line("TELNET>", ()) == "status"
