"""What `?` prints, character for character: the golden transcripts, and what they leave open."""

from __future__ import annotations

import pytest

from comnd.original_tables import CONNECTED, TOP_LEVEL, TOP_LEVEL_ROWS, command, top_level_knowing
from telnet_client.comnd.functions.confirm import Confirm
from telnet_client.comnd.functions.input_file import InputFile
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.functions.output_file import OutputFile
from telnet_client.comnd.functions.quoted_string import QuotedString
from telnet_client.comnd.functions.text import Text
from telnet_client.comnd.grammar import Alternative, Step, fields, guide, switches
from telnet_client.comnd.help_text import lay_out_columns
from telnet_client.comnd.line import help_for_line
from telnet_client.comnd.outcome import Failed, Help
from telnet_client.comnd.table import KeywordEntry, KeywordTable

TRANSCRIPTS = """\
TELNET>? command, one of the following:
 CONNECT    DEBUG       ESCAPE      EXIT        EXTENDED    HELP        LINE
 LOG        NETWORK     NO          OPAQUE      PAGE        PUSH        QUIT
 STATUS     TAKE        TTY
  or host name
TELNET>

TELNET>E? command, one of the following:
 ESCAPE     EXIT        EXTENDED
  or host name
TELNET>E

TELNET>L? command, one of the following:
 LINE   LOG
  or host name
TELNET>L

TELNET>XY? command, keyword (no defined keywords match this input)
  or host name
TELNET>XY

TELNET>EXIT.C? host name
TELNET>EXIT.C

TELNET>NO ? command, one of the following:
 DEBUG      EXTENDED    LINE        LOG         NETWORK     OPAQUE      PAGE
TELNET>NO

TELNET>CONNECT (TO) ? network name, one of the following:
 CHAOSNET       DECNET          INTERNET        PUP-ETHERNET    TTY
  or host name
TELNET>CONNECT (TO)

TELNET>CONNECT (TO) INTERNET (HOST) sierra (ON PORT) ? port name, one of the following:
 ACAP         CHARGEN       DAYTIME       DISCARD       DOMAIN        ECHO
 FINGER       FTP           FTP-DATA      GOPHER        HTTP          IDENT
 IMAP         IMSP          NAMESERVER    NETSTAT       NNTP          NTP
 POP          POP3          PWDGEN        QOTD          SMTP          SNMP
 SYSTAT       TELNET        TIME          WHOIS
  or decimal port number
TELNET>CONNECT (TO) INTERNET (HOST) sierra (ON PORT)

TELNET>EXIT ? confirm with carriage return
TELNET>EXIT

TELNET!? RETURN to get back to talk mode
  or command, one of the following:
 ABORT         ATTN           BREAK          CLOSE          CONTROL
 DEBUG         ECHO           ESCAPE         EXIT           EXTENDED
 HELP          LINE           LOG            NO             OPAQUE
 PAGE          PUSH           QUIT           STATUS         TAKE
 TRANSPARENT
TELNET!

TELNET!NO ? command, one of the following:
 DEBUG         ECHO           EXTENDED       LINE           LOG
 OPAQUE        PAGE           TRANSPARENT
TELNET!NO

TELNET!ESCAPE (CHARACTER IS) ? escape character in quotes
  or ASCII code for character in octal
TELNET!ESCAPE (CHARACTER IS)
"""


@pytest.mark.parametrize("transcript", TRANSCRIPTS.split("\n\n"))
def test_golden_transcript(transcript: str) -> None:
    first_line = transcript.splitlines()[0]
    prompt, typed = first_line[:7], first_line[7:].partition("?")[0]
    answer = help_for_line(TOP_LEVEL if prompt == "TELNET>" else CONNECTED, typed, 80)
    # The trailing blank of the line that is retyped is not in the transcript.
    retyped = f"{prompt}{typed}".rstrip()
    assert f"{prompt}{typed}?{answer.text}\n{retyped}" == transcript.rstrip("\n")


def explained(step: Step, typed: str, width: int = 80, is_described: bool = False) -> str:
    answer = help_for_line(step, typed, width, is_described=is_described)
    assert not answer.is_data
    assert answer.failure is None
    return answer.text


@pytest.mark.parametrize("width", [0, 1, 8, 12, 20, 39, 40, 41, 72, 79, 80, 81, 132, 500])
def test_columns_at_any_width(width: int) -> None:
    names = sorted(row.keyword for row in TOP_LEVEL_ROWS if not row.flags)
    heading, *rows, last = explained(TOP_LEVEL, "", width).split("\n")
    assert heading == " command, one of the following:"
    assert last == "  or host name"
    assert " ".join(rows).split() == names
    assert all(row.startswith(" ") and not row.startswith("  ") for row in rows)
    assert all(len(row) <= max(width, 1 + len("EXTENDED")) for row in rows)
    starts = {row.index(name) for row in rows for name in row.split()[1:]}
    assert all(start % 12 == 0 for start in starts)
    # A row ends only where one more stop, and the longest name at it, would not fit.
    assert all((len(row.split()) * 12) + len("EXTENDED") > width for row in rows[:-1])


