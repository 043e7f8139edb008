"""Help that is longer than the screen: where ` --More--` stands, what its keys do, and that what fits is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.grammar import Alternative, Step, fields
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.terminal.pager import MORE, Wanted, rows_of, show_in_pages
from terminal.typist import PROMPT, Typist, control, paste

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class FakeScreen:
    """Notes the numbers of the lines it is to print, and where it was asked for more."""

    def __init__(self, columns: int, rows: int, wishes: Sequence[Wanted] = ()) -> None:
        self._size = columns, rows
        self._wishes = list(wishes)
        self.shown: list[int | str] = []

    def size(self) -> tuple[int, int]:
        return self._size

    def print_line(self, number: int) -> None:
        self.shown.append(number)

    def write(self, text: str) -> None:
        if text == MORE:
            self.shown.append("more")

    def wait_for_wish(self) -> Wanted:
        return self._wishes.pop(0)


class Case(NamedTuple):
    """So many lines on so many rows, and what is shown."""

    lines: Sequence[str]
    rows: int
    wishes: Sequence[Wanted]
    shown: Sequence[int | str]


PAGE, LINE, NOTHING = Wanted.PAGE, Wanted.LINE, Wanted.NOTHING
WIDE = "x" * 15
CASES = {
    "it fits, the line behind included": Case(["a"] * 3, 4, [], [0, 1, 2]),
    "one too many": Case(["a"] * 4, 4, [PAGE], [0, 1, 2, "more", 3]),
    "two pages more": Case(["a"] * 8, 4, [PAGE, PAGE], [0, 1, 2, "more", 3, 4, 5, "more", 6, 7]),
    "line by line": Case(["a"] * 6, 4, [LINE, LINE, PAGE], [0, 1, 2, "more", 3, "more", 4, "more", 5]),
    "no more": Case(["a"] * 8, 4, [NOTHING], [0, 1, 2, "more"]),
    "long lines count for what they take": Case(["a", WIDE, WIDE], 5, [PAGE], [0, 1, "more", 2]),
    "one that just fits": Case(["a", WIDE, "a"], 5, [], [0, 1, 2]),
    "longer than the whole screen": Case(["x" * 100, "a"], 4, [PAGE], [0, "more", 1]),
    "a screen of one row": Case(["a", "b"], 1, [PAGE], [0, "more", 1]),
}


@pytest.mark.parametrize("name", CASES)
def test_pages(name: str) -> None:
    case = CASES[name]
    screen = FakeScreen(10, case.rows, case.wishes)
    show_in_pages(case.lines, "TELNET>", screen)
    assert screen.shown == list(case.shown)


@pytest.mark.parametrize(
    ("count", "shown"),
    [(2, [0, 1]), (3, [0, 1, "more", 2]), (4, [0, 1, 2, "more", 3]), (6, [0, 1, 2, "more", 3, 4, "more", 5])],
)
def test_the_line_behind_has_to_fit_on_the_last_page(count: int, shown: Sequence[int | str]) -> None:
    screen = FakeScreen(10, 4, [PAGE, PAGE])
    show_in_pages(["a"] * count, "TELNET>connect", screen)
    assert screen.shown == shown


@pytest.mark.parametrize(("line", "rows"), [("", 1), ("x" * 10, 1), ("x" * 11, 2), ("日" * 5, 1), ("日" * 6, 2)])
def test_rows(line: str, rows: int) -> None:
    assert rows_of(line, 10) == rows


# At the prompt

NAMES = [f"NAME{number:02}" for number in range(60)]
GRAMMAR: Step = fields(Alternative(Keyword(KeywordTable(KeywordEntry(name, name) for name in NAMES)), "name"))
#: At 24 columns two stand on a line: thirty lines, and a heading of two rows.
LISTED = [f" {first}   {second}" for first, second in zip(NAMES[::2], NAMES[1::2], strict=True)]


@pytest.fixture
def typist(tmp_path: Path) -> Typist:
    return Typist(tmp_path, columns=24, rows=10)


def ask(typist: Typist, keys: str) -> tuple[str | None, list[str]]:
    """The line that comes of it, and every line that was printed."""
    with typist:
        line = typist.read_line(f"name?{keys}\r", GRAMMAR)
        printed = typist.output.decode().replace("\r\n", "\n").replace(f"{MORE}\r\x1b[K", "")
        return line, [line for line in printed.split("\n") if line.startswith(" NAME")]


@pytest.mark.parametrize(
    ("keys", "shown"),
    [(" " * 3, 30), (" " * 2, 25), ("\r" * 5, 12), (" \r", 17), ("", 7), ("\n\n", 9)],
)
def test_keys_at_more(typist: Typist, keys: str, shown: int) -> None:
    is_all = shown == len(LISTED)
    assert ask(typist, keys + ("" if is_all else "q")) == ("name", LISTED[:shown])
    assert typist.output.count(MORE.encode()) == len(keys) + (not is_all)


@pytest.mark.parametrize(("keys", "line"), [("01", "name01"), ("\x7f\x7f", "na"), (paste("42"), "name42")])
def test_any_other_key_ends_the_list_and_is_typed(typist: Typist, keys: str, line: str) -> None:
    assert ask(typist, keys) == (line, LISTED[:7])


def test_escape_at_more_completes(typist: Typist) -> None:
    with typist:
        assert typist.read_line("name00?\x1b\r", GRAMMAR) == "name00 "


def test_interrupt_at_more_drops_the_line(typist: Typist) -> None:
    with typist, pytest.raises(KeyboardInterrupt):
        typist.read_line("name?" + control("C"), GRAMMAR)


def test_the_screen_afterwards(typist: Typist) -> None:
    with typist:
        typist.read_line("name?q\r", GRAMMAR)
        assert typist.text.splitlines()[-2:] == [LISTED[6], f"{PROMPT}name"]
        assert "More" not in typist.text


def test_hung_up_at_more(typist: Typist) -> None:
    with typist:
        typist.type("name?")
        typist.hang_up()
        with pytest.raises(Exception, match="hung up"):
            typist.prompt.read_line(PROMPT, GRAMMAR)
