"""Sockets that bring what a test wants in the pieces it wants, for the tests of telnetlib."""

from __future__ import annotations

import os
import socket
import warnings
from typing import TYPE_CHECKING, Any, Self

import pytest

from telnet_client import telnetlib

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType


class PieceSocket:
    """Brings one piece a read, cut to the size asked for, and then the end; keeps what is sent."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces = [piece for piece in pieces if piece]
        self.sent = bytearray()
        # At its end, and so always readable.
        self._readable, writable = os.pipe()
        os.close(writable)

    def recv(self, size: int) -> bytes:
        if not self.pieces:
            return b""
        piece = self.pieces[0]
        self.pieces[:1] = [piece[size:]] if len(piece) > size else []
        return piece[:size]

    def sendall(self, data: bytes) -> None:
        self.sent += data

    def fileno(self) -> int:
        return self._readable

    def close(self) -> None:
        if self._readable >= 0:
            os.close(self._readable)
            self._readable = -1


def open_on(pieces: Iterable[bytes], telnet: Any = None) -> tuple[Any, PieceSocket]:
    """A `Telnet`, ours unless another is given, and its socket."""
    source = PieceSocket(pieces)
    telnet = telnetlib.Telnet() if telnet is None else telnet
    telnet.sock = source
    return telnet, source


@pytest.fixture
def pieces() -> Callable[..., tuple[Any, PieceSocket]]:
    """`open_on`; whoever uses it closes the `Telnet`."""
    return open_on


@pytest.fixture
def old_module() -> ModuleType:
    """The telnetlib of this Python; from 3.13 on there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("telnetlib", reason="needs a Python older than 3.13, which had telnetlib")


class Line:
    """A `Telnet` and the host's end of its connection, a local socket."""

    def __init__(self, kind: type[telnetlib.Telnet] = telnetlib.Telnet) -> None:
        near, self.host = socket.socketpair()
        self.telnet = kind()
        self.telnet.sock = near
        self.host.settimeout(10)

    def heard(self) -> bytes:
        """What has been sent to the host until now."""
        self.host.setblocking(False)
        try:
            return self.host.recv(1 << 16)
        except BlockingIOError:
            return b""
        finally:
            self.host.settimeout(10)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.telnet.close()
        self.host.close()


@pytest.fixture
def line() -> Iterator[Line]:
    """A connection to a host that the test plays."""
    with Line() as line:
        yield line


@pytest.fixture
def line_of() -> type[Line]:
    """The same for a class of the test's own; a context."""
    return Line
