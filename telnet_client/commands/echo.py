"""ECHO (BY REMOTE HOST): who shows what is typed (RFC 857).

Without the TELNET protocol nothing is negotiated: the host echoes by itself or does not, and the user says which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """The host; it may refuse."""
    context.session.set_remote_echo(True)
    return Trigger.COMMAND_DONE


def run_negated(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """This program."""
    context.session.set_remote_echo(False)
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="ECHO",
    guide_words="BY REMOTE HOST",
    description="Let the host echo what you type; NO ECHO echoes it here",
    run=run,
    run_negated=run_negated,
    example="NO ECHO (BY REMOTE HOST)",
    details="""
The host is asked, and may refuse. It holds for this connection.
""",
)
