"""TTY: the installed program on pseudo-terminals and on pairs of them that socat joins, unplugged and plugged in."""

from __future__ import annotations

import os
import signal
import socket
import termios
import tty
from typing import TYPE_CHECKING

import pytest

from support.conversation import OPENED, TOP_LEVEL_PROMPT, type_extended_command
from support.lines import PtyLine, SocatPair
from support.program import ESCAPE
from support.waiting import poll_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.program import Program
    from support.recording_host import RecordingHost
    from support.user import User

pytestmark = pytest.mark.interop

WAITING = "Waiting, CTRL/C gives up..."


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[SocatPair]:
    """Two lines that are joined."""
    with SocatPair(tmp_path) as pair:
        yield pair


@pytest.fixture
def link(tmp_path: Path) -> Path:
    """Where a device will have its steady name."""
    return tmp_path / "console"


def connect(user: User, path: str, *switches: str) -> Program:
    """`tn TTY PATH SWITCHES`, open and in talk mode."""
    program = user.tn("TTY", path, *switches)
    program.wait_for_output(OPENED)
    program.wait_for_keys_taken_singly()
    return program


def speed_of(path: str) -> object:
    fd = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        return termios.tcgetattr(fd)[tty.OSPEED]
    finally:
        os.close(fd)


def test_both_ways_over_a_pair(user: User, pair: SocatPair) -> None:
    far = connect(user, pair.far)
    near = connect(user, pair.near, "/SPEED:115200")
    near.type("to the far end\r")
    far.wait_for("to the far end")
    far.type("and back")
    near.wait_for("and back")
    near.type(ESCAPE + "c")
    assert near.wait_exit() == 0
    assert "Connection closed" in near.screen.text


def test_settings_on_the_way(user: User) -> None:
    with PtyLine() as line:
        program = connect(user, line.path, "/SPEED:19200")
        assert speed_of(line.path) == termios.B19200
        type_extended_command(program, "SPEED (BITS A SECOND) 921600")
        type_extended_command(program, "STATUS")
        program.wait_for("Terminal line has 921600 bits a second, 8 data bits, no parity, 1 stop bit")
        assert speed_of(line.path) == termios.B921600
        type_extended_command(program, "PARITY EVEN")
        program.wait_for("?The line does not take parity EVEN")
        program.type("still here")
        line.receive_all(b"still here")


@pytest.mark.parametrize("end", ["close", "SIGTERM", "SIGHUP"])
def test_it_is_left_as_it_was(user: User, end: str) -> None:
    with PtyLine() as line:
        kept = os.open(line.path, os.O_RDWR | os.O_NOCTTY)
        before = termios.tcgetattr(kept)
        program = connect(user, line.path, "/SPEED:230400", "/STOP-BITS:2")
        assert termios.tcgetattr(kept) != before
        if end == "close":
            program.type(ESCAPE + "c")
            program.wait_exit()
        else:
            program.send_signal(signal.Signals[end])
            program.wait_process()
        assert termios.tcgetattr(kept) == before
        os.close(kept)


# What goes wrong


@pytest.mark.parametrize(
    ("words", "complaint", "status"),
    [
        (["/dev/no-such-line"], '?No such line - "/dev/no-such-line"', 1),
        (["no-such-line"], '?No such line - "no-such-line"', 1),
        (["."], '?Not a terminal line - "."', 2),
        (["/dev/tty"], '?This is your own terminal - "/dev/tty"', 2),
        (["/dev/null"], '?Not a terminal line - "/dev/null"', 2),
        (["./file"], '?Not a terminal line - "./file"', 2),
        (["LINE", "/PARITY:EVEN"], "?The line does not take parity EVEN", 2),
        (["LINE", "/DATA-BITS:7"], "?The line does not take 7 data bits", 2),
        (["LINE", "/FLOW:DSR-DTR"], "?This system has no flow control by DSR and DTR", 2),
        (["LINE", "/SPEED:0"], "?Invalid speed", 2),
        (["LINE", "/PARITY:EVVEN"], "?Does not match switch or keyword", 2),
        (["LINE", "/PARTY:EVEN"], "?Does not match switch or keyword", 2),
    ],
)
def test_what_cannot_be_opened(user: User, words: list[str], complaint: str, status: int) -> None:
    user.write("file", "text")
    with PtyLine() as line:
        program = user.tn("TTY", *(line.path if word == "LINE" else word for word in words))
        assert program.wait_exit() == status
        assert complaint in program.screen.text


