"""The TELNET decoder as RFC 854 reads, a byte at a time: slow, plain, and right. What the fast one is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.protocol.decoder import SUBNEGOTIATION_LIMIT, Item, Negotiation, Subnegotiation, Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

IAC, SB, SE = 255, 250, 240
VERBS = range(251, 255)


def decode(stream: bytes) -> Iterator[Item]:
    """The items of `stream`, a data item for each byte of data; what is unfinished at its end is left out."""
    body: bytearray | None = None
    warned = False
    bytes_left = iter(stream)
    for byte in bytes_left:
        code = byte
        if byte == IAC:
            code = next(bytes_left, -1)
            if code < 0:
                return
        if byte != IAC or code == IAC:
            if body is None:
                yield bytes((code,))
            else:
                body.append(code)
                if len(body) > SUBNEGOTIATION_LIMIT and not warned:
                    warned = True
                    yield Violation("a subnegotiation without end")
            continue
        argument = next(bytes_left, -1) if code in VERBS else 0
        if argument < 0:
            return
        if body is not None:
            ended, body = body, None
            if code == SE:
                if not ended:
                    yield Violation("an empty subnegotiation")
                elif len(ended) <= SUBNEGOTIATION_LIMIT:
                    yield Subnegotiation(ended[0], bytes(ended[1:]))
                continue
            yield Violation("a command within a subnegotiation")
        if code == SB:
            body = bytearray()
            warned = False
        elif code in VERBS:
            yield Negotiation(code, argument)
        else:
            yield code


def undo_carriage_returns(data: bytes) -> bytes:
    """`data` without each NUL that follows a CR."""
    undone = bytearray()
    after_return = False
    for byte in data:
        if byte != 0 or not after_return:
            undone.append(byte)
        after_return = byte == 13
    return bytes(undone)


def joined(items: Iterable[Item]) -> list[Item]:
    """`items` with neighbouring data as one item and no empty data."""
    whole: list[Item] = []
    for item in items:
        if isinstance(item, bytes) and whole and isinstance(whole[-1], bytes):
            whole[-1] += item
        elif item != b"":
            whole.append(item)
    return whole
