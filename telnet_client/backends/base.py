"""What every network is to the rest of the program: a way to name a host and a stream of bytes.

Outside its own file and the registry no network is named. Interfaces only; imported for types.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from telnet_client.comnd.grammar import Step
    from telnet_client.comnd.table import KeywordEntry
    from telnet_client.protocol.engine import Engine
    from telnet_client.settings import Settings
    from telnet_client.terminal_line import TerminalLine


class Capability(Enum):
    """What a connection may be able to do; a command names what it needs."""

    TELNET_COMMANDS = "TELNET commands"
    OPTIONS = "option negotiation"
    BREAK = "break"
    #: It is a terminal line whose speed and signals can be set: a serial port, or one behind a terminal server.
    TERMINAL_LINE = "a terminal line"


class ByteStream(Protocol):
    """An open connection, non-blocking. Every method but `fileno` and `close` may raise `ConnectionLost`.

    A connection that breaks while something is sent may say so in `receive` alone, behind what had arrived before.
    """

    @property
    def terminal_line(self) -> TerminalLine | None:
        """The line of this machine that the stream runs over, to be set and looked at; None where it is a network."""

    def fileno(self) -> int:
        """For select; readable when `receive` has something to say, exceptional when urgent data is due."""

    def receive(self) -> bytes | None:
        """What arrived, at most 256 KiB; b"" when the host has closed its half; None when there is nothing yet.

        A line has no halves: it is there, or `ConnectionLost`.
        """

    def send(self, data: bytes | memoryview) -> int:
        """How many bytes were taken, perhaps 0. The last byte is never cut from an IAC sequence by us."""

    def send_urgent(self, data: bytes) -> bool:
        """Send all of `data`, its last byte as urgent data; False when there is no room yet and nothing was sent.

        Raises `LocalProtocolError` where there is no such thing: only the TELNET protocol has urgent data.
        """

    def finish_sending(self) -> None:
        """Close our half, where there are halves; what the host still sends arrives."""

    def close(self) -> None:
        """Give the connection up. May be called twice; never raises."""


class Backend(Protocol):
    """One network."""

    #: The keyword behind CONNECT (TO), in capitals, and its guide word.
    name: str
    guide_words: str
    #: One line for `?` on a second press and for the manual.
    description: str

    def grammar(self, known_hosts: Callable[[], Iterable[str]] | None = None) -> Step:
        """The fields behind the keyword: host, contact. `known_hosts()` are those that `?` lists and ESC completes."""

    #: A host ends a connection in order when it is done with it. What is at a terminal line never is.
    is_ended_in_order: bool

    @property
    def switches(self) -> Sequence[KeywordEntry]:
        """What may stand behind these fields, besides what every network has; their values are their names."""

    def value_of_switch(self, switch: str) -> Step | None:
        """The field behind a switch's colon; None for those without."""

    def reopening(self, arguments: Mapping[str, object], settings: Settings) -> Mapping[str, object]:
        """What to open for the same host or device when the connection that has just been opened breaks."""

    def open(
        self, arguments: Mapping[str, object], settings: Settings, trying: Callable[[], None]
    ) -> tuple[ByteStream, Engine, str]:
        """Connect to what the grammar parsed; `trying` is called once the name is found and the attempt begins.

        Blocks until the connection is there; CTRL/C (KeyboardInterrupt) gives up. Returns the stream, its engine,
        and the words of STATUS: `host NAME, port 23`. Raises `CommandError` for a name that is none and
        `ConnectFailed` with the reason that ends the ` Trying... ` line.
        """
