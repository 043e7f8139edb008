"""A pyserial port as a `TerminalLine`: what is asked for is set, and whether the driver did so is looked at afterwards.

A driver may take a setting and leave it as it was, or near to it; a user who is told so at once need not wonder at
garbage later.
"""

from __future__ import annotations

import fcntl
import sys
import termios
from typing import TYPE_CHECKING

from telnet_client.backends.serial.ports import holder_of, uucp_holder
from telnet_client.errors import CommandError, ConnectFailed
from telnet_client.terminal_line import Flow, LineSettings, Parity, Signal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from serial import Serial

_NAMES_OF_PORT = {"speed": "baudrate", "data_bits": "bytesize", "parity": "parity", "stop_bits": "stopbits"}
_PARITY_LETTERS = {Parity.NONE: "N", Parity.ODD: "O", Parity.EVEN: "E", Parity.MARK: "M", Parity.SPACE: "S"}
_PARITY_OF_LETTER = {letter: parity for parity, letter in _PARITY_LETTERS.items()}
#: Mark and space parity, where the system has them (termios(3), not in Python's module).
_CMSPAR = 0o10000000000 if sys.platform == "linux" else 0
_PARITY_FLAGS = {
    Parity.NONE: 0,
    Parity.EVEN: termios.PARENB,
    Parity.ODD: termios.PARENB | termios.PARODD,
    Parity.MARK: termios.PARENB | termios.PARODD | _CMSPAR,
    Parity.SPACE: termios.PARENB | _CMSPAR,
}
#: Linux alone tells speeds as numbers: struct termios2, its two speeds the last of its 44 bytes.
_TCGETS2 = 0x802C542A
_SIZE_OF_TERMIOS2 = 44
#: A receiver loses its place in a character when the speeds differ by more than this part.
_TOLERANCE = 0.025
#: What drivers are built for; tried when one refuses another speed.
_USUAL_SPEEDS = (
    *(50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800),
    *(500000, 576000, 921600, 1000000, 1152000, 1500000, 2000000, 2500000, 3000000, 3500000, 4000000),
)
#: What a driver may say, and pyserial on its behalf.
_REFUSALS = (OSError, ValueError, OverflowError, NotImplementedError, termios.error)


class InUse(ConnectFailed):
    """Somebody else has the line."""

    def __init__(self, path: str) -> None:
        process = holder_of(path)
        super().__init__("In use by another job" if process is None else f"In use by job {process}")


