"""STATUS, line by line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.host import DO, IAC, WILL, WONT
from telnet_client import __version__
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from fakes.scene import Scene, SetScene

X = b"\x1ex"
AYT = 246
BINARY, ECHO, SUPPRESS_GO_AHEAD, TERMINAL_TYPE = 0, 1, 3, 24
HEADING = f"{os.uname().nodename} TELNET {__version__}\nThis is {os.uname().sysname} {os.uname().release}\n"

RAW = f"""\
{HEADING}Connected to host SIERRA, port 2323
Local host is echoing
Line editor disabled
Host is not sending binary
Transparent mode disabled
Opaque mode disabled
Page mode disabled
No log file
No TAKE file
Simple talk command mode
Escape character is CTRL/^
"""
TELNET = f"""\
{HEADING}Connected to host SIERRA, port 23
Remote host is echoing
Line editor disabled
Host is not sending binary
Transparent mode disabled
Opaque mode disabled
Page mode disabled
No log file
No TAKE file
Simple talk command mode
Escape character is CTRL/^
Using Internet TELNET protocol
Options of the host: ECHO SUPPRESS-GO-AHEAD
Options of this side: TERMINAL-TYPE
GA's are suppressed
Remote host status reply:
"""


def test_without_a_connection(scene: Scene) -> None:
    assert scene.command("status") == HEADING


def test_of_a_raw_connection(scene: Scene) -> None:
    host = scene.connect()
    assert scene.command("status") == RAW
    assert host.take() == b""


def test_of_a_conversation_in_telnet(scene: Scene) -> None:
    host = scene.connect(23)
    offers = bytes((IAC, WILL, ECHO, IAC, WILL, SUPPRESS_GO_AHEAD, IAC, DO, TERMINAL_TYPE))
    scene.play(lambda: host.send(offers))
    host.take()
    assert scene.command("status") == TELNET
    assert host.take() == bytes((IAC, AYT))
    scene.play(lambda: host.send(b"[SIERRA: yes]\r\n"))
    assert scene.text.endswith("Remote host status reply:\n[SIERRA: yes]\n")


def test_the_letter_says_the_same(scene: Scene) -> None:
    scene.connect()
    scene.play(b"\x1es")
    assert scene.text == RAW


@pytest.mark.parametrize(
    ("said", "off", "on"),
    [
        (bytes((IAC, WONT, ECHO)), "Remote host is echoing", "Local host is echoing"),
        (bytes((IAC, WILL, BINARY)), "Host is not sending binary", "Host is sending binary"),
        (bytes((IAC, DO, BINARY)), "Transparent mode disabled", "Transparent mode enabled"),
        (bytes((IAC, WILL, SUPPRESS_GO_AHEAD)), "Host wants GA's", "GA's are suppressed"),
    ],
)
def test_what_the_host_changes(scene: Scene, said: bytes, off: str, on: str) -> None:
    host = scene.connect(23)
    before = scene.command("status").splitlines()
    scene.play(lambda: host.send(said))
    after = scene.command("status").splitlines()
    assert off in before
    assert on not in before
    assert on in after
    assert off not in after


def test_no_options(scene: Scene) -> None:
    scene.connect(23)
    lines = scene.command("status").splitlines()
    assert "Options of the host: none" in lines
    assert "Options of this side: none" in lines


def test_many_options_take_several_lines(scene: Scene) -> None:
    host = scene.connect(23)
    scene.play(lambda: host.send(b"".join(bytes((IAC, DO, option)) for option in (0, 3, 5, 24, 31, 32, 33, 39))))
    lines = scene.command("status").splitlines()
    assert max(map(len, lines)) < 80
    start = next(number for number, line in enumerate(lines) if line.startswith("Options of this side:"))
    assert lines[start + 1].startswith(" ")
    told = " ".join(lines[start : start + 2]).split(":")[1].split()
    assert {"BINARY", "STATUS", "WINDOW-SIZE", "NEW-ENVIRON"} <= {name.replace("NAWS", "WINDOW-SIZE") for name in told}


def test_what_the_user_changes(set_scene: SetScene) -> None:
    scene = set_scene(Settings(escape_character=0x1D, extended=True, log_file="session.log"))
    scene.connect()
    scene.play(b"\x1d", "status")
    assert {"Escape character is CTRL/]", "Extended talk command mode", "Log file open"} <= set(scene.text.splitlines())


def test_in_a_take_file(scene: Scene) -> None:
    Path("look.cmd").write_text("status\n")
    scene.connect()
    assert "TAKE file in progress\n" in scene.command("take look.cmd")
    assert "No TAKE file\n" in scene.command("status")


def test_no_escape_character(set_scene: SetScene) -> None:
    scene = set_scene()
    scene.connect()
    assert scene.command("escape off") == "Escape character is off\n"
    assert scene.job.settings.escape_character is None
