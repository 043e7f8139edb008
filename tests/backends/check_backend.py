"""What every network's stream must do: the contract of `telnet_client.backends.base.ByteStream` as tests.

A network's own tests inherit `CheckStream`, or `CheckNetworkStream` where it has halves and urgent data, and say how to
make a connection; the far end is held by the test.
"""

from __future__ import annotations

import contextlib
import select
import threading
from typing import TYPE_CHECKING, Protocol

import pytest

from telnet_client.errors import ConnectionLost, LocalProtocolError

if TYPE_CHECKING:
    from telnet_client.backends.base import ByteStream

#: Seconds after which something that had to happen has not.
PATIENCE = 10.0
LARGEST_READ = 1 << 18
#: Larger than what any network between the two ends keeps.
FLOOD = 64 * 1024 * 1024
ALL_BYTES = bytes(range(256))
SYNCH = b"\xff\xf5\xff\xf2"


class FarEnd(Protocol):
    """The host's side of the connection; every method waits until it is done."""

    def send(self, data: bytes) -> None:
        """Send all of it."""

    def receive(self, limit: int) -> bytes:
        """Wait for at least one byte; b"" when the other side has finished sending."""

    def finish_sending(self) -> None:
        """Close this half."""

    def destroy(self) -> None:
        """End the connection in disorder."""


def wait_readable(stream: ByteStream, patience: float = PATIENCE) -> bool:
    """The stream has something to say within `patience` seconds."""
    return bool(select.select([stream], [], [], patience)[0])


def receive_some(stream: ByteStream) -> bytes:
    """The next bytes, b"" at the end."""
    assert wait_readable(stream), "nothing came"
    received = stream.receive()
    assert received is not None, "readable, and nothing to read"
    assert len(received) <= LARGEST_READ
    return received


def receive_all(stream: ByteStream, count: int) -> bytes:
    """The next `count` bytes, fewer when the far end finished."""
    received = bytearray()
    while len(received) < count:
        some = receive_some(stream)
        if not some:
            break
        received += some
    return bytes(received)


def far_receive_all(far: FarEnd, count: int) -> bytes:
    """The next `count` bytes at the far end, fewer when the stream finished."""
    received = bytearray()
    while len(received) < count:
        some = far.receive(count - len(received))
        if not some:
            break
        received += some
    return bytes(received)


def fill(stream: ByteStream) -> int:
    """Send zeros until nothing more is taken; how many were."""
    taken = 0
    zeros = memoryview(bytes(1 << 20))
    while True:
        sent = stream.send(zeros)
        taken += sent
        assert taken < FLOOD, "the stream takes without end what nobody reads"
        # A network may still be moving what it took towards the far end.
        if not sent and not select.select([], [stream], [], 0.1)[1]:
            return taken


