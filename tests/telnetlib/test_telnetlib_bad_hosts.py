"""Hosts that never answer, never stop, close too early or ask too much; and connections that are not there."""

from __future__ import annotations

import errno
import gc
import itertools
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from support.recording_host import RecordingHost, refusing_port
from telnet_client import telnetlib
from telnet_client.telnetlib import DO, IAC, SB, SE, TTYPE

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Line, PieceSocket


def test_a_host_that_never_answers(line: Line) -> None:
    assert line.telnet.read_until(b"login: ", 0.05) == b""
    assert line.telnet.expect([b"login: "], 0.05) == (-1, None, b"")
    assert line.telnet.read_very_eager() == b""
    assert line.telnet.read_eager() == b""
    line.telnet.sock.settimeout(0.05)
    with pytest.raises(TimeoutError):
        line.telnet.read_some()


def test_a_time_out_returns_what_there_is(line: Line) -> None:
    line.host.sendall(b"log")
    assert line.telnet.read_until(b"login: ", 0.05) == b"log"
    line.host.sendall(b"in: ")
    assert line.telnet.read_until(b"login: ", 0) == b"in: "


def test_a_host_that_closes_in_the_middle_of_a_pattern(line: Line) -> None:
    line.host.sendall(b"logi")
    line.host.close()
    assert line.telnet.read_until(b"login: ") == b"logi"
    assert line.telnet.eof
    for read in (
        lambda: line.telnet.read_until(b"login: "),
        lambda: line.telnet.expect([b"login: "]),
        line.telnet.read_very_eager,
        line.telnet.read_eager,
        line.telnet.read_lazy,
        line.telnet.read_very_lazy,
    ):
        with pytest.raises(EOFError, match="telnet connection closed"):
            read()
    assert line.telnet.read_some() == b""
    assert line.telnet.read_all() == b""


def test_what_came_before_the_end_is_looked_at(line: Line) -> None:
    line.host.sendall(b"one two ")
    line.host.close()
    assert line.telnet.read_until(b"one ") == b"one "
    assert line.telnet.read_eager() == b"two "
    line.telnet.cookedq = b"three"
    assert line.telnet.expect([b"three"])[2] == b"three"


def test_a_host_that_closes_in_the_middle_of_a_command(line: Line) -> None:
    line.host.sendall(b"text" + IAC)
    line.host.close()
    assert line.telnet.read_all() == b"text"


def test_much_text_before_the_pattern_comes_whole(line: Line) -> None:
    block = b"0123456789abcde\n" * 65536
    host = threading.Thread(target=lambda: [line.host.sendall(block) for _ in range(24)] and line.host.sendall(b"$ "))
    host.start()
    assert len(line.telnet.read_until(b"$ ", 60)) == 24 * len(block) + 2
    host.join()


def test_of_much_text_the_newest_can_be_kept(line_of: type[Line]) -> None:
    class Sparing(telnetlib.Telnet):
        kept = 1000

    with line_of(Sparing) as line:
        host = threading.Thread(target=lambda: line.host.sendall(b"x" * 3_000_000 + b"the end$ "))
        host.start()
        data = line.telnet.read_until(b"$ ", 60)
        host.join()
    assert data == (b"x" * 3000 + b"the end$ ")[-1000:]


def test_how_much_is_kept_may_be_said_before_opening() -> None:
    telnet = telnetlib.Telnet()
    telnet.kept = 10
    with RecordingHost() as host, telnet:
        telnet.open(host.address, host.port, 20)
        call = host.accept()
        call.send(b"0123456789" * 10)
        call.close()
        assert telnet.read_all() == b"0123456789"


def test_a_subnegotiation_without_end_is_not_kept(line: Line) -> None:
    line.host.sendall(IAC + SB + TTYPE)
    block = bytes(1 << 20)
    host = threading.Thread(target=lambda: [line.host.sendall(block) for _ in range(64)])
    host.start()
    while len(line.telnet._sb_data) < 1 << 16 or host.is_alive():
        line.telnet.read_very_eager()
    host.join()
    assert len(line.telnet._sb_data) == 1 << 16
    line.host.sendall(IAC + SE + b".")
    assert line.telnet.read_until(b".", 10) == b"."


