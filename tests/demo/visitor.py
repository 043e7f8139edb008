"""Somebody who visits the demonstration host: over a plain socket, or with this program's own protocol engine.

No threads: whatever the visitor waits for, it reads until that has come or the deadline has passed.
"""

from __future__ import annotations

import select
import socket
import struct
import time
from typing import TYPE_CHECKING, Self

from support.waiting import DEADLINE, TooLate
from telnet_client.protocol.events import DataReceived
from telnet_client.protocol.facts import Facts
from telnet_client.protocol.telnet import TelnetEngine

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.demo.host import DemoHost

FACTS = Facts(terminal_types=("XTERM-256COLOR", "XTERM"), columns=80, rows=24)
GREETING = "Demonstration Host"


class PlainVisitor:
    """Sends and reads bytes as they are, and answers no question."""

    def __init__(self, host: DemoHost) -> None:
        self.socket = socket.create_connection((host.address, host.port))
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)
        self.received = b""
        self.has_ended = False
        #: Urgent data was announced while something was read.
        self.has_urgent = False

    def send(self, data: bytes) -> None:
        """Send all of it."""
        self.socket.sendall(data)

    def wait_for(self, wanted: bytes) -> bytes:
        """Read until `wanted` has come; all that came up to its end, which is not looked at again."""
        self._read_until(lambda: wanted in self.received, repr(wanted))
        before, _, self.received = self.received.partition(wanted)
        return before + wanted

    def wait_end(self) -> bytes:
        """Read until the host has closed; all that came before."""
        self._read_until(lambda: self.has_ended, "the end")
        return self.received

    def wait_urgent(self) -> None:
        """Wait, without reading, until urgent data is announced."""
        if not select.select([], [], [self.socket], DEADLINE)[2]:
            raise TooLate("no urgent data came")

    def finish(self) -> None:
        """Close our half."""
        self.socket.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """Go without a word (a TCP RST)."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def take(self, data: bytes) -> None:
        """What came from the network."""
        self.received += data

    def _read_until(self, happened: Callable[[], bool], wanted: str) -> None:
        deadline = time.monotonic() + DEADLINE
        while not happened():
            left = deadline - time.monotonic()
            if self.has_ended or left <= 0 or not select.select([self.socket], [], [], left)[0]:
                raise TooLate(f"{wanted} did not come, but {self.received[-2000:]!r}")
            self.has_urgent = self.has_urgent or bool(select.select([], [], [self.socket], 0)[2])
            data = self.socket.recv(1 << 16)
            self.has_ended = not data
            self.take(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()


class Visitor(PlainVisitor):
    """Negotiates as `tn` does; `received` is what its user would see."""

    def __init__(self, host: DemoHost, facts: Facts = FACTS) -> None:
        self.engine = TelnetEngine(active=False, facts=facts)
        super().__init__(host)

    def take(self, data: bytes) -> None:
        """Keep the data, answer the questions."""
        for event in self.engine.receive_data(data):
            if isinstance(event, DataReceived):
                self.received += event.data
        self.answer()

    def answer(self) -> None:
        """Send what the engine has to say."""
        answers = self.engine.data_to_send()
        if answers:
            self.send(answers)

    def type(self, keys: str) -> None:
        """Press keys; CR is Return."""
        self.engine.send_data(keys.encode())
        self.answer()

    def see(self, wanted: str) -> str:
        """Wait for text on the screen; all that came up to its end, as lines that end in newlines."""
        return self.wait_for(wanted.replace("\n", "\r\n").encode()).decode().replace("\r\n", "\n")

    def enter(self) -> Self:
        """Read as far as the first prompt."""
        self.see(GREETING)
        self.see("\n@")
        return self

    def command(self, line: str) -> str:
        """Type a command, and Return; the lines that it shows before the next prompt."""
        self.type(f"{line}\r")
        echoed, _, shown = self.see("\n@").removesuffix("@").partition("\n")
        assert echoed == line
        return shown
