"""The one who runs the programs: an empty home folder, a working folder, an environment without surprises."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from support.piped_program import PipedProgram
from support.program import Program

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from support.recorder import Pace


def installed_program() -> str:
    """The `tn` under test: the one installed beside this Python, or what TELNET_CLIENT_UNDER_TEST names."""
    named = os.environ.get("TELNET_CLIENT_UNDER_TEST")
    program = Path(named) if named else Path(sys.executable).with_name("tn")
    if not program.exists():
        raise FileNotFoundError(f"{program} is not there: install the project (`pip install --editable .`)")
    return str(program)


class User:
    """Somebody with an empty home folder who runs programs there; a context that ends all of them."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        #: Where programs run, and where TELNET.LOG and TAKE files are.
        self.folder = folder / "work"
        self.configuration = self.home / ".config" / "telnet-client"
        self.home.mkdir()
        self.folder.mkdir()
        self._programs: list[Program | PipedProgram] = []

    def environment(self, changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
        """The whole environment of a program; None in `changes` takes a variable away."""
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
        variables: dict[str, str | None] = {
            "PATH": path,
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local" / "share"),
            "XDG_STATE_HOME": str(self.home / ".local" / "state"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "SHELL": "/bin/sh",
            "PS1": "shell$ ",
            # A look-up of a name that does not exist must not take longer than a test's patience.
            "RES_OPTIONS": "timeout:1 attempts:1",
            **(changes or {}),
        }
        return {name: value for name, value in variables.items() if value is not None}

    def tn_command(self, *arguments: str | int) -> str:
        """The installed program and its arguments as a line for a shell."""
        return shlex.join([installed_program(), *map(str, arguments)])

    def write_start_up_file(self, text: str) -> Path:
        """Make a TELNET.CMD of the user's own."""
        self.configuration.mkdir(parents=True, exist_ok=True)
        path = self.configuration / "TELNET.CMD"
        path.write_text(text)
        return path

    def write(self, name: str, contents: str | bytes) -> Path:
        """Make a file in the working folder."""
        path = self.folder / name
        path.write_bytes(contents.encode() if isinstance(contents, str) else contents)
        return path

    def run(self, argv: Sequence[str], environment: Mapping[str, str | None] | None = None, **terminal: Any) -> Program:
        """Run any program on a terminal of its own; `terminal` is what `Program` takes."""
        program = Program(argv, self.environment(environment), self.folder, **terminal)
        self._programs.append(program)
        return program

    def tn(
        self, *arguments: str | int, environment: Mapping[str, str | None] | None = None, **terminal: Any
    ) -> Program:
        """Run the installed program on a terminal of its own."""
        return self.run([installed_program(), *map(str, arguments)], environment, **terminal)

    def piped_tn(
        self,
        *arguments: str | int,
        environment: Mapping[str, str | None] | None = None,
        pace: Pace | None = None,
    ) -> PipedProgram:
        """Run the installed program without any terminal."""
        argv = [installed_program(), *map(str, arguments)]
        program = PipedProgram(argv, self.environment(environment), self.folder, pace=pace)
        self._programs.append(program)
        return program

    def job_control_shell(self, *argv: str) -> Program:
        """A shell that can stop and resume jobs, `shell$` prompted; bash without its line editor, or what `argv` says.

        bash mends the terminal's modes after a job that stops, dash leaves them as the job did.
        """
        shell = self.run(argv or ["bash", "--norc", "--noprofile", "--noediting", "-i"])
        shell.wait_for_prompt("shell$")
        return shell

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for program in self._programs:
            program.close()
