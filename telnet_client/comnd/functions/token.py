"""Literal tokens."""

from __future__ import annotations

from telnet_client.comnd.field_function import FieldFunction, FieldHelp, Match, Mismatch, Recognition, Request


class Token(FieldFunction):
    """.CMTOK: exactly these characters, in upper or lower case; the value is the token."""

    __slots__ = ("token",)

    is_measured = False
    suffix = ""

    def __init__(self, token: str) -> None:
        """`token` has at least one character."""
        self.token = token

    def reach(self, line: str, start: int) -> int:
        """As far as the line agrees with the token."""
        end = start
        for character in self.token:
            if line[end : end + 1].upper() != character.upper():
                break
            end += 1
        return end

    def parse(self, line: str, start: int) -> Match | Mismatch:
        """All of the token."""
        end = self.reach(line, start)
        if end - start < len(self.token):
            return Mismatch("Does not match token", start)
        return Match(self.token, end, is_closed=True)

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """The token in quotes."""
        return FieldHelp(f'"{self.token}"')

    def complete(self, line: str, start: int, request: Request) -> Recognition | None:
        """The rest of it; the next field may follow without a blank."""
        return Recognition(self.token[len(line) - start :], suffix="")
