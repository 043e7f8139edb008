"""TAKE files: which commands a file holds, and what is no file of commands."""

from __future__ import annotations

import pytest

from telnet_client.comnd.take import TakeFile, read_commands
from telnet_client.errors import CommandError


@pytest.mark.parametrize(
    ("data", "commands"),
    [
        (b"", []),
        (b"\n\n", []),
        (b"status", [(1, "status")]),
        (b"status\nexit\n", [(1, "status"), (2, "exit")]),
        (b"status\r\nexit\r\n", [(1, "status"), (2, "exit")]),
        (b"status\rexit\r", [(1, "status"), (2, "exit")]),
        (b"status\fexit", [(1, "status"), (2, "exit")]),
        (b"; remark\n  \n\t; another\n status\n", [(4, " status")]),
        (b"connect -\n foo -\n 23\nexit\n", [(1, "connect -\n foo -\n 23"), (4, "exit")]),
        (b"; remark -\nstatus\nexit\n", [(1, "; remark -\nstatus"), (3, "exit")]),
        (b"status -", [(1, "status -")]),
        (b"log x\x16-\nexit", [(1, "log x\x16-"), (2, "exit")]),
        (b'ESCAPE "\x1e"\nESCAPE "\x1c\x1d\x0b\xc2\x85"\n', [(1, 'ESCAPE "\x1e"'), (2, 'ESCAPE "\x1c\x1d\x0b\x85"')]),
        (b"\xef\xbb\xbfstatus\n", [(1, "status")]),
        ("log gr\xfc\xdfe\n".encode(), [(1, "log gr\xfc\xdfe")]),
    ],
)
def test_commands(data: bytes, commands: list[tuple[int, str]]) -> None:
    assert list(read_commands(data)) == commands


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\x7fELF\0\0", "Not a text file"),
        (b"status\0\n", "Not a text file"),
        (b"status\nlog gr\xfc\xdfe\n", "Not a text file - line 2 is not UTF-8"),
        (b"status\r\n\r\n\xff", "Not a text file - line 3 is not UTF-8"),
        (b"\xff\xfes\0", "Not a text file"),
    ],
)
def test_no_text(data: bytes, error: str) -> None:
    with pytest.raises(CommandError) as raised:
        TakeFile("x.cmd", data)
    assert str(raised.value) == error


def test_one_by_one() -> None:
    file = TakeFile("x.cmd", b"\nstatus\n\nconnect -\nfoo\nexit")
    assert (file.name, file.line_number) == ("x.cmd", 0)
    taken = []
    while (line := file.next_command()) is not None:
        taken.append((file.line_number, line))
    assert taken == [(2, "status"), (4, "connect -\nfoo"), (6, "exit")]
    assert file.next_command() is None
    assert file.line_number == 6


def test_a_long_file() -> None:
    assert len(read_commands(b"status\n" * 50_000)) == 50_000
    assert len(read_commands(b"status -\n" * 50_000)) == 1
