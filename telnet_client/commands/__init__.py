"""The commands, one file each, and the tables that say where each is valid.

A row names its module, `CONNECT` is in connect.py, and the module is loaded when the command is typed: thirty modules
that nobody asked for would be a quarter of the program's start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from telnet_client.backends.base import Capability

if TYPE_CHECKING:
    from telnet_client.commands.base import Command


class Row(NamedTuple):
    """One entry of a command table."""

    keyword: str
    #: NO in front of it undoes it.
    has_no: bool = False


class Letter(NamedTuple):
    """One of the single-character commands."""

    name: str
    #: As `?` lists it.
    description: str
    #: The keyword of the command it stands for; None for those that are not commands (`?`, X).
    command: str | None = None
    #: What the connection must be able to do; else the letter gets a bell.
    needs: Capability | None = None
    #: It prints, so the terminal is set back to its normal modes first.
    prints: bool = False


NO = True

#: Commands at TELNET>, in the order `?` lists them.
TOP_LEVEL = (
    Row("BACKSPACE"),
    Row("CHARACTER-SET"),
    Row("CONNECT"),
    Row("DATA-BITS"),
    Row("DEBUG", NO),
    Row("DEFINE"),
    Row("DEMO"),
    Row("DTR"),
    Row("ESCAPE"),
    Row("EXCLUSIVE", NO),
    Row("EXIT"),
    Row("EXPORT", NO),
    Row("EXTENDED", NO),
    Row("FILTER"),
    Row("FLOW"),
    Row("HELP"),
    Row("HEX", NO),
    Row("INPUT", NO),
    Row("LINE", NO),
    Row("LINES", NO),
    Row("LOCAL-ECHO", NO),
    Row("LOG", NO),
    Row("NO"),
    Row("OPAQUE", NO),
    Row("OUTPUT", NO),
    Row("PAGE", NO),
    Row("PARITY"),
    Row("PASTE", NO),
    Row("PUSH"),
    Row("QUIT"),
    Row("REPLAY"),
    Row("RETURN"),
    Row("RTS"),
    Row("SHOW"),
    Row("SPEED"),
    Row("STATUS"),
    Row("STOP-BITS"),
    Row("TAKE"),
    Row("TTY"),
    Row("UNDEFINE"),
)

#: Commands at TELNET!, in the order `?` lists them.
CONNECTED = (
    Row("ABORT"),
    Row("ATTN"),
    Row("BACKSPACE"),
    Row("BREAK"),
    Row("CHARACTER-SET"),
    Row("CLOSE"),
    Row("CONTROL"),
    Row("DATA-BITS"),
    Row("DEBUG", NO),
    Row("DTR"),
    Row("ECHO", NO),
    Row("ESCAPE"),
    Row("EXCLUSIVE", NO),
    Row("EXIT"),
    Row("EXPORT", NO),
    Row("EXTENDED", NO),
    Row("FILTER"),
    Row("FLOW"),
    Row("HANGUP"),
    Row("HELP"),
    Row("HEX", NO),
    Row("IF"),
    Row("INPUT", NO),
    Row("LINE", NO),
    Row("LINEMODE"),
    Row("LOCAL-ECHO", NO),
    Row("LOG", NO),
    Row("NO"),
    Row("OPAQUE", NO),
    Row("OUTPUT", NO),
    Row("PAGE", NO),
    Row("PARITY"),
    Row("PASTE", NO),
    Row("PAUSE"),
    Row("PURGE"),
    Row("PUSH"),
    Row("QUIT"),
    Row("RETURN"),
    Row("RTS"),
    Row("SEND"),
    Row("SHOW"),
    Row("SLC"),
    Row("SPEED"),
    Row("STATUS"),
    Row("STOP-BITS"),
    Row("TAKE"),
    Row("TRANSPARENT", NO),
    Row("WAIT"),
)

#: Shorter than any unique abbreviation, by tradition; they match but are not listed.
ABBREVIATIONS = {
    "B": "BREAK",
    "C": "CONNECT",
    "D": "DEBUG",
    "EX": "EXIT",
    "H": "HELP",
    "LI": "LINE",
    "LO": "LOG",
    "O": "OPAQUE",
    "PA": "PAGE",
    "PU": "PUSH",
    "S": "STATUS",
}
#: The same behind NO.
NEGATED_ABBREVIATIONS = ABBREVIATIONS | {"P": "PAGE"}

#: Talk command mode, in the order `?` lists them.
SINGLE_CHARACTER = {
    letter.name: letter
    for letter in (
        Letter("?", "This message"),
        Letter("A", "Send ATTN", "ATTN", needs=Capability.TELNET_COMMANDS),
        Letter("B", "Send Break", "BREAK", needs=Capability.BREAK),
        Letter("C", "Close connection", "CLOSE", prints=True),
        Letter("O", "Abort output", "ABORT", needs=Capability.TELNET_COMMANDS),
        Letter("P", "Push to inferior EXEC", "PUSH", prints=True),
        Letter("S", "Status of TELNET connection", "STATUS", prints=True),
        Letter("Q", "Quit", "QUIT", prints=True),
        Letter("T", "Transparent mode toggle", "TRANSPARENT", needs=Capability.OPTIONS),
        Letter("X", "Enter extended command mode"),
    )
}


def load_command(keyword: str) -> Command:
    """The command behind a row's keyword; a hyphen is an underscore in the module's name."""
    from importlib import import_module

    return cast("Command", import_module(f"telnet_client.commands.{keyword.lower().replace('-', '_')}").COMMAND)
