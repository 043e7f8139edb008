"""What the options may tell a host about the user's terminal. A value: the engine asks nobody."""

from __future__ import annotations

from typing import NamedTuple


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
