"""A line while it is edited, as pyte's screen shows it: whatever is done to it, the screen has what the line has."""

from __future__ import annotations

import unicodedata

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telnet_client.session.glyph import Glyph, glyphs_of, text_of
from telnet_client.session.line_display import LineDisplay

#: Narrow, wide, combining, ambiguous, a tab, control characters, what is no character.
CHARACTERS = "ab c-\u00e9\u4e2d\uff21\u0301\u0308\u00b1\t\x01\x7f\udcff\U0001f600"


class Terminal(pyte.Screen):
    """pyte begins a new row for a combining character where the last one is full; terminals do not."""

    def draw(self, data: str) -> None:
        for character in data:
            if self.cursor.x == self.columns and unicodedata.combining(character):
                row = self.buffer[self.cursor.y]
                last = row[self.columns - 1]
                if last.data:
                    row[self.columns - 1] = last._replace(data=unicodedata.normalize("NFC", last.data + character))
            else:
                super().draw(character)


class Screen:
    """A terminal with a prompt on it, a line displayed behind that, and what it should look like."""

    def __init__(self, columns: int, rows: int, prompt: str = "", above: int = 0) -> None:
        self.screen = Terminal(columns, rows)
        self.stream = pyte.Stream(self.screen)
        self.stream.feed("\r\n" * above + prompt)
        self.prompt = prompt
        self.line = LineDisplay()
        self.line.resize(columns, rows)
        self.line.begin(len(prompt))
        #: The line had more rows than the screen.
        self.was_tall = False

    def update(self) -> None:
        self.stream.feed(self.line.take_output())

    def check(self) -> None:
        """Each row of the line that the screen has, and the cursor."""
        screen = self.screen
        rows, (row, column) = layout(self.prompt, self.line.glyphs, self.line.cursor, screen.columns)
        cursor_row, cursor_column = divmod(screen.cursor.y * screen.columns + screen.cursor.x, screen.columns)
        first = cursor_row - row
        assert (cursor_column, self.line.column) == (column, column)
        for y in range(max(0, first), screen.lines):
            wanted = rows[y - first] if y - first < len(rows) else ""
            margin = len(self.prompt) if y == first else 0  # a prompt that went off the screen does not come back
            assert screen.display[y][margin:].rstrip() == wanted[margin:].rstrip(), f"row {y} of {screen.display}"
        self.was_tall |= len(rows) >= screen.lines
        assert self.was_tall or 0 <= first <= screen.lines - len(rows) + (screen.cursor.x == screen.columns)


def layout(prompt: str, glyphs: list[Glyph], cursor: int, columns: int) -> tuple[list[str], tuple[int, int]]:
    """Rows of text, and the row and column of the cursor: cell by cell, as a person would write on squared paper."""
    cells = list(prompt)
    place = len(cells)
    for index, glyph in enumerate([*glyphs, None]):
        column = len(cells) % columns
        if glyph is not None and glyph.width > columns - column:
            cells += [" "] * (columns - column)
        if index == cursor:
            place = len(cells)
        if glyph is None:
            break
        if glyph.text == "\t":
            column = len(cells) % columns
            cells += [" "] * min(8 - column % 8, columns - column)
        elif glyph.shown.startswith("^") and len(glyph.text) < len(glyph.shown):
            cells += ["^", unicodedata.normalize("NFC", glyph.shown[1:])]
        elif glyph.width == 2:
            cells += [glyph.shown[0], ""]  # pyte shows no combining characters on a wide one
        else:
            cells.append(unicodedata.normalize("NFC", glyph.shown))
    rows = ["".join(cells[at : at + columns]) for at in range(0, max(len(cells), place + 1), columns)]
    return rows, divmod(place, columns)


def insert(line: LineDisplay, text: str) -> None:
    before = line.glyphs[line.cursor - 1] if line.cursor else None
    fresh = glyphs_of(text, before)
    first = line.cursor - (before is not None)
    line.splice(first, line.cursor, fresh, first + len(fresh))


ACTIONS = st.one_of(
    st.tuples(st.just("insert"), st.text(CHARACTERS, min_size=1, max_size=12)),
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
def test_the_screen_has_what_the_line_has(columns, rows, prompt, above, actions):
    shown = Screen(columns, rows, "$" * min(prompt, columns), above)
    line = shown.line
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
            line.show_again()
            shown.prompt = ""
        else:
            line.hide()
            shown.update()
            shown.stream.feed("\r\n" + "=" * (value % columns))
            shown.prompt = "=" * (value % columns)
            line.show(value % columns)
        shown.update()
        if name == "again" and not line.glyphs:
            continue
        shown.check()
