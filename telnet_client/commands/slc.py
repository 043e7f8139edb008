"""SLC (FUNCTION) name (CHARACTER) c: another special character for one function (RFC 1184, Set Local Characters)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from telnet_client.commands.base import Command
from telnet_client.comnd.functions.character import Character
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.grammar import Alternative, guide
from telnet_client.comnd.grammar import fields as sequence
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.errors import CommandError, LocalProtocolError
from telnet_client.mode_table import Trigger
from telnet_client.session.special_characters import DESCRIPTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step
    from telnet_client.protocol.linemode.slc import Function


ALL = "ALL"
ORIGINS = (
    KeywordEntry("CURRENT", False, "Ask the host which it has now"),
    KeywordEntry("DEFAULT", True, "As the host has them by itself; without LINEMODE, as your terminal has"),
)


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """For this connection; with LINEMODE the host is told."""
    session = context.session
    function = arguments["function"]
    try:
        if function == ALL:
            session.request_special_characters(defaults=cast("bool", arguments["origin"]))
        else:
            session.change_special_character(cast("Function", function), cast("int | None", arguments["character"]))
    except LocalProtocolError as error:
        raise CommandError(str(error)) from None
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """The function by its name, and the character; or all of them."""
    entries = [KeywordEntry(function.name, function, text) for function, text in DESCRIPTIONS.items()]
    table = KeywordTable((KeywordEntry(ALL, ALL, "All, as the host has them"), *entries))
    return sequence(Alternative(Keyword(table), "function", _behind_function))


def _behind_function(function: object) -> Step:
    if function == ALL:
        return sequence(guide("CHARACTERS"), Alternative(Keyword(KeywordTable(ORIGINS)), "origin"))
    character = Character("character in quotes", "ASCII code for character in octal", allows_off=True)
    return sequence(guide("CHARACTER"), Alternative(character, "character"))


COMMAND = Command(
    name="SLC",
    guide_words="FUNCTION",
    description="Change the special character of an editing function or a signal",
    run=run,
    fields=fields,
    example="SLC (FUNCTION) IP (CHARACTER) ^X",
    details="""
Given as the character itself in quotes, as `^X` for CTRL/X, or as its code, octal or with `0x` in front of it
hexadecimal; `OFF` for none. It holds for this connection, and a host that has LINEMODE is told. LINEMODE shows all of
them.

`SLC ALL DEFAULT` goes back to those that the host has by itself, and `SLC ALL CURRENT` asks it which it has now.
""",
)
