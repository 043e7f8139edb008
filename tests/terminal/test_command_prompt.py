"""Keys typed at the prompt: the line they make, what is printed, and whether the bell rings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from comnd.original_tables import CONNECTED, TOP_LEVEL
from comnd.test_golden_help import TRANSCRIPTS
from telnet_client.comnd.functions.text import Text
from telnet_client.comnd.grammar import Alternative, Step, fields
from telnet_client.errors import CommandError, TerminalLost
from terminal.typist import (
    DELETE,
    DOWN,
    END,
    ESC,
    F5,
    HOME,
    LEFT,
    PROMPT,
    RETURN,
    RIGHT,
    TAB,
    UP,
    WORD_LEFT,
    WORD_RIGHT,
    Typist,
    control,
    paste,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT: Step = fields(Alternative(Text(), "text"))
DEL = "\x7f"


@pytest.fixture
def typist(tmp_path: Path) -> Iterator[Typist]:
    with Typist(tmp_path) as typist:
        yield typist


class Row(NamedTuple):
    """Keys, and the line that Return makes of them."""

    keys: str
    line: str
    bells: int = 0
    #: What the screen shows; None for the prompt and the line.
    shown: str | None = None


KEYS = {
    # Recognition
    "ESC completes and types guide words": Row("ex" + ESC, "exIT (FROM TELNET) "),
    "TAB does the same": Row("ex" + TAB, "exIT (FROM TELNET) "),
    "CTRL/F completes the field only": Row("esc" + control("F"), "escAPE"),
    "two ESC: the default": Row("esc" + ESC + ESC, 'escAPE (CHARACTER IS) "^" '),
    "three ESC: the bell": Row("esc" + ESC + ESC + ESC, 'escAPE (CHARACTER IS) "^" ', 1),
    "ambiguous": Row("e" + ESC, "e", 1),
    "ambiguous, with more in common": Row("esc 1 ;" + control("U") + "connect foo f" + ESC, "connect foo f", 1),
    "the common part is typed": Row("connect foo ft" + ESC, "connect foo ftP", 1),
    "an empty field without default": Row(ESC, "", 1),
    "an unfinished guide word": Row("exit (fr" + ESC, "exit (frOM TELNET) "),
    "TAB in a quoted string": Row('escape "' + TAB + '"', 'escape "\t"', 0, 'TELNET>escape "^I"'),
    "completed in the middle": Row("con foo" + LEFT * 4 + ESC, "conNECT (TO)  foo"),
    # Editing
    "DEL": Row("statux" + DEL + "s", "status"),
    "CTRL/H erases": Row("statux" + control("H") + "s", "status"),
    "DEL on an empty line": Row(DEL, "", 1),
    "CTRL/U": Row("status" + control("U") + "exit", "exit"),
    "CTRL/U from the middle": Row("status" + LEFT + control("U") + "exit", "exit"),
    "CTRL/W to the first that is no letter": Row("connect foo" + control("W"), "connect "),
    "CTRL/W erases one at least": Row("connect ((" + control("W"), "connect ("),
    "CTRL/W through a blank": Row("connect foo " + control("W"), "connect "),
    "CTRL/W on an empty line": Row(control("W"), "", 1),
    "CTRL/K": Row("status" + HOME + RIGHT + control("K"), "s"),
    "CTRL/R changes nothing": Row("sta" + control("R") + "tus", "status"),
    "CTRL/V quotes": Row("a" + control("V") + "?b", "a\x16?b", 0, "TELNET>a^V?b"),
    "CTRL/V quotes ESC": Row("a" + control("V") + ESC + "b", "a\x16\x1bb", 0, "TELNET>a^V^[b"),
    "CTRL/V quotes a hyphen": Row("status " + control("V") + "-", "status \x16-", 0, "TELNET>status ^V-"),
    # Moving
    "left and right": Row("sttus" + LEFT * 3 + "a" + RIGHT * 3 + "x", "statusx"),
    "Home and End": Row("tatu" + HOME + "s" + END + "s", "status"),
    "CTRL/A and CTRL/E": Row("tatu" + control("A") + "s" + control("E") + "s", "status"),
    "CTRL/B": Row("sttus" + control("B") * 3 + "a", "status"),
    "Delete": Row("sxtatus" + HOME + RIGHT + DELETE, "status"),
    "CTRL/D within a line": Row("sxtatus" + HOME + RIGHT + control("D"), "status"),
    "CTRL/D at the end of a line": Row("status" + control("D"), "status", 1),
    "by words": Row("connect foo" + WORD_LEFT + "x" + WORD_RIGHT + "y", "connect xfooy"),
    "too far": Row("a" + LEFT * 2 + RIGHT * 2, "a", 2),
    "Return in the middle": Row("status" + LEFT * 3, "status"),
    "a function key": Row("a" + F5 + "b", "ab", 1),
    "an answer of the terminal's": Row("a\x1b[?1;2cb", "ab", 1),
    "an arrow with meta": Row("ac\x1b[1;3Db", "abc"),
    # History
    "up without history": Row(UP, "", 1),
    "down without history": Row(DOWN, "", 1),
    # Data
    "a character that nobody uses": Row("a" + control("T") + "b", "a\x14b", 0, "TELNET>a^Tb"),
    "beyond ASCII": Row("häuser 日本", "häuser 日本"),
    "a comment": Row("status ! ? !", "status ! ? !"),
    "a question mark in a quoted string": Row('escape "?"', 'escape "?"'),
    "continued": Row("status -\r(of telnet connection)", "status -\n(of telnet connection)"),
    "DEL joins what was continued": Row("status -\r" + DEL * 2 + "x", "status x"),
    "CTRL/U erases the physical line": Row("status -\rfoo" + control("U") + "bar", "status -\nbar"),
    "ESC in a continued line": Row("connect -\rint" + ESC, "connect -\nintERNET (HOST) "),
    # Pastes
    "pasted": Row(paste("status"), "status"),
    "keys in a paste are text": Row(paste("a?\tb\x1bc\x15"), "a?\tb\x1bc\x15", 0, "TELNET>a?^Ib^[c^U"),
    "a paste within a line": Row("st" + paste("at") + "us", "status"),
    "a quoted paste": Row(control("V") + paste("?x") + "y" + control("U") + "z", "z"),
    "a paste ends the line": Row(paste("stat\nus"), "stat", 0, "TELNET>stat"),
}


@pytest.mark.parametrize("name", KEYS)
def test_keys(typist: Typist, name: str) -> None:
    row = KEYS[name]
    assert typist.read_line(row.keys + RETURN) == row.line
    assert typist.bells == row.bells
    assert typist.text == (f"{PROMPT}{row.line}".rstrip() if row.shown is None else row.shown)


def test_the_line_is_kept_as_utf_8(typist: Typist) -> None:
    assert typist.read_line(b"a\xffb\xc3\r") == "a\ufffdb\ufffd"


@pytest.mark.parametrize("end", ["\r", "\n", control("L")])
def test_ends_of_a_line(typist: Typist, end: str) -> None:
    assert typist.read_line("status" + end) == "status"


def test_form_feed_clears_the_screen(typist: Typist) -> None:
    typist.read_line("one\r")
    typist.read_line("two" + control("L"))
    assert typist.text == f"{PROMPT}two"


def test_control_d_on_an_empty_line_ends_the_input(typist: Typist) -> None:
    assert typist.read_line(control("D")) is None


def test_control_c_drops_the_line(typist: Typist) -> None:
    with pytest.raises(KeyboardInterrupt):
        typist.read_line("stat" + LEFT + control("C"))
    assert typist.text == f"{PROMPT}stat^C"
    assert typist.read_line(RETURN) == ""


def test_a_terminal_that_is_gone(typist: Typist) -> None:
    typist.type("stat")
    typist.hang_up()
    with pytest.raises(TerminalLost, match="hung up"):
        typist.prompt.read_line(PROMPT, TOP_LEVEL)


def test_control_z_suspends_and_the_line_comes_back(typist: Typist) -> None:
    assert typist.read_line("sta" + control("Z") + "tus\r") == "status"
    assert typist.suspensions == 1
    assert typist.text == f"{PROMPT}sta\n{PROMPT}status"


# Help


@pytest.mark.parametrize("transcript", TRANSCRIPTS.split("\n\n"))
def test_golden_transcript(typist: Typist, transcript: str) -> None:
    prompt, typed = transcript[:7], transcript[7:].partition("?")[0]
    typist.read_line(typed + "?\r", TOP_LEVEL if prompt == PROMPT else CONNECTED, prompt)
    assert typist.text == in_rows(transcript.rstrip("\n"), 80)
    assert typist.bells == 0


def in_rows(text: str, columns: int) -> str:
    """As a screen shows it, blanks at the ends of its rows left out."""
    rows = [line[at : at + columns] for line in text.split("\n") for at in range(0, max(1, len(line)), columns)]
    return "\n".join(row.rstrip() for row in rows)


def test_second_question_mark_describes(typist: Typist) -> None:
    assert typist.read_line("e??\r") == "e"
    assert typist.text == (
        "TELNET>e? command, one of the following:\n"
        " ESCAPE     EXIT        EXTENDED\n"
        "  or host name\n"
        "TELNET>e? command, one of the following:\n"
        " ESCAPE     what ESCAPE does\n"
        " EXIT       what EXIT does\n"
        " EXTENDED   what EXTENDED does\n"
        "  or host name\n"
        "TELNET>e"
    )


@pytest.mark.parametrize("between", ["x" + DEL, LEFT + RIGHT, control("R")])
def test_a_question_mark_is_the_second_only_when_it_follows_the_first(typist: Typist, between: str) -> None:
    assert typist.read_line("e?" + between + "?\r") == "e"
    assert "what EXIT does" not in typist.text


def test_help_in_the_middle_of_a_line(typist: Typist) -> None:
    assert typist.read_line("status x" + LEFT * 2 + "?us\r") == "statusus x"
    assert typist.text == "TELNET>status? command, one of the following:\n STATUS\n  or host name\nTELNET>statusus x"


def test_help_in_a_continued_line(typist: Typist) -> None:
    assert typist.read_line("exit -\r?\r") == "exit -\n"
    assert typist.text == "TELNET>exit -\n? confirm with carriage return\nTELNET>exit -"


def test_nothing_to_say(typist: Typist) -> None:
    assert typist.read_line("exit (?\r") == "exit ("
    assert typist.bells == 1


def test_question_mark_in_text(typist: Typist) -> None:
    assert typist.read_line("?why?\r", TEXT) == "why?"
    assert typist.text == "TELNET>? text string\nTELNET>why?"


def test_help_where_prompt_and_line_are_longer_than_a_row(tmp_path: Path) -> None:
    with Typist(tmp_path, columns=20) as typist:
        assert typist.read_line("connect (to) internet fo?o\r") == "connect (to) internet foo"
        line = "TELNET>connect (to) internet fo"
        assert typist.text == in_rows(f"{line}? Internet host name\n{line}o", 20)


@pytest.mark.parametrize("columns", range(20, 45))
def test_help_at_any_width(tmp_path: Path, columns: int) -> None:
    """The end of the prompt's line falls on every place of a row once."""
    with Typist(tmp_path, columns=columns) as typist:
        assert typist.read_line("connect (to) internet fo??o\r") == "connect (to) internet foo"
        line = "TELNET>connect (to) internet fo"
        help = f"{line}? Internet host name\n"
        assert typist.text == in_rows(f"{help}{help}{line}o", columns)


