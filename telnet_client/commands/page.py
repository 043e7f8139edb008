"""PAGE (MODE): CTRL/S and CTRL/Q stop and start the host's output here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """Whatever a host has to say of it."""
    context.change_settings(page=True)
    return Trigger.COMMAND_DONE


def run_negated(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """NO PAGE: they are the host's, even if it wants to leave them here."""
    context.change_settings(page=False)
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="PAGE",
    guide_words="MODE",
    description="Let CTRL/S and CTRL/Q stop and start the host's output here",
    run=run,
    run_negated=run_negated,
    example="PAGE (MODE)",
    details="""
CTRL/S holds what the host sends, and CTRL/Q lets it go on. Neither is sent to the host; CONTROL sends them. With OPAQUE
output holds by itself at the end of each screen. The escape character works while it is held.

A host may ask for this too, and for the end of it, by REMOTE-FLOW-CONTROL, and that any key may take the place of
CTRL/Q. What it asks for counts until PAGE or NO PAGE is given.
""",
)
