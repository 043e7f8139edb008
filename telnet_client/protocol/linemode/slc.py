"""SLC of LINEMODE (RFC 1184, section 2.4): which character does what, agreed on with the host function by function.

Sits between the host's lists of triplets and the line editor. Every function can be changed on our side, so what the
host proposes is acknowledged; only what we do not know, or have no default for, is answered by a lower level. What is
in force already and what is an acknowledgement is never answered: no exchange can go on for ever. An answer holds a
function once, however long the list was (CVE-2005-0469, CVE-2026-32746).
"""

from __future__ import annotations

from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from telnet_client.errors import LocalProtocolError
from telnet_client.protocol.description import character_name
from telnet_client.protocol.own_characters import FLUSHIN, FLUSHOUT, OWN_FLUSHES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Function(IntEnum):
    """What a special character can do, by RFC 1184's numbers and names."""

    SYNCH = 1
    BRK = 2
    IP = 3
    AO = 4
    AYT = 5
    EOR = 6
    ABORT = 7
    EOF = 8
    SUSP = 9
    EC = 10
    EL = 11
    EW = 12
    RP = 13
    LNEXT = 14
    XON = 15
    XOFF = 16
    FORW1 = 17
    FORW2 = 18
    MCL = 19
    MCR = 20
    MCWL = 21
    MCWR = 22
    MCBOL = 23
    MCEOL = 24
    INSRT = 25
    OVER = 26
    ECR = 27
    EWR = 28
    EBOL = 29
    EEOL = 30


class Level(IntEnum):
    """How a side stands to a function. An answer that does not agree has a lower one, which ends the exchange."""

    NOSUPPORT = 0
    CANTCHANGE = 1
    VALUE = 2
    DEFAULT = 3


_LEVEL_BITS = 3
ACK = 128

#: In place of a function: all of them, to be told (VALUE), or to be set to the defaults and then told (DEFAULT).
EVERY_FUNCTION = 0
#: In place of a character: the function is supported and no character does it.
NO_CHARACTER = 255

_LEVELS = tuple(Level)
_FUNCTIONS = {function.value: function for function in Function}
_FLAG_WORDS = {ACK: "ACK", FLUSHIN: "FLUSHIN", FLUSHOUT: "FLUSHOUT"}
#: Triplets that a description shows.
_SHOWN = 40


class SpecialCharacter(NamedTuple):
    """What is agreed on about one function."""

    level: Level
    #: FLUSHIN, FLUSHOUT, both or 0.
    flags: int
    #: 0 to 254, or NO_CHARACTER; of no meaning at NOSUPPORT.
    character: int

    @property
    def is_in_use(self) -> bool:
        """There is a character for the function."""
        return self.level is not Level.NOSUPPORT and self.character != NO_CHARACTER

    @property
    def flushes_input(self) -> bool:
        """The function goes with a Synch: the host drops what it has not read (RFC 1184, section 5.8)."""
        return self.flags & FLUSHIN != 0

    @property
    def flushes_output(self) -> bool:
        """The function goes with DO TIMING-MARK: output up to its answer is not shown (RFC 1184, section 5.8)."""
        return self.flags & FLUSHOUT != 0

    def agrees_with(self, other: SpecialCharacter) -> bool:
        """The same level and character; the flags are told, not agreed on."""
        return self.level is other.level and (self.level is Level.NOSUPPORT or self.character == other.character)


UNSUPPORTED = SpecialCharacter(Level.NOSUPPORT, 0, 0)


