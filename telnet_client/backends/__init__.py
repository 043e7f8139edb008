"""The networks, one file each, and the table of them.

A row names its module, INTERNET is in internet.py, and the module is loaded when the network is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from telnet_client.backends.base import Backend

#: The keywords behind CONNECT (TO), the best network first: it is the one that a bare host name is looked for in.
BACKENDS = ("INTERNET",)


def load_backend(name: str) -> Backend:
    """The network behind a row's name."""
    from importlib import import_module

    return cast("Backend", import_module(f"telnet_client.backends.{name.lower().replace('-', '_')}").BACKEND)
