"""One live connection: the stream, its engine, the keyboard and the screen, and what becomes of the events.

Sits between the network below and the conversation above, which waits for both ends. Everything queued for the host
keeps its order; nothing is read from the host while the terminal is behind, so memory is bounded on both ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.errors import CommandError
from telnet_client.protocol import events
from telnet_client.protocol.codes import Command, Option
from telnet_client.protocol.encoder import encode_command
from telnet_client.protocol.facts import Facts
from telnet_client.protocol.negotiation import Side
from telnet_client.session.line_discipline import LineDiscipline
from telnet_client.session.protocol_trace import URGENT_LINE, trace_line
from telnet_client.session.screen import Screen
from telnet_client.session.transmission import Transmission

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from telnet_client.backends.base import ByteStream
    from telnet_client.protocol.engine import Engine
    from telnet_client.protocol.linemode.slc import Function
    from telnet_client.session.character_map import OutputMap
    from telnet_client.session.line_actions import Action
    from telnet_client.session.protocol_trace import Traced
    from telnet_client.settings import Settings
    from telnet_client.terminal.interface import Terminal
    from telnet_client.terminal_line import LineSettings, Signal, TerminalLine

#: What the Return key can send (RETURN).
_RETURN_KEYS = {"CRLF": b"\r\n", "CRNUL": b"\r\0", "CR": b"\r", "LF": b"\n"}


class Session:
    """A connection from its opening to its end."""

    def __init__(self, stream: ByteStream, engine: Engine, peer: str, terminal: Terminal) -> None:
        """`peer` is how STATUS names the other end: `host NAME, port 23`."""
        self.stream = stream
        self.engine = engine
        self.peer = peer
        #: Output is not shown until the host answers DO TIMING-MARK: a signal flushes it (RFC 1184, section 5.8).
        self.flushes_output = False
        #: What is done with keys, and the line they make.
        self.keyboard = LineDiscipline(engine)
        self.screen = Screen(terminal, engine, self.keyboard)
        self.transmission = Transmission(stream, engine)
        self._terminal = terminal
        self._output_map: OutputMap | None = None
        self._wanted_output_map: tuple[str, ...] = ()
        self._facts = Facts()
        self._refused_linemode = False
        self._warned = False
        self._synching = False
        self._text_ended_in_return = False
        self._handlers: dict[type, Callable[..., None]] = {
            events.DataReceived: self._data_received,
            events.SynchCompleted: self._synch_completed,
            events.ProtocolStarted: self._protocol_changed,
            events.OptionEnabled: self._option_changed,
            events.OptionDisabled: self._option_changed,
            events.OptionRefused: self._option_changed,
            events.LinemodeChanged: self._linemode_changed,
            events.SlcChanged: self._ignored,
            events.CommandReceived: self._ignored,
            events.SubnegotiationReceived: self._ignored,
            events.CharsetAgreed: self._charset_agreed,
            events.FlowControlChanged: self._flow_control_changed,
            events.LineChangeRefused: self._line_change_refused,
            events.ProtocolWarning: self._protocol_warning,
            events.NegotiationTraced: self._traced,
            events.CommandTraced: self._traced,
            events.SubnegotiationTraced: self._traced,
        }

    def start(self) -> None:
        """The connection is open and the terminal is in talk mode: begin the negotiation."""
        self.engine.start()
        self._attend_to_engine()

    @property
    def terminal_line(self) -> TerminalLine | None:
        """The line that can be set: the one that the connection is, else the one behind the host; None without."""
        return self.stream.terminal_line or self.engine.terminal_line

    def stop_waiting_for_line(self) -> None:
        """The host does not answer what it was asked of its line."""
        names = ", ".join(self.engine.unanswered_of_line)
        self.engine.stop_waiting_for_line()
        self.screen.say(f"%Host does not answer about its line ({names})")

    def _line_change_refused(self, event: events.LineChangeRefused) -> None:
        in_force = f"; it is {event.in_force}" if event.in_force else ""
        self.screen.say(f"?Host does not set {event.name} to {event.wanted}{in_force}")

    def change_line(self, wanted: LineSettings) -> None:
        """Set the terminal line. Raises `CommandError` for what it refuses, and where there is none."""
        self._have_line().change_settings(wanted)
        self._attend_to_engine()

    def set_line_signal(self, signal: Signal, on: bool) -> None:
        """Raise or drop one of its wires, begin or end a break. Raises `CommandError`."""
        self._have_line().set_signal(signal, on)
        self._attend_to_engine()

    def set_line_exclusive(self, wanted: bool) -> None:
        """Let nobody else have it, or let others. Raises `CommandError`."""
        self._have_line().set_exclusive(wanted)
        self._attend_to_engine()

    def purge_line(self, *, received: bool, sent: bool) -> None:
        """Forget what it holds and what waits for it. Raises `CommandError` where there is none."""
        if sent and not self.engine.speaks_telnet:  # else half a command of the protocol might be all that is left
            self.transmission.drop()
        self._have_line().discard(received=received, sent=sent)
        self._attend_to_engine()

    def _have_line(self) -> TerminalLine:
        line = self.terminal_line
        if line is None:
            raise CommandError("No terminal line")
        return line

    # From the host

    def receive(self) -> bool:
        """Take in what the network brought and show it; False when the host has closed. Raises `ConnectionLost`."""
        data = self.stream.receive()
        if data is None:
            return True
        happened = self.engine.receive_data(data)
        try:
            self._answer_host()  # which may be waiting for it: what else comes of this takes its time
        finally:
            for event in happened:
                self._handlers[type(event)](event)
        self._answer_host()
        if not data:
            self.screen.show_rest()
        return data != b""

    @property
    def heeds_urgent(self) -> bool:
        """Urgent data would begin a Synch: the protocol is on, and no Synch is under way."""
        return self.engine.speaks_telnet and not self._synching

    def urgent_received(self) -> None:
        """TCP announced urgent data: a Synch. What has not been shown yet is not shown any more (RFC 854)."""
        if not self.heeds_urgent:
            return
        self._synching = True
        self.engine.urgent_received()
        self._terminal.discard_output()
        self.screen.discard_held()
        if self.engine.tracing:
            self.screen.say(URGENT_LINE)

    def _synch_completed(self, _event: events.SynchCompleted) -> None:
        self._synching = False

    def host_paused(self) -> None:
        """The host has been silent for a while: ask for what it did not offer."""
        self.engine.host_paused()
        self._attend_to_engine()

    def _attend_to_engine(self) -> None:
        for event in self.engine.take_events():
            self._handlers[type(event)](event)
        self._settle_keyboard()
        self.transmission.put_queued()

    def _answer_host(self) -> None:
        """Unless it does not listen: then the engine keeps its answers, and bounds them."""
        if not self.transmission.is_waiting:
            self.transmission.put_queued()

    def _data_received(self, event: events.DataReceived) -> None:
        if not self.flushes_output:
            self.screen.receive(event.data)

    def _protocol_changed(self, _event: events.ProtocolStarted) -> None:
        self._terminal.enter_talk(self.wants_output_processing)
        self._settle_keyboard()

    def _option_changed(self, event: events.OptionEnabled | events.OptionDisabled | events.OptionRefused) -> None:
        if event.option == Option.TIMING_MARK and event.side is Side.REMOTE:
            self.flushes_output = False
        if event.option == Option.COM_PORT and isinstance(event, events.OptionRefused):
            self.screen.say("?Host does not let its line be set (RFC 2217)")
        self._settle_keyboard()

    def _linemode_changed(self, event: events.LinemodeChanged) -> None:
        if event.mask is not None and self.keyboard.line is False:
            self._refuse_linemode()
        self._settle_keyboard()

    @property
    def wants_output_processing(self) -> bool:
        """A host without the TELNET protocol may end its lines with LF alone; an NVT sends CR LF (RFC 854)."""
        return not self.engine.speaks_telnet and not self.engine.receives_binary

    def _protocol_warning(self, event: events.ProtocolWarning) -> None:
        if self.engine.tracing:
            self.screen.say(f"*R*?{event.text}*")
        if "subnegotiation" in event.text and not self._warned:
            self._warned = True
            self.screen.say(_SUBNEGOTIATION_NOTICE.format(event.text))

    def _traced(self, event: Traced) -> None:
        self.screen.say(trace_line(event))

    def _ignored(self, event: object) -> None:
        """The engine's own state says it all, or nothing follows from it."""

    def _charset_agreed(self, event: events.CharsetAgreed) -> None:
        self.screen.change_character_set(event.name)

    def _flow_control_changed(self, event: events.FlowControlChanged) -> None:
        self.screen.change_flow_control(event.enabled, event.restart_any)

    # To the host

    def take_keys(self, keys: bytes) -> None:
        """What the user typed in talk mode, where CTRL/S and CTRL/Q may be PAGE's. Raises `ConnectionLost`."""
        if keys := self.screen.take_keys(keys):
            self.type(keys)

    def type(self, keys: bytes) -> None:
        """What is to be typed to the host. Raises `ConnectionLost`."""
        if not self.transmission.has_room:
            self._terminal.bell()
        elif self.keyboard.passes_keys:
            self.send_keys(keys)
        else:
            self._carry_out(self.keyboard.type(keys))
        self.transmission.put_queued()

    def press(self, keys: bytes) -> None:
        """Send `keys` at once, whatever they would do if they were typed."""
        self._carry_out(self.keyboard.press(keys))
        self.transmission.put_queued()

    def send_keys(self, keys: bytes) -> None:
        """Queue them as the host has them; CR is the Return key."""
        if self._output_map is None or self._sends_transparently:
            self.engine.send_data(self._for_host(keys))
        else:
            self.engine.send_unchanged(self._for_host(self._output_map.translate(keys, self.engine.return_sends)))

    def send_encoded(self, keys: bytes) -> None:
        """The same with keys that are in the host's character set already."""
        if self._output_map is None or self._sends_transparently:
            self.engine.send_data(keys)
        else:
            self.engine.send_unchanged(self._output_map.translate(keys, self.engine.return_sends))

    def send_literally(self, text: bytes) -> None:
        """The same, but a CR is a carriage return."""
        self.engine.send_literally(self._for_host(text))

    def _for_host(self, keys: bytes) -> bytes:
        character_set = self.screen.character_set
        return keys if character_set is None or self._sends_transparently else character_set.for_host(keys)

    @property
    def _sends_transparently(self) -> bool:
        """Every byte is to go to the host as it is: the user said so, since hosts ask for BINARY for other reasons."""
        return self.keyboard.is_transparent and self.engine.sends_binary

    # What the actions of the keyboard act upon, besides

    def show(self, data: bytes) -> None:
        """On the screen and in the typescript."""
        self.screen.echo(data)

    def draw(self, data: bytes) -> None:
        """On the screen alone."""
        self.screen.draw(data)

    def record(self, data: bytes) -> None:
        """In the typescript alone."""
        self.screen.record(data)

    def _carry_out(self, actions: Iterable[Action]) -> None:
        for action in actions:
            action.carry_out(self)

    def _settle_keyboard(self) -> None:
        self._carry_out(self.keyboard.settle())

    def send_signal(self, command: Command, flushes_input: bool, flushes_output: bool) -> None:
        """A command that a special character stands for (RFC 1184, section 5.8).

        With a Synch, for the host to drop what it has not read; and without its output up to where it gets to it.
        """
        self.transmission.put_queued()
        if flushes_output:
            self.flushes_output = True
            self.screen.discard_held()
            self.engine.request(Option.TIMING_MARK, Side.REMOTE, True)
        if flushes_input or command is Command.DATA_MARK:
            signal = encode_command(command) if command is Command.DATA_MARK else self.engine.synch(command)
            # In one piece, and the question first: a host that acts at once must not have its next words flushed.
            self.transmission.put(self.engine.data_to_send() + signal, urgent=True)
        else:
            self.engine.send_command(command)
        self._attend_to_engine()

    def stop_flushing(self) -> None:
        """The host does not answer DO TIMING-MARK: its output is shown again."""
        self.flushes_output = False

    def send_text(self, text: bytes) -> None:
        """Text from a pipe or a file: each newline is a Return, unless every byte is to go as it is."""
        if not self._sends_transparently:
            if self._text_ended_in_return:
                text = text.removeprefix(b"\n")
            self._text_ended_in_return = text.endswith(b"\r")
            text = text.replace(b"\r\n", b"\r").replace(b"\n", b"\r")
        self.send_encoded(text)
        self.transmission.put_queued()

    def send_command(self, command: Command) -> None:
        """IAC and a command, AYT for one."""
        self.engine.send_command(command)
        self._attend_to_engine()

    def send_synch(self, command: Command) -> None:
        """A command with the Synch signal: IAC command IAC DM, the Data Mark urgent (RFC 854)."""
        signal = self.engine.synch(command)
        self._attend_to_engine()
        self.transmission.put(signal, urgent=True)

    def send_break(self) -> None:
        """BREAK in whatever form this connection has it."""
        self.send_synch(Command.BREAK)

    # What the user decides

    @property
    def transparent(self) -> bool:
        """TRANSPARENT is on in either direction."""
        return self.engine.sends_binary or self.engine.receives_binary

    def set_transparent(self, wanted: bool) -> None:
        """TRANSPARENT, NO TRANSPARENT: negotiated even when nothing seems to change, to set a confused host right."""
        self.keyboard.is_transparent = wanted
        for side in (Side.LOCAL, Side.REMOTE):
            self.engine.force(Option.BINARY, side, wanted)
        self._attend_to_engine()

    def set_remote_echo(self, wanted: bool) -> None:
        """ECHO, NO ECHO."""
        if self.engine.remote_echo != wanted:
            self.engine.request(Option.ECHO, Side.REMOTE, wanted)
            self._attend_to_engine()

    def follow(self, settings: Settings) -> None:
        """What the user said of the keyboard and of the screen, and of DEBUG."""
        self.set_tracing(settings.debug)
        self.screen.follow(settings)
        if settings.output_map != self._wanted_output_map:
            self._wanted_output_map = settings.output_map
            self._change_output_map(settings.output_map)
        if settings.return_key is not None:
            self.engine.return_key = _RETURN_KEYS[settings.return_key]
        self.keyboard.backspace_key = settings.backspace_key
        if self.keyboard.line != settings.line:
            self.keyboard.line = settings.line
            self._agree_on_linemode()
        self._attend_to_engine()

    def _change_output_map(self, names: tuple[str, ...]) -> None:
        from telnet_client.session.character_map import OutputMap

        self._output_map = OutputMap(names) if names else None

    def _agree_on_linemode(self) -> None:
        """NO LINE is for LINEMODE too, and over when the user wants lines again."""
        if self.keyboard.line is False and self.engine.linemode is not None:
            self._refuse_linemode()
        elif self.keyboard.line and self._refused_linemode:
            self._refused_linemode = False
            self.engine.request(Option.LINEMODE, Side.LOCAL, True)
            self._attend_to_engine()

    def _refuse_linemode(self) -> None:
        self._refused_linemode = True
        for side in Side:
            self.engine.request(Option.LINEMODE, side, False)
        self._attend_to_engine()

    def change_special_character(self, function: Function, character: int | None) -> None:
        """SLC. It outlasts LINEMODE. Raises `LocalProtocolError` where the host cannot change it."""
        if self.engine.linemode is not None:
            self.engine.change_special_character(function, character)
        self.keyboard.changed_characters[function] = character
        self._tell_facts()

    def request_special_characters(self, *, defaults: bool) -> None:
        """SLC ALL. Raises `LocalProtocolError` where there is no LINEMODE, and so nobody to ask."""
        if self.engine.linemode is not None or not defaults:
            self.engine.request_special_characters(defaults=defaults)
        if defaults:
            self.keyboard.changed_characters.clear()
        self._tell_facts()

    def set_tracing(self, wanted: bool) -> None:
        """DEBUG, NO DEBUG."""
        self.engine.tracing = wanted

    def change_facts(self, facts: Facts) -> None:
        """The terminal or the exported variables changed."""
        self._facts = facts
        self._tell_facts()
        self.screen.resize(facts.columns, facts.rows)

    def _tell_facts(self) -> None:
        """The special characters among them are the terminal's but for those that the user changed."""
        own = self._facts.special_characters
        if own is not None:
            self.keyboard.terminal_characters = dict(own)
        characters = tuple(self.keyboard.characters.items())
        self.engine.change_facts(self._facts._replace(special_characters=characters))
        self._attend_to_engine()

    def close(self) -> None:
        """Give up the connection and close the typescript. May be called twice."""
        self.stream.close()
        self.screen.end_typescript()


#: The original's words and what it could not know; what it said of garbage is true no more.
_SUBNEGOTIATION_NOTICE = """\
******************************
* Foreign host sent a subnegotiation.  Either there was a
* transmission error in the network or there is a bug in
* somebody's network code.  Please report that this happened.
* It was {}.
******************************"""
