"""The history: what gets into it and what does not, the file, and whoever else uses it."""

from __future__ import annotations

import fcntl
import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from telnet_client.terminal.command_history import (
    HISTORY_LIMIT,
    CommandHistory,
    append_to_history,
    line_to_keep,
    read_history,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "telnet-client" / "history"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("STATUS", "STATUS"),
        ("STATUS  ", "STATUS"),
        ("", ""),
        ("   ", ""),
        (" EXPORT X y", ""),
        ("STATUS -\n(OF TELNET CONNECTION)", "STATUS (OF TELNET CONNECTION)"),
        ("a\nb", ""),
        ("x" * 5000, ""),
        ("EXPORT LANG C", "EXPORT LANG C"),
        ("EXPORT PASSWORD", "EXPORT PASSWORD"),
        ("EXPORT PASSWORD hunter2", "EXPORT PASSWORD"),
        ("EXPORT PASSWORD=hunter2", "EXPORT PASSWORD"),
        ("export db_passwd hunter2", "export db_passwd"),
        ("exp (ENVIRONMENT VARIABLE) MY_TOKEN hunter2", "exp (ENVIRONMENT VARIABLE) MY_TOKEN"),
        ("!now! EXPORT !this! CLIENT_SECRET_2 hunter2", "!now! EXPORT !this! CLIENT_SECRET_2"),
        ("EXPORT -\nAPI_KEY hunter2", "EXPORT API_KEY"),
        ("DEFINE x (AS) EXPORT TOKEN hunter2", "DEFINE x (AS) EXPORT TOKEN"),
        ("CONNECT compass.example 2323", "CONNECT compass.example 2323"),
        ("EX", "EX"),
    ],
)
def test_what_is_kept_of_a_line(typed: str, kept: str) -> None:
    assert line_to_keep(typed) == kept


def test_lines_are_kept_for_the_next_run(path: Path) -> None:
    history = CommandHistory(str(path))
    for line in ("one", "two", "two", "", "three"):
        history.remember(line)
    assert history.lines == ["one", "two", "three"]
    assert CommandHistory(str(path)).lines == ["one", "two", "three"]


def test_file_and_folder_are_the_users_alone(path: Path) -> None:
    append_to_history(str(path), "one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o644)
    append_to_history(str(path), "two")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_is_read_before_it_is_needed(path: Path) -> None:
    history = CommandHistory(str(path))
    append_to_history(str(path), "from another run")
    assert history.lines == ["from another run"]


def test_the_file_is_bounded(path: Path) -> None:
    for number in range(HISTORY_LIMIT + 20):
        append_to_history(str(path), f"line {number}")
    lines = path.read_text().splitlines()
    assert lines == [f"line {number}" for number in range(20, HISTORY_LIMIT + 20)]
    assert read_history(str(path)) == lines


def test_a_huge_file_is_cut(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"old line\n" * 1_000_000)
    append_to_history(str(path), "new")
    assert read_history(str(path)) == ["old line"] * (HISTORY_LIMIT - 1) + ["new"]
    assert path.stat().st_size < 20_000


@pytest.mark.parametrize(
    ("contents", "lines"),
    [
        (b"", []),
        (b"one", ["one"]),
        (b"one\n\ntwo\n", ["one", "two"]),
        (b"one\n\x1b[31mred\ntwo\n", ["one", "two"]),
        (b"one\n\xff\xfe\x00\ntwo\n", ["one", "two"]),
        (b"\x00" * 100_000, []),
        (b"x" * 100_000 + b"\none\n", ["one"]),
    ],
)
def test_garbled_files(path: Path, contents: bytes, lines: list[str]) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(contents)
    assert read_history(str(path)) == lines
    append_to_history(str(path), "new")
    assert read_history(str(path)) == [*lines, "new"]


@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "loop", "no folder", "impossible"])
def test_what_is_no_file_is_done_without(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "history"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path = tmp_path / "zero"
        path.symlink_to("/dev/zero")
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "no folder":
        (tmp_path / "file").write_text("in the way")
        path = tmp_path / "file" / "history"
    name = "\0" if kind == "impossible" else str(path)
    history = CommandHistory(name)
    history.remember("one")
    history.remember("two")
    assert history.lines == ["one", "two"]
    assert read_history(name) == []


def test_a_locked_file_is_not_waited_for(path: Path) -> None:
    append_to_history(str(path), "one")
    with path.open("rb") as locked:
        fcntl.flock(locked, fcntl.LOCK_EX)
        history = CommandHistory(str(path))
        history.remember("two")
        assert history.lines == ["one", "two"]
        assert path.read_text() == "one\n"
    history.remember("three")
    assert path.read_text() == "one\nthree\n"


def test_two_programs_at_once_lose_nothing(path: Path) -> None:
    """As many lines as make the file be cut, too."""
    count = HISTORY_LIMIT // 2 + 50
    program = (
        "import sys\n"
        "from telnet_client.terminal.command_history import append_to_history\n"
        "sys.stdin.read(1)\n"
        f"for number in range({count}):\n"
        "    append_to_history(sys.argv[1], f'{sys.argv[2]} {number}')\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", program, str(path), name], stdin=subprocess.PIPE) for name in "ab"
    ]
    for writer in writers:
        writer.communicate(b"g")
        assert writer.returncode == 0
    lines = read_history(str(path))
    assert len(lines) == HISTORY_LIMIT
    for name in "ab":
        numbers = [int(line.split()[1]) for line in lines if line.startswith(name)]
        assert numbers == list(range(count - len(numbers), count))
