"""LINE (EDITOR FOR LOCAL ECHO CONNECTIONS): lines are edited here and sent whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """Wherever echo is local; and the host is not asked to echo."""
    context.change_settings(line=True)
    return Trigger.COMMAND_DONE


def run_negated(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """NO LINE: each key is sent as it is typed, and LINEMODE is refused."""
    context.change_settings(line=False)
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="LINE",
    guide_words="EDITOR FOR LOCAL ECHO CONNECTIONS",
    description="Edit lines here and send them whole",
    run=run,
    run_negated=run_negated,
    example="LINE (EDITOR FOR LOCAL ECHO CONNECTIONS)",
    details="""
Without either command lines are edited while echo is local and the port speaks no TELNET, and where a host neither
echoes nor suppresses go-ahead. Given before CONNECT, LINE also keeps TELNET from asking the host to echo. A host that
has LINEMODE decides by itself, but for NO LINE, which refuses it.

In a line DELETE erases a character, CTRL/W a word and CTRL/U all of it, CTRL/R shows it again, CTRL/V takes the next
character as it is, CTRL/D sends the line without its end; the arrows, Home and End move, and up and down recall earlier
lines. SLC changes the characters, LINEMODE shows them.
""",
)
