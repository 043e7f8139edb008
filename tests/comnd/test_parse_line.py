"""Command lines as a whole: what is parsed, which error is reported, and how much of the line CTRL/H brings back."""

from __future__ import annotations

import pytest

from comnd.original_tables import CONNECTED, TOP_LEVEL, TOP_LEVEL_ROWS, command
from telnet_client.comnd.field_function import break_mask
from telnet_client.comnd.functions.comma import Comma
from telnet_client.comnd.functions.field import Field
from telnet_client.comnd.functions.host_name import HostName
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.functions.number import Number
from telnet_client.comnd.functions.quoted_string import QuotedString
from telnet_client.comnd.functions.text import Text
from telnet_client.comnd.grammar import (
    CONFIRM,
    Alternative,
    Step,
    fields,
    followed_by,
    guide,
    listed,
    optional,
    switches,
)
from telnet_client.comnd.line import INDIRECT_LIMIT, complete_line, help_for_line, parse_line
from telnet_client.comnd.outcome import Blank, Failed, IndirectFile, NeedsMore, Parsed, ParsedField
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.errors import CommandError


def arguments(step: Step, text: str) -> dict[str, object]:
    outcome = parse_line(step, text)
    assert isinstance(outcome, Parsed), outcome
    return dict(outcome.arguments)


def message(step: Step, text: str) -> str:
    outcome = parse_line(step, text)
    assert isinstance(outcome, Failed), outcome
    return str(outcome.as_error())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("status", {"command": "STATUS"}),
        ("STATUS", {"command": "STATUS"}),
        ("s", {"command": "STATUS"}),
        ("pa", {"command": "PAGE"}),
        ("  status  ", {"command": "STATUS"}),
        ("\tstatus\t(of telnet connection)", {"command": "STATUS"}),
        ("status(OF TELNET CONNECTION)", {"command": "STATUS"}),
        ("status (of  telnet   connection ) ".replace(" )", ")"), {"command": "STATUS"}),
        ("status ; anything", {"command": "STATUS"}),
        ("status !one! !two", {"command": "STATUS"}),
        ("status!one!(OF TELNET CONNECTION)", {"command": "STATUS"}),
        ("status\n", {"command": "STATUS"}),
        ("status\r\n", {"command": "STATUS"}),
        ("status\f", {"command": "STATUS"}),
        ("stat-\nus", {"command": "STATUS"}),
        ("status ; a remark -\nwhich goes on", {"command": "STATUS"}),
        ("ddt", {"command": "DDT"}),
        ("no", None),
        ("no deb", {"command": "NO", "negated": "DEBUG"}),
        ("sierra", {"host": "sierra", "port": "TELNET"}),
        ("sierra 23", {"host": "sierra", "port": 23}),
        ("sierra (ON PORT) finger", {"host": "sierra", "port": "FINGER"}),
        ("sierra pop", {"host": "sierra", "port": "POP"}),
        ("sierra 0.23", {"host": "sierra", "port": 0, "low_byte": 23}),
        ("sierra 0 . 23", {"host": "sierra", "port": 0, "low_byte": 23}),
        ("exit.com", {"host": "exit.com", "port": "TELNET"}),
        ("n", {"host": "n", "port": "TELNET"}),
        ("exitx", {"host": "exitx", "port": "TELNET"}),
        ("[10.3.0.11] 23", {"host": "[10.3.0.11]", "port": 23}),
        ("[2001:db8::1]:2323", {"host": "[2001:db8::1]:2323", "port": "TELNET"}),
        ("telnet://lab:23/", {"host": "telnet://lab:23/", "port": "TELNET"}),
        ("::1", {"host": "::1", "port": "TELNET"}),
        ("fe80::1%eth0", {"host": "fe80::1%eth0", "port": "TELNET"}),
        ("my_lab.example.", {"host": "my_lab.example.", "port": "TELNET"}),
        ("m\xfcnchen.example", {"host": "m\xfcnchen.example", "port": "TELNET"}),
        ("-lab", {"host": "-lab", "port": "TELNET"}),
        ("user@lab", {"host": "user@lab", "port": "TELNET"}),
        ("connect", {"command": "CONNECT", "host": "", "port": "TELNET"}),
        ("c dec", {"command": "CONNECT", "network": "DECNET", "host": "", "port": "TELNET"}),
        ("c (to) i (host) dec", {"command": "CONNECT", "network": "INTERNET", "host": "dec", "port": "TELNET"}),
        ("c tty (line number) 17", {"command": "CONNECT", "network": "TTY", "line": 0o17}),
        ("escape", {"command": "ESCAPE", "character": 0o136}),
        ("escape 031", {"command": "ESCAPE", "character": 0o31}),
        ('escape "\x19" ; or a quoted control-Y', {"command": "ESCAPE", "character": 0o31}),
        ("log", {"command": "LOG", "file": "TELNET.LOG"}),
        ("log /tmp/x;y!z@w.log", {"command": "LOG", "file": "/tmp/x;y!z@w.log"}),
        ("log a\x16 b", {"command": "LOG", "file": "a b"}),
        ('log "a b"', {"command": "LOG", "file": "a b"}),
        ("log x\x16-", {"command": "LOG", "file": "x-"}),
    ],
)
def test_commands_of_top_level(text: str, expected: dict[str, object] | None) -> None:
    if expected is None:
        assert isinstance(parse_line(TOP_LEVEL, text), Failed)
    else:
        assert arguments(TOP_LEVEL, text) == expected


