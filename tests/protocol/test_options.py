"""Each option's handler: registry, refusals, answers that depend on the user's terminal, and its words in the trace."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.golden_file import FACTS, describe_bytes
from telnet_client.protocol import options
from telnet_client.protocol.codes import Option
from telnet_client.protocol.encoder import encode_subnegotiation
from telnet_client.protocol.events import SubnegotiationReceived, SubnegotiationTraced
from telnet_client.protocol.facts import Facts
from telnet_client.protocol.negotiation import Side
from telnet_client.protocol.options import OPTIONS
from telnet_client.protocol.telnet import TelnetEngine

FOLDER = Path(options.__file__).parent
SEND = b"\x01"


def agreed(option: int, facts: Facts = FACTS) -> TelnetEngine:
    """An engine that has said WILL to the host's DO."""
    engine = TelnetEngine(active=True, facts=facts)
    engine.receive_data(bytes((255, 253, option)))
    assert engine.data_to_send().startswith(bytes((255, 251, option)))
    return engine


def ask(engine: TelnetEngine, option: int, payload: bytes = SEND) -> list[str]:
    """What the engine answers to a subnegotiation."""
    engine.receive_data(encode_subnegotiation(option, payload))
    return describe_bytes(engine.data_to_send())


# The registry


def test_every_file_is_a_row_and_every_row_a_file() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "base"}
    assert {row.handler.__module__.rpartition(".")[2] for row in OPTIONS} == files


def test_siblings_do_not_import_one_another() -> None:
    for path in FOLDER.glob("*.py"):
        if path.stem == "__init__":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module and ".options" in node.module:
                assert node.module.endswith(".options.base"), path


def test_no_option_twice_and_each_has_a_golden_pair() -> None:
    codes = [row.handler.code for row in OPTIONS]
    assert len(set(codes)) == len(codes)
    golden = {path.stem for path in (Path(__file__).parent / "golden").glob("*.input")}
    names = {row.handler.name.lower().replace("-", "_") for row in OPTIONS}
    assert names <= golden


@pytest.mark.parametrize(
    "option", [option for option in range(256) if option not in {row.handler.code for row in OPTIONS}]
)
def test_any_other_option_is_refused(option: int) -> None:
    engine = TelnetEngine(active=True)
    engine.receive_data(bytes((255, 251, option, 255, 253, option)))
    assert engine.data_to_send() == bytes((255, 254, option, 255, 252, option))


# TERMINAL-TYPE


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("vt100",), ["VT100", "VT100", "VT100", "VT100"]),
        (("a", "b"), ["A", "B", "B", "A"]),
        ((), ["UNKNOWN", "UNKNOWN"]),
        (("",), ["UNKNOWN"]),
        # A name that the RFC does not allow is none: too long, control characters, not ASCII.
        (("x" * 41, "\xe9", "a\x1b", "ok"), ["OK", "OK"]),
        (("x" * 100_000,), ["UNKNOWN"]),
        (("MTTS 137",), ["MTTS 137"]),
    ],
)
def test_terminal_types_in_turn(names: tuple[str, ...], said: list[str]) -> None:
    engine = agreed(Option.TERMINAL_TYPE, Facts(terminal_types=names))
    for name in said:
        engine.receive_data(encode_subnegotiation(Option.TERMINAL_TYPE, SEND))
        assert engine.data_to_send() == encode_subnegotiation(Option.TERMINAL_TYPE, b"\x00" + name.encode())


# NAWS


@pytest.mark.parametrize(
    ("columns", "rows", "said"),
    [
        (80, 24, b"\x00\x50\x00\x18"),
        (0, 0, b"\x00\x50\x00\x18"),
        (0, 50, b"\x00\x50\x00\x32"),
        (132, 0, b"\x00\x84\x00\x18"),
        (255, 65535, b"\x00\xff\xff\xff"),
        (70000, -1, b"\xff\xff\x00\x18"),
    ],
)
def test_window_size(columns: int, rows: int, said: bytes) -> None:
    engine = TelnetEngine(active=True, facts=Facts(columns=columns, rows=rows))
    engine.receive_data(b"\xff\xfd\x1f")
    assert engine.data_to_send() == b"\xff\xfb\x1f" + encode_subnegotiation(Option.WINDOW_SIZE, said)


# X-DISPLAY-LOCATION, TERMINAL-SPEED, ENVIRON


def test_without_a_display_there_is_no_display_location() -> None:
    engine = TelnetEngine(active=True, facts=Facts())
    engine.receive_data(b"\xff\xfd\x23")
    assert engine.data_to_send() == b"\xff\xfc\x23"


