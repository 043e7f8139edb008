"""Hosts that do not speak UTF-8: one that agrees on another set by CHARSET, and a board that has never heard of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.conversation import connect, type_extended_command
from support.hosts import telnetlib3_server
from support.recording_host import IAC
from support.telnetlib3_host import GREETING

if TYPE_CHECKING:
    from support.recording_host import RecordingHost
    from support.user import User

pytestmark = pytest.mark.interop

STREAMS = Path(__file__).with_name("streams")


@pytest.mark.parametrize("name", ["UTF-8", "CP437", "ISO-8859-15"])
def test_a_host_that_agrees_on_the_users(user: User, name: str) -> None:
    """telnetlib3 asks, with a list that has all of these in it."""
    user.write_start_up_file(f"character-set {name}\n")
    with telnetlib3_server() as port:
        program = user.tn("127.0.0.1", port)
        program.wait_for(f"{GREETING} {name}\n?")
        program.type("é£x\r")
        program.wait_for(r"<'\xe9\xa3x'>")


def test_a_host_that_does_not_have_the_users_chooses(user: User) -> None:
    user.write_start_up_file("character-set koi8-r\n")
    with telnetlib3_server() as port:
        program = user.tn("127.0.0.1", port)
        program.wait_for(f"{GREETING} UTF-8\n?")
        program.type("é║x\r")
        program.wait_for(r"<'\xe9\u2551x'>")


@pytest.mark.parametrize("piece", [1 << 16, 1])
def test_a_board_of_the_dos_days(user: User, host: RecordingHost, piece: int) -> None:
    """Frames, shades, the pictures of the low codes, and IAC, which is a blank there and comes doubled."""
    user.write_start_up_file("character-set cp437\n")
    program, call = connect(user, host)
    type_extended_command(program, "LOG board.cast /ASCIICAST")
    program.wait_for("TELNET!LOG")
    stream = (STREAMS / "bulletin_board.cp437").read_bytes()
    assert bytes((IAC, IAC)) in stream
    call.send_in_background(stream[at : at + piece] for at in range(0, len(stream), piece)).wait()
    expected = (STREAMS / "bulletin_board.txt").read_text()
    program.wait_for(expected.rstrip("\n"))
    program.type("Jörg║\r")
    call.wait_for("Jörg║".encode("cp437"))
    program.type("\x1ec")
    assert program.wait_exit() == 0
    recorded = (user.folder / "board.cast").read_text()
    assert "N O R T H" in recorded
    assert "☺ ☻ ♥" in recorded or piece == 1
