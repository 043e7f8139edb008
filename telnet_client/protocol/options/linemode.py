"""LINEMODE (RFC 1184): lines edited, and signals trapped, on the user's side.

The option is the client's: the host says DO, and our characters follow our WILL. Some hosts get that wrong and say
WILL; they are told DO, and are believed at their first subnegotiation. Not before: simh says WILL, knows nothing of
LINEMODE, and would type our characters into its machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.errors import LocalProtocolError
from telnet_client.protocol.codes import Option
from telnet_client.protocol.events import LinemodeChanged, SlcChanged
from telnet_client.protocol.negotiation import Side
from telnet_client.protocol.options.base import OptionHandler
from telnet_client.protocol.own_characters import COMMON_CHARACTERS, list_of

if TYPE_CHECKING:
    from telnet_client.protocol.linemode.client_side import ClientSide, LinemodeState

_SLC = b"\x03"


class Linemode(OptionHandler):
    """Begins and ends a `ClientSide`, which is loaded once a host has said what it wants, and few do."""

    code = Option.LINEMODE
    name = "LINEMODE"
    #: Our characters as LINEMODE began; None while it is off.
    _own: tuple[tuple[int, int | None], ...] | None = None
    _client_side: ClientSide | None = None

    @property
    def state(self) -> LinemodeState | None:
        """What is in force; None without LINEMODE."""
        return None if self._own is None else self._load(self._own).state

    def enabled(self, side: Side) -> None:
        """Tell our special characters, as the client has to begin with that (RFC 1184, section 5.5)."""
        if side is Side.REMOTE:
            return
        if self._own is None:
            self._begin(tells=True)
        else:
            self._answer(self._load(self._own).start_anew())
            self.context.report(SlcChanged())

    def disabled(self, side: Side) -> None:
        """What is left is the keyboard as it was."""
        if self._own is not None and not self.is_ours:
            self._own = self._client_side = None
            self.context.report(LinemodeChanged(None))

    def receive(self, payload: bytes) -> bool:
        """MODE, SLC or FORWARDMASK."""
        # A host that tells its characters first gets ours as answers to them.
        own = self._begin(tells=not payload.startswith(_SLC)) if self._own is None else self._own
        heard = self._load(own).hear(payload)
        if heard is None:
            return False
        self._answer(heard.answer)
        if heard.event is not None:
            self.context.report(heard.event)
        return True

    def describe(self, payload: bytes) -> str:
        """`MODE EDIT TRAPSIG`, `SLC IP VALUE ^C, AYT NOSUPPORT`, `DO FORWARDMASK ^D`."""
        from telnet_client.protocol.linemode.client_side import describe

        return describe(payload)

    def change_special_character(self, function: int, character: int | None) -> None:
        """The user wants another character for a function, or none. Raises `LocalProtocolError`."""
        self.send(self._need().change(function, character))
        self.context.report(SlcChanged())

    def request_special_characters(self, *, defaults: bool) -> None:
        """Ask the host for all its characters, or for its defaults. Raises `LocalProtocolError`."""
        self.send(self._need().ask(defaults=defaults))

    def _answer(self, payload: bytes) -> None:
        if payload:
            self.send(payload)

    def _begin(self, *, tells: bool) -> tuple[tuple[int, int | None], ...]:
        characters = self.context.facts.special_characters
        self._own = COMMON_CHARACTERS if characters is None else characters
        self.context.report(LinemodeChanged(0))
        if tells and self._own:
            self.send(_SLC + list_of(self._own))
        return self._own

    def _load(self, own: tuple[tuple[int, int | None], ...]) -> ClientSide:
        if self._client_side is None:
            from telnet_client.protocol.linemode.client_side import ClientSide

            self._client_side = ClientSide(own)
        return self._client_side

    def _need(self) -> ClientSide:
        if self._own is None:
            raise LocalProtocolError("LINEMODE is off")
        return self._load(self._own)
