"""rfc2217://host:port: what is refused before anything is tried, and what is said first to a host that is there."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from telnet_client.backends.serial.stream import LineWish
from telnet_client.backends.serial.urls.rfc2217 import open_url
from telnet_client.backends.tty import BACKEND
from telnet_client.errors import CommandError, ConnectFailed
from telnet_client.protocol.encoder import encode_subnegotiation
from telnet_client.protocol.negotiation import Side
from telnet_client.settings import Settings
from telnet_client.terminal_line import LineSettings, Parity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telnet_client.protocol.engine import Engine

NOTHING = LineWish(LineSettings(), dtr=None, rts=None, exclusive=True, local_echo=False)
DO_COM_PORT = bytes((255, 253, 44))


def never() -> None:
    raise AssertionError("there is nothing to try")


@pytest.fixture
def host() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def open_engine(host: socket.socket, wish: LineWish) -> Engine:
    port = host.getsockname()[1]
    stream, engine, peer = open_url(f"RFC2217://127.0.0.1:{port}/", wish, Settings(), lambda: None)
    stream.close()
    assert peer == f"line rfc2217://127.0.0.1:{port}"
    return engine


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("rfc2217://lab", 'The port is missing, as in rfc2217://host:port - "rfc2217://lab"'),
        ("rfc2217://[::1]/", "The port is missing, as in rfc2217://host:port"),
        ("rfc2217://lab:0", "Invalid port number"),
        ("rfc2217://lab:65536", "Invalid port number"),
        ("rfc2217://lab:4001?logging=debug", "Only a host and a port can follow rfc2217:"),
        ("rfc2217://lab:4001/dev/ttyS0", "Only a host and a port can follow rfc2217:"),
        ("rfc2217://", "No such host name"),
        ("rfc2217://fred@lab:4001", "User name not allowed in a host address"),
    ],
)
def test_bad_addresses(url: str, message: str) -> None:
    with pytest.raises(CommandError) as error:
        open_url(url, NOTHING, Settings(), never)
    assert str(error.value).startswith(message)


def test_nobody_there(host: socket.socket) -> None:
    port = host.getsockname()[1]
    host.close()
    with pytest.raises(ConnectFailed, match="Connection refused"):
        open_url(f"rfc2217://127.0.0.1:{port}", NOTHING, Settings(), lambda: None)


def test_the_line_is_asked_for_at_once_and_nothing_is_changed(host: socket.socket) -> None:
    engine = open_engine(host, NOTHING)
    engine.start()
    assert engine.data_to_send() == b"\xff\xfb\x00\xff\xfd\x00\xff\xfd\x03\xff\xfb\x2c"
    engine.receive_data(DO_COM_PORT)
    said = engine.data_to_send()
    assert said.startswith(encode_subnegotiation(44, b"\0") + encode_subnegotiation(44, b"\1\0\0\0\0"))
    assert said.endswith(encode_subnegotiation(44, b"\x0a\x1e"))


def test_what_the_user_said_of_it_goes_out_when_the_host_agrees(host: socket.socket) -> None:
    settings = LineSettings(speed=19200, parity=Parity.EVEN)
    engine = open_engine(host, NOTHING._replace(settings=settings, dtr=False, rts=True))
    engine.start()
    engine.data_to_send()
    engine.receive_data(DO_COM_PORT)
    payloads = (b"\1\0\0\x4b\0", b"\3\3", b"\5\x09", b"\5\7", b"\5\x0b", b"\5\x0a")
    wanted = b"".join(encode_subnegotiation(44, payload) for payload in payloads)
    assert engine.data_to_send().endswith(wanted)


def test_the_other_end_of_the_line_echoes_unless_the_user_says_it_does_not(host: socket.socket) -> None:
    engine = open_engine(host, NOTHING)
    assert engine.remote_echo
    assert engine.go_ahead_suppressed
    engine.receive_data(b"\xff\xfc\x01")
    assert engine.remote_echo
    engine.request(1, Side.REMOTE, False)
    assert not engine.remote_echo
    local = open_engine(host, NOTHING._replace(local_echo=True))
    local.receive_data(b"\xff\xfb\x01")
    assert not local.remote_echo


def test_what_is_typed_waits_until_the_line_is_set(host: socket.socket) -> None:
    engine = open_engine(host, NOTHING._replace(settings=LineSettings(speed=2400)))
    engine.start()
    engine.data_to_send()
    engine.send_data(b"a\r")
    assert engine.data_to_send() == b""
    engine.receive_data(b"\xff\xfd\x00" + DO_COM_PORT)
    assert engine.data_to_send().endswith(encode_subnegotiation(44, b"\1\0\0\x09\x60") + b"a\r")


@pytest.mark.parametrize("is_answered", [True, False])
def test_nor_does_it_wait_for_a_line_that_cannot_be(host: socket.socket, is_answered: bool) -> None:
    """And without BINARY, Return is CR NUL from then on: one character of the line."""
    engine = open_engine(host, NOTHING)
    engine.start()
    engine.data_to_send()
    engine.send_data(b"a\r")
    if is_answered:
        engine.receive_data(b"\xff\xfe\x2c")
    else:
        engine.stop_waiting_for_line()
    engine.send_data(b"b\r")
    assert engine.data_to_send() == b"a\rb\r\0"
    assert engine.unanswered_of_line == ()


def test_tty_takes_it_with_switches(host: socket.socket) -> None:
    port = host.getsockname()[1]
    arguments = {"line": f"rfc2217://127.0.0.1:{port}", "speed": 2400, "switches": ("NO-EXCLUSIVE",)}
    stream, engine, peer = BACKEND.open(arguments, Settings(line_parity="ODD"), lambda: None)
    stream.close()
    assert peer == f"line rfc2217://127.0.0.1:{port}"
    assert BACKEND.reopening(arguments, Settings()) == arguments
    engine.receive_data(DO_COM_PORT)
    assert engine.data_to_send().endswith(encode_subnegotiation(44, b"\1\0\0\x09\x60") + b"\xff\xfa\x2c\3\2\xff\xf0")
