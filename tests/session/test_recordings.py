"""Typescripts read back."""

import io

import pytest

from telnet_client.errors import CommandError
from telnet_client.session.recordings import is_recording, recorded_pieces, recorded_time, typescript_pieces

RECORDING = b"""{"version": 2, "width": 80, "height": 24}
[0.5, "o", "one\\r\\n"]
[0.75, "r", "90x30"]
[1.5, "i", "typed"]
[2.0, "o", "d\xc3\xa9j\xc3\xa0"]
[1.0, "o", "back in time"]
"""
WRONG_TIMES = [b"[" * 100_000, b'[Infinity, "o", "x"]', b'[NaN, "o", "x"]', b'[1e300, "o", "x"]', b'[-1, "o", "x"]']


def test_a_recording_has_its_times() -> None:
    file = io.BytesIO(RECORDING)
    assert is_recording(file)
    assert list(recorded_pieces(file)) == [(0.5, b"one\r\n"), (1.5, "déjà".encode()), (0.0, b"back in time")]


@pytest.mark.parametrize(
    "data", [b"", b"plain\r\n", b"\xff\xfe", b"[1]\n", b'{"version": 3}\n', b"{" * 100_000, b"[" * 100_000]
)
def test_what_is_no_recording(data: bytes) -> None:
    file = io.BytesIO(data)
    assert not is_recording(file)
    assert b"".join(piece for _, piece in typescript_pieces(file)) == data


@pytest.mark.parametrize("line", [b"[]", b"{}", b"text", b'["a", "o", "b"]', b"[1]", b"\xff", b"null", *WRONG_TIMES])
def test_what_is_no_event(line: bytes) -> None:
    with pytest.raises(CommandError, match=r"^Not an asciicast event, line 2$"):
        list(recorded_pieces(io.BytesIO(b'{"version": 2}\n' + line + b"\n")))


def test_where_a_recording_ends() -> None:
    assert recorded_time(b'{"version": 2}', b'[12.5, "o", "x"]') == 12.5
    for last in (b'{"version": 2}', b"text", *WRONG_TIMES):
        assert recorded_time(b'{"version": 2}', last) == 0.0
    for header in (b"", b"text", b'{"version": 1}', b"[]", b"\xff", b"[" * 100_000):
        with pytest.raises(ValueError, match="Not an asciicast recording"):
            recorded_time(header, header)
