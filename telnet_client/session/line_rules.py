"""What each special character does: as LINEMODE has it (RFC 1184), or as a terminal has it by itself.

Sits between what host and user agreed on and the editor. A signal is sent as the TELNET command it stands for where the
host knows that, else as the character.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from telnet_client.protocol.codes import Command
from telnet_client.protocol.linemode.slc import Function
from telnet_client.session.line_actions import Press, Signal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.protocol.linemode.client_side import LinemodeState

#: RFC 1184, section 2.4 and 2.5. RFC 854 has no commands but the first six.
COMMANDS = {
    Function.SYNCH: Command.DATA_MARK,
    Function.BRK: Command.BREAK,
    Function.IP: Command.INTERRUPT_PROCESS,
    Function.AO: Command.ABORT_OUTPUT,
    Function.AYT: Command.ARE_YOU_THERE,
    Function.EOR: Command.END_OF_RECORD,
    Function.ABORT: Command.ABORT_PROCESS,
    Function.EOF: Command.END_OF_FILE,
    Function.SUSP: Command.SUSPEND_PROCESS,
}
#: Stop and resume output: the host's to do.
_FLOW = frozenset({Function.XON, Function.XOFF})

#: What a host without LINEMODE knows; an interrupt as ATTN sends it.
_COMMON_SIGNALS = {
    Function.IP: Signal(Command.INTERRUPT_PROCESS, flushes_input=True),
    Function.AO: Signal(Command.ABORT_OUTPUT),
    Function.AYT: Signal(Command.ARE_YOU_THERE),
}


class Rules(NamedTuple):
    """What the characters do."""

    #: By code. A function that is neither the editor's nor a signal means nothing.
    functions: Mapping[int, Function]
    #: What is sent at once.
    signals: Mapping[Function, Signal | Press]
    #: Characters that send the line so far.
    forwarding: frozenset[int] = frozenset()
    #: Control characters are shown as they are (LIT_ECHO).
    shows_literally: bool = False


def linemode_rules(state: LinemodeState) -> Rules:
    """As the host and we agreed. EOF is one where lines are edited, even if signals are not trapped."""
    signals: dict[Function, Signal | Press] = {}
    functions = state.functions()
    for code, function in functions.items():
        if function in _FLOW:
            signals[function] = Press(bytes((code,)))
        elif function in COMMANDS and (state.mode.trapsig or (state.mode.edit and function is Function.EOF)):
            setting = state.special_characters[function]
            signals[function] = Signal(COMMANDS[function], setting.flushes_input, setting.flushes_output)
    return Rules(functions, signals, state.forwarding_characters, state.mode.lit_echo)


def common_rules(speaks_telnet: bool, characters: Mapping[int, int | None]) -> Rules:
    """As terminals have it, with these `characters` by their functions' numbers; None for a function without one."""
    functions = {code: Function(function) for function, code in characters.items() if code is not None}
    signals: dict[Function, Signal | Press] = {
        function: Press(bytes((code,)))
        for code, function in functions.items()
        if function in COMMANDS or function in _FLOW
    }
    if speaks_telnet:
        signals.update(_COMMON_SIGNALS)
    return Rules(functions, signals)
