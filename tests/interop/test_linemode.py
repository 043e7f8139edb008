"""GNU telnetd with LINEMODE: lines edited and signals trapped here, on a real terminal, and seen on the wire.

On Linux a terminal of its has to be told not to edit and echo as well (EXTPROC), and then takes no signals either: so
some tests have the one and some the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.conversation import CLOSED_BY_HOST, type_extended_command
from support.hosts import LOGIN, SHELL, SLEEP, inetutils_telnetd, required

if TYPE_CHECKING:
    from pathlib import Path

    from support.program import Program
    from support.user import User

pytestmark = pytest.mark.interop

LINEMODE = "--linemode"
#: The terminal leaves echo and editing to the client.
EXTPROC_SHELL = SHELL.replace("cd ", "stty extproc\ncd ", 1)
#: Does not show the password.
UNSEEN = """\
#!/bin/sh
stty extproc
printf 'login: '
read -r name
stty -echo
printf 'Password: '
read -r password
stty echo
printf 'Welcome, %s.\\n? ' "$name:$password"
read -r answer
printf '%s!\\n' "$answer"
read -r answer
"""
UP, LEFT, HOME = "\x1b[A", "\x1b[D", "\x1b[H"


def talk_to_a_shell(user: User, port: int, **terminal: int) -> Program:
    """At its prompt, in LINEMODE."""
    program = user.tn("127.0.0.1", port, **terminal)
    program.wait_for_prompt("host$")
    check_that_lines_are_edited(program)
    return program


def check_that_lines_are_edited(program: Program) -> None:
    type_extended_command(program, "STATUS")
    program.wait_for_output(b"Line editor enabled")
    program.wait_for_output(b"[Yes]")


def make_host_look(program: Program) -> None:
    """It has to be told of new characters, twice, to see what has become of the echo of its terminal."""
    for character in ("^X", "^C"):
        type_extended_command(program, f"SLC IP {character}")
        program.wait_for(f"TELNET!SLC IP {character}")
    before = len(program.output)
    type_extended_command(program, "STATUS")
    program.wait_for_output(b"[Yes]", before)


def test_a_line_is_edited_here_and_sent_whole(user: User, host_folder: Path) -> None:
    with inetutils_telnetd(host_folder, EXTPROC_SHELL, LINEMODE) as host:
        program = talk_to_a_shell(user, host.port)
        program.type("echo wrng" + LEFT + LEFT + "o" + HOME + "\x1b[3~" * 4 + "printf '<%s>'")
        program.wait_for("printf '<%s>' wrong")
        program.type("\r")
        program.wait_for("' wrong\n<wrong>")


def test_history_and_wide_characters(user: User, host_folder: Path) -> None:
    with inetutils_telnetd(host_folder, EXTPROC_SHELL, LINEMODE) as host:
        program = talk_to_a_shell(user, host.port, columns=24)
        program.type("echo 世界 Grüße ünd so weiter 世界x\x7f\x7f.\r")
        program.wait_for("\n世界 Grüße ünd so weiter\n 世.\nhost$")
        program.type(UP + "\x17second\r")
        program.wait_for("\n世界 Grüße ünd so weiter\n second\n")


def test_a_password_is_edited_and_not_shown(user: User, host_folder: Path) -> None:
    """The terminal's echo goes off: WILL ECHO, and EDIT stays."""
    with inetutils_telnetd(host_folder, UNSEEN, LINEMODE) as host:
        program = user.tn("127.0.0.1", host.port)
        program.wait_for_prompt("login:")
        program.type("fred\r")
        program.wait_for_prompt("Password:")
        make_host_look(program)
        program.type(UP + "wrong\x15secrex\x7ft\r")
        program.wait_for("Welcome, fred:secret.")
        program.wait_for_prompt("?")
        make_host_look(program)
        program.type(UP + UP + "dy\r")
        program.wait_for("freddy\nfreddy!\n")
        assert program.output.count(b"secret") == 1
        assert b"wrong" not in program.output


def test_end_of_file(user: User, host_folder: Path) -> None:
    with inetutils_telnetd(host_folder, EXTPROC_SHELL, LINEMODE) as host:
        program = talk_to_a_shell(user, host.port)
        program.type('echo rea""dy; while read -r line; do echo "<$line>"; done; echo d""one\r')
        program.wait_for("ready\n")
        program.type("some text\r")
        program.wait_for("<some text>")
        program.type("no end\x04")
        program.type(" of line\r")
        program.wait_for("<no end of line>")
        program.type("\x04")
        program.wait_for("done\n")


