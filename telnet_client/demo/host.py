"""The demonstration host: listens on the loopback address and gives each caller a thread.

Sits between the DEMO command, which starts and closes it, and the callers. Its threads take no signals: those are for
the main thread, which owns the user's terminal.
"""

from __future__ import annotations

import contextlib
import select
import signal
import socket
import threading
from typing import Self

from telnet_client.demo.caller import Caller
from telnet_client.demo.connection import Connection
from telnet_client.demo.system import System
from telnet_client.errors import CommandError

#: The only address it ever listens on.
ADDRESS = "127.0.0.1"
#: As fast as a terminal line of 9600 baud, so that there is time to interrupt a text.
LINES_A_SECOND = 30.0

#: Milliseconds to wait where the system has no room for one more caller.
_RESPITE = 200


class DemoHost:
    """A host that answers from its construction to its `close`; a context manager too."""

    def __init__(self, lines_a_second: float = LINES_A_SECOND) -> None:
        """Listen on a free port. `lines_a_second` is how fast commands show their output.

        Raises `CommandError` when the system does not let us.
        """
        self.address = ADDRESS
        self._line_interval = 1 / lines_a_second
        self._system = System()
        self._threads: list[threading.Thread] = []
        with contextlib.ExitStack() as acquired:
            try:
                self._listener = acquired.enter_context(socket.create_server((ADDRESS, 0)))
                # At its end once the host closes, which every thread waits for besides its own business.
                self._closing, self._open = map(acquired.enter_context, socket.socketpair())
                self._listener.setblocking(False)
                self._thread = threading.Thread(target=self._listen, name="demo host", daemon=True)
                _start_without_signals(self._thread)
            except (OSError, RuntimeError) as error:
                raise CommandError(f"The demonstration host cannot start - {error}") from None
            self._sockets = acquired.pop_all()
        self.port: int = self._listener.getsockname()[1]

    def close(self) -> None:
        """Hang up on every caller and stop listening. May be called more than once."""
        self._open.close()
        self._thread.join()
        self._sockets.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _listen(self) -> None:
        poll = select.poll()
        poll.register(self._closing, select.POLLIN)
        poll.register(self._listener, select.POLLIN)
        while not self._is_closing(poll):
            try:
                connected, (address, _port) = self._listener.accept()
            except BlockingIOError:
                continue
            except OSError:
                # Out of descriptors, say: the caller waits for better times, and so do we.
                self._rest()
                continue
            self._admit(connected, address)
        for thread in self._threads:
            thread.join()

    def _is_closing(self, poll: select.poll) -> bool:
        return self._closing.fileno() in dict(poll.poll())

    def _rest(self) -> None:
        poll = select.poll()
        poll.register(self._closing, select.POLLIN)
        poll.poll(_RESPITE)

    def _admit(self, connected: socket.socket, address: str) -> None:
        """Give a caller a job and a thread, or a plain refusal."""
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        caller = Caller(address, self._system, self._line_interval)
        if not self._system.log_in(caller):
            _turn_away(connected)
            return
        name = f"demo job {caller.number}"
        thread = threading.Thread(target=self._serve, args=(caller, connected), name=name, daemon=True)
        try:
            thread.start()
        except RuntimeError:  # the system has no more threads for us
            self._system.log_out(caller)
            _turn_away(connected)
            return
        self._threads.append(thread)

    def _serve(self, caller: Caller, connected: socket.socket) -> None:
        """A caller who is lost has nothing to be told, and neither has anybody else."""
        try:
            with connected, contextlib.suppress(OSError):
                caller.run(Connection(connected, self._closing))
        finally:
            self._system.log_out(caller)


def _start_without_signals(thread: threading.Thread) -> None:
    """A thread takes over the mask of its creator, and so do the threads it starts."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        thread.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _turn_away(connected: socket.socket) -> None:
    with connected, contextlib.suppress(OSError):
        connected.setblocking(False)
        connected.send(b"\r\n?Full - all lines are in use, try again later\r\n")
