"""Fields that a break mask limits and nothing else: arbitrary ones, and names of which some are known."""

from __future__ import annotations

from telnet_client.comnd.field_function import (
    STANDARD_MASK,
    BreakMask,
    FieldFunction,
    Match,
    Mismatch,
    end_of_word,
    unquoted,
)


class MaskedText(FieldFunction):
    """Whatever the mask lets through, perhaps nothing; the value is the text."""

    __slots__ = ("mask",)

    def __init__(self, mask: BreakMask = STANDARD_MASK) -> None:
        """`mask` as `break_mask("._")` makes it."""
        self.mask = mask

    def reach(self, line: str, start: int) -> int:
        """As the mask has it."""
        return self.mask.end(line, start)

    def parse(self, line: str, start: int) -> Match | Mismatch:
        """An empty field is one only at the line's end, so that a wrong character is not taken for it."""
        end = self.reach(line, start)
        if end == start and start < len(line):
            return Mismatch("Invalid character in input", end_of_word(line, start))
        return Match(unquoted(line[start:end]), end)
