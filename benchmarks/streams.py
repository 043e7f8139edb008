"""What hosts send and what pastes carry: the byte streams, and how to tell whether they arrived.

A stream is one block of about a MiB, sent as often as a measurement wants; it comes with the bytes that a terminal
must be shown for it. Seeds are fixed, so every run on every machine carries the same bytes.
"""

from __future__ import annotations

import bisect
import random
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

MIB = 1 << 20
IAC, DONT, DO, WONT, WILL, NOP = 255, 254, 253, 252, 251, 241
ECHO, SUPPRESS_GO_AHEAD = 1, 3

#: Follows the last byte of a stream or a paste; no stream contains it.
MARKER = b"<<<-the-stream-ends-here->>>"

_PRINTABLE = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:;-+*/=()"
_TO_PRINTABLE = bytes(_PRINTABLE[byte % len(_PRINTABLE)] for byte in range(256))
_WORDS = (
    "prompt",
    "größe",
    "Ärger",
    "niño",
    "Αθήνα",
    "Москва",
    "東京",
    "端末",
    "한글",
    "├──┤",
    "█▓▒░",
    "🚂",
    "connected",
)


class Stream(NamedTuple):
    """One block of a stream: what the host sends and what the terminal is shown for it."""

    key: str
    title: str
    wire: bytes
    shown: bytes


def _lines(source: random.Random, size: int, widths: range, end: bytes) -> bytes:
    """At least ``size`` bytes of printable lines as wide as ``widths`` allows, ``end`` after each."""
    letters = source.randbytes(size).translate(_TO_PRINTABLE)
    text = bytearray()
    start = 0
    while len(text) < size:
        width = source.choice(widths)
        text += letters[start : start + width] + end
        start += width
    return bytes(text)


def _text(source: random.Random) -> tuple[bytes, bytes]:
    text = _lines(source, MIB, range(40, 100), b"\r\n")
    return text, text


def _random_bytes(source: random.Random) -> tuple[bytes, bytes]:
    shown = source.randbytes(MIB) + b"."  # the next block may begin with LF: no CR may stand before it
    doubled = shown.replace(b"\xff", b"\xff\xff")
    return re.sub(rb"\r(?!\n)", b"\r\0", doubled), shown


def _doubled_iac(_source: random.Random) -> tuple[bytes, bytes]:
    shown = b"\xff" * (MIB // 2)
    return shown + shown, shown


def _commands(source: random.Random) -> tuple[bytes, bytes]:
    text = _lines(source, MIB, range(40, 100), b"\r\n")
    wire, shown = bytearray(), bytearray()
    start = 0
    while len(wire) < MIB:
        option = source.randrange(60, 120)
        command = source.choice((bytes((IAC, NOP)), bytes((IAC, DO, option)), bytes((IAC, WILL, option))))
        piece = text[start : start + 64 - len(command)]
        start += len(piece)
        if piece.endswith(b"\r"):  # a command between CR and LF is another test than this one
            piece = piece[:-1] + b"."
        wire += piece + command
        shown += piece
    return bytes(wire), bytes(shown)


def _bare_returns(source: random.Random) -> tuple[bytes, bytes]:
    wire = _lines(source, MIB, range(6, 13), b"\r\0")
    return wire, wire.replace(b"\r\0", b"\r")


def _coloured(source: random.Random) -> tuple[bytes, bytes]:
    text = bytearray()
    while len(text) < MIB:
        words = [source.choice(_WORDS) for _ in range(10)]
        coloured = source.randrange(10)
        words[coloured] = f"\x1b[1;3{source.randrange(8)}m{words[coloured]}\x1b[0m"
        text += " ".join(words).encode() + b"\r\n"
    return bytes(text), bytes(text)


_BUILDERS: dict[str, tuple[str, Callable[[random.Random], tuple[bytes, bytes]]]] = {
    "a": ("text with CRLF", _text),
    "b": ("random bytes, IAC doubled, CR NUL", _random_bytes),
    "c": ("nothing but IAC IAC", _doubled_iac),
    "d": ("a command in each 64 bytes", _commands),
    "e": ("CR NUL every ten bytes", _bare_returns),
    "f": ("coloured UTF-8", _coloured),
}
STREAM_KEYS = tuple(_BUILDERS)


def build_stream(key: str) -> Stream:
    """The block of stream ``key``, one of STREAM_KEYS."""
    title, build = _BUILDERS[key]
    wire, shown = build(random.Random(f"stream {key}"))
    return Stream(key, title, wire, shown)


def build_paste(mib: int) -> bytes:
    """``mib`` MiB of lines of 71 characters and a CR, as a terminal hands over a paste; MARKER and CR close it."""
    return _lines(random.Random("paste"), MIB, range(71, 72), b"\r") * mib + MARKER + b"\r"


def refuse_requests(received: bytes) -> bytes:
    """The answers of a host that offers ECHO and SUPPRESS-GO-AHEAD and refuses whatever else a client asks for."""
    answers = bytearray()
    for verb, option in re.findall(rb"\xff([\xfb\xfd])(.)", received, re.DOTALL):
        if verb[0] == WILL:
            answers += bytes((IAC, DONT, option[0]))
        elif option[0] not in (ECHO, SUPPRESS_GO_AHEAD):
            answers += bytes((IAC, WONT, option[0]))
    return bytes(answers)


_COMMAND = re.compile(rb"\xff(\xff|[\xfb-\xfe].|\xfa.*?\xff\xf0|.)", re.DOTALL)


def read_typing(received: bytes) -> bytes:
    """What a host's application gets of a client's bytes: commands taken out, each end of line one LF."""
    if b"\xff" in received:
        received = _COMMAND.sub(lambda found: b"\xff" if found[1] == b"\xff" else b"", received)
    return received.replace(b"\r\n", b"\n").replace(b"\r\0", b"\n").replace(b"\r", b"\n")


def join_line_ends(shown: bytes) -> bytes:
    """``shown`` with LF for CR LF, however many CRs a terminal's driver put before the LF."""
    return re.sub(rb"\r+\n", b"\n", shown)


def count_matching(shown: bytes, wanted: bytes) -> int:
    """How many bytes at the start of both are the same."""
    shorter = range(min(len(shown), len(wanted)))
    return bisect.bisect_left(shorter, True, key=lambda last: shown[: last + 1] != wanted[: last + 1])


def compare(shown: bytes, wanted: bytes) -> str:
    """``exact``, ``exact but for CRs`` that a terminal's driver may add, or what is wrong and where."""
    if shown == wanted:
        return "exact"
    if join_line_ends(shown) == join_line_ends(wanted):
        return "exact but for CRs"
    return f"WRONG at byte {count_matching(shown, wanted)}, {len(shown)} bytes for {len(wanted)}"
