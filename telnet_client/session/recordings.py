"""Typescripts read back: what was shown, piece by piece, and how long after the piece before.

Pure but for the open file it is given: lines and bytes in, pieces out. A recording in asciicast format, version 2, has
its own times; in any other typescript there are none, and all of it is one stream of bytes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO

from telnet_client.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Bytes of one event, and of a piece of a typescript without times.
_LONGEST_LINE = 1 << 21
_PIECE = 64
#: Pieces of a typescript without times follow one another as over a line of 9600 baud, in seconds.
_PIECE_TIME = _PIECE * 10 / 9600


def is_recording(file: BinaryIO) -> bool:
    """Asciicast, version 2; the file is at its beginning before and after."""
    try:
        header = json.loads(file.readline(_LONGEST_LINE))
    except ValueError:
        header = None
    file.seek(0)
    return isinstance(header, dict) and header.get("version") == 2


def recorded_pieces(file: BinaryIO) -> Iterator[tuple[float, bytes]]:
    """Seconds to wait, and what to show then. Raises `CommandError`, with the line, for what is no event."""
    shown_at = 0.0
    file.readline(_LONGEST_LINE)
    for number, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE), b""), start=2):
        try:
            time, kind, text = json.loads(line)
            wait = max(0.0, float(time) - shown_at)
            data = str(text).encode("utf-8", "replace")
        except (ValueError, TypeError):
            raise CommandError(f"Not an asciicast event, line {number}") from None
        if kind == "o":
            shown_at += wait
            yield wait, data


def typescript_pieces(file: BinaryIO) -> Iterator[tuple[float, bytes]]:
    """The same of a typescript without times, at 9600 baud."""
    for piece in iter(lambda: file.read(_PIECE), b""):
        yield _PIECE_TIME, piece
