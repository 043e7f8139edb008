"""`tn --command-file` as a shell script has it: it logs in to real hosts, and its exit status says what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.hosts import LOGIN, busybox_telnetd, inetutils_telnetd
from support.recording_host import RecordingHost, refusing_port
from support.user import User

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.hosts import Server

SCRIPT = """\
CONNECT 127.0.0.1 {port}
WAIT "login: " 20
SEND "guest"
WAIT "Password: " 20
SEND "{password}"
WAIT "Welcome, guest" {patience}
WAIT "host$ " 20
SEND "echo $((6 * 7)). >answer"
WAIT "host$ " 20
SEND "exit"
PAUSE 20
"""


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    """Somebody who runs programs."""
    with User(tmp_path) as user:
        yield user


@pytest.fixture
def host_folder(tmp_path: Path) -> Path:
    """Where a real host keeps its files."""
    folder = tmp_path / "host"
    folder.mkdir()
    return folder


@pytest.mark.interop
@pytest.mark.parametrize("real_host", [busybox_telnetd, inetutils_telnetd])
def test_a_login(user: User, host_folder: Path, real_host: Callable[[Path, str], Server]) -> None:
    with real_host(host_folder, LOGIN) as host:
        user.write("lab.cmd", SCRIPT.format(port=host.port, password="secret", patience=20))
        program = user.piped_tn("--command-file", "lab.cmd")
        program.end_input()
        assert program.wait_exit() == 0
    assert (host_folder / "answer").read_text() == "42.\n"
    assert b"Welcome, guest" in program.output
    assert b"secret" not in program.output


@pytest.mark.interop
def test_a_wrong_password_in_front_of_a_terminal(user: User, host_folder: Path) -> None:
    """The program leaves with what it was told to do undone, though somebody could go on by hand."""
    with busybox_telnetd(host_folder, LOGIN) as host:
        script = SCRIPT.format(port=host.port, password="wrong", patience=20)
        refused = 'WAIT "Login incorrect" 20\nSEND ""\nWAIT "Welcome'
        user.write("lab.cmd", script.replace('WAIT "Welcome', refused))
        program = user.tn("--command-file", "lab.cmd")
        assert program.wait_exit() == 1
        assert '?Connection closed before it came - "Welcome, guest", line 8 of lab.cmd' in program.screen.text
        assert "Login incorrect" in program.screen.text
        assert program.complaints() == []


def test_a_host_that_says_nothing(user: User) -> None:
    with RecordingHost() as host:
        user.write("lab.cmd", f'CONNECT 127.0.0.1 {host.port}\nWAIT "login:" 1\nSEND "x"\n')
        program = user.piped_tn("--command-file", "lab.cmd")
        call = host.accept()
        assert program.wait_exit() == 1
        assert call.wait_end() == b""
    assert program.errors.endswith(b'?Did not come in time - "login:", line 2 of lab.cmd\n')


@pytest.mark.parametrize(
    ("commands", "status"),
    [
        ("CONNECT 127.0.0.1 {refusing}\nDEBUG\n", 1),
        ("CONNECT no..such..host\n", 1),
        ("DEBUG\nFROBOZZ 1 2\n", 2),
        ("CONNECT 127.0.0.1 {port}\nWAIT login\n", 2),
        ("CONNECT 127.0.0.1 {port}\nSEND (FILE) nothing.txt\n", 2),
        ("CONNECT 127.0.0.1 {port}\nCLOSE\n", 0),
        ('CONNECT 127.0.0.1 {port}\nWAIT "never" 0\nIF TIMED-OUT EXIT\n', 0),
        ("DEBUG\n", 0),
    ],
)
def test_exit_status(user: User, commands: str, status: int) -> None:
    with RecordingHost() as host:
        user.write("lab.cmd", commands.format(port=host.port, refusing=refusing_port()))
        program = user.piped_tn("--command-file", "lab.cmd")
        program.end_input()
        assert program.wait_exit() == status


def test_an_error_in_telnet_cmd_ends_nothing(user: User) -> None:
    user.write_start_up_file("FROBOZZ 1 2\n")
    program = user.tn()
    program.wait_for("line 1 of")
    program.wait_for_prompt("TELNET>")


def test_input_is_for_the_host_once_the_file_is_done(user: User) -> None:
    with RecordingHost() as host:
        user.write("lab.cmd", f'CONNECT 127.0.0.1 {host.port}\nWAIT "login: " 20\nSEND "guest"\n')
        program = user.piped_tn("--command-file", "lab.cmd")
        program.write(b"behind\n")
        program.end_input()
        call = host.accept()
        call.send(b"login: ")
        assert call.wait_end() == b"guest\r\nbehind\r\n"
        call.close()
        assert program.wait_exit() == 0
