"""PAGE, OPAQUE and the host's word for them: what is held in the whole program, and what goes on meanwhile."""

from __future__ import annotations

import select
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.host import DATA_MARK, DO, IAC, SB, SE, WILL
from telnet_client.mode_table import Mode
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from fakes.host import FakeHost
    from fakes.scene import Scene, SetScene

STOP, START, ESCAPE = b"\x13", b"\x11", b"\x1e"
COLUMNS, ROWS = 20, 5
ECHO, FLOW_CONTROL = 1, 33
OFF, ON, RESTART_ANY, RESTART_XON = range(4)


def flow_control(word: int) -> bytes:
    return bytes((IAC, SB, FLOW_CONTROL, word, IAC, SE))


def text_of(count: int) -> bytes:
    return b"".join(b"line %d\r\n" % number for number in range(1, count + 1))


@pytest.fixture
def paging(set_scene: SetScene) -> Scene:
    """Somebody with PAGE and OPAQUE in TELNET.CMD, connected, on a screen of five rows."""
    scene = set_scene(Settings(page=True, opaque=True))
    scene.terminal.told = scene.terminal.told._replace(columns=COLUMNS, rows=ROWS)
    scene.connect(23)
    scene.play(lambda: scene.host.send(bytes((IAC, WILL, ECHO))))
    scene.host.take()
    return scene


def hold(scene: Scene) -> FakeHost:
    """A screenful is shown and the rest of it is held."""
    bells = scene.terminal.bells
    scene.play(lambda: scene.host.send(text_of(7)))
    assert scene.terminal.seen + b"\n" == text_of(ROWS)
    assert scene.terminal.bells == bells + 1
    return scene.host


def is_listened_to(host: FakeHost) -> bool:
    """What it said has been read."""
    return not select.select([host.fileno()], [], [], 0)[0]


def test_the_host_waits_and_the_keyboard_does_not(paging: Scene) -> None:
    host = hold(paging)
    paging.play(lambda: host.send(b"and this"), b"keys")
    assert host.take() == b"keys"
    assert not is_listened_to(host)
    paging.play(START)
    assert paging.terminal.seen == text_of(7) + b"and this"
    assert host.take() == b""


def test_nobody_wakes_up_meanwhile(paging: Scene) -> None:
    host = hold(paging)
    paging.play(lambda: host.send(b"and this"))
    paging.script.waits.clear()
    paging.pass_time(3600)
    assert len(paging.script.waits) == 1


def test_the_escape_character_works(paging: Scene) -> None:
    hold(paging)
    paging.play(ESCAPE)
    assert paging.mode is Mode.TALK_COMMAND
    paging.play(b"c")
    assert paging.mode is Mode.TOP_LEVEL
    assert paging.text.endswith("line 5\nConnection closed\n")


def test_a_command_leaves_it_held(paging: Scene) -> None:
    hold(paging)
    assert "Opaque mode enabled\nPage mode enabled\n" in paging.command("status")
    assert paging.mode is Mode.TALK
    paging.forget()
    paging.play(START)
    assert paging.text == "\nline 6\nline 7\n"


def test_after_a_command_the_user_has_seen_the_screen(paging: Scene) -> None:
    paging.play(lambda: paging.host.send(text_of(ROWS - 1)))
    paging.command("debug")
    paging.play(lambda: paging.host.send(text_of(ROWS - 1)))
    assert paging.terminal.bells == 0


@pytest.mark.parametrize(
    ("command", "ends"), [("no page", True), ("no opaque", True), ("opaque", False), ("character-set utf-8", False)]
)
def test_a_command_that_ends_it(paging: Scene, command: str, ends: bool) -> None:
    hold(paging)
    paging.command(command)
    assert paging.job.session.is_holding != ends
    assert ("line 7" in paging.text) == ends


def test_control_s_is_not_ended_by_no_opaque(paging: Scene) -> None:
    hold(paging)
    paging.play(STOP)
    paging.command("no opaque")
    assert paging.job.session.is_holding


