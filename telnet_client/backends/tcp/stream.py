"""An open TCP connection as a stream of bytes.

Stands between the system's socket and the session. Once open it waits for nothing; whatever the system says of a
connection that broke is said again in plain words as `ConnectionLost`.
"""

from __future__ import annotations

import _socket
import errno
import os
import select
from typing import TYPE_CHECKING

from telnet_client.backends.tcp.lookup import NO_RESOURCES, look_up
from telnet_client.backends.tcp.race import Dialer, connect_first
from telnet_client.errors import ConnectionLost

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.backends.tcp.address import HostAddress
    from telnet_client.backends.tcp.lookup import GetAddrInfo

#: Bytes a read: more once a read was filled, since a flood costs less in big pieces, while the memory for a big one
#: that brings a single key costs more than the key.
CHUNK, FLOOD_CHUNK = 1 << 16, 1 << 18

LOST_REASONS = {
    errno.ECONNRESET: "Connection reset by peer",
    errno.EPIPE: "Connection closed by foreign host",
    errno.ENOTCONN: "Connection closed by foreign host",
    errno.ETIMEDOUT: "Connection timed out",
    errno.EHOSTUNREACH: "Host is unreachable",
    errno.ENETUNREACH: "Network is unreachable",
    errno.ENETDOWN: "Network is down",
}


class TcpStream:
    """A `ByteStream` over a connected, non-blocking socket, which is its own from now on.

    A connection that breaks while something is sent says so in `receive`, behind everything that had arrived before:
    a host may well say why it hangs up. What is sent after that is lost.
    """

    __slots__ = ("_chunk", "_failure", "_socket")

    terminal_line = None

    def __init__(self, connected: _socket.socket) -> None:
        self._socket = connected
        self._chunk = CHUNK
        self._failure: OSError | None = None

    def fileno(self) -> int:
        """For select; exceptional while urgent data is due. -1 once closed."""
        return self._socket.fileno()

    def receive(self) -> bytes | None:
        """What arrived; b"" when the host has closed its half; None when there is nothing yet."""
        try:
            data = self._socket.recv(self._chunk)
        except BlockingIOError:
            return None
        except OSError as error:
            raise _lost(error) from None
        if self._failure is not None and not data:
            raise _lost(self._failure)
        self._chunk = FLOOD_CHUNK if len(data) >= CHUNK else CHUNK
        return data

    def send(self, data: bytes | memoryview) -> int:
        """How many bytes were taken, perhaps 0."""
        try:
            return self._socket.send(data)
        except BlockingIOError:
            return 0
        except OSError as error:
            self._failure = error
            return len(data)

    def send_urgent(self, data: bytes) -> bool:
        """Send all of `data` in one piece, its last byte as urgent data; False when there is no room yet."""
        # A socket is writable when a good part of its buffer is free, so a few bytes go out whole or not at all.
        room = select.poll()
        room.register(self._socket, select.POLLOUT)
        if not room.poll(0):
            return False
        try:
            sent = self._socket.send(data, _socket.MSG_OOB)
        except BlockingIOError:
            return False
        except OSError as error:
            self._failure = error
            return True
        if sent < len(data):
            raise ConnectionLost(NO_RESOURCES)
        return True

    def finish_sending(self) -> None:
        """Close our half; what the host still sends arrives."""
        try:
            self._socket.shutdown(_socket.SHUT_WR)
        except OSError as error:
            self._failure = error

    def close(self) -> None:
        """Give the connection up."""
        try:
            self._socket.close()
        except OSError:
            # What close has to report of a connection nobody wants any more helps nobody.
            return


def open_stream(
    host: HostAddress,
    port: int,
    family: int,
    limit: float,
    trying: Callable[[], None],
    dialer: Dialer | None = None,
    getaddrinfo: GetAddrInfo = _socket.getaddrinfo,
) -> tuple[TcpStream, str]:
    """Look `host` up and connect to `port`, all within `limit` seconds; `family` is 4, 6 or 0 for both.

    `trying` is called between the two. Returns the stream and the host's name. Raises `NoSuchHost` when there is
    no such host, `ConnectFailed` with the reason, and KeyboardInterrupt as it comes.
    """
    dialer = dialer or Dialer()
    deadline = dialer.now() + limit
    known = look_up(host, port, family, limit, getaddrinfo)
    trying()
    return TcpStream(connect_first(known.addresses, deadline, dialer)), known.name


def _lost(error: OSError) -> ConnectionLost:
    number = error.errno or 0
    return ConnectionLost(LOST_REASONS.get(number) or os.strerror(number))
