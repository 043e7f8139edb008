"""EXCLUSIVE (USE OF LINE): nobody else may have the terminal line meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.backends.base import Capability
from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """For this line, or for those to come."""
    return _set(context, True)


def run_negated(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """NO EXCLUSIVE: whoever wants may read and write it too."""
    return _set(context, False)


def _set(context: CommandContext, wanted: bool) -> Trigger:
    if context.is_connected:
        context.session.set_line_exclusive(wanted)
    else:
        context.change_settings(line_exclusive=wanted)
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="EXCLUSIVE",
    guide_words="USE OF LINE",
    description="Let nobody else have the terminal line meanwhile",
    run=run,
    run_negated=run_negated,
    needs=Capability.TERMINAL_LINE,
    example="NO EXCLUSIVE (USE OF LINE)",
    details="""
This is how lines are opened unless NO EXCLUSIVE or `/NO-EXCLUSIVE` is given, and one that somebody else has so is `In
use by job` and the number of the process. Programs that lock a line as most do (flock, or a lock file of the UUCP
tradition) are kept from it, and by the system all others but the superuser's. Two programs that read one line get a
part of what arrives each.
""",
)
