"""SHOW (INFORMATION ABOUT): each subject, with and without a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fakes.host import DO, IAC, WILL
from telnet_client.backends import BACKENDS
from telnet_client.protocol.options import OPTIONS
from telnet_client.settings import Settings
from telnet_client.terminal.command_history import CommandHistory

if TYPE_CHECKING:
    from fakes.scene import Scene, SetScene

BINARY, ECHO, TERMINAL_TYPE = 0, 1, 24


def rows(text: str) -> dict[str, list[str]]:
    """The lines of a table by their first column, the others in a list."""
    table = {}
    for line in text.splitlines():
        assert line.startswith(" "), line
        name, *cells = (cell.strip() for cell in line.split("   ") if cell.strip())
        table[name] = cells
    return table


# Definitions


def test_definitions(set_scene: SetScene) -> None:
    scene = set_scene(Settings(definitions=(("lab", "connect sierra 2323"), ("Far", "score"))))
    assert scene.command("show (information about) definitions") == (
        " DEFINE (HOST) Far (AS) score\n DEFINE (HOST) lab (AS) connect sierra 2323\n"
    )


def test_definitions_as_shown_can_be_typed(set_scene: SetScene) -> None:
    before = Settings(definitions=(("lab", 'log "a ""b"" c" /text'), ("lab2", "[2001:db8::1]:23")))
    shown = set_scene(before).command("show definitions")
    other = set_scene()
    for line in shown.splitlines():
        assert other.command(line.strip()) == ""
    assert other.job.settings.definitions == before.definitions


def test_a_definition_cannot_harm_the_terminal(set_scene: SetScene) -> None:
    scene = set_scene(Settings(definitions=(("bad", 'escape "\x1b]0;x\x07' + "x" * 5000),)))
    shown = scene.command("show definitions")
    assert shown.startswith(' DEFINE (HOST) bad (AS) escape "^[]0;x^G')
    assert len(shown) < 1100


def test_no_definitions(scene: Scene) -> None:
    assert scene.command("show definitions") == " No definitions\n"


# History


def test_history(scene: Scene) -> None:
    history = CommandHistory()
    for line in ("sierra", "status"):
        history.remember(line)
    assert scene.command("show history") == " sierra\n status\n"


def test_no_history(scene: Scene) -> None:
    assert scene.command("show history") == " No commands yet\n"


# Networks


def test_networks(scene: Scene) -> None:
    assert list(rows(scene.command("show networks"))) == list(BACKENDS)


# Settings


def test_settings(set_scene: SetScene) -> None:
    scene = set_scene(
        Settings(
            escape_character=None,
            debug=True,
            log_file="a\x1bb.log",
            exports=(("USER", "guest"), ("LANG", "C")),
            address_family=6,
            definitions=(("lab", "x"),),
        )
    )
    shown = rows(scene.command("show settings"))
    assert [shown[name][0] for name in ("ESCAPE", "DEBUG", "EXTENDED", "EXPORT", "-4, -6", "DEFINE")] == [
        *("off", "on", "off", "USER, LANG", "IPv6 only", "1")
    ]
    assert "a^[b.log" in scene.command("show settings")


def test_settings_as_they_are_at_the_start(scene: Scene) -> None:
    shown = rows(scene.command("show settings"))
    assert [shown[name][0] for name in ("ESCAPE", "DEBUG", "EXPORT", "-4, -6", "DEFINE")] == [
        *("CTRL/^", "off", "none", "IPv4 and IPv6", "none")
    ]


# Options


def test_options_that_are_known(scene: Scene) -> None:
    shown = rows(scene.command("show options"))
    assert list(shown) == ["Option", *(option.handler.name for option in OPTIONS)]
    assert shown["Option"] == ["Our side", "Host's side"]
    assert shown["BINARY"] == ["if asked", "if asked"]
    assert shown["ECHO"] == ["no", "if asked"]
    assert shown["TERMINAL-TYPE"] == ["if asked", "no"]


def test_options_of_a_connection(scene: Scene) -> None:
    scene.connect(23).send(bytes((IAC, WILL, ECHO, IAC, DO, TERMINAL_TYPE)))
    shown = rows(scene.command("show options"))
    assert shown["ECHO"] == ["no", "on"]
    assert shown["TERMINAL-TYPE"] == ["on", "no"]
    assert shown["SUPPRESS-GO-AHEAD"] == ["off", "asked for"]
    assert shown["BINARY"] == ["off", "off"]


def test_an_option_on_its_way_out(scene: Scene) -> None:
    host = scene.connect(23)
    host.send(bytes((IAC, WILL, ECHO)))
    scene.command("no echo")
    assert rows(scene.command("show options"))["ECHO"] == ["no", "on, end asked for"]


def test_options_before_the_protocol_has_begun(scene: Scene) -> None:
    scene.connect(2323)
    assert scene.command("show options") == " The TELNET protocol is not in use\n"


# Parsing


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("show", "?Null switch or keyword given"),
        ("show me", "?Does not match switch or keyword"),
        ("show settings now", "?Not confirmed"),
        ("show (me) settings", "?Invalid guide word"),
    ],
)
def test_errors(scene: Scene, line: str, error: str) -> None:
    assert scene.command(line) == f"{error}\n"


@pytest.mark.parametrize("subject", ["definitions", "history", "networks", "options", "settings"])
def test_each_subject_at_the_other_prompt(scene: Scene, subject: str) -> None:
    scene.connect(23)
    assert scene.command(f"show {subject}").startswith(" ")
