"""TELNET (RFC 854) without a network: bytes in, events and bytes out.

Sits between the session, which owns the stream, and the parts that know one thing each: the decoder (where a command
ends), the negotiator (what an option is worth), the carriage returns, the send queue. What it decides itself: when the
protocol is on, which data the user gets, and in which order things are told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.errors import LocalProtocolError
from telnet_client.protocol.carriage_return import CarriageReturns
from telnet_client.protocol.codes import IAC, Command, Option
from telnet_client.protocol.decoder import DOUBLED_IAC, Decoder, Negotiation, Subnegotiation, Violation
from telnet_client.protocol.encoder import double_iac, encode_command, encode_synch, press_return
from telnet_client.protocol.events import (
    CommandReceived,
    CommandTraced,
    DataReceived,
    OptionRefused,
    ProtocolStarted,
    ProtocolWarning,
    SynchCompleted,
)
from telnet_client.protocol.facts import Facts
from telnet_client.protocol.negotiation import Side
from telnet_client.protocol.negotiator import OptionNegotiator
from telnet_client.protocol.options import OPTIONS
from telnet_client.protocol.options.com_port import ComPort
from telnet_client.protocol.options.linemode import Linemode
from telnet_client.protocol.send_queue import SendQueue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from telnet_client.protocol.com_port import ComPortLine
    from telnet_client.protocol.events import Event
    from telnet_client.protocol.linemode.client_side import LinemodeState
    from telnet_client.protocol.negotiation import OptionState
    from telnet_client.protocol.options.base import SupportedOption
    from telnet_client.terminal_line import TerminalLine

#: Commands for the user or the user's program; the others mean something to the protocol itself, or nothing.
PASSED_ON = frozenset(
    {
        Command.END_OF_FILE,
        Command.SUSPEND_PROCESS,
        Command.ABORT_PROCESS,
        Command.END_OF_RECORD,
        Command.BREAK,
        Command.INTERRUPT_PROCESS,
        Command.ABORT_OUTPUT,
        Command.ARE_YOU_THERE,
        Command.ERASE_CHARACTER,
        Command.ERASE_LINE,
    }
)
_LOWEST_COMMAND = min(Command)

#: Commands that RFC 1184 brought. A host without LINEMODE knows them not, and some break at them.
LINEMODE_COMMANDS = frozenset({Command.END_OF_FILE, Command.SUSPEND_PROCESS, Command.ABORT_PROCESS})

#: What is asked for at the start where the user wants the host's line: that, and every byte as it is.
_LINE_OPTIONS = (
    (Option.BINARY, Side.LOCAL),
    (Option.BINARY, Side.REMOTE),
    (Option.SUPPRESS_GO_AHEAD, Side.REMOTE),
    (Option.COM_PORT, Side.LOCAL),
)

_UNKNOWN_TERMINAL = Facts()


class TelnetEngine:
    """One connection that speaks TELNET, or begins to at the first IAC. Either end of it: a host has other options."""

    def __init__(
        self,
        *,
        active: bool,
        options: Iterable[SupportedOption] = OPTIONS,
        facts: Facts = _UNKNOWN_TERMINAL,
        ask_at_start: bool = False,
        withhold_echo: bool = False,
        prepare_line: Callable[[TerminalLine], None] | None = None,
    ) -> None:
        """With `active` the protocol is on from the start, else raw until the first IAC.

        `ask_at_start` makes `start` ask for SUPPRESS-GO-AHEAD and ECHO, as on port 23. `withhold_echo` never asks for
        ECHO unless told to by `request`: the user gave LINE.

        `prepare_line` makes `start` ask for COM-PORT-OPTION, and gets the line behind the host when it can be set.
        """
        # Return is one character on a line.
        self.return_key = b"\r\n" if prepare_line is None else b"\r\0"
        self._active = active
        self._ask_at_start = ask_at_start
        self._withhold_echo = withhold_echo
        self._asks_for_line = self._awaits_line = prepare_line is not None
        #: What is at the other end of the line echoes, unless the user says it does not. The host need not know.
        self._line_echoes = True
        self._events: list[Event] = []
        self._data: list[bytes] = []
        self._queue = SendQueue()
        self._options = OptionNegotiator(tuple(options), facts, self._queue, self._report, self._warn)
        com_port = self._options.handler(Option.COM_PORT)
        if isinstance(com_port, ComPort):
            com_port.prepare_line = prepare_line
        self._decoder = Decoder()
        self._decoder.quiet = self._options.quiet
        self._carriage_returns = CarriageReturns()
        self._data_is_binary = False
        self._discarding = False
        self._warned: set[str] = set()
        #: Which of ECHO and SUPPRESS-GO-AHEAD to ask for once a host pauses that was raw to begin with.
        self._unmentioned: set[int] = set()
        #: Options asked for while the protocol was off.
        self._deferred: dict[tuple[int, Side], bool] = {}
        self._receivers: dict[type, Callable[..., None]] = {
            bytes: self._data.append,
            int: self._command_received,
            Negotiation: self._negotiation_received,
            Subnegotiation: self._subnegotiation_received,
            Violation: self._violation_received,
        }

    # State

    @property
    def tracing(self) -> bool:
        """Events for each command and negotiation, both ways, for the DEBUG trace."""
        return self._options.tracing

    @tracing.setter
    def tracing(self, wanted: bool) -> None:
        self._options.tracing = wanted
        self._decoder.quiet = {DOUBLED_IAC: b"\xff"} if wanted else self._options.quiet

    @property
    def speaks_telnet(self) -> bool:
        """The TELNET protocol is on: IAC has a meaning, commands can be sent."""
        return self._active

    @property
    def remote_echo(self) -> bool:
        """The host echoes, or was asked to and has not answered. While the protocol is off, the user says it does."""
        if not self._active:
            return self._deferred.get((Option.ECHO, Side.REMOTE), False)
        return self._line_echoes if self._asks_for_line else self._options.is_wanted(Option.ECHO, Side.REMOTE)

    @property
    def go_ahead_suppressed(self) -> bool:
        """The host sends no GA, or it is a line's, which knows of none."""
        return self._asks_for_line or self._options.is_in_effect(Option.SUPPRESS_GO_AHEAD, Side.REMOTE)

    @property
    def receives_binary(self) -> bool:
        """The host sends binary. While the protocol is off, the user wants it to."""
        return self._is_binary(Side.REMOTE)

    @property
    def sends_binary(self) -> bool:
        """We send binary. While the protocol is off, the user wants us to."""
        return self._is_binary(Side.LOCAL)

    @property
    def terminal_line(self) -> ComPortLine | None:
        """The line at the host's end; None without COM-PORT-OPTION (RFC 2217)."""
        handler = self._options.handler(Option.COM_PORT)
        return handler.line if isinstance(handler, ComPort) else None

    @property
    def unanswered_of_line(self) -> tuple[str, ...]:
        """What the host was asked of its line and has not answered; the option's name: whether it has one."""
        line = self.terminal_line
        if line is not None:
            return line.unanswered
        return (ComPort.name,) if self._is_awaiting_line else ()

    @property
    def _is_awaiting_line(self) -> bool:
        """The user wants the host's line, and it may still come. Until then what is typed is held."""
        return self._awaits_line and not self.terminal_line and self._options.is_wanted(Option.COM_PORT, Side.LOCAL)

    def stop_waiting_for_line(self) -> None:
        """The host does not answer."""
        self._awaits_line = False
        if self.terminal_line is None:
            self._queue.hold(False)
        else:
            self.terminal_line.stop_waiting()

    @property
    def held_size(self) -> int:
        """Bytes of the user's that wait because the host takes none for its line now."""
        return self._queue.held_size

    @property
    def linemode(self) -> LinemodeState | None:
        """LINEMODE's mode and characters in force; None without LINEMODE."""
        handler = self._options.handler(Option.LINEMODE)
        return handler.state if isinstance(handler, Linemode) else None

    def _is_binary(self, side: Side) -> bool:
        if not self._active:
            return self._deferred.get((Option.BINARY, side), False)
        # A line has every byte as it is, and what is typed goes out once the host has agreed to that too.
        return self._is_awaiting_line or self._options.is_in_effect(Option.BINARY, side)

    @property
    def asks_after_pause(self) -> bool:
        """`host_paused` should be called when the host has been silent for half a second."""
        return self._active and bool(self._unmentioned or self._deferred or self._options.asks_after_pause)

    def options_in_effect(self) -> list[tuple[str, Side]]:
        """Names of the options now on and their side, for STATUS."""
        return self._options.names_in_effect()

    def option_states(self) -> Mapping[tuple[int, Side], OptionState]:
        """Where each option stands that was spoken of."""
        return self._options.states()

    # From the network

    def receive_data(self, data: bytes) -> list[Event]:
        """Take in what the network brought; never raises for what a peer sent."""
        if not self._active:
            data = self._receive_raw(data)
        if data:
            for item in self._decoder.decode(data):
                self._receivers[type(item)](item)
            self._deliver_data()
        return self.take_events()

    def take_events(self) -> list[Event]:
        """What the other calls gave rise to since the last `receive_data` or `take_events`."""
        events, self._events = self._events, []
        return events

    def urgent_received(self) -> None:
        """TCP announced urgent data: discard data up to the Data Mark (RFC 854). Nothing while the protocol is off."""
        self._discarding = self._active

    def _receive_raw(self, data: bytes) -> bytes:
        """Pass on what comes before the first IAC; with that the protocol starts, and the rest is returned."""
        raw, mark, rest = data.partition(bytes((IAC,)))
        self._data.append(raw)
        if not mark:
            self._deliver_data()
            return b""
        self._report(ProtocolStarted())
        self._active = True
        self._unmentioned = (
            {Option.SUPPRESS_GO_AHEAD} if self._withhold_echo else {Option.ECHO, Option.SUPPRESS_GO_AHEAD}
        )
        return mark + rest

    def _deliver_data(self) -> None:
        """Turn the data so far into an event, by the rules that held while it came."""
        data = b"".join(self._data)
        self._data.clear()
        if not data:
            return
        if self._discarding or self._data_is_binary or not self._active:
            self._carriage_returns.forget()
        else:
            data = self._carriage_returns.undo(data)
        if data and not self._discarding:
            self._events.append(DataReceived(data))

    def _report(self, event: Event) -> None:
        """Data that came before goes before; what the event changes holds for the data that follows."""
        self._deliver_data()
        if isinstance(event, OptionRefused) and event.option == Option.COM_PORT:
            self._queue.hold(False)
        self._events.append(event)
        self._data_is_binary = self._options.is_in_effect(Option.BINARY, Side.REMOTE)

    def _warn(self, text: str) -> None:
        """Each fault of the peer's is told once a connection."""
        if text not in self._warned:
            self._warned.add(text)
            self._report(ProtocolWarning(text))

    def _negotiation_received(self, item: Negotiation) -> None:
        if item.verb in (Command.WILL, Command.WONT):
            self._unmentioned.discard(item.option)
        self._options.hear(item.verb, item.option)

    def _subnegotiation_received(self, item: Subnegotiation) -> None:
        self._options.hear_subnegotiation(item.option, item.payload)

    def _violation_received(self, item: Violation) -> None:
        self._warn(item.text)

    def _command_received(self, code: int) -> None:
        if self.tracing:
            self._report(CommandTraced(False, (code,)))
        if code in PASSED_ON:
            self._report(CommandReceived(code))
        elif code == Command.DATA_MARK and self._discarding:
            self._report(SynchCompleted())
            self._discarding = False
        elif code < _LOWEST_COMMAND:
            self._warn("an unknown command")
            self._options.quiet[encode_command(code)] = b""

    # To the network

    def start(self) -> None:
        """The connection is open: queue what is to be said unasked."""
        if self._ask_at_start:
            self.request(Option.SUPPRESS_GO_AHEAD, Side.REMOTE, True)
            if not self._withhold_echo:
                self.request(Option.ECHO, Side.REMOTE, True)
        if self._asks_for_line:
            for option, side in _LINE_OPTIONS:
                self.request(option, side, True)
            # What is typed must not go out over a line that is not set yet.
            self._queue.hold(True)

    def host_paused(self) -> None:
        """The host is silent: now ask for what it has not offered itself."""
        if not self._active:
            return
        for option in sorted(self._unmentioned):
            self.request(option, Side.REMOTE, True)
        for (option, side), wanted in self._deferred.items():
            self.force(option, side, wanted)
        self._options.host_paused()
        self._unmentioned.clear()
        self._deferred.clear()

    def data_to_send(self) -> bytes:
        """What has been queued for the network; the queue is empty afterwards."""
        return self._queue.take()

    def send_data(self, data: bytes) -> None:
        """Queue what the user typed: CR is the Return key, IAC is doubled where the protocol is on."""
        if b"\r" in data:
            data = press_return(data, self.return_sends)
        self._queue.put_data(double_iac(data) if self._active else data)

    def send_literally(self, text: bytes) -> None:
        """Queue text that is no keys: a CR in it is a carriage return, CR NUL with the protocol on and not BINARY."""
        if self._active and not self.sends_binary:
            text = press_return(text, b"\r\0")
        self.send_unchanged(text)

    def send_unchanged(self, data: bytes) -> None:
        """Queue keys that have become what they are to send: nothing is done to a CR, IAC is doubled."""
        self._queue.put_data(double_iac(data) if self._active else data)

    @property
    def return_sends(self) -> bytes:
        """What the Return key sends now: in BINARY a CR, but for LINEMODE's EDIT.

        A host takes CR LF for a line's end outside BINARY only, and a line that was edited ends in its newline.
        """
        if not self.sends_binary:
            return self.return_key
        linemode = self.linemode
        return b"\n" if linemode is not None and linemode.mode.edit else b"\r"

    def send_command(self, command: Command) -> None:
        """Queue IAC and one command.

        Raises `LocalProtocolError` where the protocol is off, and for EOF, SUSP and ABORT where LINEMODE is.
        """
        self._need_protocol_for(command)
        self._queue.put(encode_command(command))
        if self.tracing:
            self._report(CommandTraced(True, (command,)))

    def synch(self, command: Command) -> bytes:
        """IAC command IAC DM; to be sent with its last byte, the Data Mark, as TCP urgent data.

        Raises `LocalProtocolError` where the protocol is off, and for EOF, SUSP and ABORT where LINEMODE is.
        """
        self._need_protocol_for(command)
        if self.tracing:
            self._report(CommandTraced(True, (command, Command.DATA_MARK)))
        return encode_synch(command)

    def _need_protocol_for(self, command: Command) -> None:
        if not self._active:
            raise LocalProtocolError("The TELNET protocol is off")
        if command in LINEMODE_COMMANDS and self.linemode is None:
            raise LocalProtocolError("EOF, SUSP and ABORT are for LINEMODE, which is off")

    def change_special_character(self, function: int, character: int | None) -> None:
        """Give a function of LINEMODE another character, or none, and tell the host.

        Raises `LocalProtocolError` where LINEMODE is off, for what is no function or no character, and where the host
        said that it cannot change the character of that function.
        """
        self._linemode_handler().change_special_character(function, character)

    def request_special_characters(self, *, defaults: bool) -> None:
        """Ask the host for all its special characters; with `defaults`, to go back to its own first.

        Raises `LocalProtocolError` where LINEMODE is off.
        """
        self._linemode_handler().request_special_characters(defaults=defaults)

    def _linemode_handler(self) -> Linemode:
        handler = self._options.handler(Option.LINEMODE)
        if not isinstance(handler, Linemode):
            raise LocalProtocolError("LINEMODE is off")
        return handler

    def request(self, option: int, side: Side, wanted: bool) -> None:
        """Ask for an option, or for its end. While the protocol is off, it is remembered until the host pauses."""
        if (option, side) == (Option.ECHO, Side.REMOTE):
            self._line_echoes = wanted
        if self._active:
            self._options.request(option, side, wanted)
        else:
            self._deferred[option, side] = wanted

    def force(self, option: int, side: Side, wanted: bool) -> None:
        """The same even where it is so already: the host may be confused (TRANSPARENT)."""
        if self._active:
            self._options.force(option, side, wanted)
        else:
            self._deferred[option, side] = wanted

    def send_subnegotiation(self, option: int, payload: bytes) -> None:
        """Queue IAC SB option payload IAC SE. Raises `LocalProtocolError` where the option is not agreed on."""
        self._options.send_subnegotiation(option, payload)

    def renew_answers(self) -> None:
        """Some seconds went by: what was answered already may be answered once more."""
        self._options.renew_answers()

    def change_facts(self, facts: Facts) -> None:
        """The terminal changed: tell the host what the options in effect demand (NAWS)."""
        self._options.change_facts(facts)
