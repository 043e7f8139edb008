"""STATUS (RFC 859): tells the host which options we believe to be in effect."""

from __future__ import annotations

from telnet_client.protocol.codes import Command, Option
from telnet_client.protocol.description import numbers
from telnet_client.protocol.negotiation import VERBS
from telnet_client.protocol.options.base import OptionHandler

_IS, _SEND = 0, 1
_SE = bytes((Command.SUBNEGOTIATION_END,))
_VERB_NAMES: dict[int, str] = {verb: verb.name for verb in VERBS.values()}
#: Bytes of a payload that a description shows.
_SHOWN = 60


class Status(OptionHandler):
    """The side that has it answers SEND."""

    code = Option.STATUS
    name = "STATUS"

    def receive(self, payload: bytes) -> bool:
        """SEND: answer IS, then WILL for each option of ours and DO for each of the host's."""
        if payload != bytes((_SEND,)) or not self.is_ours:
            return False
        pairs = (bytes((VERBS[side, True], option)) for option, side in self.context.in_effect())
        # RFC 859 ends a subnegotiation within IS with SE alone, so an SE that is a number is doubled.
        self.send(bytes((_IS,)) + b"".join(pairs).replace(_SE, _SE + _SE))
        return True

    def describe(self, payload: bytes) -> str:
        """`SEND`, `IS WILL 24 DO 1`: verbs and the numbers of options."""
        if payload == bytes((_SEND,)):
            return "SEND"
        if payload[:1] != bytes((_IS,)):
            return numbers(payload)
        return " ".join(["IS", *(_VERB_NAMES.get(byte, str(byte)) for byte in payload[1:_SHOWN])])
