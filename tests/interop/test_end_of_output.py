"""Nothing a host sent is lost when it closes, however slowly the terminal or the pipe takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.conversation import OPENED, connect, converse
from support.recorder import Pace

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.program import Program
    from support.recording_host import Call, RecordingHost
    from support.user import User

    Begin = Callable[..., tuple[Program, Call]]

pytestmark = pytest.mark.interop

MEGABYTE = b"".join(b"This is line number %06d of the host's last words.\r\n" % number for number in range(20_000))
SLOW = Pace(2048, 0.001)


@pytest.mark.parametrize("begin", [connect, converse])
def test_a_megabyte_at_the_close_of_a_slow_terminal(user: User, host: RecordingHost, begin: Begin) -> None:
    program, call = begin(user, host, pace=SLOW)
    program.hold_output()
    last_words = call.send_in_background([MEGABYTE])
    program.release_output()
    last_words.wait()
    call.close()
    assert program.wait_exit(60) == 0
    _, _, shown = program.output.partition(OPENED)
    # To a host that speaks no TELNET a lone line feed is a new line: the terminal puts a second CR before it.
    shown = shown.replace(b"\r\r\n", b"\r\n")
    assert shown.startswith(MEGABYTE)
    assert shown.removeprefix(MEGABYTE).strip() == b"Connection closed by foreign host"


def test_a_megabyte_at_the_close_of_a_slow_pipe(user: User, host: RecordingHost) -> None:
    program = user.piped_tn(host.address, host.port, pace=SLOW)
    call = host.accept()
    program.hold_output()
    last_words = call.send_in_background([MEGABYTE])
    program.release_output()
    last_words.wait()
    call.close()
    assert program.wait_exit(60) == 0
    assert program.output == MEGABYTE


def test_all_bytes_into_a_pipe(user: User, host: RecordingHost) -> None:
    """Every value of a byte, IAC doubled as the protocol wants it, CR with its NUL."""
    every = bytes(range(256)) * 2000
    program = user.piped_tn(host.address, host.port)
    call = host.accept()
    call.offer_echo()
    call.send(every.replace(b"\xff", b"\xff\xff").replace(b"\r", b"\r\0"))
    call.close()
    assert program.wait_exit() == 0
    assert program.output == every
