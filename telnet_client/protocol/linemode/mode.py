"""MODE of LINEMODE (RFC 1184, section 2.2): what the host leaves to our side, and what of it is acknowledged.

Sits between the host's masks and who edits lines and traps signals. The rule: one acknowledgement a change, none to
what is in force and none to an acknowledgement. We never propose a mode, so we can never set what the host did not.
"""

from __future__ import annotations

from typing import NamedTuple

EDIT = 1
TRAPSIG = 2
MODE_ACK = 4
SOFT_TAB = 8
LIT_ECHO = 16

_WORDS = {EDIT: "EDIT", TRAPSIG: "TRAPSIG", SOFT_TAB: "SOFT_TAB", LIT_ECHO: "LIT_ECHO", MODE_ACK: "ACK"}


class EditingMode(NamedTuple):
    """The bits of a mask. With none of them, as LINEMODE begins, each character is sent as it is typed."""

    #: Lines are edited on our side and sent whole.
    edit: bool = False
    #: Signal characters are sent as the commands they stand for: IP, ABORT, SUSP...
    trapsig: bool = False
    #: A tab is echoed as blanks up to the next tab stop.
    soft_tab: bool = False
    #: A control character is echoed as it is and not made visible, as `^X` would be.
    lit_echo: bool = False

    @classmethod
    def from_mask(cls, mask: int) -> EditingMode:
        """Bits that RFC 1184 does not define are left out, as its section 5.7 has it."""
        return cls(bool(mask & EDIT), bool(mask & TRAPSIG), bool(mask & SOFT_TAB), bool(mask & LIT_ECHO))

    @property
    def mask(self) -> int:
        """The octet behind MODE, without MODE_ACK."""
        return self.edit * EDIT | self.trapsig * TRAPSIG | self.soft_tab * SOFT_TAB | self.lit_echo * LIT_ECHO


class ModeNegotiation:
    """The mode in force and the host's questions about it."""

    __slots__ = ("_settled", "in_force")

    def __init__(self) -> None:
        self.in_force = EditingMode()
        #: Masks that call for nothing: what is in force, and what the host asked for to get it.
        self._settled: tuple[int, ...] = (self.in_force.mask,)

    def hear(self, mask: int) -> int | None:
        """Switch to what the host asks for; the mask to acknowledge that with, or None where nothing is to be said."""
        if mask & MODE_ACK or mask in self._settled:
            return None
        self.in_force = EditingMode.from_mask(mask)
        self._settled = (mask, self.in_force.mask)
        return self.in_force.mask | MODE_ACK

    def forget(self) -> None:
        """The host was started anew: whatever it asks for is acknowledged, even what is in force."""
        self._settled = ()


def describe(mask: int) -> str:
    """`EDIT TRAPSIG ACK`; 0 for no bit, the number behind the words for bits without a name."""
    words = [word for bit, word in _WORDS.items() if mask & bit]
    rest = mask & ~sum(_WORDS)
    return " ".join([*words, str(rest)] if rest or not words else words)
