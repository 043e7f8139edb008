"""ABORT (OUTPUT): the host is to throw away what it has not sent yet (RFC 854, AO), or a line what it holds."""

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
    """The connection's own way."""
    session = context.session
    if session.terminal_line is None:
        session.send_synch(codes.Command.ABORT_OUTPUT)
    else:
        session.discard_line()
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="ABORT",
    guide_words="OUTPUT",
    description="Ask the host to throw away the output it has not sent yet",
    run=run,
    needs=Capability.ABORT_OUTPUT,
    example="ABORT (OUTPUT)",
    details="""
The host goes on with what it does; only what it has printed and not sent yet is dropped (RFC 854, AO with Synch).

On a terminal line what has arrived and is not shown yet is dropped, and so is what you typed or pasted and has not gone
out over the line.
""",
)
