"""INPUT (CHARACTER MAP): characters from the host that become others on their way to the screen."""

from __future__ import annotations

from telnet_client.commands.families.character_map import character_map_command
from telnet_client.session.character_map import INPUT_MAPS

COMMAND = character_map_command(
    "INPUT",
    INPUT_MAPS,
    "input_map",
    description="Choose characters from the host that become others",
    example="INPUT (CHARACTER MAP) LF-TO-CRLF, NUL-TO-HEX",
    details="""
These maps replace all that were given before; NO INPUT takes them back. All work at once, on each character by itself:
CR-TO-LF and LF-TO-CR together exchange the two. A map of one character goes before one of many: with IGNORE-NUL and
CONTROL-TO-HEX nulls are left out.

They are for the screen, and for a typescript that has what the screen showed: one that is `/RAW` keeps the host's
bytes, and so do pipes and files in place of the screen. While TRANSPARENT is in effect they rest.
""",
)
