"""What an option is to the engine: how it answers once it is agreed, and how it reads in the DEBUG trace.

Sits between the engine, which negotiates every option alike, and the one file of each option. A handler speaks only
through its `OptionContext`, and only of its own option.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from telnet_client.protocol.description import numbers
from telnet_client.protocol.negotiation import Side

if TYPE_CHECKING:
    from telnet_client.protocol.events import Event
    from telnet_client.protocol.facts import Facts


class OptionContext(Protocol):
    """The engine as a handler sees it."""

    @property
    def facts(self) -> Facts:
        """What may be told about the user's terminal."""

    def is_in_effect(self, option: int, side: Side) -> bool:
        """The option is agreed on and counts."""

    def in_effect(self) -> list[tuple[int, Side]]:
        """All options that count now."""

    def send_subnegotiation(self, option: int, payload: bytes) -> None:
        """Queue IAC SB option payload IAC SE; a payload over 64 KiB is not sent at all."""

    def wait_for_pause(self, option: int) -> None:
        """Have the option's handler told by `host_paused` once the host is silent."""

    def hold_data(self, wanted: bool) -> None:
        """Keep what the user types from the network, or let it go."""

    def drop_held_data(self) -> None:
        """What is kept is not to be sent at all."""

    def report(self, event: Event) -> None:
        """Tell the owner of the engine."""


class OptionHandler:
    """One option in one conversation. By itself it is agreed on and nothing follows: ECHO, BINARY."""

    #: The option's number and its name in its RFC.
    code: ClassVar[int]
    name: ClassVar[str]
    #: Each agreement is an answer to one question and over with it (TIMING-MARK).
    is_momentary: ClassVar[bool] = False

    def __init__(self, context: OptionContext) -> None:
        self.context = context

    @property
    def is_ours(self) -> bool:
        """The option is in effect on our side."""
        return self.context.is_in_effect(self.code, Side.LOCAL)

    def is_possible(self, side: Side) -> bool:
        """The facts allow us to agree."""
        return True

    def enabled(self, side: Side) -> None:
        """The option was agreed on, or the peer, having forgotten that, asked for it once more."""

    def disabled(self, side: Side) -> None:
        """The option, in effect until now, no longer is."""

    def facts_changed(self) -> None:
        """`context.facts` is new."""

    def host_paused(self) -> None:
        """The host is silent, which this handler waits for."""

    def receive(self, payload: bytes) -> bool:
        """Act on a subnegotiation; False for one that is the owner's, not ours, to understand."""
        return False

    def describe(self, payload: bytes) -> str:
        """The payload of a subnegotiation, of either direction, in words."""
        return numbers(payload)

    def send(self, payload: bytes) -> None:
        """Queue a subnegotiation of this option."""
        self.context.send_subnegotiation(self.code, payload)


class SupportedOption(NamedTuple):
    """A row of OPTIONS: which option, and on which sides we agree to it when the peer asks."""

    handler: type[OptionHandler]
    sides: tuple[Side, ...]
