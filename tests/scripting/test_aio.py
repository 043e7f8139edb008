"""The asyncio twin: the same answers, without holding up anybody else."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import pytest

from support.recording_host import (
    ABORT_OUTPUT,
    DATA_MARK,
    DO,
    IAC,
    RecordingHost,
    SilentHost,
    negotiation,
    refusing_port,
)
from telnet_client.scripting import (
    Command,
    CommandError,
    ConnectFailed,
    ConnectionLost,
    HostClosed,
    SessionClosed,
    WaitTimedOut,
)
from telnet_client.scripting.aio import AsyncSession, connect

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from conftest import Scene

SetScene = Any


@pytest.fixture
def scene(set_scene: SetScene) -> Scene:
    """A host that has said nothing yet."""
    made: Scene = set_scene(AsyncSession)
    return made


def test_a_conversation(scene: Scene) -> None:
    async def talk() -> None:
        async with scene.session as session:
            scene.host.sendall("Grüße, up 3 days\r\nlogin: ".encode())
            found = await session.expect(["never", re.compile(r"up (\d+) days")])
            assert (found.index, found.group(1)) == (1, "3")
            assert await session.read_until(b"login: ") == b"\r\nlogin: "
            await session.send_line("guest")
            await session.send(b"\n\xff")
            scene.host.sendall(b"bye")
            assert await session.read_some() == b"bye"
            assert session.read_available() == b""
            assert scene.hear(9) == b"guest\r\n\n\xff"
            scene.host.close()
            assert await session.read_all() == b""
        assert session.is_closed

    asyncio.run(talk())


def test_what_is_sent(set_scene: SetScene) -> None:
    scene = set_scene(AsyncSession, telnet=True)

    async def talk() -> None:
        await scene.session.send_line("guest")
        await scene.session.send_command(Command.ABORT_OUTPUT, synch=True)

    asyncio.run(talk())
    wanted = b"guest\r\n" + bytes((IAC, ABORT_OUTPUT, IAC, DATA_MARK))
    assert scene.hear(len(wanted)) == wanted


def test_time_outs_and_ends(scene: Scene) -> None:
    async def talk() -> None:
        scene.host.sendall(b"logi")
        with pytest.raises(WaitTimedOut) as caught:
            await scene.session.read_until("login: ", 0.05)
        assert caught.value.received == b"logi"
        scene.host.close()
        with pytest.raises(HostClosed):
            await scene.session.read_until("login: ")
        assert await scene.session.read_until("logi") == "logi"

    asyncio.run(talk())


def test_others_go_on_meanwhile(scene: Scene) -> None:
    async def talk() -> None:
        waiting = asyncio.create_task(scene.session.read_until("done"))
        for _ in range(3):
            await asyncio.sleep(0)
        assert not waiting.done()
        await scene.session.send("by another task")
        assert scene.hear(15) == b"by another task"
        scene.host.sendall(b"done")
        assert await waiting == "done"

    asyncio.run(talk())


def test_a_cancelled_call_loses_nothing(scene: Scene) -> None:
    async def talk() -> None:
        scene.host.sendall(b"half of")
        waiting = asyncio.create_task(scene.session.read_until("it all"))
        while not scene.session._dialogue.received:
            await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        scene.host.sendall(b" it all")
        assert await scene.session.read_until("it all") == "half of it all"

    asyncio.run(talk())


def test_asyncios_own_time_out(scene: Scene) -> None:
    async def talk() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await scene.session.read_until("never", None)
        scene.host.sendall(b"never say never")
        assert await scene.session.read_until("never") == "never"

    asyncio.run(talk())


def test_both_ends_send_much(set_scene: SetScene) -> None:
    scene = set_scene(AsyncSession, keep=1 << 16)
    scene.stream.room = 1 << 20
    much = b"0123456789abcdef" * (1 << 18)
    heard: list[bytes] = []

    def host() -> None:
        scene.host.sendall(much)
        heard.append(scene.hear(len(much)))

    async def talk() -> None:
        sending = asyncio.to_thread(host)
        await asyncio.gather(sending, scene.session.send(much))

    asyncio.run(talk())
    assert heard == [much]
    assert scene.session.read_available() == much[-(1 << 16) :]


def test_close_wakes_who_waits(scene: Scene) -> None:
    async def talk() -> None:
        waiting = [asyncio.create_task(call()) for call in (scene.session.read_some, scene.session.read_all)]
        for _ in range(3):
            await asyncio.sleep(0)
        await scene.session.close()
        await scene.session.close()
        for call in waiting:
            with pytest.raises(SessionClosed):
                await call

    asyncio.run(talk())


CALLS: list[Callable[[Any], Awaitable[object]]] = [
    lambda session: session.read_until("x"),
    lambda session: session.read_some(),
    lambda session: session.read_all(),
    lambda session: session.send_line("x"),
    lambda session: session.send_command(Command.ARE_YOU_THERE),
]


@pytest.mark.parametrize("call", CALLS)
def test_a_closed_session(scene: Scene, call: Callable[[Any], Awaitable[object]]) -> None:
    async def talk() -> None:
        await scene.session.close()
        with pytest.raises(SessionClosed):
            await call(scene.session)

    asyncio.run(talk())


def test_connect(tmp_path: Path) -> None:
    typescript = tmp_path / "session.log"

    async def talk(host: RecordingHost) -> None:
        session = await connect(host.address, host.port, telnet=True, typescript=str(typescript))
        async with session:
            call = host.accept()
            call.wait_for(negotiation(DO, 1))
            call.send(b"hello")
            assert await session.read_until("hello") == "hello"
            call.reset()
            with pytest.raises(ConnectionLost):
                await session.read_some()

    with RecordingHost() as host:
        asyncio.run(talk(host))
    assert typescript.read_bytes() == b"hello"


def test_nobody_there() -> None:
    async def call(*arguments: Any, **options: Any) -> None:
        await connect(*arguments, **options)

    with pytest.raises(ConnectFailed, match="refused"):
        asyncio.run(call("127.0.0.1", refusing_port()))
    with pytest.raises(CommandError):
        asyncio.run(call("127.0.0.1", 70000))
    with SilentHost() as host, pytest.raises(ConnectFailed, match="timed out"):
        asyncio.run(call("127.0.0.1", host.port, timeout=0.1))


def test_nobody_waits_for_an_attempt_that_was_given_up() -> None:
    """Not even the end of the event loop."""

    async def talk(port: int) -> None:
        async with asyncio.timeout(0.1):
            await connect("127.0.0.1", port, timeout=600)

    with SilentHost() as host, pytest.raises(TimeoutError):
        asyncio.run(talk(host.port))


def test_a_connection_that_comes_too_late_is_closed() -> None:
    """The attempt cannot be stopped; what comes of it is."""

    async def talk(host: RecordingHost) -> None:
        connecting = asyncio.create_task(connect(host.address, host.port))
        await asyncio.sleep(0)
        connecting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await connecting
        call = await asyncio.to_thread(host.accept)
        await asyncio.to_thread(call.wait_end)

    with RecordingHost() as host:
        asyncio.run(talk(host))
