"""Extended talk command mode: one command at TELNET!, well or badly done, and then the conversation again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.script import CTRL_C, CTRL_D
from telnet_client.mode_table import Mode
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from fakes.scene import Scene, SetScene

X = b"\x1ex"
OPENED = " Trying... Open\nEscape character is CTRL/^\n"


def test_one_command_and_back(scene: Scene) -> None:
    host = scene.connect()
    scene.play(X, "debug", b"hello\r")
    assert scene.job.settings.debug
    assert host.take() == b"hello\r\n"
    assert scene.text == "TELNET!debug\nhello\n"
    assert scene.terminal.calls == ["leave_talk", "enter_talk True"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("frobozz", '?Does not match switch or keyword - "frobozz"\n'),
        ("e", '?Ambiguous - "e"\n'),
        ("debug now", "?Not confirmed\n"),
        ("connect score", '?Does not match switch or keyword - "connect"\n'),
        ("abort", "?Not implemented with this protocol\n"),
    ],
)
def test_a_command_that_fails_and_back(scene: Scene, line: str, error: str) -> None:
    host = scene.connect()
    scene.play(X, line, b"hello")
    assert scene.text == f"TELNET!{line}\n{error}hello"
    assert host.take() == b"hello"


@pytest.mark.parametrize("line", ["", "   ", "; remark", "! remark !", "!remark!  ; and more"])
def test_nothing_and_back(scene: Scene, line: str) -> None:
    host = scene.connect()
    scene.play(X, line, b"hello")
    assert scene.text == f"TELNET!{line}\nhello"
    assert host.take() == b"hello"


def test_the_prompt_begins_on_a_line_of_its_own(scene: Scene) -> None:
    host = scene.connect()
    scene.play(lambda: host.send(b"login: "), X, "")
    assert scene.text == "login: \nTELNET!\n"


def test_control_c_drops_the_line_and_keeps_the_connection(scene: Scene) -> None:
    host = scene.connect()
    scene.play(X, CTRL_C, b"hello")
    assert scene.text == "TELNET!^C\nhello"
    assert host.take() == b"hello"


def test_the_end_of_input_is_exit(scene: Scene) -> None:
    host = scene.connect()
    scene.play(X, CTRL_D)
    assert scene.is_finished
    assert scene.text.endswith("Connection closed\n")
    assert host.stream.is_closed


def test_close(scene: Scene) -> None:
    host = scene.connect()
    scene.play(X, "close")
    assert scene.mode is Mode.TOP_LEVEL
    assert scene.text == "TELNET!close\nConnection closed\n"
    assert host.stream.is_closed


def test_close_leaves_when_the_shell_gave_the_command(set_scene: SetScene) -> None:
    scene = set_scene(command="sierra 2323")
    scene.play(X, "close")
    assert scene.is_finished
    assert scene.text == f"{OPENED}TELNET!close\nConnection closed\n"


def test_exit_closes_and_leaves(scene: Scene) -> None:
    host = scene.connect()
    scene.play(X, "exit")
    assert scene.is_finished
    assert scene.text == "TELNET!exit\nConnection closed\n"
    assert host.stream.is_closed


def test_what_the_host_says_meanwhile_comes_afterwards(scene: Scene) -> None:
    host = scene.connect()
    scene.play(X, lambda: host.send(b"one\r\n"), lambda: host.send(b"two\r\n"), "status; it waits")
    before, _, after = scene.text.partition("Escape character is CTRL/^\n")
    assert before.startswith("TELNET!status")
    assert after == "one\ntwo\n"


def test_the_host_hangs_up_meanwhile(scene: Scene) -> None:
    host = scene.connect()
    scene.play(X, lambda: host.send(b"last words\r\n"), host.close, "debug")
    assert scene.text == "TELNET!debug\nlast words\nConnection closed by foreign host\n"
    assert scene.mode is Mode.TOP_LEVEL


def test_all_commands_of_a_take_file_first(scene: Scene) -> None:
    Path("three.cmd").write_text("debug\n; a remark\n\nescape ^]\nextended\n")
    host = scene.connect()
    scene.play(X, "take three.cmd", b"hello\r")
    assert scene.job.settings == Settings(escape_character=0x1D, debug=True, extended=True)
    assert scene.text == "TELNET!take three.cmd\nhello\n"
    assert host.take() == b"hello\r\n"


def test_an_error_ends_the_take(scene: Scene) -> None:
    Path("wrong.cmd").write_text("debug\nfrobozz\nextended\n")
    host = scene.connect()
    scene.play(X, "take wrong.cmd", b"hello\r")
    assert scene.job.settings == Settings(debug=True)
    assert 'TELNET!take wrong.cmd\n?Does not match switch or keyword - "frobozz"' in scene.text
    assert "line 2 of wrong.cmd\n" in scene.text
    assert host.take() == b"hello\r\n"


def test_a_take_file_may_close(scene: Scene) -> None:
    Path("leave.cmd").write_text("close\ndebug\nexit\n")
    scene.connect()
    scene.play(X, "take leave.cmd")
    assert scene.text == "TELNET!take leave.cmd\nConnection closed\n"
    assert scene.job.settings.debug
    assert scene.is_finished


def test_what_is_left_of_a_take_file_that_connected_comes_first(scene: Scene) -> None:
    Path("on.cmd").write_text("sierra 2323\ndebug\nextended\n")
    scene.play("take on.cmd", b"hello\r", b"\x1e", "no extended")
    assert scene.job.settings == Settings(debug=True)
    assert scene.text == f"TELNET>take on.cmd\n{OPENED}hello\nTELNET!no extended\n"


def test_a_take_file_that_connects_with_its_last_command_is_over(scene: Scene) -> None:
    Path("on.cmd").write_text("sierra 2323\n")
    scene.play("take on.cmd", X, "debug")
    assert scene.text == f"TELNET>take on.cmd\n{OPENED}TELNET!debug\n"


def test_a_reset_while_a_command_is_at_work(scene: Scene) -> None:
    host = scene.connect()
    scene.play(X, host.reset, "debug")
    assert scene.text == "TELNET!debug\n?Connection reset by peer\n"
    assert scene.job.exit_status == 1
