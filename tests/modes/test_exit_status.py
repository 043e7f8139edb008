"""What the shell learns: 0 closed in order, 1 no connection or a lost one, 2 the command was wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.script import CTRL_D

if TYPE_CHECKING:
    from fakes.scene import Scene, SetScene
    from fakes.script import Step

X = b"\x1ex"


@pytest.mark.parametrize(
    ("command", "steps", "status"),
    [
        ("sierra", ["hang up"], 0),
        ("sierra", [b"\x1ec"], 0),
        ("sierra", [X, "close"], 0),
        ("sierra", [X, "exit"], 0),
        ("sierra", [X, CTRL_D], 0),
        ("sierra", [X, "frobozz", "hang up"], 0),
        ("sierra", [X, "frobozz", X, "exit"], 0),
        ("sierra", ["reset"], 1),
        ("sierra", [X, "debug", "reset"], 1),
        ("lots", [], 1),
        ("nowhere", [], 1),
        ("connect internet nowhere 23", [], 1),
        ("sierra 70000", [], 2),
        ("sierra 23 x", [], 2),
        ("connect (at) sierra", [], 2),
        ("no frobozz", [], 2),
        ("take no-such.cmd", [], 2),
        ("log .", ["hang up"], 0),
        ("status", [], 0),
        ("help", [], 0),
        ("escape ^]", [], 0),
        ("", [], 0),
        ("; nothing", [], 0),
    ],
)
def test_one_command(set_scene: SetScene, command: str, steps: list[Step], status: int) -> None:
    scene = set_scene(command=command)
    doings = {"hang up": lambda: scene.host.close(), "reset": lambda: scene.host.reset()}
    if command.startswith("log"):
        steps = []
    scene.play(*(doings.get(step, step) if isinstance(step, str) else step for step in steps))
    assert scene.is_finished
    assert scene.job.exit_status == status


def test_the_connection_counts_that_came_last(scene: Scene) -> None:
    scene.play("sierra", lambda: scene.host.reset(), "score", lambda: scene.host.close(), "exit")
    assert scene.job.exit_status == 0


def test_a_connection_after_a_wrong_command(scene: Scene) -> None:
    scene.play("no frobozz", "sierra", lambda: scene.host.close(), "exit")
    assert scene.job.exit_status == 0


def test_a_take_file_that_failed(set_scene: SetScene) -> None:
    Path("wrong.cmd").write_text("debug now\n")
    scene = set_scene(command="take wrong.cmd")
    scene.play()
    assert scene.job.exit_status == 2


def test_a_take_file_without_a_connection(set_scene: SetScene) -> None:
    Path("refused.cmd").write_text("lots\n")
    scene = set_scene(command="take refused.cmd")
    scene.play()
    assert scene.job.exit_status == 1
    assert scene.text == " Trying... Connection refused, line 1 of refused.cmd\n"
