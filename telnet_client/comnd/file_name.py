"""Names of files in a command line: what input and output files have in common.

The parser asks no file system: which files there are it is told by the `FileLister` of the request, and only to
complete a name or to list some.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.comnd.field_function import (
    FILE_MASK,
    QUOTING_CHARACTER,
    FieldFunction,
    Match,
    Mismatch,
    Recognition,
    Request,
    end_of_quoted_string,
    unquoted,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

MISSING = "File name was not specified"


class FileName(FieldFunction):
    """A name without blanks, one whose blanks are quoted by CTRL/V, or one in quotes; the value is the bare name."""

    __slots__ = ()

    def reach(self, line: str, start: int) -> int:
        """As the mask has it, or to the closing quote."""
        return end_of_file_name(line, start)

    def parse(self, line: str, start: int) -> Match | Mismatch:
        """An empty name is an error, for there is no default file."""
        end = end_of_file_name(line, start)
        if end == start:
            return Mismatch(MISSING if start == len(line) else "Invalid character in input", end)
        if line[start] != '"':
            return Match(unquoted(line[start:end]), end)
        if end_of_quoted_string(line, start) is None:
            return Mismatch("Not a quoted string - quote missing at beginning or end", end)
        name = line[start + 1 : end - 1].replace('""', '"')
        return Match(name, end, is_closed=True) if name else Mismatch(MISSING, end)


def end_of_file_name(line: str, start: int) -> int:
    """Where the name that begins at `start` ends."""
    if not line.startswith('"', start):
        return FILE_MASK.end(line, start)
    closing = end_of_quoted_string(line, start)
    return len(line) if closing is None else closing


def files_beginning_with(atom: str, request: Request) -> Sequence[str]:
    """The files whose names begin as the atom does, which may still lack its closing quote."""
    return () if request.list_files is None else request.list_files(_bare(atom))


def complete_file_name(atom: str, request: Request, takes_new_names: bool) -> Recognition | None:
    """What completing adds to the atom: field by field, a folder being a field.

    A name that is no file's is complete only where `takes_new_names`; elsewhere it is not completed (None).
    """
    bare = _bare(atom)
    found = [name for name in files_beginning_with(atom, request) if name.startswith(bare)]
    is_quoted = atom.startswith('"')
    if not found:
        is_accepted = takes_new_names or request.list_files is None
        return Recognition('"' if is_quoted else "") if is_accepted else None
    common = found[0]
    for name in found:
        while not name.startswith(common):
            common = common[:-1]
    append = _quoted(common[len(bare) :], is_quoted)
    if len(found) > 1:
        return Recognition(append, is_partial=True)
    if common.endswith("/"):
        return Recognition(append, suffix="")
    return Recognition(f'{append}"' if is_quoted else append)


def _bare(atom: str) -> str:
    return atom[1:].replace('""', '"') if atom.startswith('"') else unquoted(atom)


def _quoted(text: str, is_in_quotes: bool) -> str:
    """`text` as it has to be typed."""
    if is_in_quotes:
        return text.replace('"', '""')
    return "".join(c if FILE_MASK.end(c, 0) and c != QUOTING_CHARACTER else QUOTING_CHARACTER + c for c in text)
