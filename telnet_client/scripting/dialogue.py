"""A conversation with a host without anybody who waits: what a blocking session and its asyncio twin have in common.

Sits between an open stream with its engine and the two ways of waiting. Whatever may have to wait is written as steps,
a generator that yields what it waits for and is resumed once that may be there: `Session` waits with poll,
`AsyncSession` in the event loop. What a host sends is read only while somebody waits, so the network holds the rest.
"""

from __future__ import annotations

import re
from time import monotonic
from types import EllipsisType
from typing import TYPE_CHECKING, AnyStr, NamedTuple, TypeAlias, TypeVar, cast

from telnet_client.errors import CommandError, ConnectionLost, printable
from telnet_client.protocol.codes import Command
from telnet_client.protocol.events import DataReceived
from telnet_client.scripting.errors import HostClosed, SessionClosed, WaitTimedOut
from telnet_client.scripting.expect import Expectation, Received
from telnet_client.scripting.found import Found
from telnet_client.scripting.patterns import as_bytes, describe, is_text
from telnet_client.terminal_line import Signal

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from telnet_client.backends.base import ByteStream
    from telnet_client.protocol.engine import Engine
    from telnet_client.scripting.expect import Finding
    from telnet_client.scripting.patterns import Patterns
    from telnet_client.scripting.screen import Screen
    from telnet_client.session.typescript import Typescript
    from telnet_client.terminal_line import LineSettings, TerminalLine

#: Seconds a call waits, None for ever, `...` for as long as the session's other calls.
Timeout: TypeAlias = float | EllipsisType | None

#: Bytes of what has not been read that are kept while a script waits for something else, unless it says otherwise.
KEPT = 1 << 24
#: Bytes of what has arrived that a screen begins with.
_LATEST = 1 << 14
#: A host silent for so long has said what it had to say unasked, in seconds.
_PAUSE = 0.5
#: After so long a question already answered may be answered again, in seconds.
_ANSWERS_RENEWED = 5.0
_CLOSED = "Connection closed by foreign host"
#: Bytes of what has arrived that an error carries, and characters of it that its text shows.
_SHOWN_BYTES, _SHOWN_CHARACTERS = 1 << 16, 40


class Want(NamedTuple):
    """What the steps wait for: any of these."""

    readable: bool
    writable: bool
    #: Seconds, None for any time.
    seconds: float | None


Result = TypeVar("Result")
Steps: TypeAlias = "Generator[Want, None, Result]"