class SpecialCharacters:
    """The special characters of one LINEMODE: ours, those in force, and what has to be said about them."""

    __slots__ = ("_agreed", "_mentioned", "_own")

    def __init__(self, own: Collection[tuple[int, int | None]]) -> None:
        """`own` are functions and the user's characters for them; with None the host is told that there is none."""
        self._own = dict.fromkeys(Function, UNSUPPORTED)
        for function, character in own:
            self._own[Function(function)] = _own_setting(Function(function), character)
        #: What our list names, be it to say that there is none.
        self._mentioned = {Function(function) for function, _character in own}
        self._agreed = dict(self._own)

    @property
    def in_force(self) -> Mapping[Function, SpecialCharacter]:
        """All thirty functions, in their order."""
        return MappingProxyType(dict(self._agreed))

    def start(self) -> bytes:
        """LINEMODE begins, perhaps once more: our own characters, as a list to be sent."""
        self._agreed = dict(self._own)
        return b"".join(self._listed().values())

    def hear(self, triplets: bytes) -> tuple[bytes, bool]:
        """Take in the host's list: the list to answer with, b"" for none, and whether anything is new.

        Bytes behind the last whole triplet are left out.
        """
        before = dict(self._agreed)
        answers: dict[int, bytes] = {}
        is_to_be_listed = False
        for function, modifiers, character in zip(triplets[::3], triplets[1::3], triplets[2::3], strict=False):
            if function != EVERY_FUNCTION:
                answer = self._hear_triplet(function, modifiers, character)
                if answer:
                    answers[function] = answer
            elif modifiers & ~(FLUSHIN | FLUSHOUT) == Level.DEFAULT:
                self._agreed = dict(self._own)
                answers = {number: answer for number, answer in answers.items() if number not in _FUNCTIONS}
                is_to_be_listed = True
            elif modifiers & ~(FLUSHIN | FLUSHOUT) == Level.VALUE:
                is_to_be_listed = True
        if is_to_be_listed:
            answers = {**self._listed(), **answers}
        return b"".join(answers.values()), self._agreed != before

    def change(self, function: int, character: int | None) -> bytes:
        """The user wants another character, or None for none: the list to be sent.

        Raises `LocalProtocolError` for what is no function or no character, and where the host cannot change its own.
        """
        known = _FUNCTIONS.get(function)
        if known is None:
            raise LocalProtocolError(f"There is no function {function} of special characters")
        if character is not None and not 0 <= character < NO_CHARACTER:
            raise LocalProtocolError(f"{character} is no special character")
        if self._agreed[known].level is Level.CANTCHANGE:
            raise LocalProtocolError(f"The host cannot change its character for {known.name}")
        self._own[known] = self._agreed[known] = _own_setting(known, character)
        self._mentioned.add(known)
        return _encode(known, self._agreed[known])

    def _listed(self) -> dict[int, bytes]:
        """Of functions that our list does not name and nobody has a character for there is nothing to tell."""
        return {
            function: _encode(function, setting)
            for function, setting in self._agreed.items()
            if function in self._mentioned or setting != UNSUPPORTED
        }

    def _hear_triplet(self, number: int, modifiers: int, character: int) -> bytes:
        """The triplet to answer with, b"" for none."""
        heard = SpecialCharacter(_LEVELS[modifiers & _LEVEL_BITS], modifiers & (FLUSHIN | FLUSHOUT), character)
        function = _FUNCTIONS.get(number)
        if function is None:
            is_settled = heard.level is Level.NOSUPPORT or modifiers & ACK
            return b"" if is_settled else _encode(number, UNSUPPORTED)
        if heard.level is Level.DEFAULT:
            # Not to be acknowledged, so an ACK that comes with it is an error, and has no meaning.
            self._agreed[function] = self._own[function]
            return _encode(function, self._agreed[function])
        agreed = self._agreed[function]
        # An acknowledgement of another level answers what we have taken back since.
        if heard.level is agreed.level or not modifiers & ACK:
            self._agreed[function] = UNSUPPORTED if heard.level is Level.NOSUPPORT else heard
        is_settled = modifiers & ACK or heard.agrees_with(agreed)
        return b"" if is_settled else _encode(function, heard, ACK)


def _own_setting(function: Function, character: int | None) -> SpecialCharacter:
    if character is None:
        return UNSUPPORTED
    return SpecialCharacter(Level.VALUE, OWN_FLUSHES.get(function, 0), character)


def _encode(function: int, setting: SpecialCharacter, acknowledgement: int = 0) -> bytes:
    return bytes((function, setting.level | setting.flags | acknowledgement, setting.character))


def describe(triplets: bytes) -> str:
    """`IP VALUE FLUSHIN FLUSHOUT ^C, AYT NOSUPPORT`."""
    whole = triplets[: _SHOWN * 3]
    words = map(_describe_triplet, whole[::3], whole[1::3], whole[2::3])
    return ", ".join(words) + (" ..." if len(triplets) > len(whole) else "")


def _describe_triplet(number: int, modifiers: int, character: int) -> str:
    function = _FUNCTIONS.get(number)
    level = _LEVELS[modifiers & _LEVEL_BITS]
    words = [function.name if function else str(number), level.name]
    words += [word for flag, word in _FLAG_WORDS.items() if modifiers & flag]
    if level is not Level.NOSUPPORT and number != EVERY_FUNCTION:
        words.append(character_name(character))
    return " ".join(words)
