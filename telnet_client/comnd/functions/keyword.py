"""Keywords from a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.comnd.field_function import (
    STANDARD_MASK,
    BreakMask,
    FieldFunction,
    FieldHelp,
    Match,
    Mismatch,
    Recognition,
    Request,
    common_beginning,
    end_of_word,
)

if TYPE_CHECKING:
    from telnet_client.comnd.table import KeywordTable


class Keyword(FieldFunction):
    """.CMKEY: a keyword or an abbreviation of one; the value is its entry's."""

    __slots__ = ("mask", "table")

    def __init__(self, table: KeywordTable, mask: BreakMask = STANDARD_MASK) -> None:
        """`mask` where keywords are made of more than letters, digits and hyphens."""
        self.table = table
        self.mask = mask

    def reach(self, line: str, start: int) -> int:
        """As the mask has it."""
        return self.mask.end(line, start)

    def parse(self, line: str, start: int) -> Match | Mismatch:
        """Exact, else a unique beginning."""
        end = self.reach(line, start)
        if start == len(line):
            return Mismatch("Null switch or keyword given", end)
        if end == start:
            return Mismatch("Does not match switch or keyword", end_of_word(line, start))
        entry, candidates = self.table.look_up(line[start:end])
        if entry is not None:
            return Match(entry.value, end)
        return Mismatch("Ambiguous" if candidates else "Does not match switch or keyword", end)

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """The visible keywords that begin as typed."""
        describe = self.table.describe
        listed = [entry for entry in self.table.beginning_with(line[start:]) if entry.is_listed]
        names = [(entry.keyword, describe(entry) if request.is_described else "") for entry in listed]
        if not names:
            return FieldHelp(heading=" keyword (no defined keywords match this input)", is_last_resort=True)
        return FieldHelp(heading="" if len(self.table.entries) == 1 else " one of the following:", names=names)

    def complete(self, line: str, start: int, request: Request) -> Recognition | None:
        """The rest of the word as the table spells it, or what the visible candidates have in common."""
        atom = line[start:]
        entry, candidates = self.table.look_up(atom)
        if entry is not None:
            is_beginning = entry.keyword[: len(atom)].upper() == atom.upper()
            return Recognition(entry.keyword[len(atom) :] if is_beginning else "")
        if not candidates:
            return None
        if not candidates[0].is_listed:
            return Recognition(is_partial=True)
        common = common_beginning([entry.keyword for entry in candidates if entry.is_listed])
        return Recognition(common[len(atom) :], is_partial=True)
