"""The forms of a typescript in real files, and files that go on."""

import json
import re
from pathlib import Path

import pytest

from telnet_client.errors import CommandError
from telnet_client.session.typescript import Typescript


def write(name: Path, switches: tuple[str, ...], *pieces: bytes) -> str:
    typescript = Typescript(str(name), switches, (90, 30))
    for piece in pieces:
        typescript.write(piece)
    typescript.finish()
    return name.read_text()


def test_text_with_times(tmp_path: Path) -> None:
    kept = write(tmp_path / "log", ("TEXT", "TIMESTAMPS"), b"\x1b[1mone\r\n", b"two\r\n")
    assert re.fullmatch(r"(\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] (one|two)\n){2}", kept)


def test_a_recording_goes_on_in_the_same_file(tmp_path: Path) -> None:
    name = tmp_path / "session.cast"
    write(name, ("ASCIICAST",), b"one\r\n")
    lines = [json.loads(line) for line in write(name, ("ASCIICAST",), b"two\r\n").splitlines()]
    assert (lines[0]["version"], lines[0]["width"], lines[0]["height"]) == (2, 90, 30)
    assert [event[1:] for event in lines[1:]] == [["o", "one\r\n"], ["r", "90x30"], ["o", "two\r\n"]]
    times = [event[0] for event in lines[1:]]
    assert times == sorted(times)


def test_a_resize_is_recorded(tmp_path: Path) -> None:
    typescript = Typescript(str(tmp_path / "cast"), ("ASCIICAST",), (0, 0))
    typescript.resize(132, 43)
    typescript.finish()
    assert json.loads((tmp_path / "cast").read_text().splitlines()[1])[1:] == ["r", "132x43"]


def test_another_file_is_no_recording(tmp_path: Path) -> None:
    name = tmp_path / "log"
    name.write_text("plain text\n")
    with pytest.raises(CommandError, match=r"^Log file error - Not an asciicast recording$"):
        Typescript(str(name), ("ASCIICAST",))
    assert name.read_text() == "plain text\n"


@pytest.mark.parametrize("switches", [("RAW", "TEXT"), ("ASCIICAST", "RAW"), ("ASCIICAST", "TIMESTAMPS")])
def test_what_does_not_go_together(tmp_path: Path, switches: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="do not go together"):
        Typescript(str(tmp_path / "log"), switches)
    assert not (tmp_path / "log").exists()