class Dialogue:
    """One connection from its opening to its end, as a script uses it."""

    def __init__(
        self,
        stream: ByteStream,
        engine: Engine,
        peer: str,
        *,
        encoding: str,
        timeout: float | None,
        size: tuple[int, int],
        keep: int,
    ) -> None:
        """`peer` is how the other end is named, `timeout` how long a call waits that does not say, in seconds."""
        self.stream = stream
        self.engine = engine
        self.peer = peer
        self.encoding = encoding
        self.timeout = timeout
        self.received = Received(keep)
        #: For a screen that is asked for later, read or not.
        self._latest = Received(_LATEST)
        self._size = size
        self.is_closed = False
        #: The host has closed its half, or the connection broke.
        self.has_ended = False
        #: Why the connection broke; "" where it did not.
        self._lost = ""
        self._unsent = memoryview(b"")
        self._typescript: Typescript | None = None
        self._screen: Screen | None = None
        self._heard_at = self._renewed_at = monotonic()
        engine.start()
        self.transmit()

    # Waiting

    def read_until(self, text: AnyStr, timeout: Timeout) -> Steps[AnyStr]:
        """Everything up to and including `text`."""
        if not isinstance(text, (str, bytes)):
            raise TypeError(f"read_until waits for a text, not for {type(text).__name__}")
        found = yield from self.expect(text, timeout)
        return cast("AnyStr", found.text)

    def expect(self, patterns: Patterns, timeout: Timeout) -> Steps[Found[str] | Found[bytes]]:
        """Everything up to the end of the pattern that is complete first; text when the patterns are text."""
        listed = [patterns] if isinstance(patterns, (str, bytes, re.Pattern)) else list(patterns)
        wanted = [as_bytes(pattern, self.encoding) for pattern in listed]
        if not wanted:
            raise ValueError("There is no pattern to wait for")
        text_patterns = sum(is_text(pattern) for pattern in listed)
        if text_patterns not in (0, len(listed)):
            raise TypeError("Patterns are all text or all bytes")
        finding = yield from self._find(Expectation(wanted), timeout, describe(wanted))
        return Found(finding, self.decode) if text_patterns else Found(finding, bytes)

    def _find(self, expectation: Expectation, timeout: Timeout, wanted: str) -> Steps[Finding]:
        self.check_open()
        deadline = self._deadline(timeout)
        finding = expectation.take(self.received)
        is_late = False
        while finding is None and not is_late and not self.has_ended:
            is_late = deadline is not None and monotonic() >= deadline
            yield from self._exchange(deadline)
            finding = expectation.take(self.received)
        finding = finding or expectation.take(self.received, thoroughly=True)
        if finding is None:
            raise self._ending(wanted) if self.has_ended else self._time_out(wanted)
        return finding

    def read_some(self, timeout: Timeout) -> Steps[bytes]:
        """What has come, at least one byte."""
        self.check_open()
        deadline = self._deadline(timeout)
        is_late = False
        while not self.received and not is_late and not self.has_ended:
            is_late = deadline is not None and monotonic() >= deadline
            yield from self._exchange(deadline)
        if not self.received:
            raise self._ending("anything") if self.has_ended else self._time_out("anything")
        return self.received.take_all()

    def read_available(self) -> bytes:
        """What has come, perhaps nothing, without waiting."""
        self.check_open()
        self.take_in()
        if self.has_ended and not self.received:
            raise self._ending("anything")
        return self.received.take_all()

    def read_all(self, timeout: Timeout) -> Steps[bytes]:
        """Everything until the host closes."""
        self.check_open()
        deadline = self._deadline(timeout)
        while not self.has_ended:
            if deadline is not None and monotonic() >= deadline:
                raise self._time_out("the end of the connection")
            yield from self._exchange(deadline)
            self.received.trim()
        if self._lost:
            raise ConnectionLost(self._lost)
        return self.received.take_all()

    def _exchange(self, deadline: float | None) -> Steps[None]:
        """Wait until the network moves or something is due, and move what can be moved."""
        yield self.want(deadline)
        self.check_open()
        self.attend()

    def want(self, deadline: float | None = None) -> Want:
        """What there is to wait for."""
        due = [] if deadline is None else [deadline]
        if self.engine.asks_after_pause:
            due.append(self._heard_at + _PAUSE)
        seconds = max(0.0, min(due) - monotonic()) if due else None
        return Want(not self.has_ended, bool(self._unsent), seconds)

    def attend(self) -> None:
        """Move what can be moved: take in what one read brings, and send what waits."""
        self._receive()
        if self.engine.asks_after_pause and monotonic() >= self._heard_at + _PAUSE:
            self.engine.host_paused()
        self.transmit()

    def _deadline(self, timeout: Timeout) -> float | None:
        seconds = self.timeout if isinstance(timeout, EllipsisType) else timeout
        return None if seconds is None else monotonic() + seconds

    # From the host

    def take_in(self) -> None:
        """Everything that has arrived; no more than is kept, from a host that never pauses."""
        room = KEPT
        while not self.has_ended and room > 0 and (size := self._receive()):
            room -= size
        self.received.trim()
        self.transmit()

    def _receive(self) -> int:
        """What one read brings; its size, 0 for nothing."""
        if self.has_ended:
            return 0
        try:
            data = self.stream.receive()
        except ConnectionLost as error:
            self._lost, self.has_ended = str(error), True
            return 0
        if data is None:
            return 0
        self.has_ended = not data
        self._heard_at = monotonic()
        if self._heard_at - self._renewed_at > _ANSWERS_RENEWED:
            self._renewed_at = self._heard_at
            self.engine.renew_answers()
        was_binary = self.engine.receives_binary
        events = self.engine.receive_data(data)
        shown = b"".join([event.data for event in events if isinstance(event, DataReceived)])
        # To an NVT a NUL is no operation (RFC 854), and some hosts send one here and there.
        is_text = self.engine.speaks_telnet and not (was_binary or self.engine.receives_binary)
        self.received.add(shown.replace(b"\0", b"") if is_text and 0 in shown else shown)
        self._show(shown)
        return len(data)

    def _show(self, data: bytes) -> None:
        if self._screen is None:
            self._latest.add(data[-_LATEST:])
            self._latest.trim()
        else:
            self._answer(self._screen.show(data))
        if self._typescript is not None:
            try:
                self._typescript.write(data)
            except CommandError:
                self._typescript = None
                raise

    def _answer(self, data: bytes) -> None:
        """What a terminal says by itself when it is asked: nothing more while the host does not read."""
        if data and not self._unsent:
            self.engine.send_unchanged(data)

    # To the host

    def send(self, data: str | bytes, timeout: Timeout) -> Steps[None]:
        """Text with each newline as the Return key, or bytes as they are; until the network has taken all of it."""
        self._check_sending()
        if isinstance(data, str):
            self.type(data.replace("\r\n", "\r").replace("\n", "\r").encode(self.encoding))
        else:
            self.engine.send_unchanged(data)
        yield from self._flush(timeout)

    def type(self, keys: bytes) -> None:
        """Queue what a user typed: CR is the Return key."""
        self.engine.send_data(keys)

    def send_command(self, command: Command, synch: bool, timeout: Timeout) -> Steps[None]:
        """IAC and a command, with the Synch signal or without."""
        self._check_sending()
        if not synch:
            self.engine.send_command(command)
            yield from self._flush(timeout)
            return
        yield from self._flush(timeout)
        signal = self.engine.synch(command)
        deadline = self._deadline(timeout)
        while not self.stream.send_urgent(signal):
            if deadline is not None and monotonic() >= deadline:
                raise self._not_taken()
            yield Want(False, True, None if deadline is None else max(0.0, deadline - monotonic()))
            self.check_open()

    # A terminal line, here or behind the host

    @property
    def terminal_line(self) -> TerminalLine | None:
        """The line that the connection is, else the one behind the host; None without."""
        return self.stream.terminal_line or self.engine.terminal_line

    def change_line(self, wanted: LineSettings, timeout: Timeout) -> Steps[None]:
        """Set the line; a far one may answer later."""
        self._have_line().change_settings(wanted)
        yield from self._flush(timeout)

    def set_signal(self, signal: Signal, on: bool, timeout: Timeout) -> Steps[None]:
        """Raise or drop a wire of the line, begin or end a break."""
        self._have_line().set_signal(signal, on)
        yield from self._flush(timeout)

    def send_break(self, seconds: float, timeout: Timeout) -> Steps[None]:
        """The connection's own kind of break; on a line it lasts so long, and what comes is read meanwhile."""
        line = self.terminal_line
        if line is None:
            yield from self.send_command(Command.BREAK, True, timeout)
            return
        yield from self.set_signal(Signal.BREAK, True, timeout)
        try:
            end = monotonic() + seconds
            while monotonic() < end and not self.has_ended:
                yield from self._exchange(end)
                self.received.trim()
        finally:  # whatever ends it, a line left in a break would be of no use
            if not (self.is_closed or self.has_ended):
                line.set_signal(Signal.BREAK, False)
                self.transmit()
        yield from self._flush(timeout)

    def _have_line(self) -> TerminalLine:
        self._check_sending()
        if self.terminal_line is None:
            raise CommandError("No terminal line")
        return self.terminal_line

    def _flush(self, timeout: Timeout) -> Steps[None]:
        """Until the network has taken everything; what the host sends is read meanwhile, lest both sides wait."""
        self.transmit()
        deadline = self._deadline(timeout)
        while (self._unsent or self.engine.held_size) and not self.has_ended:
            if deadline is not None and monotonic() >= deadline:
                raise self._not_taken()
            yield from self._exchange(deadline)
            self.received.trim()
        self._check_sending()

    def transmit(self) -> None:
        """As much as the network takes; the engine keeps its answers, and bounds them, while it takes none."""
        try:
            while not self.has_ended and (self._unsent or self._has_more()):
                self._unsent = self._unsent[self.stream.send(self._unsent) :]
                if self._unsent:
                    return
        except ConnectionLost as error:
            self._lost, self.has_ended = str(error), True

    def _has_more(self) -> bool:
        self._unsent = memoryview(self.engine.data_to_send())
        return bool(self._unsent)

    # What else a script can do

    def decode(self, data: bytes) -> str:
        """The host's bytes as text; U+FFFD for what is none."""
        return data.decode(self.encoding, "replace")

    def open_typescript(self, name: str, switches: Sequence[str]) -> None:
        """From now on what arrives is appended to this file as well."""
        from telnet_client.session.typescript import Typescript

        self.check_open()
        self.close_typescript()
        self._typescript = Typescript(name, switches)

    def close_typescript(self) -> None:
        """No more."""
        typescript, self._typescript = self._typescript, None
        if typescript is not None:
            typescript.finish()

    def screen(self) -> Screen:
        """A terminal's screen with all on it that has arrived; of much the newest, where this is the first call."""
        self.check_open()
        self.take_in()
        if self._screen is None:
            from telnet_client.scripting.screen import Screen

            self._screen = Screen(*self._size, self.encoding)
            self._screen.show(self._latest.take_all())  # what it answers comes too late
        return self._screen

    def close(self) -> None:
        """Give the connection up. May be called twice."""
        self.is_closed = True
        self.stream.close()
        self.close_typescript()

    # What goes wrong

    def check_open(self) -> None:
        """Raises `SessionClosed`."""
        if self.is_closed:
            raise SessionClosed("The session is closed")

    def _check_sending(self) -> None:
        self.check_open()
        if self.has_ended:
            raise ConnectionLost(self._lost) if self._lost else HostClosed(_CLOSED, self._newest())

    def _ending(self, wanted: str) -> ConnectionLost | HostClosed:
        if self._lost:
            return ConnectionLost(self._lost)
        return HostClosed(f"{_CLOSED} before {wanted} came{self._last_words()}", self._newest())

    def _time_out(self, wanted: str) -> WaitTimedOut:
        return WaitTimedOut(f"Timed out before {wanted} came{self._last_words()}", self._newest())

    def _not_taken(self) -> WaitTimedOut:
        return WaitTimedOut("Timed out before the host took what was sent", self._newest())

    def _newest(self) -> bytes:
        return bytes(self.received.data[-_SHOWN_BYTES:])

    def _last_words(self) -> str:
        words = self.decode(self._newest()[-4 * _SHOWN_CHARACTERS :])[-_SHOWN_CHARACTERS:]
        return f'; what came last is "{printable(words)}"' if words else "; nothing came"
