"""TERMINAL-TYPE (RFC 1091): the names of the user's terminal, one at each question, the best first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telnet_client.protocol.codes import Option
from telnet_client.protocol.description import worded
from telnet_client.protocol.options.base import OptionHandler

if TYPE_CHECKING:
    from telnet_client.protocol.negotiation import Side

_IS, _SEND = 0, 1
_WORDS = {_IS: "IS", _SEND: "SEND"}
#: RFC 1091: at most forty characters; of printable ASCII, a blank included for names that say more (MTTS).
_NAME = re.compile(r"[ -~]{1,40}")


class TerminalType(OptionHandler):
    """The last name is said twice, which tells the host that the list is at its end, and then the first again."""

    code = Option.TERMINAL_TYPE
    name = "TERMINAL-TYPE"
    _asked = 0

    def enabled(self, side: Side) -> None:
        """A new agreement starts the list anew."""
        self._asked = 0

    def receive(self, payload: bytes) -> bool:
        """SEND: answer IS and the next name."""
        if payload != bytes((_SEND,)) or not self.is_ours:
            return False
        names = self._names()
        turn = self._asked % (len(names) + 1)
        self._asked += 1
        self.send(bytes((_IS,)) + names[min(turn, len(names) - 1)].encode())
        return True

    def _names(self) -> list[str]:
        offered = self.context.facts.terminal_types
        return [name.upper() for name in offered if _NAME.fullmatch(name)] or ["UNKNOWN"]

    def describe(self, payload: bytes) -> str:
        """`SEND`, `IS "XTERM-256COLOR"`."""
        return worded(_WORDS, payload)
