"""The end of a command: the Return that confirms it."""

from __future__ import annotations

from telnet_client.comnd.field_function import FieldFunction, FieldHelp, Match, Mismatch, Recognition, Request


class Confirm(FieldFunction):
    """.CMCFM: nothing more on the line but blanks and comments."""

    __slots__ = ()

    is_measured = False

    def reach(self, line: str, start: int) -> int:
        """Nothing belongs to it."""
        return start

    def parse(self, line: str, start: int) -> Match | Mismatch:
        """No value."""
        return Match(None, start) if start == len(line) else Mismatch("Not confirmed", start)

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """Only where nothing has been typed."""
        return FieldHelp("confirm with carriage return") if start == len(line) else None

    def complete(self, line: str, start: int, request: Request) -> Recognition | None:
        """The user has to confirm."""
        return None
