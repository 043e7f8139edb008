"""The conversation: waits for host, keyboard and screen at once, and lets none of them hold up the others.

One loop for talk mode and talk command mode, which differ only in what they do with the keys. `select` itself and not
`selectors`: urgent data is an exceptional condition, which `selectors` does not report.
"""

from __future__ import annotations

import select
from time import monotonic
from typing import TYPE_CHECKING

from telnet_client.errors import ConnectionLost
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.session.session import Session
    from telnet_client.terminal.interface import Terminal

#: A host that takes nothing for so long is given up, in seconds (the original's output watchdog).
_OUTPUT_PATIENCE = 30.0
#: A host silent for so long has said what it had to say unasked, in seconds.
_PAUSE = 0.5
#: A host that was asked where its output ends and does not answer for so long is shown again, in seconds.
_FLUSH_PATIENCE = 3.0
#: After so long a question already answered may be answered again, in seconds (a host that was restarted).
_ANSWERS_RENEWED = 5.0
#: A host that was asked about the line behind it should have answered after so long, in seconds.
_LINE_PATIENCE = 5.0


def _never() -> bool:
    return False


class Conversation:
    """One session joined to the user's terminal until the host closes or the user takes over."""

    def __init__(
        self,
        session: Session,
        terminal: Terminal,
        now: Callable[[], float] = monotonic,
        wait: Callable[..., tuple[list[int], list[int], list[int]]] = select.select,
    ) -> None:
        """`now` tells the time in seconds; `wait` is `select` or does as it does."""
        self.session = session
        #: Why the connection broke, None while it is up or when it was closed in order.
        self.lost: str | None = None
        self._terminal = terminal
        self._host_closed = False
        self._now = now
        self._wait = wait
        self._heard_at = self._renewed_at = now()
        self._stuck_since: float | None = None
        self._flushing_since: float | None = None
        self._line_awaited_since: float | None = None
        #: What ends `run_until`, and when.
        self._is_met: Callable[[], bool] = _never
        self._deadline: float | None = None

    def now(self) -> float:
        """Seconds, by the clock that all deadlines are kept by."""
        return self._now()

    def run_until(
        self, is_met: Callable[[], bool], seconds: float | None, take_keys: Callable[[bytes], Trigger | None] | None
    ) -> Trigger:
        """Converse until `is_met()` or for so many seconds, and then COMMAND_DONE, or else as `run`.

        None for any time; 0 for a look at what there is. Without `take_keys` nobody listens to the keyboard.
        """
        self._is_met, self._deadline = is_met, None if seconds is None else self._now() + seconds
        try:
            return self.run(take_keys)
        finally:
            self._is_met, self._deadline = _never, None

    def run(self, take_keys: Callable[[bytes], Trigger | None] | None) -> Trigger:
        """Converse until `take_keys` makes something of what was typed, or the connection ends."""
        try:
            return self._run(take_keys)
        except ConnectionLost as error:
            self.lost = str(error)
            self.session.show_rest()
            self._terminal.drain()
            return Trigger.CONNECTION_CLOSED

    def _run(self, take_keys: Callable[[bytes], Trigger | None] | None) -> Trigger:
        terminal, session = self._terminal, self.session
        host, signals = session.stream.fileno(), terminal.signal_fd
        if self._is_met():
            return Trigger.COMMAND_DONE
        while True:
            held = terminal.is_holding
            if self._host_closed and not held:
                return Trigger.CONNECTION_CLOSED
            hears = not (held or session.is_holding or self._host_closed)
            listens = session.accepts_input or (terminal.has_keyboard and self._line_is_held())
            types = listens and take_keys is not None and terminal.keyboard_fd >= 0
            readers = [signals]
            if hears:
                readers.append(host)
            if types:
                readers.append(terminal.keyboard_fd)
            writers = [terminal.screen_fd] if held else []
            if session.has_output:
                writers.append(host)
            # Urgent data stays due until it is read: whoever waited for it meanwhile would never sleep.
            exceptional = [host] if session.heeds_urgent and not self._host_closed else []
            timeout = 0.0 if types and terminal.has_unread_keys else self._timeout()
            readable, writable, urgent = self._wait(readers, writers, exceptional, timeout)

            if held and terminal.screen_fd in writable:
                terminal.flush()
            if signals in readable:
                terminal.read_signals()
            if types and (terminal.keyboard_fd in readable or terminal.has_unread_keys):
                trigger = self._take(take_keys)
                if trigger is not None:
                    return trigger
            if urgent:
                session.urgent_received()
            if hears and host in readable:
                self._hear()
            if host in writable and session.transmit():
                self._stuck_since = self._now()
            if timeout is not None:
                self._watch_clock()
            if self._is_over():
                return Trigger.COMMAND_DONE

    def _line_is_held(self) -> bool:
        """Flow control holds a line, perhaps for ever.

        Then keys are read even where there is no room for them, for the escape character among them.
        """
        return self.session.engine.held_size > 0 or self._is_stuck()

    def _is_stuck(self) -> bool:
        return self._stuck_since is not None and self._now() >= self._stuck_since + _OUTPUT_PATIENCE

    def _is_over(self) -> bool:
        return self._is_met() or (self._deadline is not None and self._now() >= self._deadline)

    def _take(self, take_keys: Callable[[bytes], Trigger | None] | None) -> Trigger | None:
        keys = self._terminal.read_keys()
        if keys and take_keys is not None:
            return take_keys(keys)
        self.session.finish_sending()
        return None

    def _hear(self) -> None:
        self._heard_at = now = self._now()
        if now - self._renewed_at > _ANSWERS_RENEWED:
            self._renewed_at = now
            self.session.engine.renew_answers()
        self._host_closed = not self.session.receive()

    def _timeout(self) -> float | None:
        """Seconds until something is due though nobody says anything; None: never, so an idle client sleeps."""
        due = [] if self._deadline is None else [self._deadline]
        if self.session.engine.asks_after_pause:
            due.append(self._heard_at + _PAUSE)
        if not self.session.has_output:
            self._stuck_since = None
        else:
            if self._stuck_since is None:
                self._stuck_since = self._now()
            if not (self._is_stuck() and self.session.terminal_line):
                due.append(self._stuck_since + _OUTPUT_PATIENCE)
        if not self.session.flushes_output:
            self._flushing_since = None
        else:
            if self._flushing_since is None:
                self._flushing_since = self._now()
            due.append(self._flushing_since + _FLUSH_PATIENCE)
        if not self.session.engine.unanswered_of_line:
            self._line_awaited_since = None
        else:
            if self._line_awaited_since is None:
                self._line_awaited_since = self._now()
            due.append(self._line_awaited_since + _LINE_PATIENCE)
        return max(0.0, min(due) - self._now()) if due else None

    def _watch_clock(self) -> None:
        now = self._now()
        if self.session.engine.asks_after_pause and now >= self._heard_at + _PAUSE:
            self.session.host_paused()
        if self._flushing_since is not None and now >= self._flushing_since + _FLUSH_PATIENCE:
            self.session.stop_flushing()
        if self._line_awaited_since is not None and now >= self._line_awaited_since + _LINE_PATIENCE:
            self.session.stop_waiting_for_line()
            self._line_awaited_since = None
        # Flow control may hold a line for as long as it likes.
        if self._is_stuck() and self.session.terminal_line is None:
            raise ConnectionLost("Time out")
