"""OUTPUT (CHARACTER MAP): keys that become other characters on their way to the host."""

from __future__ import annotations

from telnet_client.commands.families.character_map import character_map_command
from telnet_client.session.character_map import OUTPUT_MAPS

COMMAND = character_map_command(
    "OUTPUT",
    OUTPUT_MAPS,
    "output_map",
    description="Choose characters to the host that become others",
    example="OUTPUT (CHARACTER MAP) DEL-TO-BS",
    details="""
These maps replace all that were given before; NO OUTPUT takes them back. All work at once, on each character by itself.
They are for all that goes to the host as if it were typed, SEND and pastes too, and not for the TELNET protocol. The
Return key is the character CR: CR-TO-LF, CR-TO-CRLF and IGNORE-CR say what it sends, whatever RETURN says. While
TRANSPARENT is in effect they rest.
""",
)