def test_a_name_that_just_fits_stays_on_the_line() -> None:
    assert lay_out_columns(["A", "B"], 6) == "\n A   B"
    assert lay_out_columns(["A", "B"], 5) == "\n A\n B"


def test_second_question_mark_lists_one_name_a_line() -> None:
    assert explained(TOP_LEVEL, "e", is_described=True) == (
        " command, one of the following:\n"
        " ESCAPE     what ESCAPE does\n"
        " EXIT       what EXIT does\n"
        " EXTENDED   what EXTENDED does\n"
        "  or host name"
    )


def test_descriptions_are_asked_for_only_when_wanted() -> None:
    asked: list[object] = []

    def describe(value: object) -> str:
        asked.append(value)
        return f"no. {value}"

    step = (Alternative(Keyword(KeywordTable([KeywordEntry("ONE", 1), KeywordEntry("TWO", 2, "two")], describe))),)
    assert explained(step, "") == " one of the following:\n ONE   TWO"
    assert not asked
    assert explained(step, "", is_described=True) == " one of the following:\n ONE   no. 1\n TWO   two"
    assert asked == [1]


def test_descriptions_go_on_in_their_column() -> None:
    names = [KeywordEntry("ONE", 1, "the first of all numbers there are"), KeywordEntry("THREE", 3)]
    step = fields(Alternative(Keyword(KeywordTable(names)), "n"))
    assert explained(step, "", width=32, is_described=True) == (
        " one of the following:\n ONE     the first of all\n         numbers there are\n THREE"
    )


def test_a_screen_too_narrow_for_a_column_of_descriptions() -> None:
    names = [KeywordEntry("ONE", 1, "the first of all numbers there are"), KeywordEntry("TWO", 2, "two")]
    step = fields(Alternative(Keyword(KeywordTable(names)), "n"))
    assert explained(step, "", width=20, is_described=True) == (
        " one of the following:\n ONE   the first of all numbers there are\n TWO   two"
    )


def test_a_description_writes_no_control_sequence() -> None:
    step = fields(Alternative(Keyword(KeywordTable([KeywordEntry("A", 1, "\x1b[2Jx"), KeywordEntry("B")])), "n"))
    assert explained(step, "", is_described=True) == " one of the following:\n A   ?[2Jx\n B"


def test_second_question_mark_names_more_ways_to_write_a_character() -> None:
    assert explained(TOP_LEVEL, "escape ", is_described=True) == (
        " escape character in quotes\n"
        "  or ASCII code for character in octal\n"
        "  or ^X for the character that CTRL/X types\n"
        "  or 0x and the ASCII code in hexadecimal\n"
        "  or OFF for none"
    )
    assert "OFF" not in explained(CONNECTED, "control ", is_described=True)


@pytest.mark.parametrize(
    ("step", "typed", "text"),
    [
        (TOP_LEVEL, "d", " command, one of the following:\n DEBUG\n  or host name"),
        (TOP_LEVEL, "ex", " command, one of the following:\n EXIT       EXTENDED\n  or host name"),
        (TOP_LEVEL, "ddt", " command, keyword (no defined keywords match this input)\n  or host name"),
        (TOP_LEVEL, "  e", " command, one of the following:\n ESCAPE     EXIT        EXTENDED\n  or host name"),
        (TOP_LEVEL, "!remark!ttY", " command, one of the following:\n TTY\n  or host name"),
        (CONNECTED, "q", " command, one of the following:\n QUIT"),
        (CONNECTED, "xy", " command, keyword (no defined keywords match this input)"),
        (TOP_LEVEL, "connect foo f", " port name, one of the following:\n FINGER     FTP         FTP-DATA"),
        (
            TOP_LEVEL,
            "foo 2",
            " port name, keyword (no defined keywords match this input)\n  or decimal port number",
        ),
        (
            TOP_LEVEL,
            "foo 0",
            " port name, keyword (no defined keywords match this input)\n  or decimal port number",
        ),
        (
            TOP_LEVEL,
            "foo 0 ",
            ' confirm with carriage return\n  or "." to delimit high and low bytes of port number',
        ),
        (TOP_LEVEL, "foo 0.", " low order byte of port number"),
        (TOP_LEVEL, "foo 23 ", ' confirm with carriage return\n  or "." to delimit high and low bytes of port number'),
        (TOP_LEVEL, "foo 256 ", " confirm with carriage return"),
        (TOP_LEVEL, 'escape "^"', " confirm with carriage return"),
        (TOP_LEVEL, "tty ", " octal TTY number"),
        (TOP_LEVEL, "log ", " file to append transcript to"),
        (TOP_LEVEL, "take ", " input filespec"),
        (TOP_LEVEL, "exit (FROM TELNET)", " confirm with carriage return"),
        # Guide words are never listed; with nothing to say there is a bell.
        (TOP_LEVEL, "exit (", ""),
        (TOP_LEVEL, "exit (FR", ""),
        (TOP_LEVEL, "exit -\n", " confirm with carriage return"),
    ],
)
def test_help(step: Step, typed: str, text: str) -> None:
    if typed == "foo 0" or typed.startswith("connect foo"):
        assert explained(step, typed).startswith(text)
    else:
        assert explained(step, typed) == text


