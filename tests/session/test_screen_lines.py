"""How much fits on the screen: judged by a terminal emulator that counts what scrolls off."""

from __future__ import annotations

import re
from itertools import pairwise

import pyte
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wcwidth import wcwidth

from telnet_client.session import screen_lines
from telnet_client.session.screen_lines import ScreenLines, columns_of

COLUMNS, ROWS = 10, 4

#: What hosts print. Each is whole: nothing is cut in the middle but by a chunk.
PIECES = st.sampled_from(
    [
        *(text.encode() for text in ("a", "word ", "x" * 9, "y" * 10, "z" * 11, "é", "Ωδ", "─│", "n" * 25)),
        b"\r\n",
        b"\n",
        b"\r",
        b"\t",
        b"\b",
        b"\a",
        b"\0",
        b"\x1b[1;31m",
        b"\x1b[m",
        b"\x1b[K",
        b"\x1b]0;a title\x07",
        b"\x1b[3C",
        b"\x1b[2D",
        b"\x1b[5G",
    ]
)


class Emulator:
    """A terminal whose cursor is in the last row, so that each row further down scrolls one off."""

    def __init__(self) -> None:
        self.screen = pyte.HistoryScreen(COLUMNS, ROWS, history=100_000)
        self.stream = pyte.ByteStream(self.screen)
        self.screen.set_mode(pyte.modes.LNM)  # a newline returns, as in text without CRs
        self.stream.feed(b"\n" * (ROWS - 1))

    def scrolled_off(self, data: bytes) -> int:
        self.stream.feed(data)
        return len(self.screen.history.top)


def counter(columns: int = COLUMNS, rows: int = ROWS, encoding: str = "utf-8") -> ScreenLines:
    lines = ScreenLines(encoding)
    lines.resize(columns, rows)
    return lines


def screenfuls(data: bytes, lines: ScreenLines | None = None) -> list[bytes]:
    """`data` as somebody sees it who asks for more at the end of each screen."""
    lines = lines or counter()
    shown = []
    while data:
        size = lines.fit(data)
        shown.append(data[:size])
        assert size or len(shown) == 1 or shown[-2], "nothing more is ever shown"
        data = data[size:]
        if data:
            lines.restart()
    return shown


@given(st.lists(PIECES, max_size=60).map(b"".join))
@example(b"1\r\n2\r\n3\r\n4")
@example(b"0123456789\r\n" * 4)
def test_the_screen_is_full_when_it_is(data: bytes) -> None:
    """Of one screenful no more scrolls off than may, and with another byte of the rest it would be more."""
    lines, emulator = counter(), Emulator()
    size = lines.fit(data)
    assert emulator.scrolled_off(data[:size]) < ROWS
    if size < len(data):
        character = re.match(rb"[\xc0-\xf7][\x80-\xbf]*|.", data[size:], re.DOTALL)
        assert character is not None
        assert emulator.scrolled_off(character[0]) == ROWS


@given(st.lists(PIECES, max_size=60).map(b"".join))
def test_every_screenful_is_one(data: bytes) -> None:
    emulator, before = Emulator(), 0
    shown = screenfuls(data)
    assert b"".join(shown) == data
    for screenful in shown:
        after = emulator.scrolled_off(screenful)
        assert after - before < ROWS
        before = after
    assert len(shown) <= before + 1


@given(st.lists(PIECES, max_size=40).map(b"".join), st.lists(st.integers(0, 400), max_size=5))
def test_the_cut_does_not_matter(data: bytes, cuts: list[int]) -> None:
    whole, cut = counter(), counter()
    size = whole.fit(data)
    shown = 0
    edges = sorted({0, len(data), *(at for at in cuts if at < len(data))})
    for begin, end in pairwise(edges):
        fits = cut.fit(data[begin:end])
        shown += fits
        if fits < end - begin:
            break
    # A character cut in two is only known to be too much once it is whole.
    is_character = data[size : size + 1] >= b"\x80"
    assert 0 <= shown - size < 4 if is_character else shown == size


@pytest.mark.parametrize(
    ("data", "fits"),
    [
        ("端" * 20, 20),  # five of them in a row of ten columns
        ("端" * 21, 20),
        ("a" + "端" * 20, 20),  # four in the first row, since none is cut in two
        ("e\u0301" * 40, 80),
        ("e\u0301" * 41, 80),
        ("👍" * 20 + "a", 20),
        ("─" * 41, 40),
    ],
)
def test_wide_and_combining_characters(data: str, fits: int) -> None:
    lines = counter()
    assert lines.fit(data.encode()) == len(data[:fits].encode())
    assert lines.fit(b"") == 0


