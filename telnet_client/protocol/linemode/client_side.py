"""One LINEMODE as the client has it: mode, special characters and forward mask together, and the host's word on them.

Sits between the option's handler, which knows when LINEMODE begins and ends, and the three parts. A suboption comes in,
an answer and an event go out; the parts' own rules keep the answers few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from telnet_client.protocol.codes import Command
from telnet_client.protocol.description import numbers
from telnet_client.protocol.events import LinemodeChanged, SlcChanged
from telnet_client.protocol.linemode import forwardmask, mode, slc

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from telnet_client.protocol.events import Event

_MODE = b"\x01"
_FORWARDMASK = b"\x02"
_SLC = b"\x03"
_VERBS = frozenset(bytes((verb,)) for verb in (Command.DO, Command.DONT, Command.WILL, Command.WONT))


class LinemodeState(NamedTuple):
    """What is in force: how keys become lines, signals and bytes."""

    mode: mode.EditingMode
    #: All thirty functions, in their order.
    special_characters: Mapping[slc.Function, slc.SpecialCharacter]
    #: What sends the line so far: the forward mask, FORW1 and FORW2.
    forwarding_characters: frozenset[int]

    def functions(self) -> dict[int, slc.Function]:
        """The function of each special character; the lower one where two have the same."""
        in_use = [(function, setting) for function, setting in self.special_characters.items() if setting.is_in_use]
        return {setting.character: function for function, setting in reversed(in_use)}


class Heard(NamedTuple):
    """What follows from a suboption: a payload to send, b"" for none, and an event, None for no change."""

    answer: bytes
    event: Event | None


class ClientSide:
    """From one agreement on LINEMODE to its end. The host has been told our characters."""

    __slots__ = ("_characters", "_forward_mask", "_mode", "_state")

    def __init__(self, characters: Collection[tuple[int, int | None]]) -> None:
        """`characters` are functions and the user's own characters for them."""
        self._mode = mode.ModeNegotiation()
        self._characters = slc.SpecialCharacters(characters)
        self._forward_mask = forwardmask.ForwardMask()
        self._state: LinemodeState | None = None

    @property
    def state(self) -> LinemodeState:
        """What is in force now; the same object until that changes."""
        if self._state is None:
            in_force = self._characters.in_force
            forwarding = {
                in_force[function].character
                for function in (slc.Function.FORW1, slc.Function.FORW2)
                if in_force[function].is_in_use
            }
            self._state = LinemodeState(self._mode.in_force, in_force, self._forward_mask.characters | forwarding)
        return self._state

    def start_anew(self) -> bytes:
        """The payload that tells our special characters to a host that forgot them; b"" if there are none.

        It will ask for all else again. Until then the mode stays as it is.
        """
        self._state = None
        self._mode.forget()
        self._forward_mask.forget()
        return _about_characters(self._characters.start())

    def hear(self, payload: bytes) -> Heard | None:
        """Act on a suboption of the host; None for what RFC 1184 does not know."""
        kind, rest = payload[:1], payload[1:]
        heard = None
        if kind == _MODE and len(rest) == 1:
            heard = self._hear_mode(rest[0])
        elif kind == _SLC:
            heard = self._hear_characters(rest)
        elif kind in _VERBS and rest[:1] == _FORWARDMASK:
            heard = self._hear_forward_mask(kind[0], rest[1:])
        if heard is not None and heard.event is not None:
            self._state = None
        return heard

    def change(self, function: int, character: int | None) -> bytes:
        """The payload that tells the host of a new special character. Raises `LocalProtocolError`."""
        self._state = None
        return _SLC + self._characters.change(function, character)

    def ask(self, *, defaults: bool) -> bytes:
        """The payload that asks the host for all its special characters; with `defaults` it goes back to its own."""
        return _SLC + bytes((slc.EVERY_FUNCTION, slc.Level.DEFAULT if defaults else slc.Level.VALUE, 0))

    def _hear_mode(self, mask: int) -> Heard:
        before = self._mode.in_force
        acknowledgement = self._mode.hear(mask)
        after = self._mode.in_force
        answer = b"" if acknowledgement is None else _MODE + bytes((acknowledgement,))
        return Heard(answer, LinemodeChanged(after.mask) if after != before else None)

    def _hear_characters(self, triplets: bytes) -> Heard:
        answer, is_new = self._characters.hear(triplets)
        return Heard(_about_characters(answer), SlcChanged() if is_new else None)

    def _hear_forward_mask(self, verb: int, mask: bytes) -> Heard:
        before = self._forward_mask.characters
        answer = self._forward_mask.hear(verb, mask)
        is_new = self._forward_mask.characters != before
        return Heard(bytes((answer,)) + _FORWARDMASK if answer else b"", SlcChanged() if is_new else None)


def _about_characters(triplets: bytes) -> bytes:
    return _SLC + triplets if triplets else b""


def describe(payload: bytes) -> str:
    """`MODE EDIT TRAPSIG`, `SLC IP VALUE ^C, AYT NOSUPPORT`, `DO FORWARDMASK ^D`."""
    kind, rest = payload[:1], payload[1:]
    if kind == _MODE and len(rest) == 1:
        return f"MODE {mode.describe(rest[0])}"
    if kind == _SLC:
        return f"SLC {slc.describe(rest)}".rstrip()
    if kind in _VERBS and rest[:1] == _FORWARDMASK:
        return forwardmask.describe(kind[0], rest[1:])
    return numbers(payload)
