"""BREAK (KEY): the signal outside the character set (RFC 854, BRK with Synch)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.backends.base import Capability
from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """The connection's own kind of break."""
    context.session.send_break()
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="BREAK",
    guide_words="KEY",
    description="Send the host a break signal",
    run=run,
    needs=Capability.BREAK,
    example="BREAK (KEY)",
    details="""
For hosts that tell a break from every character, such as consoles of computers and network equipment (RFC 854, BRK).
""",
)
