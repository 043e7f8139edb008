"""SHOW (INFORMATION ABOUT): what TELNET knows of itself, a subject each."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from telnet_client.backends import BACKENDS, load_backend
from telnet_client.commands.base import Command
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.grammar import Alternative
from telnet_client.comnd.grammar import fields as sequence
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.errors import printable
from telnet_client.mode_table import Trigger
from telnet_client.protocol.negotiation import OptionState, Side
from telnet_client.protocol.options import OPTIONS
from telnet_client.settings import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step

_SIDES = ((Side.LOCAL, "Our side"), (Side.REMOTE, "Host's side"))
_STATE_WORDS = {
    OptionState.NO: "off",
    OptionState.YES: "on",
    OptionState.WANT_NO: "on, end asked for",
    OptionState.WANT_NO_OPPOSITE: "asked for",
    OptionState.WANT_YES: "asked for",
    OptionState.WANT_YES_OPPOSITE: "asked for, end wanted",
}
#: In a list of definitions or of earlier commands, in characters.
_LONGEST_LINE = 1000
#: Of a column that is not the last, in characters.
_WIDEST = 20


class Subject(NamedTuple):
    """One thing to show."""

    keyword: str
    description: str
    #: Its lines.
    show: Callable[[CommandContext], Iterable[str]]


def _definitions(context: CommandContext) -> Iterable[str]:
    """As they could stand in TELNET.CMD."""
    definitions = sorted(context.settings.definitions, key=lambda definition: definition[0].lower())
    return [_clipped(f"DEFINE (HOST) {name} (AS) {line}") for name, line in definitions] or ["No definitions"]


def _history(context: CommandContext) -> Iterable[str]:
    return [_clipped(line) for line in context.history()] or ["No commands yet"]


def _lines(context: CommandContext) -> Iterable[str]:
    from telnet_client.backends.serial.ports import find_lines, holder_of

    numbered = context.settings.lines
    rows: list[tuple[str, ...]] = [(*(("No.",) if numbered else ()), "Line", "Description", "Hardware", "Use")]
    for line in find_lines(numbered):
        job = holder_of(line.path, is_ours_too=True)
        if not os.path.exists(line.path):
            use = "not there"
        elif job is None:
            use = "free"
        else:
            use = "in use by you" if job == os.getpid() else f"in use by job {job}"
        number = () if not numbered else ("" if line.number is None else f"{line.number:o}",)
        rows.append((*number, *map(printable, (line.name, line.description, line.hardware)), use))
    return _columns(rows) if len(rows) > 1 else ["No lines"]


def _networks(_context: CommandContext) -> Iterable[str]:
    return _columns([(name, load_backend(name).description) for name in BACKENDS])


def _options(context: CommandContext) -> Iterable[str]:
    """Their states in the conversation; without one, what would be agreed to."""
    if context.is_connected and not context.session.engine.speaks_telnet:
        return ["The TELNET protocol is not in use"]
    states = context.session.engine.option_states() if context.is_connected else None
    rows = [("Option", *(heading for _, heading in _SIDES))]
    for option in OPTIONS:
        words = []
        for side, _ in _SIDES:
            if states is not None and (option.handler.code, side) in states:
                words.append(_STATE_WORDS[states[option.handler.code, side]])
            elif side in option.sides:
                words.append("if asked" if states is None else "off")
            else:
                words.append("no")
        rows.append((option.handler.name, *words))
    return _columns(rows)


def _settings(context: CommandContext) -> Iterable[str]:
    settings = context.settings
    rows = [(row.name, printable(row.show(getattr(settings, row.field))), row.description) for row in SETTINGS]
    return _columns(rows)


SUBJECTS = (
    Subject("DEFINITIONS", "The names that DEFINE gave", _definitions),
    Subject("HISTORY", "The commands typed so far", _history),
    Subject("LINES", "The terminal lines of this machine, and who has them", _lines),
    Subject("NETWORKS", "The networks that CONNECT knows, the best one first", _networks),
    Subject("OPTIONS", "The TELNET options, and with a connection where each stands", _options),
    Subject("SETTINGS", "What lasts until you leave TELNET", _settings),
)


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """A blank in front of each line, as in the lists of `?`."""
    subject = next(subject for subject in SUBJECTS if subject.keyword == arguments["subject"])
    context.show("".join(f" {line}\n" for line in subject.show(context)))
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """The subject."""
    table = KeywordTable(KeywordEntry(subject.keyword, subject.keyword, subject.description) for subject in SUBJECTS)
    return sequence(Alternative(Keyword(table), "subject"))


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Each column as wide as it must be, but for cells so long that they had better push aside what is behind them."""
    lengths = [[len(cell) for cell in column if len(cell) <= _WIDEST] for column in zip(*rows, strict=True)]
    widths = [max(column, default=0) for column in lengths]
    lines = ("   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return [line.rstrip() for line in lines]


def _clipped(line: str) -> str:
    return printable(line, _LONGEST_LINE)


COMMAND = Command(
    name="SHOW",
    guide_words="INFORMATION ABOUT",
    description="Show definitions, settings, lines, networks, options or history",
    run=run,
    fields=fields,
    example="SHOW (INFORMATION ABOUT) SETTINGS",
)
