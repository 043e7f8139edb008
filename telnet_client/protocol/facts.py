"""What the options may tell a host about the user's terminal. A value: the engine asks nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


def _knows_none(_name: str) -> bool:
    return False


class Facts(NamedTuple):
    """Everything a host can learn by option negotiation. What is not in here stays private."""

    #: Names for TERMINAL-TYPE, the best first; never empty.
    terminal_types: tuple[str, ...] = ("UNKNOWN",)
    #: Characters a line and lines a screen; 0 where the terminal does not say.
    columns: int = 0
    rows: int = 0
    #: Bits a second towards us and from us, as TERMINAL-SPEED has them.
    transmit_speed: int = 38400
    receive_speed: int = 38400
    #: X display, "" for none.
    display: str = ""
    #: What the user EXPORTed: the whole of what NEW-ENVIRON and ENVIRON can give away.
    environment: tuple[tuple[str, str], ...] = ()
    #: LINEMODE's functions and the terminal's characters for them, None for "has none"; None altogether: the common.
    special_characters: tuple[tuple[int, int | None], ...] | None = None
    #: Names of the host's character set for CHARSET, the best first. If that is not UTF-8, the host is asked for them.
    character_sets: tuple[str, ...] = ()
    #: Whether any other set that the host offers can be had, by its name: at most 40 printable ASCII characters.
    knows_character_set: Callable[[str], bool] = _knows_none
