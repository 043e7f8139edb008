"""HEX's rows: those of `hexdump -C`, however the data came."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.session.hex_dump import HexDump

FULL = b"00000000  00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f  |................|\r\n"
HELLO = b"00000000  48 65 6c 6c 6f                                    |Hello|"


def on_screen(printed: bytes) -> list[bytes]:
    """The rows as they stand in the end: a carriage return prints over the row."""
    return [row.rpartition(b"\r")[2] for row in printed.replace(b"\r\n", b"\n").split(b"\n")]


def dumped(*pieces: bytes, columns: int = 80, grows: bool = True) -> bytes:
    dump = HexDump()
    return b"".join(dump.dump(piece, columns, grows) for piece in pieces)


def test_a_full_row() -> None:
    assert dumped(bytes(range(16))) == FULL


def test_a_row_that_grows() -> None:
    dump = HexDump()
    assert dump.dump(b"He", 80, grows=True) == HELLO[:16] + b" " * 44 + b"|He|"
    assert dump.is_open
    assert dump.dump(b"llo", 80, grows=True) == b"\r" + HELLO
    assert dump.dump(b", all of you", 0, grows=True).startswith(
        b"\r00000000  48 65 6c 6c 6f 2c 20 61  6c 6c 20 6f 66 20 79 6f  |Hello, all of yo|\r\n00000010  75 "
    )
    assert dump.dump(b"." * 15, 80, grows=True).endswith(b"|u...............|\r\n")
    assert not dump.is_open


@pytest.mark.parametrize(("columns", "grows"), [(80, False), (78, True)])
def test_rows_that_stay_as_they_are(columns: int, grows: bool) -> None:
    """Nothing is printed over where somebody types, nor where a row does not fit on the screen."""
    assert dumped(b"Hello", b"!", columns=columns, grows=grows) == (
        HELLO + b"\r\n00000005  21" + b" " * 48 + b"|!|\r\n"
    )


@given(st.lists(st.binary(max_size=40)))
def test_the_pieces_do_not_matter(pieces: list[bytes]) -> None:
    assert on_screen(dumped(*pieces)) == on_screen(dumped(b"".join(pieces)))


def test_it_is_what_hexdump_prints() -> None:
    hexdump = shutil.which("hexdump") or pytest.skip("install bsdextrautils")
    data = bytes(range(256)) * 40 + b"end"
    printed = subprocess.run([hexdump, "-C", "-v"], input=data, capture_output=True, check=True).stdout
    assert on_screen(dumped(data[:1000], data[1000:])) == re.sub(rb"\n[0-9a-f]+\n\Z", b"", printed).split(b"\n")
