"""STATUS (OF TELNET CONNECTION): what is connected, and how. The host is asked for its word too (RFC 854, AYT)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from telnet_client import __version__
from telnet_client.commands.base import Command
from telnet_client.mode_table import Trigger
from telnet_client.protocol import codes
from telnet_client.protocol.negotiation import Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext
    from telnet_client.protocol.engine import Engine
    from telnet_client.terminal_line import TerminalLine

#: Of the list of options.
_WIDTH = 76


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """The first two lines always, the rest with a connection, the last ones where TELNET is spoken."""
    system = os.uname()
    lines = [f"{system.nodename} TELNET {__version__}", f"This is {system.sysname} {system.release}"]
    if context.is_connected:
        lines += _connection_lines(context)
    context.show("\n".join(lines) + "\n")
    if context.is_connected and _has_its_word(context.session.engine):
        context.session.send_command(codes.Command.ARE_YOU_THERE)
    return Trigger.COMMAND_DONE


def _has_its_word(engine: Engine) -> bool:
    """The host may have something to say itself. One with a line has not, and sredird knows no IAC after an AYT."""
    return engine.speaks_telnet and engine.terminal_line is None


def _connection_lines(context: CommandContext) -> list[str]:
    session, settings = context.session, context.settings
    engine = session.engine
    lines = [
        f"Connected to {session.peer}",
        "Remote host is echoing" if engine.remote_echo else "Local host is echoing",
        f"Line editor {'enabled' if session.keyboard.edits_lines else 'disabled'}",
        "Host is sending binary" if engine.receives_binary else "Host is not sending binary",
        f"Transparent mode {'enabled' if engine.sends_binary else 'disabled'}",
        f"Opaque mode {'enabled' if settings.opaque else 'disabled'}",
        f"Page mode {'enabled' if session.screen.pages else 'disabled'}",
        "Log file open" if session.screen.typescript else "No log file",
        "TAKE file in progress" if context.is_taking else "No TAKE file",
        "Extended talk command mode" if settings.extended else "Simple talk command mode",
        f"Escape character is {context.escape_key()}",
    ]
    if session.terminal_line is not None:
        lines += _terminal_line_lines(session.terminal_line)
    if session.screen.character_set is not None:
        lines.append(f"Character set of the host is {session.screen.character_set.host.upper()}")
    if engine.speaks_telnet:
        lines += [
            "Using Internet TELNET protocol",
            *_options("Options of the host:", context, Side.REMOTE),
            *_options("Options of this side:", context, Side.LOCAL),
            "GA's are suppressed" if engine.go_ahead_suppressed else "Host wants GA's",
        ]
    if _has_its_word(engine):
        lines.append("Remote host status reply:")
    return lines


def _terminal_line_lines(line: TerminalLine) -> list[str]:
    """How it is set, and its wires; what is not known is left out."""
    settings = line.settings
    words = (
        settings.speed and f"{settings.speed} bits a second",
        settings.data_bits and f"{settings.data_bits} data bits",
        settings.parity and ("no parity" if settings.parity == "NONE" else f"{settings.parity.lower()} parity"),
        settings.stop_bits and f"{settings.stop_bits:g} stop bit{'s' if settings.stop_bits != 1 else ''}",
        settings.flow and ("no flow control" if settings.flow == "NONE" else f"flow control by {settings.flow}"),
    )
    lines = [f"Terminal line has {', '.join(said)}"] if (said := [word for word in words if word]) else []
    if line.signals:
        lines.append("Signals: " + ", ".join(f"{s.value} {'on' if on else 'off'}" for s, on in line.signals.items()))
    return [*lines, *line.remarks]


def _options(heading: str, context: CommandContext, wanted: Side) -> list[str]:
    """The options in effect on one side, in as many lines as it takes."""
    names = [name for name, side in context.session.engine.options_in_effect() if side is wanted]
    lines = [heading]
    for name in names or ["none"]:
        if len(lines[-1]) + len(name) >= _WIDTH:
            lines.append(" " * len(heading))
        lines[-1] += f" {name}"
    return lines


COMMAND = Command(
    name="STATUS",
    guide_words="OF TELNET CONNECTION",
    description="Show the connection and its modes, and ask the host for its status",
    run=run,
    example="STATUS (OF TELNET CONNECTION)",
    details="""
At TELNET! the host is asked for its own word (RFC 854, AYT), which comes as ordinary output. A terminal server that
lets its line be set (RFC 2217) is not: it has told already what it knows.
""",
)
