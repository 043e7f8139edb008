"""Recognition: what the machine types when ESC, TAB or CTRL/F ask it to (COMND%, Monitor Calls Reference Manual).

Only ever appends to what was typed. One field is completed; then come the guide words in front of the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.comnd.field_function import Recognition, Request
from telnet_client.comnd.file_name import complete_file_name
from telnet_client.comnd.line import CONTROL_F
from telnet_client.comnd.outcome import Completion
from telnet_client.comnd.unfinished_line import Place, UnfinishedLine
from telnet_client.comnd.walk import Choice, Refusal

if TYPE_CHECKING:
    from telnet_client.comnd.field_function import FileLister
    from telnet_client.comnd.grammar import Step


def complete(step: Step, text: str, key: str, list_files: FileLister | None) -> Completion:
    """As `complete_line` says."""
    walk = UnfinishedLine(step, text)
    place = walk.find_place(stops_when_closed=True)
    request = Request(list_files)
    if walk.failure is not None:
        return Completion(failure=walk.failure)
    if place is Place.QUOTED:
        return Completion(key)
    if place is Place.EMPTY:
        default = walk.step[0].default
        return Completion(bell=True) if default is None else _recognized(walk, Recognition(default), key)
    if place is Place.CLOSED:
        return _recognized(walk, Recognition(), key)
    if place is Place.INSIDE:
        return _complete_field(walk, request, key)
    if place is Place.INDIRECT_FILE and len(walk.line) > walk.start + 1:
        return _complete_indirect_file(walk, request)
    return Completion(bell=True)


def _complete_field(walk: UnfinishedLine, request: Request, key: str) -> Completion:
    line, start = walk.line, walk.start
    for alternative in walk.step:
        if alternative.function.reach(line, start) == len(line):
            recognition = alternative.function.complete(line, start, request)
            if recognition is not None:
                return _recognized(walk, recognition, key)
    choice = walk.choose()
    return Completion(failure=walk.fail(choice)) if isinstance(choice, Refusal) else Completion(bell=True)


def _recognized(walk: UnfinishedLine, recognition: Recognition, key: str) -> Completion:
    """What the field lacks, then what the machine types in front of the next."""
    append = recognition.append
    if recognition.is_data:
        return Completion(key)
    if recognition.is_partial:
        return Completion(append, bell=True)
    if key == CONTROL_F:
        return Completion(append)
    if not recognition.suffix:
        return Completion(append, bell=not append)
    walk.line += append
    append += recognition.suffix
    choice = walk.choose()
    if isinstance(choice, Choice):
        walk.take(choice)
        while walk.failure is None and (words := walk.skip_guide_words()):
            append += f"({words}) "
    return Completion(append, failure=walk.failure)


def _complete_indirect_file(walk: UnfinishedLine, request: Request) -> Completion:
    recognition = complete_file_name(walk.line[walk.start + 1 :], request, takes_new_names=False)
    if recognition is None:
        return Completion(bell=True)
    return Completion(recognition.append, bell=recognition.is_partial or not recognition.append)
