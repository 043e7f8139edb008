"""The harness itself, tried on programs whose behaviour is known: what it calls broken must be broken."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING

import pytest

from support.recorder import Pace
from support.recording_host import RecordingHost, SilentHost
from support.user import User
from support.waiting import TooLate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    """Somebody to run programs."""
    with User(tmp_path) as user:
        yield user


def test_output_and_exit_status(user: User) -> None:
    program = user.run(["sh", "-c", "read word; echo got $word; exit 3"])
    program.type("this\n")
    assert program.wait_exit() == 3
    assert program.output == b"this\r\ngot this\r\n"
    assert program.complaints() == []


def test_death_by_signal_is_negative(user: User) -> None:
    program = user.run(["sh", "-c", "echo ready; exec sleep 600"])
    program.wait_for("ready")
    program.send_signal(signal.SIGTERM)
    assert program.wait_exit() == -signal.SIGTERM


def test_a_slow_terminal_gets_all_of_it(user: User) -> None:
    program = user.run(["seq", "1", "20000"], pace=Pace(2048, 0.0005))
    assert program.wait_exit() == 0
    assert program.output == b"".join(b"%d\r\n" % number for number in range(1, 20001))


def test_held_output_keeps_the_program_waiting(user: User) -> None:
    program = user.run(["sh", "-c", "read go; seq 1 20000"])
    program.hold_output()
    program.type("\n")
    with pytest.raises(TooLate):
        program.wait_exit(timeout=0.3)
    program.release_output()
    assert program.wait_exit() == 0
    assert program.output.endswith(b"\r\n20000\r\n")


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        ("stty raw -echo", "termios local modes"),
        ("stty sane", "termios characters"),
        (r"printf '\033[?1049h'", "private mode 1049"),
        (r"printf '\033[?1002;1006h'", "private mode 1002"),
        (r"printf '\033[?2004h'", "private mode 2004"),
        (r"printf '\033[?25l'", "cursor is hidden"),
        (r"printf '\033[31m'", "text attributes"),
        (r"printf '\033[3;9r'", "scroll"),
    ],
)
def test_a_terminal_left_in_disorder_is_noticed(user: User, command: str, complaint: str) -> None:
    program = user.run(["sh", "-c", command])
    program.wait_exit()
    assert complaint in " ".join(program.complaints())


def test_the_alternate_screen_gives_the_main_one_back(user: User) -> None:
    program = user.run(["sh", "-c", r"echo before; printf '\033[?1049h\033[Hwithin'; read go; printf '\033[?1049l'"])
    program.wait_for("within")
    assert "before" not in program.screen.text
    program.type("\n")
    program.wait_exit()
    assert program.screen.text == "before\n"
    assert program.complaints() == []


def test_a_terminal_answers_where_its_cursor_is(user: User) -> None:
    program = user.run(
        ["sh", "-c", r"stty -icanon -echo min 6; printf 'ab\033[6n'; dd bs=6 count=1 2>/dev/null | od -c"]
    )
    program.wait_for("[   1   ;   3   R")


def test_resize(user: User) -> None:
    program = user.run(["sh", "-c", "trap 'stty size; exit' WINCH; stty size; sleep 600 & wait"], columns=100, rows=30)
    program.wait_for("30 100")
    program.resize(70, 20)
    program.wait_for("20 70")
    assert (program.screen.columns, program.screen.lines) == (70, 20)


def test_standard_output_apart_from_the_terminal(user: User) -> None:
    program = user.run(["sh", "-c", "test -t 1 || echo piped; echo shown >&2; read end"], output_to_pipe=True)
    program.wait_for("shown")
    program.type("\n")
    assert program.wait_exit() == 0
    assert program.piped_output == b"piped\n"


def test_a_job_can_be_stopped_and_resumed(user: User) -> None:
    shell = user.job_control_shell()
    shell.type("sh -c 'echo st\"\"arted; read line; echo got $line'\n")
    shell.wait_for("started")
    shell.type("\x1a")
    shell.wait_for("Stopped")
    shell.wait_for_prompt("shell$")
    shell.type("fg\n")
    shell.type("back\n")
    shell.wait_for("got back")


def test_without_job_control_nothing_stops(user: User) -> None:
    program = user.run(["sh", "-c", "kill -TSTP $$; echo not stopped"], job_control=False)
    program.wait_for("not stopped")
    assert program.wait_exit() == 0


def test_a_closed_window_hangs_the_program_up(user: User) -> None:
    program = user.run(["sh", "-c", "echo ready; exec sleep 600"])
    program.wait_for("ready")
    program.hang_up()
    assert program.wait_exit() == -signal.SIGHUP


def test_what_did_not_come_is_told_with_the_screen(user: User) -> None:
    program = user.run(["sh", "-c", "echo something else"])
    with pytest.raises(TooLate, match=r"(?s)'this' did not come; it ended with 0.*\|something else"):
        program.wait_for("this")


def test_recording_host_marks_urgent_data() -> None:
    with RecordingHost() as host, socket.create_connection((host.address, host.port)) as caller:
        call = host.accept()
        caller.sendall(b"before")
        call.wait_for(b"before")
        caller.send(b"\xff\xf4\xff\xf2", socket.MSG_OOB)
        caller.sendall(b"after")
        call.wait_for(b"after")
        assert call.received == b"before\xff\xf4\xff\xf2after"
        assert [call.received[place] for place in call.urgent] == [0xF2]


def test_recording_host_resets_and_closes_half() -> None:
    with RecordingHost() as host:
        with socket.create_connection((host.address, host.port)) as caller:
            host.accept().reset()
            with pytest.raises(ConnectionResetError):
                caller.recv(1)
        with socket.create_connection((host.address, host.port)) as caller:
            call = host.accept()
            call.half_close()
            assert caller.recv(1) == b""
            caller.sendall(b"still here")
            call.wait_for(b"still here")


def test_recording_host_sends_without_end() -> None:
    def zeros() -> Iterator[bytes]:
        while True:
            yield bytes(1 << 16)

    with RecordingHost() as host, socket.create_connection((host.address, host.port)) as caller:
        sending = host.accept().send_in_background(zeros())
        for _ in range(100):
            assert caller.recv(1 << 16)
        sending.stop()
        assert sending.sent > 0


def test_silent_host_never_answers() -> None:
    with SilentHost() as host, pytest.raises(TimeoutError):
        socket.create_connection(("127.0.0.1", host.port), timeout=0.3)