def test_a_display_is_told_whole_or_not_at_all() -> None:
    assert ask(agreed(Option.X_DISPLAY_LOCATION, Facts(display="h\udcff:0")), Option.X_DISPLAY_LOCATION) == [
        '> SB X-DISPLAY-LOCATION 00 "h?:0"'
    ]
    assert ask(agreed(Option.X_DISPLAY_LOCATION, Facts(display="x" * 100_000)), Option.X_DISPLAY_LOCATION) == []


def test_environ_is_refused_beside_new_environ_and_accepted_alone() -> None:
    engine = agreed(Option.NEW_ENVIRON)
    engine.receive_data(b"\xff\xfd\x24")
    assert engine.data_to_send() == b"\xff\xfc\x24"
    agreed(Option.ENVIRON)


def test_status_doubles_the_number_that_is_se() -> None:
    engine = agreed(Option.STATUS)
    engine.request(240, Side.REMOTE, True)
    engine.receive_data(b"\xff\xfb\xf0")
    engine.data_to_send()
    assert ask(engine, Option.STATUS) == ["> SB STATUS 00 fb 05 fd f0 f0"]


# Subnegotiations that are none of ours


@pytest.mark.parametrize(
    "option", sorted(row.handler.code for row in OPTIONS if row.handler.code != Option.TIMING_MARK)
)
@pytest.mark.parametrize("payload", [b"", b"\x7f", b"\x7f\x00\xff", b"\x00VT100"])
def test_what_an_option_does_not_understand_is_passed_on(option: int, payload: bytes) -> None:
    if option == Option.REMOTE_FLOW_CONTROL and payload[:1] == b"\x00":
        payload += b"\x01"
    engine = TelnetEngine(active=True, facts=FACTS)
    engine.receive_data(bytes((255, 253, option, 255, 251, option)))
    engine.data_to_send()
    assert engine.receive_data(encode_subnegotiation(option, payload)) == [SubnegotiationReceived(option, payload)]
    assert engine.data_to_send() == b""


# Words


@pytest.mark.parametrize(
    ("option", "payload", "words"),
    [
        (Option.TERMINAL_TYPE, b"\x01", "SEND"),
        (Option.TERMINAL_TYPE, b"\x00XTERM-256COLOR", 'IS "XTERM-256COLOR"'),
        (Option.TERMINAL_TYPE, b"\x00a\x1b\xff", 'IS "a\\x1b\\xff"'),
        (Option.TERMINAL_TYPE, b"", ""),
        (Option.TERMINAL_SPEED, b"\x009600,9600", 'IS "9600,9600"'),
        (Option.X_DISPLAY_LOCATION, b"\x00unix:0", 'IS "unix:0"'),
        (Option.WINDOW_SIZE, b"\x00\x50\x00\x18", "80 24"),
        (Option.WINDOW_SIZE, b"\x00\x50", "0 80"),
        (Option.REMOTE_FLOW_CONTROL, b"\x01", "ON"),
        (Option.REMOTE_FLOW_CONTROL, b"\x09", "9"),
        (Option.STATUS, b"\x01", "SEND"),
        (Option.STATUS, b"\x00\xfb\x18\xfd\x01", "IS WILL 24 DO 1"),
        (Option.STATUS, b"\x05", "5"),
        (Option.NEW_ENVIRON, b"\x01\x00USER\x03", 'SEND VAR "USER" USERVAR'),
        (Option.NEW_ENVIRON, b"\x00\x00USER\x01mrc", 'IS VAR "USER" VALUE "mrc"'),
        (Option.NEW_ENVIRON, b"\x02\x03X\x01", 'INFO USERVAR "X" VALUE'),
        (Option.NEW_ENVIRON, b"\x09", "9"),
        (Option.ENVIRON, b"\x01\x00USER", 'SEND VAR "USER"'),
        (Option.BINARY, b"\x01\x02", "1 2"),
        (200, b'Core.Hello "x"', "67 111 114 101 46 72 101 108 108 111 32 34 120 34"),
    ],
)
def test_a_payload_in_words(option: int, payload: bytes, words: str) -> None:
    assert described(option, payload) == words


def described(option: int, payload: bytes) -> str:
    engine = TelnetEngine(active=True)
    engine.tracing = True
    event = engine.receive_data(encode_subnegotiation(option, payload))[0]
    assert isinstance(event, SubnegotiationTraced)
    return event.description


@given(st.sampled_from([*(row.handler.code for row in OPTIONS), 200]), st.binary(max_size=400))
def test_words_are_short_and_printable(option: int, payload: bytes) -> None:
    words = described(option, payload)
    assert words.isascii()
    assert words.isprintable()
    assert len(described(option, payload * 150)) < 10_000