def test_a_line_in_use(user: User) -> None:
    with PtyLine() as line:
        first = connect(user, line.path)
        second = user.tn("TTY", line.path)
        assert second.wait_exit() == 1
        assert f" Trying... In use by job {first.pid}" in second.screen.text
        shared = user.tn("TTY", line.path, "/NO-EXCLUSIVE")
        if os.getuid() == 0:  # the system keeps all others from it
            shared.wait_for_output(OPENED)
        waiting = user.tn("TTY", line.path, "/WAIT")
        waiting.wait_for_output(WAITING.encode())
        first.type(ESCAPE + "c")
        waiting.wait_for_output(OPENED)


def test_garbage_is_shown_as_such(user: User) -> None:
    with PtyLine() as line:
        program = connect(user, line.path)
        line.send(bytes(range(0x80, 0x100)) * 3 + b"\xc3\r\nand then sense\r\n")
        program.wait_for("and then sense")
        assert "\ufffd" in program.screen.text
        program.type("x")
        line.receive_all(b"x")


def test_an_unplugged_line_says_so(user: User, link: Path) -> None:
    with PtyLine(link) as line:
        program = connect(user, line.path)
        line.send(b"last words\r\n")
        program.wait_for("last words")
        line.destroy()
        assert program.wait_exit() == 1
        assert f"?Line {link} is gone\r\n".encode() in program.output


def test_socat_ends(user: User, pair: SocatPair) -> None:
    program = connect(user, pair.near)
    program.type("typed while it ends" * 100)
    pair.unplug()
    assert program.wait_exit() == 1
    assert f"?Line {pair.near} is gone\r\n".encode() in program.output


# Lines come and go


def test_it_comes_back(user: User, link: Path) -> None:
    log = user.folder / "session.log"
    with PtyLine(link) as line:
        program = user.tn("--log", str(log), "TTY", line.path, "/RECONNECT", "/SPEED:38400")
        program.wait_for_output(OPENED)
        line.send(b"before\r\n")
        program.wait_for("before")
        type_extended_command(program, "SPEED 57600")
        poll_until(lambda: speed_of(line.path) == termios.B57600, lambda: "the speed was not set")
    since = 0
    for words in ("in between", "and after"):
        since = program.wait_for_output(WAITING.encode(), since)
        with PtyLine(link) as line:
            program.wait_for_output(b"Open\r\n", since)
            program.wait_for_keys_taken_singly()
            assert speed_of(line.path) == termios.B57600
            program.type("k")
            line.receive_all(b"k")
            line.send(words.encode() + b"\r\n")
            program.wait_for(words)
            if words == "and after":
                program.type(ESCAPE + "c")
                assert program.wait_exit() == 0
        program_text = program.output
        assert program_text.count(OPENED.strip()) == 1
    assert log.read_bytes() == b"before\r\nin between\r\nand after\r\n"


def test_a_socket_that_is_closed_comes_back(user: User, host: RecordingHost) -> None:
    program = user.tn("TTY", f"socket://{host.address}:{host.port}", "/RECONNECT")
    host.accept().close()
    host.accept().send(b"again\r\n")
    program.wait_for("again")


