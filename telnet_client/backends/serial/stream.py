"""An open terminal line as a stream of bytes.

pyserial opens and sets the line; the bytes go by its file descriptor, in pieces as big as they come. Closing leaves the
line as it was found.
"""

from __future__ import annotations

import errno
import fcntl
import os
import select
import stat
import sys
import termios
from time import monotonic, sleep
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from telnet_client.backends.serial.line import InUse, SerialLine, keep_others_out, lock
from telnet_client.errors import CommandError, ConnectFailed, ConnectionLost, LocalProtocolError
from telnet_client.terminal_line import USUAL_SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from serial import Serial

    from telnet_client.terminal_line import LineSettings

    #: Reading at most so many bytes, and writing.
    Ways: TypeAlias = tuple[Callable[[int], bytes], Callable[[bytes | memoryview], int | None]]

#: More than a driver hands over at once.
CHUNK = 1 << 16
#: Closing waits while what was written goes out, but not if nothing moves for so long, in seconds.
_STANDSTILL = 0.5
_LOOK_AGAIN = 0.005


class LineWish(NamedTuple):
    """How a line is to be opened."""

    #: What the user said of it, None for what is usual, or as a host has its line.
    settings: LineSettings
    #: Dropped, or raised, which is usual.
    dtr: bool | None
    rts: bool | None
    #: Nobody else may have it.
    exclusive: bool
    #: What is typed is echoed here.
    local_echo: bool


class LineStream:
    """A `ByteStream` over the file descriptor of a line, which is its own from now on.

    A line that breaks while something is sent says so in `receive`, behind everything that had arrived before.
    """

    def __init__(
        self,
        fd: int,
        name: str,
        line: SerialLine,
        give_up: Callable[[], None],
        ways: Ways | None = None,
    ) -> None:
        """`give_up` closes the line. `ways` of reading and writing in the place of the system's own never wait."""
        self.terminal_line = line
        self._name = name
        self._fd = fd
        self._give_up = give_up
        self._is_open = True
        self._has_failed = False
        self._read, self._write = ways or (lambda size: os.read(fd, size), lambda data: os.write(fd, data))

    def fileno(self) -> int:
        """For select. -1 once closed."""
        return self._fd if self._is_open else -1

    def receive(self) -> bytes | None:
        """What arrived; None when there is nothing yet. A line has no end: it is there or it is lost."""
        try:
            data = self._read(CHUNK)
        except BlockingIOError:
            is_gone = self._has_failed
        except OSError:
            is_gone = True
        else:
            if data:
                return data
            is_gone = self._has_failed or _has_something_to_say(self._fd)
        if is_gone:
            raise ConnectionLost(f"Line {self._name} is gone")
        return None

    def send(self, data: bytes | memoryview) -> int:
        """How many bytes were taken, perhaps 0."""
        try:
            return self._write(data) or 0
        except BlockingIOError:
            return 0
        except OSError:
            self._has_failed = True
            return len(data)

    def send_urgent(self, data: bytes) -> bool:
        """Raises `LocalProtocolError`: there is no urgent data on a line."""
        raise LocalProtocolError("There is no urgent data on this line")

    def finish_sending(self) -> None:
        """A line has no half to close: what the other end sends arrives as before."""

    def close(self) -> None:
        """Give the line up; what was sent gets a moment to go out."""
        if self._is_open:
            self._is_open = False
            self._give_up()


def open_line(path: str, wish: LineWish, port: Serial | None = None, ways: Ways | None = None) -> LineStream:
    """Open the device at `path`, by `port` where it is given, not open yet.

    `ways` are its reading and its writing where those are not the system's. Raises `ConnectFailed` with the reason,
    `InUse` for one, and `CommandError` for what is no line or for what the line does not take.
    """
    from serial import Serial

    # Ours before anything is changed, and to the end: what pyserial opens besides is for its settings.
    fd = _have_line(path, wish.exclusive)
    try:
        found = _Found(termios.tcgetattr(fd), _signals_of(fd))
        if port is None:
            port = Serial()
            port.port = path
        # What has arrived is read at once, and nothing else: a line that is read and says nothing is gone.
        port.timeout = port.write_timeout = port.inter_byte_timeout = 0
        port.dtr, port.rts = wish.dtr is not False, wish.rts is not False
        port.open()
    except (OSError, termios.error) as error:
        os.close(fd)
        raise _failure(path, error.args[0]) from None
    line = SerialLine(port, path, fd)
    stream = LineStream(fd, path, line, lambda: _close(fd, port, found), ways)
    if wish.exclusive:
        keep_others_out(fd, True)
    set_up(stream, wish)
    return stream


