"""What a terminal line is: its speed and its characters, and the signals on its wires.

Values that a serial port of this machine and one behind a terminal server (RFC 2217) have in common, and the interface
through which commands change either. No protocol, no port.
"""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Parity(StrEnum):
    """The bit that makes a character's ones even or odd, or is always the same."""

    NONE = "NONE"
    ODD = "ODD"
    EVEN = "EVEN"
    MARK = "MARK"
    SPACE = "SPACE"


class Flow(StrEnum):
    """How the receiver makes the sender wait."""

    NONE = "NONE"
    XON_XOFF = "XON-XOFF"
    RTS_CTS = "RTS-CTS"
    DSR_DTR = "DSR-DTR"


class Signal(Enum):
    """A wire of the line, or the break condition on its data wire."""

    DTR = "DTR"
    RTS = "RTS"
    BREAK = "BREAK"
    CTS = "CTS"
    DSR = "DSR"
    RI = "RI"
    CD = "CD"


#: Those of this side; the others are the far side's.
OUTPUT_SIGNALS = (Signal.DTR, Signal.RTS, Signal.BREAK)


class LineSettings(NamedTuple):
    """How characters go over the line. None: not known, or to be left as it is."""

    #: Bits a second.
    speed: int | None = None
    #: 5 to 8.
    data_bits: int | None = None
    parity: Parity | None = None
    #: 1, 1.5 or 2.
    stop_bits: float | None = None
    flow: Flow | None = None

    def replaced_by(self, changes: LineSettings) -> LineSettings:
        """These, but for what `changes` says."""
        return self._replace(**{name: value for name, value in changes._asdict().items() if value is not None})


#: Of a line of this machine that nothing was said of.
USUAL_SETTINGS = LineSettings(9600, 8, Parity.NONE, 1, Flow.NONE)


class TerminalLine(Protocol):
    """A line that can be set. Nothing here blocks; a far line may answer later."""

    @property
    def settings(self) -> LineSettings:
        """Those in force, None where the line has not said."""

    @property
    def signals(self) -> Mapping[Signal, bool]:
        """The state of the signals that are known."""

    @property
    def remarks(self) -> Sequence[str]:
        """What else there is to know of it, a line of STATUS each."""

    def change_settings(self, wanted: LineSettings) -> None:
        """Ask for what is not None in `wanted`. Raises `CommandError` for what the line refuses at once."""

    def set_signal(self, signal: Signal, on: bool) -> None:
        """Raise or drop one of OUTPUT_SIGNALS. Raises `CommandError` where the line cannot."""

    def set_exclusive(self, wanted: bool) -> None:
        """Let nobody else have the line meanwhile, or let others. Raises `CommandError` where somebody has it."""

    def discard(self, *, received: bool, sent: bool) -> None:
        """Forget what the line holds: what was received and not read, what was written and not sent."""
