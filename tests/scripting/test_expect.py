"""What is found, where, and that it takes no more than one look at each byte."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.scripting import expect
from telnet_client.scripting.expect import OVERLAP, Expectation, Received

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TEXTS = st.lists(st.text("ab:", min_size=1, max_size=4).map(str.encode), min_size=1, max_size=4)
STREAMS = st.text("ab:", max_size=60).map(str.encode)
CUTS = st.sets(st.integers(1, 59))


def cut(stream: bytes, cuts: Iterable[int]) -> list[bytes]:
    places = sorted({0, len(stream), *(place for place in cuts if place < len(stream))})
    return [stream[start:end] for start, end in itertools.pairwise(places)]


def wait(
    pieces: Iterable[bytes], patterns: Sequence[bytes | re.Pattern[bytes]], received: Received | None = None
) -> tuple[int, bytes, int] | None:
    """What is found in the stream, and how much is left; None for nothing."""
    received = Received() if received is None else received
    expectation = Expectation(patterns)
    for piece in pieces:
        received.add(piece)
        finding = expectation.take(received)
        if finding is not None:
            return finding.index, finding.text, finding.start
    finding = expectation.take(received, thoroughly=True)
    return None if finding is None else (finding.index, finding.text, finding.start)


def model(stream: bytes, texts: Sequence[bytes]) -> tuple[int, bytes, int] | None:
    """Byte for byte, as somebody would do it by hand."""
    for end in range(1, len(stream) + 1):
        for index, text in enumerate(texts):
            if stream[:end].endswith(text):
                return index, stream[:end], end - len(text)
    return None


@given(STREAMS, CUTS, TEXTS)
def test_the_text_that_is_complete_first_is_found_however_the_stream_is_cut(
    stream: bytes, cuts: set[int], texts: list[bytes]
) -> None:
    assert wait(cut(stream, cuts), texts) == model(stream, texts)


@given(STREAMS, CUTS, TEXTS)
def test_expressions_for_texts_find_the_same(stream: bytes, cuts: set[int], texts: list[bytes]) -> None:
    plain = [re.compile(text) for text in texts]
    # A group makes it an expression that is no plain text.
    grouped = [re.compile(b"(" + text + b")") for text in texts]
    assert wait(cut(stream, cuts), plain) == wait(cut(stream, cuts), grouped) == model(stream, texts)


@given(STREAMS, CUTS, TEXTS)
def test_what_has_come_at_once_is_found_as_if_it_came_in_pieces(
    stream: bytes, cuts: set[int], texts: list[bytes]
) -> None:
    grouped = [re.compile(b"(" + text + b")") for text in texts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(expect, "_FIRST_PIECE", 2)
        for patterns in (texts, grouped):
            assert wait(cut(stream, cuts), patterns) == wait([stream], patterns) == model(stream, texts)


@given(STREAMS, CUTS)
def test_what_is_left_is_for_the_next_call(stream: bytes, cuts: set[int]) -> None:
    received = Received()
    for piece in cut(stream, cuts):
        received.add(piece)
    parts = []
    while (finding := Expectation([b":"]).take(received)) is not None:
        parts.append(finding.text)
    assert [*parts, received.take_all()] == stream.replace(b":", b":\n").split(b"\n")
    assert received.origin == len(stream)


@pytest.mark.parametrize(
    ("pieces", "pattern", "text", "start"),
    [
        # A match that begins much farther back than is searched again.
        ([b"x", b"<" + b"a" * 3 * OVERLAP, b">"], rb"<a+>", b"x<" + b"a" * 3 * OVERLAP + b">", 1),
        # One that begins in what was searched: the leftmost, not the one that the search came upon.
        ([b"<" + b"a" * 2 * OVERLAP, b"<b>"], rb"<[^>]*>", b"<" + b"a" * 2 * OVERLAP + b"<b>", 0),
        # What stands before a place can be looked at even where the search begins behind it.
        ([b"a" * 2 * OVERLAP, b"b"], rb"(?<=a)b", b"a" * 2 * OVERLAP + b"b", 2 * OVERLAP),
        ([b"a" * 2 * OVERLAP, b"b", b"\nb"], rb"(?m)^b", b"a" * 2 * OVERLAP + b"b\nb", 2 * OVERLAP + 2),
        # What follows it has to come first.
        ([b"one", b" tw", b"o"], rb"one(?= two)", b"one", 0),
        ([b"ab"], rb"\Aab\Z", b"ab", 0),
        ([b"x", b""], rb"y*", b"", 0),
    ],
)
def test_expressions(pieces: list[bytes], pattern: bytes, text: bytes, start: int) -> None:
    assert wait(pieces, [re.compile(pattern)]) == (0, text, start)


@given(st.binary(min_size=1, max_size=8), st.binary(max_size=30))
def test_an_escaped_text_is_a_text(text: bytes, stream: bytes) -> None:
    stream += text
    assert wait([stream], [re.compile(re.escape(text))]) == wait([stream], [text])


@pytest.mark.parametrize("pattern", [rb"a\d", rb"\.", rb"\\\.x", rb"a|b", rb"(a)", rb"\x41", rb"a\Z", b"a\\\n"])
def test_expressions_find_what_re_finds(pattern: bytes) -> None:
    stream = b"xx a1 . \\.x A b a\n a"
    match = re.compile(pattern).search(stream)
    found = wait([stream], [re.compile(pattern)])
    assert match is not None
    assert found == (0, stream[: match.end()], match.start())


def test_a_match_is_of_a_copy() -> None:
    received = Received()
    received.add(b"up 3 days, up 4 days")
    finding = Expectation([re.compile(rb"up (\d) days")]).take(received)
    assert finding is not None
    assert finding.match is not None
    received.take_all()
    assert (finding.match[1], finding.match.string) == (b"3", b"up 3 days")


def test_the_first_in_the_list_of_those_complete_with_the_same_byte() -> None:
    assert wait([b"login:"], [b"in:", b"login:"]) == (0, b"login:", 3)
    assert wait([b"login:"], [b"login:", b"in:"]) == (0, b"login:", 0)
    assert wait([b"login: failed"], [b"failed", b"login:"]) == (1, b"login:", 0)


class CountedBytes(bytearray):
    """Counts the bytes that are searched."""

    searched = 0

    def find(self, text: bytes, start: int, end: int) -> int:  # type: ignore[override]
        type(self).searched += max(0, end - start)
        return super().find(text, start, end)


def test_each_byte_is_searched_once() -> None:
    text = b"<<<end>>>"
    received = Received()
    received.data = CountedBytes()
    expectation = Expectation([text])
    pieces = 5000
    for _ in range(pieces):
        received.data += b"0123456789"
        assert expectation.take(received) is None
    assert CountedBytes.searched <= pieces * (10 + len(text))


class CountingPattern:
    """An expression that counts the bytes it is applied to."""

    def __init__(self) -> None:
        self.searched = 0

    def search(self, _data: bytes, start: int, end: int) -> None:
        self.searched += end - start


def test_an_expression_searches_a_bounded_part_again() -> None:
    pattern = CountingPattern()
    received = Received()
    expectation = Expectation([pattern])  # type: ignore[list-item]
    pieces, size = 500, 10 * OVERLAP
    for _ in range(pieces):
        received.add(bytes(size))
        assert expectation.take(received) is None
    once = pieces * size
    assert pattern.searched <= once + pieces * OVERLAP + 2 * once


def test_to_find_what_comes_first_nobody_looks_at_everything() -> None:
    """Line by line through what has arrived: all of it is looked at once, and not once a line."""
    lines = b"0123456789abcde\n" * (1 << 14)
    received = Received()
    received.data = CountedBytes(lines)
    never = CountingPattern()
    CountedBytes.searched = 0
    count = 0
    while len(received):
        assert Expectation([never, b"\n"]).take(received) is not None  # type: ignore[list-item]
        count += 1
    assert count == 1 << 14
    assert never.searched + CountedBytes.searched <= count * 2 * 4096


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (rb"# ?$", b"1# 2# 3# 4# 5# 6# 7#"),
        (rb"#\Z", b"1# 2# 3# 4# 5# 6# 7#"),
        (rb"5(?=.*7)", b"1# 2# 3# 4# 5"),
        (rb"\d#(?! )", b"1# 2# 3# 4# 5# 6# 7#"),
        (rb"[# \d]+", b"1# 2# 3# 4# 5# 6# 7#"),
        (rb"(?<=2# )3", b"1# 2# 3"),
    ],
)
@pytest.mark.parametrize("piece", range(1, 20))
def test_the_end_is_the_end_of_all_that_has_arrived(pattern: bytes, text: bytes, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(expect, "_FIRST_PIECE", piece)
        received = Received()
        received.add(b"1# 2# 3# 4# 5# 6# 7#")
        finding = Expectation([re.compile(pattern)]).take(received)
    assert finding is not None
    assert finding.match is not None
    assert (finding.text, finding.match.end(), finding.start) == (text, len(text), finding.match.start())


def test_a_match_longer_than_what_is_kept_is_whole() -> None:
    received = Received(100)
    received.add(b"before it <" + b"a" * 150 + b">, <b>")
    finding = Expectation([re.compile(rb"<(a+)>")]).take(received)
    assert finding is not None
    assert finding.match is not None
    assert (finding.text, finding.match[1]) == (b"<" + b"a" * 150 + b">", b"a" * 150)
    assert received.take_all() == b", <b>"


@given(STREAMS, CUTS, st.integers(1, 20))
def test_of_too_much_the_newest_is_kept(stream: bytes, cuts: set[int], limit: int) -> None:
    received = Received(limit)
    for piece in cut(stream, cuts):
        received.add(piece)
        received.trim()
        assert len(received) <= 2 * limit
    place = received.origin
    taken = received.take_all()
    assert taken == stream[place:][-limit:]
    assert received.dropped == len(stream) - len(taken)
    assert received.origin == len(stream)


@given(STREAMS, CUTS, TEXTS, st.integers(4, 20))
def test_what_is_found_behind_what_was_dropped(stream: bytes, cuts: set[int], texts: list[bytes], limit: int) -> None:
    """No pattern is longer than what is kept, so the same is found; of what came before it there may be less."""
    found = wait(cut(stream, cuts), texts, Received(limit))
    expected = model(stream, texts)
    if expected is None:
        assert found is None
    else:
        index, text, start = expected
        assert found is not None
        assert (found[0], found[1]) == (index, text[-limit:])
        assert len(found[1]) - found[2] == len(text) - start
