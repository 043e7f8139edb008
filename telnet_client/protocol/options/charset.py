"""CHARSET (RFC 2066): the character set of the text in both directions, asked for by either side.

The host's list is answered with the user's preference, else with the first name in it that can be had. We ask only for
what would be news to the host, since both sides begin with UTF-8, and only once the host is silent and has not asked
itself: telnetlib3 asks, and is confused by who asks it. Translation tables are never asked for and never taken.
"""

from __future__ import annotations

import re

from telnet_client.protocol.codes import Option
from telnet_client.protocol.description import worded
from telnet_client.protocol.events import CharsetAgreed
from telnet_client.protocol.negotiation import Side
from telnet_client.protocol.options.base import OptionHandler

_REQUEST, _ACCEPTED, _REJECTED, _TTABLE_IS, _TTABLE_REJECTED = b"\x01", b"\x02", b"\x03", b"\x04", b"\x05"
_WORDS = {
    1: "REQUEST",
    2: "ACCEPTED",
    3: "REJECTED",
    4: "TTABLE-IS",
    5: "TTABLE-REJECTED",
    6: "TTABLE-ACK",
    7: "TTABLE-NAK",
}

#: The offer of translation tables, and the octet of its version, before a list. The blank is the RFC's.
_TTABLE_OFFER = re.compile(rb"\[TTABLE ?\].", re.DOTALL)
_SEPARATOR = b";"
#: A name in printable ASCII; IANA's are at most this long.
_NAME = re.compile(r"[!-:<-~]{1,40}")
#: Names of a list that are looked at.
_NAMES_LIMIT = 64

_UTF_8 = "UTF-8"


class Charset(OptionHandler):
    """Answers REQUEST, and sends one where the user's character set is another."""

    code = Option.CHARSET
    name = "CHARSET"
    #: The names in a request of ours that is not answered yet.
    _asked: tuple[str, ...] = ()
    #: The names that were asked for last, or needed not be.
    _settled: tuple[str, ...] = ()
    _agreed: str | None = None

    def enabled(self, side: Side) -> None:
        """We may ask now."""
        if side is Side.REMOTE:
            return
        if self._settled:
            # The host has forgotten what it agreed to.
            self._agreed = None
        self._asked = self._settled = ()
        self._ask_later()

    def facts_changed(self) -> None:
        """The user may want another."""
        self._ask_later()

    def host_paused(self) -> None:
        """Send a request if the user's character set is not the one in force and was not asked for already."""
        names = self._wanted()
        if not self.is_ours or self._asked or names == self._settled:
            return
        self._settled = names
        if names and not _same(names[0], self._agreed or _UTF_8):
            self._asked = names
            self.send(_REQUEST + _SEPARATOR + _SEPARATOR.join(name.encode() for name in names))

    def receive(self, payload: bytes) -> bool:
        """A request, or the answer to ours."""
        kind, rest = payload[:1], payload[1:]
        if kind == _REQUEST:
            self._answer(rest)
        elif kind == _TTABLE_IS:
            self.send(_TTABLE_REJECTED)
        elif kind == _ACCEPTED:
            return self._accepted(rest)
        elif kind == _REJECTED:
            self._asked = ()
            self._ask_later()
        else:
            return False
        return True

    def describe(self, payload: bytes) -> str:
        """`REQUEST ";UTF-8;CP437"`, `ACCEPTED "UTF-8"`, `REJECTED`."""
        return worded(_WORDS, payload)

    def _ask_later(self) -> None:
        if self.is_ours and self._wanted() != self._settled:
            self.context.wait_for_pause(self.code)

    def _wanted(self) -> tuple[str, ...]:
        return tuple(filter(_NAME.fullmatch, self.context.facts.character_sets))

    def _answer(self, request: bytes) -> None:
        # The client's request gives way to a server's that crosses it, and is rejected there (RFC 2066).
        self._asked = ()
        name = self._choose(_names(request))
        if name is None:
            self.send(_REJECTED)
        else:
            self.send(_ACCEPTED + name.encode())
            self._agree(name)

    def _accepted(self, answer: bytes) -> bool:
        asked, self._asked = self._asked, ()
        name = answer.decode("ascii", "replace")
        is_asked = any(_same(name, wanted) for wanted in asked)
        if is_asked:
            self._agree(name)
        self._ask_later()
        return is_asked

    def _choose(self, offered: list[str]) -> str | None:
        facts = self.context.facts
        for wanted in facts.character_sets:
            for name in offered:
                if _same(name, wanted):
                    return name
        return next(filter(facts.knows_character_set, offered), None)

    def _agree(self, name: str) -> None:
        if self._agreed is None or not _same(name, self._agreed):
            self._agreed = name
            self.context.report(CharsetAgreed(name))


def _names(request: bytes) -> list[str]:
    """The names in the list behind REQUEST."""
    offer = _TTABLE_OFFER.match(request)
    listed = request[offer.end() :] if offer else request
    separator = listed[:1]
    if not separator:
        return []
    names = listed[1:].split(separator, _NAMES_LIMIT)[:_NAMES_LIMIT]
    return [name.decode() for name in names if name.isascii() and _NAME.fullmatch(name.decode())]


def _same(name: str, other: str) -> bool:
    return name.upper() == other.upper()
