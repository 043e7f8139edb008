"""The hosts that clients are measured against: each a process of its own, on loopback, for one connection.

A host is a function of the connection, a control pipe to the harness, and what it needs to know. All of them greet with
WILL ECHO, WILL SUPPRESS-GO-AHEAD and READY, which puts a client into character mode, and refuse what a client asks for.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import socket
import threading
import time
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from benchmarks.clients import HOST
from benchmarks.streams import ECHO, IAC, MARKER, SUPPRESS_GO_AHEAD, WILL, compare, read_typing, refuse_requests

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from multiprocessing.connection import Connection
    from types import TracebackType

READY = b"READY-TO-BE-MEASURED\r\n"
GREETING = bytes((IAC, WILL, ECHO, IAC, WILL, SUPPRESS_GO_AHEAD)) + READY

_FORK = multiprocessing.get_context("fork")
_CHUNK = 1 << 18


class Host:
    """Runs ``serve(connection, control, *arguments)`` in a process of its own for the first client to connect.

    ``port`` is where it listens, ``control`` the harness's end of the pipe. The first message of every host is the
    CLOCK_MONOTONIC time, in nanoseconds, of the connection.
    """

    def __init__(self, serve: Callable[..., None], *arguments: Any) -> None:
        self.control, theirs = _FORK.Pipe()
        with socket.create_server((HOST, 0)) as listener, theirs:
            self.port: int = listener.getsockname()[1]
            self._process = _FORK.Process(target=_run, args=(serve, listener, theirs, arguments), daemon=True)
            self._process.start()

    def receive(self, seconds: float) -> Any:
        """The next message of the host; None when it is gone or says nothing for ``seconds``."""
        with contextlib.suppress(EOFError, ConnectionError):
            if self.control.poll(seconds):
                return self.control.recv()
        return None

    def order(self, message: Any) -> None:
        """Send ``message`` to the host; one that is gone shows by what it does not do."""
        with contextlib.suppress(ConnectionError):
            self.control.send(message)

    def __enter__(self) -> Host:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self.control.close()


def _run(
    serve: Callable[..., None], listener: socket.socket, control: Connection[Any, Any], arguments: tuple[Any, ...]
) -> None:
    # The client or the harness may end first; that is how most measurements end.
    with contextlib.suppress(OSError, EOFError, KeyboardInterrupt):
        connection, _ = listener.accept()
        control.send(time.monotonic_ns())
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        serve(connection, control, *arguments)


def _answer(connection: socket.socket, sending: threading.Lock) -> None:
    """Take in what the client sends, for ever; answer its requests unless a stream is being sent."""
    with contextlib.suppress(OSError):
        while received := connection.recv(_CHUNK):
            if sending.acquire(blocking=False):
                connection.sendall(refuse_requests(received))
                sending.release()


def pour(connection: socket.socket, control: Connection[Any, Any], blocks: Mapping[str, bytes]) -> None:
    """For each order ``(key, times)``: tell the time, send that block so many times and MARKER."""
    sending = threading.Lock()
    connection.sendall(GREETING)
    threading.Thread(target=_answer, args=(connection, sending), daemon=True).start()
    while True:
        key, times = control.recv()
        with sending:
            control.send(time.monotonic_ns())
            for _ in range(times):
                connection.sendall(blocks[key])
            connection.sendall(MARKER)


def close_at_once(connection: socket.socket, control: Connection[Any, Any], text: bytes) -> None:
    """Greet, send ``text`` and MARKER, close that side at once, tell so, and wait for the client to close its own."""
    connection.sendall(GREETING + text + MARKER)
    connection.shutdown(socket.SHUT_WR)
    control.send(True)
    while connection.recv(_CHUNK):
        pass


def echo_keys(connection: socket.socket, _control: Connection[Any, Any]) -> None:
    """Echo each key at once; say nothing of its own."""
    connection.sendall(GREETING)
    while received := connection.recv(4096):
        if IAC in received:
            connection.sendall(refuse_requests(received) + read_typing(received))
        else:
            connection.sendall(received)


def flood(connection: socket.socket, control: Connection[Any, Any], block: bytes) -> None:
    """Once told to, send ``block`` without end, and tell the time of each key that comes in and what it was."""
    connection.sendall(GREETING)
    while control not in wait([connection, control]):
        connection.sendall(refuse_requests(connection.recv(4096)))
    threading.Thread(target=_pour_forever, args=(connection, block), daemon=True).start()
    while received := connection.recv(4096):
        control.send((time.monotonic_ns(), read_typing(received)))


def _pour_forever(connection: socket.socket, block: bytes) -> None:
    with contextlib.suppress(OSError):
        while True:
            connection.sendall(block)


def take_paste(connection: socket.socket, control: Connection[Any, Any], wanted: bytes, is_echoing: bool) -> None:
    """Take in a paste up to its MARKER, echoing it or not; tell the time of that, and whether it is ``wanted``."""
    connection.sendall(GREETING)
    received = bytearray()
    held = fresh = b""
    while received.find(MARKER, max(0, len(received) - len(fresh) - len(MARKER))) < 0:
        fresh = connection.recv(_CHUNK)
        if not fresh:
            return
        received += fresh
        if IAC in fresh:
            connection.sendall(refuse_requests(fresh))
        if is_echoing:
            typed = held + fresh
            held = b"\r" if typed.endswith(b"\r") else b""  # its LF or NUL is still on the way
            connection.sendall(read_typing(typed.removesuffix(held)).replace(b"\n", b"\r\n"))
    arrived = time.monotonic_ns()
    text = read_typing(bytes(received))
    control.send((arrived, compare(text[: text.rindex(MARKER)], wanted)))
    control.recv()
