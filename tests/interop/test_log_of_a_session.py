"""LOG against the screen: the typescript has what the terminal got from the host, byte for byte."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING

import pytest

from support.conversation import CLOSED_BY_HOST, OPENED, converse, type_extended_command
from support.hosts import SHELL, inetutils_telnetd, required
from support.waiting import poll_until

if TYPE_CHECKING:
    from pathlib import Path

    from support.recording_host import RecordingHost
    from support.user import User

pytestmark = pytest.mark.interop

#: Control sequences by which the program puts the screen in order on the way out.
SCREEN_RESET = re.compile(rb"\x1b(\[[?0-9;]*[a-zA-Z]|\(B|[>78])|\x0f")


def test_log_of_a_shell_and_an_editor(user: User, host_folder: Path) -> None:
    required("vi", "vim-tiny")
    log = user.folder / "session.log"
    with inetutils_telnetd(host_folder, SHELL) as host:
        program = user.tn("--log", str(log), "127.0.0.1", host.port)
        program.wait_for_prompt("host$")
        program.type("seq 1 2000; vi -u NONE -i NONE -n\r")
        program.wait_for("~\n~\n~")
        program.type("isome text\x1b:q!\r")
        program.wait_for_prompt("host$")
        program.type("exit\r")
        assert program.wait_exit() == 0
    _, _, shown = program.output.partition(OPENED)
    text = log.read_bytes()
    assert b"2000\r\n" in text
    assert b"some text" in text
    assert shown.startswith(text)
    own_words = SCREEN_RESET.sub(b"", shown.removeprefix(text))
    assert own_words.strip() == CLOSED_BY_HOST.encode()


def test_a_log_is_the_users_alone_and_grows_by_each_connection(user: User, host: RecordingHost) -> None:
    log = user.folder / "TELNET.LOG"
    for words in (b"first\r\n", b"second \xff\xff \x1b[31m\xc3\xa9\r\0\r\n"):
        program, call = converse(user, host, "--log", str(log))
        call.send(words)
        call.close()
        assert program.wait_exit() == 0
    assert log.read_bytes() == b"first\r\nsecond \xff \x1b[31m\xc3\xa9\r\r\n"
    assert log.stat().st_mode & 0o777 == 0o600


def test_log_begun_and_ended_in_a_conversation(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host)
    call.send(b"before\r\n")
    program.wait_for("before")
    type_extended_command(program, "LOG")
    type_extended_command(program, "STATUS")
    program.wait_for("Log file open")
    call.wait_for(b"\xff\xf6")
    call.send(b"between\r\n")
    program.wait_for("between")
    type_extended_command(program, "NO LOG")
    program.type("x")
    call.wait_for(b"x")
    call.send(b"after\r\n")
    program.wait_for("after")
    assert (user.folder / "TELNET.LOG").read_bytes() == b"between\r\n"


def test_a_log_survives_a_kill(user: User, host: RecordingHost) -> None:
    """All that was shown, but for the last second."""
    log = user.folder / "killed.log"
    program, call = converse(user, host, "--log", str(log))
    call.send(b"shown a second ago\r\n")
    program.wait_for("shown a second ago")
    poll_until(lambda: log.exists() and log.read_bytes() == b"shown a second ago\r\n", lambda: "nothing is written", 10)
    program.send_signal(signal.SIGKILL)
    assert program.wait_exit() == -signal.SIGKILL


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_log_is_complete_after_a_signal(user: User, host: RecordingHost, number: signal.Signals) -> None:
    log = user.folder / "ended.log"
    program, call = converse(user, host, "--log", str(log))
    call.send(b"shown just now\r\n")
    program.wait_for("shown just now")
    program.send_signal(number)
    program.wait_exit()
    assert log.read_bytes() == b"shown just now\r\n"
