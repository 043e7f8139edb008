"""Hosts under a test's control: they record what a caller sends and send what the test wants, good manners or not.

`RecordingHost` listens on a loopback port, `Call` is one caller. A thread records each call, TCP urgent data included.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import socket
import struct
import sys
import threading
from typing import TYPE_CHECKING, Self

from support.waiting import DEADLINE, TooLate, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: ioctl: is the next byte to be read the urgent one? (sockatmark(3); the C library's macro has no Python name.)
SIOCATMARK = 0x40047307 if sys.platform == "darwin" else 0x8905

IAC, DONT, DO, WONT, WILL, SB, SE = 255, 254, 253, 252, 251, 250, 240
BREAK, INTERRUPT_PROCESS, ABORT_OUTPUT, DATA_MARK = 243, 244, 245, 242
ECHO, SUPPRESS_GO_AHEAD, TERMINAL_TYPE, WINDOW_SIZE, ENVIRON, NEW_ENVIRON = 1, 3, 24, 31, 36, 39


def negotiation(verb: int, option: int) -> bytes:
    """IAC, WILL WONT DO or DONT, option (RFC 854)."""
    return bytes((IAC, verb, option))


def subnegotiation(option: int, payload: bytes) -> bytes:
    """IAC SB option payload IAC SE, with IAC doubled in the payload (RFC 855)."""
    return bytes((IAC, SB, option)) + payload.replace(b"\xff", b"\xff\xff") + bytes((IAC, SE))


class Sending(threading.Thread):
    """Sends pieces, one after the other, for as long as they last, the caller stays and nobody says `stop`."""

    def __init__(self, connection: socket.socket, pieces: Iterable[bytes]) -> None:
        super().__init__(daemon=True)
        self._connection = connection
        self._pieces = pieces
        self._stopping = threading.Event()
        #: Bytes the caller's machine has taken so far.
        self.sent = 0
        self.start()

    def run(self) -> None:
        """Send."""
        for piece in self._pieces:
            left = memoryview(piece)
            while left:
                if self._stopping.is_set():
                    return
                _, writable, _ = select.select([], [self._connection], [], 0.05)
                if not writable:
                    continue
                try:
                    count = self._connection.send(left, socket.MSG_DONTWAIT)
                except BlockingIOError:
                    continue
                except OSError:
                    return
                left = left[count:]
                self.sent += count

    def stop(self) -> None:
        """Send no more."""
        self._stopping.set()
        self.join()

    def wait(self, timeout: float = DEADLINE) -> None:
        """Wait until everything has been sent."""
        self.join(timeout)
        if self.is_alive():
            raise TooLate(f"the caller has taken {self.sent} bytes and no more")


class Call:
    """One caller: what it sent, and what to do to it."""

    def __init__(self, connection: socket.socket, deaf: bool = False) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)
        self._connection = connection
        self._changed = threading.Condition()
        self._received = bytearray()
        self._urgent: list[int] = []
        self._ended = False
        self._open = True
        self._sendings: list[Sending] = []
        self._wake_out, self._wake_in = os.pipe()
        self._recorder = threading.Thread(target=self._record, daemon=True)
        if not deaf:
            self._recorder.start()

    # What came

    def listen(self) -> None:
        """End being deaf."""
        self._recorder.start()

    @property
    def received(self) -> bytes:
        """Everything the caller sent so far, urgent bytes in their place."""
        with self._changed:
            return bytes(self._received)

    @property
    def urgent(self) -> list[int]:
        """Where in `received` the bytes stand that TCP marked as urgent."""
        with self._changed:
            return list(self._urgent)

    def wait_for(self, wanted: bytes | Callable[[bytes], bool], timeout: float = DEADLINE) -> None:
        """Wait until the caller has sent `wanted`, or something of which `wanted` is true."""

        def came() -> bool:
            received = bytes(self._received)
            return wanted in received if isinstance(wanted, bytes) else wanted(received)

        wait_until(
            self._changed,
            came,
            lambda: (
                f"the caller did not send {wanted!r} but {bytes(self._received[-400:])!r}"
                f"{' and ended' if self._ended else ''}"
            ),
            timeout,
        )

    def wait_end(self, timeout: float = DEADLINE) -> bytes:
        """Wait until the caller has closed its half, or broken off; everything it sent."""
        wait_until(
            self._changed,
            lambda: self._ended,
            lambda: f"the caller is still there, having sent {bytes(self._received[-400:])!r}",
            timeout,
        )
        return self.received

    # What to send

    def send(self, data: bytes) -> None:
        """Send all of `data`."""
        self.send_in_background([data]).wait()

    def send_urgent(self, data: bytes) -> None:
        """Send `data`, its last byte as urgent data."""
        self._connection.send(data, socket.MSG_OOB)

    def send_in_background(self, pieces: Iterable[bytes]) -> Sending:
        """Send piece after piece, without end if there is none; returns at once."""
        sending = Sending(self._connection, pieces)
        self._sendings.append(sending)
        return sending

    def offer_echo(self) -> None:
        """Begin as most hosts do, WILL ECHO and WILL SUPPRESS-GO-AHEAD, and wait for the answers."""
        self.send(negotiation(WILL, ECHO) + negotiation(WILL, SUPPRESS_GO_AHEAD))
        self.wait_for(negotiation(DO, ECHO))
        self.wait_for(negotiation(DO, SUPPRESS_GO_AHEAD))

    # How to end

    def half_close(self) -> None:
        """Nothing more comes from us; what the caller sends is still recorded."""
        self._connection.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """Break off without a word (a TCP RST)."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def close(self) -> None:
        """Close in order."""
        if not self._open:
            return
        self._open = False
        for sending in self._sendings:
            sending.stop()
        os.write(self._wake_in, b"x")
        if self._recorder.ident is not None:
            self._recorder.join()
        os.close(self._wake_in)
        os.close(self._wake_out)
        self._connection.close()

    def _record(self) -> None:
        while True:
            readable, _, _ = select.select([self._connection.fileno(), self._wake_out], [], [])
            if self._wake_out in readable:
                return
            at_mark = struct.unpack("i", fcntl.ioctl(self._connection, SIOCATMARK, b"\0" * 4))[0]
            try:
                data = self._connection.recv(1 << 16, socket.MSG_DONTWAIT)
            except BlockingIOError:
                continue
            except OSError:
                data = b""
            with self._changed:
                if at_mark and data:
                    self._urgent.append(len(self._received))
                self._received += data
                self._ended = not data
                self._changed.notify_all()
            if not data:
                return


