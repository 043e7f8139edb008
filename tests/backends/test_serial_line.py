"""A line whose driver has limits, wires and a will of its own: pyserial's port in the place of hardware."""

from __future__ import annotations

import os
import pty
import termios
from typing import TYPE_CHECKING, Any

import pytest

from telnet_client.backends.serial import line as line_module
from telnet_client.backends.serial.line import SerialLine
from telnet_client.errors import CommandError
from telnet_client.terminal_line import Flow, LineSettings, Parity, Signal

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEEDS = (1200, 9600, 115200)


class FakePort:
    """A port whose driver knows a few speeds and keeps the one it has when it is asked for another."""

    def __init__(self) -> None:
        self.baudrate, self.bytesize, self.parity, self.stopbits = 9600, 8, "N", 1
        self.xonxoff = self.rtscts = False
        self.dtr = self.rts = self.cts = True
        self.dsr = self.ri = self.cd = self.break_condition = False


@pytest.fixture
def fd() -> Iterator[int]:
    far, near = pty.openpty()
    yield near
    os.close(near)
    os.close(far)


@pytest.fixture
def line(fd: int, monkeypatch: pytest.MonkeyPatch) -> SerialLine:
    port: Any = FakePort()
    in_force = [9600]

    def speed_of(_fd: int) -> int:
        if port.baudrate in SPEEDS:
            in_force[0] = port.baudrate
        return in_force[0]

    monkeypatch.setattr(line_module, "_speed_of", speed_of)
    return SerialLine(port, "line", fd)


@pytest.mark.parametrize(("speed", "nearest"), [(1, 1200), (14400, 9600), (100000, 115200), (2_000_000_000, 115200)])
def test_the_nearest_speed_is_told(line: SerialLine, speed: int, nearest: int) -> None:
    with pytest.raises(CommandError) as refused:
        line.change_settings(LineSettings(speed=speed))
    assert str(refused.value) == f"The line does not take that speed; the nearest it takes is {nearest}"
    assert line.settings.speed == 9600


def test_a_driver_may_be_a_little_off(line: SerialLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_module, "_speed_of", lambda _fd: 116000)
    line.change_settings(LineSettings(speed=115200))
    assert line.settings.speed == 115200
    with pytest.raises(CommandError):
        line.change_settings(LineSettings(speed=57600))


@pytest.mark.parametrize("error", [OSError(22, ""), ValueError(""), OverflowError(), termios.error(22, "")])
def test_a_driver_that_says_no(error: Exception, fd: int) -> None:
    class Refusing(FakePort):
        def __setattr__(self, name: str, value: object) -> None:
            if (name, value) == ("bytesize", 5):
                raise error
            super().__setattr__(name, value)

    port: Any = Refusing()
    with pytest.raises(CommandError, match="The line does not take 5 data bits"):
        SerialLine(port, "line", fd).change_settings(LineSettings(data_bits=5))


def test_settings_are_read_from_the_port() -> None:
    port: Any = FakePort()
    line = SerialLine(port, "line", None)
    line.change_settings(LineSettings(300, 7, Parity.SPACE, 2, Flow.XON_XOFF))
    assert (port.baudrate, port.bytesize, port.parity, port.stopbits, port.xonxoff) == (300, 7, "S", 2, True)
    assert line.settings == LineSettings(300, 7, Parity.SPACE, 2, Flow.XON_XOFF)
    line.change_settings(LineSettings(data_bits=5, stop_bits=1.5, flow=Flow.RTS_CTS))
    assert (port.stopbits, port.xonxoff, port.rtscts) == (1.5, False, True)


def test_signals() -> None:
    port: Any = FakePort()
    line = SerialLine(port, "line", None)
    line.set_signal(Signal.DTR, False)
    line.set_signal(Signal.BREAK, True)
    assert (port.dtr, port.rts, port.break_condition) == (False, True, True)
    assert line.signals == {
        Signal.DTR: False,
        Signal.RTS: True,
        Signal.CTS: True,
        Signal.DSR: False,
        Signal.RI: False,
        Signal.CD: False,
    }
