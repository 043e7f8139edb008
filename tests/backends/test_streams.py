"""The streams there are, each held to the same contract, and what only TCP can do."""

from __future__ import annotations

import fcntl
import os
import select
import socket
import struct
import sys
from typing import TYPE_CHECKING

import pytest

from backends.check_backend import PATIENCE, SYNCH, CheckNetworkStream, fill, receive_all
from backends.loopback import LoopbackStream
from telnet_client.backends.tcp.address import parse_host_address
from telnet_client.backends.tcp.stream import LOST_REASONS, TcpStream, open_stream
from telnet_client.errors import ConnectionLost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backends.check_backend import FarEnd
    from telnet_client.backends.base import ByteStream


class SocketFarEnd:
    """The far end of a connection that is a socket."""

    def __init__(self, far: socket.socket) -> None:
        far.settimeout(PATIENCE)
        self.socket = far

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def receive(self, limit: int) -> bytes:
        return self.socket.recv(min(limit, 1 << 20))

    def finish_sending(self) -> None:
        self.socket.shutdown(socket.SHUT_WR)

    def destroy(self) -> None:
        # Closing with no time to linger sends a reset.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


def connect_over_tcp(address: str, family: socket.AddressFamily) -> Iterator[tuple[TcpStream, SocketFarEnd]]:
    with socket.create_server((address, 0), family=family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)
        stream, _ = open_stream(parse_host_address(address), listener.getsockname()[1], 0, PATIENCE, lambda: None)
        listener.settimeout(PATIENCE)
        far, _ = listener.accept()
    with far:
        yield stream, SocketFarEnd(far)
        stream.close()


class TestTcpOverIpv4(CheckNetworkStream):
    @pytest.fixture
    def connection(self) -> Iterator[tuple[ByteStream, FarEnd]]:
        yield from connect_over_tcp("127.0.0.1", socket.AF_INET)


class TestTcpOverIpv6(CheckNetworkStream):
    @pytest.fixture
    def connection(self) -> Iterator[tuple[ByteStream, FarEnd]]:
        try:
            socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        except OSError:
            pytest.skip("this machine has no IPv6 loopback address")
        yield from connect_over_tcp("::1", socket.AF_INET6)


class LocalFarEnd(SocketFarEnd):
    def destroy(self) -> None:
        # A local socket is reset by closing it over unread data; the stream under test has to have sent some.
        self.near.send(b"unread")
        self.socket.close()

    def __init__(self, far: socket.socket, near: LoopbackStream) -> None:
        super().__init__(far)
        self.near = near


class TestLoopback(CheckNetworkStream):
    @pytest.fixture
    def connection(self) -> Iterator[tuple[ByteStream, FarEnd]]:
        stream, far = LoopbackStream.pair()
        with far:
            yield stream, LocalFarEnd(far, stream)
            stream.close()


@pytest.fixture
def tcp() -> Iterator[tuple[TcpStream, socket.socket]]:
    for stream, far in connect_over_tcp("127.0.0.1", socket.AF_INET):
        yield stream, far.socket


def is_at_mark(far: socket.socket) -> bool:
    """The next byte to read is the one that urgent data was announced for (sockatmark)."""
    request = 0x8905 if sys.platform == "linux" else 0x40047307
    return bool(struct.unpack("i", fcntl.ioctl(far, request, struct.pack("i", 0)))[0])


def test_the_data_mark_is_the_urgent_byte(tcp: tuple[TcpStream, socket.socket]) -> None:
    stream, far = tcp
    stream.send(b"before")
    assert stream.send_urgent(SYNCH)
    assert select.select([], [], [far], PATIENCE)[2]
    up_to_mark = b""
    while not is_at_mark(far):
        up_to_mark += far.recv(100)
    assert up_to_mark == b"before\xff\xf5\xff"
    assert far.recv(1) == b"\xf2"


