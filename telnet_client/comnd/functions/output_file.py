"""Files to write."""

from __future__ import annotations

from telnet_client.comnd.field_function import FieldHelp, Recognition, Request
from telnet_client.comnd.file_name import FileName, complete_file_name, files_beginning_with


class OutputFile(FileName):
    """.CMOFI: the name of a file, which may be a new one."""

    __slots__ = ()

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """Once something has been typed, the files that begin so; another name is as good."""
        names = files_beginning_with(line[start:], request) if start < len(line) else ()
        heading = ", perhaps one of the following:" if names else ""
        return FieldHelp("output filespec", heading, [(name, "") for name in names])

    def complete(self, line: str, start: int, request: Request) -> Recognition | None:
        """The name of a file there is, else the new name as it stands."""
        return complete_file_name(line[start:], request, takes_new_names=True)
