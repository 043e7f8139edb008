"""TRANSPARENT (MODE): BINARY both ways, every byte untouched (RFC 856)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.backends.base import Capability
from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """On; asked for even where it seems to be on, to set a confused host right."""
    context.session.set_transparent(True)
    return Trigger.COMMAND_DONE


def run_negated(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """Off."""
    context.session.set_transparent(False)
    return Trigger.COMMAND_DONE


def run_toggle(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """The letter T: off if either direction is on, else on."""
    context.session.set_transparent(not context.session.transparent)
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="TRANSPARENT",
    guide_words="MODE",
    description="Pass every byte both ways as it is",
    run=run,
    run_negated=run_negated,
    run_letter=run_toggle,
    needs=Capability.OPTIONS,
    example="TRANSPARENT (MODE)",
    details="""
BINARY is negotiated for both directions (RFC 856): no character set, no rules for the end of a line, all eight bits. It
holds for this connection, and is asked for even where it seems to be on, to set a confused host right.
""",
)
