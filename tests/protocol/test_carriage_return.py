"""CR NUL is CR: any data, dense and sparse, in any pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.byte_machine import undo_carriage_returns
from protocol.streams import cut, cuts
from telnet_client.protocol.carriage_return import CarriageReturns

crowds = st.lists(st.sampled_from([b"\r", b"\0", b"\n", b"a", b"x" * 50]), max_size=30).map(b"".join)


@given(crowds, cuts)
def test_any_data_in_any_pieces(data: bytes, places: list[int]) -> None:
    returns = CarriageReturns()
    undone = b"".join(returns.undo(piece) for piece in cut(data, places) if piece)
    assert undone == undo_carriage_returns(data)


@pytest.mark.parametrize("line", [b"\r\0", b"progress\r\0", b"x" * 300 + b"\r\0", b"\0" * 5, b"a\0b\r\0", b"\r\r\0\0"])
def test_dense_and_sparse(line: bytes) -> None:
    data = line * 200
    assert CarriageReturns().undo(data) == undo_carriage_returns(data)


def test_data_without_nul_passes_as_it_is() -> None:
    data = b"text\r\n" * 100
    assert CarriageReturns().undo(data) is data


def test_forget() -> None:
    returns = CarriageReturns()
    assert returns.undo(b"binary follows\r") == b"binary follows\r"
    returns.forget()
    assert returns.undo(b"\0") == b"\0"
