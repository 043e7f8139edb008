"""The way to the end of a line that is still being typed: what completing it and explaining it have in common."""

from __future__ import annotations

from enum import Enum

from telnet_client.comnd.field_function import ends_in_quoting
from telnet_client.comnd.walk import Choice, Refusal, Walk


class Place(Enum):
    """Where an unfinished line ends."""

    EMPTY = "before a field"
    INSIDE = "in a field, or right behind it"
    CLOSED = "behind a field that its own last character closed"
    QUOTED = "behind a CTRL/V"
    COMMENT = "in a comment"
    INDIRECT_FILE = "in the name of an indirect file"


class UnfinishedLine(Walk):
    """A walk whose last field is the one that the key is about."""

    __slots__ = ()

    def find_place(self, stops_when_closed: bool) -> Place | None:
        """Go on to the field in which the line ends; None when there is no way to it.

        A field that closed itself is left behind, or with `stops_when_closed` it is where the line ends.
        """
        if self.failure is None and ends_in_quoting(self.line):
            return Place.QUOTED
        while self.failure is None:
            if self.is_in_comment:
                return Place.COMMENT
            if self.is_at_end:
                if not self.skip_guide_words():
                    return Place.EMPTY
            elif self.is_at_indirect_file:
                return Place.INDIRECT_FILE
            elif place := self._pass_field(stops_when_closed):
                return place
        return None

    def _pass_field(self, stops_when_closed: bool) -> Place | None:
        """Go on behind the next field, unless the line ends in it: then say so. Or fail."""
        choice = self.choose()
        if isinstance(choice, Choice) and choice.match.end == len(self.line):
            if not choice.match.is_closed:
                return Place.INSIDE
            if stops_when_closed and choice.alternative.function.suffix:
                return Place.CLOSED
        elif not (isinstance(choice, Choice) and choice.is_longest) and self._could_go_on():
            return Place.INSIDE
        if isinstance(choice, Refusal):
            self.fail(choice)
        else:
            self.take(choice)
        return None

    def _could_go_on(self) -> bool:
        """One of the alternatives may read what is typed next."""
        return any(alternative.function.reach(self.line, self.start) == len(self.line) for alternative in self.step)
