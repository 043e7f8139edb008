"""The line that a caller is typing, and what the host shows of it: a display terminal's COMND editing.

Sits between the executive, which knows what each key is for, and the terminal. A character and all that belongs to it
is one cell, so that DEL takes away what one key brought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, east_asian_width

if TYPE_CHECKING:
    from telnet_client.demo.terminal import Terminal

#: Characters a line may have; at more the bell rings.
LIMIT = 1000


class Cell(NamedTuple):
    """One character of the line as the command has it, and as it is seen."""

    text: str
    seen: str


class LineEditor:
    """A prompt and the cells behind it."""

    __slots__ = ("_cells", "_terminal", "prompt")

    def __init__(self, terminal: Terminal) -> None:
        self.prompt = ""
        self._terminal = terminal
        self._cells: list[Cell] = []

    @property
    def text(self) -> str:
        """The line without the prompt."""
        return "".join(cell.text for cell in self._cells)

    @property
    def is_empty(self) -> bool:
        """Nothing has been typed."""
        return not self._cells

    def begin(self, prompt: str) -> None:
        """A new line at `prompt`."""
        self.prompt = prompt
        self._cells.clear()
        self._terminal.fresh_line()
        self._terminal.show(prompt)

    def retype(self) -> None:
        """Prompt and line once more, on a line of their own."""
        self._terminal.fresh_line()
        self._terminal.show(self.prompt + self._seen)

    def insert(self, character: str, quoting: str = "") -> None:
        """What the user typed, with the character that quotes it."""
        if len(self._cells) >= LIMIT:
            self._terminal.ring()
            return
        seen = visible(character)
        self._cells.append(Cell(quoting + character, seen))
        self._terminal.echo(seen)

    def recognize(self, text: str) -> None:
        """What the machine typed for the user: it is shown in any case."""
        self._cells.extend(Cell(character, visible(character)) for character in text)
        self._terminal.show("".join(map(visible, text)))

    def erase(self, count: int = 1) -> None:
        """Take the last cells away, from the screen too; ring when there are none."""
        if not self._cells:
            self._terminal.ring()
            return
        is_wrapped = columns_of(self.prompt + self._seen) >= self._terminal.width
        erased = self._cells[-count:]
        del self._cells[-count:]
        if is_wrapped:
            self.retype()
        else:
            self._terminal.echo("\b \b" * columns_of("".join(cell.seen for cell in erased)))

    def erase_word(self) -> None:
        """One cell at least, and then all letters and digits in front of it."""
        count = 1
        while count < len(self._cells) and self._cells[-count - 1].text.isalnum():
            count += 1
        self.erase(count)

    def erase_line(self) -> None:
        """All of it."""
        if self._cells:
            self.erase(len(self._cells))

    @property
    def _seen(self) -> str:
        return "".join(cell.seen for cell in self._cells)


def visible(character: str) -> str:
    """A character as a screen can show it: control characters as `^X`."""
    if character.isprintable() or combining(character):
        return character
    return f"^{chr(ord(character) ^ 64)}" if character < " " or character == "\x7f" else "?"


def columns_of(seen: str) -> int:
    """How many columns of a screen visible text takes."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in seen)
