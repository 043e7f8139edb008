"""QUIT stops the job and `fg` resumes it; PUSH runs a shell and comes back. The connection waits meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.conversation import OPENED, check_that_it_talks, converse, type_extended_command
from support.hosts import SLEEP
from support.program import ESCAPE
from support.recording_host import DO, WINDOW_SIZE, negotiation, subnegotiation

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.program import Program
    from support.recording_host import Call, RecordingHost
    from support.user import User

pytestmark = pytest.mark.interop

BASH = ["bash", "--norc", "--noprofile", "--noediting", "-i"]
#: Debian's sh, which does not mend the terminal after a job that stops.
DASH = ["sh", "-i"]


def converse_in_shell(shell: Program, user: User, host: RecordingHost) -> Call:
    shell.type(user.tn_command(host.address, host.port) + "\n")
    call = host.accept()
    call.offer_echo()
    shell.wait_for_output(OPENED)
    return call


def quit_by_letter(program: Program) -> None:
    program.type(ESCAPE + "q")


def quit_by_command(program: Program) -> None:
    type_extended_command(program, "QUIT")


@pytest.mark.parametrize("shell_argv", [BASH, DASH], ids=["bash", "sh"])
@pytest.mark.parametrize("quit_talk", [quit_by_letter, quit_by_command])
def test_quit_and_fg(
    user: User, host: RecordingHost, shell_argv: list[str], quit_talk: Callable[[Program], None]
) -> None:
    shell = user.job_control_shell(*shell_argv)
    call = converse_in_shell(shell, user, host)
    call.send(b"\x1b[?1000h\x1b[31mred\r\n")
    shell.wait_for("red")

    quit_talk(shell)
    shell.wait_for("Stopped")
    shell.wait_for_prompt("shell$")
    assert shell.complaints() == []
    shell.type("echo $((40 + 2)) in the shell\n")
    shell.wait_for("42 in the shell")
    call.send(b"\r\nsent while it was stopped\r\n")

    shell.type("fg\n")
    shell.wait_for("sent while it was stopped")
    assert 1000 in shell.screen.private_modes  # the host still believes in its mouse
    check_that_it_talks(shell, call)
    call.close()
    shell.wait_for("Connection closed by foreign host")
    shell.wait_for_prompt("shell$")
    assert shell.mode_complaints() == []


def test_a_stopped_job_learns_of_the_windows_new_size(user: User, host: RecordingHost) -> None:
    shell = user.job_control_shell()
    call = converse_in_shell(shell, user, host)
    call.send(negotiation(DO, WINDOW_SIZE))
    call.wait_for(subnegotiation(WINDOW_SIZE, b"\0\x50\0\x18"))
    quit_by_letter(shell)
    shell.wait_for_prompt("shell$")
    shell.resize(100, 30)
    shell.type("fg\n")
    call.wait_for(subnegotiation(WINDOW_SIZE, b"\0\x64\0\x1e"))


def test_quitting_twice(user: User, host: RecordingHost) -> None:
    shell = user.job_control_shell()
    call = converse_in_shell(shell, user, host)
    for round_number in (1, 2):
        quit_by_letter(shell)
        shell.wait_for_prompt("shell$")
        shell.type("fg\n")
        check_that_it_talks(shell, call, f"round {round_number}")


def test_quit_without_job_control_says_so_and_stays(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host, job_control=False)
    quit_by_letter(program)
    program.wait_for(lambda screen: "job control" in screen.text.lower())
    check_that_it_talks(program, call)


def test_push_and_back(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host)
    call.send(b"\x1b[?1000h\x1b[31mred\r\n")
    program.wait_for("red")
    program.type(ESCAPE + "p")
    program.wait_for_prompt("shell$")
    assert program.complaints() == []

    call.send(b"\r\nsent while the shell ran\r\n")
    program.type("echo $((40 + 2)) in the shell\n")
    program.wait_for("42 in the shell")
    program.wait_for_prompt("shell$")
    assert "sent while the shell ran" not in program.screen.text
    program.resize(90, 30)
    program.type("exit\n")
    program.wait_for("sent while the shell ran")
    check_that_it_talks(program, call)
    assert b"shell" not in call.received


def test_interrupts_in_the_pushed_shell_stay_there(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host)
    program.type(ESCAPE + "p")
    program.wait_for_prompt("shell$")
    program.type(SLEEP + "\n")
    program.wait_for("started\n")
    program.type("\x03")
    program.wait_for_prompt("shell$")
    program.type("exit\n")
    check_that_it_talks(program, call)


def test_push_at_top_level(user: User) -> None:
    program = user.tn()
    program.wait_for_prompt("TELNET>")
    program.type("PUSH\r")
    program.wait_for_prompt("shell$")
    program.type("exit\n")
    program.wait_for_prompt("TELNET>")
    program.type("EXIT\r")
    assert program.wait_exit() == 0
    assert program.complaints() == []


def test_push_of_a_shell_that_does_not_exist(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host, environment={"SHELL": "/no/such/shell"})
    program.type(ESCAPE + "p")
    program.wait_for(lambda screen: any(line.startswith("?") for line in screen.text.splitlines()))
    assert "Traceback" not in program.screen.text
    check_that_it_talks(program, call)