def test_urgent_data_of_the_host_is_announced_and_stays_in_its_place(tcp: tuple[TcpStream, socket.socket]) -> None:
    stream, far = tcp
    far.sendall(b"before")
    far.send(b"\xff\xf2", socket.MSG_OOB)
    far.sendall(b"after")
    assert select.select([], [], [stream], PATIENCE)[2]
    assert receive_all(stream, 13) == b"before\xff\xf2after"
    assert not select.select([], [], [stream], 0)[2]


def test_connection_has_the_options_of_a_conversation(tcp: tuple[TcpStream, socket.socket]) -> None:
    stream, _ = tcp
    with socket.fromfd(stream.fileno(), socket.AF_INET, socket.SOCK_STREAM) as same:
        assert same.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert same.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert same.getsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE)
    assert not os.get_blocking(stream.fileno())


def test_what_arrived_before_a_reset_can_be_read(tcp: tuple[TcpStream, socket.socket]) -> None:
    stream, far = tcp
    far.sendall(b"shutting down")
    assert receive_all(stream, 13) == b"shutting down"
    SocketFarEnd(far).destroy()
    assert select.select([stream], [], [], PATIENCE)[0]
    with pytest.raises(ConnectionLost, match=r"^Connection reset by peer$"):
        stream.receive()


def test_what_arrived_before_is_read_though_sending_failed(tcp: tuple[TcpStream, socket.socket]) -> None:
    stream, far = tcp
    far.sendall(b"shutting down")
    far.close()
    # The first byte meets a host that has gone and is answered with a reset, the next meets that.
    assert stream.send(b"x") == 1
    is_reset = select.poll()
    is_reset.register(stream, select.POLLERR)
    assert is_reset.poll(PATIENCE * 1000)
    assert stream.send(b"y") == 1
    assert receive_all(stream, 13) == b"shutting down"
    with pytest.raises(ConnectionLost):
        stream.receive()


def test_closed_stream_has_no_number(tcp: tuple[TcpStream, socket.socket]) -> None:
    stream, _ = tcp
    stream.close()
    assert stream.fileno() == -1


class FailingSocket:
    """A socket that has broken in a way that takes minutes or a pulled cable to bring about."""

    def __init__(self, failure: OSError) -> None:
        self.failure = failure

    def recv(self, limit: int) -> bytes:
        raise self.failure

    def close(self) -> None:
        raise self.failure


@pytest.mark.parametrize("number", [*LOST_REASONS, 5])
def test_each_loss_has_its_words(number: int) -> None:
    stream = TcpStream(FailingSocket(OSError(number, "Errno")))  # type: ignore[arg-type]
    with pytest.raises(ConnectionLost) as lost:
        stream.receive()
    assert str(lost.value) == LOST_REASONS.get(number, "Input/output error")
    stream.close()


class ShortSocket:
    """A socket that is writable and yet takes but part of four bytes."""

    def __init__(self, real: socket.socket) -> None:
        self.fileno = real.fileno

    def send(self, data: bytes, flags: int) -> int:
        return len(data) - 1


class NarrowSocket:
    """A socket that is not writable and yet would take a byte or two."""

    def __init__(self, real: socket.socket) -> None:
        self.fileno = real.fileno

    def send(self, data: bytes, flags: int) -> int:
        raise AssertionError("urgent data was given to a socket without room for it")


def test_urgent_data_waits_for_room() -> None:
    near, far = socket.socketpair()
    with near, far:
        fill(LoopbackStream(near))
        assert not TcpStream(NarrowSocket(near)).send_urgent(SYNCH)  # type: ignore[arg-type]


def test_urgent_data_is_never_sent_in_part_unnoticed() -> None:
    near, far = socket.socketpair()
    with near, far, pytest.raises(ConnectionLost, match="Insufficient system resources"):
        TcpStream(ShortSocket(near)).send_urgent(SYNCH)  # type: ignore[arg-type]
