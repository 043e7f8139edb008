"""ATTN, ABORT and BREAK as a host gets them: the command and a Synch, its Data Mark as TCP urgent data (RFC 854)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.conversation import check_that_it_talks, connect, converse, type_extended_command
from support.program import ESCAPE
from support.recording_host import ABORT_OUTPUT, BREAK, DATA_MARK, IAC, INTERRUPT_PROCESS

if TYPE_CHECKING:
    from support.recording_host import RecordingHost
    from support.user import User

pytestmark = pytest.mark.interop

SIGNALS = [
    ("a", "ATTN", INTERRUPT_PROCESS),
    ("o", "ABORT", ABORT_OUTPUT),
    ("b", "BREAK", BREAK),
]


@pytest.mark.parametrize(("letter", "command", "code"), SIGNALS)
@pytest.mark.parametrize("by_letter", [True, False])
def test_seen_by_the_host(
    user: User, host: RecordingHost, letter: str, command: str, code: int, by_letter: bool
) -> None:
    program, call = converse(user, host)
    program.type("before")
    call.wait_for(b"before")
    if by_letter:
        program.type(ESCAPE + letter)
    else:
        type_extended_command(program, command)
    signal = bytes((IAC, code, IAC, DATA_MARK))
    call.wait_for(b"before" + signal)
    program.type("after")
    call.wait_for(b"before" + signal + b"after")
    assert call.urgent == [call.received.index(signal) + 3]
    assert b"\a" not in program.output


@pytest.mark.parametrize(("letter", "command", "code"), SIGNALS)
def test_not_where_there_is_no_telnet_protocol(
    user: User, host: RecordingHost, letter: str, command: str, code: int
) -> None:
    program, call = connect(user, host)
    program.type(ESCAPE + letter.upper())
    program.wait_for_output(b"\a")
    type_extended_command(program, command)
    program.wait_for("?Not implemented with this protocol")
    program.type("x\r")
    call.wait_for(b"x\r\n")
    assert call.received == b"x\r\n"
    assert call.urgent == []


def test_a_hosts_synch_throws_away_what_came_before_it(user: User, host: RecordingHost) -> None:
    """Held back by a slow terminal, then made void: only what stands behind the Data Mark has to be shown."""
    program, call = converse(user, host)
    call.send_urgent(b"\xff\xf1\xff\xf2")
    call.send(b"behind the mark\r\n")
    program.wait_for("behind the mark")
    check_that_it_talks(program, call)


def test_abort_works_while_the_host_floods_the_screen(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host)
    flood = call.send_in_background(b"all work and no play\r\n" * 1000 for _ in range(1_000_000))
    program.wait_for("all work")
    program.type(ESCAPE + "o")
    call.wait_for(bytes((IAC, ABORT_OUTPUT, IAC, DATA_MARK)))
    flood.stop()
    call.send_urgent(bytes((IAC, DATA_MARK)))
    call.send(b"\r\nenough\r\n")
    program.wait_for("enough")
    check_that_it_talks(program, call)


def test_the_escape_character_works_while_the_terminal_takes_nothing(user: User, host: RecordingHost) -> None:
    """The host is not read while the terminal is slow; the keyboard is."""
    program, call = converse(user, host)
    program.hold_output()
    flood = call.send_in_background(b"all work and no play\r\n" * 1000 for _ in range(1_000_000))
    program.type(ESCAPE + "a")
    call.wait_for(bytes((IAC, INTERRUPT_PROCESS, IAC, DATA_MARK)))
    program.type("keys")
    call.wait_for(b"keys")
    flood.stop()
    program.release_output()
    call.send(b"\r\nenough\r\n")
    program.wait_for("enough")
