"""PASTE (PACING): how fast pastes are sent, for hosts that lose characters when they come too fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.errors import CommandError
from telnet_client.mode_table import Trigger
from telnet_client.session.pacing import UNPACED, pacing_switches, read_pacing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """From now on, in every connection."""
    pacing = read_pacing(arguments)
    if pacing == UNPACED:
        raise CommandError("No switch that says what to wait for")
    context.change_settings(paste_pacing=pacing)
    return Trigger.COMMAND_DONE


def run_negated(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """NO PASTE: they go as they come."""
    context.change_settings(paste_pacing=None)
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """The switches of SEND."""
    return pacing_switches()


COMMAND = Command(
    name="PASTE",
    guide_words="PACING",
    description="Send pastes no faster than the host can follow",
    run=run,
    fields=fields,
    run_negated=run_negated,
    example="PASTE (PACING) /ECHO /LINE-DELAY:20",
    details="""
The switches are SEND's. A paste is more than eight characters that come from the keyboard at once, or what the terminal
marks as one. While it is sent CTRL/C or the escape character stops it, and the rest is forgotten; other keys wait until
it has been sent. NO PASTE sends pastes as they come.

With `/ECHO` or `/PROMPT` the host is not told that it is a paste: a shell that knows (bracketed paste) says nothing
until its end.
""",
)
