"""X-DISPLAY-LOCATION (RFC 1096): where the user's X display is, if there is one to tell of."""

from __future__ import annotations

from telnet_client.protocol.codes import Option
from telnet_client.protocol.description import worded
from telnet_client.protocol.negotiation import Side
from telnet_client.protocol.options.base import OptionHandler

_IS, _SEND = 0, 1
_WORDS = {_IS: "IS", _SEND: "SEND"}


class XDisplayLocation(OptionHandler):
    """Refused where there is no display."""

    code = Option.X_DISPLAY_LOCATION
    name = "X-DISPLAY-LOCATION"

    def is_possible(self, side: Side) -> bool:
        """Ours only where there is a display."""
        return side is Side.REMOTE or self.context.facts.display != ""

    def receive(self, payload: bytes) -> bool:
        """SEND: answer IS and the display."""
        if payload != bytes((_SEND,)) or not self.is_ours:
            return False
        self.send(bytes((_IS,)) + self.context.facts.display.encode(errors="replace"))
        return True

    def describe(self, payload: bytes) -> str:
        """`SEND`, `IS "unix:0"`."""
        return worded(_WORDS, payload)
