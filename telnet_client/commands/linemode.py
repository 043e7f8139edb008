"""LINEMODE: what is agreed on with the host about lines, and what each special character does (RFC 1184)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger
from telnet_client.session.special_characters import mode_in_words, rows_in_force

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """A blank in front of each line, as in the lists of `?`."""
    session = context.session
    linemode = session.engine.linemode
    rows = rows_in_force(linemode, session.keyboard.characters)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [mode_in_words(linemode)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True) if width)
        lines.append("  ".join(cells).rstrip())
    context.show("".join(f" {line}\n" for line in lines))
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="LINEMODE",
    guide_words="",
    description="Show what special characters do now, and what of LINEMODE is in effect",
    run=run,
    example="LINEMODE",
    details="""
With LINEMODE (RFC 1184) a host leaves lines, signals or both to this side. Which character does what is agreed on
function by function: VALUE can be changed, CANTCHANGE not. FLUSHIN and FLUSHOUT say what a signal makes void: what the
host has not read, and what it still has to show.
""",
)
