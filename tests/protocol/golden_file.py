"""Golden pairs: NAME.input, what a host sends in a readable form, and NAME.events, what the engine makes of it.

An input is lines of words. IAC and the names of commands and options are their bytes, `"text"` is text with Python's
escapes, `0d` a byte in hexadecimal, `#` begins a comment. A line that begins with `@` is what else happens: `@ start`
calls the engine's `start()`, `@ urgent`, `@ pause`, `@ renew` its other inputs, `@ size 100 30` and `@ charsets CP437`
new facts, `@ ask` and `@ force` with DO, DONT, WILL or WONT and an option its requests, `@ slc IP 18` and `@ slc VALUE`
the user's wishes for special characters, `@ line speed=9600 parity=ODD`, `@ signal DTR on` and `@ discard received`
those for the line at the host's end. `@ show line` has what is known of that line among the events. The first line is
`@ raw` or `@ active`, with `ask`, `line`, `trace`, `host`, `com-port` behind it for an engine that asks at the start,
has LINE, traces, is a host's, wants the line at the host's end.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from telnet_client.protocol import events
from telnet_client.protocol.codes import Command, Option
from telnet_client.protocol.facts import Facts
from telnet_client.protocol.linemode.mode import EditingMode
from telnet_client.protocol.linemode.slc import Function
from telnet_client.protocol.negotiation import MEANINGS, Side
from telnet_client.protocol.options import OPTIONS
from telnet_client.protocol.options.base import SupportedOption
from telnet_client.protocol.options.echo import Echo
from telnet_client.protocol.options.suppress_go_ahead import SuppressGoAhead
from telnet_client.protocol.options.terminal_type import TerminalType
from telnet_client.protocol.options.window_size import WindowSize
from telnet_client.protocol.telnet import TelnetEngine
from telnet_client.terminal_line import Flow, LineSettings, Parity, Signal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from telnet_client.protocol.com_port import ComPortLine
    from telnet_client.terminal_line import TerminalLine

HOST_OPTIONS = (
    SupportedOption(Echo, (Side.LOCAL,)),
    SupportedOption(SuppressGoAhead, (Side.LOCAL, Side.REMOTE)),
    SupportedOption(TerminalType, (Side.REMOTE,)),
    SupportedOption(WindowSize, (Side.REMOTE,)),
)

FACTS = Facts(
    terminal_types=("xterm-256color", "xterm", "ansi"),
    columns=100,
    rows=30,
    transmit_speed=115200,
    receive_speed=9600,
    display="unix:0",
    environment=(("USER", "mrc"), ("EDITOR", "emacs")),
    knows_character_set={"UTF-8", "ISO-8859-1", "CP437"}.__contains__,
)

COMMANDS = {
    "EOF": 236, "SUSP": 237, "ABORT": 238, "EOR": 239, "SE": 240, "NOP": 241, "DM": 242, "BRK": 243, "IP": 244,
    "AO": 245, "AYT": 246, "EC": 247, "EL": 248, "GA": 249, "SB": 250, "WILL": 251, "WONT": 252, "DO": 253,
    "DONT": 254, "IAC": 255,
}  # fmt: skip
OPTION_NAMES = {
    "BINARY": 0, "ECHO": 1, "SGA": 3, "STATUS": 5, "TIMING-MARK": 6, "TERMINAL-TYPE": 24, "END-OF-RECORD": 25,
    "NAWS": 31, "TERMINAL-SPEED": 32, "REMOTE-FLOW-CONTROL": 33, "LINEMODE": 34, "X-DISPLAY-LOCATION": 35,
    "ENVIRON": 36, "AUTHENTICATION": 37, "ENCRYPT": 38, "NEW-ENVIRON": 39, "CHARSET": 42, "COM-PORT": 44,
    "START-TLS": 46, "MSDP": 69, "MSSP": 70, "MCCP2": 86, "MXP": 91, "GMCP": 201,
}  # fmt: skip

_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|\S+')
_COMMAND_NAMES = {code: name for name, code in COMMANDS.items()}
_OPTION_WORDS = {code: name for name, code in OPTION_NAMES.items()}

Step = bytes | list[str]


class Golden(NamedTuple):
    """One input: how the engine is made, and then bytes and happenings in turn."""

    setup: list[str]
    steps: list[Step]


def read_input(path: Path) -> Golden:
    """The input in the file at `path`."""
    setup: list[str] = []
    steps: list[Step] = []
    for line in path.read_text().splitlines():
        words = _words(line)
        if words[:1] == ["@"]:
            if setup:
                steps.append(words[1:])
            else:
                setup = words[1:]
        elif words:
            data = b"".join(map(_bytes, words))
            if steps and isinstance(steps[-1], bytes):
                steps[-1] += data
            else:
                steps.append(data)
    return Golden(setup, steps)


def _words(line: str) -> list[str]:
    words = []
    for word in _WORD.findall(line):
        if word.startswith("#"):
            break
        words.append(word)
    return words


def _bytes(word: str) -> bytes:
    if word.startswith('"'):
        return bytes(ast.literal_eval("b" + word))
    if word in COMMANDS:
        return bytes((COMMANDS[word],))
    if word in OPTION_NAMES:
        return bytes((OPTION_NAMES[word],))
    return bytes.fromhex(word)


def run(golden: Golden, cuts: Iterable[int]) -> list[str]:
    """What the engine makes of the input, one line each: events, then answers, of one step after the other.

    `cuts` are the places, counted over all bytes of the input, where one chunk ends and the next begins.
    """
    kind, *flags = golden.setup
    engine = TelnetEngine(
        active=kind == "active",
        options=HOST_OPTIONS if "host" in flags else OPTIONS,
        facts=FACTS,
        ask_at_start="ask" in flags,
        withhold_echo="line" in flags,
        prepare_line=(lambda line: None) if "com-port" in flags else None,
    )
    engine.tracing = "trace" in flags
    places = sorted(cuts)
    seen: list[str] = []
    at = 0
    for step in golden.steps:
        happened: list[events.Event] = []
        if isinstance(step, bytes):
            inside = [place - at for place in places if at < place < at + len(step)]
            for start, end in zip([0, *inside], [*inside, len(step)], strict=True):
                happened += engine.receive_data(step[start:end])
            at += len(step)
        else:
            seen.append("@ " + " ".join(step))
            if step == ["show", "line"]:
                seen += describe_line(engine.terminal_line, engine.unanswered_of_line)
            else:
                happen(engine, step)
            happened += engine.take_events()
        seen += describe_events(happened)
        sent = engine.data_to_send()
        seen += describe_bytes(sent) if engine.speaks_telnet else [f"> raw {_text(sent)}"] if sent else []
    return seen


def happen(engine: TelnetEngine, words: list[str]) -> None:
    """Let the happening that a line with `@` names befall the engine."""
    match words:
        case ["size", columns, rows]:
            engine.change_facts(FACTS._replace(columns=int(columns), rows=int(rows)))
        case ["charsets", *names]:
            engine.change_facts(FACTS._replace(character_sets=tuple(names)))
        case ["slc", "VALUE" | "DEFAULT" as level]:
            engine.request_special_characters(defaults=level == "DEFAULT")
        case ["slc", function, character]:
            code = None if character == "none" else int(character, 16)
            engine.change_special_character(Function[function], code)
        case ["line", *changes]:
            line_of(engine).change_settings(line_settings(changes))
        case ["signal", name, state]:
            line_of(engine).set_signal(Signal[name], state == "on")
        case ["discard", *which]:
            line_of(engine).discard(received="received" in which, sent="sent" in which)
        case ["ask" | "force" as how, verb, option]:
            # What we say about our own option the peer would say about its own.
            side, wanted = MEANINGS[COMMANDS[verb]]
            other = Side.REMOTE if side is Side.LOCAL else Side.LOCAL
            (engine.request if how == "ask" else engine.force)(OPTION_NAMES[option], other, wanted)
        case ["send", option, *payload]:
            engine.send_subnegotiation(OPTION_NAMES[option], b"".join(map(_bytes, payload)))
        case ["type", text]:
            engine.send_data(_bytes(text))
        case ["start"]:
            engine.start()
        case ["urgent"]:
            engine.urgent_received()
        case ["pause"]:
            engine.host_paused()
        case ["renew"]:
            engine.renew_answers()
        case _:
            raise ValueError(words)


def line_of(engine: TelnetEngine) -> TerminalLine:
    """The line at the host's end."""
    assert engine.terminal_line is not None
    return engine.terminal_line


