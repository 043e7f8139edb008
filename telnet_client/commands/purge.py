"""PURGE (BUFFERS): forget what the terminal line holds (RFC 2217, PURGE-DATA; tcflush(3))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.backends.base import Capability
from telnet_client.commands.base import Command
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.grammar import Alternative
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step

BUFFERS = (
    KeywordEntry("BOTH", "BOTH", "All that it holds"),
    KeywordEntry("RECEIVED", "RECEIVED", "What arrived and was not read yet"),
    KeywordEntry("SENT", "SENT", "What was written and has not gone out yet"),
)


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """Of the line in force."""
    buffers = arguments["buffers"]
    context.session.purge_line(received=buffers != "SENT", sent=buffers != "RECEIVED")
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """Both without a word."""
    return (Alternative(Keyword(KeywordTable(BUFFERS)), "buffers", default="BOTH"),)


COMMAND = Command(
    name="PURGE",
    guide_words="BUFFERS",
    description="Throw away what a terminal line holds",
    run=run,
    fields=fields,
    needs=Capability.TERMINAL_LINE,
    example="PURGE (BUFFERS) SENT",
    details="""
For a line that is stuck, and for output that nobody wants to wait for. What is on the screen already, and what has
gone out already, cannot be taken back.
""",
)
