"""Scripts on lines behind terminal servers: what they send goes out over a line that is set, or after a while."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from telnet_client.protocol.encoder import encode_subnegotiation
from telnet_client.scripting import WaitTimedOut, connect, dialogue

if TYPE_CHECKING:
    from collections.abc import Iterator

QUESTIONS = b"\xff\xfb\x00\xff\xfd\x00\xff\xfd\x03\xff\xfb\x2c"
SUSPEND, RESUME = encode_subnegotiation(44, b"l"), encode_subnegotiation(44, b"m")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def url(listener: socket.socket) -> str:
    return f"rfc2217://127.0.0.1:{listener.getsockname()[1]}"


def read(host: socket.socket, ending: bytes) -> bytes:
    host.settimeout(20)
    received = b""
    while not received.endswith(ending):
        received += host.recv(4096)
    return received


def test_a_host_that_is_silent_about_its_line(listener: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogue, "_LINE_PATIENCE", 0.05)
    with connect(url(listener), network="TTY") as session:
        host, _ = listener.accept()
        with host:
            session.send_line("hello")
            assert read(host, b"\r") == QUESTIONS + b"hello\r"


def test_a_host_that_suspends_the_flow(listener: socket.socket) -> None:
    with connect(url(listener), network="TTY") as session:
        host, _ = listener.accept()
        with host:
            host.send(b"\xff\xfd\x00\xff\xfd\x2c" + encode_subnegotiation(44, b"e\0\0\1\x2c"))
            session.send_line("hello")
            assert read(host, b"\r").endswith(encode_subnegotiation(44, b"\x0a\x1e") + b"hello\r")
            host.send(SUSPEND + b"wait")
            assert session.read_until("wait") == "wait"
            with pytest.raises(WaitTimedOut):
                session.send_line("more", timeout=0.05)
            host.send(RESUME)
            session.send_line("and more")
            assert read(host, b"and more\r") == b"more\rand more\r"
