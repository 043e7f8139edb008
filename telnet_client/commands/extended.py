"""EXTENDED: the escape character leads straight to TELNET!, past the single letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """CONTROL then sends what typing the escape character twice would have sent."""
    context.change_settings(extended=True)
    return Trigger.COMMAND_DONE


def run_negated(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """NO EXTENDED."""
    context.change_settings(extended=False)
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="EXTENDED",
    guide_words="COMMAND MODE AUTOMATICALLY WHEN ESCAPE CHARACTER TYPED",
    description="Let the escape character lead straight to TELNET!",
    run=run,
    run_negated=run_negated,
    example="EXTENDED (COMMAND MODE AUTOMATICALLY WHEN ESCAPE CHARACTER TYPED)",
    details="""
One command is read at TELNET!, then the conversation goes on. CONTROL without an argument then sends CTRL/^, which
typing it twice would have sent.
""",
)
