"""loop://: a line whose two ends are joined. What is typed comes back; DTR is its own DSR, RTS its own CTS."""

from __future__ import annotations

import os
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from telnet_client.backends.serial.line import SerialLine
from telnet_client.backends.serial.stream import LineStream, set_up
from telnet_client.errors import CommandError
from telnet_client.protocol.raw import RawEngine

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.backends.base import ByteStream
    from telnet_client.backends.serial.stream import LineWish
    from telnet_client.protocol.engine import Engine
    from telnet_client.settings import Settings


def open_url(
    url: str, wish: LineWish, settings: Settings, trying: Callable[[], None]
) -> tuple[ByteStream, Engine, str]:
    """pyserial has the settings and the signals. The bytes go through a pipe, which `select` can wait for."""
    from serial import serial_for_url

    trying()
    try:
        port = serial_for_url(url, do_not_open=True)
        port.dtr, port.rts = wish.dtr is not False, wish.rts is not False
        port.open()
    except (OSError, ValueError, KeyError):  # the last from pyserial's own message about the first
        raise CommandError("Not a loop: address", url) from None
    with TemporaryDirectory() as folder:
        # A named pipe opened for both ways is one description that is its own other end.
        path = os.path.join(folder, "loop")
        os.mkfifo(path)
        fd = os.open(path, os.O_RDWR | os.O_NONBLOCK)

    def give_up() -> None:
        os.close(fd)
        port.close()

    stream = LineStream(fd, url, SerialLine(port, url, None), give_up)
    set_up(stream, wish)
    return stream, RawEngine(remote_echo=not wish.local_echo), f"line {url}"
