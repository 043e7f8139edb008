"""Tables of keywords, and how an abbreviation is looked up in them (TBLUK, Monitor Calls Reference Manual).

An exact match wins over everything, then a unique beginning; upper and lower case are the same. The order of the
entries does not matter: they are listed in alphabetical order. A table that is never looked into costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


class KeywordEntry:
    """One keyword."""

    __slots__ = ("abbreviates", "description", "is_invisible", "is_unrecognized", "keyword", "value")

    def __init__(
        self,
        keyword: str,
        value: object = None,
        description: str = "",
        *,
        is_invisible: bool = False,
        is_unrecognized: bool = False,
        abbreviates: str | None = None,
    ) -> None:
        """`keyword` is as the machine types it; a switch that takes a value ends in `:`.

        `description` is one line for a second `?`, "" where the table's `describe` knows better. An invisible keyword
        matches, but `?` does not list it. An unrecognized one never matches: it only makes the shorter abbreviations
        of its neighbours ambiguous. `abbreviates` is the keyword of the table that this one stands for: `EX` for EXIT.
        """
        self.keyword = keyword
        self.value = value
        self.description = description
        self.is_invisible = is_invisible
        self.is_unrecognized = is_unrecognized
        self.abbreviates = abbreviates

    @property
    def is_listed(self) -> bool:
        """`?` shows it."""
        return not (self.is_invisible or self.is_unrecognized or self.abbreviates)


class KeywordTable:
    """Keywords and what they stand for."""

    __slots__ = ("_describe", "_entries")

    def __init__(self, entries: Iterable[KeywordEntry], describe: Callable[[Any], str] | None = None) -> None:
        """`entries` are asked for when they are needed, and only once.

        `describe(value)` is the one-line description of those that have none, asked only for a second `?`.
        """
        self._entries = entries
        self._describe = describe

    @classmethod
    def of(cls, *keywords: str) -> KeywordTable:
        """A table whose keywords, in capitals, stand for themselves."""
        return cls(KeywordEntry(keyword, keyword) for keyword in keywords)

    @property
    def entries(self) -> tuple[KeywordEntry, ...]:
        """All of them."""
        if not isinstance(self._entries, tuple):
            self._entries = tuple(self._entries)
        return self._entries

    def find(self, keyword: str) -> KeywordEntry | None:
        """The entry spelled exactly so, in upper or lower case."""
        wanted = keyword.upper()
        return next((entry for entry in self.entries if entry.keyword.upper() == wanted), None)

    def look_up(self, atom: str) -> tuple[KeywordEntry | None, Sequence[KeywordEntry]]:
        """The entry that `atom` means, an abbreviation already replaced by what it stands for, or None.

        With None come all that begin with the atom, in alphabetical order: the atom is ambiguous unless there are none.
        An empty atom means nothing.
        """
        entry = self.find(atom)
        if entry is None:
            candidates = self.beginning_with(atom)
            if len(candidates) != 1 or not atom:
                return None, candidates
            entry = candidates[0]
        return (None, (entry,)) if entry.is_unrecognized else (self._target(entry), ())

    def beginning_with(self, atom: str) -> list[KeywordEntry]:
        """All entries that begin with `atom`, invisible ones included, in alphabetical order."""
        wanted, length = atom.upper(), len(atom)
        found = [entry for entry in self.entries if entry.keyword[:length].upper() == wanted]
        return sorted(found, key=_spelling)

    def describe(self, entry: KeywordEntry) -> str:
        """One line for a second `?`; "" for nothing."""
        if entry.description or self._describe is None:
            return entry.description
        return self._describe(entry.value)

    def _target(self, entry: KeywordEntry) -> KeywordEntry:
        return entry if entry.abbreviates is None else self.find(entry.abbreviates) or entry


def _spelling(entry: KeywordEntry) -> str:
    return entry.keyword.upper()
