"""socket://host:port: a line behind a terminal server that passes its bytes as they are, over TCP without TELNET."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.backends.tcp.address import INVALID_PORT, check_port, parse_host_address
from telnet_client.backends.tcp.stream import open_stream
from telnet_client.errors import CommandError
from telnet_client.protocol.raw import RawEngine

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.backends.base import ByteStream
    from telnet_client.backends.serial.stream import LineWish
    from telnet_client.protocol.engine import Engine
    from telnet_client.settings import Settings

#: Seconds for looking up the host and connecting to it together.
CONNECT_LIMIT = 30.0


def open_url(
    url: str, wish: LineWish, settings: Settings, trying: Callable[[], None]
) -> tuple[ByteStream, Engine, str]:
    """The far line's settings are the server's business."""
    host = parse_host_address(url.partition("://")[2].removesuffix("/"))
    if host.port is None:
        raise CommandError(INVALID_PORT)
    port = check_port(host.port)
    stream, name = open_stream(host, port, settings.address_family, CONNECT_LIMIT, trying)
    return stream, RawEngine(remote_echo=not wish.local_echo), f"line socket://{name}:{port}"
