"""spy://device?file=name: a line whose bytes and signals pyserial writes down as they pass."""

from __future__ import annotations

import select
from typing import TYPE_CHECKING

from telnet_client.backends.serial.ports import find_line
from telnet_client.backends.serial.stream import open_line
from telnet_client.errors import CommandError
from telnet_client.protocol.raw import RawEngine

if TYPE_CHECKING:
    from collections.abc import Callable

    from serial import Serial

    from telnet_client.backends.base import ByteStream
    from telnet_client.backends.serial.stream import LineWish, Ways
    from telnet_client.protocol.engine import Engine
    from telnet_client.settings import Settings

#: Bytes.
_PIECE = 256


def open_url(
    url: str, wish: LineWish, settings: Settings, trying: Callable[[], None]
) -> tuple[ByteStream, Engine, str]:
    """Without `file=` it is written to standard error."""
    from serial import serial_for_url

    name, mark, options = url.partition("://")[2].partition("?")
    path = find_line(name, settings.lines)
    trying()
    try:
        port = serial_for_url(f"spy://{path}{mark}{options}", do_not_open=True)
    except (OSError, ValueError) as error:
        raise CommandError(getattr(error, "strerror", None) or "Not a spy: address", url) from None
    stream = open_line(path, wish, port, _ways_through(port))
    return stream, RawEngine(remote_echo=not wish.local_echo), f"line {url}"


def _ways_through(port: Serial) -> Ways:
    """pyserial's own reading and writing, which would wait where the line is not ready."""

    def is_ready(event: int) -> bool:
        poll = select.poll()
        poll.register(port.fileno(), event)
        return bool(poll.poll(0))

    def read(size: int) -> bytes:
        if not is_ready(select.POLLIN):
            raise BlockingIOError
        return port.read(size)

    def write(data: bytes | memoryview) -> int | None:
        # A piece that a line with room for anything takes whole: pyserial writes down what it is given.
        return port.write(bytes(data[:_PIECE])) if is_ready(select.POLLOUT) else 0

    return read, write
