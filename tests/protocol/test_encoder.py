"""What goes to the network, and that the decoder reads it back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.protocol import encoder
from telnet_client.protocol.codes import Command
from telnet_client.protocol.decoder import Decoder, Subnegotiation


@given(st.binary(max_size=200))
def test_data_is_read_back(data: bytes) -> None:
    assert list(Decoder().decode(encoder.double_iac(data))) == [data]


@given(st.integers(0, 255), st.binary(max_size=200))
def test_a_subnegotiation_is_read_back(option: int, payload: bytes) -> None:
    items = Decoder().decode(encoder.encode_subnegotiation(option, payload))
    assert [item for item in items if item] == [Subnegotiation(option, payload)]


@pytest.mark.parametrize(
    ("key", "sent"),
    [(b"\r\n", b"a\r\nb\n\r\n"), (b"\r\0", b"a\r\0b\n\r\0"), (b"\r", b"a\rb\n\r"), (b"\n", b"a\nb\n\n")],
)
def test_the_return_key(key: bytes, sent: bytes) -> None:
    assert encoder.press_return(b"a\rb\n\r", key) == sent


def test_commands() -> None:
    assert encoder.encode_command(Command.ARE_YOU_THERE) == b"\xff\xf6"
    assert encoder.encode_negotiation(Command.WILL, 31) == b"\xff\xfb\x1f"
    assert encoder.encode_synch(Command.INTERRUPT_PROCESS) == b"\xff\xf4\xff\xf2"
