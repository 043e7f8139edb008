"""The decoder: held against the byte machine, over any stream, cut anywhere; and the shapes its fast paths are for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import byte_machine
from protocol.streams import cut, cuts, streams
from telnet_client.protocol.decoder import SUBNEGOTIATION_LIMIT, Decoder, Item, Negotiation, Subnegotiation, Violation

SB, SE = b"\xff\xfa", b"\xff\xf0"
NOP = b"\xff\xf1"


def decode(*chunks: bytes, decoder: Decoder | None = None) -> list[Item]:
    decoder = decoder or Decoder()
    return byte_machine.joined([item for chunk in chunks for item in decoder.decode(chunk)])


@given(streams, cuts)
def test_any_stream_cut_anywhere_is_what_the_byte_machine_makes_of_it(stream: bytes, places: list[int]) -> None:
    assert decode(*cut(stream, places)) == byte_machine.joined(byte_machine.decode(stream))


@given(st.binary(max_size=300), cuts)
def test_so_are_any_bytes(stream: bytes, places: list[int]) -> None:
    assert decode(*cut(stream, places)) == byte_machine.joined(byte_machine.decode(stream))


@given(st.lists(st.sampled_from([b"\xff", b"a", b"\xfb", b"\xf0", b"\xfa"]), max_size=14).map(b"".join), cuts)
def test_so_are_iacs_in_a_crowd(stream: bytes, places: list[int]) -> None:
    assert decode(*cut(stream, places)) == byte_machine.joined(byte_machine.decode(stream))


@given(st.lists(st.integers(0, 3), max_size=10), cuts)
def test_so_is_sparse_data_with_runs_of_iac(runs: list[int], places: list[int]) -> None:
    stream = b"".join(b"x" * 100 + b"\xff" * run for run in runs)
    assert decode(*cut(stream, places)) == byte_machine.joined(byte_machine.decode(stream))


def test_a_chunk_without_iac_passes_as_it_is() -> None:
    chunk = b"plain text" * 100
    [item] = Decoder().decode(chunk)
    assert item is chunk


@pytest.mark.parametrize("text", [b"", b"x" * 3, b"x" * 200])
@pytest.mark.parametrize("pairs", [1, 2, 50])
def test_pairs_are_data(text: bytes, pairs: int) -> None:
    chunk = (text + b"\xff\xff" * pairs) * 20 + text
    assert list(Decoder().decode(chunk)) == [(text + b"\xff" * pairs) * 20 + text]


@pytest.mark.parametrize("text", [b"", b"x" * 3, b"x" * 200])
def test_a_pair_cut_in_two(text: bytes) -> None:
    decoder = Decoder()
    assert list(decoder.decode((text + b"\xff\xff") * 20 + b"\xff")) == [(text + b"\xff") * 20]
    assert list(decoder.decode(b"\xff" + text)) == [b"\xff" + text]


def test_quiet_commands_leave_one_run_of_data() -> None:
    decoder = Decoder()
    decoder.quiet[NOP] = b""
    assert list(decoder.decode(b"one" + NOP + b"two\xff\xff" + NOP)) == [b"onetwo\xff"]


def test_quiet_commands_beside_others_are_no_items() -> None:
    decoder = Decoder()
    decoder.quiet[NOP] = b""
    assert list(decoder.decode(b"one" + NOP + b"two\xff\xf6" + NOP + b"three")) == [b"onetwo", 246, b"three"]


def test_what_becomes_quiet_or_loud_between_two_items_is_so_at_once() -> None:
    decoder = Decoder()
    items = decoder.decode(NOP + b"\xff\xf6" + NOP + b"\xff\xf6")
    assert [next(items), next(items)] == [b"", 241]
    decoder.quiet[b"\xff\xf6"] = b""
    assert [item for item in items if item] == [241]


def test_a_quiet_command_within_a_subnegotiation_breaks_it_all_the_same() -> None:
    decoder = Decoder()
    decoder.quiet[NOP] = b""
    items = decode(SB + b"\x18" + NOP + b"text", decoder=decoder)
    assert items == [Violation("a command within a subnegotiation"), 241, b"text"]
    assert decode(SB + b"\x18", NOP + b"text", decoder=decoder) == items


def test_a_subnegotiation_of_the_very_limit_arrives() -> None:
    payload = b"\xff" * (SUBNEGOTIATION_LIMIT - 1)
    stream = SB + b"\x18" + payload.replace(b"\xff", b"\xff\xff") + SE
    assert decode(*cut(stream, list(range(0, len(stream), 5000)))) == [Subnegotiation(0x18, payload)]


def test_a_longer_one_is_dropped_whole_and_what_follows_is_not() -> None:
    stream = SB + b"\x18" + b"x" * SUBNEGOTIATION_LIMIT + SE + b"text" + SB + b"\x18\x01" + SE
    expected = [Violation("a subnegotiation without end"), b"text", Subnegotiation(0x18, b"\x01")]
    assert decode(stream) == expected
    assert decode(*cut(stream, list(range(0, len(stream), 777)))) == expected


def test_a_subnegotiation_without_end_is_not_kept() -> None:
    decoder = Decoder()
    chunk = b"x" * SUBNEGOTIATION_LIMIT
    items = decode(SB, *[chunk] * 40, decoder=decoder)
    assert items == [Violation("a subnegotiation without end")]
    assert len(decoder._body or b"") == SUBNEGOTIATION_LIMIT + 1


@pytest.mark.parametrize("verb", [251, 252, 253, 254])
@pytest.mark.parametrize("option", [0, 13, 240, 250, 251, 255])
def test_an_option_may_have_any_number(verb: int, option: int) -> None:
    assert decode(b"a", bytes((255, verb)), bytes((option,)) + b"b") == [b"a", Negotiation(verb, option), b"b"]
