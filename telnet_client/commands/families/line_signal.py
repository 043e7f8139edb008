"""The commands that raise and drop a wire of a terminal line: DTR and RTS."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from telnet_client.backends.base import Capability
from telnet_client.commands.base import Command
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.functions.number import Number
from telnet_client.comnd.grammar import Alternative, fields, guide
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext
    from telnet_client.comnd.grammar import Step
    from telnet_client.terminal_line import Signal

PULSE = "PULSE"
#: Of a pulse, in milliseconds.
USUAL_LENGTH, LONGEST = "100", 10000

STATES = KeywordTable(
    (
        KeywordEntry("OFF", False, "Drop it"),
        KeywordEntry("ON", True, "Raise it"),
        KeywordEntry(PULSE, PULSE, "The contrary of what it is, for a moment"),
    )
)


def signal_command(signal: Signal, details: str) -> Command:
    """The command of one wire."""

    def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
        state = arguments["state"]
        if state == PULSE:
            line = context.session.terminal_line
            is_up = line is None or line.signals.get(signal, True)
            return context.pulse(signal, not is_up, cast("int", arguments["milliseconds"]))
        if context.is_connected:
            context.session.set_line_signal(signal, bool(state))
        else:
            context.change_settings(**{f"line_{signal.value.lower()}": state})
        return Trigger.COMMAND_DONE

    return Command(
        name=signal.value,
        guide_words="",
        description=f"Raise, drop or pulse the wire {signal.value} of a terminal line",
        run=run,
        fields=lambda _vocabulary: (Alternative(Keyword(STATES), "state", _length_of),),
        needs=Capability.TERMINAL_LINE,
        example=f"{signal.value} PULSE (MILLISECONDS) 250",
        details=f"{details}\n{_WHERE}",
    )


def milliseconds(default: str | None) -> Alternative:
    """How long."""
    length = Number(10, minimum=1, maximum=LONGEST, range_error="Not 1 to 10000 milliseconds")
    return Alternative(length, "milliseconds", help="decimal number of milliseconds", default=default)


def _length_of(state: object) -> Step | None:
    return fields(guide("MILLISECONDS"), milliseconds(USUAL_LENGTH)) if state == PULSE else None


_WHERE = """
At TELNET! it is for the line of this connection; at TELNET> ON and OFF are for all lines that are opened from now on.
The system itself raises both wires when it opens a line, so one that is to be down goes up for a moment.
"""
