"""Names of terminal lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.comnd.field_function import FILE_MASK, Recognition, Request
from telnet_client.comnd.file_name import complete_file_name
from telnet_client.comnd.known_name import KnownName

if TYPE_CHECKING:
    from telnet_client.comnd.known_name import KnownNames


class LineName(KnownName):
    """.CMFLD with the break mask of files: `ttyUSB0`, `/dev/ttyUSB0`, `FT232R`, `socket://lab:4001`.

    Whether there is such a line is for the network to find out.
    """

    __slots__ = ()

    def __init__(self, lines: KnownNames) -> None:
        """`lines()` are the names that `?` lists and ESC completes, with their descriptions."""
        super().__init__("name of a line", FILE_MASK, lines)

    def complete(self, line: str, start: int, request: Request) -> Recognition | None:
        """The name of a line or of a file; any other is accepted as it is."""
        atom = line[start:]
        if "/" in atom and "://" not in atom and not self._beginning_with(atom):
            return complete_file_name(atom, request, takes_new_names=False) or Recognition()
        return super().complete(line, start, request)
