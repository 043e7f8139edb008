"""spy://device?file=name: a line whose bytes and signals pyserial writes down as they pass."""

from __future__ import annotations

import select
import termios
from typing import TYPE_CHECKING

from telnet_client.backends.serial.line import SerialLine
from telnet_client.backends.serial.ports import find_line
from telnet_client.backends.serial.stream import LineStream, set_up
from telnet_client.errors import CommandError, ConnectFailed
from telnet_client.protocol.raw import RawEngine

if TYPE_CHECKING:
    from collections.abc import Callable

    from serial import Serial

    from telnet_client.backends.base import ByteStream
    from telnet_client.backends.serial.stream import LineWish
    from telnet_client.protocol.engine import Engine
    from telnet_client.settings import Settings


def open_url(
    url: str, wish: LineWish, settings: Settings, trying: Callable[[], None]
) -> tuple[ByteStream, Engine, str]:
    """Without `file=` it is written to standard error."""
    from serial import serial_for_url

    name, mark, options = url.partition("://")[2].partition("?")
    path = find_line(name, settings.lines)
    trying()
    try:
        port = serial_for_url(f"spy://{path}{mark}{options}", timeout=0, write_timeout=0, do_not_open=True)
        port.dtr, port.rts = wish.dtr is not False, wish.rts is not False
        port.open()
    except ValueError as error:
        raise CommandError(f"Not a spy: address ({error})", url) from None
    except (OSError, termios.error) as error:
        raise ConnectFailed(str(error)) from None
    stream = LineStream(port.fileno(), path, SerialLine(port, path, port.fileno()), port.close, *_ways_through(port))
    set_up(stream, path, wish)
    return stream, RawEngine(remote_echo=not wish.local_echo), f"line {url}"


def _ways_through(
    port: Serial,
) -> tuple[Callable[[int], bytes], Callable[[bytes | memoryview], int | None]]:
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
        return port.write(bytes(data[:256])) if is_ready(select.POLLOUT) else 0

    return read, write
