"""No protocol at all: a terminal line, where every byte is what it is.

Stands where TELNET stands on a network, between the session and a stream of eight-bit bytes. The line's other end
echoes; nothing can be negotiated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.errors import LocalProtocolError
from telnet_client.protocol.codes import Option
from telnet_client.protocol.encoder import press_return
from telnet_client.protocol.events import DataReceived

if TYPE_CHECKING:
    from telnet_client.protocol.codes import Command
    from telnet_client.protocol.events import Event
    from telnet_client.protocol.facts import Facts
    from telnet_client.protocol.negotiation import OptionState, Side


class RawEngine:
    """A line without commands and options."""

    speaks_telnet = False
    go_ahead_suppressed = True
    receives_binary = True
    sends_binary = True
    asks_after_pause = False
    linemode = None
    terminal_line = None
    unanswered_of_line = ()
    held_size = 0

    def __init__(self, remote_echo: bool = True) -> None:
        """With `remote_echo` the line's other end echoes."""
        #: The user alone knows.
        self.remote_echo = remote_echo
        #: Nothing is ever there to trace.
        self.tracing = False
        #: What the Return key, CR in `send_data`, becomes.
        self.return_key = b"\r"
        self._unsent: list[bytes] = []

    def start(self) -> None:
        """Nothing is said unasked."""

    def receive_data(self, data: bytes) -> list[Event]:
        """All of it is data."""
        return [DataReceived(data)] if data else []

    def take_events(self) -> list[Event]:
        """None."""
        return []

    def data_to_send(self) -> bytes:
        """What has been queued for the line; the queue is empty afterwards."""
        data = b"".join(self._unsent)
        self._unsent.clear()
        return data

    def send_data(self, data: bytes) -> None:
        """Queue what the user typed: CR is the Return key."""
        self._unsent.append(press_return(data, self.return_key))

    def send_literally(self, text: bytes) -> None:
        """Queue text that is no keys."""
        self._unsent.append(text)

    @property
    def return_sends(self) -> bytes:
        """What the Return key sends now."""
        return self.return_key

    def send_unchanged(self, data: bytes) -> None:
        """Queue bytes that are what they are."""
        self._unsent.append(data)

    def send_command(self, command: Command) -> None:
        """Raises `LocalProtocolError`."""
        raise LocalProtocolError("There are no commands on this line")

    def synch(self, command: Command) -> bytes:
        """Raises `LocalProtocolError`."""
        raise LocalProtocolError("There are no commands on this line")

    def change_special_character(self, function: int, character: int | None) -> None:
        """Raises `LocalProtocolError`."""
        raise LocalProtocolError("There is no LINEMODE on this line")

    def request_special_characters(self, *, defaults: bool) -> None:
        """Raises `LocalProtocolError`."""
        raise LocalProtocolError("There is no LINEMODE on this line")

    def request(self, option: int, side: Side, wanted: bool) -> None:
        """ECHO is as the user says, BINARY so in any case. Raises `LocalProtocolError` for anything else."""
        if option == Option.ECHO:
            self.remote_echo = wanted
        elif option != Option.BINARY:
            raise LocalProtocolError("There are no options on this line")

    def force(self, option: int, side: Side, wanted: bool) -> None:
        """As `request`."""
        self.request(option, side, wanted)

    def urgent_received(self) -> None:
        """There is no urgent data on a line."""

    def stop_waiting_for_line(self) -> None:
        """There is no host."""

    def host_paused(self) -> None:
        """There is nothing to ask for."""

    def renew_answers(self) -> None:
        """There are no answers."""

    def change_facts(self, facts: Facts) -> None:
        """Nobody can be told."""

    def options_in_effect(self) -> list[tuple[str, Side]]:
        """None."""
        return []

    def option_states(self) -> dict[tuple[int, Side], OptionState]:
        """None."""
        return {}
