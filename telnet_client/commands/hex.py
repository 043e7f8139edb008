"""HEX (DISPLAY OF WHAT ARRIVES): the screen shows bytes and not what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """From now on, in every connection."""
    context.change_settings(hex=True)
    return Trigger.COMMAND_DONE


def run_negated(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """NO HEX."""
    context.change_settings(hex=False)
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="HEX",
    guide_words="DISPLAY OF WHAT ARRIVES",
    description="Show what arrives as a dump in hexadecimal",
    run=run,
    run_negated=run_negated,
    example="HEX (DISPLAY OF WHAT ARRIVES)",
    details="""
Rows of an offset, sixteen bytes and their text, as `hexdump -C` prints them; the offset counts from where HEX was
given. It is the host's data as it came, before INPUT and CHARACTER-SET, and without the commands of the TELNET
protocol, which DEBUG shows. A row that is not full is there at once and grows as more comes.

It is a view: a typescript has what it has without it, and pipes and files in place of the screen get the bytes.
""",
)
