"""BREAK (KEY): the signal outside the character set (RFC 854, BRK with Synch), or a break on a terminal line."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from telnet_client.backends.base import Capability
from telnet_client.commands.base import Command
from telnet_client.commands.families.line_signal import milliseconds
from telnet_client.comnd.grammar import optional
from telnet_client.errors import CommandError
from telnet_client.mode_table import Trigger
from telnet_client.terminal_line import Signal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step

#: In milliseconds; what most equipment takes for one.
USUAL_LENGTH = 250


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """The connection's own kind of break."""
    if context.session.terminal_line is not None:
        return context.pulse(Signal.BREAK, True, cast("int", arguments.get("milliseconds", USUAL_LENGTH)))
    if "milliseconds" in arguments:
        raise CommandError("Only the break of a terminal line has a length")
    context.session.send_break()
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """How long, on a terminal line."""
    return optional(milliseconds(None))


COMMAND = Command(
    name="BREAK",
    guide_words="KEY",
    description="Send the host a break signal",
    run=run,
    fields=fields,
    run_letter=run,
    needs=Capability.BREAK,
    example="BREAK (KEY) 500",
    details="""
For hosts that tell a break from every character, such as consoles of computers and network equipment (RFC 854, BRK).

On a terminal line it is held for a quarter of a second, or for so many
milliseconds. A TELNET host sees to that itself.
""",
)
