"""Talking to hosts from Python: `connect` and the `Session` it returns, `Found`, and what can go wrong.

The asyncio twin is `telnet_client.scripting.aio`. Nothing is loaded before it is used: the matcher alone, which
telnetlib and TAKE files share, costs next to nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing would be half as much again to import
if TYPE_CHECKING:
    from telnet_client.errors import (
        CommandError,
        ConnectFailed,
        ConnectionLost,
        LocalProtocolError,
        NoSuchHost,
        TelnetError,
    )
    from telnet_client.protocol.codes import Command
    from telnet_client.scripting.errors import HostClosed, SessionClosed, WaitTimedOut
    from telnet_client.scripting.found import Found
    from telnet_client.scripting.session import Session, connect
    from telnet_client.terminal_line import Flow, LineSettings, Parity, Signal

__all__ = [
    "Command",
    "CommandError",
    "ConnectFailed",
    "ConnectionLost",
    "Flow",
    "Found",
    "HostClosed",
    "LineSettings",
    "LocalProtocolError",
    "NoSuchHost",
    "Parity",
    "Session",
    "SessionClosed",
    "Signal",
    "TelnetError",
    "WaitTimedOut",
    "connect",
]

#: Where each name of `__all__` comes from.
_HOMES = {
    "telnet_client.errors": (
        "CommandError",
        "ConnectFailed",
        "ConnectionLost",
        "LocalProtocolError",
        "NoSuchHost",
        "TelnetError",
    ),
    "telnet_client.protocol.codes": ("Command",),
    "telnet_client.scripting.errors": ("HostClosed", "SessionClosed", "WaitTimedOut"),
    "telnet_client.scripting.found": ("Found",),
    "telnet_client.scripting.session": ("Session", "connect"),
    "telnet_client.terminal_line": ("Flow", "LineSettings", "Parity", "Signal"),
}


def __getattr__(name: str) -> object:
    """A name of `__all__`, when it is first asked for (PEP 562)."""
    for module, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            value: object = getattr(import_module(module), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The names, loaded or not."""
    return sorted(set(globals()) | set(__all__))
