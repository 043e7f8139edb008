"""Each COMND function by itself: what it reads, what it says, what it refuses."""

from __future__ import annotations

import pytest

from telnet_client.comnd.field_function import FieldFunction, FieldHelp, Match, Mismatch, Request, break_mask
from telnet_client.comnd.functions.character import Character, control_form, read_character
from telnet_client.comnd.functions.comma import Comma
from telnet_client.comnd.functions.confirm import Confirm
from telnet_client.comnd.functions.field import Field
from telnet_client.comnd.functions.guide_words import GuideWords
from telnet_client.comnd.functions.host_name import HostName
from telnet_client.comnd.functions.input_file import InputFile
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.functions.number import Number
from telnet_client.comnd.functions.output_file import OutputFile
from telnet_client.comnd.functions.quoted_string import QuotedString
from telnet_client.comnd.functions.switch import Switch
from telnet_client.comnd.functions.text import Text
from telnet_client.comnd.functions.token import Token
from telnet_client.comnd.table import KeywordTable
from telnet_client.errors import CommandError

COLOURS = KeywordTable.of("RED", "GREEN", "GREY")
QUOTE_MISSING = "Not a quoted string - quote missing at beginning or end"
NO_DIGIT = "First nonspace character is not a digit"
BAD_DIGIT = "Invalid character in number"
OVERFLOW = "Overflow (number is equal to or greater than 2**35 )"
NO_MATCH = "Does not match switch or keyword"
BAD_CODE = "Invalid ASCII value"
BAD_CHARACTER = "Invalid character in input"


@pytest.mark.parametrize(
    ("function", "text", "value", "rest"),
    [
        (Keyword(COLOURS), "red", "RED", ""),
        (Keyword(COLOURS), "r", "RED", ""),
        (Keyword(COLOURS), "gree/x", "GREEN", "/x"),
        (Keyword(KeywordTable.of("A.B"), break_mask(".")), "a.b c", "A.B", " c"),
        (Number(8), "17", 15, ""),
        (Number(10), "-17.5", -17, ".5"),
        (Number(10), "+17", 17, ""),
        (Number(2), "101", 5, ""),
        (Number(10), "34359738367", 2**35 - 1, ""),
        (Number(10), "0" * 500 + "7", 7, ""),
        (Number(10, minimum=-5, maximum=5), "-5", -5, ""),
        (GuideWords("ON PORT"), "(on  port) 23", None, " 23"),
        (GuideWords("ON PORT"), "23", None, "23"),
        (GuideWords("ON PORT"), "", None, ""),
        (Switch(COLOURS), "/red/green", "RED", "/green"),
        (Switch(KeywordTable.of("FORM:")), "/form:x", "FORM:", "x"),
        (Switch(KeywordTable.of("FORM:")), "/f x", "FORM:", " x"),
        (InputFile(), "/etc/passwd x", "/etc/passwd", " x"),
        (InputFile(), "a\x16 b c", "a b", " c"),
        (InputFile(), '"a ""b"" c" d', 'a "b" c', " d"),
        (OutputFile(), "caf\xe9.log", "caf\xe9.log", ""),
        (OutputFile(), "bad\udcff", "bad\udcff", ""),
        (Field(), "foo-1.x", "foo-1", ".x"),
        (Field(break_mask("._")), "a.b_c d", "a.b_c", " d"),
        (Field(), "a\x16.b", "a.b", ""),
        (Field(), "", "", ""),
        (Confirm(), "", None, ""),
        (Comma(), ", x", None, " x"),
        (Text(), "all of it ; too ", "all of it ; too ", ""),
        (Text(), "", "", ""),
        (QuotedString(), '"a ""b"" ?\x1b" x', 'a "b" ?\x1b', " x"),
        (QuotedString(), '""', "", ""),
        (QuotedString(), '""""', '"', ""),
        (Token("=>"), "=>x", "=>", "x"),
        (Token("to"), "TOday", "to", "day"),
        (Character(), '"x" y', 120, " y"),
        (Character(), '"xyz"', 120, ""),
        (Character(), '""""', 34, ""),
        (Character(), '"\x1e"', 30, ""),
        (Character(), "36", 30, ""),
        (Character(), "177", 127, ""),
        (Character(), "000036", 30, ""),
        (Character(), "0x1D", 29, ""),
        (Character(), "0X7f", 127, ""),
        (Character(), "^]", 29, ""),
        (Character(), "^^", 30, ""),
        (Character(), "^c", 3, ""),
        (Character(), "^@", 0, ""),
        (Character(), "^?", 127, ""),
        (Character(allows_off=True), "off", None, ""),
        (Character(is_control_form=True), '"c"', 3, ""),
        (Character(is_control_form=True), '"_"', 31, ""),
        (Character(is_control_form=True), "101", 65, ""),
        (Character(is_control_form=True), "^c", 3, ""),
        (HostName(), "lab:23 x", "lab:23", " x"),
        (HostName(), "[fe80::1%eth0]:23/", "[fe80::1%eth0]:23/", ""),
        (HostName(), "score.#Internet", "score.#Internet", ""),
        (HostName(), "a_b*", "a_b", "*"),
        (HostName(), "", "", ""),
    ],
)
def test_reads(function: FieldFunction, text: str, value: object, rest: str) -> None:
    # Where the field begins makes no difference.
    for before in ("", "xx "):
        match = function.parse(before + text, len(before))
        assert isinstance(match, Match)
        assert match.value == value
        assert (before + text)[match.end :] == rest
        assert match.end <= max(function.reach(before + text, len(before)), len(before) + len(text))


