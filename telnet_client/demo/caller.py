"""One caller: the TELNET protocol in the host's role, a terminal, and the executive behind it.

Sits between the connection and the executive, in a thread of its own that waits in one place for everything. It keeps
no more than a few buffers of a caller, however fast it sends and however slowly it reads.
"""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING

from telnet_client.demo import clock
from telnet_client.demo.executive import Executive
from telnet_client.demo.keyboard import Keyboard
from telnet_client.demo.options import HOST_OPTIONS, OFFERS, TERMINAL_TYPE_SEND, TOLD, read_size, read_terminal_type
from telnet_client.demo.terminal import Terminal
from telnet_client.protocol import events
from telnet_client.protocol.codes import Command, Option
from telnet_client.protocol.negotiation import Side
from telnet_client.protocol.telnet import TelnetEngine

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.demo.connection import Connection
    from telnet_client.demo.system import System

#: Seconds that the greeting waits for the answers to what was offered.
PATIENCE = 0.5
#: Keys typed ahead; with more waiting, the caller is not read.
TYPE_AHEAD_LIMIT = 1 << 14

#: The key that a command stands for (TOPS-20's virtual terminal service). BRK stands for none.
COMMAND_KEYS: dict[int, str] = {
    Command.INTERRUPT_PROCESS: "\x03",
    Command.ABORT_OUTPUT: "\x0f",
    Command.ARE_YOU_THERE: "\x14",
    Command.ERASE_CHARACTER: "\x7f",
    Command.ERASE_LINE: "\x15",
}


