"""DTR: the wire by which this side says that it is there (RS-232, Data Terminal Ready)."""

from __future__ import annotations

from telnet_client.commands.families.line_signal import signal_command
from telnet_client.terminal_line import Signal

COMMAND = signal_command(
    Signal.DTR,
    details="""
Modems hang up and many boards begin anew when it is dropped.
""",
)
