"""Files to read."""

from __future__ import annotations

from telnet_client.comnd.field_function import FieldHelp, Recognition, Request
from telnet_client.comnd.file_name import FileName, complete_file_name, files_beginning_with


class InputFile(FileName):
    """.CMIFI: the name of a file that should be there; whether it is, its reader finds out."""

    __slots__ = ()

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """Once something has been typed, the files that begin so."""
        names = files_beginning_with(line[start:], request) if start < len(line) else ()
        return FieldHelp("input filespec", ", one of the following:" if names else "", [(name, "") for name in names])

    def complete(self, line: str, start: int, request: Request) -> Recognition | None:
        """The name of a file there is."""
        return complete_file_name(line[start:], request, takes_new_names=False)
