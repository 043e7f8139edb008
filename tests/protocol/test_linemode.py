"""LINEMODE through the engine: when it begins and ends, what the session sees of it, and hosts that mean harm."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.golden_file import FACTS, HOST_OPTIONS, describe_bytes, describe_events
from protocol.streams import cut, cuts, streams
from telnet_client.errors import LocalProtocolError
from telnet_client.protocol.codes import Command, Option
from telnet_client.protocol.encoder import encode_subnegotiation
from telnet_client.protocol.events import (
    DataReceived,
    LinemodeChanged,
    ProtocolWarning,
    SlcChanged,
    SubnegotiationReceived,
    SubnegotiationTraced,
)
from telnet_client.protocol.facts import Facts
from telnet_client.protocol.linemode.mode import EditingMode
from telnet_client.protocol.linemode.slc import UNSUPPORTED, Function, Level, SpecialCharacter
from telnet_client.protocol.negotiation import Side
from telnet_client.protocol.options import OPTIONS
from telnet_client.protocol.own_characters import COMMON_CHARACTERS
from telnet_client.protocol.raw import RawEngine
from telnet_client.protocol.send_queue import ANSWER_LIMIT
from telnet_client.protocol.telnet import LINEMODE_COMMANDS, TelnetEngine

if TYPE_CHECKING:
    from telnet_client.protocol.engine import Engine
    from telnet_client.protocol.events import Event

DO, DONT = b"\xff\xfd\x22", b"\xff\xfe\x22"
WILL, WONT = b"\xff\xfb\x22", b"\xff\xfc\x22"
EDIT = encode_subnegotiation(Option.LINEMODE, b"\x01\x01")
NO_EDIT = encode_subnegotiation(Option.LINEMODE, b"\x01\x00")
#: What follows our WILL.
LIST = encode_subnegotiation(
    Option.LINEMODE,
    bytes.fromhex("03 036203 04020f 050214 07621c 080204 09421a 0a027f 0b0215 0c0217 0d0212 0e0216 0f0211 100213"),
)


def new_engine(facts: Facts = FACTS) -> TelnetEngine:
    return TelnetEngine(active=True, facts=facts)


def agreed(facts: Facts = FACTS) -> TelnetEngine:
    """An engine that has said WILL to the host's DO, and told its characters."""
    engine = new_engine(facts)
    engine.receive_data(DO)
    assert engine.data_to_send().startswith(WILL)
    return engine


def say(engine: TelnetEngine, payload: bytes) -> list[Event]:
    """The host says something about LINEMODE."""
    return engine.receive_data(encode_subnegotiation(Option.LINEMODE, payload))


# Beginning and end


def test_without_it_nothing_is_different() -> None:
    engine = TelnetEngine(active=True, options=[row for row in OPTIONS if row.handler.name != "LINEMODE"])
    engine.receive_data(DO + WILL)
    assert engine.data_to_send() == WONT + DONT
    assert engine.linemode is None
    with pytest.raises(LocalProtocolError, match="LINEMODE is off"):
        engine.change_special_character(3, 3)
    with pytest.raises(LocalProtocolError, match="LINEMODE is off"):
        engine.request_special_characters(defaults=False)


