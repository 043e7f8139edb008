"""What ESC, TAB and CTRL/F do: (text, key, resulting line, bell)."""

from __future__ import annotations

import pytest

from comnd.original_tables import CONNECTED, TOP_LEVEL, TOP_LEVEL_ROWS, command, top_level_knowing
from telnet_client.comnd.functions.character import Character
from telnet_client.comnd.functions.comma import Comma
from telnet_client.comnd.functions.field import Field
from telnet_client.comnd.functions.input_file import InputFile
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.functions.output_file import OutputFile
from telnet_client.comnd.functions.quoted_string import QuotedString
from telnet_client.comnd.functions.text import Text
from telnet_client.comnd.functions.token import Token
from telnet_client.comnd.grammar import Alternative, Step, fields, guide, switches
from telnet_client.comnd.line import CONTROL_F, ESC, complete_line
from telnet_client.comnd.outcome import Completion, Failed
from telnet_client.comnd.table import KeywordEntry, KeywordTable

TAB = "\t"
BELL = True
SILENT = False


def check(step: Step, text: str, key: str, line: str, bell: bool) -> None:
    assert complete_line(step, text, key) == Completion(line.removeprefix(text), bell)
    assert line.startswith(text)


@pytest.mark.parametrize(
    ("text", "key", "line", "bell"),
    [
        # A unique keyword, and the guide words behind it.
        ("st", ESC, "stATUS (OF TELNET CONNECTION) ", SILENT),
        ("st", TAB, "stATUS (OF TELNET CONNECTION) ", SILENT),
        ("st", CONTROL_F, "stATUS", SILENT),
        ("status", ESC, "status (OF TELNET CONNECTION) ", SILENT),
        ("status", CONTROL_F, "status", SILENT),
        ("no", ESC, "no ", SILENT),
        ("no de", ESC, "no deBUG (PROTOCOL NEGOTIATIONS) ", SILENT),
        ("dd", ESC, "ddT (MODE) ", SILENT),
        # An abbreviation.
        ("ex", ESC, "exIT (FROM TELNET) ", SILENT),
        ("ex", CONTROL_F, "exIT", SILENT),
        ("d", ESC, "dEBUG (PROTOCOL NEGOTIATIONS) ", SILENT),
        # Ambiguous: what the candidates have in common.
        ("e", ESC, "e", BELL),
        ("n", ESC, "n", BELL),
        ("l", ESC, "l", BELL),
        ("foo na", ESC, "foo naMESERVER ", SILENT),
        ("foo f", ESC, "foo f", BELL),
        ("foo ft", ESC, "foo ftP", BELL),
        ("foo ft", CONTROL_F, "foo ftP", BELL),
        # An exact match wins over those it begins.
        ("foo ftp", ESC, "foo ftp ", SILENT),
        ("foo pop", ESC, "foo pop ", SILENT),
        # A host is accepted as it is; longer than a keyword it is no keyword.
        ("foo", ESC, "foo (ON PORT) ", SILENT),
        ("foo", CONTROL_F, "foo", SILENT),
        ("exit.c", ESC, "exit.c (ON PORT) ", SILENT),
        # Defaults and guide words, one escape after the other.
        ("foo ", ESC, "foo TELNET ", SILENT),
        ("foo (ON PORT) ", ESC, "foo (ON PORT) TELNET ", SILENT),
        ("foo (ON PORT) ", CONTROL_F, "foo (ON PORT) TELNET", SILENT),
        ("foo (ON PORT) TELNET ", ESC, "foo (ON PORT) TELNET ", BELL),
        ("foo (", ESC, "foo (ON PORT) ", SILENT),
        ("foo (on p", ESC, "foo (on pORT) ", SILENT),
        ("foo (on p", CONTROL_F, "foo (on pORT)", SILENT),
        ("foo (on port)", ESC, "foo (on port) ", SILENT),
        ("foo (on port)", CONTROL_F, "foo (on port)", SILENT),
        ("log ", ESC, "log TELNET.LOG ", SILENT),
        # Guide words are typed only behind a field that ESC ended.
        ("connect ", ESC, "connect ", BELL),
        ("connect", ESC, "connect (TO) ", SILENT),
        ("c (TO) chaos", ESC, "c (TO) chaosNET (HOST) ", SILENT),
        # Numbers and characters are complete as soon as they are right.
        ("foo 2", ESC, "foo 2 ", SILENT),
        ("foo 0.", ESC, "foo 0.", BELL),
        ("foo 0.23", ESC, "foo 0.23 ", SILENT),
        ("escape 031", ESC, "escape 031 ", SILENT),
        ('escape "x"', ESC, 'escape "x" ', SILENT),
        ('escape "x"', CONTROL_F, 'escape "x"', SILENT),
        # The end of the command, comments, nothing to go by.
        ("exit ", ESC, "exit ", BELL),
        ("exit (FROM TELNET) ", ESC, "exit (FROM TELNET) ", BELL),
        ("", ESC, "", BELL),
        ("   ", ESC, "   ", BELL),
        ("no ", ESC, "no ", BELL),
        ("status ; remark", ESC, "status ; remark", BELL),
        ("!st", ESC, "!st", BELL),
        ("!st!st", ESC, "!st!stATUS (OF TELNET CONNECTION) ", SILENT),
        ("@", ESC, "@", BELL),
        ("take ", ESC, "take ", BELL),
        # Data.
        ('escape "', ESC, 'escape "\x1b', SILENT),
        ('escape "', TAB, 'escape "\t', SILENT),
        ("lab\x16", ESC, "lab\x16\x1b", SILENT),
        # Continued lines.
        ("con-\nn", ESC, "con-\nnECT (TO) ", SILENT),
    ],
)
def test_top_level(text: str, key: str, line: str, bell: bool) -> None:
    check(TOP_LEVEL, text, key, line, bell)


