"""EXIT (FROM TELNET): close what is open and leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """CLOSE first, so that its message is seen."""
    if context.is_connected:
        context.close_connection()
    return Trigger.FINISH_REQUESTED


COMMAND = Command(
    name="EXIT",
    guide_words="FROM TELNET",
    description="Close the connection, if there is one, and leave TELNET",
    run=run,
    example="EXIT (FROM TELNET)",
)
