"""The TELNET options as a host has them: what it offers and asks for, what it agrees to, what it reads of the answers.

The handlers are the client's. What a client tells in answer is no question, so they leave it to the engine's owner.
"""

from __future__ import annotations

from telnet_client.errors import printable
from telnet_client.protocol.codes import Option
from telnet_client.protocol.negotiation import Side
from telnet_client.protocol.options.base import SupportedOption
from telnet_client.protocol.options.binary import Binary
from telnet_client.protocol.options.echo import Echo
from telnet_client.protocol.options.status import Status
from telnet_client.protocol.options.suppress_go_ahead import SuppressGoAhead
from telnet_client.protocol.options.terminal_type import TerminalType
from telnet_client.protocol.options.timing_mark import TimingMark
from telnet_client.protocol.options.window_size import WindowSize

#: What a host agrees to when the caller asks, and on whose side.
HOST_OPTIONS = (
    SupportedOption(Binary, (Side.LOCAL, Side.REMOTE)),
    SupportedOption(Echo, (Side.LOCAL,)),
    SupportedOption(SuppressGoAhead, (Side.LOCAL, Side.REMOTE)),
    SupportedOption(Status, (Side.LOCAL,)),
    SupportedOption(TimingMark, (Side.LOCAL,)),
    SupportedOption(TerminalType, (Side.REMOTE,)),
    SupportedOption(WindowSize, (Side.REMOTE,)),
)
#: What it asks for unasked, in this order.
OFFERS = (
    (Option.ECHO, Side.LOCAL),
    (Option.SUPPRESS_GO_AHEAD, Side.LOCAL),
    (Option.TERMINAL_TYPE, Side.REMOTE),
    (Option.WINDOW_SIZE, Side.REMOTE),
)
#: Those of them that are answered by a subnegotiation, once they are agreed on.
TOLD = (Option.TERMINAL_TYPE, Option.WINDOW_SIZE)

TERMINAL_TYPE_SEND = b"\x01"
_TERMINAL_TYPE_IS = b"\x00"
#: Characters of a terminal's name (RFC 1091).
_LONGEST_NAME = 40


def read_terminal_type(payload: bytes) -> str:
    """The name in a subnegotiation of TERMINAL-TYPE (RFC 1091); "" for none."""
    if not payload.startswith(_TERMINAL_TYPE_IS):
        return ""
    return printable(payload[1:].decode("ascii", "replace"), _LONGEST_NAME)


def read_size(payload: bytes) -> tuple[int, int] | None:
    """Columns and rows in a subnegotiation of NAWS (RFC 1073); None for something else."""
    if len(payload) != 4:
        return None
    return int.from_bytes(payload[:2], "big"), int.from_bytes(payload[2:], "big")
