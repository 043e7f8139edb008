"""Guide words (noise words): what the machine types in parentheses to say what comes next."""

from __future__ import annotations

from telnet_client.comnd.field_function import FieldFunction, FieldHelp, Match, Mismatch, Recognition, Request


class GuideWords(FieldFunction):
    """.CMNOI: `(ON PORT)`. May be left out; typed, they have to be right, in upper or lower case."""

    __slots__ = ("words",)

    is_measured = False

    def __init__(self, words: str) -> None:
        """`words` without the parentheses."""
        self.words = words

    def reach(self, line: str, start: int) -> int:
        """The closing parenthesis belongs to it."""
        if not line.startswith("(", start):
            return start
        closing = line.find(")", start)
        return len(line) if closing < 0 else closing + 1

    def parse(self, line: str, start: int) -> Match | Mismatch:
        """No value."""
        if not line.startswith("(", start):
            return Match(None, start)
        end = self.reach(line, start)
        if _normalized(line[start:end]) == f"({self.words.upper()})":
            return Match(None, end, is_closed=True)
        return Mismatch("Invalid guide word", end)

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """They are never listed."""
        return None

    def complete(self, line: str, start: int, request: Request) -> Recognition | None:
        """The rest of the words and the parenthesis."""
        typed, full = line[start:], f"({self.words})"
        return Recognition(full[len(typed) :]) if full.upper().startswith(typed.upper()) else None


def _normalized(text: str) -> str:
    return " ".join(text.upper().split())