class Caller:
    """One connection from its first byte to its last."""

    def __init__(self, address: str, system: System, line_interval: float) -> None:
        """`line_interval` is the time in seconds that a line of a command's output takes."""
        self.address = address
        self.system = system
        self.user = "GUEST"
        #: Job and terminal line, from the system.
        self.number, self.line = 0, ""
        self.since = clock.now()
        self.terminal = Terminal()
        self.is_logged_out = False
        self._executive = Executive(self)
        self._is_greeted = False
        self._typed: deque[str] = deque()
        self._keyboard = Keyboard()
        self._line_interval = line_interval
        self._line_due = 0.0
        #: CTRL/S was typed.
        self._is_held = False
        self._is_synch_due = False
        #: Offers that have not been answered yet.
        self._unanswered = {option for option, _ in OFFERS}
        self._engine = TelnetEngine(active=True, options=HOST_OPTIONS)
        self._engine.return_key = b"\r"  # the terminal's text has its line ends already
        self._receivers: dict[type, Callable[..., None]] = {
            events.DataReceived: self._data_received,
            events.CommandReceived: self._command_received,
            events.OptionEnabled: self._option_enabled,
            events.OptionDisabled: self._option_disabled,
            events.OptionRefused: self._option_refused,
            events.SubnegotiationReceived: self._told,
        }

    # What the commands see of a caller, besides the attributes

    @property
    def program(self) -> str:
        """What the caller's job is running."""
        return self._executive.program

    def options_in_effect(self) -> list[tuple[str, Side]]:
        """The names of the options that are on, and on whose side."""
        return self._engine.options_in_effect()

    def request_echo(self, wanted: bool) -> None:
        """Offer to echo, or to stop."""
        self._engine.request(Option.ECHO, Side.LOCAL, wanted)
        self._attend(self._engine.take_events())

    def log_out(self) -> None:
        """This was the last command."""
        self.is_logged_out = True

    # The conversation

    def run(self, connection: Connection) -> None:
        """Serve the caller until it leaves; raises `OSError` when it is lost, or the host closes."""
        for option, side in OFFERS:
            self._engine.request(option, side, True)
        while True:
            self._work(connection)
            self._transmit(connection)
            if self._is_over(connection):
                break
            data = connection.wait(len(self._typed) < TYPE_AHEAD_LIMIT, self._limit(connection))
            if data:
                self._attend(self._engine.receive_data(data))
            elif data is not None:
                self._typed.clear()  # a Synch behind it all makes it void
        connection.finish()

    def _is_over(self, connection: Connection) -> bool:
        if connection.has_output:
            return False
        is_served = self._is_greeted and not (self._typed or self._executive.is_busy)
        return self.is_logged_out or (connection.has_ended and is_served)

    def _work(self, connection: Connection) -> None:
        """All that can be done now: keys for the executive, or one line of a command if the caller keeps up."""
        if connection.has_ended:
            self._is_held = False  # nobody is left to type CTRL/Q
        if not self._is_greeted and self._greeting_delay == 0:
            self._greet()
        while self._typed and self._takes_keys:
            self._executive.press(self._typed.popleft())
        if self._has_lines and not connection.has_output and self._line_delay == 0:
            self._line_due = clock.now() + self._line_interval
            self._executive.step()

    @property
    def _takes_keys(self) -> bool:
        is_able = self._is_greeted and not self._executive.is_busy
        return is_able and not (self.terminal.is_behind or self.is_logged_out)

    @property
    def _has_lines(self) -> bool:
        return self._executive.is_busy and not self._is_held

    @property
    def _greeting_delay(self) -> float:
        """Seconds until we greet at the latest."""
        return max(0.0, self.since + PATIENCE - clock.now()) if self._unanswered else 0.0

    @property
    def _line_delay(self) -> float:
        """Seconds until the next line of output may go."""
        return max(0.0, self._line_due - clock.now())

    def _limit(self, connection: Connection) -> float | None:
        """How long to wait for the caller, in seconds; None for as long as it takes."""
        if not self._is_greeted:
            return self._greeting_delay
        if connection.has_output:
            return None
        if self._has_lines:
            return self._line_delay
        return 0.0 if self._typed and self._takes_keys else None

    def _greet(self) -> None:
        self._is_greeted = True
        self.terminal.show("\n Loopback Demonstration Host, with the manners of a TOPS-20\n")
        self.terminal.show(f" Job {self.number} on TTY{self.line} {clock.short_date_and_time()}\n")
        self.terminal.show(" Type HELP for what there is to see, and ? at any time to ask what fits\n")
        self._executive.prompt()

    def _transmit(self, connection: Connection) -> None:
        """Send what there is to send, as far as the caller takes it."""
        while True:
            if connection.has_room:
                if self._is_synch_due:
                    self._is_synch_due = False
                    connection.put_synch()
                self._engine.send_data(self.terminal.take().encode())
                connection.put(self._engine.data_to_send())
            if not connection.has_output:
                return
            connection.transmit()
            if connection.has_output:
                return

    # What came

    def _attend(self, happened: list[events.Event]) -> None:
        for event in happened:
            receiver = self._receivers.get(type(event))
            if receiver is not None:
                receiver(event)

    def _data_received(self, event: events.DataReceived) -> None:
        for keys in _AT_ONCE.split(self._keyboard.read(event.data)):
            self._type(keys)

    def _command_received(self, event: events.CommandReceived) -> None:
        self._type(COMMAND_KEYS.get(event.command, ""))

    def _type(self, keys: str) -> None:
        """One key that acts at once, or any number of others, which wait for their turn."""
        act = AT_ONCE.get(keys)
        if act is None:
            self._typed.extend(keys)
        elif self._is_greeted and not self.is_logged_out:
            act(self)

    def _interrupt(self) -> None:
        self._typed.clear()
        self._is_held = False
        self._executive.interrupt()

    def _abort_output(self) -> None:
        """What is under way is discarded, and the Synch tells the caller to do the same (RFC 854)."""
        self.terminal.discard()
        self._is_held = False
        self._is_synch_due = True
        self._executive.abort_output()

    def _report(self) -> None:
        state = "running" if self._executive.is_busy else "waiting for you"
        elapsed = clock.interval(clock.now() - self.since)
        self._executive.report(
            f" {clock.time_of_day()} {self.program} {state},"
            f" used {clock.interval(clock.used())} in {elapsed}, load {clock.loads()[0]}"
        )

    def _hold(self) -> None:
        self._is_held = True

    def _go_on(self) -> None:
        self._is_held = False

    def _option_enabled(self, event: events.OptionEnabled) -> None:
        if (event.option, event.side) == (Option.ECHO, Side.LOCAL):
            self.terminal.is_echoing = True
        if (event.option, event.side) == (Option.TERMINAL_TYPE, Side.REMOTE):
            self._engine.send_subnegotiation(Option.TERMINAL_TYPE, TERMINAL_TYPE_SEND)
        if event.option not in TOLD:
            self._unanswered.discard(event.option)

    def _option_disabled(self, event: events.OptionDisabled) -> None:
        if (event.option, event.side) == (Option.ECHO, Side.LOCAL):
            self.terminal.is_echoing = False

    def _option_refused(self, event: events.OptionRefused) -> None:
        self._unanswered.discard(event.option)

    def _told(self, event: events.SubnegotiationReceived) -> None:
        terminal = self.terminal
        if event.option == Option.WINDOW_SIZE:
            terminal.columns, terminal.rows = read_size(event.payload) or (terminal.columns, terminal.rows)
        elif event.option == Option.TERMINAL_TYPE:
            terminal.name = read_terminal_type(event.payload) or terminal.name
        self._unanswered.discard(event.option)


#: Keys that act when they arrive, whatever was typed ahead of them.
AT_ONCE: dict[str, Callable[[Caller], None]] = {
    "\x03": Caller._interrupt,
    "\x0f": Caller._abort_output,
    "\x11": Caller._go_on,
    "\x13": Caller._hold,
    "\x14": Caller._report,
}
_AT_ONCE = re.compile(f"([{''.join(AT_ONCE)}])")