def test_what_a_session_does_not_use_it_does_not_load() -> None:
    """LINEMODE is for the few hosts that have it; the way to talk mode is short."""
    program = """
import sys
from telnet_client.protocol.telnet import TelnetEngine
engine = TelnetEngine(active=True)
engine.receive_data(b"\\xff\\xfb\\x22")
assert "telnet_client.protocol.linemode.slc" not in sys.modules
engine.receive_data(b"\\xff\\xfd\\x22")
assert "telnet_client.protocol.linemode.slc" not in sys.modules, "the host waits for more than this"
engine.receive_data(b"\\xff\\xfa\\x22\\x01\\x03\\xff\\xf0")
assert "telnet_client.protocol.linemode.slc" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=30)


def test_the_list_is_what_follows_will() -> None:
    engine = new_engine()
    assert engine.receive_data(DO)[-1] == LinemodeChanged(0)
    assert engine.data_to_send() == WILL + LIST


def test_asked_for_by_the_user_it_begins_with_the_hosts_do() -> None:
    engine = new_engine()
    engine.request(Option.LINEMODE, Side.LOCAL, True)
    assert engine.data_to_send() == WILL
    assert engine.linemode is None
    engine.receive_data(DO)
    assert engine.data_to_send() == LIST
    assert engine.linemode is not None


def test_characters_of_the_users_terminal() -> None:
    engine = new_engine(Facts(special_characters=((Function.IP, 0x18), (Function.EC, 0x08), (Function.AYT, None))))
    engine.receive_data(DO)
    assert engine.data_to_send() == WILL + encode_subnegotiation(
        Option.LINEMODE, bytes.fromhex("03036218 050000 0a0208")
    )


def test_a_terminal_without_any_character_has_nothing_to_tell() -> None:
    engine = new_engine(Facts(special_characters=()))
    engine.receive_data(DO)
    assert engine.data_to_send() == WILL
    assert engine.linemode is not None
    say(engine, b"\x03\x00\x02\x00")
    assert engine.data_to_send() == b""


@pytest.mark.parametrize("ends", ["host", "user"])
def test_the_end(ends: str) -> None:
    engine = agreed()
    say(engine, b"\x01\x03")
    engine.data_to_send()
    if ends == "host":
        happened = engine.receive_data(DONT)
    else:
        engine.request(Option.LINEMODE, Side.LOCAL, False)
        happened = engine.take_events()
    assert happened[-1] == LinemodeChanged(None)
    assert engine.linemode is None
    assert engine.data_to_send() == WONT
    # What was on its way is no fault of the host's and has no effect.
    assert say(engine, b"\x03\x03\xe2\x03") == []
    assert engine.data_to_send() == b""


def test_before_any_agreement_a_subnegotiation_is_a_fault() -> None:
    engine = new_engine()
    happened = say(engine, b"\x01\x03") + say(engine, b"\x03\x00\x03\x00")
    assert happened == [ProtocolWarning("a subnegotiation of an option that is not agreed on")]
    assert engine.linemode is None
    assert engine.data_to_send() == b""


def test_a_new_beginning_has_nothing_of_the_old() -> None:
    engine = agreed()
    say(engine, b"\x01\x03")
    say(engine, b"\x03\x03\x02\x01\x13\x02\x02")
    say(engine, b"\xfd\x02\x08")
    engine.receive_data(DONT)
    engine.receive_data(DO)
    linemode = engine.linemode
    assert linemode is not None
    assert linemode == agreed().linemode


# The wrong direction


def test_a_host_that_says_will_is_told_nothing_before_it_speaks() -> None:
    engine = new_engine()
    engine.receive_data(WILL)
    assert engine.data_to_send() == DO
    assert engine.linemode is None
    with pytest.raises(LocalProtocolError):
        engine.send_command(Command.END_OF_FILE)
    assert say(engine, b"\x01\x03") == [
        LinemodeChanged(0),
        LinemodeChanged(3),
    ]
    assert engine.data_to_send() == LIST + encode_subnegotiation(Option.LINEMODE, b"\x01\x07")
    assert engine.receive_data(WONT)[-1] == LinemodeChanged(None)


def test_a_host_that_says_both() -> None:
    engine = new_engine()
    engine.receive_data(DO + WILL)
    assert engine.data_to_send() == WILL + LIST + DO
    say(engine, b"\x01\x03")
    engine.receive_data(WONT)
    assert engine.linemode is not None
    assert engine.linemode.mode.edit
    assert engine.receive_data(DONT)[-1] == LinemodeChanged(None)


# What the session sees


def test_the_state_is_a_value() -> None:
    engine = agreed()
    before = engine.linemode
    assert before is not None
    assert engine.linemode is before
    say(engine, b"\x01\x1b")
    say(engine, b"\x03\x03\x62\x18")
    say(engine, b"\xfd\x02\x08")
    after = engine.linemode
    assert after is not None
    assert before.mode == EditingMode()
    assert before.special_characters[Function.IP].character == 3
    assert after.mode == EditingMode(edit=True, trapsig=True, soft_tab=True, lit_echo=True)
    assert after.special_characters[Function.IP] == SpecialCharacter(Level.VALUE, 96, 0x18)
    assert after.forwarding_characters == {4}
    assert engine.linemode is after


def test_forwarding_characters_are_those_of_the_mask_and_two_functions() -> None:
    engine = agreed()
    assert say(engine, b"\x03\x11\x02\x0b\x12\x02\xff") == [SlcChanged()]
    assert say(engine, b"\xfd\x02\x08\x00\x00\x10") == [SlcChanged()]
    assert engine.linemode is not None
    assert engine.linemode.forwarding_characters == {4, 11, 27}
    assert say(engine, b"\xfe\x02") == [SlcChanged()]
    assert engine.linemode.forwarding_characters == {11}


def test_functions_by_character() -> None:
    engine = agreed(Facts(special_characters=((Function.EL, 0x15), (Function.IP, 3), (Function.ABORT, 3))))
    say(engine, b"\x03\x0c\x02\xff")
    assert engine.linemode is not None
    assert engine.linemode.functions() == {3: Function.IP, 0x15: Function.EL}


def test_events_only_for_what_is_new() -> None:
    engine = agreed()
    assert say(engine, b"\x01\x03") == [LinemodeChanged(3)]
    assert say(engine, b"\x01\x03") == []
    assert say(engine, b"\x01\x23") == []
    assert say(engine, b"\x03\x03\x62\x03") == []
    assert say(engine, b"\x03\x03\x62\x18") == [SlcChanged()]
    assert say(engine, b"\xfd\x02\x00") == []


@pytest.mark.parametrize("payload", [b"", b"\x01", b"\x01\x01\x02", b"\x04\x01", b"\xfd", b"\xfd\x03\x01", b"\x02\x08"])
def test_what_rfc_1184_does_not_know_is_passed_on(payload: bytes) -> None:
    engine = agreed()
    assert say(engine, payload) == [SubnegotiationReceived(Option.LINEMODE, payload)]
    assert engine.data_to_send() == b""


def test_the_user_changes_a_character_and_asks_for_all() -> None:
    engine = agreed()
    engine.change_special_character(Function.IP, 0x18)
    assert engine.take_events() == [SlcChanged()]
    assert engine.linemode is not None
    assert engine.linemode.functions()[0x18] is Function.IP
    engine.change_special_character(Function.EC, None)
    engine.request_special_characters(defaults=False)
    engine.request_special_characters(defaults=True)
    assert engine.data_to_send() == b"".join(
        encode_subnegotiation(Option.LINEMODE, bytes.fromhex(payload))
        for payload in ("03036218", "030a0000", "03000200", "03000300")
    )
    assert engine.linemode.special_characters[Function.EC] == UNSUPPORTED


@pytest.mark.parametrize(("edit", "binary", "sent"), [(0, 0, b"\r\n"), (1, 0, b"\r\n"), (0, 1, b"\r"), (1, 1, b"\n")])
def test_the_return_key(edit: int, binary: int, sent: bytes) -> None:
    engine = agreed()
    if edit:
        engine.receive_data(EDIT)
    if binary:
        engine.receive_data(b"\xff\xfd\x00")
    engine.data_to_send()
    engine.send_data(b"line\r")
    assert engine.data_to_send() == b"line" + sent


@pytest.mark.parametrize("command", sorted(LINEMODE_COMMANDS))
def test_commands_of_linemode_need_it(command: Command) -> None:
    engine = new_engine()
    for refused in (engine.send_command, engine.synch):
        with pytest.raises(LocalProtocolError, match="EOF, SUSP and ABORT are for LINEMODE"):
            refused(command)
    engine.receive_data(DO)
    engine.data_to_send()
    engine.send_command(command)
    assert engine.data_to_send() == bytes((255, command))
    assert engine.synch(command) == bytes((255, command, 255, 242))


def test_a_line_without_a_protocol_has_none() -> None:
    engine: Engine = RawEngine()
    assert engine.linemode is None
    with pytest.raises(LocalProtocolError):
        engine.change_special_character(3, 3)
    with pytest.raises(LocalProtocolError):
        engine.request_special_characters(defaults=True)


# Words


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (b"\x01\x07", "MODE EDIT TRAPSIG ACK"),
        (b"\x01\x00", "MODE 0"),
        (b"\x01", "1"),
        (b"\x03\x03\x62\x03\x05\x00\x00", "SLC IP VALUE FLUSHIN FLUSHOUT ^C, AYT NOSUPPORT"),
        (b"\x03", "SLC"),
        (b"\xfd\x02\x08", "DO FORWARDMASK ^D"),
        (b"\xfc\x02", "WONT FORWARDMASK"),
        (b"\xfc\x07", "252 7"),
        (b"", ""),
    ],
)
def test_in_words(payload: bytes, words: str) -> None:
    engine = new_engine()
    engine.tracing = True
    assert say(engine, payload)[0] == SubnegotiationTraced(False, Option.LINEMODE, words)


# Any stream

suboptions = st.one_of(
    st.builds(lambda mask: bytes((1, mask)), st.integers(0, 255)),
    st.builds(lambda triplets: b"\x03" + triplets, st.binary(max_size=12)),
    st.builds(
        lambda verb, mask: bytes((verb, 2)) + mask, st.sampled_from([251, 252, 253, 254]), st.binary(max_size=34)
    ),
    st.binary(max_size=5),
).map(lambda payload: encode_subnegotiation(Option.LINEMODE, payload))
linemode_streams = st.lists(
    suboptions | st.sampled_from([DO, DONT, WILL, WONT, b"\xff\xfd\x00", b"text", EDIT, NO_EDIT]) | streams, max_size=12
).map(b"".join)


def hear(engine: TelnetEngine, chunks: list[bytes]) -> tuple[list[str], list[str]]:
    """Events and answers in words."""
    happened, sent = [], b""
    for chunk in chunks:
        happened += engine.receive_data(chunk)
        sent += engine.data_to_send()
    return describe_events(happened), describe_bytes(sent)


@given(stream=linemode_streams, places=cuts, tracing=st.booleans())
def test_any_stream_cut_anywhere(stream: bytes, places: list[int], tracing: bool) -> None:
    engines = [new_engine() for _ in range(3)]
    for engine in engines:
        engine.tracing = tracing
    whole = hear(engines[0], [stream])
    assert hear(engines[1], cut(stream, places)) == whole
    assert hear(engines[2], [bytes((byte,)) for byte in stream]) == whole
    assert engines[0].linemode == engines[1].linemode == engines[2].linemode


@given(linemode_streams)
def test_the_state_is_what_the_events_said(stream: bytes) -> None:
    engine = new_engine()
    mask: int | None = None
    for event in engine.receive_data(stream):
        if isinstance(event, LinemodeChanged):
            assert event.mask != mask
            mask = event.mask
    assert (engine.linemode and engine.linemode.mode.mask) == mask


# Two engines


def converse(ends: tuple[TelnetEngine, TelnetEngine], limit: int = 4000) -> int:
    """Let them talk until both are silent; how many bytes that took."""
    said = 0
    while True:
        words = [end.data_to_send() for end in ends]
        if not any(words):
            return said
        said += sum(map(len, words))
        assert said < limit, "they never end"
        for end, heard in zip(reversed(ends), words, strict=True):
            end.receive_data(heard)


wishes = st.tuples(
    st.integers(0, 1),
    st.sampled_from(["on", "off", "again", "change", "take away", "list", "defaults", "renew", "talk"]),
    st.sampled_from(Function),
    st.integers(0, 254),
)


@given(st.lists(wishes, max_size=20), st.booleans())
def test_two_engines_always_settle(happenings: list[tuple[int, str, Function, int]], host: bool) -> None:
    """Two that would both be the client: each agrees to the other's wrong direction."""
    other = TelnetEngine(active=True, options=HOST_OPTIONS) if host else new_engine(Facts(special_characters=((3, 1),)))
    ends = (new_engine(), other)
    for number, what, function, character in happenings:
        end = ends[number]
        if what in ("on", "off"):
            end.request(Option.LINEMODE, Side.LOCAL, what == "on")
        elif what == "again":
            converse(ends)
            end.force(Option.LINEMODE, Side.LOCAL, True)
        elif what == "renew":
            end.renew_answers()
        elif what == "talk":
            converse(ends)
        elif end.linemode is not None and end.linemode.special_characters[function].level is not Level.CANTCHANGE:
            if what in ("change", "take away"):
                end.change_special_character(function, character if what == "change" else None)
            else:
                end.request_special_characters(defaults=what == "defaults")
    converse(ends)


