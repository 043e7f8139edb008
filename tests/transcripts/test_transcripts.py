"""Whole sessions as the user sees them: each file is what is done, step by step, and the screen that results.

The steps: `tn COMMAND` starts the program; `types LINE` at a prompt; `keys "..."` in talk mode; `host "..."` says
something, `host hangs up`, `host breaks off`; `host got "..."` is what the host received since the last time;
`seconds N` go by; `file NAME "..."` is there. Behind `screen:` stands everything that was shown, line by line.
"""

from __future__ import annotations

import ast
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from telnet_client import __version__
from telnet_client.modes.command_files import take_start_up_file

if TYPE_CHECKING:
    from fakes.scene import Scene, SetScene

FOLDER = Path(__file__).parent
TRANSCRIPTS = sorted(path.stem for path in FOLDER.glob("*.transcript"))
#: What differs from one machine to the next.
SYSTEM = {
    "<this host>": f"{os.uname().nodename} TELNET {__version__}",
    "<this system>": f"This is {os.uname().sysname} {os.uname().release}",
}


def written(text: str) -> bytes:
    """What a quoted text of a transcript stands for."""
    data = ast.literal_eval(f"b{text}")
    assert isinstance(data, bytes)
    return data


class Play:
    """The steps of one transcript, done."""

    def __init__(self, set_scene: SetScene) -> None:
        self._set_scene = set_scene
        self._scene: Scene | None = None

    @property
    def scene(self) -> Scene:
        assert self._scene is not None, "a transcript begins with tn"
        return self._scene

    def do(self, step: str) -> None:
        """One line."""
        verb, _, rest = step.partition(" ")
        rest = rest.strip()
        if verb == "tn":
            self._scene = self._set_scene(command=rest or None)
            take_start_up_file(self.scene.job, None)
            self.scene.play()
        elif verb == "types":
            self.scene.play(rest)
        elif verb == "keys":
            self.scene.play(written(rest))
        elif verb == "seconds":
            self.scene.pass_time(float(rest))
        elif verb == "file":
            name, _, text = rest.partition(" ")
            Path(name).write_bytes(written(text.strip()))
        elif verb == "host":
            self._host(rest)
        else:
            raise AssertionError(f"no such step: {step}")

    def _host(self, deed: str) -> None:
        host = self.scene.host
        if deed == "hangs up":
            self.scene.play(host.close)
        elif deed == "breaks off":
            self.scene.play(host.reset)
        elif deed.startswith("got "):
            assert host.take() == written(deed.removeprefix("got "))
        else:
            self.scene.play(lambda: host.send(written(deed)))


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_transcript(set_scene: SetScene, name: str) -> None:
    steps, _, screen = (FOLDER / f"{name}.transcript").read_text().partition("screen:\n")
    play = Play(set_scene)
    for step in steps.splitlines():
        if step and not step.startswith("#"):
            play.do(step)
    for placeholder, text in SYSTEM.items():
        screen = screen.replace(placeholder, text)
    assert play.scene.text == screen
    assert play.scene.is_finished


def test_there_are_some() -> None:
    assert "sample_session" in TRANSCRIPTS