@pytest.mark.parametrize("typed", ["exit ; what", "!what", 'escape "', 'escape "a', "exit\x16", "escape ^"])
def test_question_mark_is_data(typed: str) -> None:
    assert help_for_line(TOP_LEVEL, typed) == Help(is_data=True)


def test_question_mark_in_text_is_text_but_not_as_its_first_character() -> None:
    step = (Alternative(Text(), "text"),)
    assert explained(step, "") == " text string"
    assert help_for_line(step, "why").is_data


def test_question_mark_in_a_string() -> None:
    step = fields(Alternative(QuotedString(), "string"))
    assert explained(step, "") == " quoted string"
    assert help_for_line(step, '"why').is_data
    assert explained(step, '"why"') == " confirm with carriage return"


@pytest.mark.parametrize(
    ("typed", "failure"),
    [
        ("no foo ", Failed("Does not match switch or keyword", "foo", 2)),
        ("connect (at) ", Failed("Invalid guide word", None, 7)),
        ("exit foo", Failed("Not confirmed", None, 4)),
        ("foo 99999999999999 ", Failed("Invalid port number", None, 3)),
        ("x" * 20000, Failed("Command too long for internal buffer")),
    ],
)
def test_a_line_that_is_wrong_already_is_an_error(typed: str, failure: Failed) -> None:
    assert help_for_line(TOP_LEVEL, typed) == Help(failure=failure)


def test_a_table_of_one_has_no_heading() -> None:
    step = fields(Alternative(InputFile(), "file"), switches(KeywordTable([KeywordEntry("WAIT", 1, "until it is up")])))
    assert explained(step, "f ") == " confirm with carriage return\n  or /WAIT"
    assert explained(step, "f /") == " /WAIT"
    assert explained(step, "f ", is_described=True).endswith("\n  or /WAIT   until it is up")


def test_switches_are_listed_with_their_slash() -> None:
    step = switches(KeywordTable.of("RAW", "FORM:"))
    assert explained(step, "/") == " one of the following:\n /FORM:   /RAW"
    assert explained(step, "/x") == " switch (no defined switches match this input)"


def test_an_empty_table_is_silent_beside_others() -> None:
    step = (command(TOP_LEVEL_ROWS), Alternative(Keyword(KeywordTable([])), help="definition,"))
    assert "definition" not in explained(step, "s")


def test_known_hosts_are_listed() -> None:
    step = top_level_knowing("sierra", "score", "lab:2323", "bad name", "")
    assert explained(step, "").endswith(
        "\n  or host name, perhaps one of the following:\n lab:2323   score       sierra"
    )
    assert explained(step, "x.") == " host name"
    assert explained(step, "s").endswith("\n  or host name, perhaps one of the following:\n score    sierra")


def test_files_are_listed_once_something_is_typed() -> None:
    def list_files(beginning: str) -> list[str]:
        return [name for name in ("a.cmd", "a b", "evil\x1b[m", "sub/") if name.startswith(beginning)]

    taking, writing = (Alternative(InputFile(), "file"),), (Alternative(OutputFile(), "file"),)
    assert help_for_line(taking, "", list_files=list_files).text == " input filespec"
    assert help_for_line(taking, "a", list_files=list_files).text == (
        " input filespec, one of the following:\n a.cmd   a b"
    )
    assert help_for_line(writing, "e", list_files=list_files).text == (
        " output filespec, perhaps one of the following:\n evil?[m"
    )
    assert help_for_line(writing, "new", list_files=list_files).text == " output filespec"
    assert help_for_line(TOP_LEVEL, "status @", list_files=list_files).text == " filespec of indirect file"
    assert help_for_line(TOP_LEVEL, "@s", list_files=list_files).text.endswith(":\n sub/")


def test_guide_words_alone_are_skipped() -> None:
    step = fields(guide("THE"), guide("END"), Alternative(Confirm()))
    assert explained(step, "") == " confirm with carriage return"
