"""ESCAPE (CHARACTER IS): the one character that talk mode keeps for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from telnet_client.commands.base import Command
from telnet_client.comnd.functions.character import Character
from telnet_client.comnd.grammar import Alternative
from telnet_client.comnd.grammar import fields as sequence
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """The key is named, so that what was understood is seen; not while a file of commands is taken."""
    context.change_settings(escape_character=cast("int | None", arguments["character"]))
    if not context.is_taking:
        context.show(f"Escape character is {context.escape_key()}\n")
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """Without an argument CTRL/^ again, the original's default."""
    character = Character("escape character in quotes", "ASCII code for character in octal", allows_off=True)
    return sequence(Alternative(character, "character", default='"\x1e"'))


COMMAND = Command(
    name="ESCAPE",
    guide_words="CHARACTER IS",
    description="Choose the character that leads from the host back to TELNET",
    run=run,
    fields=fields,
    example="ESCAPE (CHARACTER IS) ^]",
    details="""
Given as the character itself in quotes, as `^X` for CTRL/X, or as its code, octal or with `0x` in front of it
hexadecimal; `OFF` for none. Without an argument it is CTRL/^ again. Typed twice to a host it is sent once.
""",
)
