"""Text that may be longer than the screen, a page at a time: what `?` prints, with ` --More--` where the screen ends.

Sits between the prompt and its screen. Text that fits is printed as it is.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

from prompt_toolkit.utils import get_cwidth

if TYPE_CHECKING:
    from collections.abc import Sequence

MORE = " --More--"
#: Back to the margin, and the line erased (ECMA-48, EL).
_ERASE_LINE = "\r\x1b[K"


class Wanted(Enum):
    """What the user wants at ` --More--`."""

    PAGE = "as much as the screen shows"
    LINE = "one more line"
    NOTHING = "no more"


class PagedScreen(Protocol):
    """What the pager needs of whoever has the screen."""

    def size(self) -> tuple[int, int]:
        """Columns and rows, as they are now."""

    def print_line(self, number: int) -> None:
        """Print the line of this number and its end."""

    def write(self, text: str) -> None:
        """Print `text` as it is, at once."""

    def wait_for_wish(self) -> Wanted:
        """Wait for a key that says how to go on."""


def show_in_pages(lines: Sequence[str], behind: str, screen: PagedScreen) -> None:
    """Print the lines; `behind` is what will be printed next, on the same screen as the last of them."""
    columns, _ = screen.size()
    heights = [rows_of(line, columns) for line in lines]
    rest = sum(heights)
    free = _page(rest, behind, screen)
    for number, height in enumerate(heights):
        if height > free and number > 0:
            wanted = _ask(screen)
            if wanted is Wanted.NOTHING:
                return
            free = 1 if wanted is Wanted.LINE else _page(rest, behind, screen)
        screen.print_line(number)
        free -= height
        rest -= height


def _page(rest: int, behind: str, screen: PagedScreen) -> int:
    """How many of the rows that are left to print go on the screen at once: all of them only with what is behind."""
    columns, rows = screen.size()
    return rest if rest + rows_of(behind, columns) <= rows else min(rest, rows) - 1


def _ask(screen: PagedScreen) -> Wanted:
    screen.write(MORE)
    try:
        return screen.wait_for_wish()
    finally:
        screen.write(_ERASE_LINE)


def rows_of(line: str, columns: int) -> int:
    """How many rows of the screen the line takes, one at least. Control characters have to be written out in it."""
    return max(1, -(-get_cwidth(line) // columns))
