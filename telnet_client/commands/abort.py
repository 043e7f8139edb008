"""ABORT (OUTPUT): the host is to throw away what it has not sent yet (RFC 854, AO with Synch)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.backends.base import Capability
from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger
from telnet_client.protocol import codes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """IAC AO IAC DM."""
    context.session.send_synch(codes.Command.ABORT_OUTPUT)
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="ABORT",
    guide_words="OUTPUT",
    description="Ask the host to throw away the output it has not sent yet",
    run=run,
    needs=Capability.TELNET_COMMANDS,
    example="ABORT (OUTPUT)",
    details="""
The host goes on with what it does; only what it has printed and not sent yet is dropped (RFC 854, AO with Synch).
""",
)
