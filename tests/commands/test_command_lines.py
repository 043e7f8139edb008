"""Every command as it can be typed: in full, with its guide words, and as short as tradition has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from telnet_client.commands import ABBREVIATIONS, CONNECTED, TOP_LEVEL, load_command
from telnet_client.comnd.line import complete_line, parse_line
from telnet_client.comnd.outcome import Failed, Parsed
from telnet_client.modes.command_grammar import connected_grammar, top_level_grammar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telnet_client.commands import Row
    from telnet_client.commands.base import Command
    from telnet_client.comnd.grammar import Step

#: Keyword, shortest form, guide words; the original's tables.
AT_TOP_LEVEL = """
CONNECT   C    TO
DEBUG     D    PROTOCOL NEGOTIATIONS
ESCAPE    ES   CHARACTER IS
EXIT      EX   FROM TELNET
EXTENDED  EXT  COMMAND MODE AUTOMATICALLY WHEN ESCAPE CHARACTER TYPED
HELP      H    IN USING TELNET
LOG       LO   FILE IS
OPAQUE    O    MODE
PAGE      PA   MODE
PUSH      PU   COMMAND LEVEL
QUIT      Q    OUT OF TELNET
STATUS    S    OF TELNET CONNECTION
TAKE      TA   COMMANDS FROM FILE
"""
WHILE_CONNECTED = """
ABORT        AB   OUTPUT
ATTN         AT   KEY
BREAK        B    KEY
CLOSE        CL   CONNECTION
CONTROL      CO   CHARACTER
DEBUG        D    PROTOCOL NEGOTIATIONS
ECHO         EC   BY REMOTE HOST
ESCAPE       ES   CHARACTER IS
EXIT         EX   FROM TELNET
EXTENDED     EXT  COMMAND MODE AUTOMATICALLY WHEN ESCAPE CHARACTER TYPED
HELP         H    IN USING TELNET
LOG          LO   FILE IS
OPAQUE       O    MODE
PAGE         PA   MODE
PUSH         PU   COMMAND LEVEL
QUIT         Q    OUT OF TELNET
STATUS       S    OF TELNET CONNECTION
TAKE         TA   COMMANDS FROM FILE
TRANSPARENT  TR   MODE
"""
NEGATED_AT_TOP_LEVEL = """
DEBUG     D    PROTOCOL NEGOTIATIONS
EXTENDED  EXT  COMMAND MODE AUTOMATICALLY WHEN ESCAPE CHARACTER TYPED
LOG       LO   FILE
OPAQUE    O    MODE
PAGE      P    MODE
"""
NEGATED_WHILE_CONNECTED = """
DEBUG        D    PROTOCOL NEGOTIATIONS
ECHO         EC   BY REMOTE HOST
EXTENDED     EXT  COMMAND MODE AUTOMATICALLY WHEN ESCAPE CHARACTER TYPED
LOG          LO   FILE
OPAQUE       O    MODE
PAGE         P    MODE
TRANSPARENT  TR   MODE
"""
#: What commands that ask for something are given here.
ARGUMENTS = {"CONNECT": "sierra", "TAKE": "lab.cmd"}


class Spelling(NamedTuple):
    """One command of a table of the original."""

    grammar: Step
    keyword: str
    shortest: str
    guide_words: str
    #: "NO " or nothing.
    no: str

    def __str__(self) -> str:
        return f"{self.no}{self.keyword}"

    def parse(self, line: str) -> dict[str, object]:
        """The arguments of what is no error."""
        outcome = parse_line(self.grammar, f"{self.no}{line} {ARGUMENTS.get(self.keyword, '')}")
        assert isinstance(outcome, Parsed), outcome
        return dict(outcome.arguments)

    def is_found(self, line: str) -> bool:
        """`line` is taken for this command."""
        arguments = self.parse(line)
        named = ("NO", self.keyword) if self.no else (self.keyword, None)
        return (arguments.get("command"), arguments.get("negated")) == named


def spellings(table: str, grammar: Step, no: str = "") -> list[Spelling]:
    rows = [line.split(maxsplit=2) for line in table.strip().splitlines()]
    return [Spelling(grammar, keyword, shortest, words, no) for keyword, shortest, words in rows]


AT_TELNET = [
    *spellings(AT_TOP_LEVEL, top_level_grammar()),
    *spellings(NEGATED_AT_TOP_LEVEL, top_level_grammar(), "NO "),
]
SPELLINGS = [
    *AT_TELNET,
    *spellings(WHILE_CONNECTED, connected_grammar()),
    *spellings(NEGATED_WHILE_CONNECTED, connected_grammar(), "NO "),
]


@pytest.mark.parametrize("spelling", SPELLINGS, ids=str)
def test_in_full(spelling: Spelling) -> None:
    assert spelling.is_found(spelling.keyword)
    assert spelling.is_found(spelling.keyword.lower())
    assert spelling.is_found(f"{spelling.keyword} ({spelling.guide_words})")
    assert spelling.is_found(f"{spelling.keyword.title()}({spelling.guide_words.lower()})")


@pytest.mark.parametrize("spelling", SPELLINGS, ids=str)
def test_abbreviated(spelling: Spelling) -> None:
    keyword, shortest = spelling.keyword, spelling.shortest
    assert spelling.is_found(shortest)
    assert spelling.is_found(shortest.lower())
    table = TOP_LEVEL if spelling in AT_TELNET else CONNECTED
    others = {row.keyword for row in table} - {keyword}
    for length in range(len(shortest), len(keyword)):
        if not any(other.startswith(keyword[:length]) for other in others):
            assert spelling.is_found(keyword[:length])
    assert spelling.parse(shortest) == spelling.parse(keyword)


@pytest.mark.parametrize("spelling", SPELLINGS, ids=str)
def test_recognized(spelling: Spelling) -> None:
    typed = f"{spelling.no}{spelling.shortest}".lower()
    completed = typed + complete_line(spelling.grammar, typed).append
    assert completed.upper() == f"{spelling.no}{spelling.keyword} ({spelling.guide_words}) "


@pytest.mark.parametrize("spelling", SPELLINGS, ids=str)
def test_other_guide_words_are_refused(spelling: Spelling) -> None:
    outcome = parse_line(spelling.grammar, f"{spelling.no}{spelling.keyword} (OTHER WORDS)")
    assert isinstance(outcome, Failed)
    assert str(outcome.as_error()) == "Invalid guide word"


@pytest.mark.parametrize("spelling", SPELLINGS, ids=str)
def test_more_is_not_confirmed(spelling: Spelling) -> None:
    rest = ARGUMENTS.get(spelling.keyword, "")
    rest = {"CONNECT": "sierra 23", "ESCAPE": "^]", "CONTROL": "^]", "LOG": "" if spelling.no else "a.log"}.get(
        spelling.keyword, rest
    )
    outcome = parse_line(spelling.grammar, f"{spelling.no}{spelling.keyword} {rest} more of it")
    assert isinstance(outcome, Failed)
    assert str(outcome.as_error()) in ("Not confirmed", 'Does not match switch or keyword - "more"')


EVERY_COMMAND = sorted({row.keyword for row in (*TOP_LEVEL, *CONNECTED)} - {"NO"})


@pytest.mark.parametrize("keyword", EVERY_COMMAND)
def test_every_example_is_a_line_that_can_be_typed(keyword: str) -> None:
    command: Command = load_command(keyword)
    line = command.example or (f"{keyword} ({command.guide_words})" if command.guide_words else keyword)
    for rows, grammar in ((TOP_LEVEL, top_level_grammar()), (CONNECTED, connected_grammar())):
        if any(row.keyword == keyword for row in rows):
            outcome = parse_line(grammar, line)
            if keyword == "UNDEFINE":  # its example is of somebody who defined something
                assert isinstance(outcome, Failed)
                continue
            assert isinstance(outcome, Parsed), (line, outcome)
            assert keyword in (outcome.arguments["command"], outcome.arguments.get("negated"))


@pytest.mark.parametrize(("rows", "grammar"), [(TOP_LEVEL, top_level_grammar()), (CONNECTED, connected_grammar())])
def test_the_traditional_abbreviations(rows: Sequence[Row], grammar: Step) -> None:
    keywords = {row.keyword for row in rows}
    for typed, keyword in ABBREVIATIONS.items():
        if keyword not in keywords:
            continue
        for line in (typed, typed.lower()):
            outcome = parse_line(grammar, f"{line} {ARGUMENTS.get(keyword, '')}")
            assert isinstance(outcome, Parsed)
            assert outcome.arguments["command"] == keyword


def test_the_traditions_are_these() -> None:
    assert {"D", "EX", "S"} <= set(ABBREVIATIONS)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("frobozz", 'Does not match switch or keyword - "frobozz"'),
        ("e", 'Ambiguous - "e"'),
        ("a", 'Ambiguous - "a"'),
        ("connect sierra", 'Does not match switch or keyword - "connect"'),
        ("sierra", 'Does not match switch or keyword - "sierra"'),
        ("no", 'Null switch or keyword given - ""'),
        ("no frobozz", 'Does not match switch or keyword - "frobozz"'),
        ("no e", 'Ambiguous - "e"'),
        ("no exit", 'Does not match switch or keyword - "exit"'),
        ("no ; remark", 'Null switch or keyword given - ""'),
        ("close now", "Not confirmed"),
        ("$", 'Does not match switch or keyword - "$"'),
        ("\x01", 'Invalid character in input - "^A"'),
    ],
)
def test_what_is_no_command_while_connected(line: str, error: str) -> None:
    outcome = parse_line(connected_grammar(), line)
    assert isinstance(outcome, Failed)
    assert str(outcome.as_error()) == error


@pytest.mark.parametrize(
    ("line", "host"),
    [
        ("frobozz", "frobozz"),
        ("e", "e"),
        ("exit.com", "exit.com"),
        ("status-1", "status-1"),
        ("close", "close"),
        ("10.3.0.11", "10.3.0.11"),
    ],
)
def test_at_top_level_anything_else_is_a_host(line: str, host: str) -> None:
    outcome = parse_line(top_level_grammar(), line)
    assert isinstance(outcome, Parsed)
    assert "command" not in outcome.arguments
    assert outcome.arguments["host"] == host


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("no echo", 'Does not match switch or keyword - "echo"'),
        ("no", 'Null switch or keyword given - ""'),
        ("debug now", "Not confirmed"),
        ("connect (at) sierra", "Invalid guide word"),
        ("sierra 65536", "Invalid port number"),
        ("sierra 23.256", "Invalid port number"),
        ("sierra frobozz", "Does not match switch or keyword"),
        ("connect internet sierra 23 x", "Not confirmed"),
        ("$", 'Does not match switch or keyword - "$"'),
    ],
)
def test_what_is_wrong_at_top_level(line: str, error: str) -> None:
    outcome = parse_line(top_level_grammar(), line)
    assert isinstance(outcome, Failed)
    assert str(outcome.as_error()) == error


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ("sierra", {"host": "sierra", "port": 23}),
        ("connect sierra", {"host": "sierra", "port": 23}),
        ("c (to) internet (host) sierra (on port) 2323", {"network": "INTERNET", "host": "sierra", "port": 2323}),
        ("sierra smtp", {"host": "sierra", "port": 25}),
        ("sierra 0.23", {"host": "sierra", "port": 0, "low_byte": 23}),
        ("sierra 9 . 25", {"host": "sierra", "port": 9, "low_byte": 25}),
        ("[10.3.0.11] 23", {"host": "[10.3.0.11]", "port": 23}),
        ("[2001:db8::1]:2323", {"host": "[2001:db8::1]:2323"}),
        ("telnet://sierra:2323/", {"host": "telnet://sierra:2323/"}),
        ('escape "x"', {"character": ord("x")}),
        ("escape ^]", {"character": 0x1D}),
        ("escape 35", {"character": 0o35}),
        ("escape 0x1D", {"character": 0x1D}),
        ("escape off", {"character": None}),
        ("escape", {"character": 0o36}),
        ("log", {"file": "TELNET.LOG"}),
        ("log session.log", {"file": "session.log"}),
        ("export USER guest", {"name": "USER", "value": "guest"}),
        ("export USER", {"name": "USER", "value": ""}),
        ("export MOTD to all  of you", {"name": "MOTD", "value": "to all  of you"}),
        ("no export USER", {"name": "USER"}),
        ("no export", {"name": ""}),
        ("take lab.cmd", {"file": "lab.cmd"}),
        ("character-set", {"name": "UTF-8"}),
        ("char (of host is) iso-8859-1", {"name": "ISO-8859-1"}),
        ("ch cp4", {"name": "CP437"}),
        ("ch latin-1", {"name": "latin-1"}),
        ("ch ISO_8859-1:1987", {"name": "ISO_8859-1:1987"}),
    ],
)
def test_arguments(line: str, arguments: dict[str, object]) -> None:
    outcome = parse_line(top_level_grammar(), line)
    assert isinstance(outcome, Parsed)
    found = {name: value for name, value in outcome.arguments.items() if name not in ("command", "negated")}
    assert found == arguments


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("control", 0o36),
        ('control "C"', 3),
        ('control "c"', 3),
        ("control 3", 3),
        ("control ^C", 3),
        ('control "_"', 0o37),
    ],
)
def test_characters_to_send(line: str, code: int) -> None:
    outcome = parse_line(connected_grammar(), line)
    assert isinstance(outcome, Parsed)
    assert outcome.arguments["character"] == code


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("escape 200", "Invalid ASCII value"),
        ("escape 0x80", "Invalid ASCII value"),
        ("escape xyz", "Invalid ASCII value"),
        ("escape 9", "Invalid character in number"),
        ('escape "', "Not a quoted string - quote missing at beginning or end"),
        ('escape ""', "Invalid ASCII value"),
        ('escape "é"', "Invalid ASCII value"),
        ('control "1"', "Character doesn't have a control form"),
        ("control off", "Invalid ASCII value"),
        ("control 200", "Invalid ASCII value"),
        ("control ^1", "Character doesn't have a control form"),
    ],
)
def test_characters_that_are_none(line: str, error: str) -> None:
    outcome = parse_line(connected_grammar(), line)
    assert isinstance(outcome, Failed)
    assert str(outcome.as_error()) == error
