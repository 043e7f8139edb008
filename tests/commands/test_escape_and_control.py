"""ESCAPE and CONTROL: the character that talk mode keeps, and those that no key sends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fakes.scene import Scene


@pytest.mark.parametrize(
    ("typed", "code", "key"),
    [
        ('"^"', ord("^"), "^"),
        ('"\x1d"', 0x1D, "CTRL/]"),
        ('"~tail"', ord("~"), "~"),
        ("^]", 0x1D, "CTRL/]"),
        ("^a", 1, "CTRL/A"),
        ("^?", 0x7F, "DELETE"),
        ("^@", 0, "CTRL/@"),
        ("35", 0o35, "CTRL/]"),
        ("33", 0o33, "ESC"),
        ("177", 0o177, "DELETE"),
        ("0", 0, "CTRL/@"),
        ("40", 0o40, "SPACE"),
        ("0x1d", 0x1D, "CTRL/]"),
        ("OFF", None, "off"),
    ],
)
def test_escape(scene: Scene, typed: str, code: int | None, key: str) -> None:
    assert scene.command(f"escape (character is) {typed}") == f"Escape character is {key}\n"
    assert scene.job.settings.escape_character == code


def test_a_bare_escape_is_the_default_again(scene: Scene) -> None:
    scene.play("escape ^]")
    assert scene.command("escape") == "Escape character is CTRL/^\n"
    assert scene.job.settings.escape_character == 0o36


def test_escape_says_nothing_in_a_take_file(scene: Scene) -> None:
    Path("quiet.cmd").write_text("escape ^]\n")
    assert scene.command("take quiet.cmd") == ""
    assert scene.job.settings.escape_character == 0x1D


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("200", "?Invalid ASCII value\n"),
        ("400000000000000000000000000000000", "?Invalid ASCII value\n"),
        ("8", "?Invalid character in number\n"),
        ("frobozz", "?Invalid ASCII value\n"),
        ('"', "?Not a quoted string - quote missing at beginning or end\n"),
        ("^] x", "?Not confirmed\n"),
    ],
)
def test_what_is_no_escape_character(scene: Scene, typed: str, said: str) -> None:
    assert scene.command(f"escape {typed}") == said
    assert scene.job.settings.escape_character == 0o36


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("", b"\x1e"),
        ('"^"', b"\x1e"),
        ('"C"', b"\x03"),
        ('"c"', b"\x03"),
        ('"@"', b"\x00"),
        ('"_"', b"\x1f"),
        ("3", b"\x03"),
        ("101", b"A"),
        ("^]", b"\x1d"),
    ],
)
def test_control(scene: Scene, typed: str, sent: bytes) -> None:
    host = scene.connect(23)
    assert scene.command(f"control (character) {typed}".rstrip()) == ""
    assert host.take() == sent


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('"1"', "?Character doesn't have a control form\n"),
        ("^1", "?Character doesn't have a control form\n"),
        ("200", "?Invalid ASCII value\n"),
        ("off", "?Invalid ASCII value\n"),
    ],
)
def test_what_has_no_control_form(scene: Scene, typed: str, said: str) -> None:
    host = scene.connect(23)
    assert scene.command(f"control {typed}") == said
    assert host.take() == b""


def test_control_is_echoed_like_a_key(scene: Scene) -> None:
    scene.connect()
    assert scene.command('control "C"') == "^C"