@pytest.mark.parametrize("text", ["", " ", "\t", ";", "; remark", "! remark", "!remark!", "!one! ; two", "\n", "  -\n"])
def test_blank_lines(text: str) -> None:
    assert parse_line(TOP_LEVEL, text) == Blank()
    assert arguments(CONNECTED, text) == {}


def test_blank_line_takes_a_default_or_an_end_of_the_command() -> None:
    assert arguments(fields(Alternative(Field(), "name", default="value")), "") == {"name": "value"}
    assert arguments((Alternative(Field(), "name"), CONFIRM), "") == {}
    assert parse_line((Alternative(Field(), "name"),), "") == Blank()


@pytest.mark.parametrize(
    ("step", "text", "expected"),
    [
        (CONNECTED, "ex", 'Ambiguous - "ex"'),
        (CONNECTED, "foo", 'Does not match switch or keyword - "foo"'),
        (CONNECTED, "exit.com", "Not confirmed"),
        (CONNECTED, '"x" y', 'Does not match switch or keyword - ""x""'),
        (TOP_LEVEL, "no", 'Null switch or keyword given - ""'),
        (TOP_LEVEL, "no e.x", "Not confirmed"),
        (TOP_LEVEL, "no xyz", 'Does not match switch or keyword - "xyz"'),
        (TOP_LEVEL, "no l", 'Ambiguous - "l"'),
        (TOP_LEVEL, "no *", 'Does not match switch or keyword - "*"'),
        (TOP_LEVEL, "exit foo", "Not confirmed"),
        (TOP_LEVEL, "exit (AT ONCE)", "Invalid guide word"),
        (TOP_LEVEL, "exit (FROM TELNET", "Invalid guide word"),
        (TOP_LEVEL, "exit (FROM TELNET) (FROM TELNET)", "Not confirmed"),
        (TOP_LEVEL, "sierra xyz", "Does not match switch or keyword"),
        (TOP_LEVEL, "sierra f", "Ambiguous"),
        (TOP_LEVEL, "sierra 65536", "Invalid port number"),
        (TOP_LEVEL, "sierra -1", "Invalid port number"),
        (TOP_LEVEL, "sierra 99999999999999999999", "Invalid port number"),
        (TOP_LEVEL, "sierra 0.256", "Invalid port number"),
        (TOP_LEVEL, "sierra 0.", "First nonspace character is not a digit"),
        (TOP_LEVEL, "sierra 256.1", "Not confirmed"),
        (TOP_LEVEL, "sierra 23x", "Not confirmed"),
        (TOP_LEVEL, "sierra 23 x", "Not confirmed"),
        (TOP_LEVEL, "tty 19", 'Invalid character in number - "19"'),
        (TOP_LEVEL, "tty", 'First nonspace character is not a digit - ""'),
        (TOP_LEVEL, "tty 777777777777", 'Overflow (number is equal to or greater than 2**35 ) - "777777777777"'),
        (TOP_LEVEL, "escape 200", "Invalid ASCII value"),
        (TOP_LEVEL, "escape 18", "Invalid character in number"),
        (TOP_LEVEL, 'escape "', "Not a quoted string - quote missing at beginning or end"),
        (TOP_LEVEL, "take", "File name was not specified"),
        (TOP_LEVEL, "\x01", 'Invalid character in input - "^A"'),
        (TOP_LEVEL, "no \x7f", 'Invalid character in input - "^?"'),
        (TOP_LEVEL, "exit\x01", "Invalid character in input"),
        (TOP_LEVEL, "sierra\x01lab", "Invalid character in input"),
        (TOP_LEVEL, "sierra\x85", "Invalid character in input"),
        (TOP_LEVEL, "status\nstatus", "Invalid character in input"),
        (TOP_LEVEL, 'escape "a\nb"', "Invalid character in input"),
        (TOP_LEVEL, "*", 'Does not match switch or keyword - "*"'),
        (TOP_LEVEL, "exit @x y", "Not confirmed"),
        (TOP_LEVEL, "exit @", "File name was not specified"),
        (TOP_LEVEL, "exit@x", "Not confirmed"),
    ],
)
def test_errors(step: Step, text: str, expected: str) -> None:
    # `exit@x` is a host's name where one is allowed.
    if text == "exit@x":
        step = fields(Alternative(Keyword(KeywordTable.of("EXIT"))))
    assert message(step, text) == expected