@pytest.mark.parametrize(
    ("function", "text", "error"),
    [
        (Keyword(COLOURS), "", "Null switch or keyword given"),
        (Keyword(COLOURS), "g", "Ambiguous"),
        (Keyword(COLOURS), "blue", NO_MATCH),
        (Keyword(COLOURS), "redder", NO_MATCH),
        (Keyword(COLOURS), "*", NO_MATCH),
        (Keyword(COLOURS), "\x16red", NO_MATCH),
        (Number(10), "", NO_DIGIT),
        (Number(10), "x", NO_DIGIT),
        (Number(10), "-", NO_DIGIT),
        (Number(10), "--1", NO_DIGIT),
        (Number(8), "8", BAD_DIGIT),
        (Number(10), "1-2", BAD_DIGIT),
        (Number(10), "34359738368", OVERFLOW),
        (Number(10), "-34359738368", OVERFLOW),
        (Number(2), "1" * 1000, OVERFLOW),
        (Number(10, maximum=7, range_error="Too many"), "8", "Too many"),
        (Number(10, maximum=7, range_error="Too many"), "-1", "Too many"),
        (Number(10, maximum=7, range_error="Too many"), "9" * 1000, "Too many"),
        (Number(10, minimum=7), "6", "Invalid number"),
        (Number(10), "\u0661", NO_DIGIT),
        (GuideWords("ON PORT"), "(at) x", "Invalid guide word"),
        (GuideWords("ON PORT"), "(on port", "Invalid guide word"),
        (Switch(COLOURS), "red", "Not a switch - does not begin with slash"),
        (Switch(COLOURS), "", "Not a switch - does not begin with slash"),
        (Switch(COLOURS), "/", "Null switch or keyword given"),
        (Switch(COLOURS), "/g", "Ambiguous"),
        (Switch(COLOURS), "/blue", NO_MATCH),
        (Switch(COLOURS), "/red:", NO_MATCH),
        (InputFile(), "", "File name was not specified"),
        (InputFile(), '""', "File name was not specified"),
        (InputFile(), '"a', QUOTE_MISSING),
        (OutputFile(), "\x01", BAD_CHARACTER),
        (Field(), "*", BAD_CHARACTER),
        (Confirm(), "x", "Not confirmed"),
        (Comma(), "x", "Comma not given"),
        (Comma(), "", "Comma not given"),
        (QuotedString(), "x", QUOTE_MISSING),
        (QuotedString(), "", QUOTE_MISSING),
        (QuotedString(), '"x', QUOTE_MISSING),
        (QuotedString(), '"x""', QUOTE_MISSING),
        (Token("=>"), "=", "Does not match token"),
        (Token("=>"), "", "Does not match token"),
        (Character(), "", BAD_CODE),
        (Character(), "200", BAD_CODE),
        (Character(), "1" * 5000, BAD_CODE),
        (Character(), "18", BAD_DIGIT),
        (Character(), "x", BAD_CODE),
        (Character(), "-1", BAD_CODE),
        (Character(), "0x", BAD_CODE),
        (Character(), "0x80", BAD_CODE),
        (Character(), "0xg", BAD_CODE),
        (Character(), "^", BAD_CODE),
        (Character(), "^ab", BAD_CODE),
        (Character(), "^1", "Character doesn't have a control form"),
        (Character(), '""', BAD_CODE),
        (Character(), '"', QUOTE_MISSING),
        (Character(), '"a', QUOTE_MISSING),
        (Character(), '"\xe9"', BAD_CODE),
        (Character(), "off", BAD_CODE),
        (Character(is_control_form=True), '"1"', "Character doesn't have a control form"),
        (Character(is_control_form=True), '"`"', "Character doesn't have a control form"),
        (Character(is_control_form=True), "200", BAD_CODE),
        (HostName(), "*", BAD_CHARACTER),
        (HostName(), "\u2028", BAD_CHARACTER),
    ],
)
def test_refuses(function: FieldFunction, text: str, error: str) -> None:
    mismatch = function.parse(text, 0)
    assert isinstance(mismatch, Mismatch)
    assert mismatch.text == error
    assert mismatch.end <= len(text)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (Number(8), "octal number"),
        (Number(10), "decimal number"),
        (Number(3), "a number in base 3"),
        (InputFile(), "input filespec"),
        (OutputFile(), "output filespec"),
        (Field(), ""),
        (Confirm(), "confirm with carriage return"),
        (Comma(), '","'),
        (Text(), "text string"),
        (QuotedString(), "quoted string"),
        (Token("."), '"."'),
        (HostName(), "host name"),
    ],
)
def test_default_help(function: FieldFunction, words: str) -> None:
    said = function.help("", 0, Request())
    assert isinstance(said, FieldHelp)
    assert said.words == words
    assert not said.names


def test_characters_outside_of_command_lines() -> None:
    assert read_character("^]") == 29
    assert read_character("OFF") is None
    assert control_form(ord("a")) == 1
    with pytest.raises(CommandError, match="Invalid ASCII value"):
        read_character("nonsense")
