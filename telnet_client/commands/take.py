"""TAKE (COMMANDS FROM FILE): commands from a file, as if they were typed; any error ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.comnd.functions.input_file import InputFile
from telnet_client.comnd.grammar import Alternative
from telnet_client.comnd.grammar import fields as sequence
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """The commands come next."""
    context.take(str(arguments["file"]))
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """The file's name; its type is .CMD unless it has one."""
    return sequence(Alternative(InputFile(), "file"))


COMMAND = Command(
    name="TAKE",
    guide_words="COMMANDS FROM FILE",
    description="Read commands from a file",
    run=run,
    fields=fields,
    example="TAKE (COMMANDS FROM FILE) lab.cmd",
    details="""
Each line is a command as it would be typed at TELNET>. The file's type is .CMD unless its name has one. An error ends
it, and TELNET says in which line. In such a file there can be no TAKE.

TELNET.CMD in your configuration folder is taken in this way each time TELNET starts.
""",
)
