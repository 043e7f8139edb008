"""CLOSE (CONNECTION): hang up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """Back to top level."""
    context.close_connection()
    return Trigger.CONNECTION_CLOSED


COMMAND = Command(
    name="CLOSE",
    guide_words="CONNECTION",
    description="Close the connection and return to TELNET>",
    run=run,
    example="CLOSE (CONNECTION)",
    details="""
The typescript is closed too, and gone on with at the next connection. Where TELNET was started with a command on the
shell's line, it leaves.
""",
)
