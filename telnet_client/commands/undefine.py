"""UNDEFINE (HOST): forget a name that was DEFINEd."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.comnd.field_function import HOST_MASK
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.grammar import Alternative
from telnet_client.comnd.grammar import fields as sequence
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """The other definitions stay."""
    name = arguments["name"]
    others = tuple(definition for definition in context.settings.definitions if definition[0] != name)
    context.change_settings(definitions=others)
    return Trigger.COMMAND_DONE


def fields(vocabulary: Vocabulary) -> Step:
    """A name that is defined."""
    table = KeywordTable(KeywordEntry(name, name, line) for name, line in vocabulary.definitions)
    return sequence(Alternative(Keyword(table, HOST_MASK), "name", help="defined host,", shows_atom=True))


COMMAND = Command(
    name="UNDEFINE",
    guide_words="HOST",
    description="Forget a name that DEFINE gave",
    run=run,
    fields=fields,
    example="UNDEFINE (HOST) lab",
)
