"""The shell's command line: options for the settings, and behind them one TELNET command.

`tn HOST`, `tn HOST 2323` and `tn CONNECT (TO) HOST` are TELNET commands like those typed at TELNET>; the options are
those that fingers know from other TELNETs. Nothing is imported here that `tn HOST PORT` does not need.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from telnet_client.errors import CommandError
from telnet_client.settings import Settings, with_export

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Exit status for a command that is wrong.
WRONG_COMMAND = 2
#: With the line so far behind it: the completion scripts ask what could come next. For nobody else, so no flag.
COMPLETE = "--complete"


class Flag(NamedTuple):
    """One option of the shell's command line: its spelling, its argument's name, and a line for --help."""

    spelling: str
    argument: str
    description: str


FLAGS = (
    Flag("-l", "USER", "the user name a host may ask for (NEW-ENVIRON USER)"),
    Flag("-e", "CHAR", "the escape character: a character, ^X, octal, 0x1D or OFF"),
    Flag("-E", "", "no escape character"),
    Flag("-8", "", "TRANSPARENT: ask for BINARY both ways, pass every byte"),
    Flag("-4", "", "use IPv4 addresses only"),
    Flag("-6", "", "use IPv6 addresses only"),
    Flag("--log", "FILE", "append what the host sends to FILE"),
    Flag("--command-file", "FILE", "take commands from FILE instead of TELNET.CMD"),
    Flag("--no-command-file", "", "take no TELNET.CMD"),
    Flag("--completion", "SHELL", "print a completion script for bash, zsh or fish and leave"),
    Flag("--help", "", "show this and leave"),
    Flag("--version", "", "show the version and leave"),
)


class CommandLine(NamedTuple):
    """What the shell's command line asks for."""

    settings: Settings
    #: One TELNET command, None to prompt for commands.
    command: str | None
    #: A file of commands in place of TELNET.CMD; None for TELNET.CMD, "" for none at all.
    command_file: str | None = None
    #: What is only to be printed: the help, the version, a completion script.
    answer: str = ""


def parse_command_line(words: Sequence[str]) -> CommandLine:
    """Options and command of `words`, the program's name not among them. Raises `CommandError`."""
    if not words or not words[0].startswith("-"):
        return CommandLine(Settings(), " ".join(words) or None)
    from getopt import GetoptError, getopt

    short = "h" + "".join(f.spelling[1:] + ":" * bool(f.argument) for f in FLAGS if len(f.spelling) == 2)
    long = [f.spelling[2:] + "=" * bool(f.argument) for f in FLAGS if len(f.spelling) > 2]
    try:
        given, rest = getopt(list(words), short, long)
    except GetoptError as error:
        raise CommandError(f"{error.msg[:1].upper()}{error.msg[1:]}") from None
    settings, command_file, answer = Settings(), None, ""
    for flag, value in given:
        if flag == "-l":
            settings = with_export(settings, "USER", value)
        elif flag == "-e":
            settings = settings._replace(escape_character=_character(value))
        elif flag == "-E":
            settings = settings._replace(escape_character=None)
        elif flag == "-8":
            settings = settings._replace(transparent=True)
        elif flag in ("-4", "-6"):
            settings = settings._replace(address_family=int(flag[1]))
        elif flag == "--log":
            settings = settings._replace(log_file=value)
        elif flag in ("--command-file", "--no-command-file"):
            command_file = value
        elif flag == "--completion":
            from telnet_client.shell_completion import completion_script

            answer = completion_script(value)
        else:
            answer = version() if flag == "--version" else usage()
    return CommandLine(settings, " ".join(rest) or None, command_file, answer)


def _character(text: str) -> int | None:
    if len(text) == 1 and text.isascii():
        return ord(text)
    from telnet_client.comnd.functions.character import read_character

    return read_character(text)


def version() -> str:
    """The one line of --version."""
    from telnet_client import __version__

    return f"telnet-client {__version__}\n"


def usage() -> str:
    """The text of --help."""
    rows = "".join(f"  {f'{f.spelling} {f.argument}':22}{f.description}\n" for f in FLAGS)
    return (
        "Usage: tn [options] [TELNET command]\n\n"
        "  tn                    prompt for commands at TELNET>; ? lists them\n"
        "  tn HOST [PORT]        connect to a host, and leave when the connection ends\n"
        "  tn DEMO               connect to the host inside this program\n"
        "  tn STATUS             any other TELNET command\n\n"
        f"Options:\n{rows}\n"
        "Exit status: 0 the connection was closed in order, 1 there was none or it was lost,\n"
        "2 the command was wrong.\n"
    )


def main(words: Sequence[str] | None = None) -> int:
    """The commands `tn` and `telnet-client`. Returns the exit status."""
    words = sys.argv[1:] if words is None else words
    if words and words[0] == COMPLETE:
        from telnet_client.shell_completion import answer

        sys.stdout.write(answer(" ".join(words[1:]), FLAGS))
        return 0
    try:
        command_line = parse_command_line(words)
    except CommandError as error:
        sys.stderr.write(f"?{error}\n")
        return WRONG_COMMAND
    if command_line.answer:
        sys.stdout.write(command_line.answer)
        return 0
    from telnet_client.app import run

    return run(command_line.settings, command_line.command, command_line.command_file)
