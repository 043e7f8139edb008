"""A line without a protocol: every byte is what it is, but for the Return key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from telnet_client.errors import LocalProtocolError
from telnet_client.protocol.codes import Command, Option
from telnet_client.protocol.events import DataReceived
from telnet_client.protocol.facts import Facts
from telnet_client.protocol.negotiation import Side
from telnet_client.protocol.raw import RawEngine

if TYPE_CHECKING:
    from telnet_client.protocol.engine import Engine


def test_bytes_pass_as_they_are() -> None:
    engine: Engine = RawEngine()
    every_byte = bytes(range(256))
    assert engine.receive_data(every_byte) == [DataReceived(every_byte)]
    assert engine.receive_data(b"") == []
    engine.send_data(every_byte)
    assert engine.data_to_send() == every_byte
    assert engine.data_to_send() == b""


def test_the_return_key_may_send_something_else() -> None:
    engine = RawEngine()
    engine.return_key = b"\n"
    engine.send_data(b"at\r")
    assert engine.data_to_send() == b"at\n"


def test_nothing_is_said_unasked_and_nothing_can_be_asked() -> None:
    engine: Engine = RawEngine()
    engine.start()
    engine.host_paused()
    engine.renew_answers()
    engine.urgent_received()
    engine.change_facts(Facts(columns=10))
    assert engine.data_to_send() == b""
    assert engine.take_events() == []
    assert engine.options_in_effect() == []
    assert not engine.speaks_telnet
    assert not engine.asks_after_pause
    for refuse in (
        lambda: engine.send_command(Command.BREAK),
        lambda: engine.synch(Command.INTERRUPT_PROCESS),
        lambda: engine.request(Option.WINDOW_SIZE, Side.LOCAL, True),
        lambda: engine.force(Option.WINDOW_SIZE, Side.LOCAL, True),
    ):
        with pytest.raises(LocalProtocolError):
            refuse()


def test_the_user_says_who_echoes() -> None:
    assert RawEngine().remote_echo
    engine = RawEngine(remote_echo=False)
    assert not engine.remote_echo
    engine.request(Option.ECHO, Side.REMOTE, True)
    assert engine.remote_echo


def test_it_is_binary_whatever_is_said() -> None:
    engine = RawEngine()
    for side in Side:
        engine.force(Option.BINARY, side, False)
    assert engine.sends_binary
    assert engine.receives_binary
    assert engine.data_to_send() == b""
