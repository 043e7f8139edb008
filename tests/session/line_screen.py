"""A terminal, by pyte, and what a line should look like on it: cell by cell, as a person writes on squared paper."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from telnet_client.session.glyph import Glyph
    from telnet_client.session.line_display import LineDisplay

#: Narrow, wide, combining, ambiguous, a tab, what is no character.
CHARACTERS = "ab c-\u00e9\u4e2d\uff21\u0301\u0308\u00b1\t\udcff\U0001f600"


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


class LineScreen:
    """A terminal with a prompt on it."""

    def __init__(self, columns: int, rows: int, prompt: str = "") -> None:
        self._screen = Terminal(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._stream.feed(prompt)
        #: The line had more rows than the screen.
        self._was_tall = False

    def feed(self, output: str) -> None:
        """Print it."""
        self._stream.feed(output)

    @property
    def column(self) -> int:
        """Where the cursor is; the number of columns where the row is full."""
        return int(self._screen.cursor.x)

    @property
    def rows(self) -> list[str]:
        """What can be read."""
        return [row.rstrip() for row in self._screen.display]

    def check_cursor(self, line: LineDisplay) -> None:
        """It is in the column where the line believes it."""
        assert self._screen.cursor.x % self._screen.columns == line.column

    def check(self, line: LineDisplay, prompt: str) -> None:
        """Each row of the line that is on the screen, nothing behind the line, and the cursor."""
        screen = self._screen
        rows, (row, column) = layout(prompt, line.glyphs, line.cursor, screen.columns)
        cursor_row, cursor_column = divmod(screen.cursor.y * screen.columns + screen.cursor.x, screen.columns)
        first = cursor_row - row
        assert (cursor_column, line.column) == (column, column)
        for y in range(max(0, first), screen.lines):
            wanted = rows[y - first] if y - first < len(rows) else ""
            margin = len(prompt) if y == first else 0  # a prompt that went off the screen does not come back
            assert screen.display[y][margin:].rstrip() == wanted[margin:].rstrip(), f"row {y} of {screen.display}"
        self._was_tall |= len(rows) >= screen.lines
        assert self._was_tall or 0 <= first <= screen.lines - len(rows) + (screen.cursor.x == screen.columns)


def layout(prompt: str, glyphs: list[Glyph], cursor: int, columns: int) -> tuple[list[str], tuple[int, int]]:
    """Rows of text, and the row and column of the cursor."""
    cells = list(prompt)
    place = len(cells)
    for index, glyph in enumerate([*glyphs, None]):
        room = columns - len(cells) % columns
        if glyph is not None and glyph.width > room:
            cells += [" "] * room
        if index == cursor:
            place = len(cells)
        if glyph is not None:
            cells += _cells_of(glyph, len(cells) % columns, columns)
    rows = ["".join(cells[at : at + columns]) for at in range(0, max(len(cells), place + 1), columns)]
    return rows, divmod(place, columns)


def _cells_of(glyph: Glyph, column: int, columns: int) -> list[str]:
    if glyph.text == "\t":
        return [" "] * min(8 - column % 8, columns - column)
    if glyph.shown.startswith("^") and glyph.width == 2:
        return ["^", unicodedata.normalize("NFC", glyph.shown[1:])]
    if glyph.width == 2:
        return [glyph.shown[0], ""]  # pyte shows no combining characters on a wide one
    return [unicodedata.normalize("NFC", glyph.shown)]
