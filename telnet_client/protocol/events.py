"""What an engine tells its owner. Everything that happens is an event, a peer's errors included.

Events are named tuples and not data classes: the same frozen values for a third of the start-up time. Tell them
apart by type, never by comparing one kind with another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Union

if TYPE_CHECKING:
    from telnet_client.protocol.codes import Command
    from telnet_client.protocol.negotiation import Side


class DataReceived(NamedTuple):
    """Bytes for the user: IAC IAC is one 255, and outside BINARY CR NUL is CR (RFC 854)."""

    data: bytes


class ProtocolStarted(NamedTuple):
    """The first IAC came over a connection that had been raw until now."""


class OptionEnabled(NamedTuple):
    """`option` is now in effect on `side`."""

    option: int
    side: Side


class OptionDisabled(NamedTuple):
    """`option`, in effect until now, no longer is."""

    option: int
    side: Side


class OptionRefused(NamedTuple):
    """The peer refused what we asked for."""

    option: int
    side: Side


class CommandReceived(NamedTuple):
    """A command without a meaning for the protocol itself: AYT, BRK, EOR... not NOP, GA, DM."""

    command: int


class SubnegotiationReceived(NamedTuple):
    """A subnegotiation of an agreed option that the option itself makes nothing of: a host reads NAWS here."""

    option: int
    payload: bytes


class SynchCompleted(NamedTuple):
    """The Data Mark that ends a Synch came; data flows again (RFC 854, "The TELNET Synch signal")."""


class FlowControlChanged(NamedTuple):
    """The host switched our handling of CTRL/S and CTRL/Q (RFC 1372). None: as it was."""

    enabled: bool | None
    restart_any: bool | None


class LinemodeChanged(NamedTuple):
    """LINEMODE began or its mode changed, to this octet without MODE_ACK; or, with None, it ended (RFC 1184)."""

    mask: int | None


class SlcChanged(NamedTuple):
    """LINEMODE's special or forwarding characters changed: the engine's `linemode` has them."""


class CharsetAgreed(NamedTuple):
    """Text is in this character set from here on, both ways (RFC 2066). `name` is as the host knows it."""

    name: str


class LineChangeRefused(NamedTuple):
    """The line at the host's end is not set as we asked (RFC 2217). Words as the user has them; "" where unknown."""

    name: str
    wanted: str
    in_force: str


class ProtocolWarning(NamedTuple):
    """The peer broke the protocol; the session goes on. `text` is one line."""

    text: str


class NegotiationTraced(NamedTuple):
    """Only when tracing: WILL, WONT, DO or DONT, as received or as `sent`."""

    sent: bool
    verb: Command
    option: int


class CommandTraced(NamedTuple):
    """Only when tracing: commands in one group, such as IP and DM of a Synch."""

    sent: bool
    commands: tuple[int, ...]


class SubnegotiationTraced(NamedTuple):
    """Only when tracing: what stood between IAC SB and IAC SE, and the option's own words for it."""

    sent: bool
    option: int
    description: str


Event = Union[
    DataReceived,
    ProtocolStarted,
    OptionEnabled,
    OptionDisabled,
    OptionRefused,
    CommandReceived,
    SubnegotiationReceived,
    SynchCompleted,
    FlowControlChanged,
    LinemodeChanged,
    SlcChanged,
    CharsetAgreed,
    LineChangeRefused,
    ProtocolWarning,
    NegotiationTraced,
    CommandTraced,
    SubnegotiationTraced,
]
