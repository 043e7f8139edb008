"""CONTROL (CHARACTER): send a control character, the escape character for one, past the keyboard."""

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
    """At once, even where a line is edited."""
    context.session.press(bytes((cast("int", arguments["character"]),)))
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """Without an argument CTRL/^, which no keyboard sends while it is the escape character."""
    character = Character(
        "character to send in control form in quotes",
        "ASCII code for control character in octal",
        is_control_form=True,
    )
    return sequence(Alternative(character, "character", default='"^"'))


COMMAND = Command(
    name="CONTROL",
    guide_words="CHARACTER",
    description="Send the host a control character",
    run=run,
    fields=fields,
    example='CONTROL (CHARACTER) "C"',
    details="""
Without an argument it is CTRL/^, which cannot be typed twice while EXTENDED is on. The character is given as the letter
that is typed together with CTRL, in quotes, as `^C`, or as its code, octal or with `0x` in front of it hexadecimal.
""",
)
