"""OUTPUT (CHARACTER MAP): keys that become other characters on their way to the host."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from telnet_client.commands.base import Command
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.grammar import Alternative, listed
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.mode_table import Trigger
from telnet_client.session.character_map import OUTPUT_MAPS, replacements_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """In place of those there were, in every connection."""
    names = tuple(dict.fromkeys(cast("tuple[str, ...]", arguments["map"])))
    replacements_of(OUTPUT_MAPS, names)
    context.change_settings(output_map=names)
    return Trigger.COMMAND_DONE


def run_negated(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """NO OUTPUT."""
    context.change_settings(output_map=())
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """One or more maps."""
    table = KeywordTable(KeywordEntry(row.name, row.name, row.description) for row in OUTPUT_MAPS)
    return listed(Alternative(Keyword(table), "map", help="character map,", shows_atom=True, collects=True))


COMMAND = Command(
    name="OUTPUT",
    guide_words="CHARACTER MAP",
    description="Choose characters to the host that become others",
    run=run,
    fields=fields,
    run_negated=run_negated,
    example="OUTPUT (CHARACTER MAP) DEL-TO-BS",
    details="""
These maps replace all that were given before; NO OUTPUT takes them back. All work at once, on each character by itself.
They are for all that goes to the host as if it were typed, SEND and pastes too, and not for the TELNET protocol. The
Return key is the character CR: CR-TO-LF, CR-TO-CRLF and IGNORE-CR say what it sends, whatever RETURN says. While
TRANSPARENT is in effect they rest.
""",
)
