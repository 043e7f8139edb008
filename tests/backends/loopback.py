"""A stream whose far end is in the test's own hands: for the tests of whatever sits on top of a stream.

A real file descriptor, so that select works; the network between is a pair of connected local sockets.
"""

from __future__ import annotations

import socket

from telnet_client.errors import ConnectionLost

CHUNK = 65536


class LoopbackStream:
    """A `ByteStream` without a network. `LoopbackStream.pair()` gives one and the socket that is its far end."""

    terminal_line = None

    def __init__(self, near: socket.socket) -> None:
        near.setblocking(False)
        self._near = near
        self._is_broken = False
        #: At most so many bytes are taken by one `send`; 0 for a network that stands still.
        self.room = CHUNK
        #: What was sent with its last byte urgent. It travels like any other data.
        self.urgent: list[bytes] = []

    @classmethod
    def pair(cls) -> tuple[LoopbackStream, socket.socket]:
        near, far = socket.socketpair()
        return cls(near), far

    def fileno(self) -> int:
        return self._near.fileno()

    def receive(self) -> bytes | None:
        try:
            data = self._near.recv(CHUNK)
        except BlockingIOError:
            return None
        except OSError:
            self._is_broken, data = True, b""
        if self._is_broken and not data:
            raise ConnectionLost("Connection reset by peer")
        return data

    def send(self, data: bytes | memoryview) -> int:
        try:
            return self._near.send(data[: self.room])
        except BlockingIOError:
            return 0
        except OSError:
            self._is_broken = True
            return len(data)

    def send_urgent(self, data: bytes) -> bool:
        if self.room < len(data) or not self.send(data):
            return False
        self.urgent.append(data)
        return True

    def finish_sending(self) -> None:
        try:
            self._near.shutdown(socket.SHUT_WR)
        except OSError:
            self._is_broken = True

    def close(self) -> None:
        self._near.close()
