"""Whatever ends the program, the terminal is left as it was found."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from support.conversation import converse, type_extended_command
from support.program import ESCAPE
from support.recording_host import RecordingHost, SilentHost

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.program import Program
    from support.recording_host import Call
    from support.user import User

pytestmark = pytest.mark.interop

#: What a full-screen program on the host may have switched on when the connection ends under it.
DISORDER = (
    b"\x1b[?1049h\x1b[2J\x1b[?1h\x1b=\x1b[?1000h\x1b[?1002h\x1b[?1003h\x1b[?1006h\x1b[?1004h\x1b[?2004h"
    b"\x1b[?25l\x1b[1;31;44m\x1b[Hin disorder"
)

#: Makes any Python program fail, wherever it is: loaded by the interpreter before the program.
SABOTAGE = """\
import signal

def fail(number, frame):
    raise RuntimeError("an internal error, made by a test")

signal.signal(signal.SIGUSR1, fail)
"""

KILLING = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]


@pytest.fixture
def sabotage(tmp_path: Path) -> dict[str, str | None]:
    """The environment that lets SIGUSR1 be an internal error."""
    folder = tmp_path / "sabotage"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SABOTAGE)
    return {"PYTHONPATH": str(folder)}


def make_disorder(program: Program, call: Call) -> None:
    call.send(DISORDER)
    program.wait_for("in disorder")
    assert program.complaints() != []


@pytest.mark.parametrize("number", KILLING)
def test_killed_in_talk_mode(user: User, host: RecordingHost, number: signal.Signals) -> None:
    program, call = converse(user, host)
    make_disorder(program, call)
    program.send_signal(number)
    assert program.wait_exit() != 0
    assert program.complaints() == []
    assert "Trying... Open" in program.screen.text
    call.wait_end()


def test_internal_error_in_talk_mode(user: User, host: RecordingHost, sabotage: dict[str, str | None]) -> None:
    program, call = converse(user, host, environment=sabotage)
    make_disorder(program, call)
    program.send_signal(signal.SIGUSR1)
    assert program.wait_exit() != 0
    assert program.complaints() == []
    assert "an internal error, made by a test" in program.screen.text


def test_lines_that_do_not_scroll_are_freed(user: User, host: RecordingHost) -> None:
    """A progress bar on the host (apt's, for one) keeps the last line for itself."""
    program, call = converse(user, host)
    call.send(b"\x1b[1;20rall but the last lines scroll")
    program.wait_for("all but the last")
    call.close()
    assert program.wait_exit() == 0
    assert program.complaints() == []


def close_by_letter(program: Program, _: Call) -> None:
    program.type(ESCAPE + "c")


def exit_by_command(program: Program, _: Call) -> None:
    type_extended_command(program, "EXIT")


def host_closes(_: Program, call: Call) -> None:
    call.close()


def host_resets(_: Program, call: Call) -> None:
    call.reset()


@pytest.mark.parametrize("end", [close_by_letter, exit_by_command, host_closes, host_resets])
def test_ended_in_talk_mode(user: User, host: RecordingHost, end: Callable[[Program, Call], None]) -> None:
    program, call = converse(user, host)
    make_disorder(program, call)
    end(program, call)
    assert program.wait_exit() == (1 if end is host_resets else 0)
    assert program.complaints() == []
    assert "Trying... Open" in program.screen.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_killed_at_a_prompt(user: User, number: signal.Signals) -> None:
    program = user.tn()
    program.wait_for_prompt("TELNET>")
    program.type("half a comm")
    program.wait_for("half a comm")
    program.send_signal(number)
    assert program.wait_exit() != 0
    assert program.complaints() == []


@pytest.mark.parametrize("number", KILLING)
def test_killed_while_connecting(user: User, number: signal.Signals) -> None:
    with SilentHost() as host:
        program = user.tn("127.0.0.1", host.port)
        program.wait_for("Trying...")
        program.send_signal(number)
        assert program.wait_exit() != 0
        assert program.complaints() == []


def test_control_c_gives_up_a_connection_attempt(user: User) -> None:
    with SilentHost() as host:
        program = user.tn()
        program.wait_for_prompt("TELNET>")
        program.type(f"CONNECT 127.0.0.1 {host.port}\r")
        program.wait_for("Trying...")
        program.type("\x03")
        program.wait_for_prompt("TELNET>")
        program.type("EXIT\r")
        program.wait_exit()
        assert program.complaints() == []


def test_killed_while_the_terminal_takes_nothing(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host)
    program.hold_output()
    call.send_in_background(b"all work and no play\r\n" * 1000 for _ in range(1_000_000))
    program.type("keys")
    call.wait_for(b"keys")
    program.send_signal(signal.SIGTERM)
    assert program.wait_process() != 0
    assert program.mode_complaints() == []


def test_the_terminals_window_is_closed(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host)
    program.hang_up()
    assert program.wait_exit() != 0
    call.wait_end()


def test_the_window_is_closed_at_a_prompt(user: User) -> None:
    program = user.tn()
    program.wait_for_prompt("TELNET>")
    program.hang_up()
    program.wait_exit()


def test_prompts_between_talk_leave_the_terminal_alone(user: User, host: RecordingHost) -> None:
    """A connection from the prompt and back to it: in between the terminal is as the shell had it."""
    program = user.tn()
    program.wait_for_prompt("TELNET>")
    program.type(f"{host.address} {host.port}\r")
    call = host.accept()
    call.offer_echo()
    make_disorder(program, call)
    call.close()
    program.wait_for_prompt("TELNET>")
    program.type("EXIT\r")
    assert program.wait_exit() == 0
    assert program.complaints() == []
