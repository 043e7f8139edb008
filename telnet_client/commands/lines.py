"""LINES (ARE): give numbers to terminal lines, which were known by octal numbers in the original."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.comnd.functions.text import Text
from telnet_client.comnd.grammar import Alternative
from telnet_client.errors import CommandError
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """In the place of the list there was."""
    context.change_settings(lines=_names_in(str(arguments["lines"])))
    return Trigger.COMMAND_DONE


def run_negated(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """NO LINES: none has a number."""
    context.change_settings(lines=())
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """Names of lines with commas between them."""
    return (Alternative(Text(), "lines", _check, help="names of lines, with commas between them"),)


def _check(text: str) -> None:
    if not all(_names_in(text)):
        raise CommandError("No line given")


def _names_in(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(","))


COMMAND = Command(
    name="LINES",
    guide_words="ARE",
    description="Give octal numbers to terminal lines, from 0 on",
    run=run,
    fields=fields,
    run_negated=run_negated,
    example="LINES (ARE) ttyUSB0, ttyUSB1, /dev/serial/by-id/usb-FTDI_TTL232R-3V3_FTBMIC2R-if00-port0",
    details="""
The first is 0, and behind 7 comes 10. CONNECT (TO) TTY (LINE) takes the number, SHOW (INFORMATION ABOUT) LINES lists
it. For TELNET.CMD. A name for a line is what DEFINE gives.
""",
)
