"""NEW-ENVIRON (RFC 1572): the variables that the user EXPORTed, and nothing else of the environment."""

from __future__ import annotations

from telnet_client.protocol.codes import Option
from telnet_client.protocol.environment import IS, SEND, Codes, answer_request, describe, exported_variables
from telnet_client.protocol.options.base import OptionHandler

_CODES = Codes()


class NewEnviron(OptionHandler):
    """Answers SEND."""

    code = Option.NEW_ENVIRON
    name = "NEW-ENVIRON"

    def receive(self, payload: bytes) -> bool:
        """SEND: answer IS and what was asked for, as far as it is exported."""
        if payload[:1] != bytes((SEND,)) or not self.is_ours:
            return False
        exported = exported_variables(self.context.facts.environment)
        answer = answer_request(payload[1:], exported, _CODES)
        if answer is not None:
            self.send(bytes((IS,)) + answer)
        return True

    def describe(self, payload: bytes) -> str:
        """`SEND VAR "USER"`."""
        return describe(payload, _CODES)
