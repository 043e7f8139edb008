"""Switches: keywords behind a slash, some of which take a value behind a colon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.comnd.field_function import (
    STANDARD_MASK,
    FieldFunction,
    FieldHelp,
    Match,
    Mismatch,
    Recognition,
    Request,
    common_beginning,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telnet_client.comnd.table import KeywordEntry, KeywordTable


class Switch(FieldFunction):
    """.CMSWI: `/NAME`, or `/NAME:` where the table's keyword ends in a colon and a value follows."""

    __slots__ = ("table",)

    suffix = ""

    def __init__(self, table: KeywordTable) -> None:
        """The keywords stand in the table without the slash."""
        self.table = table

    def reach(self, line: str, start: int) -> int:
        """The colon belongs to it."""
        if not line.startswith("/", start):
            return start
        end = STANDARD_MASK.end(line, start + 1)
        return end + 1 if line.startswith(":", end) else end

    def parse(self, line: str, start: int) -> Match | Mismatch:
        """Exact, else a unique beginning; the colon may be left out, never added."""
        end = self.reach(line, start)
        if end == start:
            return Mismatch("Not a switch - does not begin with slash", end)
        name = line[start + 1 : end]
        if not name:
            return Mismatch("Null switch or keyword given", end)
        entry, candidates = self._look_up(name)
        if entry is not None and (entry.keyword.endswith(":") or not name.endswith(":")):
            return Match(entry.value, end, is_closed=name.endswith(":"))
        return Mismatch("Ambiguous" if candidates else "Does not match switch or keyword", end)

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """The visible switches that begin as typed."""
        if start < len(line) and not line.startswith("/", start):
            return None
        describe = self.table.describe
        listed = [entry for entry in self.table.beginning_with(line[start + 1 :]) if entry.is_listed]
        names = [(f"/{entry.keyword}", describe(entry) if request.is_described else "") for entry in listed]
        if not names:
            return FieldHelp(heading=" switch (no defined switches match this input)", is_last_resort=True)
        return FieldHelp(heading="" if len(self.table.entries) == 1 else " one of the following:", names=names)

    def complete(self, line: str, start: int, request: Request) -> Recognition | None:
        """As a keyword; a switch that takes a value is complete with its colon."""
        atom = line[start + 1 :]
        if not atom:
            return Recognition(is_partial=True)
        entry, candidates = self._look_up(atom)
        if entry is not None:
            is_beginning = entry.keyword[: len(atom)].upper() == atom.upper()
            takes_value = entry.keyword.endswith(":")
            return Recognition(entry.keyword[len(atom) :] if is_beginning else "", "" if takes_value else " ")
        if not candidates:
            return None
        if not candidates[0].is_listed:
            return Recognition(is_partial=True)
        common = common_beginning([entry.keyword for entry in candidates if entry.is_listed])
        return Recognition(common[len(atom) :], is_partial=True)

    def _look_up(self, name: str) -> tuple[KeywordEntry | None, Sequence[KeywordEntry]]:
        """`/FORM` is an exact match of `FORM:`, even where `FORMAT` is another switch."""
        bare = name.removesuffix(":")
        exact = f"{bare}:"
        return self.table.look_up(exact if self.table.find(exact) is not None else bare)
