"""FILTER (HOST OUTPUT): what a host may do to the user's terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.grammar import Alternative
from telnet_client.comnd.grammar import fields as sequence
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step

STRENGTHS = (
    KeywordEntry("OFF", "OFF", "Everything reaches the terminal"),
    KeywordEntry("SAFE", "SAFE", "No reports that a host could make commands of, no writing to the clipboard"),
    KeywordEntry("STRICT", "STRICT", "Text, colours and cursor movement alone"),
)


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """From now on, in every connection."""
    context.change_settings(output_filter=str(arguments["strength"]))
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """SAFE is what there is without a word."""
    return sequence(Alternative(Keyword(KeywordTable(STRENGTHS)), "strength", default="SAFE"))


COMMAND = Command(
    name="FILTER",
    guide_words="HOST OUTPUT",
    description="Choose what a host may do to your terminal",
    run=run,
    fields=fields,
    example="FILTER (HOST OUTPUT) STRICT",
)
