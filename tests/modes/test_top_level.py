"""Top level: commands at TELNET> until EXIT, or the shell's one command and everything that follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.script import CTRL_C, CTRL_D
from telnet_client.mode_table import Mode
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from fakes.scene import Scene, SetScene

OPENED = " Trying... Open\nEscape character is CTRL/^\n"
CLOSED = "Connection closed by foreign host\n"


@pytest.mark.parametrize("line", ["", "  \t", "; remark", "!remark! ; more", "!half a remark"])
def test_a_blank_line_is_prompted_again(scene: Scene, line: str) -> None:
    scene.play(line, "exit")
    assert scene.text == f"TELNET>{line}\nTELNET>exit\n"


@pytest.mark.parametrize("line", ["exit", "ex", "EXIT (FROM TELNET)", "quit", "q (out of telnet)", CTRL_D])
def test_the_ways_out(scene: Scene, line: str | None) -> None:
    scene.play(line)
    assert scene.is_finished
    assert scene.job.exit_status == 0


def test_control_c_prompts_again(scene: Scene) -> None:
    scene.play(CTRL_C)
    assert scene.mode is Mode.TOP_LEVEL
    assert scene.text == "TELNET>^C\n"


def test_a_conversation_and_back(scene: Scene) -> None:
    scene.play("connect (to) internet (host) sierra (on port) 2323", b"hi\r")
    scene.play(lambda: scene.host.send(b"bye\r\n"), lambda: scene.host.close(), "exit")
    assert scene.text == (
        f"TELNET>connect (to) internet (host) sierra (on port) 2323\n{OPENED}hi\nbye\n{CLOSED}TELNET>exit\n"
    )


def test_the_arguments_reach_the_network(scene: Scene) -> None:
    scene.play("sierra 2323", b"\x1ec", "connect score", b"\x1ec", "con int sierra telnet", b"\x1ec", "no-such")
    asked = [arguments for arguments, _settings in scene.network.attempts]
    assert [(a["host"], a["port"]) for a in asked] == [
        ("sierra", 2323),
        ("score", 23),
        ("sierra", 23),
        ("no-such", 23),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("lots", " Trying... Connection refused\n"),
        ("nowhere", '?No such host name - "nowhere"\n'),
        ("connect nowhere", '?No such host name - "nowhere"\n'),
        ("e", '?No such host name - "e"\n'),
        ("sierra 70000", "?Invalid port number\n"),
        ("sierra 23 x", "?Not confirmed\n"),
        ("connect (at) sierra", "?Invalid guide word\n"),
        ("close", '?No such host name - "close"\n'),
    ],
)
def test_no_connection(scene: Scene, line: str, said: str) -> None:
    scene.play(line)
    assert scene.text == f"TELNET>{line}\n{said}"
    assert scene.mode is Mode.TOP_LEVEL


def test_an_attempt_given_up(scene: Scene) -> None:
    scene.network.is_interrupted = True
    scene.play("sierra")
    assert scene.text == "TELNET>sierra\n Trying... Given up\n"
    assert scene.mode is Mode.TOP_LEVEL


def test_a_line_goes_on_behind_a_hyphen(scene: Scene) -> None:
    scene.play("esc-", "ape -", "^]", "exit")
    assert scene.job.settings.escape_character == 0x1D
    assert scene.text.startswith("TELNET>esc-\nape -\n^]\n")


def test_control_c_drops_a_line_that_goes_on(scene: Scene) -> None:
    scene.play("escape -", CTRL_C)
    assert scene.job.settings == Settings()
    assert scene.text.startswith("TELNET>escape -\n^C\n")
    assert scene.mode is Mode.TOP_LEVEL


def test_the_input_ends_in_a_line_that_goes_on(scene: Scene) -> None:
    scene.play("escape -", CTRL_D, "exit")
    assert "?End of input file reached\n" in scene.text


def test_the_rest_of_a_command_in_a_file(scene: Scene) -> None:
    Path("where").write_text("sierra\n2323\n")
    scene.play("connect @where")
    assert scene.mode is Mode.TALK
    assert scene.network.attempts[0][0]["port"] == 2323


def test_an_indirect_file_that_is_not_there(scene: Scene) -> None:
    scene.play("connect @where")
    assert scene.text == 'TELNET>connect @where\n?No such file or directory - "where"\n'


class TestShellsCommand:
    """`tn` with arguments: that one command, the conversation included, and no prompt."""

    def test_a_command(self, set_scene: SetScene) -> None:
        scene = set_scene(command="status")
        scene.play()
        assert scene.is_finished
        assert scene.text.count("\n") == 2
        assert " TELNET " in scene.text

    def test_a_conversation(self, set_scene: SetScene) -> None:
        scene = set_scene(command="sierra 2323")
        scene.play(b"hi", lambda: scene.host.close())
        assert scene.is_finished
        assert scene.text == f"{OPENED}hi\n{CLOSED}"

    @pytest.mark.parametrize(
        ("command", "said"),
        [
            ("lots", " Trying... Connection refused\n"),
            ("nowhere", '?No such host name - "nowhere"\n'),
            ("sierra 23 x", "?Not confirmed\n"),
        ],
    )
    def test_one_that_fails(self, set_scene: SetScene, command: str, said: str) -> None:
        scene = set_scene(command=command)
        scene.play()
        assert scene.is_finished
        assert scene.text == said

    def test_a_take_file_and_all_of_its_commands(self, set_scene: SetScene) -> None:
        Path("both.cmd").write_text("sierra 2323\nscore 2323\ndebug\n")
        scene = set_scene(command="take both.cmd")
        scene.play(lambda: scene.host.close(), lambda: scene.host.close())
        assert scene.is_finished
        assert scene.job.settings.debug
        assert scene.text == 2 * f"{OPENED}{CLOSED}"

    def test_a_take_file_that_ends_with_a_connection(self, set_scene: SetScene) -> None:
        Path("on.cmd").write_text("debug\nsierra 2323\n")
        scene = set_scene(command="take on.cmd")
        scene.play(lambda: scene.host.close())
        assert scene.is_finished

    def test_an_error_in_the_take_file(self, set_scene: SetScene) -> None:
        Path("wrong.cmd").write_text("frobozz 1 2\nsierra 2323\n")
        scene = set_scene(command="take wrong.cmd")
        scene.play()
        assert scene.is_finished
        assert scene.network.connections == []
        assert "line 1 of wrong.cmd" in scene.text


def test_what_is_left_of_a_take_file_runs_when_the_connection_ends(scene: Scene) -> None:
    Path("twice.cmd").write_text("sierra 2323\nscore 2323\n")
    scene.play("take twice.cmd", lambda: scene.host.close(), b"hi")
    assert scene.mode is Mode.TALK
    assert scene.text == f"TELNET>take twice.cmd\n{OPENED}{CLOSED}{OPENED}hi"
    assert [arguments["host"] for arguments, _ in scene.network.attempts] == ["sierra", "score"]


def test_settings_last_and_connections_do_not(scene: Scene) -> None:
    scene.play("escape ^]", "debug", "sierra 2323", b"\x1dc", "score 2323", b"\x1dc")
    assert scene.text.count("Escape character is CTRL/]\n") == 3  # one of the command itself, two of the connections


def test_the_escape_character_is_named_on_a_terminal_only(set_scene: SetScene) -> None:
    for options in ({"has_keyboard": False}, {"has_screen": False}):
        scene = set_scene(command="sierra 2323", **options)
        scene.play()
        assert scene.text == " Trying... Open\n"
