"""Names of hosts, with what may stand in front of and behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.comnd.field_function import HOST_MASK
from telnet_client.comnd.known_name import KnownName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class HostName(KnownName):
    """.CMFLD with TELNET's own break mask: `lab`, `[10.3.0.11]`, `lab:2323`, `fe80::1%eth0`, `telnet://lab/`.

    Whether there is such a host is for the network to find out: an empty name at the line's end is as good as any.
    """

    __slots__ = ()

    def __init__(self, known_hosts: Callable[[], Iterable[str]] | None = None) -> None:
        """`known_hosts()` are the names that `?` lists and ESC completes, asked only when one of these was typed."""
        super().__init__("host name", HOST_MASK, lambda: ((name, "") for name in known_hosts()) if known_hosts else ())
