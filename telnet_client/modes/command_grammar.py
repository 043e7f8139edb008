"""The grammar of a command line at TELNET> and at TELNET!, made from the command tables.

What follows a keyword is asked of its command only once the keyword has been typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands import ABBREVIATIONS, CONNECTED, TOP_LEVEL, load_command
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.grammar import CONFIRM, Alternative, fields, guide
from telnet_client.comnd.table import KeywordEntry, KeywordTable

if TYPE_CHECKING:
    from telnet_client.commands import Row
    from telnet_client.comnd.grammar import Step

NO = "NO"
_DESCRIPTION_OF_NO = "Undo a setting"


def top_level_grammar() -> Step:
    """A command, else a host's name: the one that can read more of what was typed."""
    from telnet_client.commands.connect import host_alternative

    return (_command(TOP_LEVEL), host_alternative())


def connected_grammar() -> Step:
    """A command, or nothing at all to go back to the conversation."""
    back = Alternative(CONFIRM.function, help="RETURN to get back to talk mode")
    return (back, _command(CONNECTED))


def _command(rows: tuple[Row, ...]) -> Alternative:
    """The value under `command` is the keyword; under `negated` the one behind NO."""
    listed = [KeywordEntry(row.keyword, row.keyword) for row in rows]
    names = {row.keyword for row in rows}
    short = [KeywordEntry(a, full, abbreviates=full) for a, full in ABBREVIATIONS.items() if full in names]

    def following(keyword: str) -> Step:
        if keyword == NO:
            return (_negated_command(rows),)
        command = load_command(keyword)
        return fields(guide(command.guide_words), command.fields() if command.fields else ())

    return Alternative(
        Keyword(KeywordTable([*listed, *short], _describe)), "command", following, help="command,", shows_atom=True
    )


def _negated_command(rows: tuple[Row, ...]) -> Alternative:
    def following(keyword: str) -> Step:
        command = load_command(keyword)
        words = command.guide_words if command.negated_guide_words is None else command.negated_guide_words
        return fields(guide(words), command.negated_fields() if command.negated_fields else ())

    table = KeywordTable((KeywordEntry(row.keyword, row.keyword) for row in rows if row.has_no), _describe)
    return Alternative(Keyword(table), "negated", following, help="command,", shows_atom=True)


def _describe(keyword: str) -> str:
    return _DESCRIPTION_OF_NO if keyword == NO else load_command(keyword).description
