"""Lines that are named by a URL as pyserial has them, one scheme a file, and the table of them.

A row names its module, `socket://` is in socket.py; the module's `open_url` does as `open` of a network does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.backends.base import ByteStream
    from telnet_client.backends.serial.stream import LineWish
    from telnet_client.protocol.engine import Engine
    from telnet_client.settings import Settings

SCHEMES = ("loop", "rfc2217", "socket", "spy")


class OpenUrl(Protocol):
    """`open_url` of a module."""

    def __call__(
        self, url: str, wish: LineWish, settings: Settings, trying: Callable[[], None]
    ) -> tuple[ByteStream, Engine, str]:
        """Connect to `url` as `Backend.open` does; its stream or its engine has the line that can be set, if any."""


def load_scheme(scheme: str) -> OpenUrl:
    """What opens the URLs of one of SCHEMES."""
    from importlib import import_module

    return cast("OpenUrl", import_module(f"telnet_client.backends.serial.urls.{scheme}").open_url)
