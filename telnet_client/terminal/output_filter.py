"""What a host may do to the user's terminal: FILTER (HOST OUTPUT).

Sits in front of the screen. A terminal that is asked for a report types it, and a host can choose what it types: a
title that is a command, reported back, is that command typed at the next prompt. So such reports are dropped, and with
them what writes to the clipboard. Everything else passes: SAFE. STRICT lets text, colours and cursor movements through.

What a chunk cuts in two is held until it is whole, and never more than a few kilobytes. Where there is no ESC a byte
costs two looks; where there is one, a single search finds what is dropped and what the screen's state has to know.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telnet_client.terminal.screen_state import ScreenState

OFF, SAFE, STRICT = "OFF", "SAFE", "STRICT"
FILTERS = (OFF, SAFE, STRICT)

#: Bytes that may be held of a sequence that has not ended. A longer one is no sequence, or is dropped as it comes.
HELD_LIMIT = 4096

#: The terminal answers ENQ with whatever it was told to.
_ENQUIRY = 5
#: Parts of sets, by name. Controls behind which a sequence goes on, since terminals act on them or ignore them; in a
#: string BEL is not among them, being its end. And what introduces a sequence behind ESC, or as a C1 control behind C2.
_CONTROLS = {b"any": rb"\x00-\x17\x19\x1c-\x1f\x7f", b"str": rb"\x00-\x06\x08-\x17\x19\x1c-\x1f\x7f"}
_BEHIND_ESC = {**_CONTROLS, b"CSI": rb"\[", b"OSC": rb"\]", b"DCS": b"P", b"STRING": rb"PX^_\]"}
_BEHIND_C2 = {**_CONTROLS, b"CSI": rb"\x9b", b"OSC": rb"\x9d", b"DCS": rb"\x90", b"STRING": rb"\x90\x98\x9d-\x9f"}
#: Such a C1 control in UTF-8, or half of one. Like all expressions here it is compiled when it is needed first.
_C1 = rb"\xc2(?:[\x90\x98\x9b\x9d-\x9f]|\Z)"

#: Private modes that are switched (DECSET, DECRST), which pass and are noted: their numbers, and on or off.
_SWITCH = rb"\?([0-9;]{1,64})([hl])"
#: Other sequences that are looked for, and dropped. SAFE: the reports of the icon's and the window's title; `[`, zeros
#: and controls are one set since this is the way of every colour. STRICT: all reports, and whatever is not plain.
_SEQUENCES = {
    SAFE: rb"[%(CSI)b%(any)b][%(CSI)b%(any)b0]*+(?:2[%(any)b]*[01](?:[;%(any)b][0-9;%(any)b]*)?t|" + _SWITCH + b")",
    STRICT: b"[%(CSI)b](?:" + _SWITCH + rb"|[0-9;]*[tcn]|[<=>?][0-9;]*[cn]|[0-?]*[ -/]+[@-~]|[0-?]*[ -/]*(?=[%(any)b]))"
    rb"|Z|(?=[%(any)b])",
}  # fmt: skip


def _words(*words: bytes) -> bytes:
    """An expression for any of `words`, with controls anywhere."""
    return b"|".join(b"[%(str)b]*".join(re.escape(bytes((code,))) for code in word) for word in words)


#: Strings that are dropped, by their beginning. SAFE: DECRQSS; the clipboard, in the words of three terminals; the
#: report of the font's name (CVE-2022-45063). STRICT: all.
_STRINGS = {
    SAFE: rb"[%(str)b]*+(?:[%(DCS)b][0-9;:%(str)b]*\$[%(str)b]*q|[%(OSC)b][0%(str)b]*(?:"
    + _words(b"52;", b"1337;Copy", b"5522;", b"50;?")
    + b"))",
    STRICT: b"[%(STRING)b]",
}
#: What a string holds; what ends it, BEL or ST, and what breaks it off, another sequence among that: so none is looked
#: through twice.
_BODY = rb"[^\x07\x18\x1a\x1b\xc2]*+(?:\xc2(?![\x90\x98\x9b-\x9f])[^\x07\x18\x1a\x1b\xc2]*+)*+"
_END = rb"(?:\x07|\x1b\\|\xc2\x9c|\x18|\x1a|(?=\x1b|\xc2[\x90\x98\x9b\x9d-\x9f]))"
_STRING_END = rb"\x07|\x1b\\|\xc2\x9c|\x18|\x1a|(?=\x1b[^\\]|\xc2[\x90\x98\x9b\x9d-\x9f])"

#: A sequence that the end of a chunk cuts; and one that has nothing but numbers so far.
_ONLY_NUMBERS = rb"[%(any)b]*+(?:[%(CSI)b%(OSC)b%(DCS)b][0-?%(str)b]*|[%(CSI)b][0-?%(any)b]*|)[ -/%(str)b]*\Z"
_UNFINISHED = _ONLY_NUMBERS + rb"|[%(any)b]*+[%(STRING)b]" + _BODY + rb"(?:\x1b|\xc2)?\Z"


@cache
def _notable(strength: str, has_strings: bool, has_c1: bool) -> re.Pattern[bytes]:
    """What is dropped or noted. To look for less is faster."""
    behind = _SEQUENCES[strength]
    if has_strings:
        behind += b"|(?:" + _STRINGS[strength] + b")" + _BODY + _END
    return _behind_either(behind) if has_c1 else re.compile(rb"\x1b(?:" + behind % _BEHIND_ESC + b")")


@cache
def _behind_either(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"\x1b(?:" + pattern % _BEHIND_ESC + rb")|\xc2(?:" + pattern % _BEHIND_C2 + b")")


class OutputFilter:
    """One connection's filter."""

    def __init__(self, strength: str, state: ScreenState) -> None:
        """`strength` is SAFE or STRICT; `state` is told what passes."""
        self._strength = strength
        self._state = state
        self._held = b""
        self._is_dropping = False

    def forget(self) -> None:
        """The host is gone, and with it what it had begun."""
        self._held = b""
        self._is_dropping = False

    def clean(self, data: bytes) -> bytes:
        """What of `data`, and of what was held, may be shown now."""
        if self._held:
            data, self._held = self._held + data, b""
        if self._is_dropping:
            data = self._drop(data)
        if _ENQUIRY in data:
            data = data.translate(None, bytes((_ENQUIRY,)))
        has_c1 = 0xC2 in data and re.search(_C1, data) is not None
        if not has_c1 and 0x1B not in data:
            return data
        data = self._hold_unfinished(data, has_c1)
        self._state.note_escape()
        # No string that SAFE drops is without one of these.
        has_strings = has_c1 or b"]" in data or b"$" in data or self._strength == STRICT
        return _notable(self._strength, has_strings, has_c1).sub(self._act, data)

    def _act(self, found: re.Match[bytes]) -> bytes:
        """What is shown in place of something notable."""
        if found.lastindex is None:
            return b""
        self._state.switch(found[found.lastindex - 1], found[0].endswith(b"h"))
        return found[0]

    # What a chunk cuts in two

    def _drop(self, data: bytes) -> bytes:
        """The rest of a string that is too long to hold."""
        end = re.search(_STRING_END, data)
        if end is None:
            self._held = data[-1:] if data[-1:] in (b"\x1b", b"\xc2") else b""
            return b""
        self._is_dropping = False
        return data[end.end() :]

    def _hold_unfinished(self, data: bytes, has_c1: bool) -> bytes:
        start = _unfinished_from(data, has_c1)
        if start < 0:
            return data
        if len(data) - start <= HELD_LIMIT:
            self._held = data[start:]
            return data[:start]
        if _behind_either(_ONLY_NUMBERS).match(data, start):
            # So many are no sequence: without what introduces it, it is text.
            return data[:start] + data[start:].lstrip(b"\x1b\xc2\x90\x9b\x9d")
        self._is_dropping = _behind_either(_STRINGS[self._strength]).match(data, start) is not None
        return data[:start] if self._is_dropping else data


def _unfinished_from(data: bytes, has_c1: bool) -> int:
    """Where the sequence begins that the end of `data` cuts; -1 for none.

    An ESC or C2 at the very end may be the first half of the ST that ends a string, which began before.
    """
    end = len(data) - data.endswith((b"\x1b", b"\xc2"))
    start = data.rfind(b"\x1b", 0, end)
    if has_c1:
        start = max([start, *(found.start() for found in re.compile(_C1).finditer(data, start + 1, end))])
    if start >= 0 and _behind_either(_UNFINISHED).match(data, start):
        return start
    return end if end < len(data) else -1
