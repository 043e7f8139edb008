"""rfc2217://host:port: a line behind a terminal server that lets it be set (RFC 2217, COM-PORT-OPTION).

Joins TCP to an engine that speaks TELNET from the start and asks for the line. What the user said of the line goes out
once the host agrees; all else is left as the host has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.backends.tcp.address import check_port, parse_host_address
from telnet_client.backends.tcp.stream import open_stream
from telnet_client.errors import CommandError
from telnet_client.protocol.codes import Option
from telnet_client.protocol.negotiation import Side
from telnet_client.protocol.telnet import TelnetEngine
from telnet_client.terminal_line import Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.backends.base import ByteStream
    from telnet_client.backends.serial.stream import LineWish
    from telnet_client.protocol.engine import Engine
    from telnet_client.settings import Settings
    from telnet_client.terminal_line import TerminalLine

#: Seconds for looking up the host and connecting to it together.
CONNECT_LIMIT = 30.0


def open_url(
    url: str, wish: LineWish, settings: Settings, trying: Callable[[], None]
) -> tuple[ByteStream, Engine, str]:
    """Whether the host lets its line be set turns out later."""
    place = url.partition("://")[2].removesuffix("/")
    if not {"/", "?", "#"}.isdisjoint(place):
        raise CommandError("Only a host and a port can follow rfc2217:", url)
    host = parse_host_address(place)
    if host.port is None:
        raise CommandError("The port is missing, as in rfc2217://host:port", url)
    port = check_port(host.port)

    def prepare(line: TerminalLine) -> None:
        line.change_settings(wish.settings)
        for signal, on in ((Signal.DTR, wish.dtr), (Signal.RTS, wish.rts)):
            if on is not None:
                line.set_signal(signal, on)

    engine = TelnetEngine(active=True, prepare_line=prepare)
    if wish.local_echo:
        engine.request(Option.ECHO, Side.REMOTE, False)
    stream, name = open_stream(host, port, settings.address_family, CONNECT_LIMIT, trying)
    return stream, engine, f"line rfc2217://{name}:{port}"
