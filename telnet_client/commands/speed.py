"""SPEED (BITS A SECOND): how fast a terminal line is."""

from __future__ import annotations

from telnet_client.commands.families.line_setting import setting_command

COMMAND = setting_command(
    "SPEED",
    example="SPEED (BITS A SECOND) 115200",
    details="""
Any speed that the driver takes; of one that it does not take the nearest that it would is told. Both ends of a line
need the same speed; what arrives at another one is garbage.
""",
)
