"""The stream over a terminal line: pseudo-terminals in all ways, and pairs of them that socat joins."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import termios
import tty
from typing import TYPE_CHECKING, Any

import pytest

from backends.check_backend import CheckStream, loss, receive_all
from support.lines import PtyLine, SocatPair
from telnet_client.backends.serial import stream as stream_module
from telnet_client.backends.serial.stream import LineStream, LineWish, open_line
from telnet_client.errors import CommandError, ConnectFailed, ConnectionLost, LocalProtocolError
from telnet_client.terminal_line import Flow, LineSettings, Parity, Signal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backends.check_backend import FarEnd
    from telnet_client.backends.base import ByteStream

USUAL = LineSettings(9600, 8, Parity.NONE, 1, Flow.NONE)
WISH = LineWish(USUAL, dtr=True, rts=True, exclusive=True, local_echo=False)
#: Holds a line locked, as most programs do, until its input ends; shows when it has it.
LOCKER = (
    "import fcntl, os, sys; fcntl.flock(os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY), fcntl.LOCK_EX); print(); input()"
)


class TestPseudoTerminal(CheckStream):
    @pytest.fixture
    def connection(self) -> Iterator[tuple[ByteStream, FarEnd]]:
        with PtyLine() as far:
            stream = open_line(far.path, WISH)
            yield stream, far
            stream.close()


class SocatFarEnd:
    """The other line of a pair."""

    def __init__(self, pair: SocatPair) -> None:
        self._pair = pair
        self._fd = os.open(pair.far, os.O_RDWR | os.O_NOCTTY)

    def send(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self._fd, view) :]

    def receive(self, limit: int) -> bytes:
        return os.read(self._fd, limit)

    def destroy(self) -> None:
        self._pair.unplug()

    def close(self) -> None:
        os.close(self._fd)


class TestSocatPair(CheckStream):
    @pytest.fixture
    def connection(self, tmp_path: Path) -> Iterator[tuple[ByteStream, Any]]:
        with SocatPair(tmp_path) as pair:
            far = SocatFarEnd(pair)
            stream = open_line(pair.near, WISH)
            yield stream, far
            stream.close()
            far.close()

    def test_closing_twice(self, connection: tuple[ByteStream, Any]) -> None:
        """socat keeps the line open: the far end does not learn of it."""
        stream, far = connection
        assert stream.send(b"bye") == 3
        stream.close()
        stream.close()
        assert far.receive(100) == b"bye"
        assert stream.fileno() == -1


@pytest.fixture
def far() -> Iterator[PtyLine]:
    with PtyLine() as line:
        yield line


def opened(far: PtyLine, **changes: Any) -> LineStream:
    return open_line(far.path, WISH._replace(**changes))


def attributes(path: str) -> list[Any]:
    fd = os.open(path, os.O_RDWR | os.O_NOCTTY)
    try:
        return termios.tcgetattr(fd)
    finally:
        os.close(fd)


def test_what_was_received_before_it_broke_in_mid_write_is_not_lost(
    far: PtyLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kernel forgets what a pseudo-terminal held when its other end goes, so writing alone fails here."""

    def fail(*_: object) -> int:
        raise OSError(5, "Input/output error")

    stream = opened(far)
    far.send(b"last words")
    stream._write = fail
    assert stream.send(b"x") == 1
    assert receive_all(stream, 10) == b"last words"
    with pytest.raises(ConnectionLost):
        stream.receive()
    far.destroy()
    assert loss(stream) == f"Line {far.path} is gone"
    stream.close()


def test_a_line_is_raw(far: PtyLine) -> None:
    stream = opened(far)
    far.send(b"\x03\x04\r\n\x11\x13\x7f\xff\0")
    assert receive_all(stream, 9) == b"\x03\x04\r\n\x11\x13\x7f\xff\0"
    stream.send(b"\r\n\xff")
    far.receive_all(b"\r\n\xff")
    stream.close()


def test_there_is_no_urgent_data(far: PtyLine) -> None:
    stream = opened(far)
    with pytest.raises(LocalProtocolError):
        stream.send_urgent(b"x")
    stream.close()


def test_closing_leaves_it_as_it_was() -> None:
    with PtyLine() as far:
        kept = os.open(far.path, os.O_RDWR | os.O_NOCTTY)
        mode = termios.tcgetattr(kept)
        mode[tty.LFLAG] |= termios.ECHO | termios.ICANON
        mode[tty.ISPEED] = mode[tty.OSPEED] = termios.B1200
        termios.tcsetattr(kept, termios.TCSANOW, mode)
        before = termios.tcgetattr(kept)
        stream = opened(far, settings=USUAL._replace(speed=115200, stop_bits=2))
        assert termios.tcgetattr(kept)[tty.OSPEED] == termios.B115200
        stream.close()
        assert termios.tcgetattr(kept) == before
        fcntl.flock(kept, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(kept)


def test_closing_does_not_wait_for_what_cannot_go_out(far: PtyLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "_STANDSTILL", 0.02)
    monkeypatch.setattr(stream_module, "_unsent", lambda _fd: 100)
    opened(far).close()


def test_closing_waits_while_it_goes_out(far: PtyLine, monkeypatch: pytest.MonkeyPatch) -> None:
    left = [30, 20, 20, 10, 0, 0]
    monkeypatch.setattr(stream_module, "_unsent", lambda _fd: left.pop(0))
    opened(far).close()
    assert left == [0]


# What is no line, or nobody's to have


@pytest.mark.parametrize("name", [".", "file"])
def test_what_is_no_line(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    with pytest.raises(CommandError, match="Not a terminal line"):
        open_line(str(tmp_path / name), WISH)
    assert (tmp_path / "file").read_text() == "text"


def test_a_null_device_is_no_line() -> None:
    with pytest.raises(CommandError, match="Not a terminal line"):
        open_line("/dev/null", WISH)


def test_one_that_went_between_the_look_and_the_opening(tmp_path: Path) -> None:
    with pytest.raises(ConnectFailed, match="No such file or directory"):
        open_line(str(tmp_path / "gone"), WISH)


@pytest.mark.skipif(os.getuid() == 0, reason="everything is permitted to root")
def test_a_line_of_somebody_else() -> None:
    with PtyLine() as far:
        os.chmod(far.path, 0o020)
        with pytest.raises(ConnectFailed, match="Permission denied; the line is for the group"):
            opened(far)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (13, "Permission denied; the line is for the group "),
        (6, "There is nothing at the line's place"),
        (5, "There is nothing at the line's place"),
        (12, "Cannot allocate memory"),
    ],
)
def test_why_it_cannot_be_opened(number: int, text: str, far: PtyLine) -> None:
    os.chmod(far.path, 0o620)
    assert str(stream_module._failure(far.path, number)).startswith(text)


