"""What could be typed next, as a bare list: for those who show it in a way of their own, as shells do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.comnd.field_function import FILE_MASK, Request
from telnet_client.comnd.file_name import FileName
from telnet_client.comnd.unfinished_line import Place, UnfinishedLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.comnd.field_function import FileLister
    from telnet_client.comnd.grammar import Step


def list_candidates(step: Step, text: str, list_files: FileLister | None = None) -> Mapping[str, str]:
    """The words that the last field of `text` may become, in the order of `?`, each with its description or ""."""
    walk = UnfinishedLine(step, text)
    place = walk.find_place(stops_when_closed=False)
    if place is not Place.EMPTY and place is not Place.INSIDE:
        return {}
    line, start = walk.line, walk.start
    request = Request(list_files, is_described=True)
    candidates: dict[str, str] = {}
    for alternative in walk.step:
        function = alternative.function
        if place is Place.INSIDE and function.reach(line, start) < len(line):
            continue
        if isinstance(function, FileName):
            names = () if list_files is None else list_files(line[start:])
            candidates.update((name, "") for name in names if FILE_MASK.end(name, 0) == len(name))
        elif field := function.help(line, start, request):
            candidates.update(field.names)
    return candidates