@pytest.mark.parametrize(
    ("text", "redone"),
    [
        ("no xyz", "no"),
        ("  no   xyz", "  no"),
        ("exit (AT ONCE)", "exit"),
        ("exit (FROM TELNET) x", "exit (FROM TELNET)"),
        ("connect (to) internet foo 23 x", "connect (to) internet foo 23"),
        ("foo 0.256", "foo 0."),
        ("con-\nnect -\ninternet -\nfoo xyz", "con-\nnect -\ninternet -\nfoo"),
        ("con-\r\nnect -\r\ninternet foo xyz", "con-\r\nnect -\r\ninternet foo"),
        ("*", ""),
    ],
)
def test_redo(text: str, redone: str) -> None:
    outcome = parse_line(TOP_LEVEL, text)
    assert isinstance(outcome, Failed)
    assert text[: outcome.redo] == redone


def test_redo_of_a_host_that_is_none_keeps_its_name() -> None:
    outcome = parse_line(TOP_LEVEL, "connect foo 23")
    assert isinstance(outcome, Parsed)
    assert outcome.redo_to("foo") == len("connect foo")
    assert outcome.redo_to("bar") == outcome.redo_to("") == 0
    assert outcome.fields[1] == ParsedField("host", "foo", "foo", len("connect foo"))


def test_a_default_has_no_text() -> None:
    outcome = parse_line(TOP_LEVEL, "foo ")
    assert isinstance(outcome, Parsed)
    assert outcome.fields[-1] == ParsedField("port", "TELNET", "", len("foo"))
    assert outcome.redo_to("") == 0


def test_continuation() -> None:
    assert parse_line(TOP_LEVEL, "status -") == NeedsMore("status -")
    assert parse_line(TOP_LEVEL, "; remark -") == NeedsMore("; remark -")
    assert parse_line(TOP_LEVEL, "-") == NeedsMore("-")
    assert parse_line(TOP_LEVEL, "a -\nb -") == NeedsMore("a -\nb -")
    assert isinstance(parse_line(TOP_LEVEL, "lab\x16-"), Parsed)
    assert parse_line(TOP_LEVEL, "lab\x16\x16-") == NeedsMore("lab\x16\x16-")
    assert arguments(TOP_LEVEL, "status -\r\n (of telnet-\r\n connection)") == {"command": "STATUS"}


def test_indirect_file() -> None:
    outcome = parse_line(TOP_LEVEL, "connect (to) @more.cmd ; rest")
    assert outcome == IndirectFile("more.cmd", "connect (to) ")
    assert isinstance(outcome, IndirectFile)
    assert outcome.continued_by("internet\r\nfoo\n") == "connect (to) internet foo"
    assert parse_line(TOP_LEVEL, '@"a b"') == IndirectFile("a b", "")
    assert parse_line(TOP_LEVEL, "@@x") == IndirectFile("@x", "")
    assert parse_line(TOP_LEVEL, "n-\no -\n@x") == IndirectFile("x", "n-\no ")


def test_indirect_files_end() -> None:
    outcome = parse_line(TOP_LEVEL, "no @x")
    assert isinstance(outcome, IndirectFile)
    assert parse_line(TOP_LEVEL, outcome.continued_by("@x"), [outcome]) == Failed(
        "Indirect file includes itself", None, len("no ")
    )
    files = [IndirectFile(str(number), "no ") for number in range(INDIRECT_LIMIT)]
    assert parse_line(TOP_LEVEL, "no @another", files) == Failed("Indirect files nested too deeply", None, len("no "))
    assert isinstance(parse_line(TOP_LEVEL, "no @another", files[1:]), IndirectFile)


