"""DEBUG: the negotiations as lines such as `*R*IAC,WILL,ECHO*`, in the original's names (TELNET.MAC's tables).

What the original could not name it gave in octal behind a space; so do we, and always close the entry.
"""

from __future__ import annotations

from telnet_client.protocol.codes import Command
from telnet_client.protocol.events import CommandTraced, NegotiationTraced, SubnegotiationTraced

_COMMAND_NAMES = {
    Command.END_OF_FILE: "EOF",
    Command.SUSPEND_PROCESS: "SUSP",
    Command.ABORT_PROCESS: "ABORT",
    Command.END_OF_RECORD: "EOR",
    Command.SUBNEGOTIATION_END: "SE",
    Command.NO_OPERATION: "NNOP",
    Command.DATA_MARK: "DM",
    Command.BREAK: "BRK",
    Command.INTERRUPT_PROCESS: "IP",
    Command.ABORT_OUTPUT: "AO",
    Command.ARE_YOU_THERE: "AYT",
    Command.ERASE_CHARACTER: "EC",
    Command.ERASE_LINE: "EL",
    Command.GO_AHEAD: "GA",
    Command.SUBNEGOTIATION: "SB",
    Command.WILL: "WILL",
    Command.WONT: "WONT",
    Command.DO: "DO",
    Command.DONT: "DONT",
    Command.IAC: "IAC",
}
#: Options 0 to 28 by their number, as the original named them.
_OPTION_NAMES = (
    "TRNBIN", "ECHO", "RCP", "SUPRGA", "NAMS", "STATUS", "TIMMRK", "RCTE", "NAOL", "NAOP", "NAOCRD", "NAOHTS",
    "NAOHTD", "NAOFFD", "NAOVTS", "NAOVTD", "NAOLFD", "EXTASC", "LOGOUT", "BM", "DET", "SUPDUP", "SDOTPT", "SNDLOC",
    "TRMTYP", "EOR", "TACUID", "OUTMRK", "TRMLOC",
)  # fmt: skip

URGENT_LINE = "*R*INS*"

Traced = NegotiationTraced | CommandTraced | SubnegotiationTraced


def trace_line(event: Traced) -> str:
    """The entry for `event`, without a newline."""
    if isinstance(event, NegotiationTraced):
        body = f"IAC{_command(event.verb)}{_option(event.option)}"
    elif isinstance(event, CommandTraced):
        body = ",".join(f"IAC{_command(command)}" for command in event.commands)
    else:
        body = f"IAC,SB{_option(event.option)} {event.description},IAC,SE"
    return f"*{'S' if event.sent else 'R'}*{body}*"


def _command(code: int) -> str:
    name = _COMMAND_NAMES.get(code)  # type: ignore[call-overload]
    return f",{name}" if name else f" {code:o}"


def _option(code: int) -> str:
    if code == 255:
        return " EXOPL"
    return f",{_OPTION_NAMES[code]}" if code < len(_OPTION_NAMES) else f" {code:o}"
