"""A conversation with a host for programs that wait for it: a call returns when it is done or raises a `TelnetError`.

Sits between a script and the `Dialogue`, for whose steps it waits with poll.
"""

from __future__ import annotations

import math
import select
from typing import TYPE_CHECKING, AnyStr, overload

from telnet_client.scripting.base import BaseSession
from telnet_client.scripting.dialogue import KEPT
from telnet_client.scripting.opening import INTERNET, Presence, check_options, open_place

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from telnet_client.protocol.codes import Command
    from telnet_client.scripting.dialogue import Result, Steps, Timeout, Want
    from telnet_client.scripting.found import Found
    from telnet_client.scripting.patterns import Patterns
    from telnet_client.terminal_line import LineSettings, Signal


def connect(
    place: str,
    port: int | None = None,
    *,
    network: str = INTERNET,
    timeout: float | None = 30.0,
    telnet: bool | None = None,
    family: int = 0,
    encoding: str = "utf-8",
    terminal: str | Sequence[str] = "dumb",
    size: tuple[int, int] = (80, 24),
    environment: Mapping[str, str] | None = None,
    typescript: str | None = None,
    keep: int = KEPT,
) -> Session:
    """Connect to a host, named in any of the ways that CONNECT (TO) takes: `lab`, `10.3.0.11`, `lab:2323`.

    `network` is another that CONNECT knows, with `place` as it would be typed behind the network's name; a URL whose
    scheme is the network's name does the same.

    `timeout`, in seconds, is for connecting, and for each call that has none of its own; None to wait for ever.
    `telnet` says whether the protocol is spoken from the start; None for: on port 23, elsewhere once the host begins.
    `family` is 4 or 6 for that kind of address only. These three are the Internet's; of other networks `timeout` is
    only for the calls. `encoding` is the host's character set. `terminal`, one name or several, `size` in characters
    and lines, and `environment` are what the host is told if it asks. `typescript` names a file that all that arrives
    is appended to. `keep` is how many unread bytes are kept while something else is waited for; of more the newest are.

    Raises `NoSuchHost`, `ConnectFailed`, `CommandError` for what is no place or no file, LookupError for no encoding,
    ValueError for a `keep` of nothing.
    """
    check_options(encoding, keep)
    presence = Presence(terminal, size, environment, encoding)
    opened = open_place(place, port, network, timeout=timeout, telnet=telnet, family=family, presence=presence)
    session = Session(*opened, encoding=encoding, timeout=timeout, size=size, keep=keep)
    session.begin_typescript(typescript)
    return session


class Session(BaseSession):
    """One connection. A context that closes it at its end.

    Every call that may wait takes a `timeout` in seconds: None to wait for ever, nothing for the session's own. It
    raises `WaitTimedOut` after that time, `HostClosed` when the host has closed first, `ConnectionLost` when the
    connection broke, and `SessionClosed` after `close`. What has arrived stays for the next call.
    """

    def read_until(self, text: AnyStr, timeout: Timeout = ...) -> AnyStr:
        """Everything up to and including `text`; text for text, bytes for bytes. Raises ValueError for an empty one."""
        return self._run(self._dialogue.read_until(text, timeout))

    @overload
    def expect(
        self, patterns: str | re.Pattern[str] | Sequence[str | re.Pattern[str]], timeout: Timeout = ...
    ) -> Found[str]: ...

    @overload
    def expect(
        self, patterns: bytes | re.Pattern[bytes] | Sequence[bytes | re.Pattern[bytes]], timeout: Timeout = ...
    ) -> Found[bytes]: ...

    def expect(self, patterns: Patterns, timeout: Timeout = ...) -> Found[str] | Found[bytes]:
        """Wait for one of several patterns: texts, found as they stand, and compiled regular expressions.

        The one that is complete first is found; of those that are complete with the same byte the first in the list.
        An expression for text has to be ASCII, and what stands for a character in it stands for a byte.
        """
        return self._run(self._dialogue.expect(patterns, timeout))

    def read_some(self, timeout: Timeout = ...) -> bytes:
        """What has arrived, at least one byte."""
        return self._run(self._dialogue.read_some(timeout))

    def read_all(self, timeout: Timeout = ...) -> bytes:
        """Everything until the host closes; of more than `keep` bytes the newest."""
        return self._run(self._dialogue.read_all(timeout))

    def send(self, data: str | bytes, timeout: Timeout = ...) -> None:
        """Text, each newline of it as the Return key; or bytes as they are. Returns once the network has all of it."""
        self._run(self._dialogue.send(data, timeout))

    def send_line(self, text: str = "", timeout: Timeout = ...) -> None:
        """Text and the Return key."""
        self._run(self._dialogue.send(f"{text}\n", timeout))

    def send_command(self, command: Command, *, synch: bool = False, timeout: Timeout = ...) -> None:
        """A TELNET command, `Command.INTERRUPT_PROCESS` for one; with `synch` the Synch signal behind it (RFC 854).

        Raises `LocalProtocolError` where TELNET is not spoken.
        """
        self._run(self._dialogue.send_command(command, synch, timeout))

    def send_break(self, seconds: float = 0.25, timeout: Timeout = ...) -> None:
        """The connection's own kind of break: of so many seconds on a terminal line, else BRK with Synch."""
        self._run(self._dialogue.send_break(seconds, timeout))

    def change_line(self, wanted: LineSettings, timeout: Timeout = ...) -> None:
        """Set the terminal line as far as `wanted` says; one behind a host answers later, in `terminal_line`.

        Raises `CommandError` for what the line refuses at once, and where there is none.
        """
        self._run(self._dialogue.change_line(wanted, timeout))

    def set_signal(self, signal: Signal, on: bool, timeout: Timeout = ...) -> None:
        """Raise or drop DTR or RTS of the terminal line. Raises `CommandError` where that cannot be done."""
        self._run(self._dialogue.set_signal(signal, on, timeout))

    def interact(self, escape: str | None = "\x1d") -> None:
        """Join the user's terminal to the host until `escape`, CTRL/], is typed or the connection ends.

        None for no escape character.
        """
        from telnet_client.scripting.interaction import interact

        interact(self._dialogue, escape)

    def close(self) -> None:
        """End the connection, unread or not. May be called twice."""
        self._dialogue.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, steps: Steps[Result]) -> Result:
        """Take the steps, waiting where they wait."""
        try:
            while True:
                _wait(self.fileno(), next(steps))
        except StopIteration as end:
            result: Result = end.value
            return result


def _wait(fd: int, want: Want) -> None:
    waiting = select.poll()
    events = (select.POLLIN if want.readable else 0) | (select.POLLOUT if want.writable else 0)
    if events:
        waiting.register(fd, events)
    # Rounded up: to be early by less than a millisecond would mean to wait in a circle.
    waiting.poll(None if want.seconds is None else math.ceil(want.seconds * 1000))