def test_redo_leaves_out_what_a_file_said() -> None:
    outcome = parse_line(TOP_LEVEL, "connect @x")
    assert isinstance(outcome, IndirectFile)
    failed = parse_line(TOP_LEVEL, outcome.continued_by("internet foo xyz"), [outcome])
    assert failed == Failed("Does not match switch or keyword", None, len("connect "))


# Which alternative wins


def alternatives(*functions: object) -> Step:
    return tuple(Alternative(function, type(function).__name__) for function in functions)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("step", "text", "winner"),
    [
        (alternatives(Keyword(KeywordTable.of("EXIT")), HostName()), "exit", "Keyword"),
        (alternatives(HostName(), Keyword(KeywordTable.of("EXIT"))), "exit", "HostName"),
        (alternatives(Keyword(KeywordTable.of("EXIT")), HostName()), "exit.c", "HostName"),
        (alternatives(Keyword(KeywordTable.of("EXIT")), Field()), "exi", "Keyword"),
        (alternatives(Number(10), Field()), "12", "Number"),
        (alternatives(Number(10), Field()), "12a", "Field"),
        (alternatives(Number(8), Number(10)), "18", "Number"),
        (alternatives(Keyword(KeywordTable.of("EXIT")), Text()), "exit.c", "Keyword"),
        (alternatives(Keyword(KeywordTable.of("EXIT")), Text()), "other words", "Text"),
        (alternatives(Text(), Keyword(KeywordTable.of("EXIT"))), "exit", "Text"),
        (alternatives(QuotedString(), Field()), '"x"', "QuotedString"),
        (alternatives(QuotedString(), Field()), "x", "Field"),
        (alternatives(Comma(), Field(break_mask(","))), ",x", "Field"),
    ],
)
def test_the_longer_field_wins_then_the_earlier(step: Step, text: str, winner: str) -> None:
    outcome = parse_line(followed_by(step, (Alternative(Text(), "rest"),)), text)
    assert isinstance(outcome, Parsed), outcome
    assert outcome.fields[0].name == winner


def test_error_of_the_longest_atom_else_of_the_earliest() -> None:
    keyword = Alternative(Keyword(KeywordTable.of("EXIT")))
    octal = Alternative(Number(8))
    assert message((keyword, octal), "abc") == "Does not match switch or keyword"
    assert message((octal, keyword), "abc") == "Does not match switch or keyword"
    assert message((octal, keyword), "98") == "Invalid character in number"
    assert message((keyword, octal), "98") == "Does not match switch or keyword"


# Building grammars


def test_sequence_goes_on_behind_each_alternative() -> None:
    first = (Alternative(Number(10), "number"), Alternative(Field(), "word", fields(Alternative(Comma()))))
    step = fields(first, guide("AND"), Alternative(Field(), "last"))
    assert arguments(step, "1 (AND) x") == {"number": 1, "last": "x"}
    assert arguments(step, "a , (and) x") == {"word": "a", "last": "x"}
    assert message(step, "a x") == "Comma not given"


def test_sequence_goes_on_behind_what_a_keyword_chose() -> None:
    def chosen(value: str) -> Step | None:
        return fields(Alternative(Number(10), "number")) if value == "NUMBER" else None

    step = fields(
        Alternative(Keyword(KeywordTable.of("NUMBER", "NOTHING")), "kind", chosen), Alternative(Field(), "last")
    )
    assert arguments(step, "number 5 x") == {"kind": "NUMBER", "number": 5, "last": "x"}
    assert arguments(step, "nothing x") == {"kind": "NOTHING", "last": "x"}


def test_optional_fields_and_switches() -> None:
    table = KeywordTable([KeywordEntry("WAIT", "wait"), KeywordEntry("FORM:", "form")])

    def value_of(switch: str) -> Step | None:
        return fields(Alternative(Keyword(KeywordTable.of("RAW", "TEXT")), "form")) if switch == "form" else None

    step = fields(
        Alternative(Field(), "name"),
        optional(Alternative(Number(10), "number")),
        switches(table, then=value_of),
    )
    assert arguments(step, "x") == {"name": "x"}
    assert arguments(step, "x 5") == {"name": "x", "number": 5}
    assert arguments(step, "x 5 /wait") == {"name": "x", "number": 5, "switches": ("wait",)}
    assert arguments(step, "x /w/f:t/w") == {"name": "x", "switches": ("wait", "form", "wait"), "form": "TEXT"}
    assert arguments(step, "x /form raw") == {"name": "x", "switches": ("form",), "form": "RAW"}
    assert message(step, "x 5 6") == "Not confirmed"
    assert message(step, "x /form:") == "Null switch or keyword given"
    assert message(step, "x /wait:") == "Does not match switch or keyword"


