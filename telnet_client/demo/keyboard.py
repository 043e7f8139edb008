"""What a caller types, as keys: bytes of UTF-8 in, characters out, the Return key always one CR.

Sits between the protocol engine and whoever the keys are for. However the bytes are cut, the keys are the same, but for
function keys cut in two.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

#: Arrows and the like mean nothing here, and their ESC is not the user's.
_FUNCTION_KEY = re.compile(r"\x1b[\[O][0-9;]*[A-Za-z~]")


class Keyboard:
    """One caller's stream of keys."""

    __slots__ = ("_decoder", "_is_after_return")

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._is_after_return = False

    def read(self, data: bytes) -> str:
        """The keys in `data`, not empty. CR LF, CR and LF are Return, as is CR NUL, whose NUL is gone by now."""
        keys = self._decoder.decode(data)
        if self._is_after_return and keys.startswith("\n"):
            keys = keys[1:]
        self._is_after_return = data.endswith(b"\r")
        return _FUNCTION_KEY.sub("", keys.replace("\r\n", "\r").replace("\n", "\r"))
