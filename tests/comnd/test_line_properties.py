"""What holds for every line: completing only appends, `?` lists exactly what is accepted, nothing raises."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comnd.original_tables import CONNECTED, CONNECTED_ROWS, TOP_LEVEL, TOP_LEVEL_ROWS, table_of
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.functions.switch import Switch
from telnet_client.comnd.grammar import Alternative, Step
from telnet_client.comnd.line import CONTROL_F, ESC, complete_line, help_for_line, parse_line
from telnet_client.comnd.outcome import Blank, Failed, IndirectFile, NeedsMore, Parsed
from telnet_client.comnd.table import KeywordEntry, KeywordTable

WORDS = [row.keyword for row in (*TOP_LEVEL_ROWS, *CONNECTED_ROWS)]
PIECES = [
    *WORDS, *(word[:2].lower() for word in WORDS), "(TO)", "(HOST)", "(ON PORT)", "(FROM TELNET)", "(", ")", "INTERNET",
    "TELNET", "23", "0.23", "177", '"x"', '"', "^A", " ", " ", "  ", "\t", ";", "!", "@", "@f", "-", "-\n", "\n", "\r",
    "\x16", "?", "\x1b", "/", ":", ",", "lab", "::1", "\x00", "\x7f", "\x85", "\xe9", "\udcff",
]  # fmt: skip

lines = st.lists(st.sampled_from(PIECES), max_size=9).map("".join) | st.text(max_size=40)
grammars = st.sampled_from([TOP_LEVEL, CONNECTED])
keywords = st.text(st.sampled_from("ABC-1"), min_size=1, max_size=5)
tables = st.lists(keywords, unique=True, min_size=1, max_size=8).map(lambda names: KeywordTable.of(*names))


def list_files(beginning: str) -> list[str]:
    return [beginning + ending for ending in ("", "a", "a b", '"/')]


@given(grammars, lines, st.sampled_from([ESC, "\t", CONTROL_F]), st.booleans())
def test_completing_only_appends_and_says_why_when_it_does_not(
    step: Step, text: str, key: str, has_files: bool
) -> None:
    completion = complete_line(step, text, key, list_files if has_files else None)
    assert completion == complete_line(step, text, key, list_files if has_files else None)
    if not completion.append and not completion.bell and completion.failure is None:
        # Only CTRL/F has nothing to add to a field that is complete.
        assert key == CONTROL_F
    if completion.append not in ("", key) and completion.failure is None and not completion.bell:
        assert complete_line(step, text + completion.append, key).failure is None


@given(grammars, lines)
def test_the_same_line_is_right_or_wrong_for_each_key(step: Step, text: str) -> None:
    """A line that parses can be explained; what cannot be explained does not parse."""
    if isinstance(parse_line(step, text), (Parsed, Blank)):
        assert help_for_line(step, text.rstrip("\r\n\f")).failure is None


@given(grammars, lines)
def test_every_line_has_an_outcome(step: Step, text: str) -> None:
    outcome = parse_line(step, text)
    assert isinstance(outcome, (Parsed, Blank, Failed, NeedsMore, IndirectFile))
    if isinstance(outcome, Failed):
        assert 0 <= outcome.redo <= len(text)
        message = str(outcome.as_error())
        assert message.isprintable()
        redone = text[: outcome.redo]
        # What CTRL/H brings back is not where the error was.
        assert help_for_line(step, redone + " ").failure is None or "@" in text


@given(grammars, lines)
def test_comments_and_blanks_change_nothing(step: Step, text: str) -> None:
    plain = parse_line(step, text)
    decorated = parse_line(step, f" \t!remark!{text}")
    assert type(plain) is type(decorated)
    if isinstance(plain, Parsed) and isinstance(decorated, Parsed):
        assert plain.arguments == decorated.arguments
    if isinstance(plain, Failed) and isinstance(decorated, Failed):
        assert (plain.text, plain.atom) == (decorated.text, decorated.atom)


@given(grammars, lines, st.integers(0, 200), st.booleans())
def test_help_is_for_the_line_as_it_is(step: Step, text: str, width: int, is_described: bool) -> None:
    answer = help_for_line(step, text, width, list_files, is_described)
    assert not answer.text.endswith("\n")
    assert not answer.text or answer.text.startswith(" ")
    assert (bool(answer.text), answer.is_data, answer.failure is not None).count(True) <= 1


@given(tables, st.text(st.sampled_from("abcABC-1"), min_size=1, max_size=5))
def test_an_abbreviation_and_its_word_parse_alike(table: KeywordTable, atom: str) -> None:
    step = (Alternative(Keyword(table), "value"),)
    full = [entry.keyword for entry in table.entries if entry.keyword.startswith(atom.upper())]
    exact = [keyword for keyword in full if keyword == atom.upper()]
    outcome = parse_line(step, atom)
    if exact or len(full) == 1:
        whole = parse_line(step, (exact or full)[0])
        assert isinstance(outcome, (Parsed, NeedsMore))
        if isinstance(outcome, Parsed) and isinstance(whole, Parsed):
            assert outcome.arguments == whole.arguments
    else:
        assert isinstance(outcome, (Failed, NeedsMore))


@given(tables, st.text(st.sampled_from("abcABC-1"), max_size=3), st.integers(1, 100))
def test_what_is_listed_is_what_is_accepted(table: KeywordTable, atom: str, width: int) -> None:
    for function, prefix in ((Keyword(table), ""), (Switch(table), "/")):
        typed = prefix + atom
        text = help_for_line((Alternative(function, "value"),), typed, width).text
        listed = [] if "no defined" in text else text.replace("one of the following:", "").split()
        accepted = []
        for entry in table.entries:
            outcome = parse_line((Alternative(function, "value"),), prefix + entry.keyword)
            begins = entry.keyword.startswith(atom.upper())
            if begins and (entry.keyword.endswith("-") or (isinstance(outcome, Parsed) and outcome.arguments)):
                accepted.append(prefix + entry.keyword)
        assert sorted(listed) == sorted(accepted)


@given(tables, st.text(st.sampled_from("abcABC-1"), min_size=1, max_size=3))
def test_completing_an_abbreviation_gives_the_word(table: KeywordTable, atom: str) -> None:
    step = (Alternative(Keyword(table), "value"),)
    completion = complete_line(step, atom)
    entry, candidates = table.look_up(atom)
    if entry is not None:
        assert (atom + completion.append).upper() == f"{entry.keyword} "
    elif candidates:
        assert completion.bell
        grown = (atom + completion.append).upper()
        assert all(candidate.keyword.startswith(grown) for candidate in candidates)
    else:
        assert completion.failure is not None


def test_every_keyword_of_the_original_tables_by_every_unique_abbreviation() -> None:
    for step, rows in ((TOP_LEVEL, TOP_LEVEL_ROWS), (CONNECTED, CONNECTED_ROWS)):
        table = table_of(rows)
        for entry in table.entries:
            for length in range(1, len(entry.keyword) + 1):
                atom = entry.keyword[:length].lower()
                found, _ = table.look_up(atom)
                if found is not None and found.keyword not in ("NO", "TAKE", "TTY"):
                    outcome = parse_line(step, atom)
                    assert isinstance(outcome, Parsed)
                    assert outcome.arguments["command"] == found.value or found.value is None


def test_a_thousand_definitions() -> None:
    table = KeywordTable(KeywordEntry(f"HOST-{number}", number) for number in range(1000))
    step = (Alternative(Keyword(table), "value"),)
    assert isinstance(parse_line(step, "host-77"), Parsed)
    assert len(help_for_line(step, "").text.split()) == 1004
