"""The lines that were typed to one host, to be typed again. Kept in memory and for this connection alone."""

from __future__ import annotations

#: Lines, and characters in all of them.
_MOST_LINES = 500
_MOST_CHARACTERS = 1 << 18


class LineHistory:
    """Earlier lines, and where among them the user is looking."""

    __slots__ = ("_at", "_draft", "_lines", "_size")

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._size = 0
        self._at = 0
        self._draft = ""

    def add(self, line: str) -> None:
        """A line was typed. Nothing is kept of an empty one, or twice of one that comes twice in a row."""
        if line and len(line) <= _MOST_CHARACTERS and self._lines[-1:] != [line]:
            self._lines.append(line)
            self._size += len(line)
            while len(self._lines) > _MOST_LINES or self._size > _MOST_CHARACTERS:
                self._size -= len(self._lines.pop(0))
        self._at = len(self._lines)

    def earlier(self, line: str) -> str | None:
        """The line before the one looked at; None at the first. `line` is what there is now."""
        if self._at == 0:
            return None
        self._keep(line)
        self._at -= 1
        return self._lines[self._at]

    def later(self, line: str) -> str | None:
        """The line behind, in the end the one that was begun and not finished; None at that."""
        if self._at == len(self._lines):
            return None
        self._keep(line)
        self._at += 1
        return self._draft if self._at == len(self._lines) else self._lines[self._at]

    def _keep(self, line: str) -> None:
        if self._at == len(self._lines):
            self._draft = line
