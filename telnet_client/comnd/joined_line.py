"""A command's physical lines as one line: a hyphen before the end of a line continues it.

Sits under `walk`, which reads the joined text but tells positions in the text as it was typed.
"""

from __future__ import annotations

from bisect import bisect_left

from telnet_client.comnd.field_function import ends_in_quoting

LINE_ENDS = "\n\r\f"


class JoinedLine:
    """The text of a command without its continuations."""

    __slots__ = ("_cuts", "_removed", "text")

    def __init__(self, typed: str) -> None:
        #: Where the joined text lacks something, and how much it lacks up to there.
        self._cuts: list[int] = []
        self._removed: list[int] = []
        self.text = typed
        if any(end in typed for end in LINE_ENDS):
            self.text = self._join(typed)

    @property
    def has_line_ends(self) -> bool:
        """There are lines that no hyphen joined."""
        return any(end in self.text for end in LINE_ENDS)

    def typed_length(self, position: int) -> int:
        """How many of the characters that were typed stand before `position` of the joined text."""
        cuts_before = bisect_left(self._cuts, position)
        return position + (self._removed[cuts_before - 1] if cuts_before else 0)

    def _join(self, typed: str) -> str:
        """`typed` without the hyphens that continue a line, and without the line ends behind those."""
        pieces: list[str] = []
        joined = removed = 0
        *continued, last = typed.split("\n")
        for line in continued:
            body = line.removesuffix("\r")
            if is_continued(body):
                piece = body[:-1]
                removed += len(line) + 1 - len(piece)
                self._cuts.append(joined + len(piece))
                self._removed.append(removed)
            else:
                piece = f"{line}\n"
            pieces.append(piece)
            joined += len(piece)
        return "".join(pieces) + last


def is_continued(line: str) -> bool:
    """`line`, without its end, goes on in the next one: its last character is a hyphen that CTRL/V does not quote."""
    return line.endswith("-") and not ends_in_quoting(line[:-1])


def without_last_line_end(typed: str) -> str:
    """`typed` without the line ends behind its last line; an empty line behind a hyphen keeps one."""
    lines = typed.rstrip(LINE_ENDS)
    return f"{lines}\n" if is_continued(lines) and lines != typed else lines
