"""TERMINAL-SPEED (RFC 1079): bits a second of the user's line."""

from __future__ import annotations

from telnet_client.protocol.codes import Option
from telnet_client.protocol.description import worded
from telnet_client.protocol.options.base import OptionHandler

_IS, _SEND = 0, 1
_WORDS = {_IS: "IS", _SEND: "SEND"}


class TerminalSpeed(OptionHandler):
    """Transmit and receive speed, as text."""

    code = Option.TERMINAL_SPEED
    name = "TERMINAL-SPEED"

    def receive(self, payload: bytes) -> bool:
        """SEND: answer IS and both speeds."""
        if payload != bytes((_SEND,)) or not self.is_ours:
            return False
        facts = self.context.facts
        self.send(bytes((_IS,)) + f"{facts.transmit_speed},{facts.receive_speed}".encode())
        return True

    def describe(self, payload: bytes) -> str:
        """`SEND`, `IS "38400,38400"`."""
        return worded(_WORDS, payload)
