"""The commands that set one thing of a terminal line: SPEED and its like, a row of `LINE_FIELDS` each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.backends.base import Capability
from telnet_client.commands.base import Command
from telnet_client.line_fields import LINE_FIELDS
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext


def setting_command(keyword: str, example: str, details: str) -> Command:
    """The command of a row: for the line in force, or without a connection for those to come."""
    field = LINE_FIELDS[keyword]

    def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
        value = arguments[field.name]
        if context.is_connected:
            from telnet_client.terminal_line import LineSettings

            context.session.change_line(LineSettings()._replace(**{field.name: value}))  # type: ignore[arg-type]
        else:
            context.change_settings(**{f"line_{field.name}": value})
        return Trigger.COMMAND_DONE

    return Command(
        name=keyword,
        guide_words=field.guide_words,
        description=field.description,
        run=run,
        fields=lambda _vocabulary: field.step(field.default),
        needs=Capability.TERMINAL_LINE,
        example=example,
        details=f"{details}\n{_WHERE}",
    )


_WHERE = """
At TELNET! it is for the line of this connection, at TELNET> for all lines that are opened from now on.
"""
