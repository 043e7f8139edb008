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
from telnet_client.settings import with_export

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step, Then


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """With a value, that one; without, the one the variable has now."""
    name, value = str(arguments["name"]), str(arguments["value"])
    if not value:
        if name not in os.environ:
            raise CommandError("No such environment variable", name)
        value = os.environ[name]
    context.change_settings(exports=with_export(context.settings, name, value).exports)
    return Trigger.COMMAND_DONE


def run_negated(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """NO EXPORT, of one variable or of all."""
    name = str(arguments["name"])
    exports = context.settings.exports
    kept = tuple(export for export in exports if name and export[0] != name)
    if name and kept == exports:
        raise CommandError("Not exported", name)
    context.change_settings(exports=kept)
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """The name, and perhaps the value."""
    return sequence(_name_field(_check), Alternative(Text(), "value", help="value, or confirm for the one it has"))


def negated_fields(_vocabulary: Vocabulary) -> Step:
    """The name, or nothing."""
    return sequence(_name_field())


def _check(name: str) -> None:
    if not name:
        raise CommandError("Null environment variable name given")


def _name_field(then: Then = None) -> Step:
    return (Alternative(Field(break_mask("_")), "name", then, help="name of an environment variable"),)


COMMAND = Command(
    name="EXPORT",
    guide_words="ENVIRONMENT VARIABLE",
    description="Let hosts know the value of an environment variable",
    run=run,
    fields=fields,
    run_negated=run_negated,
    negated_fields=negated_fields,
    example="EXPORT (ENVIRONMENT VARIABLE) USER guest",
    details="""
A host that asks for the environment (NEW-ENVIRON, RFC 1572) is told of no variable but these. Without a value it is the
one that the variable has now. NO EXPORT without a name takes back all of them.
""",
)
