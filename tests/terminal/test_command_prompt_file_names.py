"""Names of files for completing and listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from telnet_client.terminal.file_names import list_files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("one.cmd", "other", ".hidden", "two words", "evil\x1b[31m", "line\nend"):
        (tmp_path / name).write_text("")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "deep.log").write_text("")
    (tmp_path / "dangling").symlink_to("nowhere")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("beginning", "names"),
    [
        ("o", ["one.cmd", "other"]),
        ("one.cmd", ["one.cmd"]),
        ("", ["dangling", "one.cmd", "other", "sub/", "two words"]),
        (".", [".hidden"]),
        ("sub", ["sub/"]),
        ("sub/", ["sub/deep.log"]),
        ("./o", ["./one.cmd", "./other"]),
        ("~/su", ["~/sub/"]),
        ("none", []),
        ("none/x", []),
        ("one.cmd/x", []),
        ("\0", []),
        ("x" * 100_000, []),
        ("x" * 100_000 + "/", []),
    ],
)
def test_names(folder: Path, beginning: str, names: list[str]) -> None:
    assert list_files(beginning) == names


def test_absolute_names(folder: Path) -> None:
    assert list_files(f"{folder}/one") == [f"{folder}/one.cmd"]
