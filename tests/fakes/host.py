"""A host at the far end of a loopback stream: it reads at once what it is sent and says what the test makes it say."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from backends.loopback import LoopbackStream
from telnet_client.errors import ConnectionLost

if TYPE_CHECKING:
    import socket

IAC, DONT, DO, WONT, WILL, SB, SE = 255, 254, 253, 252, 251, 250, 240
DATA_MARK = 242
CHUNK = 65536


class FakeHost:
    """One connection, from the host's side."""

    def __init__(self) -> None:
        self.stream, self._far = FakeStream.pair_with(self)
        self._far.setblocking(False)
        #: Everything that arrived and was not forgotten.
        self.received = bytearray()
        #: There is no more to come from the client.
        self.client_finished = False
        #: How many more bytes the network takes from the client; None for any number.
        self.room: int | None = None
        #: It announced urgent data, and the client has not read up to it.
        self.urgent_is_due = False
        self.has_reset = False
        self._closed = False

    def fileno(self) -> int:
        """The near end's, for select."""
        return self.stream.fileno()

    def send(self, data: bytes) -> None:
        """Say something; no more at once than a socket holds."""
        assert self._far.send(data) == len(data)

    def send_urgent(self, data: bytes) -> None:
        """Say something and announce its last byte as urgent."""
        self.urgent_is_due = True
        self.send(data)

    def hear(self) -> bool:
        """Read what there is; False for nothing."""
        heard = False
        while not self._closed and not self.client_finished:
            try:
                data = self._far.recv(CHUNK)
            except OSError:
                break
            heard = True
            self.received += data
            self.client_finished = not data
        return heard

    def take(self) -> bytes:
        """What was received since the last time."""
        self.hear()
        data = bytes(self.received)
        self.received.clear()
        return data

    def close(self) -> None:
        """Hang up."""
        self.hear()
        self._closed = True
        self._far.close()

    def reset(self) -> None:
        """Hang up in the middle of everything."""
        self.has_reset = True
        self.close()

    def let_go(self) -> None:
        """Both ends, at the end of a test."""
        self.close()
        self.stream.close()


class FakeStream(LoopbackStream):
    """The near end, which knows of urgent data and of resets what local sockets cannot tell."""

    def __init__(self, near: socket.socket) -> None:
        super().__init__(near)
        self.host: FakeHost | None = None
        self.is_closed = False

    @classmethod
    def pair_with(cls, host: FakeHost) -> tuple[FakeStream, socket.socket]:
        """The near end, and the far end for `host`."""
        near, far = cls.pair()
        assert isinstance(near, FakeStream)
        near.host = host
        return near, far

    def send(self, data: bytes | memoryview) -> int:
        assert self.host is not None
        if self.host.room is None:
            return super().send(data)
        sent = super().send(data[: self.host.room]) if self.host.room else 0
        self.host.room -= sent
        return sent

    def receive(self) -> bytes | None:
        data = super().receive()
        assert self.host is not None
        self.host.urgent_is_due = False
        if not data and self.host.has_reset:
            raise ConnectionLost("Connection reset by peer")
        return data

    def send_urgent(self, data: bytes) -> bool:
        assert self.host is not None
        return (self.host.room is None or self.host.room >= len(data)) and super().send_urgent(data)

    def close(self) -> None:
        self.is_closed = True
        with contextlib.suppress(OSError):
            super().close()
