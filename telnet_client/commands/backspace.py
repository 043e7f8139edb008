"""BACKSPACE (KEY SENDS): the character that erases on the host."""

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

KEYS = (
    KeywordEntry("BS", "BS", "Backspace, CTRL/H"),
    KeywordEntry("DEL", "DEL", "Delete, code 177"),
)


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """From now on, in every connection."""
    context.change_settings(backspace_key=str(arguments["key"]))
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """DEL without a word."""
    return sequence(Alternative(Keyword(KeywordTable(KEYS)), "key", default="DEL"))


COMMAND = Command(
    name="BACKSPACE",
    guide_words="KEY SENDS",
    description="Choose what the Backspace key sends",
    run=run,
    fields=fields,
    example="BACKSPACE (KEY SENDS) BS",
    details="""
Most terminals type DEL at the Backspace key, and that is sent. With BS it is changed to CTRL/H on its way to the host,
and with DEL a CTRL/H, which some terminals type, is changed to DEL. Where lines are edited here, both erase.
""",
)
