"""One live connection: the stream, its engine, and what becomes of the events.

Sits between the network below and the conversation above, which waits for both ends. Everything queued for the host
keeps its order; nothing is read from the host while the terminal is behind, so memory is bounded on both ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.errors import CommandError
from telnet_client.protocol import events
from telnet_client.protocol.codes import Command, Option
from telnet_client.protocol.negotiation import Side
from telnet_client.session.line_discipline import local_echo
from telnet_client.session.protocol_trace import URGENT_LINE, trace_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.backends.base import ByteStream
    from telnet_client.protocol.engine import Engine
    from telnet_client.protocol.facts import Facts
    from telnet_client.session.protocol_trace import Traced
    from telnet_client.session.typescript import Typescript
    from telnet_client.terminal.interface import Terminal

#: How much may wait for a host that does not read before the keyboard has to wait as well.
_OUTPUT_LIMIT = 1 << 20


class Session:
    """A connection from its opening to its end."""

    def __init__(self, stream: ByteStream, engine: Engine, peer: str, terminal: Terminal) -> None:
        """`peer` is how STATUS names the other end: `host NAME, port 23`."""
        self.stream = stream
        self.engine = engine
        self.peer = peer
        self.typescript: Typescript | None = None
        self._terminal = terminal
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
            events.OptionEnabled: self._ignored,
            events.OptionDisabled: self._ignored,
            events.OptionRefused: self._ignored,
            events.CommandReceived: self._ignored,
            events.SubnegotiationReceived: self._ignored,
            events.LinemodeChanged: self._ignored,
            events.SlcChanged: self._ignored,
            events.CharsetAgreed: self._ignored,
            events.FlowControlChanged: self._flow_control_changed,
            events.ProtocolWarning: self._protocol_warning,
            events.NegotiationTraced: self._traced,
            events.CommandTraced: self._traced,
            events.SubnegotiationTraced: self._traced,
        }

    def start(self) -> None:
        """The connection is open and the terminal is in talk mode: begin the negotiation."""
        self.engine.start()
        self._attend_to_engine()

    # From the host

    def receive(self) -> bool:
        """Take in what the network brought and show it; False when the host has closed. Raises `ConnectionLost`."""
        data = self.stream.receive()
        if data is None:
            return True
        for event in self.engine.receive_data(data):
            self._handlers[type(event)](event)
        if not self._output:  # else the engine keeps its answers, and bounds them
            self._send_queued()
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
        self._send_queued()

    def _send_queued(self) -> None:
        data = self.engine.data_to_send()
        if data:
            self._put(data)

    def _data_received(self, event: events.DataReceived) -> None:
        self._show(event.data)

    def _show(self, data: bytes) -> None:
        self._terminal.show(data)
        if self.typescript is not None:
            self._keep(lambda typescript: typescript.write(data))

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

    @property
    def wants_output_processing(self) -> bool:
        """A host without the TELNET protocol may end its lines with LF alone; an NVT sends CR LF (RFC 854)."""
        return not self.engine.speaks_telnet and not self.engine.receives_binary

    def _flow_control_changed(self, event: events.FlowControlChanged) -> None:
        self._terminal.set_flow_control(event.enabled, event.restart_any)

    def _protocol_warning(self, event: events.ProtocolWarning) -> None:
        if self.engine.tracing:
            self._show_line(f"*R*?{event.text}*")
        if "subnegotiation" in event.text and not self._warned:
            self._warned = True
            self._show_line(_SUBNEGOTIATION_NOTICE.format(event.text))

    def _traced(self, event: Traced) -> None:
        self._show_line(trace_line(event))

    def _show_line(self, text: str) -> None:
        self._terminal.fresh_line()
        self._terminal.message(f"{text}\n")

    def _ignored(self, event: object) -> None:
        """The engine's own state says it all, or nothing follows from it."""

    # To the host

    def type(self, keys: bytes) -> None:
        """What the user typed. Raises `ConnectionLost`."""
        if not self.engine.remote_echo:
            self._show(local_echo(keys))
        self.engine.send_data(keys)
        self._send_queued()

    def send_text(self, text: bytes) -> None:
        """Text from a pipe or a file: each newline is a Return, unless every byte is to go as it is."""
        if not self.transparent:
            if self._text_ended_in_return:
                text = text.removeprefix(b"\n")
            self._text_ended_in_return = text.endswith(b"\r")
            text = text.replace(b"\r\n", b"\r").replace(b"\n", b"\r")
        self.engine.send_data(text)
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
        if self._finishing and not self._output:
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
    def accepts_input(self) -> bool:
        """There is room for more of what the user types."""
        return self._output_size < _OUTPUT_LIMIT

    # What the user decides

    @property
    def transparent(self) -> bool:
        """TRANSPARENT is on in either direction."""
        return self.engine.sends_binary or self.engine.receives_binary

    def set_transparent(self, wanted: bool) -> None:
        """TRANSPARENT, NO TRANSPARENT: negotiated even when nothing seems to change, to set a confused host right."""
        for side in (Side.LOCAL, Side.REMOTE):
            self.engine.force(Option.BINARY, side, wanted)
        self._attend_to_engine()

    def set_remote_echo(self, wanted: bool) -> None:
        """ECHO, NO ECHO."""
        if self.engine.remote_echo != wanted:
            self.engine.request(Option.ECHO, Side.REMOTE, wanted)
            self._attend_to_engine()

    def set_tracing(self, wanted: bool) -> None:
        """DEBUG, NO DEBUG."""
        self.engine.tracing = wanted

    def change_facts(self, facts: Facts) -> None:
        """The terminal or the exported variables changed."""
        self.engine.change_facts(facts)
        self._attend_to_engine()
        self._keep(lambda typescript: typescript.resize(facts.columns, facts.rows))

    def close(self) -> None:
        """Give up the connection and close the typescript. May be called twice."""
        self.stream.close()
        self.end_typescript()


#: The original's words and what it could not know; what it said of garbage is true no more.
_SUBNEGOTIATION_NOTICE = """\
******************************
* Foreign host sent a subnegotiation.  Either there was a
* transmission error in the network or there is a bug in
* somebody's network code.  Please report that this happened.
* It was {}.
******************************"""