def test_two_engines_agree_on_the_characters_of_the_one_that_began() -> None:
    client, other = new_engine(), new_engine(Facts(special_characters=((Function.IP, 1), (Function.EC, 8))))
    client.request(Option.LINEMODE, Side.LOCAL, True)
    converse((client, other))
    assert client.linemode is not None
    assert other.linemode is not None
    own = dict(COMMON_CHARACTERS)
    for linemode in (client.linemode, other.linemode):
        in_use = {function: setting for function, setting in linemode.special_characters.items() if setting.is_in_use}
        assert {function: setting.character for function, setting in in_use.items()} == own


# Hosts that mean harm


def is_alive(engine: TelnetEngine) -> bool:
    """Data come through, keys go out."""
    engine.send_data(b"key")
    return engine.receive_data(b"alive") == [DataReceived(b"alive")] and engine.data_to_send().endswith(b"key")


@pytest.mark.parametrize("modifiers", [0, 1, 2, 3, 0x82, 0xFF])
def test_cve_2005_0469_ten_thousand_triplets_get_a_short_answer(modifiers: int) -> None:
    engine = agreed()
    triplets = b"".join(bytes((number % 256, modifiers, 255)) for number in range(10_000))
    say(engine, b"\x03" + triplets)
    answer = engine.data_to_send()
    # Doubled 255s included; IAC SB LINEMODE SLC and IAC SE.
    assert len(answer) <= 6 * 255 + 6
    assert is_alive(engine)


