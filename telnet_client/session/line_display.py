"""A line on the screen while it is edited: which glyph stands where, and what is printed to get it there.

Sits between the editor, which says what the line is to be, and the terminal, of which it only knows the size and the
column where the line begins. Places are counted in cells from the left margin of the row in which the line begins. A
glyph never stands in two rows. Of a line with more rows than the screen those around the cursor are shown.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from telnet_client.session.glyph import TAB_STOPS, TO_TAB_STOP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telnet_client.session.glyph import Glyph

#: Of a terminal that does not say.
_COMMON_SIZE = (80, 24)
#: The widest glyph has to fit.
_FEWEST_COLUMNS = 2
#: Farther back than so many columns one control sequence is shorter than backspaces.
_FEW = 4
_CLEAR_BELOW = "\x1b[J"
_HOME = "\x1b[H"


class LineDisplay:
    """Glyphs with a cursor, and what of them is on the screen."""

    def __init__(self) -> None:
        self.glyphs: list[Glyph] = []
        #: Before which glyph it stands.
        self.cursor = 0
        #: It is a secret while it is not, and nothing of it is printed.
        self.is_visible = True
        #: Something else has the screen.
        self.is_away = False
        self._columns, self._rows = _COMMON_SIZE
        #: Where each glyph stands, and where one behind the last would.
        self._places: list[int] = []
        self._end = 0
        self._start = 0
        #: Where the terminal's cursor is, where what was printed ends, and which rows of the line the screen has.
        self._at = 0
        self._printed_end = 0
        self._top = 0
        self._bottom = 0
        self._output: list[str] = []

    def take_output(self) -> str:
        """What is to be printed."""
        output = "".join(self._output)
        self._output.clear()
        return output

    @property
    def column(self) -> int:
        """Where the terminal's cursor is, from 0 on."""
        return self._at % self._columns

    @property
    def columns(self) -> int:
        """Of a row of the screen."""
        return self._columns

    # The line

    def begin(self, column: int) -> None:
        """An empty line where the cursor is, in this column; in one behind the last where the row is full."""
        self.glyphs = []
        self.cursor = 0
        self._places = []
        self.is_away = False
        self._begin_at(column)

    def splice(self, first: int, last: int, glyphs: Sequence[Glyph], cursor: int) -> None:
        """Put `glyphs` in place of those from `first` to before `last`, and the cursor before `cursor`."""
        self.glyphs[first:last] = glyphs
        self.cursor = cursor
        if self._is_on_screen:
            self._place_from(first)
            self._print_from(first)

    def move(self, cursor: int) -> None:
        """Put the cursor before this glyph."""
        self.cursor = cursor
        if self._is_on_screen:
            self._show_cursor()

    def mark_cursor(self, mark: str) -> None:
        """Print one character over what is at the cursor, which stays; the next splice there removes it."""
        if self._is_on_screen:
            at = self._at
            self._output.append(f"{mark}\r")
            self._at = at - at % self._columns
            self._printed_end = max(self._printed_end, at + 1)
            self._go_to(at)

    def finish(self, mark: str = "", *, ends_row: bool = False) -> None:
        """The line is done: leave it on the screen, with `mark` behind it, and begin another one there.

        With `ends_row` that begins in a row of its own.
        """
        if self._is_on_screen:
            self._go_behind()
            if mark:
                self._output.append(mark)
                self._at += len(mark)
            is_fresh_row = self.column == 0 and self._at > self._start
            if ends_row and not is_fresh_row:
                self._output.append("\r\n")
                self._at = 0
        self.begin(self.column)

    def _go_behind(self) -> None:
        """Behind the line, or below as much of it as is on the screen."""
        if self._end // self._columns <= self._bottom:
            self._go_to(self._end)
        else:
            self._go_to(self._bottom * self._columns)
            self._output.append("\r\n")
            self._at += self._columns

    # Other things on the screen

    @property
    def _is_on_screen(self) -> bool:
        return self.is_visible and not self.is_away

    def hide(self) -> None:
        """Take the line off the screen, for something else to be printed where it began."""
        if not self._is_on_screen:
            return
        if self._top:
            self._output.append(_HOME + _CLEAR_BELOW)
            self._at = 0
        else:
            self._go_to(self._start)
            if self._printed_end > self._start:
                self._output.append(_CLEAR_BELOW)
        self.is_away = True

    def leave(self) -> None:
        """Leave it where it is, for something else to be printed below."""
        if self._is_on_screen:
            self._go_behind()
        self.is_away = True

    def show(self, column: int) -> None:
        """Print the line anew where the cursor is, in this column."""
        self.is_away = False
        self._begin_at(column)
        if not self.is_visible:
            return
        self._place_from(0)
        rows_above = self._place(self.cursor) // self._columns - self._rows + 1
        if rows_above > 0:
            self._output.append("\r\n")
            self._top = self._bottom = rows_above
            self._at = self._printed_end = rows_above * self._columns
        self._print_from(0)

    def show_again(self) -> None:
        """Print the line once more, in a row of its own."""
        if self._is_on_screen:
            self._go_behind()
            if self.column:
                self._output.append("\r\n")
            self.show(0)

    def resize(self, columns: int, rows: int) -> None:
        """The screen has this size now; 0 where the terminal does not say.

        Terminals differ in what becomes of their rows, so the line is printed once more, below.
        """
        size = max(columns or _COMMON_SIZE[0], _FEWEST_COLUMNS), rows or _COMMON_SIZE[1]
        if size == (self._columns, self._rows):
            return
        self._columns, self._rows = size
        if self.glyphs and self._is_on_screen:
            self._output.append(f"{_CLEAR_BELOW}\r\n")
            self.show(0)

    # Places

    def _begin_at(self, column: int) -> None:
        self._start = self._end = self._at = self._printed_end = column
        self._top = 0
        self._bottom = column // self._columns

    def _place(self, index: int) -> int:
        return self._places[index] if index < len(self._places) else self._end

    def _place_from(self, first: int) -> None:
        """Find the places of the glyphs from `first` on."""
        columns = self._columns
        place = self._end_of(first - 1)
        places = self._places
        del places[first:]
        for glyph in self.glyphs[first:]:
            width = glyph.width
            if width == TO_TAB_STOP:
                places.append(place)
                place += self._tab_width(place)
                continue
            room = columns - place % columns
            if width > room:
                place += room
            places.append(place)
            place += width
        self._end = place

    def _end_of(self, index: int) -> int:
        """Where the glyph ends; the line's start for the one before the first."""
        if index < 0:
            return self._start
        width = self.glyphs[index].width
        place = self._places[index]
        return place + (self._tab_width(place) if width == TO_TAB_STOP else width)

    def _tab_width(self, place: int) -> int:
        column = place % self._columns
        return min(TAB_STOPS - column % TAB_STOPS, self._columns - column)

    # Printing

    def _print_from(self, first: int) -> None:
        """Print the glyphs from `first` on, as far as they fit on the screen, clear what was there, show the cursor."""
        columns, glyphs, places = self._columns, self.glyphs, self._places
        cursor_row = self._place(self.cursor) // columns
        if cursor_row < self._top:
            self._scroll_to(cursor_row)
            return
        top_place = self._top * columns
        if first < len(places) and places[first] < top_place:
            first = bisect_left(places, top_place)
        limit = (max(self._top, cursor_row - self._rows + 1) + self._rows) * columns
        place = begin = max(self._end_of(first - 1), top_place)
        self._go_to(place)
        printed = self._output
        for index in range(first, len(glyphs)):
            next_place = places[index]
            if next_place > place:
                printed.append(" " * (min(next_place, limit) - place))
                place = min(next_place, limit)
            if next_place >= limit:
                break
            glyph = glyphs[index]
            if glyph.width == TO_TAB_STOP:
                width = self._tab_width(place)
                printed.append(" " * width)
                place += width
            else:
                printed.append(glyph.shown)
                place += glyph.width
        self._have_printed(begin, place, limit)
        self._show_cursor()

    def _have_printed(self, begin: int, end: int, limit: int) -> None:
        """All from `begin` to `end`, with the screen's last row ending at `limit`."""
        columns = self._columns
        self._at = end
        if end >= limit:
            # A terminal whose last row is full waits with the next row, which must not come now.
            self._output.append("\r")
            self._at = end - columns
        elif end > begin and end % columns == 0:
            self._output.append(" \r")
        if end < self._printed_end:
            self._clear(end)
        self._printed_end = end
        self._bottom = max(self._bottom, self._at // columns)
        self._top = max(self._top, self._bottom - self._rows + 1)

    def _clear(self, end: int) -> None:
        """Blank what is left behind the line's end, where the cursor is."""
        stale = self._printed_end
        if stale - end <= _FEW and end % self._columns and stale // self._columns == end // self._columns:
            self._output.append(" " * (stale - end) + "\b" * (stale - end))
        else:
            self._output.append(_CLEAR_BELOW)
            self._bottom = self._at // self._columns

    def _show_cursor(self) -> None:
        place = self._place(self.cursor)
        row = place // self._columns
        if self._top <= row <= self._bottom:
            self._go_to(place)
        else:
            self._scroll_to(row)

    def _scroll_to(self, row: int) -> None:
        """Print the screen full of the line that has this row in its middle. The line has more rows than the screen."""
        self._output.append(_HOME + _CLEAR_BELOW)
        self._top = self._bottom = max(0, row - self._rows // 2)
        self._at = self._printed_end = self._top * self._columns
        if self._top == 0:
            self._go_to(self._start)
        self._print_from(bisect_left(self._places, self._at))

    def _go_to(self, place: int) -> None:
        row, column = divmod(place, self._columns)
        at_row, at_column = divmod(self._at, self._columns)
        if row != at_row:
            self._output.append(f"\x1b[{abs(row - at_row)}{'A' if row < at_row else 'B'}")
        if column > at_column:
            self._output.append(f"\x1b[{column - at_column}C")
        elif column == 0 and at_column:
            self._output.append("\r")
        elif at_column - column <= _FEW:
            self._output.append("\b" * (at_column - column))
        else:
            self._output.append(f"\x1b[{at_column - column}D")
        self._at = place
