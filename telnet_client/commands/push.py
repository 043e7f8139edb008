"""PUSH (COMMAND LEVEL): a shell of the user's own, with the connection waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """A shell that suspended itself is continued by the next PUSH, as the original's EXEC was."""
    context.push()
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="PUSH",
    guide_words="COMMAND LEVEL",
    description="Run your shell; leaving it brings you back",
    run=run,
    example="PUSH (COMMAND LEVEL)",
    details="""
The connection waits. A shell that stopped itself is gone on with by the next PUSH.
""",
)
