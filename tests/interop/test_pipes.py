"""Without a terminal: input is sent, its end closes our half, all that still comes is written, the status tells."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from support.conversation import converse
from support.hosts import Server
from support.recording_host import refusing_port

if TYPE_CHECKING:
    from support.recording_host import RecordingHost
    from support.user import User

pytestmark = pytest.mark.interop


def test_answers_after_the_end_of_input_are_written(user: User, host: RecordingHost) -> None:
    program = user.piped_tn(host.address, host.port)
    program.feed(b"question")
    call = host.accept()
    assert call.wait_end() == b"question"
    call.send(b"a long answer\n" * 100_000)
    call.close()
    assert program.wait_exit() == 0
    assert program.output == b"a long answer\n" * 100_000


def test_messages_go_to_standard_error(user: User, host: RecordingHost) -> None:
    program = user.piped_tn(host.address, host.port)
    call = host.accept()
    call.send(b"the host's words\n")
    program.wait_for_output(b"the host's words\n")
    call.close()
    assert program.wait_exit() == 0
    assert program.output == b"the host's words\n"
    assert b"Trying... Open" in program.errors
    assert b"Connection closed by foreign host" in program.errors
    assert b"Escape character" not in program.errors


def test_the_end_of_a_line_is_the_return_key(user: User, host: RecordingHost) -> None:
    program = user.piped_tn(host.address, host.port)
    program.feed(b"one\ntwo\r\nthree")
    assert host.accept().wait_end() == b"one\r\ntwo\r\nthree"


def test_every_byte_to_a_raw_host(user: User, host: RecordingHost) -> None:
    data = bytes(range(256)) * 1000
    program = user.piped_tn("-8", host.address, host.port)
    program.feed(data)
    call = host.accept()
    assert call.wait_end() == data
    call.close()
    assert program.wait_exit() == 0
    assert program.output == b""


def test_iac_is_doubled_for_a_telnet_host(user: User, host: RecordingHost) -> None:
    program = user.piped_tn(host.address, host.port)
    call = host.accept()
    call.offer_echo()
    before = len(call.received)
    program.feed(b"a\xffb" * 1000)
    assert call.wait_end()[before:] == b"a\xff\xffb" * 1000


def test_megabytes_there_and_back(user: User) -> None:
    """Neither side waits for the other for ever."""
    data = b"".join(b"%09d\r\n" % number for number in range(400_000))
    with Server(["cat"]) as host:
        program = user.piped_tn("127.0.0.1", host.port)
        program.feed(data)
        assert program.wait_exit(60) == 0
        assert program.output == data


def test_megabytes_there_and_back_with_a_reader_that_waits(user: User) -> None:
    data = b"".join(b"%09d\r\n" % number for number in range(400_000))
    with Server(["cat"]) as host:
        program = user.piped_tn("127.0.0.1", host.port)
        program.hold_output()
        program.feed(data)
        program.wait_for_errors(b"Open")
        program.release_output()
        assert program.wait_exit(60) == 0
        assert program.output == data


def test_the_host_may_close_first(user: User, host: RecordingHost) -> None:
    program = user.piped_tn(host.address, host.port)
    call = host.accept()
    call.send(b"goodbye\n")
    call.close()
    assert program.wait_exit() == 0
    assert program.output == b"goodbye\n"


def test_refused_is_1(user: User) -> None:
    program = user.piped_tn("127.0.0.1", refusing_port())
    assert program.wait_exit() == 1
    assert program.output == b""
    assert b"refused" in program.errors.lower()


def test_lost_is_1(user: User, host: RecordingHost) -> None:
    program = user.piped_tn(host.address, host.port)
    call = host.accept()
    call.send(b"going\n")
    program.wait_for_output(b"going\n")
    call.reset()
    assert program.wait_exit() == 1
    assert program.output == b"going\n"
    assert b"Traceback" not in program.errors


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-such-option"],
        ["NO"],
        ["STATUS", "now"],
        ["127.0.0.1", "99999"],
        ["127.0.0.1", "23", "x"],
        ["-e"],
    ],
)
def test_a_wrong_command_is_2(user: User, arguments: list[str]) -> None:
    program = user.piped_tn(*arguments)
    assert program.wait_exit() == 2
    assert program.output == b""
    assert program.errors.strip()
    assert b"Traceback" not in program.errors


def test_a_command_file_that_is_missing_is_named(user: User) -> None:
    program = user.piped_tn("--command-file", "/no/such/file", "127.0.0.1", refusing_port())
    assert program.wait_exit() != 0
    assert b"/no/such/file" in program.errors


def test_a_reader_that_goes_away(user: User, host: RecordingHost) -> None:
    program = user.piped_tn(host.address, host.port)
    call = host.accept()
    call.send(b"one\n")
    program.wait_for_output(b"one\n")
    program.close_output()
    call.send_in_background(b"and more\n" * 1000 for _ in range(1_000_000))
    program.wait_exit()
    assert b"Traceback" not in program.errors
    call.wait_end()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_end_it(user: User, host: RecordingHost, number: signal.Signals) -> None:
    program = user.piped_tn(host.address, host.port)
    call = host.accept()
    call.send(b"running\n")
    program.wait_for_output(b"running\n")
    program.send_signal(number)
    assert program.wait_exit() != 0
    assert program.output == b"running\n"
    assert b"Traceback" not in program.errors


def test_keyboard_with_output_to_a_pipe(user: User, host: RecordingHost) -> None:
    """`tn HOST | tee`: keys from the terminal, the host's bytes into the pipe, our words on the terminal."""
    program = user.tn(host.address, host.port, output_to_pipe=True)
    call = host.accept()
    call.offer_echo()
    program.type("keys")
    call.wait_for(b"keys")
    call.send(b"for the pipe\r\n")
    call.close()
    assert program.wait_exit() == 0
    assert program.piped_output == b"for the pipe\r\n"
    assert "Connection closed by foreign host" in program.screen.text
    assert program.complaints() == []


def test_a_conversation_and_nothing_left_running(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host)
    program.type("\x04")
    call.wait_for(b"\x04")
    call.close()
    assert program.wait_exit() == 0
