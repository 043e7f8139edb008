"""The commands that choose character maps: INPUT and OUTPUT."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from telnet_client.commands.base import Command
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.grammar import Alternative, listed
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.mode_table import Trigger
from telnet_client.session.character_map import replacements_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step
    from telnet_client.session.character_map import CharacterMap


def character_map_command(
    name: str, maps: Sequence[CharacterMap], setting: str, description: str, example: str, details: str
) -> Command:
    """The command for one direction; `setting` is what it changes."""

    def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
        """In place of those there were, in every connection."""
        names = tuple(dict.fromkeys(cast("tuple[str, ...]", arguments["map"])))
        replacements_of(maps, names)
        context.change_settings(**{setting: names})
        return Trigger.COMMAND_DONE

    def run_negated(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
        context.change_settings(**{setting: ()})
        return Trigger.COMMAND_DONE

    def fields(_vocabulary: Vocabulary) -> Step:
        """One or more maps."""
        table = KeywordTable(KeywordEntry(row.name, row.name, row.description) for row in maps)
        return listed(Alternative(Keyword(table), "map", help="character map,", shows_atom=True, collects=True))

    return Command(
        name=name,
        guide_words="CHARACTER MAP",
        description=description,
        run=run,
        fields=fields,
        run_negated=run_negated,
        example=example,
        details=details,
    )
