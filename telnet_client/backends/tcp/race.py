"""A connection to whichever of a host's addresses answers first (RFC 8305, sections 4 and 5).

Stands between the addresses of a lookup and the open stream. A dead address costs a quarter of a second, one that
refuses costs nothing; everything that was begun and did not win is closed, CTRL/C included.
"""

from __future__ import annotations

import _socket
import errno
import os
import select
import time
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from telnet_client.errors import ConnectFailed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from telnet_client.backends.tcp.lookup import SocketAddress

#: Seconds from one attempt to the next (RFC 8305 section 5, Connection Attempt Delay).
ATTEMPT_DELAY = 0.25

#: Why no connection came about, the most telling reason first: of several addresses that failed, its is shown.
FAILURE_REASONS = {
    errno.ECONNREFUSED: "Connection refused",
    errno.EACCES: "Connection not permitted",
    errno.EPERM: "Connection not permitted",
    errno.ECONNRESET: "Connection reset by peer",
    errno.ETIMEDOUT: "Connection timed out",
    errno.EHOSTDOWN: "Host is down",
    errno.EHOSTUNREACH: "Host is unreachable",
    errno.ENETDOWN: "Network is down",
    errno.ENETUNREACH: "Network is unreachable",
    errno.EADDRNOTAVAIL: "Address is not available",
    errno.EAFNOSUPPORT: "No network for this kind of address",
    # What Linux says of a link-local address that names no interface.
    errno.EINVAL: "Address needs an interface, as in fe80::1%eth0",
    errno.EMFILE: "Insufficient system resources",
    errno.ENFILE: "Insufficient system resources",
    errno.ENOBUFS: "Insufficient system resources",
    errno.ENOMEM: "Insufficient system resources",
}

#: Set before the connection is made, so that not even the first byte is urgent data taken out of the stream.
SOCKET_OPTIONS = (
    (_socket.IPPROTO_TCP, _socket.TCP_NODELAY),
    (_socket.SOL_SOCKET, _socket.SO_KEEPALIVE),
    (_socket.SOL_SOCKET, _socket.SO_OOBINLINE),
)


class Dialer:
    """The system's side of the race: sockets and the clock."""

    __slots__ = ()

    def now(self) -> float:
        """Seconds, of a clock that is never set."""
        return time.monotonic()

    def begin(self, address: SocketAddress) -> _socket.socket:
        """A socket on its way to `address`. Raises `OSError` when that fails at once."""
        connecting = _socket.socket(address.family, _socket.SOCK_STREAM, _socket.IPPROTO_TCP)
        try:
            connecting.setblocking(False)
            for level, option in SOCKET_OPTIONS:
                connecting.setsockopt(level, option, 1)
            connecting.connect(address.address)
        except BlockingIOError:
            pass
        except BaseException:
            connecting.close()
            raise
        return connecting

    def wait(self, connecting: Sequence[_socket.socket], seconds: float) -> list[_socket.socket]:
        """Those of the sockets that came to an end, good or bad, within `seconds`; none after that time."""
        waiting = select.poll()
        for each in connecting:
            waiting.register(each, select.POLLOUT)
        ended = {number for number, _ in waiting.poll(seconds * 1000)}
        return [each for each in connecting if each.fileno() in ended]

    def outcome(self, connecting: _socket.socket) -> int:
        """0 when it is connected, else the error number."""
        failure = connecting.getsockopt(_socket.SOL_SOCKET, _socket.SO_ERROR)
        try:
            # TCP lets an attempt at a free port of this machine meet itself: nobody is there, so it was refused.
            met_itself = not failure and connecting.getsockname() == connecting.getpeername()
        except OSError as error:
            return error.errno or errno.ECONNRESET
        return errno.ECONNREFUSED if met_itself else failure


def connect_first(addresses: Iterable[SocketAddress], deadline: float, dialer: Dialer) -> _socket.socket:
    """A connected, non-blocking socket, by the first of `addresses` that answers before `deadline`.

    Raises `ConnectFailed` with the most telling reason when none does.
    """
    untried = interleaved(addresses)
    connecting: list[_socket.socket] = []
    failures: list[int] = []
    next_start = dialer.now()
    try:
        while untried or connecting:
            now = dialer.now()
            if now >= deadline:
                failures.append(errno.ETIMEDOUT)
                break
            if untried and now >= next_start:
                try:
                    connecting.append(dialer.begin(untried.pop(0)))
                    next_start = now + ATTEMPT_DELAY
                except OSError as error:
                    failures.append(error.errno or 0)
                continue
            until = min(deadline, next_start) if untried else deadline
            for ended in dialer.wait(connecting, until - now):
                failure = dialer.outcome(ended)
                connecting.remove(ended)
                if not failure:
                    return ended
                ended.close()
                failures.append(failure)
                next_start = now
    finally:
        for each in connecting:
            each.close()
    raise ConnectFailed(most_telling(failures))


def interleaved(addresses: Iterable[SocketAddress]) -> list[SocketAddress]:
    """The same addresses with the two families taking turns, the preferred one first (RFC 8305 section 4)."""
    in_order = list(addresses)
    preferred = [each for each in in_order if each.family == in_order[0].family]
    others = [each for each in in_order if each.family != in_order[0].family]
    return [each for each in chain.from_iterable(zip_longest(preferred, others)) if each is not None]


def most_telling(failures: Sequence[int]) -> str:
    """The reason to show of all the error numbers met, in words."""
    for number, reason in FAILURE_REASONS.items():
        if number in failures:
            return reason
    return os.strerror(failures[0])
