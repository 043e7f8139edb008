"""Cuts what the network brings into data, commands, negotiations and subnegotiations (RFC 854, RFC 855).

Sits between the stream of chunks and the engine. Python code runs once a chunk, and once a command only where that
command may mean something: data is found, joined and passed on in bulk. However the stream is cut into chunks, the
items are the same but for where data is cut.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from telnet_client.protocol.codes import IAC, Command

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Bytes between IAC SB and IAC SE, the option's included; what is longer is dropped as a whole.
SUBNEGOTIATION_LIMIT = 1 << 16

_IAC = bytes((IAC,))
DOUBLED_IAC = _IAC + _IAC

#: A whole command; an IAC, or IAC and a verb, without what belongs to it can only stand at the end of a chunk.
_COMMAND = re.compile(rb"(\xff(?:[\xfb-\xfe].|[^\xfb-\xfe]))", re.DOTALL)

#: Where more than one byte in this many is an IAC, `replace` undoubles faster than `split` and `join`.
_DENSE = 24
#: Bytes at the start of a chunk whose density is taken for that of the whole.
_SAMPLE = 4096


class Negotiation(NamedTuple):
    """WILL, WONT, DO or DONT, and the option."""

    verb: int
    option: int


class Subnegotiation(NamedTuple):
    """What stood between IAC SB and IAC SE, doubled IACs undone, without the option."""

    option: int
    payload: bytes


class Violation(NamedTuple):
    """The peer broke the protocol. `text` is a clause: what it did."""

    text: str


#: Data, the code of any other command, and the rest.
Item = bytes | int | Negotiation | Subnegotiation | Violation


class Decoder:
    """The receiving half of the TELNET protocol, without its meaning."""

    __slots__ = ("_body", "_held", "quiet")

    def __init__(self) -> None:
        #: Commands that call for nothing, each with the data it stands for: IAC IAC for one byte, the rest for none.
        #: They never become items. Looked up at each command, so it may be changed between two items.
        self.quiet: dict[bytes, bytes] = {DOUBLED_IAC: _IAC}
        self._held = b""
        self._body: bytearray | None = None

    def decode(self, chunk: bytes) -> Iterator[Item]:
        """The items of `chunk`. All of them must be taken before the next chunk comes."""
        if self._held:
            chunk = self._held + chunk
            self._held = b""
        parts = self._cut(chunk)
        if self._body is None and self._make_quiet(parts):
            yield b"".join(parts)
        else:
            yield from self._interpret(parts)

    def _cut(self, chunk: bytes) -> list[bytes]:
        """Data, command, data, command, ... data. An unfinished command waits for the next chunk."""
        first = chunk.find(IAC)
        if first < 0:
            return [chunk]
        if chunk.startswith(DOUBLED_IAC, first):
            undoubled = _undouble(chunk)
            if undoubled is not None:
                data, self._held = undoubled
                return [data]
        parts = _COMMAND.split(chunk)
        end = parts[-1]
        unfinished = end.find(IAC)
        if unfinished >= 0:
            parts[-1] = end[:unfinished]
            self._held = end[unfinished:]
        return parts

    def _make_quiet(self, parts: list[bytes]) -> bool:
        """Turn all commands in `parts` into the data they stand for; False, and nothing done, if one is not quiet."""
        try:
            parts[1::2] = [*map(self.quiet.__getitem__, parts[1::2])]
        except KeyError:
            return False
        return True

    def _interpret(self, parts: list[bytes]) -> Iterator[Item]:
        remaining = iter(parts)
        run = [next(remaining)]
        for command, data in zip(remaining, remaining, strict=True):
            if command == DOUBLED_IAC:
                run.append(_IAC)
            elif self._body is not None:
                yield from self._collect(b"".join(run))
                run.clear()
                yield from self._end_subnegotiation(command)
            elif command in self.quiet:
                run.append(self.quiet[command])
            else:
                yield b"".join(run)
                run.clear()
                yield from self._begin(command)
            run.append(data)
        if self._body is None:
            yield b"".join(run)
        else:
            yield from self._collect(b"".join(run))

    def _begin(self, command: bytes) -> Iterator[Item]:
        if command[1] == Command.SUBNEGOTIATION:
            self._body = bytearray()
        elif len(command) == 3:
            yield Negotiation(command[1], command[2])
        else:
            yield command[1]

    def _collect(self, data: bytes) -> Iterator[Item]:
        """Data within a subnegotiation. One byte more than the limit is kept as the sign that it was passed."""
        body = self._body
        assert body is not None
        room = SUBNEGOTIATION_LIMIT + 1 - len(body)
        body += data[:room]
        if 0 < room <= len(data):
            yield Violation("a subnegotiation without end")

    def _end_subnegotiation(self, command: bytes) -> Iterator[Item]:
        """A command other than IAC IAC within a subnegotiation: its end, or as BSD has it, its end and a new start."""
        body, self._body = self._body, None
        assert body is not None
        if command[1] != Command.SUBNEGOTIATION_END:
            yield Violation("a command within a subnegotiation")
            yield from self._begin(command)
        elif not body:
            yield Violation("an empty subnegotiation")
        elif len(body) <= SUBNEGOTIATION_LIMIT:
            yield Subnegotiation(body[0], bytes(body[1:]))


def _undouble(chunk: bytes) -> tuple[bytes, bytes] | None:
    """The data of a chunk with no command but IAC IAC, and half of one if it ends with that; None for any other."""
    if chunk.count(IAC, 0, _SAMPLE) * _DENSE > min(len(chunk), _SAMPLE):
        return _undouble_dense(chunk)
    pieces = chunk.split(_IAC)
    held = b"" if len(pieces) % 2 else _IAC
    # Between the IACs of a pair there is nothing, and behind half a pair at the end there is nothing.
    if (held and pieces.pop()) or any(pieces[1::2]):
        return None
    return _IAC.join(pieces[::2]), held


def _undouble_dense(chunk: bytes) -> tuple[bytes, bytes] | None:
    held = _IAC if chunk.count(IAC) % 2 else b""
    whole = chunk[:-1] if held else chunk
    data = whole.replace(DOUBLED_IAC, _IAC)
    # Every IAC that stood alone, and is no half pair at the end, is left over beside one for each pair replaced.
    return (data, held) if data.count(IAC) == len(whole) - len(data) else None
