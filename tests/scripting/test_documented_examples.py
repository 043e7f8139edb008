"""Every example of the pages for programmers, and the files of commands in them, at work on a real host."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from support.hosts import LOGIN, busybox_telnetd, executable
from support.lines import PtyLine
from support.user import User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.hosts import Server

pytestmark = pytest.mark.interop

ROOT = Path(__file__).parent.parent.parent
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?:^    .*\n|^\n(?=    ))+", re.MULTILINE)


def examples(page: str, sign: str) -> list[str]:
    """The blocks of code of a page in which there is such a line."""
    text = (ROOT / page).read_text()
    blocks = [block for kind, block in FENCED.findall(text) if kind == "python"]
    blocks += [dedent(block).lstrip("\n") for block in INDENTED.findall(FENCED.sub("", text))]
    return [block for block in blocks if re.search(sign, block, re.MULTILINE)]


ALL_PROGRAMS = [
    (page, block)
    for page in ("README.md", "docs/scripting.md", "docs/telnetlib.md")
    for block in examples(page, "^(import|from) ")
]
PROGRAMS = [(page, program) for page, program in ALL_PROGRAMS if "/dev/" not in program]
FILES = [(page, block) for page in ("docs/scripting.md", "docs/user-guide.md") for block in examples(page, "^WAIT ")]


def named(examples: list[tuple[str, str]]) -> list[str]:
    """A name for each."""
    return [f"{page}-{place}" for place, (page, _) in enumerate(examples)]


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Server]:
    """A host where guests can log in and have a program `show`."""
    folder = tmp_path / "lab"
    executable(folder / "show", "#!/bin/sh\necho The $1 is seven\n")
    with busybox_telnetd(folder, LOGIN.replace("PS1=", 'PATH="$PWD:$PATH" PS1=')) as host:
        yield host


def test_none_is_overlooked() -> None:
    assert [sum(page == name for name, _ in ALL_PROGRAMS) for page in ("README.md", "docs/scripting.md")] == [2, 4]
    assert [page for page, _ in FILES] == ["docs/scripting.md", "docs/user-guide.md"]


def test_programs_on_a_terminal_line() -> None:
    (program,) = (program for _, program in ALL_PROGRAMS if "/dev/" in program)
    with PtyLine() as line:
        words = [sys.executable, "-c", program.replace("/dev/ttyUSB0", line.path)]
        run = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line.receive_all(b"\r")
        line.send(b"\r\nU-Boot => ")
        assert run.communicate(timeout=60) == ("\nU-Boot => \n", "")


@pytest.mark.parametrize(("page", "program"), PROGRAMS, ids=named(PROGRAMS))
def test_programs(lab: Server, page: str, program: str) -> None:
    program = program.replace('"lab.example", 23', f'"127.0.0.1", {lab.port}')
    program = program.replace('"lab.example"', f'"127.0.0.1:{lab.port}"')
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stderr) == (0, ""), program
    if "show version" in program:
        assert "The version is seven" in run.stdout
    elif "screen" in program:
        assert "login:" in run.stdout


@pytest.mark.parametrize(("page", "commands"), FILES, ids=named(FILES))
def test_files_of_commands(lab: Server, tmp_path: Path, page: str, commands: str) -> None:
    with User(tmp_path) as user:
        user.write("lab.cmd", commands.replace("lab.example", f"127.0.0.1 {lab.port}"))
        program = user.piped_tn("--command-file", "lab.cmd")
        program.write(b"show version\nexit\n")  # what the user would type, where the file does not leave
        program.wait_for_output(b"The version is seven")
        program.end_input()
        assert program.wait_exit() == 0