def set_up(stream: LineStream, wish: LineWish) -> None:
    """Set a line just opened as the user wants it. Raises `CommandError`, and closes it, if it does not take that."""
    try:
        stream.terminal_line.change_settings(USUAL_SETTINGS.replaced_by(wish.settings))
    except CommandError:
        stream.close()
        raise


class _Found(NamedTuple):
    """A line as it was before we came."""

    attributes: list[int | list[bytes | int]]
    signals: bytes | None


def _have_line(path: str, exclusive: bool) -> int:
    """A file descriptor of it, locked if it is to be. Raises `CommandError`, `ConnectFailed`."""
    try:
        fd = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError as error:
        raise _failure(path, error.errno or errno.EIO) from None
    try:
        termios.tcgetattr(fd)
        if _is_our_own(fd):
            raise CommandError("This is your own terminal", path)
        if exclusive:
            lock(fd, path)
    except termios.error as error:
        os.close(fd)
        raise _failure(path, error.args[0]) from None
    except (CommandError, ConnectFailed):
        os.close(fd)
        raise
    return fd


def _is_our_own(fd: int) -> bool:
    """The user types at it, or would read what TELNET sends to it."""
    ours = {os.fstat(own).st_rdev for own in (0, 1, 2) if os.isatty(own)}
    return os.fstat(fd).st_rdev in ours or os.ttyname(fd) == os.ctermid()


def _failure(path: str, number: int) -> ConnectFailed | CommandError:
    """Why it cannot be opened, for the user."""
    if number == errno.EBUSY:
        return InUse(path)
    if number in (errno.EISDIR, errno.ENOTTY):
        return CommandError("Not a terminal line", path)
    if number in (errno.EIO, errno.ENXIO, errno.ENODEV):
        return ConnectFailed("There is nothing at the line's place")
    if number == errno.EACCES:
        return ConnectFailed(f"Permission denied{_owners(path)}")
    return ConnectFailed(os.strerror(number))


def _owners(path: str) -> str:
    """Whom to join; lines belong to a group, `dialout` on most systems."""
    import grp

    try:
        status = os.stat(path)
        group = grp.getgrgid(status.st_gid).gr_name
    except (OSError, KeyError):
        return ""
    return f"; the line is for the group {group}" if status.st_mode & stat.S_IWGRP else ""


def _signals_of(fd: int) -> bytes | None:
    try:
        return bytes(fcntl.ioctl(fd, termios.TIOCMGET, bytes(4)))
    except OSError:
        return None


def _close(fd: int, port: Serial, found: _Found) -> None:
    """Let what was written go out, then leave all as it was found, and the lock last. Never raises."""
    steps: list[Callable[[], object]] = [
        lambda: _let_out_last_words(fd),
        lambda: setattr(port, "break_condition", False),
        lambda: termios.tcsetattr(fd, termios.TCSANOW, found.attributes),
        lambda: None if found.signals is None else fcntl.ioctl(fd, termios.TIOCMSET, found.signals),
        lambda: keep_others_out(fd, False),
        port.close,
        lambda: os.close(fd),
    ]
    for step in steps:
        try:
            step()
        except (OSError, termios.error):
            continue  # it is gone, or does not take back what it had


def _let_out_last_words(fd: int) -> None:
    unsent, deadline = _unsent(fd), monotonic() + _STANDSTILL
    while unsent and monotonic() < deadline:
        sleep(_LOOK_AGAIN)
        before, unsent = unsent, _unsent(fd)
        if unsent < before:
            deadline = monotonic() + _STANDSTILL
    if unsent:
        # Else the system's own close would wait for what cannot go out, half a minute.
        termios.tcflush(fd, termios.TCOFLUSH)


def _unsent(fd: int) -> int:
    """Bytes that the driver still holds."""
    return int.from_bytes(fcntl.ioctl(fd, termios.TIOCOUTQ, bytes(4)), sys.byteorder)


def _has_something_to_say(fd: int) -> bool:
    """A line that has, and then says nothing, is not there any more (pyserial's experience too)."""
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    return bool(poll.poll(0))
