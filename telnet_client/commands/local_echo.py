"""LOCAL-ECHO (OF KEYS): what is typed to a terminal line is shown here, for a line whose other end does not echo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """For this connection, or for the lines to come."""
    return _set(context, True)


def run_negated(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """NO LOCAL-ECHO: the other end echoes."""
    return _set(context, False)


def _set(context: CommandContext, wanted: bool) -> Trigger:
    if context.is_connected:
        context.session.set_remote_echo(not wanted)
    else:
        context.change_settings(local_echo=wanted)
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="LOCAL-ECHO",
    guide_words="OF KEYS",
    description="Echo here what you type to a terminal line",
    run=run,
    run_negated=run_negated,
    example="LOCAL-ECHO (OF KEYS)",
    details="""
For a line whose other end does not echo. Keys are sent as they are typed; with LINE they are edited here and sent line
by line. At TELNET! it is for this connection and the same as NO ECHO, at TELNET> for all terminal lines that are opened
from now on.
""",
)
