"""DATA-BITS (OF A CHARACTER): 5 to 8 on a terminal line."""

from __future__ import annotations

from telnet_client.commands.families.line_setting import setting_command

COMMAND = setting_command(
    "DATA-BITS",
    example="DATA-BITS (OF A CHARACTER) 7",
    details="""
Nearly every line has 8; older ones have 7 and a parity bit.
""",
)
