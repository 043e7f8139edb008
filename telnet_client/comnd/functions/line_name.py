"""Names of terminal lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.comnd.field_function import (
    FILE_MASK,
    FieldFunction,
    FieldHelp,
    Match,
    Mismatch,
    Recognition,
    Request,
    common_beginning,
    end_of_word,
    unquoted,
)
from telnet_client.comnd.file_name import complete_file_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class LineName(FieldFunction):
    """.CMFLD with the break mask of files: `ttyUSB0`, `/dev/ttyUSB0`, `FT232R`, `socket://lab:4001`.

    The value is the text, perhaps none at the line's end. Whether there is such a line is for the network to find out.
    """

    __slots__ = ("_lines",)

    def __init__(self, lines: Callable[[], Iterable[tuple[str, str]]]) -> None:
        """`lines()` are the names that `?` lists and ESC completes, with their descriptions."""
        self._lines = lines

    def reach(self, line: str, start: int) -> int:
        """As the mask has it."""
        return FILE_MASK.end(line, start)

    def parse(self, line: str, start: int) -> Match | Mismatch:
        """Anything that can be seen."""
        end = self.reach(line, start)
        if end == start and start < len(line):
            return Mismatch("Invalid character in input", end_of_word(line, start))
        return Match(unquoted(line[start:end]), end)

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """The lines that begin as typed; there are other ways to name one."""
        names = self._beginning_with(line[start:])
        return FieldHelp("name of a line", ", perhaps one of the following:" if names else "", names)

    def complete(self, line: str, start: int, request: Request) -> Recognition | None:
        """The name of a line or of a file; any other is accepted as it is."""
        atom = line[start:]
        names = [name for name, _ in self._beginning_with(atom)]
        if not names and "/" in atom and "://" not in atom:
            return complete_file_name(atom, request, takes_new_names=False) or Recognition()
        if not names or any(len(name) == len(atom) for name in names):
            return Recognition()
        return Recognition(common_beginning(names)[len(atom) :], is_partial=len(names) > 1)

    def _beginning_with(self, atom: str) -> list[tuple[str, str]]:
        wanted, length = atom.lower(), len(atom)
        lines = {name: description for name, description in self._lines() if name[:length].lower() == wanted}
        return sorted((name, text) for name, text in lines.items() if FILE_MASK.end(name, 0) == len(name))
