"""ENVIRON (RFC 1408), the older form of NEW-ENVIRON, with BSD's VAR and VALUE exchanged where the host has them so.

A SEND never holds a VALUE: a host that seems to send one means VAR by it (RFC 1571), from then on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.protocol.codes import Option
from telnet_client.protocol.environment import (
    IS,
    SEND,
    Codes,
    answer_request,
    describe,
    exported_variables,
    parse_fields,
)
from telnet_client.protocol.options.base import OptionHandler

if TYPE_CHECKING:
    from telnet_client.protocol.negotiation import Side

_RFC = Codes()
_BSD = Codes(variable=_RFC.value, value=_RFC.variable)


class Environ(OptionHandler):
    """Answers SEND."""

    code = Option.ENVIRON
    name = "ENVIRON"
    _codes = _RFC

    def is_possible(self, side: Side) -> bool:
        """Not beside NEW-ENVIRON: a host that has both asks by the newer alone, and GNU's then waits for the older."""
        return not self.context.is_in_effect(Option.NEW_ENVIRON, side)

    def receive(self, payload: bytes) -> bool:
        """SEND: answer IS and what was asked for, as far as it is exported."""
        if payload[:1] != bytes((SEND,)) or not self.is_ours:
            return False
        if any(code == _RFC.value for code, _name in parse_fields(payload[1:])):
            self._codes = _BSD
        exported = exported_variables(self.context.facts.environment)
        answer = answer_request(payload[1:], exported, self._codes)
        if answer is not None:
            self.send(bytes((IS,)) + answer)
        return True

    def describe(self, payload: bytes) -> str:
        """`SEND VAR "USER"`."""
        return describe(payload, self._codes)
