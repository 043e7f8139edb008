"""The networks, one file each, and the table of them.

A row names its module, INTERNET is in internet.py, and the module is loaded when the network is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from telnet_client.backends.base import Backend
    from telnet_client.comnd.grammar import Step

#: The keywords behind CONNECT (TO), the best network first: it is the one that a bare host name is looked for in.
BACKENDS = ("INTERNET", "TTY")

#: The switches that every network has; they are for whoever opens the connection.
RECONNECT, WAIT = "RECONNECT", "WAIT"


def load_backend(name: str) -> Backend:
    """The network behind a row's name."""
    from importlib import import_module

    return cast("Backend", import_module(f"telnet_client.backends.{name.lower().replace('-', '_')}").BACKEND)


def fields_of(name: str, known_hosts: Callable[[], Iterable[str]]) -> Step:
    """What stands behind a network's keyword and its guide words, switches and all."""
    from telnet_client.comnd.grammar import followed_by, switches
    from telnet_client.comnd.table import KeywordEntry, KeywordTable

    backend = load_backend(name)
    table = KeywordTable(
        (
            *backend.switches,
            KeywordEntry(RECONNECT, RECONNECT, "Connect again whenever the connection breaks"),
            KeywordEntry(WAIT, WAIT, "Wait until the host or the line is there"),
        )
    )
    behind = switches(table, then=backend.value_of_switch)
    return followed_by(backend.grammar(known_hosts), behind, replaces_defaults=True)