class SerialLine:
    """The `TerminalLine` of an open port."""

    remarks = ()

    def __init__(self, port: Serial, path: str, fd: int | None) -> None:
        """`fd` is the line's file descriptor, None where there is no real line behind the port."""
        self._port = port
        self._path = path
        self._fd = fd

    @property
    def settings(self) -> LineSettings:
        """Those in force."""
        port = self._port
        flow = Flow.XON_XOFF if port.xonxoff else Flow.RTS_CTS if port.rtscts else Flow.NONE
        return LineSettings(port.baudrate, port.bytesize, _PARITY_OF_LETTER[port.parity], port.stopbits, flow)

    @property
    def signals(self) -> Mapping[Signal, bool]:
        """All of them; none where the line has no such wires, as a pseudo-terminal has not."""
        port = self._port
        try:
            inputs = {Signal.CTS: port.cts, Signal.DSR: port.dsr, Signal.RI: port.ri, Signal.CD: port.cd}
        except OSError:
            return {}
        return {Signal.DTR: port.dtr, Signal.RTS: port.rts, **inputs}

    def change_settings(self, wanted: LineSettings) -> None:
        """Set what is not None. Raises `CommandError` for what the driver refuses; all is as before then."""
        before = self.settings
        after = before.replaced_by(wanted)
        _check(after)
        for name in LineSettings._fields:
            if getattr(after, name) != getattr(before, name) and not self._set(after, name):
                text = self._refusal(after, name)
                for changed in LineSettings._fields:
                    self._set(before, changed)
                raise CommandError(text)

    def _set(self, settings: LineSettings, name: str) -> bool:
        """Set one thing; False if the line does not have it so now."""
        port, value = self._port, getattr(settings, name)
        try:
            if name == "flow":
                port.xonxoff, port.rtscts = value is Flow.XON_XOFF, value is Flow.RTS_CTS
            else:
                setattr(port, _NAMES_OF_PORT[name], _PARITY_LETTERS[value] if name == "parity" else value)
            return self._fd is None or _is_in_force(self._fd, settings, name)
        except _REFUSALS:
            return False

    def _refusal(self, wanted: LineSettings, name: str) -> str:
        if name == "speed":
            nearest = self._nearest_speed(wanted.speed or 0)
            return f"The line does not take that speed; the nearest it takes is {nearest}"
        words = {
            "data_bits": f"{wanted.data_bits} data bits",
            "parity": f"parity {wanted.parity}",
            "stop_bits": f"{wanted.stop_bits:g} stop bits",
            "flow": f"flow control by {wanted.flow}",
        }
        return f"The line does not take {words[name]}"

    def _nearest_speed(self, wanted: int) -> int:
        # What is left of the wanted one may be what the driver made of it.
        left = None if self._fd is None else _speed_of(self._fd)
        speeds = {*_USUAL_SPEEDS, *([left] if left else [])}
        for speed in sorted(speeds, key=lambda speed: abs(speed - wanted)):
            if self._set(LineSettings(speed=speed), "speed"):
                return speed
        return self.settings.speed or 0

    def set_signal(self, signal: Signal, on: bool) -> None:
        """Raise or drop DTR or RTS, begin or end a break. Raises `CommandError` where the line has no such wire."""
        try:
            if signal is Signal.BREAK:
                self._port.break_condition = on
            elif signal is Signal.DTR:
                self._port.dtr = on
            else:
                self._port.rts = on
        except OSError:
            raise CommandError(f"The line has no {signal.value}") from None

    def set_exclusive(self, wanted: bool) -> None:
        """Lock the line, or let go of it. Raises `CommandError` where somebody has it."""
        if self._fd is None:
            return
        if wanted:
            try:
                lock(self._fd, self._path)
            except InUse as error:
                raise CommandError(str(error)) from None
        else:
            fcntl.flock(self._fd, fcntl.LOCK_UN)
        keep_others_out(self._fd, wanted)

    def discard(self, *, received: bool, sent: bool) -> None:
        """Forget what the line holds."""
        try:
            if received:
                self._port.reset_input_buffer()
            if sent:
                self._port.reset_output_buffer()
        except (OSError, termios.error):
            return  # a line that is gone holds nothing


def lock(fd: int, path: str) -> None:
    """Take the line for this process alone, as far as others heed locks. Raises `InUse`."""
    if uucp_holder(path) is not None:
        raise InUse(path)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InUse(path) from None
    except OSError:
        return  # no line any more, or a file system without locks


def keep_others_out(fd: int, wanted: bool) -> None:
    """Let nobody open the line any more but the superuser (tty_ioctl(4)), or everybody."""
    try:
        fcntl.ioctl(fd, termios.TIOCEXCL if wanted else termios.TIOCNXCL)
    except OSError:
        return  # no line any more


def _check(settings: LineSettings) -> None:
    """What no driver could do. Raises `CommandError`."""
    if settings.flow is Flow.DSR_DTR:
        raise CommandError("This system has no flow control by DSR and DTR")
    if settings.stop_bits == 1.5 and settings.data_bits != 5:
        raise CommandError("One and a half stop bits need 5 data bits")


def _is_in_force(fd: int, settings: LineSettings, name: str) -> bool:
    iflag, _, cflag, *_ = termios.tcgetattr(fd)
    if name == "speed":
        speed, wanted = _speed_of(fd), settings.speed or 0
        return speed is None or abs(speed - wanted) <= wanted * _TOLERANCE
    if name == "data_bits":
        return bool(cflag & termios.CSIZE == getattr(termios, f"CS{settings.data_bits}"))
    if name == "parity":
        parity = settings.parity or Parity.NONE
        relevant = _PARITY_FLAGS[Parity.MARK] if parity is not Parity.NONE else termios.PARENB
        return bool(cflag & relevant == _PARITY_FLAGS[parity])
    if name == "stop_bits":
        return bool(cflag & termios.CSTOPB) == (settings.stop_bits != 1)
    waits_for_wire, waits_for_character = bool(cflag & termios.CRTSCTS), bool(iflag & termios.IXON)
    return (waits_for_wire, waits_for_character) == (settings.flow is Flow.RTS_CTS, settings.flow is Flow.XON_XOFF)


def _speed_of(fd: int) -> int | None:
    """Bits a second as the driver has them; None where the system does not tell."""
    if sys.platform != "linux":
        return None
    try:
        speeds = fcntl.ioctl(fd, _TCGETS2, bytes(_SIZE_OF_TERMIOS2))[-4:]
    except OSError:
        return None
    return int.from_bytes(speeds, sys.byteorder)
