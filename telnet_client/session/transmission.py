"""What is on its way to the host, in its order, as fast as the network takes it.

Sits between the session and the stream. What the engine keeps comes behind all that was put here, and the
engine bounds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telnet_client.backends.base import ByteStream
    from telnet_client.protocol.engine import Engine

#: How much may wait for a host that does not read before the keyboard has to wait as well.
_LIMIT = 1 << 20


class Transmission:
    """One connection's."""

    __slots__ = ("_engine", "_finished", "_finishing", "_parts", "_size", "_stream")

    def __init__(self, stream: ByteStream, engine: Engine) -> None:
        self._stream = stream
        self._engine = engine
        #: Each with whether its last byte is urgent.
        self._parts: list[tuple[memoryview, bool]] = []
        self._size = 0
        self._finishing = self._finished = False

    @property
    def is_waiting(self) -> bool:
        """Something waits for the network to take it."""
        return bool(self._parts)

    @property
    def size(self) -> int:
        """Bytes that wait for the network to take them, or for a host to take them for its line (RFC 2217)."""
        return self._size + self._engine.held_size

    @property
    def has_room(self) -> bool:
        """There is room for more of what the user types."""
        return self.size < _LIMIT

    def put(self, data: bytes, urgent: bool = False) -> None:
        """Send `data` behind all else, its last byte as urgent data. Raises `ConnectionLost`."""
        self._append(data, urgent)
        self.transmit()

    def put_queued(self) -> None:
        """Send what the engine has queued. Raises `ConnectionLost`."""
        if data := self._engine.data_to_send():
            self.put(data)

    def transmit(self) -> bool:
        """Send what waits, as far as the network takes it; True if anything went. Raises `ConnectionLost`."""
        if self._finished:  # an answer to a host that goes on asking cannot be sent, and nothing is lost by that
            self.drop()
            return False
        is_moving = False
        while self._has_more():
            data, urgent = self._parts[0]
            if urgent:
                sent = len(data) if self._stream.send_urgent(data.tobytes()) else 0
            else:
                sent = self._stream.send(data)
            self._size -= sent
            is_moving = is_moving or sent > 0
            if sent < len(data):
                self._parts[0] = (data[sent:], urgent)
                break
            del self._parts[0]
        if self._finishing and not (self._parts or self._engine.held_size):
            self._finishing, self._finished = False, True
            self._stream.finish_sending()
        return is_moving

    def finish(self) -> None:
        """There will be no more: close our half once everything has been sent. Raises `ConnectionLost`."""
        self._finishing = True
        self.transmit()

    def drop(self) -> None:
        """Forget what waits."""
        self._parts.clear()
        self._size = 0

    def _append(self, data: bytes, urgent: bool = False) -> None:
        self._parts.append((memoryview(data), urgent))
        self._size += len(data)

    def _has_more(self) -> bool:
        if not self._parts and (data := self._engine.data_to_send()):
            self._append(data)
        return bool(self._parts)
