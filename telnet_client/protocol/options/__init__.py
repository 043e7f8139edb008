"""The options this program speaks, one file each. A new one is a file and a row here, in display order."""

from __future__ import annotations

from telnet_client.protocol.negotiation import Side
from telnet_client.protocol.options.base import SupportedOption
from telnet_client.protocol.options.binary import Binary
from telnet_client.protocol.options.charset import Charset
from telnet_client.protocol.options.com_port import ComPort
from telnet_client.protocol.options.echo import Echo
from telnet_client.protocol.options.end_of_record import EndOfRecord
from telnet_client.protocol.options.environ import Environ
from telnet_client.protocol.options.linemode import Linemode
from telnet_client.protocol.options.new_environ import NewEnviron
from telnet_client.protocol.options.remote_flow_control import RemoteFlowControl
from telnet_client.protocol.options.status import Status
from telnet_client.protocol.options.suppress_go_ahead import SuppressGoAhead
from telnet_client.protocol.options.terminal_speed import TerminalSpeed
from telnet_client.protocol.options.terminal_type import TerminalType
from telnet_client.protocol.options.timing_mark import TimingMark
from telnet_client.protocol.options.window_size import WindowSize
from telnet_client.protocol.options.x_display_location import XDisplayLocation

_LOCAL = (Side.LOCAL,)
_REMOTE = (Side.REMOTE,)
_BOTH = (Side.LOCAL, Side.REMOTE)

#: What a client agrees to when the host asks, and on whose side. A host has a tuple of its own.
OPTIONS: tuple[SupportedOption, ...] = (
    SupportedOption(Binary, _BOTH),
    SupportedOption(Echo, _REMOTE),
    SupportedOption(SuppressGoAhead, _BOTH),
    SupportedOption(Status, _BOTH),
    SupportedOption(TimingMark, _LOCAL),
    SupportedOption(TerminalType, _LOCAL),
    SupportedOption(WindowSize, _LOCAL),
    SupportedOption(TerminalSpeed, _LOCAL),
    SupportedOption(XDisplayLocation, _LOCAL),
    SupportedOption(RemoteFlowControl, _LOCAL),
    SupportedOption(NewEnviron, _LOCAL),
    SupportedOption(Environ, _LOCAL),
    SupportedOption(Linemode, _BOTH),
    SupportedOption(Charset, _BOTH),
    SupportedOption(ComPort, _BOTH),
    SupportedOption(EndOfRecord, _REMOTE),
)
