"""What `tn HOST PORT` has loaded when the first byte of the host is shown: no more than it needs."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from support.recording_host import RecordingHost
from support.user import User
from support.waiting import poll_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.piped_program import PipedProgram
    from support.program import Program

#: Each would take longer to load than a good part of all the rest.
EXPENSIVE = {"prompt_toolkit", "asyncio", "ssl", "serial", "platformdirs", "argparse", "logging"}
#: Cheaper, and of no use on this way.
USELESS = {"dataclasses", "pathlib", "threading", "subprocess", "shutil", "inspect", "json", "socket", "tempfile"}
#: No part of the program that belongs to another way.
OTHER_WAYS = {
    "telnet_client.commands.help",
    "telnet_client.comnd.completion",
    "telnet_client.comnd.help_text",
    "telnet_client.demo",
    "telnet_client.modes.paced_sending",
    "telnet_client.modes.script",
    "telnet_client.scripting",
    "telnet_client.session.character_map",
    "telnet_client.session.hex_dump",
    "telnet_client.session.pacing",
    "telnet_client.session.typescript",
    "telnet_client.terminal.command_prompt",
}

#: Python loads this before the program; the installed program runs as it is. It tells what is loaded when asked to.
SITE_CUSTOMIZE = """\
import os, signal, sys

def tell(number, frame):
    names = "\\n".join(sys.modules)
    report = os.open({report!r} + ".part", os.O_WRONLY | os.O_CREAT)
    os.write(report, names.encode())
    os.close(report)
    os.rename({report!r} + ".part", {report!r})

signal.signal(signal.SIGUSR1, tell)
"""

GREETING = "Welcome to the host."


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    """Somebody with an empty home folder."""
    with User(tmp_path) as user:
        yield user


@pytest.fixture
def host() -> Iterator[RecordingHost]:
    """A host on loopback."""
    with RecordingHost() as host:
        yield host


def loaded_modules(program: Program | PipedProgram, report: Path) -> set[str]:
    """What the running program has loaded by now."""
    program.send_signal(signal.SIGUSR1)
    poll_until(report.exists, lambda: "the program does not tell what it has loaded")
    return set(report.read_text().split("\n"))


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize("has_terminal", [False, True], ids=["between pipes", "on a terminal"])
def test_what_is_loaded_at_the_first_byte(
    user: User, host: RecordingHost, tmp_path: Path, has_terminal: bool, name: str
) -> None:
    report = tmp_path / "loaded"
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SITE_CUSTOMIZE.format(report=str(report)))
    environment = {"PYTHONPATH": str(folder)}
    program: Program | PipedProgram
    if has_terminal:
        program = user.tn(name, host.port, environment=environment)
        host.accept().send(f"{GREETING}\r\n".encode())
        program.wait_for(GREETING)
    else:
        program = user.piped_tn(name, host.port, environment=environment)
        host.accept().send(f"{GREETING}\r\n".encode())
        program.wait_for_output(GREETING.encode())
    loaded = loaded_modules(program, report)
    assert "telnet_client.session.session" in loaded
    assert sorted(loaded & EXPENSIVE) == []
    assert sorted(loaded & USELESS) == []
    assert sorted(module for module in loaded if module.startswith(tuple(OTHER_WAYS))) == []
