"""From the name of a host to the addresses it can be reached at.

Stands between a parsed host address and the connection attempts. An address in numbers is answered at once; a name
may take the resolver many seconds, so a thread waits for it and CTRL/C and the time limit keep working meanwhile.
"""

from __future__ import annotations

import _socket
import _thread
import os
import select
from typing import TYPE_CHECKING, NamedTuple

from telnet_client.backends.tcp.address import is_host_name
from telnet_client.errors import ConnectFailed, NoSuchHost, TelnetError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from telnet_client.backends.tcp.address import HostAddress

    #: Family, type, protocol, canonical name, socket address.
    Found = Sequence[tuple[int, int, int, str, tuple[Any, ...]]]
    GetAddrInfo = Callable[[bytes, int, int, int, int, int], Found]

FAMILIES = {0: _socket.AF_UNSPEC, 4: _socket.AF_INET, 6: _socket.AF_INET6}

NO_ANSWER = "Name service is not answering"
NO_RESOURCES = "Insufficient system resources"

#: What the resolver says (RFC 3493 section 6.1) in our words; not every system has every one of them.
LOOKUP_REASONS = {
    "EAI_AGAIN": NO_ANSWER,
    "EAI_FAIL": "Name service failed",
    "EAI_MEMORY": NO_RESOURCES,
}
#: The name is there, but not for the kind of address that was wanted.
NO_ADDRESS = ("EAI_NODATA", "EAI_ADDRFAMILY", "EAI_FAMILY")


class SocketAddress(NamedTuple):
    """One address of a host, as a socket takes it."""

    family: int
    address: tuple[Any, ...]


class KnownHost(NamedTuple):
    """What the lookup found."""

    #: The host's own name for itself, else as typed.
    name: str
    #: In the resolver's order of preference (RFC 6724), never empty.
    addresses: tuple[SocketAddress, ...]


def look_up(
    host: HostAddress, port: int, family: int, limit: float, getaddrinfo: GetAddrInfo = _socket.getaddrinfo
) -> KnownHost:
    """Find the addresses of `host`; `family` is 4, 6 or 0 for both, `limit` is in seconds.

    Raises `NoSuchHost` when there is no such host, and `ConnectFailed` when that could not be found out.
    """

    def ask(flags: int) -> Found:
        return getaddrinfo(host.encoded, port, FAMILIES[family], _socket.SOCK_STREAM, _socket.IPPROTO_TCP, flags)

    try:
        if host.is_numeric:
            found = ask(_socket.AI_NUMERICHOST | _socket.AI_NUMERICSERV)
        else:
            found = _wait_for(lambda: ask(_socket.AI_CANONNAME | _socket.AI_NUMERICSERV), limit)
    except _socket.gaierror as error:
        raise _lookup_error(error, host, family) from None
    except OSError:
        raise ConnectFailed(NO_RESOURCES) from None
    if not found:
        raise NoSuchHost(host.name)
    # The same address may come once for each line of a hosts file.
    addresses = tuple(dict.fromkeys(SocketAddress(row[0], row[4]) for row in found))
    return KnownHost(_canonical_name(host, found), addresses)


def _wait_for(ask: Callable[[], Found], limit: float) -> Found:
    """What `ask` returns or raises, if it does so within `limit` seconds; otherwise it is left to end in its thread."""
    answers: list[Found] = []
    errors: list[OSError] = []
    finished, finishing = os.pipe()

    def work() -> None:
        try:
            answers.append(ask())
        except OSError as error:
            errors.append(error)
        finally:
            # Only the thread closes this end: after a time-out the number may not yet be given to another file.
            os.close(finishing)

    try:
        try:
            _thread.start_new_thread(work, ())
        except RuntimeError:
            os.close(finishing)
            raise ConnectFailed(NO_RESOURCES) from None
        waiting = select.poll()
        waiting.register(finished, select.POLLIN)
        if not waiting.poll(limit * 1000):
            raise ConnectFailed(NO_ANSWER)
    finally:
        os.close(finished)
    if errors:
        raise errors[0]
    return answers[0]


def _canonical_name(host: HostAddress, found: Found) -> str:
    """The name the resolver knows the host by, where it is one that can be shown and read."""
    canonical = found[0][3]
    has_better = canonical and not host.is_numeric and host.name.isascii() and is_host_name(canonical)
    return canonical if has_better else host.name


def _lookup_error(error: _socket.gaierror, host: HostAddress, family: int) -> TelnetError:
    for name, text in LOOKUP_REASONS.items():
        if error.errno == getattr(_socket, name, None):
            return ConnectFailed(text)
    if error.errno in [getattr(_socket, name, None) for name in NO_ADDRESS]:
        return ConnectFailed(f"Host has no IPv{family} address" if family else "Host has no Internet address")
    return NoSuchHost(host.name)
