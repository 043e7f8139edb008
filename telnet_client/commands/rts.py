"""RTS: the wire by which this side says that it can take more (RS-232, Request To Send)."""

from __future__ import annotations

from telnet_client.commands.families.line_signal import signal_command
from telnet_client.terminal_line import Signal

COMMAND = signal_command(
    Signal.RTS,
    details="""
With FLOW RTS-CTS it is the driver's own.
""",
)
