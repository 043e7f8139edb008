"""HELP (IN USING TELNET): one screen for somebody who has never been here, or what there is to say of one command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.grammar import Alternative, optional
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step

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
HELP with a command's name tells more of it.  DEMO is a host to practise with.

"""


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """The text for everybody names the escape character in force."""
    topic, escape = arguments.get("topic"), context.escape_key()
    if topic is None:
        context.show(_TEXT.format(escape=escape, again=escape.ljust(8)))
    else:
        context.show(context.describe_command(str(topic)))
    return Trigger.COMMAND_DONE


def fields(vocabulary: Vocabulary) -> Step:
    """A command, or nothing."""
    return optional(Alternative(Keyword(vocabulary.commands()), "topic", help="command,", shows_atom=True))


COMMAND = Command(
    name="HELP",
    guide_words="IN USING TELNET",
    description="Explain how to use TELNET, or a command",
    run=run,
    fields=fields,
    example="HELP (IN USING TELNET) CONNECT",
    details="""
With the name of a command: how it is typed, what it does, and an example. In capitals stands what is typed as it is,
words in parentheses may be left out; `[ ]` is what may be left out too, and of `{ | }` one is chosen.
""",
)
