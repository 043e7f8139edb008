"""CR NUL, the NVT's carriage return that stays on its line (RFC 854), undone in bulk.

Sits between the decoder's data and the user. The only fact that crosses from one piece to the next is whether the
last byte was a CR. A NUL that follows no CR is passed on: it is the terminal's to ignore.
"""

from __future__ import annotations

import re

_CR_NUL = re.compile(rb"\r\0")

#: Where more than one byte in this many is a NUL, a pass over all bytes is faster than a search for CR NUL.
_DENSE = 20
#: Bytes at the start of a piece whose density is taken for that of the whole.
_SAMPLE = 4096


class CarriageReturns:
    """The state of one stream of NVT data."""

    __slots__ = ("_after_return",)

    def __init__(self) -> None:
        self._after_return = False

    def undo(self, data: bytes) -> bytes:
        """`data`, not empty, with each CR NUL as CR."""
        if self._after_return and data[0] == 0:
            data = data[1:]
        self._after_return = data.endswith(b"\r")
        if 0 not in data:
            return data
        if data.count(0, 0, _SAMPLE) * _DENSE < min(len(data), _SAMPLE):
            return _CR_NUL.sub(b"\r", data)
        if data.count(0) == data.count(b"\r\0"):
            return data.translate(None, b"\0")
        return data.replace(b"\r\0", b"\r")

    def forget(self) -> None:
        """Data went by that is not NVT text: its last byte is no carriage return."""
        self._after_return = False
