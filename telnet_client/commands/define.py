"""DEFINE (HOST) name (AS) command: an address book, by hand or in TELNET.CMD. The name then stands for the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.comnd.field_function import HOST_MASK
from telnet_client.comnd.functions.field import Field
from telnet_client.comnd.grammar import Alternative, guide, rest_of_line
from telnet_client.comnd.grammar import fields as sequence
from telnet_client.errors import CommandError
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """In place of the definition the name had, if any; the command is carried out when the name is typed."""
    name, line = str(arguments["name"]), str(arguments["command_line"])
    others = [definition for definition in context.settings.definitions if definition[0].upper() != name.upper()]
    context.change_settings(definitions=(*others, (name, line)))
    return Trigger.COMMAND_DONE


def fields(vocabulary: Vocabulary) -> Step:
    """A name that is free, and whatever could be typed at TELNET>."""

    def check(name: str) -> None:
        if not name:
            raise CommandError("Null name given")
        if HOST_MASK.end(name, 0) < len(name) or not name.isprintable():
            raise CommandError("Invalid character in name", name)
        command = vocabulary.top_level_commands().look_up(name)[0] or vocabulary.commands().find(name)
        if command is not None:
            is_whole = command.keyword == name.upper()
            raise CommandError("Name of a command" if is_whole else f"Abbreviation of {command.keyword}", name)

    return sequence(
        Alternative(Field(HOST_MASK), "name", check, help="name for the host", shows_atom=True),
        guide("AS"),
        rest_of_line(vocabulary.top_level(), "command_line"),
    )


COMMAND = Command(
    name="DEFINE",
    guide_words="HOST",
    description="Give a name to a host and to the way to it",
    run=run,
    fields=fields,
    example="DEFINE (HOST) lab (AS) CONNECT (TO) 10.0.0.7 (ON PORT) 2323",
    details="""
The name, or as much of it as no other one begins with, then does the command at TELNET> and behind `tn` on the shell's
line. The command is any one of TELNET>, or a host and its port. Definitions last until you leave TELNET; those in
TELNET.CMD are there each time.

A name cannot be a command's or stand for one. It goes before a host of the same name; CONNECT (TO) leads to the host.
""",
)
