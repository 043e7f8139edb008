"""A line while it is edited, as pyte's screen shows it: whatever is done to it, the screen has what the line has."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from session.line_screen import CHARACTERS, LineScreen
from telnet_client.session.glyph import glyphs_of
from telnet_client.session.line_display import LineDisplay


def insert(line: LineDisplay, text: str) -> None:
    before = line.glyphs[line.cursor - 1] if line.cursor else None
    fresh = glyphs_of(text, before)
    unchanged = before is not None and fresh[0] is before
    first = line.cursor - (before is not None and not unchanged)
    line.splice(first, line.cursor, fresh[unchanged:], first + len(fresh[unchanged:]))


ACTIONS = st.one_of(
    st.tuples(st.just("insert"), st.text(CHARACTERS + "\x01\x7f", min_size=1, max_size=12)),
    st.tuples(st.just("insert"), st.text("xyz", min_size=1, max_size=60)),
    st.tuples(st.just("move"), st.integers(0, 200)),
    st.tuples(st.just("erase"), st.integers(1, 9)),
    st.tuples(st.just("kill"), st.integers(1, 60)),
    st.tuples(st.just("replace"), st.text(CHARACTERS, max_size=30)),
    st.tuples(st.just("mark"), st.just("^")),
    st.tuples(st.just("again"), st.none()),
    st.tuples(st.just("output"), st.integers(0, 25)),
)


@settings(max_examples=300, deadline=None)
@given(
    columns=st.integers(2, 24),
    rows=st.integers(1, 7),
    prompt=st.integers(0, 24),
    above=st.integers(0, 8),
    actions=st.lists(ACTIONS, max_size=12),
)
def test_the_screen_has_what_the_line_has(
    columns: int, rows: int, prompt: int, above: int, actions: list[tuple[str, Any]]
) -> None:
    text = "$" * min(prompt, columns)
    screen = LineScreen(columns, rows, "\r\n" * above + text)
    line = LineDisplay()
    line.resize(columns, rows)
    line.begin(len(text))
    for name, value in actions:
        if name == "insert":
            insert(line, value)
        elif name == "move":
            line.move(value % (len(line.glyphs) + 1))
        elif name == "erase":
            first = max(0, line.cursor - value)
            line.splice(first, line.cursor, [], first)
        elif name == "kill":
            line.splice(line.cursor, min(len(line.glyphs), line.cursor + value), [], line.cursor)
        elif name == "replace":
            fresh = glyphs_of(value)
            line.splice(0, len(line.glyphs), fresh, len(fresh))
        elif name == "mark":
            line.mark_cursor(value)
            line.splice(line.cursor, line.cursor, [], line.cursor)
        elif name == "again":
            if not line.glyphs:
                continue
            line.show_again()
            text = ""
        else:
            line.hide()
            text = "=" * (value % columns)
            screen.feed(line.take_output() + f"\r\n{text}")
            line.show(len(text))
        screen.feed(line.take_output())
        screen.check(line, text)


def printed(columns: int = 10, rows: int = 5, column: int = 0, text: str = "") -> tuple[LineDisplay, LineScreen]:
    """A line with `text` in it behind a prompt of so many columns."""
    screen = LineScreen(columns, rows, "$" * column)
    line = LineDisplay()
    line.resize(columns, rows)
    line.begin(column)
    if text:
        insert(line, text)
    screen.feed(line.take_output())
    return line, screen


class TestEconomy:
    """The most frequent keys cost the fewest bytes, which even a printing terminal understands."""

    def test_typing_at_the_end(self) -> None:
        line, _ = printed(text="ab")
        insert(line, "c")
        assert line.take_output() == "c"

    def test_erasing_at_the_end(self) -> None:
        line, _ = printed(text="abc")
        line.splice(2, 3, [], 2)
        assert line.take_output() == "\b \b"

    def test_erasing_a_wide_character(self) -> None:
        line, _ = printed(text="a\u4e2d")
        line.splice(1, 2, [], 1)
        assert line.take_output() == "\b\b  \b\b"

    def test_one_step_to_the_left(self) -> None:
        line, _ = printed(text="abc")
        line.move(2)
        assert line.take_output() == "\b"

    def test_only_what_is_behind_an_inserted_character(self) -> None:
        line, _ = printed(text="abc")
        line.move(2)
        line.take_output()
        insert(line, "X")
        assert line.take_output() == "Xc\b"


class TestEnd:
    """The line is done."""

    @pytest.mark.parametrize(
        ("text", "cursor", "rows"),
        [
            ("abc", 0, ["$$abc", "!"]),
            ("", 0, ["$$", "!"]),
            ("12345678", 8, ["$$12345678", "!"]),  # the row is full, and the next one is fresh already
            ("123456789", 3, ["$$12345678", "9", "!"]),
        ],
    )
    def test_something_else_begins_in_a_row_of_its_own(self, text: str, cursor: int, rows: list[str]) -> None:
        line, screen = printed(column=2, text=text)
        line.move(cursor)
        line.finish(ends_row=True)
        screen.feed(line.take_output() + "!")
        assert screen.rows[: len(rows)] == rows
        assert line.glyphs == []

    def test_a_mark_behind_it(self) -> None:
        line, screen = printed(column=2, text="abc")
        line.move(1)
        line.finish("^C")
        screen.feed(line.take_output() + "!")
        assert screen.rows[0] == "$$abc^C!"
        assert line.column == 7

    def test_of_one_that_goes_below_the_screen(self) -> None:
        line, screen = printed(rows=3, text="x" * 45)
        line.move(0)
        line.finish(ends_row=True)
        screen.feed(line.take_output() + "!")
        assert screen.rows == ["x" * 10, "x" * 10, "!"]


class TestSecret:
    """Nothing of it is ever printed."""

    def test_a_whole_line(self) -> None:
        line, _ = printed(column=2)
        line.is_visible = False
        insert(line, "secret")
        line.move(0)
        line.mark_cursor("^")
        line.show_again()
        line.hide()
        line.show(0)
        line.leave()
        line.resize(40, 10)
        line.finish(ends_row=True)
        assert line.take_output() == ""


class TestSize:
    """What the screen is like."""

    def test_resized_it_is_printed_below(self) -> None:
        line, screen = printed(column=2, text="123456789012")
        line.move(1)
        screen.feed(line.take_output())
        line.resize(10, 4)
        screen.feed(line.take_output())
        assert screen.rows == ["$$1", "1234567890", "12", "", ""]
        assert line.column == 1

    @pytest.mark.parametrize("size", [(0, 0), (80, 24)])
    def test_the_same_size_is_nothing_new(self, size: tuple[int, int]) -> None:
        line = LineDisplay()
        line.begin(0)
        insert(line, "abc")
        line.take_output()
        line.resize(*size)
        assert line.take_output() == ""

    def test_a_single_column_is_no_reason_to_hang(self) -> None:
        line = LineDisplay()
        line.resize(1, 1)
        line.begin(1)
        insert(line, "ab\u4e2d\t\x01")
        line.move(0)
        line.finish(ends_row=True)
        assert "ab" in line.take_output()


class TestElsewhere:
    """Something else is printed."""

    def test_where_the_line_began(self) -> None:
        line, screen = printed(column=2, text="abc")
        line.hide()
        screen.feed(line.take_output() + "news\r\n$")
        assert screen.rows[:2] == ["$$news", "$"]
        insert(line, "d")
        assert line.take_output() == ""
        line.show(1)
        screen.feed(line.take_output())
        assert screen.rows[:2] == ["$$news", "$abcd"]

    def test_below_it(self) -> None:
        line, screen = printed(column=2, text="1234567890")
        line.move(3)
        line.leave()
        screen.feed(line.take_output() + "\r\nTELNET!\r\n")
        line.show(0)
        screen.feed(line.take_output())
        assert screen.rows == ["$$12345678", "90", "TELNET!", "1234567890", ""]
        assert line.column == 3
