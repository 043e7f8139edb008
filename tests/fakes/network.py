"""A network in place of INTERNET's: a few hosts that are there, one that refuses, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakes.host import FakeHost
from telnet_client.backends.internet import Internet
from telnet_client.errors import ConnectFailed, NoSuchHost
from telnet_client.protocol.raw import RawEngine
from telnet_client.protocol.telnet import TelnetEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fakes.script import Script
    from telnet_client.backends.base import ByteStream
    from telnet_client.protocol.engine import Engine
    from telnet_client.settings import Settings

TELNET_PORT = 23


class FakeNetwork(Internet):
    """A `Backend`. It speaks TELNET at once on port 23 and raw until an IAC elsewhere, as INTERNET does."""

    description = "A network that is not there"
    #: Why no connection comes about, by host; None where one does.
    hosts: Mapping[str, str | None] = {
        "sierra": None,
        "score": None,
        "127.0.0.1": None,
        "lots": "Connection refused",
    }

    def __init__(self, script: Script) -> None:
        self._script = script
        #: The host of each connection, in order.
        self.connections: list[FakeHost] = []
        #: The arguments and settings of each attempt.
        self.attempts: list[tuple[dict[str, object], Settings]] = []
        #: What hosts speak is a protocol; else every byte is what it is.
        self.has_protocol = True
        #: CTRL/C is typed while the connection is being opened.
        self.is_interrupted = False

    def open(
        self, arguments: Mapping[str, object], settings: Settings, trying: Callable[[], None]
    ) -> tuple[ByteStream, Engine, str]:
        self.attempts.append((dict(arguments), settings))
        name, port = str(arguments["host"]), arguments.get("port", TELNET_PORT)
        if name not in self.hosts:
            raise NoSuchHost(name)
        trying()
        if self.is_interrupted:
            raise KeyboardInterrupt
        reason = self.hosts[name]
        if reason is not None:
            raise ConnectFailed(reason)
        host = FakeHost()
        self.connections.append(host)
        self._script.hosts[:] = [host]
        is_telnet = port == TELNET_PORT
        engine: Engine = RawEngine()
        if self.has_protocol:
            engine = TelnetEngine(active=is_telnet, ask_at_start=is_telnet)
        return host.stream, engine, f"host {name.upper()}, port {port}"
