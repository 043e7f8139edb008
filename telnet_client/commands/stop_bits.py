"""STOP-BITS (OF A CHARACTER): the pause behind each character on a terminal line."""

from __future__ import annotations

from telnet_client.commands.families.line_setting import setting_command

COMMAND = setting_command(
    "STOP-BITS",
    example="STOP-BITS (OF A CHARACTER) 2",
    details="""
One is usual.
""",
)
