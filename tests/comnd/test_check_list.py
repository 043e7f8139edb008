"""The check list of the COMND specification, item by item, as far as it does not need a keyboard."""

from __future__ import annotations

from comnd.original_tables import CONNECTED, TOP_LEVEL
from telnet_client.comnd.line import CONTROL_F, complete_line, help_for_line, parse_line
from telnet_client.comnd.outcome import Blank, Completion, Failed, NeedsMore, Parsed
from telnet_client.comnd.take import TakeFile


def escaped(text: str) -> str:
    return text + complete_line(TOP_LEVEL, text).append


def command_of(text: str) -> object:
    outcome = parse_line(TOP_LEVEL, text)
    assert isinstance(outcome, Parsed)
    return outcome.arguments["command"]


def test_1_ex_is_exit_at_top_level_only() -> None:
    assert escaped("ex") == "exIT (FROM TELNET) "
    assert command_of("ex") == "EXIT"
    outcome = parse_line(CONNECTED, "ex")
    assert isinstance(outcome, Failed)
    assert str(outcome.as_error()) == 'Ambiguous - "ex"'


def test_2_d_is_debug() -> None:
    assert command_of("d") == "DEBUG"
    assert " DEBUG\n" in help_for_line(TOP_LEVEL, "d").text
    assert "DDT" not in help_for_line(TOP_LEVEL, "d").text


def test_3_escapes_walk_to_the_end_of_the_command() -> None:
    line = escaped("esc")
    assert line == "escAPE (CHARACTER IS) "
    line = escaped(line)
    assert line == 'escAPE (CHARACTER IS) "^" '
    assert complete_line(TOP_LEVEL, line) == Completion(bell=True)


def test_4_ambiguous() -> None:
    assert complete_line(TOP_LEVEL, "e") == Completion(bell=True)


def test_5_long_guide_words() -> None:
    assert escaped("no ext") == "no extENDED (COMMAND MODE AUTOMATICALLY WHEN ESCAPE CHARACTER TYPED) "


def test_6_redo_ends_behind_the_last_good_field() -> None:
    line = "connect (to) internet foo 23 x"
    outcome = parse_line(TOP_LEVEL, line)
    assert outcome == Failed("Not confirmed", None, len("connect (to) internet foo 23"))


def test_7_wrong_guide_word() -> None:
    assert parse_line(TOP_LEVEL, "connect (at) foo") == Failed("Invalid guide word", None, len("connect"))


def test_8_reparse() -> None:
    assert "INTERNET" in help_for_line(TOP_LEVEL, "connect ").text
    assert help_for_line(TOP_LEVEL, "cont ").text.startswith(" port name")


def test_9_a_comment_is_no_field() -> None:
    outcome = parse_line(TOP_LEVEL, "no ; remark")
    assert isinstance(outcome, Failed)
    assert str(outcome.as_error()) == 'Null switch or keyword given - ""'


def test_10_continuation() -> None:
    outcome = parse_line(TOP_LEVEL, "status -")
    assert isinstance(outcome, NeedsMore)
    assert command_of(outcome.continued_by("")) == "STATUS"
    assert command_of(outcome.continued_by("(OF TELNET CONNECTION)")) == "STATUS"


def test_11_comment_in_front() -> None:
    assert command_of("!hello! status") == "STATUS"
    assert parse_line(TOP_LEVEL, "!hello!") == Blank()


def test_12_guide_word_behind_a_network() -> None:
    assert escaped("CONNECT (TO) int") == "CONNECT (TO) intERNET (HOST) "
    assert complete_line(TOP_LEVEL, "CONNECT (TO) int", CONTROL_F) == Completion("ERNET")


def test_13_question_mark_in_a_string() -> None:
    assert help_for_line(TOP_LEVEL, 'escape "a').is_data


def test_14_take_file_names_the_line() -> None:
    file = TakeFile("x.cmd", b"status\nno foo\nexit\n")
    assert file.next_command() == "status"
    line = file.next_command()
    assert line is not None
    assert isinstance(parse_line(TOP_LEVEL, line), Failed)
    assert file.line_number == 2
