"""One live connection: the stream, its engine, and what becomes of the events.

Sits between the network below and the conversation above, which waits for both ends. Everything queued for the host
keeps its order; nothing is read from the host while the terminal is behind, so memory is bounded on both ways.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from telnet_client.errors import CommandError
from telnet_client.protocol import events
from telnet_client.protocol.codes import Command, Option
from telnet_client.protocol.encoder import encode_command
from telnet_client.protocol.facts import Facts
from telnet_client.protocol.negotiation import Side
from telnet_client.session.line_discipline import LineDiscipline
from telnet_client.session.protocol_trace import URGENT_LINE, trace_line
from telnet_client.settings import DEFAULT_CHARACTER_SET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from telnet_client.backends.base import ByteStream
    from telnet_client.protocol.engine import Engine
    from telnet_client.protocol.linemode.slc import Function
    from telnet_client.session.character_map import OutputMap
    from telnet_client.session.character_set import CharacterSet
    from telnet_client.session.hex_dump import HexDump
    from telnet_client.session.line_actions import Action
    from telnet_client.session.nvt_printer import NvtPrinter
    from telnet_client.session.protocol_trace import Traced
    from telnet_client.session.typescript import Typescript
    from telnet_client.settings import Settings
    from telnet_client.terminal.interface import Terminal
    from telnet_client.terminal_line import LineSettings, Signal, TerminalLine

#: How much may wait for a host that does not read before the keyboard has to wait as well.
_OUTPUT_LIMIT = 1 << 20
#: What the Return key can send (RETURN).
_RETURN_KEYS = {"CRLF": b"\r\n", "CRNUL": b"\r\0", "CR": b"\r", "LF": b"\n"}


class Session:
    """A connection from its opening to its end."""

    def __init__(self, stream: ByteStream, engine: Engine, peer: str, terminal: Terminal) -> None:
        """`peer` is how STATUS names the other end: `host NAME, port 23`."""
        self.stream = stream
        self.engine = engine
        self.peer = peer
        self.typescript: Typescript | None = None
        #: Who gets what the host says besides the terminal: WAIT.
        self.listener: Callable[[bytes], None] | None = None
        #: Output is not shown until the host answers DO TIMING-MARK: a signal flushes it (RFC 1184, section 5.8).
        self.flushes_output = False
        self._terminal = terminal
        #: What is done with keys, and the line they make.
        self.keyboard = LineDiscipline(engine)
        #: Where host and terminal do not have the same character set, and where PAGE or OPAQUE were asked for.
        self._character_set: CharacterSet | None = None
        self._printer: NvtPrinter | None = None
        #: INPUT, OUTPUT and HEX, and the names of the maps.
        self._input_map: Callable[[bytes], bytes] | None = None
        self._output_map: OutputMap | None = None
        self._map_names: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self._hex_dump: HexDump | None = None
        #: None of these stands between the host's data and the screen.
        self._shows_data_as_it_is = True
        self._wanted_character_set = DEFAULT_CHARACTER_SET if _terminal_speaks_utf_8() else ""
        self._facts = Facts()
        self._refused_linemode = False
        self._output: list[tuple[memoryview, bool]] = []
        self._output_size = 0
        self._finishing = False
        self._finished = False
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
        self._show_line(f"%Host does not answer about its line ({names})")

    def _line_change_refused(self, event: events.LineChangeRefused) -> None:
        in_force = f"; it is {event.in_force}" if event.in_force else ""
        self._show_line(f"?Host does not set {event.name} to {event.wanted}{in_force}")

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
            self._output.clear()
            self._output_size = 0
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
            self.show_rest()
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
        self._discard_held()
        if self.engine.tracing:
            self._show_line(URGENT_LINE)

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
        self._send_queued()

    def _answer_host(self) -> None:
        """Unless it does not listen: then the engine keeps its answers, and bounds them."""
        if not self._output:
            self._send_queued()

    def _send_queued(self) -> None:
        data = self.engine.data_to_send()
        if data:
            self._put(data)

    def _data_received(self, event: events.DataReceived) -> None:
        if self.flushes_output:
            return
        data = event.data
        if self.listener is not None:
            self.listener(data)
        if self._shows_data_as_it_is:
            text = data
            self._print(data)
        else:
            text = self._for_screen(data)
            self._print(text if self._hex_dump is None else self._dumped(data, self._hex_dump))
        if self.typescript is not None:
            self._keep(lambda typescript: typescript.write(data if typescript.keeps_host_bytes else text))

    def _dumped(self, data: bytes, hex_dump: HexDump) -> bytes:
        """Rows, from the left margin on. Where the host does not echo, what is typed here has the line behind them."""
        if not (hex_dump.is_open or self._hide_line()):
            self._terminal.fresh_line()
        return hex_dump.dump(data, self._terminal.size()[0], grows=self.engine.remote_echo)

    def _print(self, data: bytes) -> None:
        """Show it when the user has seen what came before; a file of commands waits for nobody."""
        if self._printer is None:
            self._put_on_screen(data)
        else:
            if self.listener is not None:
                self._printer.release()
            self._printer.print(data, holds=self.listener is None)

    def _put_on_screen(self, data: bytes) -> None:
        if data:
            # Standard output that is no terminal has the host's bytes alone.
            is_shared = self._terminal.has_screen
            self._terminal.show(self.keyboard.around(data) if is_shared else data)

    def show(self, data: bytes) -> None:
        """Show what is echoed here. Whoever types looks at it, so it is never held."""
        if self._terminal.has_screen:
            self._put_on_screen(data)
        else:
            self.draw(data)
        self.record(data)

    def record(self, data: bytes) -> None:
        """Keep in the typescript what was typed and is on the screen already."""
        if self.typescript is not None:
            typed = data if self._character_set is None else self._character_set.for_typescript(data)
            self._keep(lambda typescript: typescript.write(typed if typescript.keeps_host_bytes else data))

    def _keep(self, append: Callable[[Typescript], None]) -> None:
        """A typescript that cannot be kept ends with an error; the connection goes on."""
        if self.typescript is not None:
            try:
                append(self.typescript)
            except CommandError as error:
                self.typescript = None
                self._show_line(f"?{error}")

    def end_typescript(self) -> None:
        """Close the typescript, if there is one, with what it had not written yet."""
        self._keep(lambda typescript: typescript.finish())
        self.typescript = None

    def _protocol_changed(self, _event: events.ProtocolStarted) -> None:
        self._terminal.enter_talk(self.wants_output_processing)
        self._settle_keyboard()

    def _option_changed(self, event: events.OptionEnabled | events.OptionDisabled | events.OptionRefused) -> None:
        if event.option == Option.TIMING_MARK and event.side is Side.REMOTE:
            self.flushes_output = False
        if event.option == Option.COM_PORT and isinstance(event, events.OptionRefused):
            self._show_line("?Host does not let its line be set (RFC 2217)")
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
            self._show_line(f"*R*?{event.text}*")
        if "subnegotiation" in event.text and not self._warned:
            self._warned = True
            self._show_line(_SUBNEGOTIATION_NOTICE.format(event.text))

    def _traced(self, event: Traced) -> None:
        self._show_line(trace_line(event))

    def _show_line(self, text: str) -> None:
        if not self._hide_line():
            self._terminal.fresh_line()
        self._terminal.message(f"{text}\n")
        self.keyboard.moved_to_margin()
        self.draw(self.keyboard.show())

    def _ignored(self, event: object) -> None:
        """The engine's own state says it all, or nothing follows from it."""

    # Character sets

    @property
    def translates(self) -> bool:
        """Host and terminal do not have the same character set."""
        return self._character_set is not None

    @property
    def character_set(self) -> str:
        """The host's, as Python names it."""
        if self._character_set is not None:
            return self._character_set.host
        from telnet_client.session.character_set import terminal_character_set

        return terminal_character_set()

    def _charset_agreed(self, event: events.CharsetAgreed) -> None:
        self._change_character_set(event.name)

    def _change_character_set(self, name: str) -> None:
        from telnet_client.session.character_set import character_set_of

        self._show_half_character()
        self._character_set = character_set_of(name)
        self._settle_screen()

    def _show_half_character(self) -> None:
        if self._character_set is not None and self._hex_dump is None:
            self._print(self._character_set.rest_for_screen())

    def _settle_screen(self) -> None:
        views = (self._character_set, self._input_map, self._hex_dump)
        self._shows_data_as_it_is = all(view is None for view in views)

    def _for_screen(self, data: bytes) -> bytes:
        """Pipes and files get the host's bytes, and so does everybody while TRANSPARENT is in effect."""
        if self._terminal.has_screen and not (self.keyboard.is_transparent and self.engine.receives_binary):
            if self._input_map is not None:
                data = self._input_map(data)
            return data if self._character_set is None else self._character_set.for_screen(data)
        return data if self._character_set is None else self._character_set.rest_for_screen() + data

    def _for_host(self, keys: bytes) -> bytes:
        if self._character_set is None or self._sends_transparently:
            return keys
        return self._character_set.for_host(keys)

    @property
    def _sends_transparently(self) -> bool:
        """Every byte is to go to the host as it is: the user said so, since hosts ask for BINARY for other reasons."""
        return self.keyboard.is_transparent and self.engine.sends_binary

    # INPUT, OUTPUT and HEX

    def _change_maps(self, input_maps: tuple[str, ...], output_maps: tuple[str, ...]) -> None:
        from telnet_client.session import character_map as maps

        self._map_names = input_maps, output_maps
        replacements = maps.replacements_of(maps.INPUT_MAPS, input_maps)
        self._input_map = maps.translation(replacements) if replacements else None
        self._output_map = maps.OutputMap(output_maps) if output_maps else None
        self._settle_screen()

    def _change_view(self, in_hex: bool) -> None:
        if self._hex_dump is not None:
            if self._hex_dump.is_open:
                self._terminal.fresh_line()
            self._hex_dump = None
        elif in_hex and self._terminal.has_screen:
            from telnet_client.session.hex_dump import HexDump

            self._show_half_character()
            self._hex_dump = HexDump()
        self._settle_screen()

    # PAGE and OPAQUE

    @property
    def pages(self) -> bool:
        """CTRL/S and CTRL/Q stop and start the output here."""
        return self._printer is not None and self._printer.pages

    @property
    def is_holding(self) -> bool:
        """Output is held for the user to read: the host has to wait."""
        return self._printer is not None and self._printer.is_holding and self.listener is None

    def have_seen_screen(self) -> None:
        """The user has seen all that is on it: it is full only when there is as much again."""
        if self._printer is not None:
            self._printer.have_seen()

    def show_rest(self) -> None:
        """Nothing more comes from the host: show what was held, and half a character."""
        self._show_half_character()
        if self._printer is not None:
            self._printer.release()

    def _discard_held(self) -> None:
        if self._printer is not None:
            self._printer.discard()

    def _flow_control_changed(self, event: events.FlowControlChanged) -> None:
        """Only as the host says, and not from the beginning (RFC 1372): most hosts have CTRL/S for themselves."""
        if printer := self._have_printer():
            printer.change_flow_control(event.enabled, event.restart_any)

    def _have_printer(self) -> NvtPrinter | None:
        """None where nobody could press CTRL/Q."""
        terminal = self._terminal
        if self._printer is None and terminal.has_keyboard and terminal.has_screen:
            from telnet_client.session.character_set import terminal_character_set
            from telnet_client.session.nvt_printer import NvtPrinter

            self._printer = NvtPrinter(self._put_on_screen, terminal.bell, terminal_character_set())
            self._printer.resize(*terminal.size())
        return self._printer

    # To the host

    def take_keys(self, keys: bytes) -> None:
        """What the user typed in talk mode, where CTRL/S and CTRL/Q may be PAGE's. Raises `ConnectionLost`."""
        if self._printer is not None:
            keys = self._printer.take_keys(keys)
        if keys:
            self.type(keys)

    def type(self, keys: bytes) -> None:
        """What is to be typed to the host. Raises `ConnectionLost`."""
        if not self.accepts_input:
            self._terminal.bell()
        elif self.keyboard.passes_keys:
            self.send_keys(keys)
        else:
            self._carry_out(self.keyboard.type(keys))
        self._send_queued()

    def press(self, keys: bytes) -> None:
        """Send `keys` at once, whatever they would do if they were typed."""
        self._carry_out(self.keyboard.press(keys))
        self._send_queued()

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

    def _carry_out(self, actions: Iterable[Action]) -> None:
        for action in actions:
            action.carry_out(self)

    def _settle_keyboard(self) -> None:
        self._carry_out(self.keyboard.settle())

    def send_signal(self, command: Command, flushes_input: bool, flushes_output: bool) -> None:
        """A command that a special character stands for (RFC 1184, section 5.8).

        With a Synch, for the host to drop what it has not read; and without its output up to where it gets to it.
        """
        self._send_queued()
        if flushes_output:
            self.flushes_output = True
            self._discard_held()
            self.engine.request(Option.TIMING_MARK, Side.REMOTE, True)
        if flushes_input or command is Command.DATA_MARK:
            signal = encode_command(command) if command is Command.DATA_MARK else self.engine.synch(command)
            # In one piece, and the question first: a host that acts at once must not have its next words flushed.
            self._put(self.engine.data_to_send() + signal, urgent=True)
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
        self._send_queued()

    def send_command(self, command: Command) -> None:
        """IAC and a command, AYT for one."""
        self.engine.send_command(command)
        self._attend_to_engine()

    def send_synch(self, command: Command) -> None:
        """A command with the Synch signal: IAC command IAC DM, the Data Mark urgent (RFC 854)."""
        signal = self.engine.synch(command)
        self._attend_to_engine()
        self._put(signal, urgent=True)

    def send_break(self) -> None:
        """BREAK in whatever form this connection has it."""
        self.send_synch(Command.BREAK)

    def finish_sending(self) -> None:
        """There is no more input: close our half once everything has been sent."""
        self._finishing = True
        self.transmit()

    def _put(self, data: bytes, urgent: bool = False) -> None:
        self._output.append((memoryview(data), urgent))
        self._output_size += len(data)
        self.transmit()

    def transmit(self) -> bool:
        """Send what waits, as far as the network takes it; True if anything went. Raises `ConnectionLost`."""
        if self._finished:  # an answer to a host that goes on asking cannot be sent, and nothing is lost by that
            self._output.clear()
            self._output_size = 0
            return False
        is_moving = False
        while self._has_more():
            data, urgent = self._output[0]
            if urgent:
                sent = len(data) if self.stream.send_urgent(data.tobytes()) else 0
            else:
                sent = self.stream.send(data)
            self._output_size -= sent
            is_moving = is_moving or sent > 0
            if sent < len(data):
                self._output[0] = (data[sent:], urgent)
                break
            del self._output[0]
        if self._finishing and not (self._output or self.engine.held_size):
            self._finishing, self._finished = False, True
            self.stream.finish_sending()
        return is_moving

    def _has_more(self) -> bool:
        """There is something to send; what the engine kept comes behind all else."""
        if not self._output and (data := self.engine.data_to_send()):
            self._output.append((memoryview(data), False))
            self._output_size += len(data)
        return bool(self._output)

    @property
    def has_output(self) -> bool:
        """Something waits for the network to take it."""
        return bool(self._output)

    @property
    def unsent(self) -> int:
        """Bytes that wait for the network to take them, or for a host to take them for its line (RFC 2217)."""
        return self._output_size + self.engine.held_size

    @property
    def accepts_input(self) -> bool:
        """There is room for more of what the user types."""
        return self.unsent < _OUTPUT_LIMIT

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
        self._follow_screen(settings)
        if settings.return_key is not None:
            self.engine.return_key = _RETURN_KEYS[settings.return_key]
        self.keyboard.backspace_key = settings.backspace_key
        if self.keyboard.line != settings.line:
            self.keyboard.line = settings.line
            self._agree_on_linemode()
        self._attend_to_engine()

    def _follow_screen(self, settings: Settings) -> None:
        if settings.character_set != self._wanted_character_set:
            self._wanted_character_set = settings.character_set
            self._change_character_set(settings.character_set)
        if (settings.input_map, settings.output_map) != self._map_names:
            self._change_maps(settings.input_map, settings.output_map)
        if settings.hex != (self._hex_dump is not None):
            self._change_view(settings.hex)
        is_asked_for = settings.page is not None or settings.opaque
        printer = self._have_printer() if is_asked_for else self._printer
        if printer is not None:
            printer.set_paging(settings.page, settings.opaque)

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
        self.draw(self.keyboard.resize(facts.columns, facts.rows))
        if self._printer is not None:
            self._printer.resize(facts.columns, facts.rows)
        self._keep(lambda typescript: typescript.resize(facts.columns, facts.rows))

    def _tell_facts(self) -> None:
        """The special characters among them are the terminal's but for those that the user changed."""
        own = self._facts.special_characters
        if own is not None:
            self.keyboard.terminal_characters = dict(own)
        characters = tuple(self.keyboard.characters.items())
        self.engine.change_facts(self._facts._replace(special_characters=characters))
        self._attend_to_engine()

    # A line that is edited, and commands

    def leave_line(self) -> None:
        """Commands have the screen: the cursor goes below half a line."""
        self.draw(self.keyboard.leave())

    def resume_line(self) -> None:
        """The conversation goes on: half a line is shown again."""
        if self.keyboard.is_left:
            if self.keyboard.has_line:
                self._terminal.fresh_line()
            self.draw(self.keyboard.resume(self._terminal.is_at_margin))

    def _hide_line(self) -> bool:
        """For something else to be printed: is the cursor at the margin, now that half a line is gone?"""
        hidden = self.keyboard.hide()
        self.draw(hidden)
        return bool(hidden) and self.keyboard.is_at_margin

    def draw(self, data: bytes) -> None:
        """Show what belongs to a line that is not finished, and to no typescript."""
        if data and self._terminal.has_screen:
            self._terminal.show(data)
        elif data:
            self._terminal.message(data.decode("utf-8", "replace"))

    def close(self) -> None:
        """Give up the connection and close the typescript. May be called twice."""
        self.stream.close()
        self.end_typescript()


def _terminal_speaks_utf_8() -> bool:
    """A look at the locale's name that costs nothing; where it is in doubt, `character_set` knows."""
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "." not in locale or locale.upper().endswith((".UTF-8", ".UTF8"))


#: The original's words and what it could not know; what it said of garbage is true no more.
_SUBNEGOTIATION_NOTICE = """\
******************************
* Foreign host sent a subnegotiation.  Either there was a
* transmission error in the network or there is a bug in
* somebody's network code.  Please report that this happened.
* It was {}.
******************************"""
