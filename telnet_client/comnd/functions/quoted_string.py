"""Strings in quotes."""

from __future__ import annotations

from telnet_client.comnd.field_function import (
    FieldFunction,
    FieldHelp,
    Match,
    Mismatch,
    Recognition,
    Request,
    end_of_quoted_string,
)


class QuotedString(FieldFunction):
    """.CMQST: `"text"`, a quote in it written twice; the value is the text between the quotes."""

    __slots__ = ()

    is_measured = False

    def reach(self, line: str, start: int) -> int:
        """To the closing quote, else all of the line."""
        if not line.startswith('"', start):
            return start
        end = end_of_quoted_string(line, start)
        return len(line) if end is None else end

    def parse(self, line: str, start: int) -> Match | Mismatch:
        """Both quotes have to be there."""
        end = end_of_quoted_string(line, start) if line.startswith('"', start) else None
        if end is None:
            return Mismatch("Not a quoted string - quote missing at beginning or end", self.reach(line, start))
        return Match(line[start + 1 : end - 1].replace('""', '"'), end, is_closed=True)

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """Only where nothing has been typed."""
        return FieldHelp("quoted string") if start == len(line) else None

    def complete(self, line: str, start: int, request: Request) -> Recognition | None:
        """Between the quotes every key is data."""
        return Recognition(is_data=True)

    def takes_question_mark(self, line: str, start: int) -> bool:
        """Between the quotes."""
        return line.startswith('"', start)
