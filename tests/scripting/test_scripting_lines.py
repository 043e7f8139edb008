"""Scripts on terminal lines: a line of this machine, one behind a terminal server, and one that keeps a record."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from support.lines import PtyLine
from support.terminal_servers import Ser2net
from telnet_client.scripting import CommandError, ConnectionLost, LineSettings, Parity, Signal, WaitTimedOut, connect
from telnet_client.scripting.aio import AsyncSession
from telnet_client.scripting.aio import connect as aio_connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Scene


@pytest.fixture
def line() -> Iterator[PtyLine]:
    """The line, its other end here."""
    with PtyLine() as line:
        yield line


def test_a_line_of_this_machine(line: PtyLine) -> None:
    with connect(f"{line.path} /SPEED:19200", network="TTY", timeout=20) as session:
        assert session.peer == f"line {line.path}"
        assert session.terminal_line is not None
        assert session.terminal_line.settings.speed == 19200
        line.send(b"\r\nlogin: ")
        assert session.read_until("login: ") == "\r\nlogin: "
        session.send_line("guest")
        line.receive_all(b"guest\r")
        session.change_line(LineSettings(speed=115200, parity=Parity.NONE))
        assert session.terminal_line.settings.speed == 115200
        line.destroy()
        with pytest.raises(ConnectionLost, match="is gone"):
            session.read_some()


def test_a_line_by_url_and_in_an_event_loop(line: PtyLine) -> None:
    async def talk() -> None:
        async with await aio_connect(f"tty://{line.path}") as session:
            line.send(b"login: ")
            assert await session.read_until("login: ") == "login: "
            await session.change_line(LineSettings(speed=1200))
            assert session.terminal_line is not None
            assert session.terminal_line.settings.speed == 1200

    asyncio.run(talk())


def test_a_line_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        connect(str(tmp_path), network="TTY")
    with pytest.raises(CommandError):
        connect("/dev/null /RECONNECT", network="TTY")


@pytest.mark.interop
def test_a_line_behind_a_terminal_server(tmp_path: Path, line: PtyLine) -> None:
    with (
        Ser2net(tmp_path, line.path) as server,
        connect(f"{server.url} /SPEED:19200", network="TTY", timeout=20) as session,
    ):
        line.send(b"login: ")
        session.read_until("login: ")
        session.send_line("guest")
        line.receive_all(b"guest\r")
        assert session.terminal_line is not None
        session.change_line(LineSettings(speed=38400))
        while session.terminal_line.settings.speed != 38400:  # it answers in its own time
            with pytest.raises(WaitTimedOut):
                session.read_some(0.05)


class RecordedLine:
    """What is done to it."""

    settings, signals, remarks = LineSettings(), {}, ()

    def __init__(self) -> None:
        self.done: list[object] = []

    def change_settings(self, wanted: LineSettings) -> None:
        self.done.append(wanted)

    def set_signal(self, signal: Signal, on: bool) -> None:
        self.done.append((signal, on))


def test_breaks_and_wires(scene: Scene) -> None:
    scene.stream.terminal_line = line = RecordedLine()  # type: ignore[assignment]
    scene.host.sendall(b"said meanwhile")
    scene.session.send_break(0.02)
    scene.session.set_signal(Signal.DTR, False)
    assert line.done == [(Signal.BREAK, True), (Signal.BREAK, False), (Signal.DTR, False)]
    assert scene.session.read_available() == b"said meanwhile"


def test_a_break_that_is_cancelled_ends(set_scene: Any) -> None:
    scene = set_scene(AsyncSession)
    scene.stream.terminal_line = line = RecordedLine()

    async def talk() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await scene.session.send_break(60)

    asyncio.run(talk())
    assert line.done == [(Signal.BREAK, True), (Signal.BREAK, False)]


def test_where_there_is_no_line(set_scene: Any) -> None:
    scene = set_scene(telnet=True)
    assert scene.session.terminal_line is None
    scene.session.send_break()
    assert scene.hear(4) == b"\xff\xf3\xff\xf2"
    for call in (
        lambda: scene.session.change_line(LineSettings(speed=1200)),
        lambda: scene.session.set_signal(Signal.DTR, True),
    ):
        with pytest.raises(CommandError, match="No terminal line"):
            call()
