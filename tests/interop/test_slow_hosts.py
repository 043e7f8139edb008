"""Real hosts that lose what comes too fast, what is sent to them at their pace, and what of it the user sees."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import pytest

from support.conversation import OPENED, converse, type_extended_command
from support.hosts import SHELL, busybox_telnetd, executable, inetutils_telnetd
from support.lines import ConsoleLine, PtyLine
from support.program import ESCAPE
from support.waiting import poll_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.hosts import Server
    from support.program import Program
    from support.recording_host import RecordingHost
    from support.user import User

pytestmark = pytest.mark.interop

#: A console as many are: it takes a line, is busy with it, and throws away what came meanwhile.
FORGETFUL = f"""\
#!{sys.executable} -IS
import sys, termios, time
taken = open(sys.argv[0] + ".taken", "w", buffering=1)
while line := (print("ready> ", end="", flush=True), sys.stdin.readline())[1]:
    time.sleep(0.005)
    termios.tcflush(0, termios.TCIFLUSH)
    taken.write(line)
"""
LINES = "".join(f"set interface {number} description {'x' * (number % 100)}\n" for number in range(60))
BAR = "Sending ["


TELNETDS = {"inetutils_telnetd": inetutils_telnetd, "busybox_telnetd": busybox_telnetd}


@pytest.fixture(params=TELNETDS.values(), ids=TELNETDS)
def start(request: pytest.FixtureRequest) -> Callable[..., Server]:
    """How a host is started."""
    start: Callable[..., Server] = request.param
    return start


@pytest.fixture
def taken(host_folder: Path) -> Path:
    """What the forgetful host has taken."""
    return host_folder / "login.taken"


def wait_until_taken(taken: Path, text: str) -> None:
    """Wait until it is all there is."""
    poll_until(lambda: taken.exists() and taken.read_text().lstrip() == text.lstrip(), taken.read_text)


@pytest.fixture(params=["inetutils_telnetd", "busybox_telnetd", "line"])
def forgetful(request: pytest.FixtureRequest, user: User, host_folder: Path, taken: Path) -> Iterator[Program]:
    """In conversation with the forgetful host, on a network or on a terminal line."""
    host: Server | ConsoleLine
    if request.param == "line":
        host = ConsoleLine(host_folder, executable(host_folder / "login", FORGETFUL))
        where: tuple[str | int, ...] = ("TTY", host.near)
    else:
        host = TELNETDS[request.param](host_folder, FORGETFUL)
        where = ("127.0.0.1", host.port)
    with host:
        program = user.tn(*where)
        if request.param == "line":  # what it said before the line was opened is lost
            program.wait_for_output(OPENED)
            program.type("\r")
            poll_until(lambda: taken.exists() and taken.read_text() == "\n", lambda: "the console does not listen")
        program.wait_for(lambda screen: screen.text.endswith("ready>"))
        yield program


def last_row(program: Program) -> str:
    return program.screen.display[-1].rstrip()


def test_a_file_at_once_is_too_fast(user: User, forgetful: Program, taken: Path) -> None:
    """Or the tests below would show nothing."""
    user.write("lines", LINES)
    type_extended_command(forgetful, "send (file) lines")

    def has_ended() -> bool:
        forgetful.type("end\r")  # as long as it is forgotten
        return taken.read_text().endswith("end\n")

    poll_until(has_ended, taken.read_text)
    assert LINES not in taken.read_text()


@pytest.mark.parametrize("switches", ['/prompt:"ready> "', '/echo /prompt:"ready> "'])
def test_a_file(user: User, forgetful: Program, taken: Path, switches: str) -> None:
    user.write("lines", LINES)
    type_extended_command(forgetful, f"send (file) lines {switches}")
    wait_until_taken(taken, LINES)
    forgetful.wait_for(lambda screen: screen.text.endswith("\nready>"))


def test_a_paste(forgetful: Program, taken: Path) -> None:
    type_extended_command(forgetful, 'paste (pacing) /prompt:"ready> "')
    forgetful.type(LINES.replace("\n", "\r"))
    wait_until_taken(taken, LINES)
    forgetful.wait_for_prompt("ready>")
    forgetful.type("typed\r")
    wait_until_taken(taken, LINES + "typed\n")


def test_a_shell_that_edits_its_lines(user: User, host_folder: Path) -> None:
    """It wraps what is longer than the screen, and knows of pastes."""
    bash = "#!/bin/sh\nPS1='host$ ' exec bash --norc --noprofile -i\n"
    text = "".join(f"echo {'x' * 90} {number}\r" for number in range(9))
    with inetutils_telnetd(host_folder, bash) as host:
        program = user.tn("127.0.0.1", host.port)
        program.wait_for_prompt("host$")
        type_extended_command(program, "paste (pacing) /echo")
        program.type("echo on\r")
        program.wait_for("\non\nhost$")
        program.type(f"\x1b[200~{text}\x1b[201~")
        program.wait_for(f"{'x' * 12} 8\n{'x' * 80}\n{'x' * 10} 8\nhost$")


class TestProgress:
    """What takes long has a bar at the bottom of the screen."""

    @pytest.fixture
    def sending(self, user: User, host: RecordingHost) -> Program:
        """A file that takes an hour, and the bar is there."""
        program, call = converse(user, host)
        call.send(b"\r\n" * 30 + b"the host's words")
        program.wait_for("the host's words")
        user.write("lines", LINES)
        type_extended_command(program, "send (file) lines /line-delay:60000")
        program.wait_for(lambda screen: screen.display[-1].startswith(BAR))
        call.send(b"\r\nmore of its\r\nwords")
        program.wait_for("more of its\nwords")
        assert last_row(program).startswith(BAR)
        return program

    def test_stopped(self, sending: Program) -> None:
        sending.type("\x03")
        sending.wait_for("words\n?Interrupted in line 1")
        sending.wait_for(lambda screen: BAR not in screen.text)
        sending.type(ESCAPE + "c")
        assert sending.wait_exit() == 0
        assert sending.complaints() == []

    def test_killed(self, sending: Program) -> None:
        sending.send_signal(signal.SIGTERM)
        sending.wait_exit()
        assert BAR not in sending.screen.text
        assert sending.screen.margins is None
        assert sending.complaints() == []

    def test_another_size(self, sending: Program) -> None:
        sending.resize(70, 20)
        sending.wait_for(lambda screen: screen.display[-1].startswith(BAR))
        assert sending.screen.text.count(BAR) == 1

    def test_not_on_a_full_screen(self, user: User, host: RecordingHost) -> None:
        program, call = converse(user, host)
        call.send(b"\x1b[?1049h\x1b[Hfull screen")
        program.wait_for("full screen")
        type_extended_command(program, "paste /character-delay:50")
        program.type("a" * 40)
        call.wait_for(b"a" * 40)
        assert b"Sending" not in program.output


class TestHexAndMaps:
    def test_hex(self, user: User, host_folder: Path) -> None:
        with inetutils_telnetd(host_folder, SHELL) as host:
            program = user.tn("127.0.0.1", host.port)
            program.wait_for_prompt("host$")
            type_extended_command(program, "hex")
            program.type("printf 'caf\\303\\251\\001'\r")
            program.wait_for("63 61 66")
            program.wait_for("|printf 'caf\\303\\|")
            program.wait_for("host$ |")
            type_extended_command(program, "no hex")
            program.type("echo plain\r")
            program.wait_for("\nplain\n")

    def test_output(self, user: User, start: Callable[..., Server], host_folder: Path) -> None:
        with start(host_folder, SHELL) as host:
            program = user.tn("127.0.0.1", host.port)
            program.wait_for_prompt("host$")
            program.type("stty raw -echo; head -c 5 | od -An -tx1; stty sane; echo done\r")
            program.wait_for_output(b"echo done\r\n")
            type_extended_command(program, "output del-to-bs, lower-to-upper, cr-to-lf")
            program.type("a\x7fé\r")
            program.wait_for("41 08 c3 a9 0a")

    def test_input(self, user: User, start: Callable[..., Server], host_folder: Path) -> None:
        with start(host_folder, SHELL) as host:
            program = user.tn("127.0.0.1", host.port)
            program.wait_for_prompt("host$")
            type_extended_command(program, "input control-to-hex")
            program.type("printf 'a\\033[31m\\0b\\n'\r")
            program.wait_for("\na[1B][31m[00]b\n")

    def test_on_a_terminal_line(self, user: User) -> None:
        with PtyLine() as line:
            program = user.tn("TTY", line.path)
            program.wait_for_output(OPENED)
            type_extended_command(program, "output lf-to-crlf, lower-to-upper")
            program.type("x")
            line.receive_all(b"X")
            program.type("a\n\xff\r")
            line.receive_all("A\r\n\xff\r".encode())
            type_extended_command(program, "input lf-to-crlf, nul-to-hex")
            program.type("x")
            line.receive_all(b"X")
            line.send(b"one\n\0two\n")
            program.wait_for("one\n[00]two\n")
            type_extended_command(program, "hex")
            program.type("x")
            line.receive_all(b"X")
            line.send(b"boot")
            program.wait_for("62 6f 6f 74")
            line.send(b"ing\0\xff")
            program.wait_for("00000000  62 6f 6f 74 69 6e 67 00  ff" + " " * 23 + "|booting..|")
