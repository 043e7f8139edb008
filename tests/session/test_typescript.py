"""The typescript keeps what was shown, and is opened with care."""

import os
from pathlib import Path

import pytest

from telnet_client.errors import CommandError
from telnet_client.session.typescript import Typescript


def test_appends_and_is_the_users_alone(tmp_path: Path) -> None:
    name = tmp_path / "TELNET.LOG"
    for part in (b"one\r\n", b"two\xff\0"):
        typescript = Typescript(str(name))
        typescript.write(part)
        typescript.close()
        typescript.close()
    assert name.read_bytes() == b"one\r\ntwo\xff\0"
    assert name.stat().st_mode & 0o777 == 0o600


def test_home_folder_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    Typescript("~/session").close()
    assert (tmp_path / "session").exists()


def refusal(name: str) -> str:
    with pytest.raises(CommandError) as caught:
        Typescript(name)
    return str(caught.value)


def test_what_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"")
    link = tmp_path / "link"
    link.symlink_to(target)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refusal(str(link)) == "Log file error - Is a symbolic link"
    assert refusal(str(tmp_path)) == "Log file error - Is a directory"
    assert refusal(str(tmp_path / "no" / "such")) == "Log file error - No such file or directory"
    assert refusal("a\0b").startswith("Log file error - ")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert refusal(str(pipe)) == "Log file error - Not a plain file"
    finally:
        os.close(reader)
    assert target.read_bytes() == b""


def test_a_device_may_be_named_as_one() -> None:
    typescript = Typescript("/dev/null")
    typescript.write(b"gone")
    typescript.close()


def test_a_full_disk_is_an_error_and_closes_it() -> None:
    typescript = Typescript("/dev/full")
    with pytest.raises(CommandError, match=r"^Log file error - No space left on device$"):
        typescript.write(b"x")
    typescript.close()
