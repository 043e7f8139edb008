"""LOG and NO LOG."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fakes.scene import Scene


@pytest.mark.parametrize(
    ("line", "name"), [("log", "TELNET.LOG"), ("log (file is) my.log", "my.log"), ('log "a b"', "a b"), ("lo x", "x")]
)
def test_log(scene: Scene, line: str, name: str) -> None:
    assert scene.command(line) == ""
    assert scene.job.settings.log_file == name
    assert not Path(name).exists()  # not before there is a connection
    host = scene.connect()
    scene.play(lambda: host.send(b"hello"))
    assert Path(name).read_bytes() == b"hello"
    assert os.stat(name).st_mode & 0o777 == 0o600


def test_while_connected_it_opens_at_once(scene: Scene) -> None:
    host = scene.connect()
    assert scene.command("log") == ""
    assert Path("TELNET.LOG").read_bytes() == b""
    scene.play(lambda: host.send(b"hello"))
    assert Path("TELNET.LOG").read_bytes() == b"hello"


def test_no_log(scene: Scene) -> None:
    host = scene.connect()
    scene.play(b"\x1ex", "log")
    assert scene.command("no log (file)") == ""
    scene.play(lambda: host.send(b"hello"))
    assert Path("TELNET.LOG").read_bytes() == b""
    assert scene.job.settings.log_file is None
    assert "No log file" in scene.command("status")


def test_no_log_without_one(scene: Scene) -> None:
    assert scene.command("no log") == ""


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".", "Is a directory"),
        ("no/such/file", "No such file or directory"),
        ("link", "Is a symbolic link"),
        ("pipe", "Not a plain file"),
    ],
)
def test_what_is_refused(scene: Scene, name: str, reason: str) -> None:
    Path("link").symlink_to("elsewhere")
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        host = scene.connect()
        assert scene.command(f"log {name}") == f"?Log file error - {reason}\n"
        assert scene.job.settings.log_file is None
        scene.play(lambda: host.send(b"hello"))
        assert scene.text.endswith("hello")
        assert not Path("elsewhere").exists()
    finally:
        os.close(reader)


def test_errors_of_the_line(scene: Scene) -> None:
    assert scene.command("log a b") in ("?Not confirmed\n", "?Not a switch - does not begin with slash\n")
    assert scene.command("no log a") == "?Not confirmed\n"
    assert scene.job.settings.log_file is None
