"""The interface of a virtual-terminal protocol: what a session needs of TELNET, of a raw line, of whatever comes.

Imported for its types only (`if TYPE_CHECKING`), so that it costs nothing at start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.protocol.codes import Command
    from telnet_client.protocol.events import Event
    from telnet_client.protocol.facts import Facts
    from telnet_client.protocol.linemode.client_side import LinemodeState
    from telnet_client.protocol.negotiation import OptionState, Side
    from telnet_client.terminal_line import TerminalLine


class Engine(Protocol):
    """Bytes of the network in, events out; the user's bytes in, bytes for the network out."""

    #: Events for each command and negotiation, both ways, for the DEBUG trace.
    tracing: bool
    #: What the Return key, CR in `send_data`, becomes outside BINARY.
    return_key: bytes

    @property
    def speaks_telnet(self) -> bool:
        """The TELNET protocol is on: IAC has a meaning, commands can be sent."""

    @property
    def remote_echo(self) -> bool:
        """The host echoes, or was asked to and has not answered."""

    @property
    def go_ahead_suppressed(self) -> bool:
        """The host sends no GA."""

    @property
    def receives_binary(self) -> bool:
        """The host sends binary."""

    @property
    def sends_binary(self) -> bool:
        """We send binary."""

    @property
    def linemode(self) -> LinemodeState | None:
        """LINEMODE's mode and characters in force; None without LINEMODE."""

    @property
    def terminal_line(self) -> TerminalLine | None:
        """The line at the host's end, where it lets us set it (RFC 2217); None without COM-PORT-OPTION.

        What is asked of it is queued for the network; whoever asks sees to it that it goes out.
        """

    @property
    def unanswered_of_line(self) -> tuple[str, ...]:
        """What the host was asked of its line and has not answered; the option's name: whether it has one."""

    def stop_waiting_for_line(self) -> None:
        """The host does not answer."""

    @property
    def held_size(self) -> int:
        """Bytes of the user's that wait because the host takes none for its line now (RFC 2217)."""

    @property
    def asks_after_pause(self) -> bool:
        """`host_paused` should be called when the host has been silent for half a second."""

    def start(self) -> None:
        """The connection is open: queue what is to be said unasked."""

    def receive_data(self, data: bytes) -> list[Event]:
        """Take in what the network brought; never raises for what a peer sent."""

    def take_events(self) -> list[Event]:
        """What the other calls gave rise to since the last `receive_data` or `take_events`."""

    def data_to_send(self) -> bytes:
        """What has been queued for the network; the queue is empty afterwards."""

    def send_data(self, data: bytes) -> None:
        """Queue what the user typed: CR is the Return key, IAC is doubled where the protocol is on.

        In BINARY a CR is a CR, but for LINEMODE's EDIT, where it is the end of a line, LF.
        """

    def send_literally(self, text: bytes) -> None:
        """Queue text that is no keys: a CR in it is a carriage return, CR NUL with the protocol on and not BINARY."""

    @property
    def return_sends(self) -> bytes:
        """What the Return key sends now, where it is not always `return_key`."""

    def send_unchanged(self, data: bytes) -> None:
        """Queue keys that have become what they are to send: nothing is done to a CR."""

    def send_command(self, command: Command) -> None:
        """Queue IAC and one command.

        Raises `LocalProtocolError` where the protocol is off, and for EOF, SUSP and ABORT where LINEMODE is.
        """

    def synch(self, command: Command) -> bytes:
        """IAC command IAC DM; to be sent with its last byte, the Data Mark, as TCP urgent data."""

    def change_special_character(self, function: int, character: int | None) -> None:
        """Give a function of LINEMODE another character, or none, and tell the host.

        Raises `LocalProtocolError` where LINEMODE is off, for what is no function or no character, and where the host
        said that it cannot change the character of that function.
        """

    def request_special_characters(self, *, defaults: bool) -> None:
        """Ask the host for all its special characters; with `defaults`, to go back to its own first.

        Raises `LocalProtocolError` where LINEMODE is off.
        """

    def request(self, option: int, side: Side, wanted: bool) -> None:
        """Ask for an option, or for its end, if it is not so or asked for already."""

    def force(self, option: int, side: Side, wanted: bool) -> None:
        """The same even where it is so already: the host may be confused (TRANSPARENT)."""

    def urgent_received(self) -> None:
        """TCP announced urgent data: discard data up to the Data Mark (RFC 854)."""

    def host_paused(self) -> None:
        """The host is silent: now ask for what it has not offered itself."""

    def renew_answers(self) -> None:
        """Some seconds went by: what was answered already may be answered once more."""

    def change_facts(self, facts: Facts) -> None:
        """The terminal changed: tell the host what the options in effect demand (NAWS)."""

    def options_in_effect(self) -> list[tuple[str, Side]]:
        """Names of the options now on and their side, for STATUS."""

    def option_states(self) -> Mapping[tuple[int, Side], OptionState]:
        """Where each option stands that was spoken of."""