# What is wrong before Return


def test_a_wrong_line_at_question_mark(typist: Typist) -> None:
    with pytest.raises(CommandError) as error:
        typist.read_line("no foo ?")
    assert str(error.value) == 'Does not match switch or keyword - "foo"'
    assert typist.text == "TELNET>no foo ?"


def test_a_wrong_line_at_escape(typist: Typist) -> None:
    with pytest.raises(CommandError) as error:
        typist.read_line("no foo" + ESC)
    assert str(error.value) == 'Does not match switch or keyword - "foo"'
    assert typist.text == "TELNET>no foo"


def test_redo_brings_back_what_was_right(typist: Typist) -> None:
    with pytest.raises(CommandError):
        typist.read_line("connect (to) foo 99999 ?")
    assert typist.read_line("\b 23\r") == "connect (to) foo 23"


def test_redo_after_a_command_that_failed(typist: Typist) -> None:
    assert typist.read_line("connect foo 23 x\r") == "connect foo 23 x"
    typist.prompt.offer_redo(PROMPT, "connect foo 23")
    assert typist.read_line("\b ?\r") == "connect foo 23 "
    assert "confirm with carriage return" in typist.text


@pytest.mark.parametrize("first", ["x", "?", DEL, LEFT])
def test_redo_is_for_the_first_key_only(typist: Typist, first: str) -> None:
    typist.prompt.offer_redo(PROMPT, "connect foo")
    assert typist.read_line(first + "ab" + "\b" * 2 + RETURN) == ("x" if first == "x" else "")


