"""PAUSE (SECONDS): let the host have some time, and show what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from telnet_client.commands.base import Command
from telnet_client.comnd.functions.number import Number
from telnet_client.comnd.grammar import Alternative
from telnet_client.comnd.grammar import fields as sequence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step
    from telnet_client.mode_table import Trigger

#: A day, in seconds.
LONGEST = 86400


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """The conversation goes on meanwhile."""
    return context.pause(cast("int", arguments["seconds"]))


def fields(_vocabulary: Vocabulary) -> Step:
    """How long."""
    return sequence(
        Alternative(
            Number(10, maximum=LONGEST, range_error="Longer than a day"),
            "seconds",
            help="decimal number of seconds",
            default="1",
        )
    )


COMMAND = Command(
    name="PAUSE",
    guide_words="SECONDS",
    description="Wait for some seconds",
    run=run,
    fields=fields,
    example="PAUSE (SECONDS) 2",
    details="""
For files of commands. What the host says meanwhile is shown; keys are kept for later, but the escape character or
CTRL/C ends the pause, and the file of commands with it.
""",
)
