"""DEBUG (PROTOCOL NEGOTIATIONS): show each command and negotiation as it comes and goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """Lines such as *R*IAC,WILL,ECHO*."""
    context.change_settings(debug=True)
    return Trigger.COMMAND_DONE


def run_negated(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """NO DEBUG."""
    context.change_settings(debug=False)
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="DEBUG",
    guide_words="PROTOCOL NEGOTIATIONS",
    description="Show the negotiations with the host",
    run=run,
    run_negated=run_negated,
    example="DEBUG (PROTOCOL NEGOTIATIONS)",
    details="""
`*R*` stands before what the host says, `*S*` before what is said to it.
""",
)
