"""A script that hands its connection to the user, on a real terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from support.recording_host import RecordingHost
from support.user import User

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.program import Program
    from support.recording_host import Call

SCRIPT = """
import signal, sys
from telnet_client.scripting import connect

before = signal.getsignal(signal.SIGTSTP), signal.getsignal(signal.SIGWINCH)
with connect("127.0.0.1", int(sys.argv[1]), telnet=True) as session:
    session.read_until("read by the script.")
    print("Over to you", end="")
    session.interact(%s)
    print("and back")
    assert before == (signal.getsignal(signal.SIGTSTP), signal.getsignal(signal.SIGWINCH))
    session.send("the script again")
"""


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    """Somebody at a terminal."""
    with User(tmp_path) as user:
        yield user


def start(user: User, host: RecordingHost, escape: str = "") -> tuple[Program, Call]:
    program = user.run([sys.executable, "-c", SCRIPT % escape, str(host.port)])
    call = host.accept()
    call.offer_echo()
    call.send(b"read by the script. And this not")
    program.wait_for("Over to you And this not")
    program.wait_for_keys_taken_singly()
    return program, call


def test_keys_go_to_the_host_until_the_escape_character(user: User) -> None:
    with RecordingHost() as host:
        program, call = start(user, host)
        program.type("a\x03\r")
        call.wait_for(b"a\x03\r\n")
        call.send(b"shown")
        program.wait_for("shown")
        program.type("last\x1d")
        call.wait_for(b"lastthe script again")
        program.wait_for("and back")
        assert program.wait_exit() == 0
        assert program.complaints() == []
        assert b"read by the script" not in program.output


def test_another_escape_character(user: User) -> None:
    with RecordingHost() as host:
        program, call = start(user, host, '"~"')
        program.type("\x1d~")
        call.wait_for(b"\x1dthe script again")
        assert program.wait_exit() == 0


def test_until_the_host_closes(user: User) -> None:
    with RecordingHost() as host:
        program, call = start(user, host, "None")
        call.send(b"\x1b[31mgoodbye")
        call.close()
        program.wait_for("goodbye")
        program.wait_for("and back")
        assert program.wait_exit() == 1
        program.wait_for("HostClosed: Connection closed by foreign host")
        assert program.complaints() == []
