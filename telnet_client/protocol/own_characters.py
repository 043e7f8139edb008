"""The special characters of the user's terminal, and the list with which LINEMODE begins (RFC 1184, section 5.5).

Sits apart from all else that LINEMODE needs, which takes longer to load than a host waits: GNU telnetd starts the
user's program while it negotiates, and if it learns of the size a few milliseconds later, that begins with none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What goes with a level: the function makes void what the host has not read, or what it still has to show.
FLUSHIN, FLUSHOUT = 64, 32

#: By RFC 1184's numbers (`Function` has their names): the characters of a terminal whose own are not known.
COMMON_CHARACTERS = (
    (3, 0x03),  # IP
    (4, 0x0F),  # AO
    (5, 0x14),  # AYT
    (7, 0x1C),  # ABORT
    (8, 0x04),  # EOF
    (9, 0x1A),  # SUSP
    (10, 0x7F),  # EC
    (11, 0x15),  # EL
    (12, 0x17),  # EW
    (13, 0x12),  # RP
    (14, 0x16),  # LNEXT
    (15, 0x11),  # XON
    (16, 0x13),  # XOFF
)
#: What our functions flush as they act, as terminals do: IP and ABORT both ways, SUSP what was typed ahead.
OWN_FLUSHES = {3: FLUSHIN | FLUSHOUT, 7: FLUSHIN | FLUSHOUT, 9: FLUSHIN}

_NOSUPPORT, _VALUE = 0, 2


def list_of(characters: Iterable[tuple[int, int | None]]) -> bytes:
    """A triplet for each function and its character, in their order; None says that there is none."""
    return b"".join(
        bytes((function, _NOSUPPORT, 0))
        if character is None
        else bytes((function, _VALUE | OWN_FLUSHES.get(function, 0), character))
        for function, character in sorted(characters)
    )
