"""Commas between fields."""

from __future__ import annotations

from telnet_client.comnd.field_function import FieldFunction, FieldHelp, Match, Mismatch, Request


class Comma(FieldFunction):
    """.CMCMA: a comma, blanks on either side."""

    __slots__ = ("goes_on",)

    is_measured = False
    suffix = ""

    def __init__(self, *, goes_on: bool = False) -> None:
        """With `goes_on` the field before it comes once more."""
        self.goes_on = goes_on

    def reach(self, line: str, start: int) -> int:
        """One character."""
        return start + line.startswith(",", start)

    def parse(self, line: str, start: int) -> Match | Mismatch:
        """No value."""
        end = self.reach(line, start)
        return Match(None, end, is_closed=True) if end > start else Mismatch("Comma not given", start)

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """The comma in quotes."""
        return FieldHelp('","')
