"""Waiting for patterns in a stream that arrives in pieces, each of its bytes looked at once.

Stands between whoever receives (telnetlib, a session, its asyncio twin, WAIT in a TAKE file) and what is waited for.
The rule: the pattern that is complete first is found, so the answer does not depend on how the network cut the stream,
and time grows with the bytes that came and not with their square.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing would be half as much again to import
if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

#: Nobody knows how long a match of a regular expression can be: so many of the bytes that have been searched are
#: searched again with each new piece, and all of them when their number has doubled and before waiting ends.
OVERLAP = 4096

#: Bytes that are looked at first where much has arrived.
_FIRST_PIECE = 4096

#: What has a meaning of its own in a regular expression, and a character that stands for itself with a backslash.
_SPECIAL = rb".^$*+?{}[]\|()"
_ESCAPED = rb"(?s)\\([^0-9A-Za-z])"


class Received:
    """What has arrived and has not been taken: it grows at its end and is taken from its beginning."""

    __slots__ = ("data", "dropped", "limit", "origin")

    def __init__(self, limit: int | None = None) -> None:
        """Of more than `limit` bytes `trim` keeps the newest `limit`; None for no limit."""
        #: May be changed.
        self.limit = limit
        #: All of it; to be looked at only.
        self.data = bytearray()
        #: Where in the stream it begins, in bytes.
        self.origin = 0
        #: Bytes thrown away for want of room, from the beginning of the stream on.
        self.dropped = 0

    def __len__(self) -> int:
        return len(self.data)

    def add(self, piece: bytes) -> None:
        """It arrived."""
        self.data += piece

    def trim(self) -> None:
        """What there is has been searched: throw away what is too much, seldom and much at a time."""
        if self.limit is not None and len(self.data) > 2 * self.limit:
            self._drop(len(self.data) - self.limit)

    def take(self, size: int, start: int | None = None) -> bytes:
        """The first `size` bytes; of more than the limit the newest, but never less than those from `start` on."""
        if self.limit is not None and size > self.limit:
            excess = size - self.limit if start is None else min(size - self.limit, start)
            self._drop(excess)
            size -= excess
        if size == len(self.data):
            taken = bytes(self.data)
            self.data = bytearray()
        else:
            with memoryview(self.data) as view:
                taken = bytes(view[:size])
            del self.data[:size]
        self.origin += size
        return taken

    def take_all(self) -> bytes:
        """Everything."""
        return self.take(len(self.data))

    def _drop(self, size: int) -> None:
        del self.data[:size]
        self.origin += size
        self.dropped += size


class Finding:
    """A pattern that came, and what stood before it; both have been taken."""

    __slots__ = ("index", "match", "start", "text")

    def __init__(self, index: int, text: bytes, start: int, match: re.Match[bytes] | None) -> None:
        """`index` is the pattern's among those waited for; `text` ends with what it matched, which begins at `start`.

        `match` is what a regular expression says of `text`; None for a pattern that is a plain text.
        """
        self.index = index
        self.text = text
        self.start = start
        self.match = match


class Expectation:
    """What one call waits for: several patterns, the first of which to be complete is found.

    Where several are complete with the same byte, the first of them in the list is. What a regular expression matches
    goes as far as what has arrived allows, so one that ends in `.*` still depends on the network.
    """

    __slots__ = ("_searched", "_searched_whole", "_simultaneous", "_wanted")

    def __init__(self, patterns: Sequence[bytes | re.Pattern[bytes]], simultaneous: int = 0) -> None:
        """Patterns are texts, found as they stand, and compiled regular expressions.

        Those that end no more than `simultaneous` bytes behind the first to end count as complete with it.
        """
        self._wanted = [_Wanted(pattern) for pattern in patterns]
        self._simultaneous = simultaneous
        #: Up to where in the stream nothing has been found, and how many bytes the last search of all of them saw.
        self._searched = 0
        self._searched_whole = 0

    def take(self, received: Received, thoroughly: bool = False) -> Finding | None:
        """What is found now, taken out of `received`; None when more has to arrive.

        `thoroughly` for the last time before giving up: all is searched once more.
        """
        size = len(received.data)
        searched = max(0, self._searched - received.origin)
        while True:
            # Much that is there at once counts as if it came in pieces, each as long as all before it: to find what
            # stands at the beginning must not cost a look at everything, or reading line by line would be quadratic.
            end = size if thoroughly else min(size, max(_FIRST_PIECE, 2 * searched))
            if thoroughly or end >= 2 * self._searched_whole:
                overlap = self._searched_whole = end
            else:
                overlap = OVERLAP
            place = max(0, searched - overlap)
            spans = self._find(received.data, searched, place, end)
            if spans:
                break
            searched = end
            if end == size:
                self._searched = received.origin + size
                received.trim()
                return None
        if self._simultaneous and end < size:
            spans = self._find(received.data, searched, place, min(size, end + self._simultaneous)) or spans
        latest = min(stop for _, _, stop in spans) + self._simultaneous
        index, start, stop = next(span for span in spans if span[2] <= latest)
        return self._wanted[index].take(received, index, start, stop)

    def _find(self, data: bytearray, searched: int, place: int, end: int) -> list[tuple[int, int, int]]:
        """Which patterns there are up to `end`, and where each begins and ends, but for some that others come before.

        In what was `searched` there is no text; expressions are searched for from `place` on.
        """
        spans: list[tuple[int, int, int]] = []
        for index, wanted in enumerate(self._wanted):
            span = wanted.find(data, searched, place, end)
            if span is not None:
                spans.append((index, *span))
                end = min(end, span[1] + self._simultaneous)
        return spans


class _Wanted:
    """One pattern."""

    __slots__ = ("_expression", "_text")

    def __init__(self, pattern: bytes | re.Pattern[bytes]) -> None:
        self._expression = None if isinstance(pattern, bytes) else pattern
        self._text = pattern if isinstance(pattern, bytes) else _plain_text(pattern)

    def find(self, data: bytearray, searched: int, place: int, end: int) -> tuple[int, int] | None:
        """Where it begins and ends, if it does so before `end`; `searched` and `place` as in `Expectation`."""
        if self._text is not None:
            size = len(self._text)
            start = data.find(self._text, max(0, searched + 1 - max(1, size)), end)
            return None if start < 0 else (start, start + size)
        assert self._expression is not None
        match = self._expression.search(data, place, end)
        if match is not None and place:
            # It may begin farther back: what is found must not depend on where the search began.
            match = self._expression.search(data, 0, end)
        while match is not None and end < len(data):
            # It may be so only because nobody looked farther: `$` is the end of all that has arrived.
            whole = self._expression.match(data, match.start())
            if whole is not None:
                return whole.span()
            match = self._expression.search(data, match.start() + 1, end)
        return None if match is None else match.span()

    def take(self, received: Received, index: int, start: int, stop: int) -> Finding:
        """What was found there, in a copy that stays as it is."""
        text = received.take(stop, start)
        start -= stop - len(text)
        if self._expression is None:
            return Finding(index, text, start, None)
        match = self._expression.match(text, start)
        for ahead in (OVERLAP, len(received)):
            if match is None or match.end() != len(text):  # it looks at what comes behind its end
                match = self._expression.match(text + received.data[:ahead], start)
        return Finding(index, text, start, match)


def _plain_text(pattern: re.Pattern[bytes]) -> bytes | None:
    """The one text that the expression matches, found much faster than the expression; None where there is no such."""
    # Whatever has a `search` is a regular expression to telnetlib.
    source = getattr(pattern, "pattern", None)
    if not isinstance(source, bytes) or getattr(pattern, "flags", None) != 0:
        return None
    import re

    others = re.sub(_ESCAPED, b"", source)
    return re.sub(_ESCAPED, rb"\1", source) if others.translate(None, _SPECIAL) == others else None