def line_settings(changes: Iterable[str]) -> LineSettings:
    """`speed=9600`, `parity=ODD`."""
    kinds = {"speed": int, "data_bits": int, "parity": Parity, "stop_bits": float, "flow": Flow}
    values = {name: kinds[name](value) for name, value in (change.split("=") for change in changes)}
    return LineSettings(**values)


def describe_line(line: ComPortLine | None, unanswered: Iterable[str]) -> list[str]:
    """What is known of the line at the host's end, and whether more is to come."""
    waiting = [f"{name}?" for name in unanswered]
    if line is None:
        return [" ".join(["no line", *waiting])]
    known = [f"{name}={value}" for name, value in line.settings._asdict().items() if value is not None]
    signals = [signal.name if on else signal.name.lower() for signal, on in line.signals.items()]
    return [" ".join(["line", *known, *signals, *waiting]), *(f"line: {remark}" for remark in line.remarks)]


def describe_events(happened: Iterable[events.Event]) -> list[str]:
    """Events as lines, neighbouring data joined: how it is cut is nobody's business."""
    lines: list[str] = []
    data = b""
    for event in happened:
        if isinstance(event, events.DataReceived):
            data += event.data
            continue
        lines += _data_line(data)
        data = b""
        lines.append(_event_line(event))
    return lines + _data_line(data)