@pytest.fixture
def locker(far: PtyLine) -> Iterator[subprocess.Popen[bytes]]:
    """Somebody else who has the line."""
    process = subprocess.Popen([sys.executable, "-c", LOCKER, far.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    yield process
    process.communicate(b"\n")


def test_a_line_in_use(far: PtyLine, locker: subprocess.Popen[bytes]) -> None:
    """Nothing of it is touched: not even what it holds for whoever has it."""
    before = attributes(far.path)
    far.send(b"for the other\n")
    with pytest.raises(ConnectFailed, match=f"^In use by job {locker.pid}$"):
        opened(far)
    assert attributes(far.path) == before
    fd = os.open(far.path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    assert os.read(fd, 100) == b"for the other\n"
    os.close(fd)


def test_a_line_that_is_shared(far: PtyLine, locker: subprocess.Popen[bytes]) -> None:
    stream = opened(far, exclusive=False)
    with pytest.raises(CommandError, match=f"^In use by job {locker.pid}$"):
        stream.terminal_line.set_exclusive(True)
    stream.close()


def test_nobody_else_can_have_it(far: PtyLine) -> None:
    stream = opened(far)
    fd = os.open(far.path, os.O_RDWR | os.O_NOCTTY)
    with pytest.raises(BlockingIOError):
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    stream.terminal_line.set_exclusive(False)
    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with pytest.raises(CommandError, match=r"^In use by another job$"):
        stream.terminal_line.set_exclusive(True)  # by ourselves, and we do not look there
    os.close(fd)
    stream.close()


# Settings. A pseudo-terminal takes every speed, and of the rest 8 bits without parity alone: it can refuse.


def test_settings_in_force(far: PtyLine) -> None:
    wanted = LineSettings(921600, 8, Parity.NONE, 2, Flow.XON_XOFF)
    stream = opened(far, settings=wanted)
    assert stream.terminal_line.settings == wanted
    stream.terminal_line.change_settings(LineSettings(speed=12345, flow=Flow.RTS_CTS))
    assert stream.terminal_line.settings == wanted._replace(speed=12345, flow=Flow.RTS_CTS)
    iflag, _, cflag, *_ = attributes(far.path)
    assert cflag & termios.CRTSCTS
    assert cflag & termios.CSTOPB
    assert not iflag & termios.IXON
    stream.close()


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"data_bits": 7}, "The line does not take 7 data bits"),
        ({"parity": Parity.EVEN}, "The line does not take parity EVEN"),
        ({"parity": Parity.ODD}, "The line does not take parity ODD"),
        ({"parity": Parity.MARK}, "The line does not take parity MARK"),
        ({"parity": Parity.SPACE}, "The line does not take parity SPACE"),
        ({"stop_bits": 1.5}, "One and a half stop bits need 5 data bits"),
        ({"flow": Flow.DSR_DTR}, "This system has no flow control by DSR and DTR"),
    ],
)
def test_what_it_does_not_take(changes: dict[str, Any], text: str, far: PtyLine) -> None:
    stream = opened(far)
    before = attributes(far.path)
    with pytest.raises(CommandError) as refused:
        stream.terminal_line.change_settings(LineSettings(speed=19200)._replace(**changes))
    assert str(refused.value) == text
    assert stream.terminal_line.settings == USUAL
    relevant = termios.CSIZE | termios.PARENB | termios.CSTOPB
    assert attributes(far.path)[tty.CFLAG] & relevant == before[tty.CFLAG] & relevant
    assert attributes(far.path)[tty.OSPEED] == termios.B9600
    stream.close()
    with pytest.raises(CommandError, match=text):
        opened(far, settings=USUAL._replace(**changes))


def test_no_wires(far: PtyLine) -> None:
    stream = opened(far, dtr=False, rts=False)
    line = stream.terminal_line
    assert line.signals == {}
    for signal in (Signal.DTR, Signal.RTS):
        with pytest.raises(CommandError, match=f"The line has no {signal.value}"):
            line.set_signal(signal, False)
    line.set_signal(Signal.BREAK, True)
    line.set_signal(Signal.BREAK, False)
    stream.close()


def test_discarding(far: PtyLine) -> None:
    stream = opened(far)
    far.send(b"old")
    assert stream.terminal_line.discard(received=True, sent=True) is None
    far.send(b"new")
    assert receive_all(stream, 3) == b"new"
    far.destroy()
    stream.terminal_line.discard(received=True, sent=True)
    stream.close()
