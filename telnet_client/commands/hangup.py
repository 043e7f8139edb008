"""HANGUP (LINE): tell the other end that nobody is here any more, for a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.backends.base import Capability
from telnet_client.commands.base import Command
from telnet_client.terminal_line import Signal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext
    from telnet_client.mode_table import Trigger

#: In milliseconds, as the original waited.
LENGTH = 1000


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """The connection stays: the line is still there."""
    return context.pulse(Signal.DTR, False, LENGTH)


COMMAND = Command(
    name="HANGUP",
    guide_words="LINE",
    description="Drop DTR for a second, so that a modem hangs up",
    run=run,
    needs=Capability.TERMINAL_LINE,
    example="HANGUP (LINE)",
    details="""
The line stays open; CLOSE gives it back.
""",
)