class RecordingHost:
    """Listens on a free loopback port until its context ends; calls are accepted one by one by the test."""

    def __init__(self, address: str = "127.0.0.1", backlog: int = 8) -> None:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._listener = socket.create_server((address, 0), family=family, backlog=backlog)
        self.address = address
        self.port: int = self._listener.getsockname()[1]
        self._calls: list[Call] = []

    def accept(self, deaf: bool = False, timeout: float = DEADLINE) -> Call:
        """The next caller; of one to whom we are `deaf`, nothing is read before `listen`."""
        readable, _, _ = select.select([self._listener], [], [], timeout)
        if not readable:
            raise TooLate("nobody called")
        connection, _ = self._listener.accept()
        call = Call(connection, deaf)
        self._calls.append(call)
        return call

    def is_called(self) -> bool:
        """A caller waits to be accepted."""
        return bool(select.select([self._listener], [], [], 0)[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for call in self._calls:
            call.close()
        self._listener.close()


class SilentHost:
    """A port that never answers: its queue of callers is full, so that the kernel drops what else comes."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=0)
        self.port: int = self._listener.getsockname()[1]
        self._callers: list[socket.socket] = []
        while True:
            caller = socket.socket()
            caller.setblocking(False)
            self._callers.append(caller)
            with contextlib.suppress(BlockingIOError):
                caller.connect(("127.0.0.1", self.port))
            if not select.select([], [caller], [], 0.5)[1]:
                return

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for caller in self._callers:
            caller.close()
        self._listener.close()


def refusing_port() -> int:
    """A loopback port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
