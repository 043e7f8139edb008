"""FILTER: what makes a terminal type, or writes to the clipboard, does not reach it, however it is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.terminal.output_filter import HELD_LIMIT, SAFE, STRICT, OutputFilter
from telnet_client.terminal.screen_state import ScreenState


def shown(strength: str, *pieces: bytes) -> bytes:
    output_filter = OutputFilter(strength, ScreenState())
    return b"".join(map(output_filter.clean, pieces))


#: Terminals ignore controls in a sequence, or act on them, and the sequence goes on.
INTERRUPTED = [b"\x1b[2\x001t", b"\x1b[\r21\x07;0\n\x7ft", b"\x1b\x00[21t", b"\x1b\x00]52;c;x\x07"]
PASSES_SAFE = [
    b"text\r\n",
    "déjà «vu» 漢字\r\n".encode(),
    b"\x1b[1;31mred\x1b[0m",
    b"\x1b]0;a title\x07",
    b"\x1b]2;a title\x1b\\",
    b"\x1b]8;;http://example/\x1b\\link\x1b]8;;\x1b\\",
    b"\x1b[c\x1b[6n\x1b[?1049h\x1b[18t\x1b[2J\x1b[21m\x1b[20;1H",
    b"\x1bP+q544e\x1b\\",
    b"\x1bP1$tx\x1b\\",
    b"\x1b(0lqk\x1b(B\x1b7\x1b8",
]
DROPPED_SAFE = [
    b"\x05",
    b"\x1b[21t",
    b"\x1b[20t",
    b"\x1b[0021t",
    b"\x1b[21;0t",
    "\x9b21t".encode(),
    b"\x1bP$qm\x1b\\",
    "\x90$qm\x9c".encode(),
    b"\x1b]52;c;cm0gLXJm\x07",
    b"\x1b]52;c;?\x1b\\",
    b"\x1b]052;c;x\x07",
    "\x9d52;c;x\x9c".encode(),
    b"\x1b]1337;CopyToClipboard=\x07",
    b"\x1bP1$qm\x1b\\",
    b"\x1b]5522;type=write\x1b\\",
    b"\x1b]50;?\x07",
    b"\x1b]5\x002;c;x\x07",
    b"\x1bP\x00$\x00qm\x1b\\",
    "\x1b]52;c;°\x07".encode(),
    "\x9d52;c;°°\x9c".encode(),
    b"\x1b]52;c;" + b"A" * 3000 + b"\x07",
    "\x1b]52;c;°".encode() + b"A" * 5000 + b"\x07",
    b"\x1b]52;c;" + b"A" * 300_000 + b"\x07",
]


@pytest.mark.parametrize("data", PASSES_SAFE)
def test_passes(data: bytes) -> None:
    assert shown(SAFE, data + b".") == data + b"."
    assert shown(SAFE, *(data[i : i + 1] for i in range(len(data))), b".") == data + b"."


@pytest.mark.parametrize("data", [*DROPPED_SAFE, *INTERRUPTED])
def test_dropped_however_it_is_cut(data: bytes) -> None:
    check_that_it_is_dropped(SAFE, data)


@pytest.mark.parametrize("data", DROPPED_SAFE)
def test_strict_drops_the_same(data: bytes) -> None:
    check_that_it_is_dropped(STRICT, data)


@pytest.mark.parametrize("data", INTERRUPTED)
def test_strict_takes_a_sequence_with_a_control_in_it_for_none(data: bytes) -> None:
    assert b"\x1b" not in shown(STRICT, data)


def check_that_it_is_dropped(strength: str, data: bytes) -> None:
    whole = b"before" + data + b"after"
    assert shown(strength, whole) == b"beforeafter"
    for at in range(1, min(len(whole), 60)):
        assert shown(strength, whole[:at], whole[at:]) == b"beforeafter"
    if len(data) < 5000:
        assert shown(strength, *(whole[i : i + 1] for i in range(len(whole)))) == b"beforeafter"


@pytest.mark.parametrize(
    "data",
    [b"\x1b]0;title\x07", b"\x1b[c", b"\x1b[>c", b"\x1b[6n", b"\x1b[18t", b"\x1bPq#0\x1b\\", b"\x1b_G\x1b\\", b"\x1bZ"],
)
def test_strict_drops_more(data: bytes) -> None:
    assert shown(STRICT, b"a" + data + b"b") == b"ab"


def test_strict_lets_text_and_colours_through() -> None:
    data = b"\x1b[2J\x1b[1;1H\x1b[38;5;196mred\x1b[0m\x1b[?1049h\x1b[?25l\r\n"
    assert shown(STRICT, data) == data


def test_an_endless_sequence_is_neither_held_nor_shown() -> None:
    output_filter = OutputFilter(SAFE, ScreenState())
    assert output_filter.clean(b"\x1b]52;c;") == b""
    assert all(output_filter.clean(b"A" * 1000) == b"" for _ in range(100))
    assert output_filter.clean(b"\x07free") == b"free"


@pytest.mark.parametrize("introducer", [b"\x1b[", b"\x1b]", b"\x1bP", "\x9b".encode()])
@pytest.mark.parametrize("number", [b"0", b"0\x00", b"1;"])
def test_what_has_nothing_but_numbers_without_end_becomes_text(introducer: bytes, number: bytes) -> None:
    """Else its end, when it comes, would make a report of it."""
    numbers = number * HELD_LIMIT
    text = introducer[1:] + numbers if introducer.startswith(b"\x1b") else numbers
    assert shown(SAFE, introducer + numbers, b"21t", b"52;x\x07") == text + b"21t52;x\x07"


def test_strict_takes_an_escape_that_a_control_follows_for_none() -> None:
    broken = b"\x1b\x00]52;c;x\x07\x1b\n\x1b\n[21t"
    for at in range(len(broken)):
        assert shown(STRICT, broken[:at], broken[at:]) == broken.replace(b"\x1b", b"")


def test_what_a_host_had_begun_ends_with_it() -> None:
    output_filter = OutputFilter(SAFE, ScreenState())
    for begun in (b"\x1b]52;", b"\x1b]52;c;" + b"A" * HELD_LIMIT):
        assert output_filter.clean(begun) == b""
        output_filter.forget()
        assert output_filter.clean(b"another host") == b"another host"


@pytest.mark.parametrize("strength", [SAFE, STRICT])
@pytest.mark.parametrize("introducer", [b"\x1b[", "\x9b".encode()])
def test_the_screens_state_learns_what_passes(strength: str, introducer: bytes) -> None:
    state = ScreenState()
    output_filter = OutputFilter(strength, state)
    assert output_filter.clean(b"plain\r\n") == b"plain\r\n"
    assert state.undo() == b""
    output_filter.clean(b"\x1b[1mbold")
    assert state.undo() != b"" == state.redo()
    for piece in (introducer, b"?25", b"l" + introducer + b"?1049;2004h\x1b[0m" + introducer + b"?2004l"):
        output_filter.clean(piece)
    assert state.redo() == b"\x1b[?25l\x1b[?1049h"


def test_an_endless_title_is_passed_on() -> None:
    output_filter = OutputFilter(SAFE, ScreenState())
    title = b"\x1b]0;" + b"x" * (HELD_LIMIT * 2)
    assert output_filter.clean(title) == title


sequences = st.lists(
    st.sampled_from(
        [
            *PASSES_SAFE,
            *DROPPED_SAFE[:22],
            b"\x1b",
            b"\xc2",
            b"\xc3\xa9",
            b"[",
            b"]",
            b"52;",
            b"21t",
            b"\0",
            b"0",
            b"?25l",
            b"\x07",
            b"\\",
        ]
    )
).map(b"".join)


@given(sequences, st.data())
def test_the_cut_does_not_matter(data: bytes, draw: st.DataObject) -> None:
    at = draw.draw(st.integers(0, len(data)))
    end = b"\x18."  # ends whatever was left open
    assert shown(SAFE, data[:at], data[at:], end) == shown(SAFE, data + end)


#: Beginnings and ends of sequences; each a hostile host could send without end.
FLOODS = [
    b"\x1bP$",
    b"\xc2\x90$",
    b"\xc2\x9d52;",
    b"\x1b]52;",
    b"\x1b[",
    b"\x1b[2",
    b"\x1b\x00",
    b"\xc2",
    b"\x1b[?1;",
    b"\x1b_x",
]


@pytest.mark.parametrize("strength", [SAFE, STRICT])
@pytest.mark.parametrize("begun", [b"", b"\x1b]52;", b"\xc2\x9d0;"])
@pytest.mark.parametrize("unit", FLOODS)
def test_a_flood_of_beginnings_is_looked_through_once(strength: str, begun: bytes, unit: bytes) -> None:
    """Where each was looked for to the end of the chunk, this took hours."""
    output_filter = OutputFilter(strength, ScreenState())
    output_filter.clean(begun + unit * (1 << 16))
    output_filter.clean(b"\x18\x07")
    assert output_filter.clean(b"free") == b"free"
