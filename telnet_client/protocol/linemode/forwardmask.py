"""FORWARDMASK of LINEMODE (RFC 1184, section 2.3): characters that send the line so far, as the end of a line does.

Sits between the host's bit masks and the line editor. One octet for eight characters, the first for its highest bit;
16 octets, or 32 where we send BINARY, and those left out at the end are zero.
"""

from __future__ import annotations

from telnet_client.protocol.codes import Command
from telnet_client.protocol.description import character_name

#: Octets for all 256 characters. A longer mask is no mask.
MASK_LIMIT = 32

_VERBS = {
    Command.DO: "DO FORWARDMASK",
    Command.DONT: "DONT FORWARDMASK",
    Command.WILL: "WILL FORWARDMASK",
    Command.WONT: "WONT FORWARDMASK",
}
#: Characters that a description shows.
_SHOWN = 40


class ForwardMask:
    """Whether there is a mask, which is negotiated like an option, and the characters in it."""

    __slots__ = ("_is_agreed", "characters")

    def __init__(self) -> None:
        self._is_agreed = False
        #: What sends the line so far; empty without a mask.
        self.characters: frozenset[int] = frozenset()

    def hear(self, verb: int, mask: bytes) -> int | None:
        """DO, DONT, WILL or WONT of the host: the verb to answer with, or None where nothing is to be said.

        A new mask in place of one agreed on needs no answer. WILL is the client's word: the host is told DONT.
        """
        if verb == Command.WILL:
            return Command.DONT
        if verb == Command.WONT:
            return None
        if verb == Command.DO and len(mask) > MASK_LIMIT:
            self._is_agreed = False
            self.characters = frozenset()
            return Command.WONT
        was_agreed, self._is_agreed = self._is_agreed, verb == Command.DO
        self.characters = _characters(mask) if self._is_agreed else frozenset()
        if self._is_agreed == was_agreed:
            return None
        return Command.WILL if self._is_agreed else Command.WONT

    def forget(self) -> None:
        """The host was started anew: there is no mask, until it asks."""
        self._is_agreed = False
        self.characters = frozenset()


def _characters(mask: bytes) -> frozenset[int]:
    return frozenset(
        place * 8 + bit for place, octet in enumerate(mask) if octet for bit in range(8) if octet & 0x80 >> bit
    )


def describe(verb: int, mask: bytes) -> str:
    """`DO FORWARDMASK ^C ^D`, `WONT FORWARDMASK`."""
    characters = sorted(_characters(mask[:MASK_LIMIT]))
    words = [_VERBS[Command(verb)], *map(character_name, characters[:_SHOWN])]
    return " ".join(words if len(characters) <= _SHOWN else [*words, "..."])