def test_cve_2026_32746_the_answer_is_as_long_as_what_we_have() -> None:
    """Functions that we do not have, over and over, each in a subnegotiation of the greatest length."""
    engine = agreed()
    for _ in range(20):
        say(engine, b"\x03" + b"\x28\x02\x18" * 21_000)
    assert engine.data_to_send() == encode_subnegotiation(Option.LINEMODE, b"\x03\x28\x00\x00") * 20
    assert is_alive(engine)


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 31, 32, 33, 1000, 65_000])
def test_forward_masks_of_any_size(size: int) -> None:
    engine = agreed()
    say(engine, b"\xfd\x02" + b"\xff" * size)
    verb = b"\xfb" if size <= 32 else b"\xfc"
    assert engine.data_to_send() == encode_subnegotiation(Option.LINEMODE, verb + b"\x02")
    assert engine.linemode is not None
    assert len(engine.linemode.forwarding_characters) == (size * 8 if size <= 32 else 0)
    assert is_alive(engine)


def test_ten_thousand_changes_of_mode_are_acknowledged_and_leave_nothing() -> None:
    engine = agreed()
    acknowledged = b"".join(encode_subnegotiation(Option.LINEMODE, bytes((1, mask))) for mask in (5, 4))
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(20):
            assert len(engine.receive_data((EDIT + NO_EDIT) * 250)) == 500
            assert engine.data_to_send() == acknowledged * 250
        assert tracemalloc.get_traced_memory()[0] - before < 100_000
    finally:
        tracemalloc.stop()
    assert is_alive(engine)


