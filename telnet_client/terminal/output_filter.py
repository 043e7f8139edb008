"""What a host may do to the user's terminal: FILTER (HOST OUTPUT).

Sits in front of the screen. A terminal that is asked for a report types it, and a host can choose what it types: a
title that is a command, reported back, is that command typed at the next prompt. So such reports are dropped, and with
them what writes to the clipboard. Everything else passes: SAFE. STRICT lets text, colours and cursor movements through.

What a chunk cuts in two is held until it is whole, and never more than a few kilobytes. It costs two looks for a byte
where there is no ESC.
"""

from __future__ import annotations

import re
from functools import cached_property

OFF, SAFE, STRICT = "OFF", "SAFE", "STRICT"
FILTERS = (OFF, SAFE, STRICT)

#: Bytes that may be held of a sequence that has not ended. A longer one is no sequence, or is dropped as it comes.
HELD_LIMIT = 4096

#: The terminal answers ENQ with whatever it was told to.
_ENQUIRY = 5
#: ESC, and the two bytes that UTF-8 has for the C1 controls which introduce sequences.
_OPEN = rb"(?:\x1b%b|\xc2%b)"
_CSI, _OSC = _OPEN % (rb"\[", rb"\x9b"), _OPEN % (rb"\]", rb"\x9d")
_DCS = _OPEN % (rb"P", rb"\x90")
_STRING = _OPEN % (rb"[PX^_\]]", rb"[\x90\x98\x9d-\x9f]")
#: What ends a string: BEL or ST; and what breaks it off.
_END = rb"(?:\x07|\x1b\\|\xc2\x9c|\x18|\x1a)"
_BODY = rb"[^\x07\x18\x1a\x1b\xc2]*(?:\xc2(?!\x9c)[^\x07\x18\x1a\x1b\xc2]*)*"

#: Strings that are dropped, as far as their beginning tells: DECRQSS and the clipboard; all of them.
_DROPPED_STRINGS = {SAFE: _DCS + rb"\$q|" + _OSC + rb"0*(?:52;|1337;Copy)", STRICT: _STRING}
#: What else is dropped: reports of the icon's and the window's title; all reports there are.
_DROPPED_REPORTS = {
    SAFE: _CSI + rb"0*2[01](?:;[0-9;]*)?t",
    STRICT: _CSI + rb"(?:[0-9;]*[tcn]|[<=>?][0-9;]*[cn]|[<=>?]?[0-9;]*[ -/]+[@-~])|\x1bZ",
}
#: Is there anything in a chunk that starts like something dropped? Cheaper than to look for all of it.
_SUSPECTS = {SAFE: rb"\x1b(?:\[0*2[01]|\]0*(?:52|1337)|P\$)", STRICT: rb"\x1b"}
_SUSPECT_C1 = rb"\xc2[\x90\x98\x9b\x9d-\x9f]"
#: The beginning of a sequence at the end of a chunk, introducer included.
_UNFINISHED = rb"(?:\x1b|\xc2)$|" + _CSI + rb"[0-?]*[ -/]*$|" + _STRING + _BODY + rb"(?:\x1b|\xc2)?$|\x1b[ -/]+$"


class Patterns:
    """The expressions of one strength, made when the first sequence comes."""

    __slots__ = ("dropped", "dropped_string", "string_end", "suspect", "suspect_c1", "unfinished")

    def __init__(self, strength: str) -> None:
        strings = b"(?:" + _DROPPED_STRINGS[strength] + b")" + _BODY + b"(?:" + _END + rb"|(?=\x1b))"
        self.dropped = re.compile(strings + b"|" + _DROPPED_REPORTS[strength])
        self.dropped_string = re.compile(_DROPPED_STRINGS[strength])
        self.string_end = re.compile(_END + rb"|(?=\x1b[^\\])", re.DOTALL)
        self.suspect = re.compile(_SUSPECTS[strength])
        self.suspect_c1 = re.compile(_SUSPECT_C1)
        self.unfinished = re.compile(_UNFINISHED)


class OutputFilter:
    """One connection's filter."""

    def __init__(self, strength: str) -> None:
        """`strength` is SAFE or STRICT."""
        self._strength = strength
        self._held = b""
        self._is_dropping = False

    @cached_property
    def _patterns(self) -> Patterns:
        return Patterns(self._strength)

    def clean(self, data: bytes) -> bytes:
        """What of `data`, and of what was held, may be shown now."""
        if self._held:
            data, self._held = self._held + data, b""
        if self._is_dropping:
            data = self._drop(data)
        if _ENQUIRY in data:
            data = data.translate(None, bytes((_ENQUIRY,)))
        has_c2 = 0xC2 in data
        if not has_c2 and 0x1B not in data:
            return data
        data = self._hold_unfinished(data)
        patterns = self._patterns
        if patterns.suspect.search(data) or (has_c2 and patterns.suspect_c1.search(data)):
            data = patterns.dropped.sub(b"", data)
        return data

    def _drop(self, data: bytes) -> bytes:
        """The rest of a string that is too long to hold."""
        end = self._patterns.string_end.search(data)
        if end is None:
            self._held = data[-1:] if data[-1:] in (b"\x1b", b"\xc2") else b""
            return b""
        self._is_dropping = False
        return data[end.end() :]

    def _hold_unfinished(self, data: bytes) -> bytes:
        start = self._unfinished_from(data)
        if start < 0:
            return data
        if len(data) - start <= HELD_LIMIT:
            self._held = data[start:]
            return data[:start]
        self._is_dropping = self._patterns.dropped_string.match(data, start) is not None
        return data[:start] if self._is_dropping else data

    def _unfinished_from(self, data: bytes) -> int:
        """Where a sequence begins that the end of `data` cuts; -1 for none.

        An ESC or C2 at the very end may be the first half of the ST that ends a string, which began before.
        """
        matches = self._patterns.unfinished.match
        last = max(data.rfind(b"\x1b"), data.rfind(b"\xc2"))
        if last == len(data) - 1:
            before = max(data.rfind(b"\x1b", 0, last), data.rfind(b"\xc2", 0, last))
            if before >= 0 and matches(data, before):
                return before
        return last if last >= 0 and matches(data, last) else -1
