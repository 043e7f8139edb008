"""A caller's TCP connection: bytes both ways, the Synch, and an end in good order.

Sits between the system's socket, which never blocks here, and the caller's protocol engine.
"""

from __future__ import annotations

import select
import socket
import time

from telnet_client.protocol.codes import Command
from telnet_client.protocol.encoder import encode_command

#: Bytes a read, and how many may wait to be sent before more are made.
CHUNK = 1 << 14
#: Seconds that a caller has to close its half when we have closed ours.
FAREWELL = 2.0

_GONE = select.POLLHUP | select.POLLERR | select.POLLNVAL
_SYNCH = encode_command(Command.DATA_MARK)


class Connection:
    """The socket and what waits to be sent over it. Each method may raise `OSError`: the caller is lost."""

    def __init__(self, connected: socket.socket, closing: socket.socket) -> None:
        """`closing` is at its end when the host closes."""
        self._socket = connected
        self._closing = closing
        self._outgoing = bytearray()
        #: Where a Synch ends among what waits; 0 for none. Its last byte goes as urgent data.
        self._mark = 0
        #: Nothing more will come.
        self.has_ended = False
        connected.setblocking(False)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)

    @property
    def has_output(self) -> bool:
        """Something waits for the network to take it."""
        return bool(self._outgoing)

    @property
    def has_room(self) -> bool:
        """More may be put."""
        return len(self._outgoing) < CHUNK

    def put(self, data: bytes) -> None:
        """Queue `data`."""
        self._outgoing += data

    def put_synch(self) -> None:
        """Queue a Data Mark as urgent data: the caller discards what comes before it (RFC 854)."""
        self._outgoing += _SYNCH
        self._mark = len(self._outgoing)

    def transmit(self) -> None:
        """Send as much as the network takes."""
        try:
            while self._outgoing:
                # TCP has one urgent mark, the last byte of what is sent with it.
                urgent = self._outgoing[: self._mark]
                sent = self._socket.send(urgent or self._outgoing, socket.MSG_OOB if urgent else 0)
                self._mark = max(0, self._mark - sent)
                del self._outgoing[:sent]
        except BlockingIOError:
            return

    def wait(self, is_listening: bool, limit: float | None) -> bytes | None:
        """What the caller sends next; None if that is nothing, or something else is to be done first.

        Returns when there is room for what waits to be sent, and after `limit` seconds, None for no limit. Without
        `is_listening` nothing is read, and a Synch is announced by b"". Raises `ConnectionAbortedError` when the host
        closes.
        """
        poll = select.poll()
        poll.register(self._closing, select.POLLIN)
        wanted = select.POLLOUT if self._outgoing else 0
        if not self.has_ended:
            wanted |= select.POLLIN if is_listening else select.POLLPRI
        poll.register(self._socket, wanted)
        ready = dict(poll.poll(None if limit is None else limit * 1000))
        if self._closing.fileno() in ready:
            raise ConnectionAbortedError
        happened = ready.get(self._socket.fileno(), 0)
        if happened & (select.POLLIN | _GONE):
            return self._receive()
        return b"" if happened & select.POLLPRI else None

    def _receive(self) -> bytes | None:
        try:
            data = self._socket.recv(CHUNK)
        except BlockingIOError:
            return None
        self.has_ended = not data
        return data or None

    def finish(self) -> None:
        """Close our half, and wait a moment for the caller to close its own.

        With something unread in it a connection that is closed is reset, and the caller might miss our last words.
        """
        self._socket.shutdown(socket.SHUT_WR)
        deadline = time.monotonic() + FAREWELL
        while not self.has_ended and (left := deadline - time.monotonic()) > 0:
            self.wait(True, left)
