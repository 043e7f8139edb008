"""GNU telnetd, which negotiates everything: a shell behind a login, the window's size, interrupts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.conversation import CLOSED_BY_HOST, type_extended_command
from support.hosts import LOGIN, SHELL, SIZE_WATCHER, SLEEP, inetutils_telnetd
from support.program import ESCAPE

if TYPE_CHECKING:
    from pathlib import Path

    from support.program import Program
    from support.user import User

pytestmark = pytest.mark.interop


def log_in(program: Program, password: str = "secret") -> None:
    program.wait_for("login:")
    program.type("fred\r")
    program.wait_for("Password:")
    program.type(password + "\r")


def test_log_in_and_run_commands(user: User, host_folder: Path) -> None:
    with inetutils_telnetd(host_folder, LOGIN) as host:
        program = user.tn("127.0.0.1", host.port)
        log_in(program)
        program.wait_for_prompt("host$")
        assert "Trying... Open" in program.screen.text
        assert "Welcome, fred" in program.screen.text

        program.type("echo $TERM $((6 * 7))\r")
        program.wait_for("xterm-256color 42")
        program.type("seq 1 300 | tail -n 1; printf 'caf\\303\\251\\n'\r")
        program.wait_for("300\ncafé")

        program.type("exit\r")
        assert program.wait_exit() == 0
        assert CLOSED_BY_HOST in program.screen.text
        assert b"secret" not in program.output
        assert program.complaints() == []


def test_a_login_that_fails(user: User, host_folder: Path) -> None:
    with inetutils_telnetd(host_folder, LOGIN) as host:
        program = user.tn("127.0.0.1", host.port)
        log_in(program, "guess")
        program.wait_for("Login incorrect")
        program.type("\r")
        program.wait_exit()
        assert CLOSED_BY_HOST in program.screen.text
        assert program.complaints() == []


def test_eight_bit_input_arrives(user: User, host_folder: Path) -> None:
    """It asks DO BINARY, and strips the eighth bit from the input of a client that refuses."""
    with inetutils_telnetd(host_folder, SHELL) as host:
        program = user.tn("127.0.0.1", host.port)
        program.wait_for_prompt("host$")
        program.type("printf 'é' | od -An -tx1\r")
        program.wait_for("c3 a9")


def test_resize_is_seen_by_the_host(user: User, host_folder: Path) -> None:
    """It starts the program before it asks for the size, which may come too late for the first line."""
    with inetutils_telnetd(host_folder, SIZE_WATCHER) as host:
        program = user.tn("127.0.0.1", host.port, columns=90, rows=30)
        program.wait_for(" 30 90.")
        program.resize(70, 20)
        program.wait_for("changed to 20 70.")
        program.resize(255, 40)
        program.wait_for("changed to 40 255.")


def start_sleeping(program: Program) -> None:
    program.wait_for_prompt("host$")
    program.type(SLEEP + "\r")
    program.wait_for("started\n")


def check_that_sleep_was_interrupted(program: Program) -> None:
    program.wait_for_prompt("host$")
    program.type('echo sta""tus $?\r')
    program.wait_for("status 130")


def test_control_c_reaches_the_program_on_the_host(user: User, host_folder: Path) -> None:
    with inetutils_telnetd(host_folder, SHELL) as host:
        program = user.tn("127.0.0.1", host.port)
        start_sleeping(program)
        program.type("\x03")
        check_that_sleep_was_interrupted(program)


@pytest.mark.parametrize("by_letter", [True, False])
def test_attn_interrupts_the_program_on_the_host(user: User, host_folder: Path, by_letter: bool) -> None:
    """The host answers IP with a Synch of its own: what comes behind its Data Mark must be shown."""
    with inetutils_telnetd(host_folder, SHELL) as host:
        program = user.tn("127.0.0.1", host.port)
        start_sleeping(program)
        if by_letter:
            program.type(ESCAPE + "a")
        else:
            type_extended_command(program, "ATTN")
        check_that_sleep_was_interrupted(program)


def test_status_shows_the_answer_to_are_you_there(user: User, host_folder: Path) -> None:
    with inetutils_telnetd(host_folder, SHELL) as host:
        program = user.tn("127.0.0.1", host.port)
        program.wait_for_prompt("host$")
        program.type(ESCAPE + "s")
        program.wait_for("Remote host is echoing")
        program.wait_for(f"port {host.port}")
        program.wait_for("Remote host status reply:")
        program.wait_for("[Yes]")


def test_transparent_mode_and_back(user: User, host_folder: Path) -> None:
    """The host stops adding CRs to its line feeds while it is to send binary, and begins again."""
    with inetutils_telnetd(host_folder, SHELL) as host:
        program = user.tn("127.0.0.1", host.port)
        program.wait_for_prompt("host$")
        for command, line_end in (("TRANSPARENT", b"\n"), ("NO TRANSPARENT", b"\r\n")):
            type_extended_command(program, command)
            program.wait_for(f"TELNET!{command}")
            before = len(program.output)
            program.type(f'echo $((40 + 2)); echo e""nd of {command}\r')
            program.wait_for_output(line_end.join([b"42", b"end of " + command.encode(), b"host$ "]), before)


def test_coming_back_to_the_prompt_and_calling_again(user: User, host_folder: Path) -> None:
    with inetutils_telnetd(host_folder, SHELL) as host:
        program = user.tn()
        for number in (1, 2):
            program.wait_for_prompt("TELNET>")
            program.type(f"CONNECT 127.0.0.1 {host.port}\r")
            program.wait_for_prompt("host$")
            program.type(f"echo call $(({number} + 100))\r")
            program.wait_for(f"call {number + 100}")
            program.type("exit\r")  # by itself: this telnetd may lose what its program writes last
        program.wait_for_prompt("TELNET>")
        program.type("EXIT\r")
        assert program.wait_exit() == 0
        assert program.complaints() == []