@pytest.mark.parametrize(
    ("text", "line", "bell"),
    [
        ("", "", BELL),
        ("ex", "ex", BELL),
        ("t", "t", BELL),
        ("at", "atTN (KEY) ", SILENT),
        ("ec", "ecHO (BY REMOTE HOST) ", SILENT),
    ],
)
def test_connected(text: str, line: str, bell: bool) -> None:
    check(CONNECTED, text, ESC, line, bell)


@pytest.mark.parametrize(
    ("step", "text", "failure"),
    [
        (CONNECTED, "foo", Failed("Does not match switch or keyword", "foo", 0)),
        (TOP_LEVEL, "no x", Failed("Does not match switch or keyword", "x", 2)),
        (TOP_LEVEL, "no x ", Failed("Does not match switch or keyword", "x", 2)),
        (TOP_LEVEL, "exit (at", Failed("Invalid guide word", None, 4)),
        (TOP_LEVEL, "foo x", Failed("Does not match switch or keyword", None, 3)),
        (TOP_LEVEL, "foo 99999", Failed("Invalid port number", None, 3)),
        (TOP_LEVEL, "exit x", Failed("Not confirmed", None, 4)),
        (TOP_LEVEL, "escape 999", Failed("Invalid character in number", None, 6)),
    ],
)
def test_what_cannot_be_completed_is_an_error_at_once(step: Step, text: str, failure: Failed) -> None:
    assert complete_line(step, text) == Completion(failure=failure)


def test_an_ambiguous_keyword_keeps_the_other_alternatives_out() -> None:
    check(top_level_knowing("lab"), "l", ESC, "l", BELL)


def test_known_hosts_are_completed() -> None:
    step = top_level_knowing("sierra", "score", "Lab", "lab2", "xy.example", "xyz.example")
    check(step, "si", ESC, "sierra (ON PORT) ", SILENT)
    check(step, "SI", ESC, "SIerra (ON PORT) ", SILENT)
    check(step, "la", ESC, "lab", BELL)
    check(step, "lab", ESC, "lab (ON PORT) ", SILENT)
    check(step, "lab2", ESC, "lab2 (ON PORT) ", SILENT)
    check(step, "x", ESC, "xy", BELL)
    check(step, "connect (to) internet (host) ", ESC, "connect (to) internet (host) ", BELL)
    check(step, "unknown", ESC, "unknown (ON PORT) ", SILENT)


def test_invisible_and_unrecognized_neighbours() -> None:
    entries = [
        KeywordEntry("ALPHA", 1, is_invisible=True),
        KeywordEntry("ALPINE", 2),
        KeywordEntry("ALPINIST", 3),
        KeywordEntry("B", 4, is_unrecognized=True),
        KeywordEntry("BETA", 5),
        KeywordEntry("GAMMA", 6),
        KeywordEntry("GAMUT", 7, is_invisible=True),
        KeywordEntry("OLD", 8, abbreviates="NEW"),
        KeywordEntry("NEW", 9),
    ]
    step = fields(Alternative(Keyword(KeywordTable(entries)), "value"))
    check(step, "al", ESC, "al", BELL)
    check(step, "alpi", ESC, "alpiN", BELL)
    check(step, "b", ESC, "b", BELL)
    check(step, "be", ESC, "beTA ", SILENT)
    check(step, "ga", ESC, "gaMMA", BELL)
    # What it stands for does not begin as it does.
    check(step, "ol", ESC, "ol ", SILENT)


