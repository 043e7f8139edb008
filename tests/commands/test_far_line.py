"""The commands of terminal lines on one at the host's end (RFC 2217): what goes over the network, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fakes.host import DO, DONT, IAC
from telnet_client.protocol.encoder import encode_subnegotiation

if TYPE_CHECKING:
    from fakes.host import FakeHost
    from fakes.scene import Scene

AYT, BRK = 246, 243
COM_PORT = 44
BREAK_ON, BREAK_OFF = b"\5\5", b"\5\6"
DTR_ON, DTR_OFF, DTR_QUESTION = b"\5\x08", b"\5\x09", b"\5\7"
RTS_ON, RTS_OFF, RTS_QUESTION = b"\5\x0b", b"\5\x0c", b"\5\x0a"
#: Typed in talk mode.
LETTER_B = b"\x1eb"


def said(*payloads: bytes) -> bytes:
    return b"".join(encode_subnegotiation(COM_PORT, payload) for payload in payloads)


@pytest.fixture
def host(scene: Scene) -> FakeHost:
    """It has a line of 9600 bits a second, a console with DTR up."""
    host = scene.connect(23)
    scene.play(lambda: host.send(bytes((IAC, DO, COM_PORT))))
    answers = said(b"e\0\0\x25\x80", b"f\x08", b"g\1", b"h\1", b"i\1", b"i\x08", b"i\x0b", b"k\x30", b"d\x1b[mlab")
    scene.play(lambda: host.send(answers))
    host.take()
    return host


@pytest.mark.parametrize(
    ("command", "payloads"),
    [
        ("speed (bits a second) 115200", [b"\1\0\1\xc2\0"]),
        ("speed", [b"\1\0\0\x25\x80"]),
        ("data-bits 7", [b"\2\7"]),
        ("parity even", [b"\3\3"]),
        ("stop-bits 1.5", [b"\4\3"]),
        ("flow rts-cts", [b"\5\3"]),
        ("flow dsr-dtr", [b"\5\x13"]),
        ("dtr off", [DTR_OFF, DTR_QUESTION]),
        ("rts on", [RTS_ON, RTS_QUESTION]),
    ],
)
def test_settings_and_signals(scene: Scene, host: FakeHost, command: str, payloads: list[bytes]) -> None:
    assert scene.command(command) == ""
    assert host.take() == said(*payloads)


@pytest.mark.parametrize(
    ("command", "seconds", "begin", "end"),
    [
        ("break 400", 0.4, [BREAK_ON], [BREAK_OFF]),
        ("break", 0.25, [BREAK_ON], [BREAK_OFF]),
        (LETTER_B, 0.25, [BREAK_ON], [BREAK_OFF]),
        ("dtr pulse 100", 0.1, [DTR_OFF, DTR_QUESTION], [DTR_ON, DTR_QUESTION]),
        ("rts pulse", 0.1, [RTS_OFF, RTS_QUESTION], [RTS_ON, RTS_QUESTION]),
        ("hangup", 1.0, [DTR_OFF, DTR_QUESTION], [DTR_ON, DTR_QUESTION]),
    ],
)
@pytest.mark.parametrize("is_long_enough", [False, True])
def test_what_lasts_a_while(
    scene: Scene,
    host: FakeHost,
    command: str | bytes,
    seconds: float,
    begin: list[bytes],
    end: list[bytes],
    is_long_enough: bool,
) -> None:
    scene.script.time_limit = scene.script.time + seconds + (0.01 if is_long_enough else -0.01)
    if isinstance(command, bytes):
        scene.play(command)
    else:
        scene.command(command)
    assert host.take() == said(*begin, *(end if is_long_enough else []))


def test_a_host_whose_line_is_gone_gets_its_own_kind_of_break(scene: Scene, host: FakeHost) -> None:
    scene.play(lambda: host.send(bytes((IAC, DONT, COM_PORT))))
    host.take()
    assert scene.command("speed 300") == "?Not implemented with this protocol\n"
    scene.command("break")
    assert host.take().startswith(bytes((IAC, BRK)))


def test_who_has_the_line_is_the_hosts_business(scene: Scene, host: FakeHost) -> None:
    assert scene.command("exclusive") == "?The host decides who has its line\n"
    assert host.take() == b""


def test_a_refusal_is_told(scene: Scene, host: FakeHost) -> None:
    scene.command("speed 12345")
    scene.command("flow dsr-dtr")
    scene.forget()
    scene.play(lambda: host.send(said(b"e\0\0\x25\x80", b"i\x0e")))
    assert scene.text == "?Host does not set SPEED to 12345; it is 9600\n?Host does not set FLOW to DSR-DTR\n"


def test_what_is_not_answered_is_told_each_time(scene: Scene, host: FakeHost) -> None:
    scene.command("stop-bits 1.5")
    scene.command("parity mark")
    scene.pass_time(5.1)
    assert scene.text.endswith("%Host does not answer about its line (STOP-BITS, PARITY)\n")
    scene.command("speed 300")
    scene.forget()
    scene.play(lambda: host.send(said(b"h\1", b"e\0\0\1\x2c")))
    scene.pass_time(60)
    assert scene.text == ""


def test_status(scene: Scene, host: FakeHost) -> None:
    scene.play(lambda: host.send(said(b"j\x08", b"j\x10", b"l")))
    lines = scene.command("status").splitlines()
    assert lines[13:] == [
        "Terminal line has 9600 bits a second, 8 data bits, no parity, 1 stop bit, no flow control",
        "Signals: DTR on, RTS on, CD off, RI off, DSR on, CTS on",
        "Line served by [mlab",
        "Host takes no output for the line now",
        "Line reported: framing error, break",
        "Using Internet TELNET protocol",
        "Options of the host: none",
        "Options of this side: COM-PORT-OPTION",
        "Host wants GA's",
    ]
    assert bytes((IAC, AYT)) not in host.take()
