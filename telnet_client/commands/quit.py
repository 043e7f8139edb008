"""QUIT (OUT OF TELNET): back to the shell with the connection kept; the shell's `fg` resumes the conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.errors import CommandError
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """Stop the job; without a connection there is nothing to come back to, so it is EXIT."""
    if not context.is_connected:
        return Trigger.FINISH_REQUESTED
    if not context.suspend():
        raise CommandError("No job control here to resume TELNET with; use CLOSE or EXIT to leave")
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="QUIT",
    guide_words="OUT OF TELNET",
    description="Suspend TELNET with the connection open; the shell's fg resumes it",
    run=run,
    example="QUIT (OUT OF TELNET)",
    details="""
Without a connection it is EXIT. Where there is no job control, QUIT says so and stays.
""",
)
