"""PARITY (IS): the bit of a character that finds errors on a terminal line."""

from __future__ import annotations

from telnet_client.commands.families.line_setting import setting_command

COMMAND = setting_command(
    "PARITY",
    example="PARITY (IS) EVEN",
    details="""
The bit stands behind the data bits.
""",
)
