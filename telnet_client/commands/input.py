"""INPUT (CHARACTER MAP): characters from the host that become others on their way to the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from telnet_client.commands.base import Command
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.grammar import Alternative, listed
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.mode_table import Trigger
from telnet_client.session.character_map import INPUT_MAPS, replacements_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """In place of those there were, in every connection."""
    names = tuple(dict.fromkeys(cast("tuple[str, ...]", arguments["map"])))
    replacements_of(INPUT_MAPS, names)
    context.change_settings(input_map=names)
    return Trigger.COMMAND_DONE


def run_negated(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """NO INPUT."""
    context.change_settings(input_map=())
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """One or more maps."""
    table = KeywordTable(KeywordEntry(row.name, row.name, row.description) for row in INPUT_MAPS)
    return listed(Alternative(Keyword(table), "map", help="character map,", shows_atom=True, collects=True))


COMMAND = Command(
    name="INPUT",
    guide_words="CHARACTER MAP",
    description="Choose characters from the host that become others",
    run=run,
    fields=fields,
    run_negated=run_negated,
    example="INPUT (CHARACTER MAP) LF-TO-CRLF, NUL-TO-HEX",
    details="""
These maps replace all that were given before; NO INPUT takes them back. All work at once, on each character by itself:
CR-TO-LF and LF-TO-CR together exchange the two. A map of one character goes before one of many: with IGNORE-NUL and
CONTROL-TO-HEX nulls are left out.

They are for the screen, and for a typescript that has what the screen showed: one that is `/RAW` keeps the host's
bytes, and so do pipes and files in place of the screen. While TRANSPARENT is in effect they rest.
""",
)
