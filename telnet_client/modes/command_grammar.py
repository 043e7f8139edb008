"""The grammar of a command line at TELNET> and at TELNET!, made from the command tables.

What follows a keyword is asked of its command only once the keyword has been typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.backends.base import Capability
from telnet_client.commands import ABBREVIATIONS, CONNECTED, NEGATED_ABBREVIATIONS, TOP_LEVEL, load_command
from telnet_client.comnd.field_function import HOST_MASK, Match
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.grammar import CONFIRM, Alternative, fields, guide
from telnet_client.comnd.line import parse_line
from telnet_client.comnd.outcome import Parsed
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from telnet_client.commands import Row
    from telnet_client.commands.base import Command, Vocabulary
    from telnet_client.comnd.grammar import Step

NO = "NO"
DESCRIPTION_OF_NO = "Undo a setting"


class CommandVocabulary:
    """The `Vocabulary` of one command line."""

    __slots__ = ("definitions", "known_hosts")

    def __init__(
        self, definitions: Sequence[tuple[str, str]] = (), known_hosts: Callable[[], Iterable[str]] = tuple
    ) -> None:
        self.definitions = definitions
        self.known_hosts = known_hosts

    def commands(self) -> KeywordTable:
        """All there are, their keywords being the values."""
        return command_table({row.keyword: row for row in (*TOP_LEVEL, *CONNECTED)}.values())

    def top_level_commands(self) -> KeywordTable:
        """Those of TELNET>."""
        return command_table(TOP_LEVEL)

    def top_level(self) -> Step:
        """A whole command line at TELNET>."""
        return top_level_grammar(self)

    def connected(self) -> Step:
        """A command at TELNET!."""
        return (_command(CONNECTED, self, frozenset(Capability)),)


#: Of somebody who DEFINEd nothing and has never been anywhere.
NOTHING_NAMED = CommandVocabulary()


def top_level_grammar(vocabulary: Vocabulary = NOTHING_NAMED) -> Step:
    """A command, else a host that was DEFINEd, else a host's name: the one that can read more of what was typed."""
    from telnet_client.commands.connect import host_alternative

    def other_hosts() -> Iterable[str]:
        names = {name.upper() for name, _ in vocabulary.definitions}
        names.update(row.keyword for row in TOP_LEVEL)
        return (host for host in vocabulary.known_hosts() if host.upper() not in names)

    command, host = _command(TOP_LEVEL, vocabulary, frozenset(Capability)), host_alternative(other_hosts)
    return (command, _defined_host(vocabulary), host) if vocabulary.definitions else (command, host)


def connected_grammar(
    vocabulary: Vocabulary = NOTHING_NAMED, capabilities: Collection[Capability] = frozenset(Capability)
) -> Step:
    """A command, or nothing at all to go back to the conversation.

    What the connection cannot do is an error as soon as the command has been named, before the rest of it is looked at.
    """
    back = Alternative(CONFIRM.function, help="RETURN to get back to talk mode")
    return (back, _command(CONNECTED, vocabulary, capabilities))


def keyword_of(line: str, rows: Iterable[Row]) -> str | None:
    """The command of `rows` that the line begins with, perhaps abbreviated; None for none."""
    result = Keyword(command_table(rows)).parse(line.lstrip(" \t"), 0)
    return str(result.value) if isinstance(result, Match) else None


def is_for_top_level_alone(line: str, vocabulary: Vocabulary) -> bool:
    """It is right at TELNET> and no command of TELNET!: another CONNECT, another host."""
    if keyword_of(line, CONNECTED) is not None:
        return False
    return isinstance(parse_line(top_level_grammar(vocabulary), line), Parsed)


def command_table(rows: Iterable[Row], abbreviations: Mapping[str, str] = ABBREVIATIONS) -> KeywordTable:
    """The commands of `rows` and what is shorter than they are by tradition."""
    listed = [KeywordEntry(row.keyword, row.keyword) for row in rows]
    names = {entry.keyword for entry in listed}
    short = [KeywordEntry(a, full, abbreviates=full) for a, full in abbreviations.items() if full in names]
    return KeywordTable([*listed, *short], _describe)


def _command(rows: tuple[Row, ...], vocabulary: Vocabulary, capabilities: Collection[Capability]) -> Alternative:
    """The value under `command` is the keyword; under `negated` the one behind NO."""

    def following(keyword: str) -> Step:
        if keyword == NO:
            return (negated_command(rows, vocabulary, capabilities),)
        command = load_command(keyword)
        _check(command, capabilities)
        return fields(guide(command.guide_words), command.fields(vocabulary) if command.fields else ())

    return Alternative(Keyword(command_table(rows)), "command", following, help="command,", shows_atom=True)


def negated_command(
    rows: Iterable[Row], vocabulary: Vocabulary, capabilities: Collection[Capability] = frozenset(Capability)
) -> Alternative:
    """What follows NO."""

    def following(keyword: str) -> Step:
        command = load_command(keyword)
        _check(command, capabilities)
        words = command.guide_words if command.negated_guide_words is None else command.negated_guide_words
        return fields(guide(words), command.negated_fields(vocabulary) if command.negated_fields else ())

    table = command_table((row for row in rows if row.has_no), NEGATED_ABBREVIATIONS)
    return Alternative(Keyword(table), "negated", following, help="command,", shows_atom=True)


def _check(command: Command, capabilities: Collection[Capability]) -> None:
    if command.needs is not None and command.needs not in capabilities:
        raise CommandError("Not implemented with this protocol")


def _defined_host(vocabulary: Vocabulary) -> Alternative:
    """The value under `defined` is its name; at a second `?` stands what it means."""
    table = KeywordTable(KeywordEntry(name, name, line) for name, line in vocabulary.definitions)
    return Alternative(Keyword(table, HOST_MASK), "defined", help="defined host,", shows_atom=True)


def _describe(keyword: str) -> str:
    return DESCRIPTION_OF_NO if keyword == NO else load_command(keyword).description
