"""The commands at the host's prompt: one table, and what each row does.

Each command is a function of the caller and the parsed arguments, and gives the lines that it shows one by one, so
that it can be interrupted between any two. What it does to the caller it does through the caller's methods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from telnet_client.comnd.field_function import break_mask
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.grammar import Alternative, fields, guide
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.demo import clock
from telnet_client.demo.files import FILES, read_lines
from telnet_client.protocol.negotiation import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from telnet_client.comnd.grammar import Step
    from telnet_client.demo.caller import Caller


class HostCommand(NamedTuple):
    """One command of the host."""

    name: str
    #: Without the parentheses; "" for none.
    guide_words: str
    #: One line for HELP and a second `?`.
    description: str
    run: Callable[[Caller, Mapping[str, object]], Iterable[str]]
    #: The field behind the guide words; none where it is empty.
    field: Alternative | Step = ()


def daytime(_caller: Caller, _arguments: Mapping[str, object]) -> Iterable[str]:
    """DAYTIME."""
    yield f" {clock.date_and_time()}"


def set_echo(caller: Caller, arguments: Mapping[str, object]) -> Iterable[str]:
    """ECHO ON, ECHO OFF: negotiated, and in effect once the caller has agreed."""
    wanted = arguments["echo"] == "ON"
    caller.request_echo(wanted)
    yield f" {'This host' if wanted else 'Your own TELNET'} shows what you type from now on"


def show_help(_caller: Caller, _arguments: Mapping[str, object]) -> Iterable[str]:
    """HELP."""
    names = [f"{command.name} ({command.guide_words})" if command.guide_words else command.name for command in COMMANDS]
    width = max(map(len, names))
    yield " This host is a part of the program you are using; nothing leaves your machine."
    yield ""
    yield from (f"  {name:{width}}  {command.description}" for name, command in zip(names, COMMANDS, strict=True))
    yield ""
    yield from NOTES


def inform(caller: Caller, arguments: Mapping[str, object]) -> Iterable[str]:
    """INFORMATION (ABOUT)."""
    return INFORMATION[str(arguments["about"])](caller)


def log_out(caller: Caller, _arguments: Mapping[str, object]) -> Iterable[str]:
    """LOGOUT."""
    yield (
        f" Killed job {caller.number}, user {caller.user}, TTY{caller.line}, at {clock.short_date_and_time()},"
        f" used {clock.interval(clock.used())} in {clock.interval(clock.now() - caller.since)}"
    )
    caller.log_out()


def show_system_status(caller: Caller, _arguments: Mapping[str, object]) -> Iterable[str]:
    """SYSTAT: who is on."""
    callers = caller.system.callers()
    yield f" {clock.short_date_and_time()}  Up {clock.interval(clock.now() - caller.system.since)}"
    yield f" {len(callers)}+1 Jobs   Load av   {'   '.join(clock.loads())}"
    yield ""
    yield " Job  Line  Program  User      Foreign host"
    yield "   0   det  SYSJOB   OPERATOR"
    for other in callers:
        mark = "*" if other is caller else " "
        yield f" {other.number:3}{mark} {other.line:>4}  {other.program:7}  {other.user:8}  {other.address}"


def type_file(_caller: Caller, arguments: Mapping[str, object]) -> Iterable[str]:
    """TYPE (FILE)."""
    return read_lines(str(arguments["file"]))


def describe_terminal(caller: Caller) -> Iterator[str]:
    """What the negotiation brought to light, as the commands that would have said it."""
    terminal = caller.terminal
    yield f" TERMINAL {terminal.name}" if terminal.name else " TERMINAL UNKNOWN, for your TELNET did not tell"
    if terminal.columns or terminal.rows:
        yield f" TERMINAL LENGTH {terminal.rows}"
        yield f" TERMINAL WIDTH {terminal.columns}"
    else:
        yield " TERMINAL LENGTH and WIDTH unknown, for your TELNET did not tell"
    yield f" ECHO {'ON' if terminal.is_echoing else 'OFF'}"


def describe_options(caller: Caller) -> Iterator[str]:
    """The options in effect, for either side."""
    options = caller.options_in_effect()
    for side, who in ((Side.LOCAL, "This host"), (Side.REMOTE, "Your TELNET")):
        names = [name for name, owner in options if owner is side]
        yield f" {who}: {', '.join(names) or 'none'}"


#: What INFORMATION (ABOUT) knows, and in which words a second `?` says so.
INFORMATION: dict[str, Callable[[Caller], Iterator[str]]] = {
    "TELNET-OPTIONS": describe_options,
    "TERMINAL-MODE": describe_terminal,
}
_ABOUT = (
    KeywordEntry("TELNET-OPTIONS", "TELNET-OPTIONS", "The options that are in effect, on both sides"),
    KeywordEntry("TERMINAL-MODE", "TERMINAL-MODE", "Type and size of your terminal, as negotiated"),
)
_ECHO = (
    KeywordEntry("OFF", "OFF", "Your TELNET shows what you type"),
    KeywordEntry("ON", "ON", "This host shows what you type"),
)
_FILES = [KeywordEntry(file.name, file.name, file.description) for file in FILES]


#: Behind the list of HELP.
NOTES = (
    " Type ? at any time to see what fits, ESC or TAB to have a word finished.",
    " Change the size of your window and ask for INFORMATION once more.",
    " While a text runs, CTRL/C interrupts it, CTRL/O drops the rest, CTRL/S holds",
    " it, CTRL/Q lets it go on, and CTRL/T tells how things are.",
    " Your own TELNET listens for its escape character, CTRL/^ unless you changed",
    " it; a ? behind that shows what it can do.",
)


def _choice(name: str, entries: Iterable[KeywordEntry], help: str = "", default: str | None = None) -> Alternative:
    """One of several words, its value among the arguments under `name`; a word may hold dots, as files do."""
    keyword = Keyword(KeywordTable(entries), break_mask("-."))
    return Alternative(keyword, name, help=help, default=default, shows_atom=True)


COMMANDS = (
    HostCommand("DAYTIME", "", "What time it is", daytime),
    HostCommand(
        "ECHO",
        "BY THIS HOST",
        "Who shows what you type, this host or your TELNET",
        set_echo,
        _choice("echo", _ECHO),
    ),
    HostCommand("HELP", "IN USING THIS HOST", "This list, and what to try", show_help),
    HostCommand(
        "INFORMATION",
        "ABOUT",
        "What this host knows of your terminal",
        inform,
        _choice("about", _ABOUT, default="TERMINAL-MODE"),
    ),
    HostCommand("LOGOUT", "", "End the connection", log_out),
    HostCommand("SYSTAT", "", "Who is on this host", show_system_status),
    HostCommand(
        "TYPE",
        "FILE",
        "Show a text that is longer than your screen",
        type_file,
        _choice("file", _FILES, "file name,", default="TELNET.TXT"),
    ),
)


def command_grammar() -> Step:
    """A command and its fields. The value under `command` is the command's row."""

    def following(command: object) -> Step:
        assert isinstance(command, HostCommand)
        return fields(guide(command.guide_words), command.field)

    table = KeywordTable(KeywordEntry(command.name, command, command.description) for command in COMMANDS)
    return (Alternative(Keyword(table), "command", following, help="command,", shows_atom=True),)
