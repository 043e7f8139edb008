"""The forms of a typescript: what becomes of the host's bytes on their way into the file.

Sits between the typescript, which has the file, and nothing else: bytes and the time in, bytes out. Each form works on
whatever pieces the bytes come in; what it cannot finish it keeps, and it never keeps much.
"""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

#: Bytes of a control sequence; what goes on longer is taken for text.
_LONGEST_SEQUENCE = 4096
#: Characters erased in a row; each costs a look at everything.
_MOST_ERASED = 80

_SEQUENCE = re.compile(
    rb"\x1b(?:"
    rb"\[[0-?]*[ -/]*[@-~]"  # CSI
    rb"|\][^\x07\x1b]*(?:\x07|\x1b\\|(?=\x1b))"  # OSC, ended by BEL or ST, broken off by any other ESC
    rb"|[PX^_][^\x1b]*(?:\x1b\\|(?=\x1b))"  # DCS, SOS, PM, APC, ended by ST
    rb"|[ -/]*[0-OQ-WYZ\\`-~]"  # all others
    rb")"
)
_ERASED = re.compile(rb"[^\n\x08]\x08")
#: Everything that is no text: C0 but for tab and line feed, and DEL.
_CONTROLS = bytes((*range(9), 11, 12, *range(14, 32), 127))


class Form(Protocol):
    """One way to keep what was shown."""

    def begin(self, is_empty: bool, columns: int, rows: int) -> bytes:
        """What comes before the first bytes; `is_empty` when the file is new."""

    def encode(self, data: bytes) -> bytes:
        """What to append for `data`."""

    def resize(self, columns: int, rows: int) -> bytes:
        """What to append for a new size of the window."""

    def finish(self) -> bytes:
        """What was kept and is to be appended at the end."""


class Raw:
    """The bytes as the screen got them."""

    def begin(self, is_empty: bool, columns: int, rows: int) -> bytes:
        """Nothing."""
        return b""

    def encode(self, data: bytes) -> bytes:
        """All of it."""
        return data

    def resize(self, columns: int, rows: int) -> bytes:
        """Nothing."""
        return b""

    def finish(self) -> bytes:
        """Nothing is kept."""
        return b""


class Text(Raw):
    """Text alone: control sequences and control characters removed, each line ended by a line feed."""

    def __init__(self) -> None:
        self._unfinished = b""
        self._return = b""

    def encode(self, data: bytes) -> bytes:
        """A sequence, or a CR, that the next piece may finish is kept for it."""
        data = self._unfinished + data
        escape = data.rfind(b"\x1b", max(0, len(data) - _LONGEST_SEQUENCE))
        if escape < 0 or _SEQUENCE.match(data, escape):
            self._unfinished = b""
            text = _SEQUENCE.sub(b"", data)
        else:
            self._unfinished = data[escape:]
            text = _SEQUENCE.sub(b"", data[: escape + 1])[:-1]  # its ESC breaks off what comes before
        text = self._return + text
        self._return = b"\r" if text.endswith(b"\r") else b""
        return _plain(text.removesuffix(b"\r"))

    def finish(self) -> bytes:
        """What was kept, a sequence nobody finished."""
        kept = self._return + self._unfinished
        self._return = self._unfinished = b""
        return _plain(kept)


def _plain(data: bytes) -> bytes:
    """Text without control sequences as it is kept."""
    data = data.replace(b"\r\n", b"\n")
    for _ in range(_MOST_ERASED):
        if b"\b" not in data:
            break
        data = _ERASED.sub(b"", data)
    return data.replace(b"\r", b"\n").translate(None, _CONTROLS)


class Timestamped(Raw):
    """A time before each line of another form."""

    def __init__(self, form: Form, now: Callable[[], str]) -> None:
        """`now()` is the time as it is to stand there."""
        self._form = form
        self._now = now
        self._at_margin = True

    def encode(self, data: bytes) -> bytes:
        """The time of a line is that of its first byte."""
        data = self._form.encode(data)
        if not data:
            return data
        stamp = f"[{self._now()}] ".encode()
        body = data[:-1].replace(b"\n", b"\n" + stamp) + data[-1:]
        stamped = stamp + body if self._at_margin else body
        self._at_margin = data.endswith(b"\n")
        return stamped

    def finish(self) -> bytes:
        """What the other form kept."""
        return self._form.finish()


class Asciicast(Raw):
    """A recording in asciicast format, version 2: a header, then a line for each piece of output and its time."""

    def __init__(
        self,
        clock: Callable[[], float],
        epoch: Callable[[], float],
        term: str,
        offset: float = 0.0,
        character_set: str = "utf-8",
    ) -> None:
        """`clock()` and `epoch()` are in seconds; `offset` is where an earlier recording in the same file ends.

        `character_set` is the terminal's; a recording is always in UTF-8.
        """
        self._clock = clock
        self._epoch = epoch
        self._term = term
        self._offset = offset
        self._start = clock()
        self._decoder = codecs.getincrementaldecoder(character_set)("replace")

    def begin(self, is_empty: bool, columns: int, rows: int) -> bytes:
        """The header of a new file; an older one goes on."""
        if not is_empty:
            return self.resize(columns, rows)
        header = {
            "version": 2,
            "width": columns or 80,
            "height": rows or 24,
            "timestamp": int(self._epoch()),
            "env": {"TERM": self._term},
        }
        return json.dumps(header).encode() + b"\n"

    def encode(self, data: bytes) -> bytes:
        """A character cut in two belongs to the piece that ends it."""
        text = self._decoder.decode(data)
        return self._event("o", text) if text else b""

    def resize(self, columns: int, rows: int) -> bytes:
        """An event of its own."""
        return self._event("r", f"{columns or 80}x{rows or 24}")

    def finish(self) -> bytes:
        """Half a character, as U+FFFD."""
        text = self._decoder.decode(b"", final=True)
        return self._event("o", text) if text else b""

    def _event(self, kind: str, text: str) -> bytes:
        time = round(self._offset + self._clock() - self._start, 6)
        return json.dumps([time, kind, text], ensure_ascii=False).encode("utf-8", "replace") + b"\n"
