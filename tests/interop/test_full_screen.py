"""Full-screen programs on a host draw here what they draw without a network in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from support.hosts import inetutils_telnetd, required

if TYPE_CHECKING:
    from pathlib import Path

    from support.program import Program
    from support.user import User

pytestmark = pytest.mark.interop

TEXT = "".join(f"line {number:03} {'~' * (number % 60)} Grüße, 世界 {number}\n" for number in range(1, 201))

LOGIN = """\
#!/bin/sh
cd {folder}
export LC_ALL=C.UTF-8
read -r go
{command}
echo back from {name}
read -r end
"""

VI_ARGUMENTS = ["-u", "NONE", "-i", "NONE", "-n"]


class Keys(NamedTuple):
    """Keys, and a word that is on the screen when they have been obeyed."""

    keys: str
    word: str


class Resize(NamedTuple):
    """A change of the window's size."""

    columns: int
    rows: int


Step = Keys | Resize

STEPS: dict[str, list[Step]] = {
    "vi": [
        Keys("", "line 001"),
        Keys("G", "line 200"),
        Keys("100GOnew text\x1b", "new text"),
        Keys(":set number\r", "100 new text"),
        Resize(61, 15),
        Keys("dd:1\r", "  1 line 001"),
    ],
    "less": [
        Keys("", "line 001"),
        Keys(" ", "line 040"),
        Keys("/line 150\r", "line 150"),
        Keys("k", "line 149"),
        Resize(61, 15),
        Keys("g", "line 001"),
        Keys("G", "(END)"),
    ],
}

LEAVE = {"vi": ":q!\r", "less": "q"}


def take_step(program: Program, step: Step) -> None:
    if isinstance(step, Resize):
        before = len(program.output)
        program.resize(step.columns, step.rows)
        program.wait_for_output(b"\x1b", before)
    else:
        program.type(step.keys)
        program.wait_for(step.word)


def check_same_picture(far: Program, near: Program, steps: list[Step]) -> None:
    for step in steps:
        take_step(near, step)
        take_step(far, step)
        far.wait_for(lambda screen: screen.text == near.screen.text)


@pytest.mark.parametrize("name", ["vi", "less"])
def test_full_screen_program_draws_right(user: User, host_folder: Path, name: str) -> None:
    program = required(name, {"vi": "vim-tiny", "less": "less"}[name])
    user.write("text", TEXT)
    argv = [program, *(VI_ARGUMENTS if name == "vi" else []), "text"]
    login = LOGIN.format(folder=user.folder, command=" ".join(argv), name=name)
    with inetutils_telnetd(host_folder, login) as host:
        far = user.tn("127.0.0.1", host.port)
        far.wait_for("Escape character is")
        far.type("\r")
        near = user.run(argv, environment={"LC_ALL": "C.UTF-8"})
        check_same_picture(far, near, STEPS[name])

        far.type(LEAVE[name])
        far.wait_for(f"back from {name}")
        assert far.screen.complaints() == []
        assert "Trying... Open" in far.screen.text
        far.type("\r")
        far.wait_exit()
        assert far.complaints() == []