def test_redo_is_for_the_next_line_only_and_for_its_prompt(typist: Typist) -> None:
    typist.prompt.offer_redo(PROMPT, "connect foo")
    assert typist.read_line("\b\r", CONNECTED, "TELNET!") == ""
    assert typist.read_line(RETURN) == ""
    assert typist.read_line("\b\r") == ""
    assert typist.bells == 2


# Long lines, and what is typed ahead


def test_a_line_that_is_too_long_is_refused_at_once(typist: Typist) -> None:
    typist.type("x" * 40_000)
    with pytest.raises(CommandError, match="Command too long"):
        typist.prompt.read_line(PROMPT, TOP_LEVEL)
    typist.prompt.forget_typed_ahead()
    assert typist.read_line("status\r") == "status"


def test_a_line_that_just_fits(typist: Typist) -> None:
    assert typist.read_line("x" * 16_000 + RETURN) == "x" * 16_000


def test_lines_typed_ahead(typist: Typist) -> None:
    assert typist.read_line("one\rtwo?\r" + TAB) == "one"
    assert typist.read_line() == "two"
    assert typist.prompt.take_typed_ahead() == b"\t"


def test_each_line_of_a_paste_is_a_command(typist: Typist) -> None:
    typist.type(paste("one\r\ntwo?\nthree\tx\r") + "four\r")
    lines = [typist.prompt.read_line(PROMPT, TOP_LEVEL) for _ in range(4)]
    assert lines == ["one", "two?", "three\tx", "four"]


