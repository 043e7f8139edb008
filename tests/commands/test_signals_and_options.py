"""ABORT, ATTN, BREAK, ECHO and TRANSPARENT: what they say to the host, and that they need the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fakes.host import DATA_MARK, DO, DONT, IAC, WILL, WONT

if TYPE_CHECKING:
    from fakes.scene import Scene

RAW, TELNET = 2323, 23
AO, BRK, IP = 245, 243, 244
BINARY, ECHO = 0, 1


@pytest.mark.parametrize(
    ("line", "command"),
    [("abort (output)", AO), ("attn (key)", IP), ("break (key)", BRK), ("ab", AO), ("at", IP), ("b", BRK)],
)
def test_synch(scene: Scene, line: str, command: int) -> None:
    host = scene.connect(TELNET)
    assert scene.command(line) == ""
    signal = bytes((IAC, command, IAC, DATA_MARK))
    assert host.take() == signal
    assert host.stream.urgent == [signal]


@pytest.mark.parametrize("line", ["abort", "attn", "break", "transparent", "no transparent", "transparent (mode)"])
def test_they_need_the_protocol(scene: Scene, line: str) -> None:
    host = scene.connect(RAW)
    assert scene.command(line) == "?Not implemented with this protocol\n"
    assert host.take() == b""


def test_they_can_be_used_once_the_protocol_is_on(scene: Scene) -> None:
    host = scene.connect(RAW)
    scene.play(lambda: host.send(bytes((IAC, WILL, ECHO))))
    host.take()
    assert scene.command("attn") == ""
    assert host.take() == bytes((IAC, IP, IAC, DATA_MARK))


def test_a_signal_keeps_its_place_behind_what_was_typed(scene: Scene) -> None:
    host = scene.connect(TELNET)
    host.room = 2
    scene.play(b"hello", b"\x1ex", "abort")
    assert host.take() == b"he"
    host.room = None
    scene.play(b"behind")
    assert host.take() == b"llo" + bytes((IAC, AO, IAC, DATA_MARK)) + b"behind"


def test_echo_and_no_echo(scene: Scene) -> None:
    host = scene.connect(TELNET)
    scene.play(lambda: host.send(bytes((IAC, WILL, ECHO))))
    host.take()
    assert scene.command("no echo (by remote host)") == ""
    assert host.take() == bytes((IAC, DONT, ECHO))
    scene.play(lambda: host.send(bytes((IAC, WONT, ECHO))))
    assert scene.command("no echo") == ""
    assert host.take() == b""  # nothing changes
    assert scene.command("echo") == ""
    assert host.take() == bytes((IAC, DO, ECHO))
    assert scene.command("echo") == ""
    assert host.take() == b""


def test_without_the_protocol_the_user_says_who_echoes(scene: Scene) -> None:
    host = scene.connect(RAW)
    scene.play(b"seen", b"\x1ex", "echo")
    scene.forget()
    scene.play(b"unseen")
    assert scene.text == ""
    scene.play(b"\x1ex", "no echo", b"seen")
    assert scene.text.endswith("\nseen")
    assert host.take() == b"seenunseenseen"


def test_a_host_that_refuses_to_echo(scene: Scene) -> None:
    host = scene.connect(TELNET)
    scene.play(lambda: host.send(bytes((IAC, WONT, ECHO))))
    scene.play(b"\x1ex", "echo", lambda: host.send(bytes((IAC, WONT, ECHO))), b"seen")
    assert scene.text.endswith("seen")


def test_transparent_is_asked_for_every_time(scene: Scene) -> None:
    host = scene.connect(TELNET)
    on, off = bytes((IAC, WILL, BINARY, IAC, DO, BINARY)), bytes((IAC, WONT, BINARY, IAC, DONT, BINARY))
    for _ in range(2):
        assert scene.command("transparent") == ""
        assert host.take() == on
    scene.play(lambda: host.send(on))
    host.take()
    assert scene.command("transparent") == ""
    assert host.take() == on
    assert scene.command("no transparent") == ""
    assert host.take() == off
    scene.play(lambda: host.send(bytes((IAC, WONT, BINARY, IAC, DONT, BINARY))))
    assert scene.command("no transparent") == ""
    assert host.take() == off


def test_transparent_passes_every_byte_both_ways(scene: Scene) -> None:
    host = scene.connect(TELNET)
    scene.play(b"\x1et", lambda: host.send(bytes((IAC, DO, BINARY, IAC, WILL, BINARY))))
    host.take()
    scene.forget()
    scene.play(b"\r\n\r\0\xff", lambda: host.send(b"\r\0\n\x80\xff\xff"))
    assert host.take() == b"\r\n\r\0\xff\xff"
    assert bytes(scene.terminal.seen).endswith(b"\r\0\n\x80\xff")
