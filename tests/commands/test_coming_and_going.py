"""CLOSE, EXIT, QUIT, PUSH, DEMO, HELP, and the switches DEBUG and EXTENDED."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fakes.host import DO, IAC, WONT
from telnet_client.mode_table import Mode
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from fakes.scene import Scene, SetScene

X = b"\x1ex"
UNKNOWN = 31 + 68


def test_close(scene: Scene) -> None:
    host = scene.connect()
    assert scene.command("close (connection)") == "Connection closed\n"
    assert host.stream.is_closed
    assert scene.mode is Mode.TOP_LEVEL


def test_close_gives_the_screen_back_behind_everything_shown(scene: Scene) -> None:
    host = scene.connect()
    scene.play(scene.terminal.hold_screen, lambda: host.send(b"half a line"), X, scene.terminal.release_screen, "close")
    assert scene.text == "half a line\nTELNET!close\nConnection closed\n"
    assert scene.terminal.calls[-1] == "reset_screen"


def test_exit_without_a_connection(scene: Scene) -> None:
    assert scene.command("exit (from telnet)") == ""
    assert scene.is_finished


def test_exit_with_one(scene: Scene) -> None:
    scene.connect()
    assert scene.command("exit") == "Connection closed\n"
    assert scene.is_finished


def test_quit_without_a_connection(scene: Scene) -> None:
    assert scene.command("quit (out of telnet)") == ""
    assert scene.is_finished
    assert "suspend" not in scene.terminal.calls


def test_quit_with_one(scene: Scene) -> None:
    host = scene.connect()
    assert scene.command("quit") == ""
    assert "suspend" in scene.terminal.calls
    scene.play(b"still here")
    assert host.take() == b"still here"


def test_quit_without_job_control(scene: Scene) -> None:
    scene.connect()
    scene.terminal.has_job_control = False
    assert scene.command("quit").startswith("?No job control here")
    assert scene.mode is Mode.TALK


@pytest.mark.parametrize("is_connected", [False, True])
def test_push(scene: Scene, is_connected: bool) -> None:
    if is_connected:
        scene.connect()
    assert scene.command("push (command level)") == ""
    assert "run_shell /bin/sh None" in scene.terminal.calls


def test_push_of_what_is_no_shell(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/no/such/shell")
    scene.terminal.shell_error = FileNotFoundError(2, "No such file or directory")
    assert scene.command("push") == "?Cannot run /no/such/shell - No such file or directory\n"


def test_demo(scene: Scene) -> None:
    scene.play("demo (host)", b"\x1ec", "dem")
    addresses = [(arguments["host"], arguments["port"]) for arguments, _ in scene.network.attempts]
    assert len(addresses) == 2
    assert addresses[0] == addresses[1]  # the one host there is
    assert scene.mode is Mode.TALK


@pytest.mark.parametrize("settings", [Settings(), Settings(escape_character=0x1D), Settings(escape_character=None)])
def test_help(set_scene: SetScene, settings: Settings) -> None:
    scene = set_scene(settings)
    text = scene.command("help (in using telnet)")
    key = scene.job.escape_key()
    assert text.startswith("\nTELNET lets you ")
    assert "TELNET>sierra" in text
    assert "\n        C       Close the connection and return to command level\n" in text
    assert f"\n        {key:8}Send {key} to the foreign host\n" in text
    assert f"\n        ?       List the {key} command options\n" in text
    assert max(map(len, text.splitlines())) < 81


def test_debug(scene: Scene) -> None:
    host = scene.connect(23)
    question = bytes((IAC, DO, UNKNOWN))
    scene.play(X, "debug (protocol negotiations)", lambda: host.send(question))
    assert scene.text.endswith(f"*R*IAC,DO {UNKNOWN:o}*\n*S*IAC,WONT {UNKNOWN:o}*\n")
    assert host.take() == bytes((IAC, WONT, UNKNOWN))
    scene.play(X, "no debug")
    scene.forget()
    scene.play(lambda: host.send(bytes((IAC, DO, UNKNOWN + 1))))
    assert scene.text == ""


def test_debug_shows_what_commands_send(scene: Scene) -> None:
    scene.connect(23)
    scene.play(X, "debug")
    assert scene.command("attn") == "*S*IAC,IP,IAC,DM*\n"
    assert scene.command("transparent") == "*S*IAC,WILL,TRNBIN*\n*S*IAC,DO,TRNBIN*\n"


def test_a_trace_line_stands_alone(scene: Scene) -> None:
    host = scene.connect(23)
    scene.play(X, "debug", lambda: host.send(b"login: " + bytes((IAC, DO, UNKNOWN)) + b"joe"))
    assert scene.text.endswith(f"login: \n*R*IAC,DO {UNKNOWN:o}*\n*S*IAC,WONT {UNKNOWN:o}*\njoe")


def test_extended(scene: Scene) -> None:
    scene.connect()
    scene.play(X, "extended", b"\x1e", "no extended", b"\x1e?")
    assert scene.mode is Mode.TALK_COMMAND
    assert "Type a single character command:" in scene.text