def test_giving_up_the_wait(user: User, link: Path) -> None:
    program = user.tn()
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    with PtyLine(link) as line:
        program.type(f"TTY {line.path} /RECONNECT\r")
        program.wait_for_output(OPENED)
    program.wait_for_output(WAITING.encode())
    program.type("\x03")
    program.wait_for_output(b"Given up")
    program.wait_for_prompt(TOP_LEVEL_PROMPT)


def test_waiting_for_a_line(user: User, link: Path) -> None:
    program = user.tn("CONNECT", "TTY", str(link), "/WAIT")
    program.wait_for_output(WAITING.encode())
    with PtyLine(link) as line:
        program.wait_for_output(OPENED)
        line.send(b"here I am\r\n")
        program.wait_for("here I am")


def test_waiting_for_a_host(user: User) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))  # nobody listens yet
        program = user.tn("127.0.0.1", listener.getsockname()[1], "/WAIT")
        program.wait_for("Connection refused. Waiting, CTRL/C gives up...")
        listener.listen()
        program.wait_for_output(OPENED)


# Files of commands, pipes, addresses


def test_lines_in_telnet_cmd(user: User, link: Path) -> None:
    user.write_start_up_file(
        f"LINES (ARE) /dev/nothing, {link}\nSPEED 300\nDEFINE (HOST) router (AS) TTY 1 /SPEED:1200 ; its console\n"
    )
    with PtyLine(link) as line:
        program = user.tn()
        program.wait_for_prompt(TOP_LEVEL_PROMPT)
        program.type("SHOW LINES\r")
        program.wait_for("not there")
        program.type("router\r")
        program.wait_for_output(OPENED)
        assert speed_of(line.path) == termios.B1200
        type_extended_command(program, "SHOW LINES")
        program.wait_for("in use by you")
        program.wait_for_keys_taken_singly()
        program.type(ESCAPE + "c")
        program.wait_for_prompt(TOP_LEVEL_PROMPT)
        since = len(program.output)
        program.type("TTY 1\r")
        program.wait_for_output(OPENED, since)
        assert speed_of(line.path) == termios.B300


def test_from_a_pipe(user: User) -> None:
    """A line has no end: what it says is written until the program is ended."""
    with PtyLine() as line:
        program = user.piped_tn("TTY", line.path)
        program.feed(b"show version\n")
        line.receive_all(b"show version\r")
        line.send(b"3.14\r\n")
        program.wait_for_output(b"3.14\r\n")
        line.destroy()
        assert program.wait_exit() == 1
        assert program.output == b"3.14\r\n"


def test_a_loop(user: User) -> None:
    program = connect(user, "loop://")
    program.type("there and back")
    program.wait_for("there and back")
    type_extended_command(program, "DTR OFF")
    type_extended_command(program, "STATUS")
    program.wait_for("DTR off, RTS on, CTS on, DSR off")
    type_extended_command(program, "BREAK 10")
    program.wait_for_keys_taken_singly()


def test_a_spy(user: User) -> None:
    with PtyLine() as line:
        program = connect(user, f"spy://{line.path}?file=spied")
        program.type("typed")
        line.receive_all(b"typed")
        line.send(b"heard")
        program.wait_for("heard")
        program.type(ESCAPE + "c")
        assert program.wait_exit() == 0
        spied = (user.folder / "spied").read_text()
        assert "heard" in spied
        assert "TX   0000  " in spied


def test_a_socket(user: User, host: RecordingHost) -> None:
    program = user.tn("TTY", f"socket://{host.address}:{host.port}")
    call = host.accept()
    program.wait_for_output(OPENED)
    program.wait_for_keys_taken_singly()
    program.type("a\r")
    call.wait_for(b"a\r")
    call.send(b"\xff\xfd\x01 is no TELNET\r\n")
    program.wait_for_output(b"\xff\xfd\x01 is no TELNET\r\n")
    assert call.received == b"a\r"
    type_extended_command(program, "SPEED 300")
    program.wait_for("?Not implemented with this protocol")
