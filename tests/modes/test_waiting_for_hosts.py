"""CONNECT /WAIT and /RECONNECT: hosts that are not there yet, and hosts that come back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.line import FakeLine
from telnet_client.errors import CommandError
from telnet_client.mode_table import Mode
from telnet_client.modes import job
from telnet_client.terminal_line import LineSettings

if TYPE_CHECKING:
    from fakes.scene import Scene

WAITING = "Waiting, CTRL/C gives up... "
OPEN = "Open\nEscape character is CTRL/^\n"


class Sleeper:
    """Time between two attempts, in which something happens."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.happens: dict[int, object] = {}

    def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        what = self.happens.get(len(self.slept))
        if callable(what):
            what()
        assert len(self.slept) < 100


@pytest.fixture
def sleeper(monkeypatch: pytest.MonkeyPatch) -> Sleeper:
    sleeper = Sleeper()
    monkeypatch.setattr(job, "sleep", sleeper)
    return sleeper


def answer(scene: Scene, name: str, reason: str | None = None) -> None:
    scene.network.hosts = {**scene.network.hosts, name: reason}  # type: ignore[misc]


def give_up() -> None:
    raise KeyboardInterrupt


def test_a_host_that_refuses_at_first(scene: Scene, sleeper: Sleeper) -> None:
    sleeper.happens[4] = lambda: answer(scene, "lots")
    scene.play("lots 2323 /WAIT")
    assert scene.text == f"TELNET>lots 2323 /WAIT\n Trying... Connection refused. {WAITING}{OPEN}"
    assert sleeper.slept == [0.1, 0.2, 0.4, 0.5]
    assert scene.mode is Mode.TALK


def test_a_host_whose_name_is_not_known_yet(scene: Scene, sleeper: Sleeper) -> None:
    sleeper.happens[1] = lambda: answer(scene, "new")
    scene.play("connect (TO) new /WAIT")
    assert f' Trying... No such host name - "new". {WAITING}{OPEN}' in scene.text


def test_no_waiting_where_nobody_asked_for_it(scene: Scene, sleeper: Sleeper) -> None:
    scene.play("lots")
    assert not sleeper.slept
    assert scene.text.endswith(" Trying... Connection refused\n")


def test_giving_up(scene: Scene, sleeper: Sleeper) -> None:
    sleeper.happens[2] = give_up
    scene.play("lots /WAIT")
    assert scene.text.endswith(f"{WAITING}Given up\n")
    assert scene.job.exit_status == 1
    assert scene.mode is Mode.TOP_LEVEL


def test_what_is_wrong_is_not_waited_for(scene: Scene, sleeper: Sleeper) -> None:
    scene.play("TTY /dev/null /WAIT")
    assert not sleeper.slept
    assert scene.text.endswith('?Not a terminal line - "/dev/null"\n')


def lose(scene: Scene) -> None:
    scene.host.reset()


def test_a_connection_that_breaks_comes_back(scene: Scene, sleeper: Sleeper) -> None:
    scene.play("log session.log", "sierra 2323 /RECONNECT", lambda: scene.host.send(b"one\r\n"))
    first = scene.host
    scene.forget()
    answer(scene, "sierra", "Connection refused")
    sleeper.happens[2] = lambda: answer(scene, "sierra")
    scene.play(lambda: lose(scene), lambda: scene.host.send(b"two\r\n"))
    assert scene.host is not first
    assert scene.text == f"?Connection reset by peer\n Trying... Connection refused. {WAITING}Open\ntwo\n"
    assert Path("session.log").read_bytes() == b"one\r\ntwo\r\n"
    assert scene.mode is Mode.TALK
    scene.forget()
    sleeper.slept.clear()
    scene.play(lambda: lose(scene))
    assert scene.text == "?Connection reset by peer\n Trying... Open\n"
    assert sleeper.slept == [0.5], "one that breaks again and again is not tried without a pause"


def test_one_that_is_closed_in_order_does_not(scene: Scene, sleeper: Sleeper) -> None:
    scene.play("sierra 2323 /RECONNECT", lambda: scene.host.close())
    assert scene.mode is Mode.TOP_LEVEL
    scene.play("sierra 2323 /RECONNECT", b"\x1ec")
    assert scene.mode is Mode.TOP_LEVEL
    assert len(scene.network.connections) == 2


def test_a_line_behind_a_host_comes_back_however_it_ends(scene: Scene, sleeper: Sleeper) -> None:
    """A terminal server that is restarted closes its connections in order."""
    scene.network.is_ended_in_order = False
    scene.play("sierra 2323 /RECONNECT", lambda: scene.host.close())
    assert len(scene.network.connections) == 2
    assert scene.mode is Mode.TALK
    scene.play(b"\x1ec")
    assert scene.mode is Mode.TOP_LEVEL


def test_the_wish_is_for_one_connection(scene: Scene, sleeper: Sleeper) -> None:
    scene.play("sierra 2323 /RECONNECT", b"\x1ec", "sierra 2323", lambda: lose(scene))
    assert scene.mode is Mode.TOP_LEVEL
    assert not sleeper.slept


def test_giving_up_a_lost_connection(scene: Scene, sleeper: Sleeper) -> None:
    scene.play("sierra 2323 /RECONNECT")
    answer(scene, "sierra", "Connection refused")
    sleeper.happens[3] = give_up
    scene.play(lambda: lose(scene))
    assert scene.text.endswith(f"{WAITING}Given up\n")
    assert (scene.mode, scene.job.exit_status) == (Mode.TOP_LEVEL, 1)


def test_it_is_set_as_it_was(scene: Scene, sleeper: Sleeper) -> None:
    scene.play("sierra 2323 /RECONNECT")
    line = FakeLine()
    line.settings = LineSettings(speed=300)
    scene.host.stream.terminal_line = line  # type: ignore[assignment]
    scene.play(lambda: lose(scene))
    assert scene.network.attempts[-1][0]["speed"] == 300
    assert "parity" not in scene.network.attempts[-1][0]


def test_one_that_comes_back_wrong(scene: Scene, sleeper: Sleeper, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.play("sierra 2323 /RECONNECT")

    def refuse(*_: object) -> None:
        raise CommandError("The line does not take 7 data bits")

    monkeypatch.setattr(type(scene.network), "open", refuse)
    scene.play(lambda: lose(scene))
    assert scene.text.endswith("?The line does not take 7 data bits\n")
    assert scene.mode is Mode.TOP_LEVEL


def test_one_command_only(set_scene: object, sleeper: Sleeper) -> None:
    """Started with a command on the shell's line the program goes on, and leaves in the end."""
    scene = set_scene(None, "sierra 2323 /RECONNECT")  # type: ignore[operator]
    scene.play(lambda: lose(scene))
    assert len(scene.network.connections) == 2
    scene.play(lambda: scene.host.close())
    assert scene.is_finished