def _data_line(data: bytes) -> list[str]:
    return [f"data {_text(data)}"] if data else []


def _event_line(event: events.Event) -> str:
    match event:
        case events.ProtocolStarted():
            return "protocol started"
        case events.OptionEnabled(option, side):
            return f"enabled {_option(option)} {side.value}"
        case events.OptionDisabled(option, side):
            return f"disabled {_option(option)} {side.value}"
        case events.OptionRefused(option, side):
            return f"refused {_option(option)} {side.value}"
        case events.CommandReceived(command):
            return f"command {_command(command)}"
        case events.SubnegotiationReceived(option, payload):
            return f"subnegotiation {_option(option)} {_payload(payload)}".rstrip()
        case events.SynchCompleted():
            return "synch completed"
        case events.FlowControlChanged(enabled, restart_any):
            return f"flow control enabled={enabled} restart_any={restart_any}"
        case events.LinemodeChanged(None):
            return "linemode off"
        case events.LinemodeChanged(mask) if mask is not None:
            mode = EditingMode.from_mask(mask)
            return " ".join(["linemode on", *(name for name, is_set in mode._asdict().items() if is_set)])
        case events.SlcChanged():
            return "special characters changed"
        case events.CharsetAgreed(name):
            return f"charset {name}"
        case events.LineChangeRefused(name, wanted, in_force):
            return f"refused {name} wanted={wanted} in force={in_force}"
        case events.ProtocolWarning(text):
            return f"warning: {text}"
        case events.NegotiationTraced(sent, verb, option):
            return f"trace {_direction(sent)} {_command(verb)} {_option(option)}"
        case events.CommandTraced(sent, commands):
            return f"trace {_direction(sent)} {' '.join(map(_command, commands))}"
        case events.SubnegotiationTraced(sent, option, description):
            return f"trace {_direction(sent)} SB {_option(option)} {description}"
    raise ValueError(event)


def describe_bytes(sent: bytes) -> list[str]:
    """What goes to the network, one command or run of data a line."""
    lines = []
    pattern = (
        rb"\xff\xfa(.)((?:[^\xff]|\xff\xff)*)\xff\xf0|\xff([\xfb-\xfe])(.)|\xff([^\xfa-\xff])|((?:[^\xff]|\xff\xff)+)"
    )
    end = 0
    for match in re.finditer(pattern, sent, re.DOTALL):
        assert match.start() == end, sent
        end = match.end()
        option, payload, verb, about, command, data = match.groups()
        if option:
            lines.append(f"> SB {_option(option[0])} {_payload(payload)}".rstrip())
        elif verb:
            lines.append(f"> {_command(verb[0])} {_option(about[0])}")
        elif command:
            lines.append(f"> {_command(command[0])}")
        else:
            lines.append(f"> {_text(data)}")
    assert end == len(sent), sent
    return lines


def _text(data: bytes) -> str:
    return '"' + repr(b"'" + data)[3:-1].replace('"', '\\"') + '"'


def _payload(payload: bytes) -> str:
    """Text between quotation marks, the rest in hexadecimal, as an input has it."""
    words = re.findall(rb"[ -~]{2,}|.", payload, re.DOTALL)
    return " ".join(_text(word) if len(word) > 1 else word.hex() for word in words)


def _command(code: int) -> str:
    return _COMMAND_NAMES.get(code, str(code))


def _option(code: int) -> str:
    return _OPTION_WORDS.get(code, str(code))


def _direction(sent: bool) -> str:
    return "sent" if sent else "received"


assert set(COMMANDS.values()) == set(Command)
assert set(Option) <= set(OPTION_NAMES.values())
