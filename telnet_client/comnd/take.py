"""The commands of a TAKE file: bytes in, command lines out, each with the number of its first line for error messages.

Stands between whoever read the file and the parser. Lines joined by hyphens are one command; blank lines and lines
with nothing but a comment are none.
"""

from __future__ import annotations

from typing import NamedTuple

from telnet_client.comnd.joined_line import is_continued
from telnet_client.errors import CommandError


class TakeCommand(NamedTuple):
    """One command of a file."""

    #: Of its first line, from 1.
    line_number: int
    #: May be several lines, each but the last with its hyphen.
    text: str


class TakeFile:
    """A file of commands, taken one by one."""

    __slots__ = ("_commands", "_next", "line_number", "name")

    def __init__(self, name: str, data: bytes) -> None:
        """`data` is all of the file `name`. Raises `CommandError` where it is no text in UTF-8."""
        self.name = name
        #: Where the command taken last stands, from 1; 0 before the first.
        self.line_number = 0
        self._commands = read_commands(data)
        self._next = 0

    @property
    def is_at_end(self) -> bool:
        """The command taken last was the last there is."""
        return self._next == len(self._commands)

    @property
    def upcoming(self) -> str:
        """The next command, which stays where it is; "" at the end of the file."""
        return "" if self.is_at_end else self._commands[self._next].text

    def next_command(self) -> str | None:
        """The next command, as `parse_line` takes it; None at the end of the file."""
        if self.is_at_end:
            return None
        self.line_number, text = self._commands[self._next]
        self._next += 1
        return text


def read_commands(data: bytes) -> tuple[TakeCommand, ...]:
    """The commands in the text `data`. Raises `CommandError` where it is no text in UTF-8."""
    lines = _lines(data)
    commands: list[TakeCommand] = []
    number = 0
    while number < len(lines):
        first = number
        while is_continued(lines[number]) and number + 1 < len(lines):
            number += 1
        number += 1
        if not _is_blank(lines[first]) or number > first + 1:
            commands.append(TakeCommand(first + 1, "\n".join(lines[first:number])))
    return tuple(commands)


def _lines(data: bytes) -> list[str]:
    """The text's lines. Not `str.splitlines`, for which CTRL/^ ends a line: it may be a quoted escape character."""
    if b"\0" in data:
        raise CommandError("Not a text file")
    # A byte order mark is no text.
    marked = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\f", b"\n")
    try:
        return marked.decode().split("\n")
    except UnicodeDecodeError as error:
        line = marked.count(b"\n", 0, error.start) + 1
        raise CommandError(f"Not a text file - line {line} is not UTF-8") from None


def _is_blank(line: str) -> bool:
    return line.strip(" \t").startswith(";") or not line.strip(" \t")
