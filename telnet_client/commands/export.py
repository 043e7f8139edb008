"""EXPORT (ENVIRONMENT VARIABLE): what a host may know of the user's environment. Nothing, but for this (RFC 1572)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.comnd.field_function import break_mask
from telnet_client.comnd.functions.field import Field
from telnet_client.comnd.functions.text import Text
from telnet_client.comnd.grammar import Alternative
from telnet_client.comnd.grammar import fields as sequence
from telnet_client.errors import CommandError
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """With a value, that one; without, the one the variable has now."""
    name, value = str(arguments["name"]), str(arguments["value"])
    if not name:
        raise CommandError("Null environment variable name given")
    if not value:
        if name not in os.environ:
            raise CommandError("No such environment variable", name)
        value = os.environ[name]
    if name == "USER" and value.startswith("-"):
        raise CommandError("A user name cannot start with a hyphen", value)
    context.change_settings(exports=(*_others(context, name), (name, value)))
    return Trigger.COMMAND_DONE


def run_negated(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """NO EXPORT, of one variable or of all."""
    name = str(arguments["name"])
    kept = _others(context, name) if name else ()
    if name and kept == context.settings.exports:
        raise CommandError("Not exported", name)
    context.change_settings(exports=kept)
    return Trigger.COMMAND_DONE


def _others(context: CommandContext, name: str) -> tuple[tuple[str, str], ...]:
    return tuple(export for export in context.settings.exports if export[0] != name)


def fields(_vocabulary: Vocabulary) -> Step:
    """The name, and perhaps the value."""
    return sequence(_name_field(), Alternative(Text(), "value", help="value, or confirm for the one it has"))


def negated_fields(_vocabulary: Vocabulary) -> Step:
    """The name, or nothing."""
    return sequence(_name_field())


def _name_field() -> Step:
    return (Alternative(Field(break_mask("_")), "name", help="name of an environment variable"),)


COMMAND = Command(
    name="EXPORT",
    guide_words="ENVIRONMENT VARIABLE",
    description="Let hosts know the value of an environment variable",
    run=run,
    fields=fields,
    run_negated=run_negated,
    negated_fields=negated_fields,
    example="EXPORT (ENVIRONMENT VARIABLE) USER guest",
)