def test_what_follows_is_given_back(typist: Typist) -> None:
    typist.read_line("host\rlogin\r\x1b[Apass\xe9\r")
    assert typist.prompt.take_typed_ahead() == "login\r\x1b[Apass\xe9\r".encode()
    assert typist.prompt.take_typed_ahead() == b""


def test_what_follows_in_a_paste_is_given_back_bare(typist: Typist) -> None:
    typist.read_line(paste("host\nlogin\npass?\r\n") + "x\x1b")
    assert typist.prompt.take_typed_ahead() == b"login\rpass?\rx\x1b"


def test_half_a_character_is_given_back(typist: Typist) -> None:
    typist.read_line(b"host\r\xe6\x97")
    assert typist.prompt.take_typed_ahead() == b"\xe6\x97"


def test_keys_typed_before_the_prompt(typist: Typist) -> None:
    assert typist.read_line("tus\r", before=b"sta") == "status"
    assert typist.read_line(before=b"ex\x1b\rwho") == "exIT (FROM TELNET) "
    assert typist.prompt.take_typed_ahead() == b"who"


def test_a_lone_escape_typed_before_the_prompt_acts(typist: Typist) -> None:
    """Nothing follows it, so that only time tells that it is one."""
    typist.prompt.offer_redo(PROMPT, "")
    with pytest.raises(CommandError):
        typist.read_line(before=b"no foo\x1b")


def test_nothing_is_left_after_an_error(typist: Typist) -> None:
    typist.read_line("bad\rone\r" + paste("two\rthree"))
    typist.prompt.forget_typed_ahead()
    assert typist.prompt.take_typed_ahead() == b""
    assert typist.read_line("status\r") == "status"


# History


def test_up_and_down(typist: Typist) -> None:
    for line in ("one", "two", "three"):
        typist.read_line(line + RETURN)
    assert typist.read_line(UP + RETURN) == "three"
    assert typist.read_line(UP * 2 + RETURN) == "two"
    assert typist.read_line("dra" + UP * 2 + DOWN * 2 + "ft\r") == "draft"
    assert typist.read_line(UP * 9 + RETURN) == "one"


def test_a_recalled_line_can_be_changed(typist: Typist) -> None:
    typist.read_line("connect foo\r")
    assert typist.read_line(UP + control("W") + "bar\r") == "connect bar"
    assert typist.prompt.history.lines == ["connect foo", "connect bar"]


# Anything


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@example([b"\x16", b"\x1b[200~"])
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=8),
            st.sampled_from(
                [key.encode() for key in (ESC, TAB, UP, LEFT, HOME, F5, DEL, "?", "-\r", "con", 'escape "')]
            ),
            st.sampled_from([b"\x1b[200~", b"\x1b[201~", b"\x1b[", b"\x1bO", b"\x1b[1;"]),
        ),
        max_size=20,
    )
)
def test_any_keys_end_in_a_line_or_an_error_and_the_prompt_stays_alive(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes]
) -> None:
    with Typist(tmp_path_factory.mktemp("any")) as typist:
        typist.type(b"".join(pieces))
        # Twice: a CTRL/V among the keys makes text of the first.
        typist.type("\x1b[201~" + control("C") * 2)
        try:
            while typist.prompt.read_line(PROMPT, TOP_LEVEL) is not None:
                pass
        except (KeyboardInterrupt, CommandError):
            pass
        typist.prompt.forget_typed_ahead()
        typist.type(control("C"))
        with pytest.raises(KeyboardInterrupt):
            typist.prompt.read_line(PROMPT, TOP_LEVEL)
        typist.prompt.forget_typed_ahead()
        assert typist.read_line("status\r") == "status"
