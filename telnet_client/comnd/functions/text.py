"""The rest of the line."""

from __future__ import annotations

from telnet_client.comnd.field_function import FieldFunction, FieldHelp, Match, Mismatch, Recognition, Request, unquoted


class Text(FieldFunction):
    """.CMTXT: everything up to the line's end; the value is the text, perhaps empty."""

    __slots__ = ()

    is_measured = False

    def reach(self, line: str, start: int) -> int:
        """All of it."""
        return len(line)

    def parse(self, line: str, start: int) -> Match | Mismatch:
        """Never wrong."""
        return Match(unquoted(line[start:]), len(line))

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """Only where nothing has been typed: later a question mark is text."""
        return FieldHelp("text string") if start == len(line) else None

    def complete(self, line: str, start: int, request: Request) -> Recognition | None:
        """Text is never complete."""
        return Recognition(is_partial=True)

    def takes_question_mark(self, line: str, start: int) -> bool:
        """Behind its first character."""
        return start < len(line)
