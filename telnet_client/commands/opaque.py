"""OPAQUE (MODE): the lines on the screen are counted, for PAGE to hold the output when it is full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """By itself it does nothing to be seen: terminals of today need no padding."""
    context.change_settings(opaque=True)
    return Trigger.COMMAND_DONE


def run_negated(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """NO OPAQUE."""
    context.change_settings(opaque=False)
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="OPAQUE",
    guide_words="MODE",
    description="With PAGE, hold the host's output at the end of each screen",
    run=run,
    run_negated=run_negated,
    example="OPAQUE (MODE)",
    details="""
Once PAGE is on as well, output holds with a bell when another line would push one off the screen that came since you
typed something, and CTRL/Q brings the next screenful. Whatever you type begins a new count, and so does a host that
clears the screen or puts the cursor where it likes. Without PAGE nothing is held.
""",
)
