"""Typescripts read back: what was shown, piece by piece, and how long after the piece before.

Pure but for the open file it is given: lines and bytes in, pieces out. A recording in asciicast format, version 2, has
its own times; in any other typescript there are none, and all of it is one stream of bytes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

from telnet_client.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Bytes of one event: what was shown in one piece, in JSON.
LONGEST_LINE = 1 << 21
#: Seconds; no recording is so long.
_LONGEST_TIME = 1e9
#: Bytes of a piece of a typescript without times, which follow one another as over a line of 9600 baud; in seconds.
_PIECE = 64
_PIECE_TIME = _PIECE * 10 / 9600


def is_recording(file: BinaryIO) -> bool:
    """Asciicast, version 2; the file is at its beginning before and after."""
    header = file.readline(LONGEST_LINE)
    file.seek(0)
    return _is_header(header)


def recorded_pieces(file: BinaryIO) -> Iterator[tuple[float, bytes]]:
    """Seconds to wait, and what to show then. Raises `CommandError`, with the line, for what is no event."""
    shown_at = 0.0
    file.readline(LONGEST_LINE)
    for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), start=2):
        try:
            time, kind, text = _parse(line)
            wait = max(0.0, _seconds(time) - shown_at)
            data = str(text).encode("utf-8", "replace")
        except (ValueError, TypeError):
            raise CommandError(f"Not an asciicast event, line {number}") from None
        if kind == "o":
            shown_at += wait
            yield wait, data


def recorded_time(header: bytes, last_line: bytes) -> float:
    """Where the recording that begins and ends with these lines ends, in seconds.

    Raises ValueError for what is no recording in asciicast format, version 2.
    """
    if not _is_header(header):
        raise ValueError("Not an asciicast recording")
    try:
        time, _kind, _text = _parse(last_line)
        return _seconds(time)
    except (ValueError, TypeError):
        return 0.0


def _is_header(line: bytes) -> bool:
    try:
        header = _parse(line)
    except ValueError:
        return False
    return isinstance(header, dict) and header.get("version") == 2


def _parse(line: bytes) -> Any:
    try:
        return json.loads(line)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _seconds(time: Any) -> float:
    seconds = float(time)
    if not 0 <= seconds <= _LONGEST_TIME:
        raise ValueError(f"{seconds} is no time")
    return seconds


def typescript_pieces(file: BinaryIO) -> Iterator[tuple[float, bytes]]:
    """The same of a typescript without times, at 9600 baud."""
    for piece in iter(lambda: file.read(_PIECE), b""):
        yield _PIECE_TIME, piece