def test_cat(user: User, host_folder: Path) -> None:
    """Log in, and let it repeat lines until the end of the file."""
    log_in = LOGIN.replace("printf 'login", "stty extproc\nprintf 'login", 1)
    with inetutils_telnetd(host_folder, log_in, LINEMODE) as host:
        program = user.tn("127.0.0.1", host.port)
        program.wait_for_prompt("login:")
        program.type("fre\x7fed\r")
        program.wait_for_prompt("Password:")
        program.type("secret\r")
        program.wait_for_prompt("host$")
        program.type('echo rea""dy; cat\r')
        program.wait_for("ready\n")
        program.type("one Wxrd\x1b[D\x1b[D\x7fo\r")
        program.wait_for("one Word\none Word\n")
        program.type("\x04")
        program.wait_for_prompt("host$")


def test_signals_and_job_control(user: User, host_folder: Path) -> None:
    """Half a line goes with the signal, and what the host still had to show with an interrupt."""
    with inetutils_telnetd(host_folder, SHELL, LINEMODE) as host:
        program = talk_to_a_shell(user, host.port)
        program.type(SLEEP + "\r")
        program.wait_for("started\n")
        program.type("half a line\x1a")
        program.wait_for("Stopped")
        program.wait_for_prompt("host$")
        program.type("fg\r")
        program.wait_for("fg\nfg\nsh -c")
        program.type("more of it\x03")
        program.wait_for_prompt("host$")
        program.type('echo al""ive $?\r')
        program.wait_for("alive 130")
        assert "not found" not in program.screen.text


def test_an_endless_program_is_interrupted_at_once(user: User, host_folder: Path) -> None:
    with inetutils_telnetd(host_folder, SHELL, LINEMODE) as host:
        program = talk_to_a_shell(user, host.port)
        program.type("yes all work and no play\r")
        program.wait_for("no play\nall work")
        program.type("\x03")
        program.wait_for_prompt("host$")
        program.type('echo en""ough\r')
        program.wait_for("enough\n")


def test_a_full_screen_program_leaves_edit_and_comes_back(user: User, host_folder: Path) -> None:
    """What was typed of a line goes to the program that takes keys, and the next line is edited again."""
    required("vi", "vim-tiny")
    with inetutils_telnetd(host_folder, SHELL, LINEMODE) as host:
        program = talk_to_a_shell(user, host.port)
        program.type("vi -u NONE -i NONE -n text\r")
        program.wait_for('"text"')
        program.type("itwo words\x1b:wq\r")
        program.wait_for_prompt("host$")
        program.type("cat te\x7fext\r")
        program.wait_for("two words\n")
        assert program.screen.private_modes.isdisjoint({1049, 2004})


def test_slc_changes_a_character_for_both(user: User, host_folder: Path) -> None:
    with inetutils_telnetd(host_folder, SHELL, LINEMODE) as host:
        program = talk_to_a_shell(user, host.port)
        type_extended_command(program, "SLC IP ^X")
        program.wait_for("TELNET!SLC IP ^X")
        type_extended_command(program, "LINEMODE")
        program.wait_for("IP     ^X")
        program.type(SLEEP + "\r")
        program.wait_for("started\n")
        program.type("\x18")
        program.wait_for_prompt("host$")
        program.type("stty -a | tr ';' '\\n' | grep intr\r")
        program.wait_for("intr = ^X")


def test_no_line_is_for_linemode_too(user: User, host_folder: Path) -> None:
    with inetutils_telnetd(host_folder, SHELL, LINEMODE) as host:
        program = talk_to_a_shell(user, host.port)
        type_extended_command(program, "NO LINE")
        program.wait_for("TELNET!NO LINE")
        program.type('echo b""ack\r')
        program.wait_for("back\n")
        type_extended_command(program, "LINEMODE")
        program.wait_for("LINEMODE is off")
        type_extended_command(program, "LINE")
        program.wait_for("TELNET!LINE")
        program.type('echo ag""ain\r')
        program.wait_for("again\n")
        check_that_lines_are_edited(program)
        program.type("exit\r")
        assert program.wait_exit() == 0
        assert CLOSED_BY_HOST in program.screen.text
        assert program.complaints() == []


def test_a_host_that_gives_it_up_at_once(user: User, host_folder: Path) -> None:
    """Without its flag GNU telnetd asks for LINEMODE, and then finds that its terminal cannot do it."""
    with inetutils_telnetd(host_folder, SHELL) as host:
        program = user.tn("127.0.0.1", host.port)
        program.wait_for_prompt("host$")
        program.type('echo ag""ain\r')
        program.wait_for("again\n")
        type_extended_command(program, "LINEMODE")
        program.wait_for("LINEMODE is off")
