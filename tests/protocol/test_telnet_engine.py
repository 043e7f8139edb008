"""The engine: what the golden pairs do not show. Any stream, cut anywhere, is the same events and the same answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.golden_file import FACTS, HOST_OPTIONS, describe_bytes, describe_events
from protocol.streams import cut, cuts, streams
from telnet_client.errors import LocalProtocolError
from telnet_client.protocol.codes import Command, Option
from telnet_client.protocol.events import CommandTraced, DataReceived, NegotiationTraced, OptionEnabled, ProtocolWarning
from telnet_client.protocol.negotiation import Side
from telnet_client.protocol.options import OPTIONS
from telnet_client.protocol.telnet import TelnetEngine

if TYPE_CHECKING:
    from telnet_client.protocol.engine import Engine

WILL_ECHO, WONT_ECHO = b"\xff\xfb\x01", b"\xff\xfc\x01"
DO_ECHO, DONT_ECHO = b"\xff\xfd\x01", b"\xff\xfe\x01"
DO_SGA = b"\xff\xfd\x03"


def hear(engine: TelnetEngine, chunks: list[bytes]) -> tuple[list[str], list[str]]:
    """Events and answers in words."""
    happened, sent = [], b""
    for chunk in chunks:
        happened += engine.receive_data(chunk)
        sent += engine.data_to_send()
    return describe_events(happened), describe_bytes(sent)


@given(stream=streams, places=cuts, active=st.booleans(), tracing=st.booleans(), host=st.booleans())
def test_any_stream_cut_anywhere(stream: bytes, places: list[int], active: bool, tracing: bool, host: bool) -> None:
    def engine() -> TelnetEngine:
        made = TelnetEngine(active=active, options=HOST_OPTIONS if host else OPTIONS, facts=FACTS)
        made.tracing = tracing
        return made

    whole = hear(engine(), [stream])
    assert hear(engine(), cut(stream, places)) == whole
    assert hear(engine(), [bytes((byte,)) for byte in stream]) == whole


@given(stream=streams, places=cuts)
def test_in_a_synch_the_same_is_said_and_no_data_is_shown(stream: bytes, places: list[int]) -> None:
    engine = TelnetEngine(active=True)
    quiet_stream = stream.replace(b"\xf2", b"")
    expected = hear(engine, [quiet_stream])
    for pieces in ([quiet_stream], cut(quiet_stream, places)):
        discarding = TelnetEngine(active=True)
        discarding.urgent_received()
        lines, sent = hear(discarding, pieces)
        assert sent == expected[1]
        assert lines == [line for line in expected[0] if not line.startswith("data ")]


def test_data_between_commands_that_say_nothing_is_one_event() -> None:
    engine = TelnetEngine(active=True)
    stream = b"".join(b"text\xff\xf1 \xff\xfd" + bytes((option,)) for option in range(60, 120))
    [event] = engine.receive_data(stream)
    assert event == DataReceived(b"text " * 60)


def test_a_chunk_of_data_is_not_copied() -> None:
    engine = TelnetEngine(active=True)
    chunk = b"x" * 1000
    [event] = engine.receive_data(chunk)
    assert isinstance(event, DataReceived)
    assert event.data is chunk


def test_an_empty_chunk_is_nothing() -> None:
    assert TelnetEngine(active=True).receive_data(b"") == []
    assert TelnetEngine(active=False).receive_data(b"") == []


# Who says what first


def test_port_23_asks_at_once_and_assumes_remote_echo() -> None:
    engine = TelnetEngine(active=True, ask_at_start=True)
    assert not engine.remote_echo
    engine.start()
    assert engine.data_to_send() == DO_SGA + DO_ECHO
    assert engine.remote_echo
    engine.receive_data(WONT_ECHO)
    assert not engine.remote_echo
    assert not engine.asks_after_pause


def test_line_withholds_only_the_first_do_echo() -> None:
    engine = TelnetEngine(active=True, ask_at_start=True, withhold_echo=True)
    engine.start()
    assert engine.data_to_send() == DO_SGA
    assert not engine.remote_echo
    engine.request(Option.ECHO, Side.REMOTE, True)
    assert engine.data_to_send() == DO_ECHO


def test_other_ports_are_raw_until_the_first_iac() -> None:
    engine = TelnetEngine(active=False)
    engine.start()
    engine.host_paused()
    assert engine.data_to_send() == b""
    assert not engine.speaks_telnet
    assert not engine.asks_after_pause
    engine.send_data(b"a\xff\r")
    assert engine.data_to_send() == b"a\xff\r\n"
    engine.receive_data(b"\xff")
    assert engine.speaks_telnet
    assert engine.asks_after_pause
    engine.send_data(b"a\xff\r")
    assert engine.data_to_send() == b"a\xff\xff\r\n"


@pytest.mark.parametrize(
    ("heard", "asked"),
    [
        (b"\xff\xf1", DO_ECHO + DO_SGA),
        (WILL_ECHO, DO_SGA),
        (WONT_ECHO, DO_SGA),
        (b"\xff\xfb\x03", DO_ECHO),
        (b"\xff\xfc\x03" + WILL_ECHO, b""),
        # Whether we would echo has nothing to do with it.
        (DO_ECHO, DO_ECHO + DO_SGA),
    ],
)
def test_after_a_pause_what_the_host_did_not_mention_is_asked_for(heard: bytes, asked: bytes) -> None:
    engine = TelnetEngine(active=False)
    engine.receive_data(heard)
    engine.data_to_send()
    assert engine.asks_after_pause == bool(asked)
    engine.host_paused()
    assert engine.data_to_send() == asked
    assert not engine.asks_after_pause
    engine.host_paused()
    assert engine.data_to_send() == b""


def test_what_was_asked_for_while_raw_is_asked_after_the_pause_and_the_last_word_counts() -> None:
    engine = TelnetEngine(active=False)
    engine.force(Option.BINARY, Side.LOCAL, True)
    engine.force(Option.BINARY, Side.REMOTE, True)
    assert engine.sends_binary
    assert engine.receives_binary
    engine.force(Option.BINARY, Side.REMOTE, False)
    assert not engine.receives_binary
    engine.host_paused()
    assert engine.data_to_send() == b""
    engine.receive_data(WILL_ECHO + b"\xff\xfb\x03")
    engine.data_to_send()
    assert not engine.sends_binary
    assert engine.asks_after_pause
    engine.host_paused()
    assert describe_bytes(engine.data_to_send()) == ["> WILL BINARY", "> DONT BINARY"]
    assert not engine.asks_after_pause


# One answer a question


@pytest.mark.parametrize("question", [b"\xff\xfd\xc8", b"\xff\xfb\xc8", DO_ECHO, WILL_ECHO, b"\xff\xfd\x1f"])
def test_one_answer_until_renewed(question: bytes) -> None:
    engine = TelnetEngine(active=True)
    engine.receive_data(question * 3)
    engine.receive_data(question * 3 + b"text")
    answer = engine.data_to_send()
    assert answer.startswith(b"\xff")
    engine.receive_data(question)
    assert engine.data_to_send() == b""
    engine.renew_answers()
    engine.receive_data(question * 5)
    engine.receive_data(question)
    assert engine.data_to_send() == answer


def test_a_change_of_state_is_always_answered() -> None:
    engine = TelnetEngine(active=True)
    engine.receive_data((WILL_ECHO + WONT_ECHO) * 3)
    assert engine.data_to_send() == (DO_ECHO + DONT_ECHO) * 3


def test_the_trace_hides_nothing_and_changes_nothing_that_is_said() -> None:
    engine = TelnetEngine(active=True)
    engine.receive_data(b"\xff\xfd\xc8")
    engine.data_to_send()
    engine.tracing = True
    assert engine.receive_data(b"\xff\xfd\xc8\xff\xf1") == [
        NegotiationTraced(False, Command.DO, 0xC8),
        CommandTraced(False, (Command.NO_OPERATION,)),
    ]
    assert engine.data_to_send() == b""
    engine.tracing = False
    assert engine.receive_data(b"\xff\xfd\xc8\xff\xf1") == []


def test_what_we_say_is_traced() -> None:
    engine = TelnetEngine(active=True)
    engine.tracing = True
    engine.request(Option.ECHO, Side.REMOTE, True)
    engine.send_command(Command.ARE_YOU_THERE)
    assert engine.synch(Command.INTERRUPT_PROCESS) == b"\xff\xf4\xff\xf2"
    assert engine.take_events() == [
        NegotiationTraced(True, Command.DO, Option.ECHO),
        CommandTraced(True, (Command.ARE_YOU_THERE,)),
        CommandTraced(True, (Command.INTERRUPT_PROCESS, Command.DATA_MARK)),
    ]
    assert engine.take_events() == []


# The user's wishes


@pytest.mark.parametrize(("side", "yes", "no"), [(Side.LOCAL, 251, 252), (Side.REMOTE, 253, 254)])
def test_force_says_it_again_where_request_does_not(side: Side, yes: int, no: int) -> None:
    engine = TelnetEngine(active=True)
    said = {True: bytes((255, yes, 0)), False: bytes((255, no, 0))}
    agreed = {True: bytes((255, 504 - yes, 0)), False: bytes((255, 506 - no, 0))}
    for wanted in (False, True, False):
        for _ in range(2):
            engine.force(Option.BINARY, side, wanted)
            engine.request(Option.BINARY, side, wanted)
        assert engine.data_to_send() == said[wanted] * 2
        engine.receive_data(agreed[wanted])
        engine.force(Option.BINARY, side, wanted)
        engine.request(Option.BINARY, side, wanted)
        assert engine.data_to_send() == said[wanted]


def test_transparent_changes_the_return_key_and_iac_is_doubled_still() -> None:
    engine = TelnetEngine(active=True)
    engine.send_data(b"\r")
    engine.receive_data(b"\xff\xfd\x00")
    engine.send_data(b"\r\xff")
    assert engine.sends_binary
    assert engine.data_to_send() == b"\r\n" + b"\xff\xfb\x00" + b"\r\xff\xff"


def test_state_for_the_session() -> None:
    engine: Engine = TelnetEngine(active=True)
    assert not engine.go_ahead_suppressed
    engine.receive_data(b"\xff\xfb\x03\xff\xfb\x00\xff\xfd\x1f\xff\xfb\x01")
    assert engine.go_ahead_suppressed
    assert engine.receives_binary
    assert not engine.sends_binary
    assert engine.options_in_effect() == [
        ("BINARY", Side.REMOTE),
        ("ECHO", Side.REMOTE),
        ("SUPPRESS-GO-AHEAD", Side.REMOTE),
        ("NAWS", Side.LOCAL),
    ]


def test_commands_need_the_protocol() -> None:
    engine = TelnetEngine(active=False)
    with pytest.raises(LocalProtocolError):
        engine.send_command(Command.BREAK)
    with pytest.raises(LocalProtocolError):
        engine.synch(Command.BREAK)


def test_a_subnegotiation_needs_an_agreement() -> None:
    engine = TelnetEngine(active=True)
    with pytest.raises(LocalProtocolError):
        engine.send_subnegotiation(Option.STATUS, b"\x01")
    engine.receive_data(b"\xff\xfb\x05")
    engine.data_to_send()
    engine.send_subnegotiation(Option.STATUS, b"\x01")
    assert engine.data_to_send() == b"\xff\xfa\x05\x01\xff\xf0"


# Two engines, each other's peer


def converse(ends: tuple[TelnetEngine, TelnetEngine], limit: int) -> int:
    """Let them talk until both are silent; how many bytes that took."""
    said = 0
    while True:
        words = [end.data_to_send() for end in ends]
        if not any(words):
            return said
        said += sum(map(len, words))
        assert said < limit, "they never end"
        for end, heard in zip(reversed(ends), words, strict=True):
            warned = {event.text for event in end.receive_data(heard) if isinstance(event, ProtocolWarning)}
            # Who says again what is agreed on may hear yes again, and by then want no.
            assert warned <= {"a no answered with yes"}


wishes = st.tuples(
    st.integers(0, 1),
    st.sampled_from(["request", "force", "renew", "talk"]),
    st.sampled_from([Option.BINARY, Option.ECHO, Option.SUPPRESS_GO_AHEAD, 200]),
    st.sampled_from(list(Side)),
    st.booleans(),
)


@given(st.lists(wishes, max_size=30))
def test_two_engines_always_settle_and_agree(happenings: list[tuple[int, str, int, Side, bool]]) -> None:
    ends = (TelnetEngine(active=True), TelnetEngine(active=True, options=HOST_OPTIONS))
    for number, what, option, side, wanted in happenings:
        end = ends[number]
        if what == "renew":
            end.renew_answers()
        elif what == "talk":
            converse(ends, 3000)
        elif what == "request":
            end.request(option, side, wanted)
        elif end.options_in_effect():
            # A user forces what the host may not believe, one thing at a time.
            converse(ends, 3000)
            end.force(option, side, wanted)
    converse(ends, 3000)
    client, host = ({(name, side) for name, side in end.options_in_effect()} for end in ends)
    shared = {"ECHO", "SUPPRESS-GO-AHEAD"}
    mirrored = {(name, Side.LOCAL if side is Side.REMOTE else Side.REMOTE) for name, side in host}
    assert {key for key in client if key[0] in shared} == {key for key in mirrored if key[0] in shared}


def test_a_client_and_a_host_find_each_other() -> None:
    client = TelnetEngine(active=True, ask_at_start=True, facts=FACTS)
    host = TelnetEngine(active=True, options=HOST_OPTIONS)
    client.start()
    for option in (Option.ECHO, Option.SUPPRESS_GO_AHEAD):
        host.request(option, Side.LOCAL, True)
    for option in (Option.WINDOW_SIZE, Option.TERMINAL_TYPE):
        host.request(option, Side.REMOTE, True)
    converse((client, host), 200)
    assert host.options_in_effect() == [
        ("ECHO", Side.LOCAL),
        ("SUPPRESS-GO-AHEAD", Side.LOCAL),
        ("TERMINAL-TYPE", Side.REMOTE),
        ("NAWS", Side.REMOTE),
    ]
    assert client.remote_echo
    assert client.go_ahead_suppressed
    host.send_subnegotiation(Option.TERMINAL_TYPE, b"\x01")
    client.receive_data(host.data_to_send())
    lines, _ = hear(host, [client.data_to_send()])
    assert lines == ['subnegotiation TERMINAL-TYPE 00 "XTERM-256COLOR"']


def test_a_renewal_on_both_sides_does_not_start_them_off() -> None:
    client, host = TelnetEngine(active=True), TelnetEngine(active=True, options=HOST_OPTIONS)
    host.request(Option.ECHO, Side.LOCAL, True)
    converse((client, host), 20)
    for _ in range(3):
        client.renew_answers()
        host.renew_answers()
        host.force(Option.ECHO, Side.LOCAL, True)
        assert converse((client, host), 20) <= 9
    assert OptionEnabled(Option.ECHO, Side.LOCAL) not in host.take_events()
