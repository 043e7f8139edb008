"""What the installed program puts on a real terminal: other character sets, and output that is held for the reader."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.conversation import EXTENDED_PROMPT, check_that_it_talks, converse, type_extended_command
from support.program import ESCAPE
from support.recording_host import RecordingHost
from support.user import User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.program import Program
    from support.recording_host import Call

#: The log-in screen of a bulletin board as it comes over the network: CP437 with its low glyphs, colours, cursor moves.
BULLETIN_BOARD = Path(__file__).with_name("recordings") / "bbs_cp437.telnet"
ON_THE_SCREEN = """\
╔══════════════════════════════════════════════════════════════════════════════╗
║ ░▒▓█ THE RED BOX █▓▒░      node 3 of 8 ☺☻       sysop: Müller    ♥ since 1989║
╠══════════════╤═══════════════════════════════════════════════════════════════╣
║ ► Messages   │ ♦ 12 new in «local», 3 in «retro ½»                           ║
║   Files      │ ♣ 1½ MB in, ≈ 20 kB out, ± a few                              ║
║   Doors      │ ♠ ñandú, façade, π · 2² ≥ 12 √ ∞                              ║
║   Goodbye    │ ♫ ↑↓ ↔ move, ◄┘ chooses, §1 ¶2 ‼                              ║
╚══════════════╧═══════════════════════════════════════════════════════════════╝

  Name:\N{NO-BREAK SPACE}▌"""

STOP, START = "\x13", "\x11"
ROWS = 12
BELL = b"\a"


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    """Somebody with an empty home folder who runs programs."""
    with User(tmp_path) as user:
        yield user


@pytest.fixture
def host() -> Iterator[RecordingHost]:
    """A host that records."""
    with RecordingHost() as host:
        yield host


# Character sets


@pytest.mark.parametrize("pieces", [1, 7, 400])
def test_a_bulletin_board(user: User, host: RecordingHost, pieces: int) -> None:
    user.write_start_up_file("CHARACTER-SET (OF HOST IS) CP437\n")
    program = user.tn("127.0.0.1", host.port)
    call = host.accept()
    wire = BULLETIN_BOARD.read_bytes()
    size = -(-len(wire) // pieces)
    for begin in range(0, len(wire), size):
        call.send(wire[begin : begin + size])
    program.wait_for(lambda screen: "▌" in screen.text and (screen.cursor.y, screen.cursor.x) == (9, 8))
    assert [line.rstrip() for line in program.screen.text.splitlines()[:10]] == ON_THE_SCREEN.splitlines()
    program.type("Zoë ½\r")
    call.wait_for(b"Zo\x89 \xab\r")


# PAGE and OPAQUE


def lines(first: int, last: int) -> bytes:
    return b"".join(b"line %d\r\n" % number for number in range(first, last + 1))


def hold(user: User, host: RecordingHost) -> tuple[Program, Call, int]:
    """The first screenful of many, and where the output ended with its bell."""
    user.write_start_up_file("OPAQUE\nPAGE\n")
    program, call = converse(user, host, rows=ROWS)
    before = len(program.output)
    call.send(b"\x1b[H\x1b[2J" + lines(1, 1000))
    return program, call, program.wait_for_output(BELL, before)


def shown(program: Program) -> list[str]:
    return [line.rstrip() for line in program.screen.text.splitlines()]


def test_output_holds_with_a_bell_until_control_q(user: User, host: RecordingHost) -> None:
    program, call, end = hold(user, host)
    assert shown(program) == [f"line {number}" for number in range(1, ROWS + 1)]
    check_keys_reach(call, program, "not this one")
    assert len(program.output) == end
    program.type(START)
    end = program.wait_for_output(BELL, end)
    assert shown(program) == [f"line {number}" for number in range(ROWS, 2 * ROWS)]
    program.type(START)
    program.wait_for_output(BELL, end)
    assert shown(program) == [f"line {number}" for number in range(2 * ROWS - 1, 3 * ROWS - 1)]
    assert START.encode() not in call.received


def check_keys_reach(call: Call, program: Program, keys: str) -> None:
    program.type(keys)
    call.wait_for(keys.encode())


def test_the_escape_character_while_output_is_held(user: User, host: RecordingHost) -> None:
    program, call, _ = hold(user, host)
    program.type(ESCAPE + "x")
    program.wait_for_prompt(EXTENDED_PROMPT)
    program.type("status\r")
    program.wait_for("Page mode enabled")
    type_extended_command(program, "no page")
    program.wait_for("line 1000")
    check_that_it_talks(program, call)


def test_closed_while_output_is_held(user: User, host: RecordingHost) -> None:
    program, _, _ = hold(user, host)
    program.type(ESCAPE + "c")
    assert program.wait_exit() == 0
    assert program.complaints() == []
    assert "line 13" not in program.screen.text


def test_stopped_and_started_by_hand(user: User, host: RecordingHost) -> None:
    user.write_start_up_file("PAGE\n")
    program, call = converse(user, host)
    program.type(STOP + "keys")
    call.wait_for(b"keys")
    before = len(program.output)
    flood = call.send_in_background([lines(1, 200_000)])
    check_keys_reach(call, program, "more")
    assert len(program.output) == before
    program.type(START)
    program.wait_for("line 200000")
    flood.wait()
    assert {STOP.encode(), START.encode()} & {bytes((byte,)) for byte in call.received} == set()


def test_without_page_they_are_the_hosts(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host)
    program.type(STOP + START)
    call.wait_for((STOP + START).encode())
    check_that_it_talks(program, call)
