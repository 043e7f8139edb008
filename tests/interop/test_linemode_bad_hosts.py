"""LINEMODE from hosts that mean no good: bounded answers, no growth, and the conversation goes on."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from support.conversation import check_that_it_talks, connect, converse
from support.program import ESCAPE, Program, peak_memory
from support.recording_host import DO, DONT, IAC, SB, SE, WILL, negotiation, subnegotiation

if TYPE_CHECKING:
    from support.recording_host import Call, RecordingHost
    from support.user import User

pytestmark = pytest.mark.interop

LINEMODE = 34
MODE, FORWARDMASK, SLC = b"\1", b"\2", b"\3"
EDIT, TRAPSIG = 1, 2
#: More than any of these is answered with.
ANSWER_LIMIT = 4096
MEMORY_LIMIT = 16 << 20


def linemode(payload: bytes) -> bytes:
    return subnegotiation(LINEMODE, payload)


def agree(user: User, host: RecordingHost) -> tuple[Program, Call]:
    """A host that echoes and has LINEMODE."""
    program, call = converse(user, host)
    call.send(negotiation(DO, LINEMODE))
    call.wait_for(negotiation(WILL, LINEMODE) + bytes((IAC, SB, LINEMODE)) + SLC)
    call.wait_for(lambda received: received.endswith(bytes((IAC, SE))))
    return program, call


def check_that_all_is_well(program: Program, call: Call) -> None:
    check_that_it_talks(program, call)
    program.type(ESCAPE + "c")
    assert program.wait_exit() == 0
    assert program.complaints() == []


PAYLOADS = {
    "ten thousand triplets": SLC + b"".join(bytes((n % 31, 2 | n % 2 << 6, n % 255)) for n in range(10_000)),
    "CVE-2005-0469": SLC + bytes((3, 2, 255, 4, 0x62, 255, 10, 2, 0xFF)) * 7_000,
    "CVE-2026-32746": SLC + b"".join(bytes((31 + n % 225, 2, 1)) for n in range(20_000)),
    "all defaults without end": SLC + bytes((0, 3, 0)) * 10_000,
    "all values without end": SLC + bytes((0, 2, 0)) * 10_000,
    "one byte": SLC + b"\3",
    "two bytes": SLC + b"\3\2",
    "nothing": SLC,
    "an odd length": SLC + bytes((3, 2, 24, 7, 2)),
    "a mode without a mask": MODE,
    "a mode of two octets": MODE + b"\3\3",
    "no mask": bytes((DO,)) + FORWARDMASK,
    "a mask of one octet": bytes((DO,)) + FORWARDMASK + b"\xff",
    "a mask of 33 octets": bytes((DO,)) + FORWARDMASK + b"\xff" * 33,
    "a mask of 60,000 octets": bytes((DO,)) + FORWARDMASK + b"\x10" * 60_000,
    "a verb and no more": bytes((DO,)),
    "what RFC 1184 does not know": b"\x09" + b"x" * 1000,
    "nothing at all": b"",
}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_a_suboption(user: User, host: RecordingHost, payload: bytes) -> None:
    program, call = agree(user, host)
    before = len(call.received)
    memory = peak_memory(program.pid)
    call.send(linemode(payload) * 3)
    check_that_it_talks(program, call, "after it")
    assert len(call.received) - before < ANSWER_LIMIT
    assert peak_memory(program.pid) - memory < MEMORY_LIMIT
    check_that_all_is_well(program, call)


@pytest.mark.parametrize("payload", [SLC + b"\3\2\3", MODE + b"\3", bytes((DO,)) + FORWARDMASK + b"\xff" * 16])
def test_before_there_is_linemode(user: User, host: RecordingHost, payload: bytes) -> None:
    """Nothing is answered; the user is told of the host's fault, once."""
    program, call = converse(user, host)
    before = len(call.received)
    call.send(linemode(payload) * 1000)
    check_that_it_talks(program, call, "after it")
    assert call.received[before:] == b"after it"
    assert program.output.count(b"Foreign host sent a subnegotiation") == 1
    check_that_all_is_well(program, call)


def test_ten_thousand_changes_of_mode(user: User, host: RecordingHost) -> None:
    """Each is acknowledged, and none is left to be."""
    program, call = agree(user, host)
    memory = peak_memory(program.pid)
    before = len(call.received)
    modes = itertools.islice(itertools.cycle((EDIT, TRAPSIG, EDIT | TRAPSIG, 0)), 10_000)
    program.type("keys ")
    call.send(b"".join(linemode(MODE + bytes((mode,))) for mode in modes))
    acknowledgement = linemode(MODE + b"\4")
    call.wait_for(lambda received: received.count(acknowledgement) == 2_500)
    assert call.received[before:].count(bytes((IAC, SB, LINEMODE)) + MODE) == 10_000
    assert peak_memory(program.pid) - memory < MEMORY_LIMIT
    check_that_all_is_well(program, call)


def test_changes_of_mode_to_who_does_not_listen(user: User, host: RecordingHost) -> None:
    """Acknowledgements that nobody takes do not pile up, and the escape character works."""
    program, call = connect(user, host, deaf=True)
    memory = peak_memory(program.pid)
    on_and_off = linemode(MODE + bytes((EDIT,))) + linemode(MODE + b"\0")
    switching = negotiation(DONT, LINEMODE) + negotiation(DO, LINEMODE)
    flood = call.send_in_background(itertools.repeat((switching + on_and_off * 3) * 200, 2_000))
    program.type(ESCAPE + "x")
    program.wait_for_prompt("TELNET!")
    program.type("STATUS\r")
    program.wait_for("Connected to host")
    flood.stop()
    assert peak_memory(program.pid) - memory < 4 * MEMORY_LIMIT
    program.type(ESCAPE + "c")
    assert program.wait_exit() == 0
