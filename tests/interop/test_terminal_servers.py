"""Lines behind terminal servers (RFC 2217): ser2net and sredird, a pseudo-terminal behind each.

Such a line has a speed, stop bits and an odd parity bit, which the test looks at; it has no wires and sends no break.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support.conversation import CLOSED_BY_HOST, OPENED, TOP_LEVEL_PROMPT, type_extended_command
from support.lines import PtyLine
from support.program import ESCAPE
from support.terminal_servers import PLAIN_TCP, Ser2net, sredird
from support.waiting import poll_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.program import Program
    from support.user import User

pytestmark = pytest.mark.interop

#: The speed that the terminal servers give the line, which no pseudo-terminal has by itself.
USUAL = 1200


@pytest.fixture
def line() -> Iterator[PtyLine]:
    """The line, its other end here."""
    with PtyLine() as line:
        yield line


@pytest.fixture
def ser2net(host_folder: Path, line: PtyLine) -> Iterator[Ser2net]:
    """ser2net with that line."""
    with Ser2net(host_folder, line.path) as server:
        yield server


def open_line(user: User, line: PtyLine, url: str, switches: str = "", speed: int = USUAL) -> Program:
    """CONNECT (TO) TTY, until the line has that speed and all is agreed."""
    program = user.tn()
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    program.type(f"connect tty {url} {switches}\r")
    program.wait_for_output(OPENED)
    wait_for_speed(line, speed)
    line.send(b"ready\r\n")
    program.wait_for("ready")
    program.wait_for_keys_taken_singly()
    return program


def line_modes(line: PtyLine) -> list[str]:
    """As stty has them."""
    return subprocess.run(["stty", "-a", "-F", line.path], capture_output=True, text=True, check=True).stdout.split()


def speed_of(line: PtyLine) -> int:
    """Any number, where stty has the usual ones: the last of Linux's struct termios2."""
    fd = os.open(line.path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        return int.from_bytes(fcntl.ioctl(fd, 0x802C542A, bytes(44))[-4:], sys.byteorder)
    finally:
        os.close(fd)


def wait_for_speed(line: PtyLine, speed: int) -> None:
    """Until the driver of the line has been told of it."""
    poll_until(lambda: speed_of(line) == speed, lambda: f"the line has {speed_of(line)}")


def wait_for_status(program: Program, *wanted: str) -> None:
    """Ask for STATUS until it says all that: the host's answers may be on their way."""

    def is_said() -> bool:
        since = len(program.output)
        program.type(ESCAPE + "s")
        program.wait_for_output(b"GA's are suppressed\r\n", since)
        return all(words.encode() in program.output[since:] for words in wanted)

    poll_until(is_said, lambda: f"STATUS does not say {wanted}")
    program.wait_for_keys_taken_singly()


def test_a_line_in_one_step(user: User, line: PtyLine, ser2net: Ser2net) -> None:
    program = open_line(user, line, ser2net.url, "/speed:19200 /parity:odd /stop-bits:2", 19200)
    assert {"parodd", "cstopb"} <= set(line_modes(line))
    program.type("show version\r")
    line.receive_all(b"show version\r")
    line.send(b"version 12.4\r\nrouter#")
    program.wait_for("version 12.4\nrouter#")
    wait_for_status(
        program,
        f"Connected to line {ser2net.url}\r\n",
        "Terminal line has 19200 bits a second, 8 data bits, odd parity, 2 stop bits, no flow control\r\n",
        "Signals: CD off, RI off, DSR off, CTS off\r\n",
        "Line served by ser2net\r\n",
    )
    type_extended_command(program, "close")
    program.wait_for("Connection closed")


def test_what_is_not_said_stays_as_the_host_has_it(user: User, line: PtyLine, ser2net: Ser2net) -> None:
    program = open_line(user, line, ser2net.url)
    wait_for_status(program, f"Terminal line has {USUAL} bits a second")
    assert speed_of(line) == USUAL


def test_settings_while_connected(user: User, line: PtyLine, ser2net: Ser2net) -> None:
    program = open_line(user, line, ser2net.url)
    for speed in (115200, 65280, 300):  # one has an IAC in it
        type_extended_command(program, f"speed {speed}")
        program.wait_for_keys_taken_singly()
        wait_for_speed(line, speed)
    type_extended_command(program, "parity odd")
    poll_until(lambda: "parodd" in line_modes(line), lambda: "no parity")
    type_extended_command(program, "flow rts-cts")
    poll_until(lambda: "crtscts" in line_modes(line), lambda: "no flow control")


def test_a_telnet_connection_to_such_a_host(user: User, line: PtyLine, ser2net: Ser2net) -> None:
    program = user.tn("127.0.0.1", ser2net.port)
    program.wait_for_output(OPENED)
    wait_for_speed(line, USUAL)
    line.send(b"ready\r\n")
    program.wait_for("ready")
    type_extended_command(program, "speed 57600")
    wait_for_speed(line, 57600)
    type_extended_command(program, "break 50")
    program.wait_for_keys_taken_singly()
    program.type("alive")
    line.receive_all(b"alive")


def test_a_line_passes_every_byte(user: User, line: PtyLine, ser2net: Ser2net) -> None:
    every = bytes(range(256))
    program = open_line(user, line, ser2net.url)
    typed = every.replace(b"\x1e", b"")
    program.type(typed)
    line.receive_all(typed)
    since = len(program.output)
    line.send(every.replace(b"\x1b", b"") + b"end")
    program.wait_for_output(every[0x20:0x7F] + b"\x7f" + every[0x80:] + b"end", since)


def test_what_the_host_refuses_is_told(user: User, line: PtyLine, ser2net: Ser2net) -> None:
    program = open_line(user, line, ser2net.url)
    type_extended_command(program, "dtr on")
    program.wait_for("?Host does not set DTR to ON")
    type_extended_command(program, "flow dsr-dtr")
    program.wait_for("?Host does not set FLOW to DSR-DTR")
    type_extended_command(program, "exclusive")
    program.wait_for("?The host decides who has its line")


def test_what_the_host_does_not_answer_is_told(user: User, line: PtyLine, ser2net: Ser2net) -> None:
    program = open_line(user, line, ser2net.url)
    type_extended_command(program, "stop-bits 1.5")
    program.wait_for_keys_taken_singly()
    program.type("alive")
    line.receive_all(b"alive")
    program.wait_for("%Host does not answer about its line (STOP-BITS)")


def test_the_terminal_server_dies(user: User, line: PtyLine, ser2net: Ser2net) -> None:
    program = open_line(user, line, ser2net.url)
    line.send(b"last words")
    program.wait_for("last words")
    ser2net.kill()
    program.wait_for(lambda screen: CLOSED_BY_HOST in screen.text or "?Connection reset by peer" in screen.text)
    program.wait_for_prompt(TOP_LEVEL_PROMPT)


def test_the_terminal_server_is_started_anew(user: User, line: PtyLine, ser2net: Ser2net) -> None:
    program = open_line(user, line, ser2net.url, "/speed:19200 /reconnect", 19200)
    type_extended_command(program, "speed 57600")
    wait_for_speed(line, 57600)
    ser2net.kill()
    program.wait_for("Waiting, CTRL/C gives up...")
    subprocess.run(["stty", "-F", line.path, "300"], check=True)
    ser2net.start()
    wait_for_speed(line, 57600)
    line.send(b"here again\r\n")
    program.wait_for("here again")


def test_a_terminal_server_without_settings(user: User, line: PtyLine, host_folder: Path) -> None:
    with Ser2net(host_folder, line.path, PLAIN_TCP) as server:
        program = open_line(user, line, server.url)
        program.wait_for("%Host does not answer about its line (COM-PORT-OPTION)")
        type_extended_command(program, "speed 300")
        program.wait_for("?Not implemented with this protocol")


def test_sredird(user: User, line: PtyLine, host_folder: Path) -> None:
    with sredird(host_folder, line.path) as server:
        program = open_line(user, line, f"rfc2217://127.0.0.1:{server.port}", "/speed:19200", 19200)
        program.type("hello\r")
        line.receive_all(b"hello\r")
        settings = "Terminal line has 19200 bits a second, 8 data bits, no parity, 1 stop bit, no flow control\r\n"
        wait_for_status(program, settings, "Line served by SRedird")
        type_extended_command(program, "speed 12345")
        program.wait_for("?Host does not set SPEED to 12345; it is 9600")
