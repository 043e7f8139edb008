"""What there is to say of each command: for HELP, and for the command reference and the manual page in docs/."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from telnet_client.commands import CONNECTED, TOP_LEVEL, load_command
from telnet_client.comnd.grammar import END
from telnet_client.comnd.syntax import draw_syntax, list_choices
from telnet_client.modes.command_grammar import (
    DESCRIPTION_OF_NO,
    NO,
    NOTHING_NAMED,
    negated_command,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from telnet_client.commands import Row
    from telnet_client.commands.base import Command, Vocabulary
    from telnet_client.comnd.grammar import Step

#: Of a line of HELP, in characters.
_WIDTH = 79
_INDENT = "  "
_ROWS = {row.keyword: row for row in (*TOP_LEVEL, *CONNECTED)}


class CommandReference(NamedTuple):
    """One command."""

    keyword: str
    #: How it is typed, its NO form too, a line each.
    syntax: tuple[str, ...]
    #: One line, without a full stop.
    description: str
    #: Paragraphs, each in one line, what is typed between backquotes.
    details: tuple[str, ...]
    #: The keywords and switches it may have, with what they are; those that have a list of their own are left out.
    choices: Mapping[str, str]
    #: A line to type; "" for none.
    example: str
    #: Where it is valid: `TELNET>`, `TELNET!`.
    prompts: tuple[str, ...]


def command_references() -> tuple[CommandReference, ...]:
    """All commands, in alphabetical order."""
    return tuple(map(refer_to, sorted(_ROWS)))


def refer_to(keyword: str) -> CommandReference:
    """The command with this keyword, NO being one."""
    prompts = tuple(
        prompt for prompt, rows in (("TELNET>", TOP_LEVEL), ("TELNET!", CONNECTED)) if _is_in(keyword, rows)
    )
    if keyword == NO:
        negated = (negated_command(_ROWS.values(), NOTHING_NAMED),)
        return CommandReference(keyword, draw_syntax(negated, NO), DESCRIPTION_OF_NO, (), {}, "NO DEBUG", prompts)
    command = load_command(keyword)
    details = tuple(" ".join(paragraph.split()) for paragraph in command.details.split("\n\n") if paragraph.strip())
    if command.needs is not None:
        details += (f"Needs {command.needs.value}.",)
    choices = list_choices(command.fields(NOTHING_NAMED)) if command.fields else {}
    return CommandReference(keyword, _syntax(command), command.description, details, choices, command.example, prompts)


def _syntax(command: Command) -> tuple[str, ...]:
    syntax = _draw(command.name, command.guide_words, command.fields)
    if not _ROWS[command.name].has_no:
        return syntax
    words = command.guide_words if command.negated_guide_words is None else command.negated_guide_words
    negated = _draw(command.name, words, command.negated_fields)
    if negated == syntax:
        return tuple(f"[{NO}] {line}" for line in syntax)
    return (*syntax, *(f"{NO} {line}" for line in negated))


def _draw(keyword: str, guide_words: str, fields: Callable[[Vocabulary], Step] | None) -> tuple[str, ...]:
    head = f"{keyword} ({guide_words})" if guide_words else keyword
    return draw_syntax(fields(NOTHING_NAMED) if fields else END, head)


def help_on(keyword: str) -> str:
    """What HELP says of one command, each line with its newline."""
    from textwrap import fill

    command = refer_to(keyword)
    paragraphs = [f"{command.description}.", *(text.replace("`", "") for text in command.details)]
    paragraphs.append(f"Valid at {' and '.join(command.prompts)}.")
    said = ["\n".join(command.syntax)]
    said += [fill(text, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT) for text in paragraphs]
    if command.choices:
        indent = " " * (max(map(len, command.choices)) + 5)
        rows = (
            fill(text, _WIDTH, initial_indent=f"{_INDENT}{name}".ljust(len(indent)), subsequent_indent=indent)
            for name, text in command.choices.items()
        )
        said.insert(-1, "\n".join(rows))
    if command.example:
        said.append(f"{_INDENT}Example: {command.example}")
    return "\n" + "\n\n".join(said) + "\n\n"


def _is_in(keyword: str, rows: Iterable[Row]) -> bool:
    return any(row.keyword == keyword for row in rows)
