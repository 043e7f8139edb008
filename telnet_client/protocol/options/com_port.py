"""COM-PORT-OPTION (RFC 2217): the host lets us set the terminal line behind it.

The client says WILL and the host DO; a host that says WILL itself is taken at its word. We do not say it unasked but
where the user named the line at the host's end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.protocol.codes import Option
from telnet_client.protocol.negotiation import Side
from telnet_client.protocol.options.base import OptionHandler

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.protocol.com_port import ComPortLine
    from telnet_client.terminal_line import TerminalLine


class ComPort(OptionHandler):
    """Begins and ends a `ComPortLine`, which is loaded where a host has a line, and few have."""

    code = Option.COM_PORT
    name = "COM-PORT-OPTION"
    #: None without the option.
    line: ComPortLine | None = None
    #: What the user wants of the line from the start.
    prepare_line: Callable[[TerminalLine], None] | None = None

    def enabled(self, side: Side) -> None:
        """Ask what is in force. Once more where the host has forgotten that it was asked."""
        from telnet_client.protocol.com_port import ComPortLine

        self.context.hold_data(False)
        self.line = ComPortLine(self.send, self.context)
        self.line.start()
        if self.prepare_line is not None:
            self.prepare_line(self.line)

    def disabled(self, side: Side) -> None:
        """Nothing holds up what the user types any more."""
        if not any(self.context.is_in_effect(self.code, each) for each in Side):
            self.line = None
            self.context.hold_data(False)

    def receive(self, payload: bytes) -> bool:
        """What the host says of its line."""
        return self.line is not None and self.line.hear(payload)

    def describe(self, payload: bytes) -> str:
        """`SET-BAUDRATE 9600`, `NOTIFY-MODEMSTATE CTS DSR`."""
        from telnet_client.protocol.com_port import describe

        return describe(payload)
