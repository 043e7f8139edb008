"""A terminal line that does what it is told and writes it down."""

from __future__ import annotations

from telnet_client.errors import CommandError
from telnet_client.terminal_line import Flow, LineSettings, Parity, Signal


class FakeLine:
    """A `TerminalLine`. It refuses 7 data bits and, for as long as `is_shared`, to be somebody's alone."""

    def __init__(self) -> None:
        self.settings = LineSettings(9600, 8, Parity.NONE, 1, Flow.NONE)
        self.signals = {Signal.DTR: True, Signal.RTS: True, Signal.CTS: True, Signal.CD: False}
        #: Each signal that was set, and whether it was raised.
        self.changes: list[tuple[Signal, bool]] = []
        #: Whether what was received and what was sent was to be forgotten, each time.
        self.purges: list[tuple[bool, bool]] = []
        self.remarks: tuple[str, ...] = ()
        self.is_shared = False
        self.is_exclusive = False

    def change_settings(self, wanted: LineSettings) -> None:
        if wanted.data_bits == 7:
            raise CommandError("The line does not take 7 data bits")
        self.settings = self.settings.replaced_by(wanted)

    def set_signal(self, signal: Signal, on: bool) -> None:
        self.changes.append((signal, on))
        self.signals[signal] = on

    def set_exclusive(self, wanted: bool) -> None:
        if wanted and self.is_shared:
            raise CommandError("In use by job 4711")
        self.is_exclusive = wanted

    def discard(self, *, received: bool, sent: bool) -> None:
        self.purges.append((received, sent))
