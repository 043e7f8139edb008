"""Help: what `?` prints, chosen by COMND's rules and laid out in its columns at any width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.comnd.field_function import FieldHelp, Request
from telnet_client.comnd.file_name import files_beginning_with
from telnet_client.comnd.outcome import Help
from telnet_client.comnd.unfinished_line import Place, UnfinishedLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telnet_client.comnd.field_function import FileLister
    from telnet_client.comnd.grammar import Step

#: Between the columns of a list: one blank leads each name, three at least follow it.
_LEAD, _GAP = 1, 3
#: A column of descriptions narrower than this reads worse than lines that wrap.
_NARROWEST = 20


def explain(step: Step, text: str, width: int, list_files: FileLister | None, is_described: bool) -> Help:
    """As `help_for_line` says."""
    walk = UnfinishedLine(step, text)
    place = walk.find_place(stops_when_closed=False)
    request = Request(list_files, is_described)
    if walk.failure is not None:
        return Help(failure=walk.failure)
    if place is Place.QUOTED or place is Place.COMMENT:
        return Help(is_data=True)
    if place is Place.INDIRECT_FILE:
        return Help(lay_out_help([("", _indirect_file_help(walk, request))], width, is_described))
    line, start = walk.line, walk.start
    asked = [a for a in walk.step if place is Place.EMPTY or a.function.reach(line, start) == len(line)]
    if asked and asked[0].function.takes_question_mark(line, start):
        return Help(is_data=True)
    said = [(a.help, a.function.help(line, start, request)) for a in asked]
    return Help(lay_out_help([(help, field) for help, field in said if field is not None], width, is_described))


def _indirect_file_help(walk: UnfinishedLine, request: Request) -> FieldHelp:
    atom = walk.line[walk.start + 1 :]
    names = files_beginning_with(atom, request) if atom else ()
    heading = ", one of the following:" if names else ""
    return FieldHelp("filespec of indirect file", heading, [(name, "") for name in names])


def lay_out_help(said: Sequence[tuple[str, FieldHelp]], width: int, is_described: bool) -> str:
    """The text behind the `?`: one alternative after the other, with the alternative's own words where it has some.

    Begins with a blank, for it is printed on the line that was typed; ends without a line end; "" for nothing to say.
    """
    text = ""
    for words, field in said:
        if field.is_last_resort and text:
            continue
        for saying in _sayings(words, field, width, is_described):
            text += f"\n  or {saying}" if text else f" {saying}"
    return text


def lay_out_columns(names: Sequence[str], width: int) -> str:
    """The names in columns that are as wide as the longest needs, each line beginning with a newline and a blank.

    No line is longer than `width` unless a name is.
    """
    longest = max(map(len, names))
    stop = longest + _LEAD + _GAP
    row_length = max(1, (width - longest) // stop + 1)
    text = ""
    for first in range(0, len(names), row_length):
        # A stop's first column is the name's, but in column 0 the leading blank stands.
        row = " " * _LEAD + names[first].ljust(stop - _LEAD)
        row += "".join(name.ljust(stop) for name in names[first + 1 : first + row_length])
        text += f"\n{row.rstrip()}"
    return text


def lay_out_descriptions(names: Sequence[tuple[str, str]], width: int) -> str:
    """A name a line and its description behind it, each line beginning with a newline and a blank.

    What does not fit within `width` goes on below, in the column of the descriptions if there is room for a few words.
    """
    from textwrap import wrap

    longest = max(len(name) for name, _ in names)
    column = _LEAD + longest + _GAP
    room = width - column
    if room < _NARROWEST:
        column = room = 0
    text = ""
    for name, description in names:
        first, *rest = (wrap(description, room) if room else [description]) or [""]
        text += f"\n{' ' * _LEAD}{name.ljust(longest + _GAP)}{first}".rstrip()
        text += "".join(f"\n{' ' * column}{line}" for line in rest)
    return text


def _sayings(words: str, field: FieldHelp, width: int, is_described: bool) -> tuple[str, ...]:
    said = (words or field.words) + field.heading
    names = [(_shown(name), _shown(description)) for name, description in field.names]
    if names and not field.heading:
        name, description = names[0]
        said += f" {name}   {description}" if description else f" {name}"
    elif names and is_described:
        said += lay_out_descriptions(names, width)
    elif names:
        said += lay_out_columns([name for name, _ in names], width)
    said = said.strip()
    return (said, *field.further) if said else field.further


def _shown(name: str) -> str:
    """File names and definitions can hold anything."""
    return name if name.isprintable() else "".join(c if c.isprintable() else "?" for c in name)
