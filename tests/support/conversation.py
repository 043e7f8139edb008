"""The beginning that most tests have in common: the installed program in talk mode with a host that speaks TELNET."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from support.program import ESCAPE

if TYPE_CHECKING:
    from support.program import Program
    from support.recording_host import Call, RecordingHost
    from support.user import User

#: What is shown last when talk mode begins, its end of line included.
OPENED = b"Escape character is CTRL/^\r\n"
CLOSED_BY_HOST = "Connection closed by foreign host"
TOP_LEVEL_PROMPT = "TELNET>"
EXTENDED_PROMPT = "TELNET!"


def connect(
    user: User, host: RecordingHost, *options: str, deaf: bool = False, **terminal: Any
) -> tuple[Program, Call]:
    """`tn OPTIONS HOST PORT`, open and in talk mode, without a word from the host yet: raw."""
    program = user.tn(*options, host.address, host.port, **terminal)
    call = host.accept(deaf)
    program.wait_for_output(OPENED)
    program.wait_for_keys_taken_singly()
    return program, call


def converse(user: User, host: RecordingHost, *options: str, **terminal: Any) -> tuple[Program, Call]:
    """The same with a host that echoes: the protocol is on, and each key goes to the host as it is typed."""
    program, call = connect(user, host, *options, **terminal)
    call.offer_echo()
    return program, call


def type_extended_command(program: Program, command: str) -> None:
    """One command at TELNET!."""
    program.type(ESCAPE + "x")
    program.wait_for_prompt(EXTENDED_PROMPT)
    program.type(command + "\r")


def check_that_it_talks(program: Program, call: Call, word: str = "alive") -> None:
    """Keys reach the host, and what the host says is shown."""
    program.type(word)
    call.wait_for(word.encode())
    call.send(b"\r\nyou said " + word.encode() + b"\r\n")
    program.wait_for("you said " + word)