@pytest.mark.parametrize(
    "sequence",
    [b"\x1b[H", b"\x1b[2;5H", b"\x1b[1;1f", b"\x1b[2J", b"\x1b[3J", b"\x1b[1;3r", b"\x1b[r", b"\x1b[?1049h", b"\x1bc"],
)
def test_a_new_screen_begins_a_new_count(sequence: bytes) -> None:
    frame = sequence + b"1\r\n2\r\n3\r\n4"
    lines = counter()
    assert lines.fit(frame * 50) == len(frame) * 50
    for byte in frame * 5:
        assert lines.fit(bytes((byte,))) == 1
    assert lines.fit(frame + b"\r\n5" + frame) == len(frame) + 1


@pytest.mark.parametrize(
    "sequence", [b"\x1b[J", b"\x1b[K", b"\x1b[m", b"\x1b[?25l", b"\x1b[?1h", b"\x1b]0;H\x07", b"\x1b(B"]
)
def test_other_sequences_do_not(sequence: bytes) -> None:
    data = (sequence + b"line\r\n") * 9
    assert data[: counter().fit(data)].count(b"\n") == ROWS - 1


def test_a_display_that_goes_up_again_is_never_too_much() -> None:
    lines = counter()
    bars = b"one 10%\r\ntwo 20%\r\nthree 30%\r\n\x1b[3A" * 100
    assert lines.fit(bars) == len(bars)
    assert lines.fit(b"\x1b[3B" + b"\x1bM" * 500) == 4 + 1000
    assert screenfuls(b"x\n" * (2 * ROWS), lines)[0] == b"x\n" * (2 * ROWS - 2) + b"x"


@pytest.mark.parametrize("feed", [b"\n", b"\v", b"\f", b"\x1bD", b"\x1bE"])
def test_what_goes_down(feed: bytes) -> None:
    assert counter().fit(feed * 9) == len(feed) * (ROWS - 1)


@pytest.mark.parametrize("rest", [b"\x07", b"\x1b\\", b"\x18", b"\x1bc"])
def test_a_string_over_many_chunks_is_no_text(rest: bytes) -> None:
    lines = counter()
    for chunk in (b"\x1bPq", b"\n#0;2;0;0;0" * 1000, b"\n" * 9, rest):
        assert lines.fit(chunk) == len(chunk)
    assert lines.fit(b"\n" * 9) == ROWS - 1


def test_what_is_no_character() -> None:
    data = b"\xff" * 41 + b"\xc3("
    assert counter().fit(data) == 40
    assert b"".join(screenfuls(data)) == data


def test_a_terminal_with_another_character_set() -> None:
    assert counter(encoding="latin-1").fit(b"\xe9" * 41) == 40
    assert counter(encoding="shift_jis").fit("端".encode("shift_jis") * 21) == 40


def test_a_terminal_that_does_not_tell_its_size_is_never_full() -> None:
    for columns, rows in ((0, 0), (0, 24), (80, 0)):
        assert counter(columns, rows).fit(b"x\n" * 999) == 1998


@pytest.mark.parametrize("rows", [1, 2])
@pytest.mark.parametrize("columns", [1, 2])
def test_the_smallest_screens(columns: int, rows: int) -> None:
    data = "a端\r\nbb\r\n".encode() * 5
    assert b"".join(screenfuls(data, counter(columns, rows))) == data


def test_resized() -> None:
    lines = counter()
    assert lines.fit(b"1\r\n2\r\n3\r\n4") == 10
    lines.resize(COLUMNS, ROWS + 1)
    assert lines.fit(b"\r\n5\r\n6") == 4
    lines.restart()
    lines.resize(5, ROWS)
    assert lines.fit(b"x" * 40) == 20


def test_the_user_has_seen_it() -> None:
    lines = counter()
    for _ in range(20):
        assert lines.fit(b"1\r\n2\r\n3\r\n") == 9
        lines.restart()


def test_the_common_characters_are_narrow() -> None:
    common = (chr(code) for code in range(0x20, 0x10000) if not 0x7F <= code < 0xA0)
    wrong = [character for character in common if columns_of(character) is character and wcwidth(character) != 1]
    assert wrong == []


def test_widths_are_forgotten_before_they_are_too_many() -> None:
    for code in range(0x4E00, 0x9FFF):
        assert columns_of(chr(code)) == "xx"
    assert len(screen_lines._WIDTHS) <= 4096
