"""CHARACTER-SET (OF HOST IS): the host's text is not in UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.comnd.field_function import break_mask
from telnet_client.comnd.functions.field import Field
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.grammar import Alternative
from telnet_client.comnd.grammar import fields as sequence
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.errors import CommandError
from telnet_client.mode_table import Trigger
from telnet_client.session.character_set import COMMON_CHARACTER_SETS, canonical_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step

#: Of the names that Python and IANA have.
_NAME_MASK = break_mask("-._:+")


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """From now on, in this connection and in those to come."""
    name = str(arguments["name"])
    if canonical_name(name) is None:
        raise CommandError("No such character set", name)
    context.change_settings(character_set=name.upper())
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """One of the common ones, or any other; without a name UTF-8 again."""
    common = KeywordTable(KeywordEntry(name, name, what) for name, what in COMMON_CHARACTER_SETS)
    return sequence(
        (
            Alternative(Keyword(common, _NAME_MASK), "name", help="character set,", default="UTF-8"),
            Alternative(Field(_NAME_MASK), "name", help="another that Python knows"),
        )
    )


COMMAND = Command(
    name="CHARACTER-SET",
    guide_words="OF HOST IS",
    description="Say which character set a host uses",
    run=run,
    fields=fields,
    example="CHARACTER-SET (OF HOST IS) CP437",
    details="""
Text is translated between it and your terminal's, both ways; what is no character is shown as U+FFFD, and what the host
does not have is sent as `?`. Any name that Python has for a character set will do. It holds for all connections to come
too; a host that can agree on a character set (the CHARSET option) is asked for this one, and if it wants another, that
one is taken for the connection.

While TRANSPARENT is in effect nothing is translated, nor are pipes and files that stand in place of the terminal. A
typescript has the host's own bytes, unless it is `/TEXT` or `/ASCIICAST`.
""",
)
