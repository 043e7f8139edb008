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
    details="""
A terminal that is asked for a report types it, and to the host that is something you typed. Where the host can choose
what is in the report, it can type commands with your name on them: a title `rm -rf ~` asked back from a terminal whose
shell has the keyboard by then. SAFE, which holds until you say otherwise, drops the questions for the title, for
settings (DECRQSS), for the font's name and for the answerback (ENQ), and what writes to your clipboard (OSC 52 and its
kin). Colours, titles, the mouse, pictures and harmless questions pass.

STRICT drops all questions, titles, pictures and whatever else is not text, colours and cursor movement. With OFF the
host has the terminal to itself, which programs need that copy to your clipboard from afar. A typescript has what came,
filtered or not: REPLAY filters it, `cat` does not.
""",
)
