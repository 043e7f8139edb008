"""CHARSET (RFC 2066): which name is chosen, when we ask ourselves, and lists that mean harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.golden_file import describe_bytes, describe_events
from protocol.streams import cut, cuts, streams
from telnet_client.protocol.codes import Option
from telnet_client.protocol.encoder import encode_subnegotiation
from telnet_client.protocol.events import CharsetAgreed, ProtocolWarning, SubnegotiationReceived, SubnegotiationTraced
from telnet_client.protocol.facts import Facts
from telnet_client.protocol.negotiation import Side
from telnet_client.protocol.send_queue import ANSWER_LIMIT
from telnet_client.protocol.telnet import TelnetEngine

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.protocol.events import Event

DO, WILL = b"\xff\xfd\x2a", b"\xff\xfb\x2a"
KNOWN = frozenset({"UTF-8", "US-ASCII", "ISO-8859-1", "cp437"})
REJECTED = b"\x03"


def new_engine(*names: str, knows: Callable[[str], bool] = KNOWN.__contains__) -> TelnetEngine:
    """An engine whose user prefers `names`."""
    facts = Facts(character_sets=names, knows_character_set=knows)
    return TelnetEngine(active=True, facts=facts)


def agreed(*names: str, knows: Callable[[str], bool] = KNOWN.__contains__) -> TelnetEngine:
    """The same, the host having said WILL."""
    engine = new_engine(*names, knows=knows)
    engine.receive_data(WILL)
    assert engine.data_to_send() == DO
    return engine


def say(engine: TelnetEngine, payload: bytes) -> list[Event]:
    """The host says something about CHARSET."""
    return engine.receive_data(encode_subnegotiation(Option.CHARSET, payload))


def said(engine: TelnetEngine) -> bytes:
    """What we say about it, without its frame."""
    sent = engine.data_to_send()
    return sent[3:-2] if sent else b""


# The host asks


@pytest.mark.parametrize(
    ("preferred", "request_list", "chosen"),
    [
        # Without a preference the host's order counts, with one the user's.
        ((), b";UTF-8;ISO-8859-1", "UTF-8"),
        ((), b";ISO-8859-1;UTF-8", "ISO-8859-1"),
        (("UTF-8",), b";ISO-8859-1;UTF-8", "UTF-8"),
        (("KOI8-R", "UTF-8"), b";ISO-8859-1;UTF-8;KOI8-R", "KOI8-R"),
        (("KOI8-R",), b";ISO-8859-1;UTF-8", "ISO-8859-1"),
        # A name is said as the host has it.
        (("utf-8",), b";US-ASCII;Utf-8", "Utf-8"),
        # Any octet separates.
        ((), b" UTF-8 US-ASCII", "UTF-8"),
        ((), b"\x00KOI8-R\x00cp437", "cp437"),
        ((), b"UNKNOWNUUTF-8", None),
        ((), b"xKOI8-RxUTF-8", "UTF-8"),
        # Empty names and such as no registry has.
        ((), b";;;UTF-8;", "UTF-8"),
        ((), b";UTF\xff8;US-ASCII", "US-ASCII"),
        ((), b";US ASCII;UTF-8", "UTF-8"),
        ((), b";" + b"x" * 41 + b";UTF-8", "UTF-8"),
        # Translation tables, as the RFC has it and as others do.
        ((), b"[TTABLE ]\x01;UTF-8", "UTF-8"),
        ((), b"[TTABLE]\x01;UTF-8", "UTF-8"),
        ((), b"[TTABLE ]\n;UTF-8", "UTF-8"),
        ((), b"[TTABLE ]", None),
        ((), b"[TTABLE ]\x01", None),
        ((), b";KOI8-R", None),
        ((), b";", None),
        ((), b"", None),
        ((), b"UTF-8", None),
    ],
)
def test_the_choice(preferred: tuple[str, ...], request_list: bytes, chosen: str | None) -> None:
    engine = agreed(*preferred)
    happened = say(engine, b"\x01" + request_list)
    if chosen is None:
        assert happened == []
        assert said(engine) == REJECTED
    else:
        assert happened == [CharsetAgreed(chosen)]
        assert said(engine) == b"\x02" + chosen.encode()


def test_who_knows_none_rejects_all_but_what_the_user_named() -> None:
    engine = TelnetEngine(active=True, facts=Facts(character_sets=("EBCDIC",)))
    engine.receive_data(WILL)
    engine.data_to_send()
    say(engine, b"\x01;UTF-8;US-ASCII")
    assert said(engine) == REJECTED
    say(engine, b"\x01;UTF-8;EBCDIC")
    assert said(engine) == b"\x02EBCDIC"


@pytest.mark.parametrize("greeting", [WILL, DO, WILL + DO])
def test_a_host_that_has_the_direction_wrong_is_answered_too(greeting: bytes) -> None:
    engine = new_engine()
    engine.receive_data(greeting)
    engine.data_to_send()
    say(engine, b"\x01;UTF-8")
    assert said(engine) == b"\x02UTF-8"


def test_the_same_set_once_more_is_answered_and_no_event() -> None:
    engine = agreed()
    say(engine, b"\x01;UTF-8")
    engine.data_to_send()
    assert say(engine, b"\x01 utf-8 UTF-8") == []
    assert said(engine) == b"\x02UTF-8"


def test_translation_tables_are_rejected() -> None:
    engine = agreed()
    assert say(engine, b"\x04\x01;KOI8-R;\x08\x00\x00\x01UTF-8;\x08\x00\x00\x01" + bytes(512)) == []
    assert said(engine) == b"\x05"


@pytest.mark.parametrize("payload", [b"", b"\x00", b"\x05", b"\x06", b"\x07", b"\x08", b"\xff", b"\x02", b"\x02UTF-8"])
def test_what_answers_nothing_is_passed_on(payload: bytes) -> None:
    engine = agreed()
    assert say(engine, payload) == [SubnegotiationReceived(Option.CHARSET, payload)]
    assert engine.data_to_send() == b""


# We ask


def paused(engine: TelnetEngine) -> bytes:
    """What we say of CHARSET when the host is silent."""
    engine.host_paused()
    assert not engine.asks_after_pause
    return said(engine)


@pytest.mark.parametrize(
    ("names", "asked"),
    [
        ((), b""),
        (("UTF-8",), b""),
        (("utf-8", "CP437"), b""),
        (("CP437",), b"\x01;CP437"),
        (("CP437", "UTF-8"), b"\x01;CP437;UTF-8"),
        # What would not be one name in a list is left out.
        (("a;b", "", "x" * 41, "\xe9", "a b", "KOI8-R"), b"\x01;KOI8-R"),
        (("a;b",), b""),
    ],
)
def test_we_ask_for_what_is_not_utf_8(names: tuple[str, ...], asked: bytes) -> None:
    engine = new_engine(*names)
    engine.receive_data(DO)
    assert engine.data_to_send() == WILL
    assert not asked or engine.asks_after_pause
    assert paused(engine) == asked
    assert paused(engine) == b""


def test_only_who_said_will_may_ask() -> None:
    engine = agreed("CP437")
    assert not engine.asks_after_pause
    assert paused(engine) == b""
    engine.request(Option.CHARSET, Side.LOCAL, True)
    engine.data_to_send()
    assert paused(engine) == b""
    engine.receive_data(DO)
    assert paused(engine) == b"\x01;CP437"


def test_a_host_that_asks_before_it_is_silent_is_not_asked() -> None:
    engine = new_engine("CP437")
    engine.receive_data(DO + WILL)
    engine.data_to_send()
    say(engine, b"\x01;UTF-8;CP437")
    assert said(engine) == b"\x02CP437"
    assert paused(engine) == b""


def test_requests_that_cross() -> None:
    engine = new_engine("CP437")
    engine.receive_data(DO + WILL)
    engine.data_to_send()
    assert paused(engine) == b"\x01;CP437"
    assert say(engine, b"\x01;UTF-8") == [CharsetAgreed("UTF-8")]
    assert said(engine) == b"\x02UTF-8"
    # Whatever comes for ours now, the host's counts.
    assert say(engine, b"\x02CP437") == [SubnegotiationReceived(Option.CHARSET, b"\x02CP437")]
    assert say(engine, b"\x03") == []
    assert paused(engine) == b""


def test_one_question_at_a_time() -> None:
    engine = new_engine("CP437")
    engine.receive_data(DO)
    engine.data_to_send()
    assert paused(engine) == b"\x01;CP437"
    engine.change_facts(Facts(character_sets=("KOI8-R",)))
    assert paused(engine) == b""
    assert say(engine, b"\x03") == []
    assert paused(engine) == b"\x01;KOI8-R"
    assert say(engine, b"\x02koi8-r") == [CharsetAgreed("koi8-r")]
    engine.change_facts(Facts(character_sets=("KOI8-R",), columns=100))
    assert paused(engine) == b""


def test_what_was_refused_is_not_asked_again() -> None:
    engine = new_engine("CP437")
    engine.receive_data(DO)
    engine.data_to_send()
    assert paused(engine) == b"\x01;CP437"
    say(engine, b"\x03")
    assert paused(engine) == b""
    # The user changed the set and changed it back before the host was silent.
    engine.change_facts(Facts(character_sets=("KOI8-R",)))
    engine.change_facts(Facts(character_sets=("CP437",)))
    assert paused(engine) == b""


def test_back_to_utf_8_is_asked_for_as_well() -> None:
    engine = new_engine("CP437")
    engine.receive_data(DO)
    engine.data_to_send()
    paused(engine)
    say(engine, b"\x02CP437")
    engine.change_facts(Facts(character_sets=("UTF-8",)))
    assert paused(engine) == b"\x01;UTF-8"


def test_while_the_protocol_is_off_nothing_is_asked() -> None:
    engine = TelnetEngine(active=False, facts=Facts(character_sets=("CP437",)))
    engine.host_paused()
    assert not engine.asks_after_pause
    assert engine.data_to_send() == b""


# Any stream

suboptions = st.builds(
    lambda kind, rest: encode_subnegotiation(Option.CHARSET, bytes((kind,)) + rest),
    st.integers(0, 8),
    st.sampled_from([b";UTF-8;CP437", b" KOI8-R", b"CP437", b"[TTABLE ]\x01;UTF-8"]) | st.binary(max_size=20),
)
charset_streams = st.lists(suboptions | st.sampled_from([DO, WILL, b"text"]) | streams, max_size=12).map(b"".join)


@given(stream=charset_streams, places=cuts)
def test_any_stream_cut_anywhere(stream: bytes, places: list[int]) -> None:
    results = []
    for chunks in ([stream], cut(stream, places), [bytes((byte,)) for byte in stream]):
        engine = new_engine("CP437")
        happened, sent = [], b""
        for chunk in chunks:
            happened += engine.receive_data(chunk)
            sent += engine.data_to_send()
        results.append((describe_events(happened), describe_bytes(sent)))
    assert results[0] == results[1] == results[2]


name_lists = st.lists(st.sampled_from(["UTF-8", "CP437", "KOI8-R", "utf-8"]), max_size=3, unique=True)
happenings = st.tuples(st.integers(0, 1), st.sampled_from(["on", "off", "wish", "pause", "talk", "renew"]), name_lists)


@given(name_lists, name_lists, st.lists(happenings, max_size=15))
def test_two_engines_always_settle(ours: list[str], theirs: list[str], steps: list[tuple[int, str, list[str]]]) -> None:
    ends = (new_engine(*ours), new_engine(*theirs))
    agreed_names: list[str | None] = [None, None]

    def converse() -> None:
        for _ in range(20):
            words = [end.data_to_send() for end in ends]
            if not any(words):
                return
            for number, heard in zip((1, 0), words, strict=True):
                for event in ends[number].receive_data(heard):
                    if isinstance(event, CharsetAgreed):
                        agreed_names[number] = event.name.upper()
        pytest.fail("they never end")

    for number, what, names in steps:
        end = ends[number]
        if what in ("on", "off"):
            end.request(Option.CHARSET, Side.LOCAL, what == "on")
        elif what == "wish":
            end.change_facts(Facts(character_sets=tuple(names), knows_character_set=KNOWN.__contains__))
        elif what == "pause":
            # One after the other: requests that cross are for a client and a server.
            converse()
            end.host_paused()
            converse()
        elif what == "renew":
            end.renew_answers()
        else:
            converse()
    converse()
    assert agreed_names[0] == agreed_names[1]


# Hosts that mean harm


def test_a_list_of_thirty_thousand_names_is_looked_at_in_part() -> None:
    asked: list[str] = []

    def knows(name: str) -> bool:
        asked.append(name)
        return False

    engine = agreed(knows=knows)
    say(engine, b"\x01" + b";x" * 30_000)
    assert len(asked) == 64
    assert said(engine) == REJECTED
    asked.clear()
    say(engine, b"\x01;" + b"x" * 60_000)
    say(engine, b"\x01" + b";" * 60_000)
    assert asked == []


@pytest.mark.parametrize("payload", [b"\x01;UTF-8", b"\x01;KOI8-R", b"\x04\x01", b"\x01;UTF-8;cp437"])
def test_requests_without_end_to_who_does_not_read_are_bounded(payload: bytes) -> None:
    engine = agreed()
    unit = encode_subnegotiation(Option.CHARSET, payload)
    happened = engine.receive_data(unit * (300_000 // len(unit)))
    assert len(engine.data_to_send()) <= ANSWER_LIMIT
    assert len([event for event in happened if isinstance(event, CharsetAgreed)]) <= 1
    assert len([event for event in happened if isinstance(event, ProtocolWarning)]) <= 1
    say(engine, b"\x01;UTF-8")
    assert said(engine) == b"\x02UTF-8"


# Words


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (b"\x01;UTF-8", 'REQUEST ";UTF-8"'),
        (b"\x02UTF-8", 'ACCEPTED "UTF-8"'),
        (b"\x03", "REJECTED"),
        (b"\x04\x01\xff", 'TTABLE-IS "\\x01\\xff"'),
        (b"\x05", "TTABLE-REJECTED"),
        (b"\x06", "TTABLE-ACK"),
        (b"\x07", "TTABLE-NAK"),
        (b"\x08a", "8 97"),
        (b"", ""),
    ],
)
def test_in_words(payload: bytes, words: str) -> None:
    engine = new_engine()
    engine.tracing = True
    assert say(engine, payload)[0] == SubnegotiationTraced(False, Option.CHARSET, words)