def test_empty_parts_are_left_out() -> None:
    assert guide("") == ()
    assert arguments(fields(guide(""), Alternative(Field(), "x"), ()), "y") == {"x": "y"}
    assert arguments(fields(), "") == {}


def test_composing_leaves_the_parts_as_they_were() -> None:
    part = fields(Alternative(Field(), "x"))
    fields(part, Alternative(Field(), "y"))
    assert message(part, "a b") == "Not confirmed"


def test_a_command_may_refuse_before_the_rest_is_parsed() -> None:
    def refuse(_value: object) -> Step | None:
        raise CommandError("Not implemented with this protocol")

    step = (Alternative(Keyword(KeywordTable.of("ATTN")), "command", refuse),)
    failed = Failed("Not implemented with this protocol", None, 2)
    assert parse_line(step, "at whatever") == failed
    assert help_for_line(step, "at ").failure == failed
    completion = complete_line(step, "at")
    assert completion.append == "TN "
    assert completion.failure == Failed("Not implemented with this protocol", None, 4)


def test_nothing_behind_a_keyword_is_asked_for_unless_it_was_typed() -> None:
    def never(_value: object) -> Step:
        raise AssertionError("not typed")

    step = (Alternative(Keyword(KeywordTable.of("EXIT", "STATUS")), "command", never), *TOP_LEVEL[1:])
    assert isinstance(parse_line(step, "exit.com"), Parsed)
    assert parse_line(step, "") == Blank()
    assert isinstance(parse_line((command(TOP_LEVEL_ROWS),), "status"), Parsed)


# Limits


@pytest.mark.parametrize(
    "piece", ["x", " ", "!", ";", "(", '"', "-", "x ", "@", "/", "\x16", "-\n", "!x!", "0.", "\x01"]
)
@pytest.mark.parametrize("before", ["", "exit ", "foo ", 'escape "', "log ", "@"])
def test_a_hundred_thousand_characters(piece: str, before: str) -> None:
    text = before + piece * (100_000 // len(piece))
    too_long = Failed("Command too long for internal buffer")
    assert parse_line(TOP_LEVEL, text) == too_long
    assert complete_line(TOP_LEVEL, text).failure == too_long
    assert help_for_line(TOP_LEVEL, text).failure == too_long


def test_a_field_of_two_thousand_characters() -> None:
    assert message(TOP_LEVEL, "x" * 2000).startswith('Field too long for internal buffer - "xxxx')
    assert len(message(TOP_LEVEL, "x" * 2000)) < 260
    assert message(TOP_LEVEL, "foo " + "1" * 2000) == "Field too long for internal buffer"


def test_strings_and_text_are_limited_by_the_line_alone() -> None:
    assert arguments((Alternative(Text(), "text"),), "x" * 9000) == {"text": "x" * 9000}
    assert arguments(fields(Alternative(QuotedString(), "text")), f'"{"x" * 9000}"') == {"text": "x" * 9000}


LIST = listed(Alternative(Keyword(KeywordTable.of("ONE", "TWO", "THREE")), "word", collects=True))


@pytest.mark.parametrize(
    ("text", "words"),
    [("one", ("ONE",)), ("one,two", ("ONE", "TWO")), ("th , o, th ; and so on", ("THREE", "ONE", "THREE"))],
)
def test_lists(text: str, words: tuple[str, ...]) -> None:
    assert arguments(LIST, text) == {"word": words}
    assert arguments(fields(LIST, Alternative(Number(10), "number")), f"{text.partition(' ;')[0]} 5") == {
        "word": words,
        "number": 5,
    }


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("one two", "Not confirmed"),
        ("one,", "Null switch or keyword given"),
        ("one,,two", "Does not match switch or keyword"),
        ("one, t", "Ambiguous"),
    ],
)
def test_wrong_lists(text: str, error: str) -> None:
    assert message(LIST, text).startswith(error)


def test_help_and_recognition_in_a_list() -> None:
    assert help_for_line(LIST, "one, ").text == " one of the following:\n ONE     THREE    TWO"
    assert '","' in help_for_line(LIST, "one ").text
    assert complete_line(LIST, "one, tw").append == "O "