class CheckStream:
    """Inherit, and give the fixture `connection`: a fresh stream, its far end, both closed after the test."""

    @pytest.fixture
    def connection(self) -> tuple[ByteStream, FarEnd]:
        raise NotImplementedError("say how a connection is made")

    def test_nothing_there_is_none(self, connection: tuple[ByteStream, FarEnd]) -> None:
        stream, _ = connection
        assert stream.receive() is None
        assert not wait_readable(stream, 0)

    def test_every_byte_arrives_as_it_was(self, connection: tuple[ByteStream, FarEnd]) -> None:
        stream, far = connection
        far.send(ALL_BYTES)
        assert receive_all(stream, 256) == ALL_BYTES
        assert stream.receive() is None

    def test_a_flood_arrives_in_order_in_pieces_of_limited_size(self, connection: tuple[ByteStream, FarEnd]) -> None:
        stream, far = connection
        flood = b"".join(number.to_bytes(4, "big") for number in range(1 << 18))
        sender = threading.Thread(target=far.send, args=(flood,))
        sender.start()
        try:
            assert receive_all(stream, len(flood)) == flood
        finally:
            sender.join(PATIENCE)

    def test_every_byte_goes_out_as_it_is(self, connection: tuple[ByteStream, FarEnd]) -> None:
        stream, far = connection
        assert stream.send(ALL_BYTES) == 256
        assert far_receive_all(far, 256) == ALL_BYTES

    def test_a_view_is_as_good_as_bytes(self, connection: tuple[ByteStream, FarEnd]) -> None:
        stream, far = connection
        assert stream.send(memoryview(b"-TELNET-")[1:7]) == 6
        assert far_receive_all(far, 6) == b"TELNET"

    def test_what_nobody_reads_is_not_taken_without_end(self, connection: tuple[ByteStream, FarEnd]) -> None:
        stream, far = connection
        taken = fill(stream)
        assert taken > 0
        assert not any(far_receive_all(far, taken))
        assert select.select([], [stream], [], PATIENCE)[1], "writable again once the far end reads"
        assert stream.send(b"more") == 4
        assert far_receive_all(far, 4) == b"more"

    def test_closing_twice(self, connection: tuple[ByteStream, FarEnd]) -> None:
        stream, far = connection
        assert stream.send(b"bye") == 3
        stream.close()
        stream.close()
        assert far_receive_all(far, 100) == b"bye"

    def test_a_broken_connection_is_lost_in_words(self, connection: tuple[ByteStream, FarEnd]) -> None:
        stream, far = connection
        far.destroy()
        reason = loss(stream)
        assert reason.isprintable()
        assert "Errno" not in reason
        assert reason[:1].isupper()

    @pytest.mark.parametrize("use", ["send", "send_urgent", "finish_sending"])
    def test_every_way_of_using_a_broken_connection(self, connection: tuple[ByteStream, FarEnd], use: str) -> None:
        stream, far = connection
        far.destroy()
        assert wait_readable(stream)
        arguments = () if use == "finish_sending" else (SYNCH,)
        for _ in range(3):
            with contextlib.suppress(ConnectionLost, LocalProtocolError):
                getattr(stream, use)(*arguments)
        assert loss(stream)
        stream.close()


class CheckNetworkStream(CheckStream):
    """A stream over a network has halves that close one by one, and urgent data."""

    def test_urgent_data_keeps_its_place(self, connection: tuple[ByteStream, FarEnd]) -> None:
        stream, far = connection
        assert stream.send(b"before") == 6
        assert stream.send_urgent(SYNCH)
        assert stream.send(b"after") == 5
        assert far_receive_all(far, 15) == b"before" + SYNCH + b"after"

    def test_urgent_data_goes_whole_or_not_at_all(self, connection: tuple[ByteStream, FarEnd]) -> None:
        stream, far = connection
        taken = fill(stream)
        while stream.send_urgent(SYNCH):
            taken += len(SYNCH) + fill(stream)
        assert len(far_receive_all(far, taken)) == taken
        assert select.select([], [stream], [], PATIENCE)[1]
        assert stream.send_urgent(SYNCH)
        assert far_receive_all(far, 4) == SYNCH

    def test_the_far_end_finishes(self, connection: tuple[ByteStream, FarEnd]) -> None:
        stream, far = connection
        far.send(b"LOGOUT\r\n")
        far.finish_sending()
        assert receive_all(stream, 100) == b"LOGOUT\r\n"
        assert receive_some(stream) == b""
        assert receive_some(stream) == b"", "the end stays the end"
        assert stream.send(b"late") == 4
        assert far_receive_all(far, 4) == b"late"

    def test_we_finish_first(self, connection: tuple[ByteStream, FarEnd]) -> None:
        stream, far = connection
        assert stream.send(b"last words") == 10
        stream.finish_sending()
        assert far_receive_all(far, 100) == b"last words"
        far.send(b"the answer")
        assert receive_all(stream, 10) == b"the answer"


def loss(stream: ByteStream) -> str:
    """What `receive` says of a connection that broke."""
    assert wait_readable(stream)
    with pytest.raises(ConnectionLost) as lost:
        stream.receive()
    return str(lost.value)
