"""FLOW (CONTROL BY): how the two ends of a terminal line make each other wait."""

from __future__ import annotations

from telnet_client.commands.families.line_setting import setting_command

COMMAND = setting_command(
    "FLOW",
    example="FLOW (CONTROL BY) RTS-CTS",
    details="""
There is none unless it is asked for: on a cable of three wires RTS-CTS would stop everything. By XON-XOFF the
characters CTRL/Q and CTRL/S are the line's own. DSR-DTR is for lines behind a terminal server.
""",
)
