"""What follows from a key: something on the screen, something for the host. Values that know who carries them out.

The line discipline returns them; the session, as their `Target`, has them carried out in their order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, Union

if TYPE_CHECKING:
    from telnet_client.protocol.codes import Command


class Target(Protocol):
    """What an action acts upon."""

    def show(self, data: bytes) -> None:
        """On the screen and in the typescript."""

    def draw(self, data: bytes) -> None:
        """On the screen alone."""

    def record(self, data: bytes) -> None:
        """In the typescript alone."""

    def send_keys(self, keys: bytes) -> None:
        """To the host, where a CR is the Return key."""

    def send_literally(self, text: bytes) -> None:
        """To the host, where a CR is a carriage return."""

    def send_signal(self, command: Command, flushes_input: bool, flushes_output: bool) -> None:
        """To the host."""


class Echo(NamedTuple):
    """What the user typed, shown here."""

    data: bytes

    def carry_out(self, target: Target) -> None:
        """For the screen and the typescript."""
        target.show(self.data)


class Draw(NamedTuple):
    """Part of a line that is not finished."""

    data: bytes

    def carry_out(self, target: Target) -> None:
        """For the screen alone."""
        target.draw(self.data)


class Record(NamedTuple):
    """A line as it stays on the screen."""

    data: bytes

    def carry_out(self, target: Target) -> None:
        """For the typescript alone."""
        target.record(self.data)


class Press(NamedTuple):
    """Keys for the host. A CR is the Return key."""

    keys: bytes

    def carry_out(self, target: Target) -> None:
        """As keys are sent."""
        target.send_keys(self.keys)


class Transmit(NamedTuple):
    """Text for the host, as it is. A CR is a carriage return."""

    text: bytes

    def carry_out(self, target: Target) -> None:
        """As text is sent."""
        target.send_literally(self.text)


class Signal(NamedTuple):
    """A command for the host: with a Synch if it flushes input, with a question for its end if it flushes output."""

    command: Command
    flushes_input: bool = False
    flushes_output: bool = False

    def carry_out(self, target: Target) -> None:
        """As the session sends commands."""
        target.send_signal(*self)


Action = Union[Echo, Draw, Record, Press, Transmit, Signal]
