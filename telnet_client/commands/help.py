"""HELP (IN USING TELNET): one screen for somebody who has never been here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext

_TEXT = """
TELNET lets you use another computer as if your terminal were connected to it.

The simplest way is to type the host's name at the TELNET> prompt:

        TELNET>sierra.example

From then on what you type goes to that host, until it closes the connection or
you type {escape} and one of these:

        C       Close the connection and return to command level
        {again}Send {escape} to the foreign host
        ?       List the {escape} command options

At the TELNET> prompt ? lists the commands, and so it does in the middle of one.
Try DEMO for a host to practise with.

"""


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """The text names the escape character in force."""
    escape = context.escape_key()
    context.show(_TEXT.format(escape=escape, again=escape.ljust(8)))
    return Trigger.COMMAND_DONE


COMMAND = Command(
    name="HELP",
    guide_words="IN USING TELNET",
    description="Explain how to use TELNET",
    run=run,
)