def test_switches() -> None:
    step = fields(
        Alternative(Field(), "name"), switches(KeywordTable.of("RAW", "TEXT", "FORM:", "FORMAT", "TIMESTAMPS"))
    )
    check(step, "x /r", ESC, "x /rAW ", SILENT)
    check(step, "x /r", CONTROL_F, "x /rAW", SILENT)
    check(step, "x /form", ESC, "x /form:", SILENT)
    check(step, "x /fo", ESC, "x /foRM", BELL)
    check(step, "x /forma", ESC, "x /formaT ", SILENT)
    check(step, "x /", ESC, "x /", BELL)
    check(step, "x /t", ESC, "x /t", BELL)
    assert complete_line(step, "x /z").failure == Failed("Does not match switch or keyword", None, 1)


def test_tokens_and_commas_are_followed_directly() -> None:
    word = Alternative(Keyword(KeywordTable.of("ALPHA")), "word", default="ALPHA")
    step = fields(Alternative(Token("=>")), word, Alternative(Comma()), word)
    check(step, "=", ESC, "=>", SILENT)
    check(step, "=>", ESC, "=>ALPHA ", SILENT)
    check(step, "=>a,", ESC, "=>a,ALPHA ", SILENT)


def test_text_and_strings() -> None:
    check((Alternative(Text(), "text"),), "abc", ESC, "abc", BELL)
    check((Alternative(Text(), "text"),), "", ESC, "", BELL)
    step = fields(Alternative(QuotedString(), "string"), guide("AGAIN"), Alternative(QuotedString(), "again"))
    check(step, '"a', ESC, '"a\x1b', SILENT)
    check(step, '"a', CONTROL_F, '"a\x06', SILENT)
    check(step, '"a"', ESC, '"a" (AGAIN) ', SILENT)


def test_several_guide_words() -> None:
    check(fields(Alternative(Field()), guide("ONE"), guide("TWO")), "x", ESC, "x (ONE) (TWO) ", SILENT)


def test_characters() -> None:
    step = fields(Alternative(Character(), "character"))
    check(step, "^A", ESC, "^A ", SILENT)
    assert complete_line(step, "^").failure == Failed("Invalid ASCII value")


def files(*names: str) -> object:
    return lambda beginning: [name for name in names if name.startswith(beginning)]


FILES = files("alpha.cmd", "alpine", "sub/", "one two.cmd", 'q"x', "\xe9t\xe9")
INPUT = fields(Alternative(InputFile(), "file"))
OUTPUT = fields(Alternative(OutputFile(), "file"))


@pytest.mark.parametrize(
    ("step", "text", "line", "bell"),
    [
        (INPUT, "a", "alp", BELL),
        (INPUT, "alp", "alp", BELL),
        (INPUT, "alph", "alpha.cmd ", SILENT),
        (INPUT, "alpha.cmd", "alpha.cmd ", SILENT),
        (INPUT, "s", "sub/", SILENT),
        (INPUT, "sub/", "sub/", BELL),
        (INPUT, "o", "one\x16 two.cmd ", SILENT),
        (INPUT, "one\x16 t", "one\x16 two.cmd ", SILENT),
        (INPUT, '"o', '"one two.cmd" ', SILENT),
        (INPUT, '"q', '"q""x" ', SILENT),
        (INPUT, '"al', '"alp', BELL),
        (INPUT, "\xe9", "\xe9t\xe9 ", SILENT),
        (INPUT, "nothing", "nothing", BELL),
        (OUTPUT, "nothing", "nothing ", SILENT),
        (OUTPUT, '"no thing', '"no thing" ', SILENT),
        (OUTPUT, "al", "alp", BELL),
        (TOP_LEVEL, "no @alph", "no @alpha.cmd", SILENT),
        (TOP_LEVEL, "no @al", "no @alp", BELL),
        (TOP_LEVEL, "no @x", "no @x", BELL),
        (TOP_LEVEL, "log (file is) alph", "log (file is) alpha.cmd ", SILENT),
    ],
)
def test_files(step: Step, text: str, line: str, bell: bool) -> None:
    completion = complete_line(step, text, ESC, FILES)  # type: ignore[arg-type]
    assert (text + completion.append, completion.bell, completion.failure) == (line, bell, None)


def test_without_a_lister_any_file_is_accepted() -> None:
    check(INPUT, "nothing", ESC, "nothing ", SILENT)


def test_an_empty_table_beside_others() -> None:
    step = (command(TOP_LEVEL_ROWS), Alternative(Keyword(KeywordTable([])), "definition"))
    check(step, "st", ESC, "stATUS (OF TELNET CONNECTION) ", SILENT)
