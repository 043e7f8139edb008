"""RETURN (KEY SENDS): the end of a typed line on its way to the host (RFC 854, RFC 1123)."""

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
    KeywordEntry("CR", "CR", "Carriage return alone"),
    KeywordEntry("CRLF", "CRLF", "Carriage return and line feed, as TELNET has it"),
    KeywordEntry("CRNUL", "CRNUL", "Carriage return and a null"),
    KeywordEntry("LF", "LF", "Line feed alone"),
)


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """From now on, in every connection."""
    context.change_settings(return_key=str(arguments["key"]))
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """CRLF without a word."""
    return sequence(Alternative(Keyword(KeywordTable(KEYS)), "key", default="CRLF"))


COMMAND = Command(
    name="RETURN",
    guide_words="KEY SENDS",
    description="Choose what the Return key sends",
    run=run,
    fields=fields,
    example="RETURN (KEY SENDS) CRNUL",
    details="""
Until it is given, Return sends CR LF to a host and CR on a terminal line. In TRANSPARENT mode it is always CR, but LF
where LINEMODE edits lines.
""",
)
