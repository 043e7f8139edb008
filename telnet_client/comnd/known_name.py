"""Names of things of which some are known and more exist: what hosts and terminal lines have in common.

Stands beneath the functions. The names are asked for only when `?` or recognition needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.comnd.field_function import FieldHelp, Recognition, Request, common_beginning
from telnet_client.comnd.masked_text import MaskedText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from telnet_client.comnd.field_function import BreakMask

    #: Names with their descriptions, "" for none.
    KnownNames = Callable[[], Iterable[tuple[str, str]]]


class KnownName(MaskedText):
    """A name, perhaps none at the line's end."""

    __slots__ = ("_known", "words")

    def __init__(self, words: str, mask: BreakMask, known: KnownNames) -> None:
        """`words` are for `?`; `known()` are the names that it lists and ESC completes."""
        super().__init__(mask)
        self.words = words
        self._known = known

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """The known names that begin as typed; there are more in the world."""
        names = self._beginning_with(line[start:])
        return FieldHelp(self.words, ", perhaps one of the following:" if names else "", names)

    def complete(self, line: str, start: int, request: Request) -> Recognition | None:
        """A known name; any other is accepted as it is."""
        atom = line[start:]
        names = [name for name, _ in self._beginning_with(atom)]
        if not names or any(len(name) == len(atom) for name in names):
            return Recognition()
        return Recognition(common_beginning(names)[len(atom) :], is_partial=len(names) > 1)

    def _beginning_with(self, atom: str) -> list[tuple[str, str]]:
        wanted, length = atom.lower(), len(atom)
        known = {name: text for name, text in self._known() if name and name[:length].lower() == wanted}
        fit = ((name, text) for name, text in known.items() if self.mask.end(name, 0) == len(name))
        return sorted(fit, key=lambda entry: entry[0].lower())
