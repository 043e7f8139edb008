"""REPLAY: a typescript is shown once more, at its own pace or faster, and stops when the user has seen enough."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fakes.scene import Scene

HEADER = {"version": 2, "width": 80, "height": 24}
HOUR = 3600.0


def record(name: str, *events: list[object]) -> None:
    Path(name).write_text("".join(f"{json.dumps(line)}\n" for line in (HEADER, *events)))


def test_a_recording(scene: Scene) -> None:
    record("session.cast", [0.01, "o", "one\r\n"], [0.02, "i", "typed"], [0.03, "r", "90x30"], [0.04, "o", "\x1b[1mdé"])
    assert scene.command("REPLAY session.cast") == "one\n\x1b[1mdé\n"
    assert scene.terminal.calls == ["enter_talk False", "leave_talk", "reset_screen"]


def test_faster(scene: Scene) -> None:
    """In real time nobody waits for this test."""
    record("session.cast", *([number * 10.0, "o", str(number)] for number in range(5)))
    assert scene.command("REPLAY session.cast /SPEED:1000") == "01234\n"


@pytest.mark.parametrize("key", [b"\x03", b"\x1e"])
def test_a_key_ends_it(scene: Scene, key: bytes) -> None:
    record("session.cast", [HOUR, "o", "then"])
    scene.terminal.type(b"other keys do not" + key)
    assert scene.command("REPLAY session.cast") == ""


@pytest.mark.parametrize(("name", "shown"), [("UTF-8", "é\n\n"), ("CP437", "├⌐\n\n")])
def test_a_typescript_without_times_is_in_the_hosts_character_set(scene: Scene, name: str, shown: str) -> None:
    scene.command(f"CHARACTER-SET {name}")
    Path("TELNET.LOG").write_bytes("é\n".encode())
    assert scene.command("REPLAY TELNET.LOG /SPEED:1000") == shown.removesuffix("\n")
    assert "enter_talk True" in scene.terminal.calls


@pytest.mark.parametrize(
    ("contents", "shown", "error"),
    [
        ('{"version": 2}\n[0, "o", "begun"]\n[1e999, "o", "x"]\n', "begun", "Not an asciicast event, line 3"),
        ('{"version": 2}\n' + "[" * 100_000, "", "Not an asciicast event, line 2"),
    ],
)
def test_a_recording_that_is_broken(scene: Scene, contents: str, shown: str, error: str) -> None:
    Path("broken.cast").write_text(contents)
    said = scene.command("REPLAY broken.cast")
    assert said.startswith(shown)
    assert f"?{error}\n" in said


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("REPLAY nowhere.cast", '?No such file or directory - "nowhere.cast"'),
        ("REPLAY /", '?Is a directory - "/"'),
        ("REPLAY session.cast /SPEED:0", "?Speed is not between 1 and 1000"),
        ("REPLAY session.cast /SPEED:1001", "?Speed is not between 1 and 1000"),
    ],
)
def test_errors(scene: Scene, line: str, error: str) -> None:
    record("session.cast")
    assert scene.command(line).startswith(error)