def test_control_sends_what_the_keyboard_cannot(paging: Scene) -> None:
    paging.command('control "S"')
    assert paging.host.take() == STOP
    assert not paging.job.session.is_holding


def test_the_host_hangs_up_behind_what_is_held(paging: Scene) -> None:
    host = hold(paging)
    paging.play(lambda: host.send(b"bye\r\n"), host.close)
    assert paging.mode is Mode.TALK
    paging.play(START)
    assert paging.text == text_of(7).decode().replace("\r", "") + "bye\nConnection closed by foreign host\n"


def test_the_connection_breaks_while_output_is_held(paging: Scene) -> None:
    host = hold(paging)
    host.room = 0
    paging.play(b"keys")
    paging.pass_time(31)
    assert paging.mode is Mode.TOP_LEVEL
    assert paging.text.endswith("line 6\nline 7\n?Time out\n")


def test_a_synch_discards_it(paging: Scene) -> None:
    host = hold(paging)
    paging.play(lambda: host.send_urgent(b"not this" + bytes((IAC, DATA_MARK))), lambda: host.send(b"prompt>"))
    assert paging.terminal.seen == text_of(ROWS) + b"prompt>"


def test_a_file_of_commands_waits_for_nobody(paging: Scene) -> None:
    hold(paging)
    Path("lab.cmd").write_text('WAIT (FOR) "login:"\nSEND (TEXT) "guest"\n')
    paging.play(ESCAPE + b"x", "take lab.cmd", lambda: paging.host.send(text_of(50) + b"login:"))
    assert b"line 50" in paging.terminal.seen
    assert paging.host.take() == b"guest\r\n"
    paging.forget()
    hold(paging)


def test_a_wide_window(paging: Scene) -> None:
    paging.play(lambda: paging.terminal.resize(COLUMNS, 9), lambda: paging.host.send(text_of(12)))
    assert paging.terminal.seen.count(b"\n") == 8


def test_the_hosts_word_for_it(scene: Scene) -> None:
    host = scene.connect(23)
    scene.play(lambda: host.send(bytes((IAC, WILL, ECHO, IAC, DO, FLOW_CONTROL))), STOP)
    assert host.take().endswith(STOP)  # not before the host says so
    scene.play(lambda: host.send(flow_control(RESTART_XON)), STOP)
    assert host.take() == STOP
    scene.play(lambda: host.send(flow_control(ON)), b"a" + STOP, lambda: host.send(b"held"))
    assert (host.take(), scene.text) == (b"a", "")
    assert "Page mode enabled" in scene.command("status")
    host.take()
    scene.forget()
    scene.play(START)
    assert (host.take(), scene.text) == (b"", "held")
    scene.play(lambda: host.send(flow_control(RESTART_ANY)), STOP, lambda: host.send(b", and on"))
    assert scene.text == "held"
    scene.play(b"k")
    assert (host.take(), scene.text) == (b"k", "held, and on")
    scene.play(lambda: host.send(flow_control(OFF)), STOP)
    assert host.take() == STOP


def test_no_page_is_for_the_host_too(set_scene: SetScene) -> None:
    scene = set_scene(Settings(page=False))
    host = scene.connect(23)
    scene.play(lambda: host.send(bytes((IAC, WILL, ECHO, IAC, DO, FLOW_CONTROL)) + flow_control(ON)))
    host.take()
    scene.play(STOP + START)
    assert host.take() == STOP + START


def test_without_a_keyboard_nothing_is_held(set_scene: SetScene) -> None:
    scene = set_scene(Settings(page=True, opaque=True), "sierra 23", has_keyboard=False)
    scene.play(lambda: scene.host.send(text_of(100)), STOP)
    assert text_of(100) in scene.terminal.output
    assert scene.host.take().endswith(STOP)


def test_what_is_echoed_here_is_not_held(set_scene: SetScene) -> None:
    scene = set_scene(Settings(page=True, line=False))
    host = scene.connect(2323)
    scene.play(STOP, lambda: host.send(b"held"), b"ls\r")
    assert scene.text == "ls\n"
    assert host.take() == b"ls\r\n"
