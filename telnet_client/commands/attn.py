"""ATTN (KEY): interrupt what runs on the host (RFC 854, IP with Synch); Multics and IBM call it attention."""

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
    """IAC IP IAC DM."""
    context.session.send_synch(codes.Command.INTERRUPT_PROCESS)
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="ATTN",
    guide_words="KEY",
    description="Interrupt the program that runs on the host",
    run=run,
    needs=Capability.TELNET_COMMANDS,
    example="ATTN (KEY)",
    details="""
What CTRL/C does on many hosts (RFC 854, IP with Synch). It gets through where the keyboard is not heard.
""",
)
