"""What each way of reading returns, however the network cuts the stream; beside the old module where Python has it."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telnet_client import telnetlib
from telnet_client.telnetlib import AYT, BRK, DM, DO, DONT, GA, IAC, IP, NOP, SB, SE, TTYPE, WILL, WONT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import ModuleType

    from conftest import Line, PieceSocket

#: The fixtures make no difference from one example to the next.
shared_fixtures = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

COMMANDS = st.sampled_from([NOP, DM, BRK, IP, AYT, GA]).map(lambda command: IAC + command)
NEGOTIATIONS = st.builds(
    lambda verb, option: IAC + verb + option,
    st.sampled_from([WILL, WONT, DO, DONT]),
    st.sampled_from([b"\0", b"\1", b"\3", TTYPE, b"\x1f", b"x", b"\xf0", b"\xff"]),
)
#: Data with everything in it that has a meaning somewhere, IAC doubled.
DATA = st.text(alphabet="ab\0\x11\r\n:\xf0\xfa\xff", max_size=30).map(
    lambda text: text.encode("latin-1").replace(IAC, IAC + IAC)
)
SUBNEGOTIATIONS = st.builds(
    lambda payload, meanwhile: IAC + SB + TTYPE + payload + meanwhile + IAC + SE,
    DATA,
    st.one_of(st.just(b""), NEGOTIATIONS, COMMANDS),
)
STREAMS = st.lists(st.one_of(DATA, COMMANDS, NEGOTIATIONS, SUBNEGOTIATIONS), max_size=12).map(b"".join)
CUTS = st.lists(st.integers(0, 200), max_size=20)


def cut(stream: bytes, cuts: Iterable[int]) -> list[bytes]:
    places = sorted({0, len(stream), *(place for place in cuts if place < len(stream))})
    return [stream[start:end] for start, end in itertools.pairwise(places)]


class Witness:
    """A callback that keeps what it is told, and the subnegotiations."""

    def __init__(self, telnet: Any) -> None:
        self.told: list[tuple[bytes, bytes]] = []
        self.payloads: list[bytes] = []
        self._telnet = telnet
        telnet.set_option_negotiation_callback(self.hear)

    def hear(self, _socket: object, command: bytes, option: bytes) -> None:
        self.told.append((command, option))
        if command == SE:
            self.payloads.append(self._telnet.read_sb_data())


@given(STREAMS, CUTS)
@shared_fixtures
def test_with_a_callback_all_is_as_it_was(
    pieces: Callable[..., tuple[Any, PieceSocket]], old_module: ModuleType, stream: bytes, cuts: list[int]
) -> None:
    results = []
    for telnet in (old_module.Telnet(), telnetlib.Telnet()):
        _, source = pieces(cut(stream, cuts), telnet)
        witness = Witness(telnet)
        data = telnet.read_all()
        results.append((data, witness.told, witness.payloads, bytes(source.sent), telnet.eof, telnet.sb))
        telnet.close()
    assert results[0] == results[1]


@given(STREAMS, CUTS)
@shared_fixtures
def test_data_is_as_it_was_without_a_callback(
    pieces: Callable[..., tuple[Any, PieceSocket]], old_module: ModuleType, stream: bytes, cuts: list[int]
) -> None:
    results = []
    for telnet in (old_module.Telnet(), telnetlib.Telnet()):
        pieces(cut(stream, cuts), telnet)
        results.append(telnet.read_all())
        telnet.close()
    assert results[0] == results[1]


PATTERNS = [b"a", b"b:", rb"a+b", rb"[ab]:", b"\r\n", rb"b(?=\r)", rb"(?m)^b", b"nowhere"]
CALLS = st.lists(
    st.one_of(
        st.tuples(st.just("read_until"), st.sampled_from([b"a", b"ab", b"a:", b"\r\n", b"nowhere", b""])),
        st.tuples(st.just("expect"), st.lists(st.sampled_from(PATTERNS), max_size=3)),
        st.tuples(st.sampled_from(["read_some", "read_eager", "read_very_eager", "read_lazy", "read_very_lazy"])),
    ),
    max_size=8,
)


def results_of(telnet: Any, calls: list[tuple[Any, ...]]) -> list[object]:
    found: list[object] = []
    for name, *arguments in calls:
        try:
            result = getattr(telnet, name)(*arguments)
        except EOFError:
            result = EOFError
        if name == "expect" and result is not EOFError:
            index, match, text = result
            result = index, None if match is None else (match.span(), match.group()), text
        found.append(result)
    return found


@given(STREAMS, CUTS, CALLS)
@shared_fixtures
def test_each_call_returns_what_it_did(
    pieces: Callable[..., tuple[Any, PieceSocket]],
    old_module: ModuleType,
    stream: bytes,
    cuts: list[int],
    calls: list[tuple[Any, ...]],
) -> None:
    """As long as the network brings no more at once than the old module read at once."""
    short = [piece[start : start + 50] for piece in cut(stream, cuts) for start in range(0, len(piece), 50)]
    results = []
    for telnet in (old_module.Telnet(), telnetlib.Telnet()):
        pieces(short, telnet)
        results.append(results_of(telnet, calls))
        telnet.close()
    # The old `expect` did not look at what had come when the connection was closed.
    for old, ours in zip(*results, strict=True):
        if old == ours:
            continue
        assert isinstance(old, tuple)
        assert old[0] == -1
        break


@given(STREAMS, CUTS, st.lists(st.sampled_from([b"a", b"ab", b"a:", b"\r\n", b"b\r"]), max_size=6))
@shared_fixtures
def test_any_chunking_gives_the_same_reads(
    pieces: Callable[..., tuple[Any, PieceSocket]], stream: bytes, cuts: list[int], texts: list[bytes]
) -> None:
    results = []
    for chunks in ([stream], cut(stream, cuts), [stream[place : place + 1] for place in range(len(stream))]):
        telnet, _ = pieces(chunks)
        results.append(results_of(telnet, [("read_until", text) for text in texts] + [("read_all",)]))
        telnet.close()
    assert results[0] == results[1] == results[2]


@given(st.binary(max_size=200), CUTS, st.booleans())
@shared_fixtures
def test_whatever_a_host_sends_is_no_exception(
    pieces: Callable[..., tuple[Any, PieceSocket]], stream: bytes, cuts: list[int], has_callback: bool
) -> None:
    telnet, _ = pieces(cut(stream, cuts))
    if has_callback:
        Witness(telnet)
    telnet.read_all()
    telnet.close()


def test_the_pattern_first_in_the_list_wins_within_a_few_bytes(line: Line) -> None:
    """So a longer text before its own beginning in the list is found, as with the old module."""
    line.host.sendall(b"router(config)# ")
    assert line.telnet.expect([rb"router\(config\)#", b"router"], 5)[0] == 0
    line.host.sendall(b"WARNING one" + b"." * 60 + b"ERROR two")
    assert line.telnet.expect([b"ERROR", b"WARNING"], 5)[0] == 1


def test_what_a_match_tells(line: Line) -> None:
    line.host.sendall(b"Linux 6.18, up 3 days\r\nlogin: ")
    index, match, text = line.telnet.expect([b"never", re.compile(rb"up (?P<days>\d+) days")], 5)
    assert (index, text) == (1, b"Linux 6.18, up 3 days")
    assert match is not None
    assert match["days"] == b"3"
    assert line.telnet.read_until(b"login: ", 5) == b"\r\nlogin: "


def test_a_match_that_looks_ahead(line: Line) -> None:
    line.host.sendall(b"one two")
    _, match, text = line.telnet.expect([rb"one(?= two)"], 5)
    assert (text, match is not None and match.group()) == (b"one", b"one")
    assert line.telnet.read_very_eager() == b" two"


def test_bytes_that_mean_nothing_to_a_terminal_are_left_out_unless_told_otherwise(line: Line) -> None:
    line.host.sendall(b"a\0b\x11c\r\0")
    assert line.telnet.read_until(b"\r", 5) == b"abc\r"
    line.telnet.dropped_characters = b""
    line.host.sendall(b"a\0b\x11c\r\0.")
    assert line.telnet.read_until(b".", 5) == b"a\0b\x11c\r\0."


def test_queues_can_be_looked_at_and_set(line: Line) -> None:
    line.host.sendall(b"abc" + IAC)
    line.telnet.fill_rawq()
    assert (line.telnet.rawq, line.telnet.cookedq) == (b"abc" + IAC, b"")
    assert line.telnet.rawq_getchar() == b"a"
    line.telnet.process_rawq()
    assert (line.telnet.rawq, line.telnet.cookedq, line.telnet.iacseq) == (b"", b"bc", IAC)
    line.telnet.cookedq = b"put back"
    line.telnet.sbdataq = b"x"
    assert line.telnet.read_very_lazy() == b"put back"
    assert line.telnet.read_sb_data() == b"x"
    assert line.telnet.read_sb_data() == b""
