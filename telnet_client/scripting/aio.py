"""The same conversation with a host for programs under asyncio: the calls of `Session`, each to be awaited.

Sits between a script and the `Dialogue`, for whose steps it waits in the event loop. A call that is cancelled loses
nothing: what has arrived stays for the next one.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, AnyStr, overload

from telnet_client.scripting.base import BaseSession
from telnet_client.scripting.dialogue import KEPT, Want
from telnet_client.scripting.opening import INTERNET, Opened, Presence, check_options, open_place

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from telnet_client.protocol.codes import Command
    from telnet_client.scripting.dialogue import Result, Steps, Timeout
    from telnet_client.scripting.found import Found
    from telnet_client.scripting.patterns import Patterns
    from telnet_client.terminal_line import LineSettings, Signal


async def connect(
    place: str,
    port: int | None = None,
    *,
    network: str = INTERNET,
    timeout: float | None = 30.0,
    telnet: bool | None = None,
    family: int = 0,
    encoding: str = "utf-8",
    terminal: str | Sequence[str] = "dumb",
    size: tuple[int, int] = (80, 24),
    environment: Mapping[str, str] | None = None,
    typescript: str | None = None,
    keep: int = KEPT,
) -> AsyncSession:
    """As `telnet_client.scripting.connect`."""
    check_options(encoding, keep)
    presence = Presence(terminal, size, environment, encoding)
    opened = await _in_thread(
        lambda: open_place(place, port, network, timeout=timeout, telnet=telnet, family=family, presence=presence)
    )
    session = AsyncSession(*opened, encoding=encoding, timeout=timeout, size=size, keep=keep)
    session.begin_typescript(typescript)
    return session


async def _in_thread(open_stream: Callable[[], Opened]) -> Opened:
    """An attempt that nobody wants any more cannot be stopped, but nobody waits for its end, and what comes is closed.

    Not `asyncio.to_thread`, for whose threads the event loop waits before it ends.
    """
    opening: Future[Opened] = Future()
    opening.set_running_or_notify_cancel()

    def attempt() -> None:
        try:
            opening.set_result(open_stream())
        except Exception as error:
            opening.set_exception(error)

    threading.Thread(target=attempt, daemon=True).start()
    try:
        return await asyncio.wrap_future(opening)
    except asyncio.CancelledError:
        opening.add_done_callback(_close_late)
        raise


def _close_late(opening: Future[Opened]) -> None:
    if opening.exception() is None:
        opening.result().stream.close()


class AsyncSession(BaseSession):
    """One connection, in one event loop. A context, `async with`, that closes it at its end.

    One task reads at a time; another may send meanwhile. Otherwise all is as in `Session`.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """As `Session`."""
        super().__init__(*arguments, **options)
        #: The calls that wait, each with what it waits for.
        self._waiting: dict[asyncio.Future[None], Want] = {}

    async def read_until(self, text: AnyStr, timeout: Timeout = ...) -> AnyStr:
        """Everything up to and including `text`; text for text, bytes for bytes. Raises ValueError for an empty one."""
        return await self._run(self._dialogue.read_until(text, timeout))

    @overload
    async def expect(
        self, patterns: str | re.Pattern[str] | Sequence[str | re.Pattern[str]], timeout: Timeout = ...
    ) -> Found[str]: ...

    @overload
    async def expect(
        self, patterns: bytes | re.Pattern[bytes] | Sequence[bytes | re.Pattern[bytes]], timeout: Timeout = ...
    ) -> Found[bytes]: ...

    async def expect(self, patterns: Patterns, timeout: Timeout = ...) -> Found[str] | Found[bytes]:
        """Wait for one of several patterns, as `Session.expect`."""
        return await self._run(self._dialogue.expect(patterns, timeout))

    async def read_some(self, timeout: Timeout = ...) -> bytes:
        """What has arrived, at least one byte."""
        return await self._run(self._dialogue.read_some(timeout))

    async def read_all(self, timeout: Timeout = ...) -> bytes:
        """Everything until the host closes; of more than `keep` bytes the newest."""
        return await self._run(self._dialogue.read_all(timeout))

    async def send(self, data: str | bytes, timeout: Timeout = ...) -> None:
        """Text, each newline of it as the Return key; or bytes as they are. Returns once the network has all of it."""
        await self._run(self._dialogue.send(data, timeout))

    async def send_line(self, text: str = "", timeout: Timeout = ...) -> None:
        """Text and the Return key."""
        await self._run(self._dialogue.send(f"{text}\n", timeout))

    async def send_command(self, command: Command, *, synch: bool = False, timeout: Timeout = ...) -> None:
        """A TELNET command, as `Session.send_command`."""
        await self._run(self._dialogue.send_command(command, synch, timeout))

    async def send_break(self, seconds: float = 0.25, timeout: Timeout = ...) -> None:
        """The connection's own kind of break: of so many seconds on a terminal line, else BRK with Synch."""
        await self._run(self._dialogue.send_break(seconds, timeout))

    async def change_line(self, wanted: LineSettings, timeout: Timeout = ...) -> None:
        """Set the terminal line as far as `wanted` says; one behind a host answers later, in `terminal_line`.

        Raises `CommandError` for what the line refuses at once, and where there is none.
        """
        await self._run(self._dialogue.change_line(wanted, timeout))

    async def set_signal(self, signal: Signal, on: bool, timeout: Timeout = ...) -> None:
        """Raise or drop DTR or RTS of the terminal line. Raises `CommandError` where that cannot be done."""
        await self._run(self._dialogue.set_signal(signal, on, timeout))

    async def close(self) -> None:
        """End the connection, unread or not; calls that wait raise `SessionClosed`. May be called twice."""
        waiting, self._waiting = self._waiting, {}
        self._watch()
        self._dialogue.close()
        for call in waiting:
            _wake(call)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _run(self, steps: Steps[Result]) -> Result:
        """Take the steps, waiting where they wait."""
        try:
            while True:
                await self._wait(next(steps))
        except StopIteration as end:
            result: Result = end.value
            return result

    async def _wait(self, want: Want) -> None:
        loop = asyncio.get_running_loop()
        call: asyncio.Future[None] = loop.create_future()
        timer = None if want.seconds is None else loop.call_later(want.seconds, _wake, call)
        self._waiting[call] = want
        try:
            self._watch()
            await call
        finally:
            if timer is not None:
                timer.cancel()
            self._waiting.pop(call, None)
            self._watch()

    def _watch(self) -> None:
        """Have the loop look for what the calls wait for, and for nothing else."""
        fd = self.fileno()
        if fd < 0:
            return
        loop = asyncio.get_running_loop()
        if any(want.readable for want in self._waiting.values()):
            loop.add_reader(fd, self._wake_all)
        else:
            loop.remove_reader(fd)
        if any(want.writable for want in self._waiting.values()):
            loop.add_writer(fd, self._wake_all)
        else:
            loop.remove_writer(fd)

    def _wake_all(self) -> None:
        for call in self._waiting:
            _wake(call)


def _wake(call: asyncio.Future[None]) -> None:
    if not call.done():
        call.set_result(None)
