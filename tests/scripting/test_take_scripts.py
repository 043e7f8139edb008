"""WAIT, SEND, PAUSE and IF in files of commands: consoles that are logged in to, and those that cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fakes.fixtures import set_scene as set_job_scene
from telnet_client.mode_table import Mode

if TYPE_CHECKING:
    from collections.abc import Callable

    from fakes.scene import Scene

__all__ = ["set_job_scene"]

OPENED = " Trying... Open\nEscape character is CTRL/^\n"
CLOSED_BY_HOST = "Connection closed by foreign host\n"
#: Into talk command mode and to TELNET!.
X = b"\x1ex"


@pytest.fixture
def job(set_job_scene: Any) -> Scene:
    """Somebody at a terminal, at TELNET>."""
    made: Scene = set_job_scene()
    return made


def let_pass(job: Scene, seconds: float) -> Callable[[], None]:
    """A step: so much time goes by, and everybody notices."""

    def step() -> None:
        job.script.time += seconds
        job.script.time_limit = job.script.time
        job.terminal.resize(80, 24)

    return step


def write(text: str) -> None:
    Path("lab.cmd").write_text(text)


LOGIN = """\
sierra 2323
wait "login: " 10
send "guest"
wait (for) "Password: " (at most) 10
send (text) "sec\\x72et"
wait "$ "
"""


def test_a_login(job: Scene) -> None:
    write(LOGIN)
    job.play(
        "take lab",
        lambda: job.host.send(b"Welcome\r\nlogin: "),
        lambda: job.host.send(b"guest\r\nPassword: "),
        lambda: job.host.send(b"\r\n$ "),
        b"who\r",
    )
    assert job.mode is Mode.TALK
    assert job.host.take() == b"guest\r\nsecret\r\nwho\r\n"
    # Nothing of the file is seen, and the host's lines are whole: what is sent is echoed here, the host saying nothing.
    assert job.text == f"TELNET>take lab\n{OPENED}Welcome\nlogin: guest\nguest\nPassword: secret\n\n$ who\n"
    assert not job.job.is_taking
    assert "leave_talk" not in job.terminal.calls


def test_what_came_behind_a_text_is_for_the_next_wait(job: Scene) -> None:
    write('sierra 2323\nwait "one"\nwait "two"\nsend "both"\n')
    job.play("take lab", lambda: job.host.send(b"one, two, three"))
    assert job.host.take() == b"both\r\n"


def test_a_text_counts_once(job: Scene) -> None:
    write('sierra 2323\nwait "one" 5\nwait "one" 5\nsend "twice"\n')
    job.play("take lab", lambda: job.host.send(b"one"))
    assert job.host.take() == b""
    job.play(lambda: job.host.send(b"one"))
    assert job.host.take() == b"twice\r\n"


def test_a_text_may_come_in_pieces_and_with_any_bytes(job: Scene) -> None:
    write('sierra 2323\nwait "^[[K\\xFE""\\\\\\^"\nsend "\\e\\t^C\\n\\xFF""^ \\^M" /no-return\n')
    job.play("take lab", lambda: job.host.send(b"..\x1b[K"), lambda: job.host.send(b'\xfe"\\^'))
    assert job.host.take() == b'\x1b\t\x03\n\xff"^ ^M'


def test_nuls_of_an_nvt_are_no_text(job: Scene) -> None:
    write('sierra 23\nwait "login: "\nsend "x"\n')
    job.play("take lab", lambda: job.host.send(b"\0log\0in: "))
    assert job.host.take().endswith(b"x\r\n")


def test_a_wait_in_vain_ends_the_file(job: Scene) -> None:
    write('sierra 2323\n; the prompt\nwait "login: " 5\nsend "guest"\n')
    seen: list[bool] = []
    job.play(
        "take lab",
        lambda: job.host.send(b"no such prompt"),
        let_pass(job, 4.9),
        lambda: seen.append(job.job.is_taking),
        let_pass(job, 0.2),
    )
    assert seen == [True]
    assert not job.job.is_taking
    assert job.text.endswith('no such prompt\n?Did not come in time - "login: ", line 3 of lab\n')
    assert job.mode is Mode.TALK
    assert job.host.take() == b""
    job.play(b"by hand\r")
    assert job.host.take() == b"by hand\r\n"


def test_a_wait_lasts_half_a_minute_unless_told_otherwise(job: Scene) -> None:
    write('sierra 2323\nwait "login: "\n')
    begun = job.script.time
    job.script.time_limit += 60
    job.play("take lab")
    assert "?Did not come in time" in job.text
    assert job.script.time - begun >= 30
    assert [wait for wait in job.script.waits if wait is not None and wait <= 30]


def test_no_time_at_all(job: Scene) -> None:
    write('sierra 2323\nwait "login: " 0\n')
    job.play("take lab")
    assert "?Did not come in time" in job.text


def test_the_host_closes_first(job: Scene) -> None:
    write('sierra 2323\nwait "login: "\nif timed-out send "x"\n')
    job.play("take lab", lambda: job.host.send(b"goodbye"), lambda: job.host.close())
    assert job.text.endswith(f'goodbye\n?Connection closed before it came - "login: ", line 2 of lab\n{CLOSED_BY_HOST}')
    assert job.mode is Mode.TOP_LEVEL


def test_the_host_closes_behind_the_text(job: Scene) -> None:
    write('sierra 2323\nwait "bye"\ndebug\n')

    def say_goodbye() -> None:
        job.host.send(b"goodbye")
        job.host.close()

    job.play("take lab", say_goodbye)
    assert job.text.endswith(f"goodbye\n{CLOSED_BY_HOST}")
    assert job.job.settings.debug


def test_if_the_last_wait_timed_out(job: Scene) -> None:
    write(
        'sierra 2323\nwait "login: " 3\nif (last wait) timed-out send "^M" /no-return\nwait "login: " 3\n'
        'if timed-out close\nsend "guest"\n'
    )
    job.play("take lab", let_pass(job, 3.5), lambda: job.host.send(b"login: "))
    assert job.host.take() == b"\r\nguest\r\n"
    assert "?" not in job.text


def test_if_closes(job: Scene) -> None:
    write('sierra 2323\nwait "login: " 3\nif ti cl\nscore 2323\nsend "never"\n')
    job.play("take lab", let_pass(job, 3.5))
    assert job.text == f"TELNET>take lab\n{OPENED}Connection closed\n{OPENED}never\n"
    assert job.host.take() == b"never\r\n"


def test_a_wrong_command_behind_if_is_told_before_anything_is_waited_for(job: Scene) -> None:
    write("sierra 2323\nif timed-out frobozz\n")
    job.play("take lab")
    assert job.text.endswith('?Does not match switch or keyword - "frobozz", line 2 of lab\n')


def test_a_pause_shows_what_the_host_says(job: Scene) -> None:
    write('sierra 2323\npause 2\nsend "now"\npause (seconds)\nsend "and now"\n')
    seen: list[str] = []
    job.play(
        "take lab",
        lambda: job.host.send(b"meanwhile"),
        let_pass(job, 1.9),
        lambda: seen.append(job.terminal.text[-9:] + job.host.take().decode()),
        let_pass(job, 0.2),
        lambda: seen.append(job.host.take().decode()),
        let_pass(job, 1),
    )
    assert seen == ["meanwhile", "now\r\n"]
    assert job.host.take() == b"and now\r\n"


def test_keys_are_kept_for_talk_mode(job: Scene) -> None:
    write('sierra 2323\nwait "go" 60\nsend "first"\n')
    job.play("take lab", b"typed ", b"ahead\r", lambda: job.host.send(b"go"))
    assert job.host.take() == b"first\r\ntyped ahead\r\n"


@pytest.mark.parametrize("key", [b"\x03", b"\x1e"])
@pytest.mark.parametrize("command", ['wait "go" 60', "pause 60"])
def test_a_key_ends_the_wait_and_the_file(job: Scene, key: bytes, command: str) -> None:
    write(f'sierra 2323\n{command}\nsend "never"\n')
    job.play("take lab", b"typed", key)
    assert job.text.endswith("?Interrupted, line 2 of lab\n")
    job.play(b"by hand\r")
    assert job.host.take() == b"by hand\r\n"


def test_a_text_may_be_behind_a_flood(job: Scene) -> None:
    write('sierra 2323\nwait "prompt> "\nsend "x"\n')
    block = b"0123456789abcdef" * 2048
    job.play("take lab", *[lambda: job.host.send(block)] * 40, lambda: job.host.send(b"prompt> "))
    assert job.host.take() == b"x\r\n"


def test_a_file_begun_in_the_middle_hears_from_then_on(job: Scene) -> None:
    write('wait "$ " 5\nsend "x"\n')
    job.connect()
    job.play(lambda: job.host.send(b"old $ "), X, "take lab", lambda: job.host.send(b"new $ "))
    assert job.host.take() == b"x\r\n"


def test_by_hand(job: Scene) -> None:
    job.connect()
    assert job.command('send "by hand"') == "by hand\n"
    assert job.host.take() == b"by hand\r\n"
    job.play(X, 'wait "answer" 5', lambda: job.host.send(b"the answer"))
    assert job.mode is Mode.TALK
    job.play(X, 'wait "another" 5', let_pass(job, 6))
    assert job.text.endswith('?Did not come in time - "another"\n')
    assert job.job.session.screen.listener is None


def test_another_host_waits_for_the_end_of_the_connection(job: Scene) -> None:
    write('sierra 2323\nwait "login: "\nconnect score 2323\ndebug\n')
    job.play("take lab", lambda: job.host.send(b"login: "), b"hello\r", X, "status")
    assert job.host.take() == b"hello\r\n"
    assert "TAKE file in progress" in job.text
    job.play(lambda: job.host.close())
    assert [arguments["host"] for arguments, _ in job.network.attempts] == ["sierra", "score"]
    assert job.job.settings.debug


# SEND (FILE)


def test_a_file_goes_as_it_is(job: Scene) -> None:
    Path("config.txt").write_bytes("first\nzweite größer\r\n\xff last".encode("latin-1"))
    write("sierra 2323\nsend (file) config.txt\n")
    job.play("take lab")
    assert job.host.take() == "first\r\nzweite größer\r\n\xff last".encode("latin-1")


def test_a_large_file_waits_for_the_host(job: Scene) -> None:
    contents = b"0123456789abcdef" * (1 << 18)
    Path("large").write_bytes(contents)
    write('sierra 2323\nwait "go"\nsend (file) large\nsend "end"\n')

    def stop_and_go() -> None:
        job.host.room = 1 << 16
        job.host.send(b"go")

    sizes: list[int] = []

    def go_on() -> None:
        sizes.append(len(job.host.received))
        assert job.job.session.transmission.size < 2 << 20
        job.host.room = None

    job.play("take lab", stop_and_go, go_on)
    assert sizes == [1 << 16]
    assert job.host.take() == contents + b"end\r\n"


@pytest.mark.parametrize(
    ("name", "reason"), [("nothing", 'No such file or directory - "nothing"'), (".", 'Is a directory - "."')]
)
def test_a_file_that_cannot_be_sent(job: Scene, name: str, reason: str) -> None:
    job.connect()
    assert job.command(f"send (file) {name}") == f"?{reason}\n"


# What is wrong with the command


@pytest.mark.parametrize(
    ("command", "error"),
    [
        ('wait ""', "?No text to wait for"),
        ("wait login", "?Not a quoted string - quote missing at beginning or end"),
        ('wait "x" 100000', "?Longer than a day"),
        ('wait "x" -1', "?Longer than a day"),
        ('wait "a\\q"', '?Not a character that a backslash can stand for - "\\q"'),
        ('send "a\\x1"', '?Not a character that a backslash can stand for - "\\x"'),
        ('send "a\\"', '?Not a character that a backslash can stand for - "\\"'),
        ('send "a" /return', "?Does not match switch or keyword"),
        ("pause x", "?First nonspace character is not a digit"),
        ("if", '?Null switch or keyword given - ""'),
        ("if (last wait) timed-out", '?Null switch or keyword given - ""'),
        ("if matched close", '?Does not match switch or keyword - "matched"'),
    ],
)
def test_wrong_commands(job: Scene, command: str, error: str) -> None:
    job.connect()
    assert job.command(command) == f"{error}\n"


def test_a_character_that_the_host_has_not(job: Scene) -> None:
    job.play("character-set us-ascii")
    job.connect()
    assert job.command('wait "größe"') == '?Not in the character set of the host - "größe"\n'


def test_text_in_the_hosts_character_set(job: Scene) -> None:
    job.play("character-set cp437")
    write('sierra 2323\nwait "größe: "\nsend "für \\xE1"\n')
    job.play("take lab", lambda: job.host.send("größe: ".encode("cp437")))
    assert job.host.take() == "für ".encode("cp437") + b"\xe1\r\n"
