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

if TYPE_CHECKING:
    from telnet_client.protocol.linemode.client_side import ClientSide, LinemodeState

_SLC = b"\x03"


class Linemode(OptionHandler):
    """Begins and ends a `ClientSide`, which is loaded where a host has LINEMODE, and few have."""

    code = Option.LINEMODE
    name = "LINEMODE"
    _client_side: ClientSide | None = None

    @property
    def state(self) -> LinemodeState | None:
        """What is in force; None without LINEMODE."""
        return None if self._client_side is None else self._client_side.state

    def enabled(self, side: Side) -> None:
        """Tell our special characters, as the client has to begin with that (RFC 1184, section 5.5)."""
        if side is Side.REMOTE:
            return
        if self._client_side is None:
            self._answer(self._begin().start())
        else:
            self._answer(self._client_side.start_anew())
            self.context.report(SlcChanged())

    def disabled(self, side: Side) -> None:
        """What is left is the keyboard as it was."""
        if self._client_side is not None and not self.is_ours:
            self._client_side = None
            self.context.report(LinemodeChanged(None))

    def receive(self, payload: bytes) -> bool:
        """MODE, SLC or FORWARDMASK."""
        client_side = self._client_side
        if client_side is None:
            client_side = self._begin()
            # A host that tells its characters first gets ours as answers to them.
            if not payload.startswith(_SLC):
                self._answer(client_side.start())
        heard = client_side.hear(payload)
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

    def _begin(self) -> ClientSide:
        from telnet_client.protocol.linemode.client_side import ClientSide
        from telnet_client.protocol.linemode.slc import COMMON_CHARACTERS

        characters = self.context.facts.special_characters
        self._client_side = ClientSide(COMMON_CHARACTERS if characters is None else characters)
        self.context.report(LinemodeChanged(self._client_side.state.mode))
        return self._client_side

    def _need(self) -> ClientSide:
        if self._client_side is None:
            raise LocalProtocolError("LINEMODE is off")
        return self._client_side