def test_a_mode_without_end_is_acknowledged_once() -> None:
    engine = agreed()
    engine.receive_data(EDIT * 10_000)
    assert engine.data_to_send() == encode_subnegotiation(Option.LINEMODE, b"\x01\x05")
    engine.receive_data(encode_subnegotiation(Option.LINEMODE, b"\x01\xe1") * 10_000)
    assert engine.data_to_send() == encode_subnegotiation(Option.LINEMODE, b"\x01\x05")


@pytest.mark.parametrize(
    "unit",
    [
        EDIT + NO_EDIT,
        DO + DONT,
        WILL + WONT,
        encode_subnegotiation(Option.LINEMODE, b"\x03\x00\x03\x00"),
        encode_subnegotiation(Option.LINEMODE, b"\x03\x03\x02\x01\x03\x02\x02"),
        encode_subnegotiation(Option.LINEMODE, b"\x03\x03\x03\x00"),
        encode_subnegotiation(Option.LINEMODE, b"\xfd\x02\x08") + encode_subnegotiation(Option.LINEMODE, b"\xfe\x02"),
        encode_subnegotiation(Option.LINEMODE, b"\xfb\x02"),
    ],
)
def test_questions_without_end_to_who_does_not_read_are_bounded(unit: bytes) -> None:
    engine = agreed()
    happened = engine.receive_data(unit * (200_000 // len(unit)))
    assert len(engine.data_to_send()) <= ANSWER_LIMIT
    assert [event for event in happened if isinstance(event, ProtocolWarning)] in (
        [],
        [ProtocolWarning("questions without end, and no one reads the answers")],
    )
    engine.receive_data(DO)
    assert is_alive(engine)
