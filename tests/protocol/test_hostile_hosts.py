"""Hosts that mean harm, or seem to: floods, bombs and the shapes of old vulnerabilities. Nothing grows, all goes on."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

from protocol.golden_file import FACTS
from telnet_client.protocol.codes import Option
from telnet_client.protocol.decoder import SUBNEGOTIATION_LIMIT
from telnet_client.protocol.encoder import encode_subnegotiation
from telnet_client.protocol.events import CommandReceived, DataReceived, ProtocolWarning, SubnegotiationReceived
from telnet_client.protocol.facts import Facts
from telnet_client.protocol.send_queue import ANSWER_LIMIT
from telnet_client.protocol.telnet import TelnetEngine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telnet_client.protocol.events import Event

CHUNK = 1 << 16
ALL_DO = b"".join(bytes((255, 253, option)) for option in range(256))
ALL_WILL = b"".join(bytes((255, 251, option)) for option in range(256))
ALL_NO = b"".join(bytes((255, verb, option)) for verb in (252, 254) for option in range(256))
TIMING_MARK = b"\xff\xfd\x06"


def flood(engine: TelnetEngine, unit: bytes, size: int, drain: bool = True) -> tuple[list[Event], int]:
    """Send `unit` over and over, `size` bytes; the events that are no data, and the bytes of the answers."""
    stream = unit * (CHUNK // len(unit) + 1)
    happened: list[Event] = []
    answered = 0
    for _ in range(size // len(stream) + 1):
        happened += [event for event in engine.receive_data(stream) if not isinstance(event, DataReceived)]
        if drain:
            answered += len(engine.data_to_send())
    return happened, answered or len(engine.data_to_send())


def is_alive(engine: TelnetEngine) -> bool:
    """Data and commands come through, keys go out."""
    engine.send_data(b"key")
    heard = engine.receive_data(b"alive\xff\xf6")
    return heard == [DataReceived(b"alive"), CommandReceived(246)] and engine.data_to_send().endswith(b"key")


def warnings(happened: Iterable[Event]) -> list[str]:
    return [event.text for event in happened if isinstance(event, ProtocolWarning)]


@pytest.mark.parametrize("unit", [ALL_DO.replace(TIMING_MARK, b""), ALL_WILL, ALL_NO, b"\xff\xfd\xc8", b"\xff\xfb\x01"])
def test_a_million_questions_are_answered_once_each(unit: bytes) -> None:
    engine = TelnetEngine(active=True, facts=FACTS)
    engine.receive_data(unit)
    engine.data_to_send()
    happened, answered = flood(engine, unit, 3_000_000)
    assert answered == 0
    assert happened == []
    assert is_alive(engine)


def test_a_host_that_asks_for_marks_and_does_not_read_loses_them() -> None:
    engine = TelnetEngine(active=True)
    happened, waiting = flood(engine, TIMING_MARK, 400_000, drain=False)
    assert ANSWER_LIMIT - 3 < waiting <= ANSWER_LIMIT
    assert warnings(happened) == ["questions without end, and no one reads the answers"]
    assert is_alive(engine)
    engine.receive_data(TIMING_MARK)
    assert engine.data_to_send() == b"\xff\xfb\x06"


def test_a_question_whose_answer_is_lost_was_never_asked() -> None:
    engine = TelnetEngine(active=True, facts=FACTS)
    engine.receive_data(b"\xff\xfd\x18")
    flood(engine, TIMING_MARK, 100_000, drain=False)
    for _ in range(2):
        engine.receive_data(TIMING_MARK * ANSWER_LIMIT + encode_subnegotiation(Option.TERMINAL_TYPE, b"\x01"))
        assert b"XTERM" not in engine.data_to_send()
    engine.receive_data(encode_subnegotiation(Option.TERMINAL_TYPE, b"\x01"))
    assert engine.data_to_send() == encode_subnegotiation(Option.TERMINAL_TYPE, b"\x00XTERM-256COLOR")


def test_an_option_switched_without_end_is_answered_without_growth() -> None:
    engine = TelnetEngine(active=True)
    _, waiting = flood(engine, b"\xff\xfb\x01\xff\xfc\x01", 200_000, drain=False)
    assert waiting <= ANSWER_LIMIT
    assert is_alive(engine)


@pytest.mark.parametrize("option", [Option.TERMINAL_TYPE, Option.TERMINAL_SPEED, Option.STATUS, Option.NEW_ENVIRON])
def test_short_questions_with_long_answers_are_bounded(option: int) -> None:
    facts = FACTS._replace(environment=tuple((f"NAME{number}", "x" * 100) for number in range(100)))
    engine = TelnetEngine(active=True, facts=facts)
    engine.receive_data(bytes((255, 253, option)))
    engine.data_to_send()
    happened, waiting = flood(engine, encode_subnegotiation(option, b"\x01"), 200_000, drain=False)
    assert ANSWER_LIMIT // 2 < waiting <= ANSWER_LIMIT
    assert len(warnings(happened)) == 1
    assert is_alive(engine)


def test_a_subnegotiation_without_end_takes_no_memory() -> None:
    engine = TelnetEngine(active=True)
    chunk = b"x" * CHUNK
    happened = engine.receive_data(b"\xff\xfa\x18")
    tracemalloc.start()
    try:
        for _ in range(200):
            happened += engine.receive_data(chunk)
        assert tracemalloc.get_traced_memory()[0] < 4 * SUBNEGOTIATION_LIMIT
    finally:
        tracemalloc.stop()
    happened += engine.receive_data(b"\xff\xf0")
    happened += engine.receive_data(b"\xff\xfa\x18" + chunk * 2 + b"\xff\xf0")
    assert warnings(happened) == ["a subnegotiation without end"]
    assert is_alive(engine)


@pytest.mark.parametrize(
    ("broken", "warning"),
    [
        (b"\xff\xfa\xff\xf0", "an empty subnegotiation"),
        (b"\xff\xfa\x18\xff\xf1", "a command within a subnegotiation"),
        (b"\xff\xfa\x18\xff\xfa\x18\x01\xff\xf0", "a command within a subnegotiation"),
        (b"\xff\xfa\x18\x01\xff\xf0", "a subnegotiation of an option that is not agreed on"),
        (b"\xff\x05", "an unknown command"),
        (b"\xff\xeb", "an unknown command"),
    ],
)
def test_each_fault_is_told_once(broken: bytes, warning: str) -> None:
    engine = TelnetEngine(active=True)
    happened: list[Event] = []
    for _ in range(1000):
        happened += engine.receive_data(broken)
    assert warnings(happened)[0] == warning
    assert len(warnings(happened)) <= 2
    assert engine.data_to_send() == b""
    assert is_alive(engine)


@pytest.mark.parametrize("state", [b"", b"\xff", b"\xff\xfb", b"\xff\xfa", b"\xff\xfa\x18", b"\xff\xfa\x18\xff", b"\r"])
def test_the_end_may_come_in_any_state(state: bytes) -> None:
    engine = TelnetEngine(active=True)
    engine.receive_data(state)
    assert engine.receive_data(b"") == []


def test_cve_2005_0469_ten_thousand_slc_triplets() -> None:
    """LINEMODE SLC, functions above thirty and values of 255: one bounded reply or none."""
    triplets = b"".join(bytes((number % 256, 3, 255)) for number in range(10_000))
    engine = TelnetEngine(active=True)
    engine.receive_data(b"\xff\xfd\x22")
    engine.data_to_send()
    engine.receive_data(encode_subnegotiation(Option.LINEMODE, b"\x03" + triplets))
    assert len(engine.data_to_send()) <= len(triplets)
    assert is_alive(engine)


def test_cve_2005_0468_answers_full_of_iac_are_whole() -> None:
    engine = TelnetEngine(active=True, facts=Facts(environment=(("A", "\x00\x01\x02\x03" * 5000),)))
    engine.receive_data(b"\xff\xfd\x27")
    engine.data_to_send()
    engine.receive_data(encode_subnegotiation(Option.NEW_ENVIRON, b"\x01\x03A\x03" + b"\xff" * 10_000))
    answer = engine.data_to_send()
    expected = b"\x00\x03A\x01" + b"\x02\x00\x02\x01\x02\x02\x02\x03" * 5000 + b"\x03" + b"\xff" * 10_000
    assert answer == encode_subnegotiation(Option.NEW_ENVIRON, expected)


def test_cve_2019_0053_long_facts_are_told_whole_or_not_at_all() -> None:
    long = "x" * 100_000
    facts = Facts(terminal_types=(long,), display=long, environment=(("USER", long), ("PRINTER", "lp")))
    engine = TelnetEngine(active=True, facts=facts)
    for option in (Option.TERMINAL_TYPE, Option.X_DISPLAY_LOCATION, Option.NEW_ENVIRON):
        engine.receive_data(bytes((255, 253, option)))
    engine.data_to_send()
    engine.receive_data(encode_subnegotiation(Option.TERMINAL_TYPE, b"\x01"))
    engine.receive_data(encode_subnegotiation(Option.X_DISPLAY_LOCATION, b"\x01"))
    engine.receive_data(encode_subnegotiation(Option.NEW_ENVIRON, b"\x01"))
    engine.receive_data(encode_subnegotiation(Option.NEW_ENVIRON, b"\x01\x00PRINTER"))
    assert engine.data_to_send() == encode_subnegotiation(Option.TERMINAL_TYPE, b"\x00UNKNOWN") + encode_subnegotiation(
        Option.NEW_ENVIRON, b"\x00\x00PRINTER\x01lp"
    )
    assert is_alive(engine)


#: What a host may say of a line, from every second byte of it on nonsense.
OF_A_LINE = b"".join(
    encode_subnegotiation(Option.COM_PORT, payload)
    for payload in (
        *(bytes((code,)) + rest for code in range(256) if code != 100 for rest in (b"", b"\0", b"\xff", b"\0\0\0\0")),
        b"e" + b"\xff" * 8,
        b"d" + b"signature" * 5000,
        b"k\x0f",
    )
)


def test_notices_of_a_line_without_end_are_not_answered() -> None:
    engine = TelnetEngine(active=True)
    engine.receive_data(bytes((255, 253, Option.COM_PORT)))
    assert len(engine.data_to_send()) < 200
    notice = encode_subnegotiation(Option.COM_PORT, b"k\xff") + encode_subnegotiation(Option.COM_PORT, b"j\x1e")
    happened, answered = flood(engine, notice, 100_000 * len(notice))
    tracemalloc.start()
    try:
        assert flood(engine, notice, 10_000 * len(notice)) == ([], 0)
        assert tracemalloc.get_traced_memory()[0] < 100_000
    finally:
        tracemalloc.stop()
    assert (happened, answered) == ([], 0)
    assert is_alive(engine)


def test_nonsense_about_a_line_is_not_answered() -> None:
    engine = TelnetEngine(active=True)
    engine.receive_data(bytes((255, 253, Option.COM_PORT)))
    engine.data_to_send()
    happened, answered = flood(engine, OF_A_LINE, 1_000_000)
    assert answered == 0
    assert {type(event) for event in happened} == {SubnegotiationReceived}
    assert engine.terminal_line is not None
    assert max(map(len, engine.terminal_line.remarks)) < 200
    assert is_alive(engine)


def test_a_host_that_asks_for_our_signature_for_ever_is_answered_without_growth() -> None:
    engine = TelnetEngine(active=True)
    engine.receive_data(bytes((255, 253, Option.COM_PORT)))
    _, waiting = flood(engine, encode_subnegotiation(Option.COM_PORT, b"d"), 400_000, drain=False)
    assert waiting <= ANSWER_LIMIT
    assert is_alive(engine)


def test_a_line_that_comes_and_goes_for_ever_takes_no_memory() -> None:
    engine = TelnetEngine(active=True)
    _, waiting = flood(engine, bytes((255, 253, Option.COM_PORT, 255, 254, Option.COM_PORT)), 40_000, drain=False)
    assert waiting <= ANSWER_LIMIT
    assert is_alive(engine)