@pytest.mark.parametrize("timeout", [None, 20])
def test_a_host_that_asks_and_never_reads_does_not_stop_the_clock(line: Line, timeout: float | None) -> None:
    """Questions without end, each with an answer of its own, while nobody takes an answer."""
    line.telnet.sock.settimeout(timeout)
    line.telnet.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    questions = (IAC + SB + TTYPE + b"\1" + IAC + SE) * 20_000
    line.host.sendall(IAC + DO + TTYPE)
    host = threading.Thread(target=lambda: [line.host.sendall(questions) for _ in range(4)] and line.host.sendall(b"!"))
    host.start()
    begun = time.monotonic()
    assert line.telnet.read_until(b"!", 60) == b"!"
    assert time.monotonic() - begun < 20
    host.join()
    assert len(line.telnet._unsent) <= 1 << 16
    # What the program itself writes comes behind what was kept of the answers, whole.
    writing = threading.Thread(target=lambda: line.telnet.write(b"now listen"))
    writing.start()
    heard = bytearray()
    while not heard.endswith(b"now listen"):
        heard += line.host.recv(1 << 16)
    writing.join()
    answer = IAC + SB + TTYPE + b"\0DUMB" + IAC + SE
    agreed, answers, said = heard[:3], heard[3:-10], heard[-10:]
    assert (bytes(agreed), bytes(said)) == (IAC + telnetlib.WILL + TTYPE, b"now listen")
    assert bytes(answers) == answer * (len(answers) // len(answer))


def test_a_host_that_asks_and_closes_is_read_to_its_end() -> None:
    with RecordingHost() as host:
        telnet = telnetlib.Telnet(host.address, host.port)
        call = host.accept(deaf=True)
        call.send(b"goodbye" + IAC + DO + TTYPE)
        call.send(IAC + DO + telnetlib.NAWS + b" then")
        call.close()
        assert telnet.read_all() == b"goodbye then"
        telnet.close()


def test_an_answer_that_cannot_be_sent_loses_nothing(pieces: Callable[..., tuple[Any, PieceSocket]]) -> None:
    telnet, source = pieces([b"goodbye" + IAC + DO + TTYPE + b" then"])

    def refuse(_data: bytes) -> None:
        raise ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")

    source.sendall = refuse  # type: ignore[method-assign]
    assert telnet.read_all() == b"goodbye then"
    telnet.close()


def test_patterns_that_match_the_empty_text(line: Line) -> None:
    line.host.sendall(b"abc")
    assert line.telnet.read_until(b"", 1) == b""
    line.telnet.fill_rawq()
    index, match, text = line.telnet.expect([b"x*"], 1)
    assert (index, match is not None and match.group(), text) == (0, b"", b"")
    assert line.telnet.expect([], 0.05) == (-1, None, b"abc")


def test_patterns_of_the_wrong_kind(line: Line) -> None:
    line.host.sendall(b"abc")
    with pytest.raises(TypeError):
        line.telnet.read_until("abc")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        line.telnet.expect(["abc"], 1)  # type: ignore[list-item]


UNOPENED: list[tuple[Callable[[telnetlib.Telnet], object], type[Exception]]] = [
    (lambda telnet: telnet.write(b"x"), OSError),
    (lambda telnet: telnet.fileno(), OSError),
    (lambda telnet: telnet.sock_avail(), OSError),
    (lambda telnet: telnet.fill_rawq(), OSError),
    (lambda telnet: telnet.read_until(b"x"), EOFError),
    (lambda telnet: telnet.expect([b"x"]), EOFError),
    (lambda telnet: telnet.read_very_eager(), EOFError),
    (lambda telnet: telnet.read_lazy(), EOFError),
]


@pytest.mark.parametrize(("use", "error"), UNOPENED)
def test_a_closed_connection(line: Line, use: Callable[[telnetlib.Telnet], object], error: type[Exception]) -> None:
    line.telnet.close()
    line.telnet.close()
    with pytest.raises(error) as caught:
        use(line.telnet)
    if error is OSError:
        assert caught.value.errno == errno.ENOTCONN
    assert line.telnet.get_socket() is None
    assert line.telnet.read_some() == line.telnet.read_all() == b""


def test_what_had_come_can_be_read_after_close(line: Line) -> None:
    line.host.sendall(b"one two")
    assert line.telnet.read_until(b"one ", 5) == b"one "
    line.telnet.close()
    assert line.telnet.read_eager() == b"two"


def test_a_connection_that_was_never_opened() -> None:
    telnet = telnetlib.Telnet()
    with pytest.raises(OSError, match="telnet connection closed"):
        telnet.write(b"x")
    assert telnet.read_very_lazy() == b""


def test_a_connection_that_cannot_be_made_leaves_nothing_behind() -> None:
    with pytest.raises(ConnectionRefusedError):
        telnetlib.Telnet("127.0.0.1", refusing_port(), 5)
    gc.collect()  # a socket left open would be a ResourceWarning, and warnings are errors


def test_a_context_closes(line: Line) -> None:
    near = line.telnet.sock
    with line.telnet as telnet:
        assert telnet.get_socket() is near
    assert near.fileno() == -1


def test_time_goes_on_while_a_host_trickles(line: Line) -> None:
    """Every byte is something, none of it what is waited for."""
    stop = threading.Event()

    def trickle() -> None:
        for byte in itertools.cycle(b"abc"):
            if stop.wait(0.01):
                return
            line.host.sendall(bytes((byte,)))

    host = threading.Thread(target=trickle)
    host.start()
    begun = time.monotonic()
    assert line.telnet.read_until(b"login: ", 0.3)
    assert time.monotonic() - begun < 10
    stop.set()
    host.join()
