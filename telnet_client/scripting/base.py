"""What a session and its asyncio twin have in common: all that needs no waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.errors import CommandError
from telnet_client.scripting.dialogue import KEPT, Dialogue

if TYPE_CHECKING:
    from telnet_client.backends.base import ByteStream
    from telnet_client.protocol.engine import Engine
    from telnet_client.scripting.screen import Screen
    from telnet_client.terminal_line import TerminalLine


class BaseSession:
    """One connection.

    Every call that may wait takes a `timeout` in seconds: None to wait for ever, nothing for the session's own. It
    raises `WaitTimedOut` after that time, `HostClosed` when the host has closed first, `ConnectionLost` when the
    connection broke, and `SessionClosed` after `close`. What has arrived stays for the next call.
    """

    def __init__(
        self,
        stream: ByteStream,
        engine: Engine,
        peer: str = "",
        *,
        encoding: str = "utf-8",
        timeout: float | None = 30.0,
        size: tuple[int, int] = (80, 24),
        keep: int = KEPT,
    ) -> None:
        """Over an open stream and its protocol, which are the session's from now on; the rest is as in `connect`."""
        self._dialogue = Dialogue(stream, engine, peer, encoding=encoding, timeout=timeout, size=size, keep=keep)

    @property
    def peer(self) -> str:
        """The other end: `host NAME, port 23`."""
        return self._dialogue.peer

    @property
    def timeout(self) -> float | None:
        """How long a call waits that does not say, in seconds; None for ever. May be changed."""
        return self._dialogue.timeout

    @timeout.setter
    def timeout(self, seconds: float | None) -> None:
        self._dialogue.timeout = seconds

    @property
    def is_closed(self) -> bool:
        """`close` was called."""
        return self._dialogue.is_closed

    @property
    def host_echoes(self) -> bool:
        """The host took it upon itself to show what is typed: at a password it does so and shows nothing."""
        return self._dialogue.engine.remote_echo

    @property
    def terminal_line(self) -> TerminalLine | None:
        """The terminal line that the connection is or that is behind the host: its settings and the state of its wires.

        None where there is none, and while a host has not agreed that its line can be set.
        """
        return self._dialogue.terminal_line

    @property
    def dropped(self) -> int:
        """How many bytes were thrown away unread so far, more than `keep` of them having come."""
        return self._dialogue.received.dropped

    def fileno(self) -> int:
        """The connection's descriptor, for select."""
        return self._dialogue.stream.fileno()

    def read_available(self) -> bytes:
        """What has arrived, perhaps nothing, without waiting. Raises `HostClosed` when there will be no more."""
        return self._dialogue.read_available()

    def decode(self, data: bytes) -> str:
        """Bytes of the host's as text; U+FFFD for what is none in its character set."""
        return self._dialogue.decode(data)

    def screen(self) -> Screen:
        """What a terminal would show of all that has arrived since the first call, and of what was unread then.

        Takes in what has arrived, without waiting, and leaves it to be read. Raises `CommandError` without pyte.
        """
        return self._dialogue.screen()

    def open_typescript(self, name: str, *switches: str) -> None:
        """Append to the file `name` what arrives from now on, in the form the switches of LOG say: "TIMESTAMPS".

        Raises `CommandError`; so does the call that reads what the file cannot take, and the typescript ends with it.
        """
        self._dialogue.open_typescript(name, switches)

    def begin_typescript(self, name: str | None) -> None:
        """The same for a connection that is of no use without it: it is given up. Nothing for None."""
        if name is None:
            return
        try:
            self._dialogue.open_typescript(name, ())
        except CommandError:
            self._dialogue.close()
            raise

    def close_typescript(self) -> None:
        """Append no more."""
        self._dialogue.close_typescript()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} with {self.peer}{', closed' if self.is_closed else ''}>"
