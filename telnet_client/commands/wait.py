"""WAIT (FOR) "text" (AT MOST) seconds: until the host has said it, for a file of commands that logs in."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from telnet_client.commands.base import Command
from telnet_client.comnd.escaped_text import read_escaped_text
from telnet_client.comnd.functions.number import Number
from telnet_client.comnd.functions.quoted_string import QuotedString
from telnet_client.comnd.grammar import Alternative, guide
from telnet_client.comnd.grammar import fields as sequence
from telnet_client.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step
    from telnet_client.mode_table import Trigger

#: Seconds: what is taken for granted, and the longest time, a day.
DEFAULT_PATIENCE, LONGEST_PATIENCE = 30, 86400


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """What the host says meanwhile is shown."""
    return context.wait_for(read_escaped_text(str(arguments["text"])), cast("int", arguments["seconds"]))


def fields(_vocabulary: Vocabulary) -> Step:
    """The text, and perhaps the time."""
    return sequence(
        Alternative(QuotedString(), "text", _check, help="text to wait for, in quotes"),
        guide("AT MOST"),
        Alternative(
            Number(10, maximum=LONGEST_PATIENCE, range_error="Longer than a day"),
            "seconds",
            help="decimal number of seconds",
            default=str(DEFAULT_PATIENCE),
        ),
    )


def _check(text: str) -> None:
    if not read_escaped_text(text):
        raise CommandError("No text to wait for")


COMMAND = Command(
    name="WAIT",
    guide_words="FOR",
    description="Wait until the host has said something",
    run=run,
    fields=fields,
    example='WAIT (FOR) "login:" (AT MOST) 30',
    details="""
For files of commands. Everything counts that the host has said since the file of commands began, or since the
connection was opened, and that no WAIT has found yet. What it says meanwhile is shown; keys are kept for later, but the
escape character or CTRL/C ends the wait.

If the text does not come in time, or the host closes first, the file of commands ends with an error, unless its next
command is IF (LAST WAIT) TIMED-OUT. In the text `^M`, `\\r`, `\\n`, `\\t`, `\\e` and `\\x1B` stand for what no key
types, `\\^` and `\\\\` for themselves, and a quote is written twice.
""",
)
