"""A file, a text or a paste on its way to the host, no faster than its pacing says and the host takes it.

Sits between those who have something to send (SEND, talk mode) and the conversation, which goes on meanwhile: what the
host says is shown, CTRL/C or the escape character stops the sending, and other keys wait for its end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telnet_client.comnd.escaped_text import read_escaped_text
from telnet_client.errors import CommandError, WaitFailed
from telnet_client.mode_table import Trigger
from telnet_client.modes.progress import Progress
from telnet_client.modes.script import encode_for_host
from telnet_client.scripting.expect import Expectation, Received
from telnet_client.session.pacing import UNPACED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from telnet_client.modes.conversation import Conversation
    from telnet_client.session.pacing import Pacing
    from telnet_client.terminal.interface import Terminal

#: How long an echo or a prompt is waited for, in seconds.
PATIENCE = 30
#: While nothing happens the progress is looked at so often, in seconds.
_PERIOD = 0.2
#: Bytes of what the host said since the line began, the newest.
_KEPT = 1 << 18
_CONTROL_C = 3
_LINE = re.compile(rb"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
#: A character of UTF-8, or a byte that is none; the two bytes of a line's end are one Return.
_CHARACTER = re.compile(rb"\r\n|[\xc0-\xff][\x80-\xbf]*|.", re.DOTALL)
#: Hosts scroll and wrap long lines, so it is enough that the end of one comes back: so many characters, of those that
#: all hosts echo alike.
_ECHOED = 16
_NOT_ECHOED_ALIKE = re.compile(rb"[^!-~]+")
#: What may come between them: blanks, and what moves the cursor.
_BETWEEN = rb"(?:[\x00-\x1a\x1c-\x20\x7f]|\x1b(?:\[[0-?]*[ -/]*[@-~]|[ -/]*[0-Z\\^-~]))*"
#: What a terminal puts around a paste (XTerm Control Sequences, "Bracketed Paste Mode").
_PASTE_MARK = re.compile(rb"\x1b\[20[01]~")


class PacedSending:
    """One file, text or paste."""

    def __init__(
        self, conversation: Conversation, terminal: Terminal, escape_character: int | None, pacing: Pacing
    ) -> None:
        self._conversation = conversation
        self._session = conversation.session
        self._terminal = terminal
        self._stoppers = {_CONTROL_C, escape_character} - {None}
        self._pacing = pacing
        self._prompt = encode_for_host(read_escaped_text(pacing.prompt), self._session)
        self._progress = Progress(terminal, conversation.now())
        #: Bytes, as far as anybody knows.
        self._size = self._sent = 0
        self._line_number = 1
        #: The end of the line that is being sent, and what the host has said since it began.
        self._line = b""
        self._heard = Received(_KEPT)
        self._typed = bytearray()
        self._is_pasting = False
        self._is_stopped = False

    def run(self, data: Iterable[bytes], send: Callable[[bytes], None], size: int) -> Trigger:
        """Give `data`, in pieces as the pacing wants it, to `send`: COMMAND_DONE, or CONNECTION_CLOSED by the host.

        `size` is what there is in bytes, 0 where nobody knows. Raises `CommandError` when the user stopped it or the
        host did not answer, `ConnectionLost`.
        """
        self._size = size
        session, others = self._session, self._session.screen.listener

        def hear(heard: bytes) -> None:
            if others is not None:
                others(heard)
            self._heard.add(heard)
            self._heard.trim()

        if self._pacing.waits_for_echo or self._prompt:
            session.screen.listener = hear
        try:
            with self._progress:
                for piece in self._cut(data):
                    send(piece)
                    self._sent += len(piece)
                    self._wait_behind(piece)
        except _HostClosed:
            return Trigger.CONNECTION_CLOSED
        finally:
            session.screen.listener = others
        self._terminal.unread_keys(bytes(self._typed))
        return Trigger.COMMAND_DONE

    def run_paste(self, keys: bytes, send: Callable[[bytes], None]) -> Trigger:
        """The same with what was pasted, and with all that is typed until it has been sent."""
        self._typed += keys
        self._is_pasting = True
        return self.run(self._take_typed(), send, len(keys))

    def _take_typed(self) -> Iterator[bytes]:
        """What a shell that knows of a paste does with it, it does at the end: neither echo nor prompt would come."""
        hides_marks = self._pacing.waits_for_echo or self._prompt
        while self._typed:
            keys = bytes(self._typed)
            self._typed.clear()
            yield _PASTE_MARK.sub(b"", keys) if hides_marks else keys

    def _cut(self, data: Iterable[bytes]) -> Iterator[bytes]:
        if self._pacing == UNPACED:
            yield from data
            return
        piece = _CHARACTER if self._pacing.character_delay else _LINE
        kept = b""
        for part in data:
            part = kept + part
            # The other half of a line's end may come with the next part.
            kept = part[-1:] if part.endswith(b"\r") and not self._is_pasting else b""
            yield from piece.findall(part, 0, len(part) - len(kept))
        if kept:
            yield kept

    def _wait_behind(self, piece: bytes) -> None:
        pacing, session = self._pacing, self._session
        if session.transmission.size:
            self._converse(lambda: not session.transmission.size, None)
        elif pacing == UNPACED:
            self._converse(_never, 0)
        if pacing.character_delay:
            self._converse(_never, pacing.character_delay / 1000)
        self._line = (self._line + _NOT_ECHOED_ALIKE.sub(b"", piece))[-_ECHOED:]
        if piece.endswith((b"\r", b"\n")):
            if pacing.waits_for_echo:
                self._expect(self._echo(), f"The host did not echo line {self._line_number}")
            if self._prompt:
                self._expect(self._prompt, f"The host did not answer line {self._line_number}")
            if pacing.line_delay:
                self._converse(_never, pacing.line_delay / 1000)
            self._line = b""
            self._line_number += 1
            self._heard.take_all()

    def _echo(self) -> re.Pattern[bytes]:
        characters = [re.escape(bytes((code,))) for code in self._line]
        # OUTPUT can make capitals of what is sent.
        return re.compile(_BETWEEN.join(characters) or rb"[\r\n]", re.IGNORECASE)

    def _expect(self, pattern: bytes | re.Pattern[bytes], complaint: str) -> None:
        expectation = Expectation([pattern])
        is_found = False

        def is_met() -> bool:
            nonlocal is_found
            is_found = is_found or expectation.take(self._heard) is not None
            return is_found

        self._converse(is_met, PATIENCE)
        if not is_found:
            raise WaitFailed(complaint)

    def _converse(self, is_met: Callable[[], bool], seconds: float | None) -> None:
        """Until `is_met()` or for so many seconds, None for any time. Raises as `run`, and `_HostClosed`."""
        conversation = self._conversation
        listens = self._take_keys if self._terminal.has_keyboard else None
        deadline = None if seconds is None else conversation.now() + seconds
        while True:
            now = conversation.now()
            self._progress.show(self._sent - self._session.transmission.size, self._size, now)
            period = _PERIOD if deadline is None else max(0.0, min(_PERIOD, deadline - now))
            trigger = conversation.run_until(is_met, period, listens)
            if self._is_stopped:
                raise CommandError(self._interruption())
            if trigger is not Trigger.COMMAND_DONE:
                raise _HostClosed
            if is_met() or (deadline is not None and conversation.now() >= deadline):
                return

    def _interruption(self) -> str:
        return "Interrupted" if self._pacing == UNPACED else f"Interrupted in line {self._line_number}"

    def _take_keys(self, keys: bytes) -> Trigger | None:
        self._typed += keys
        if self._is_pasting:
            self._size += len(keys)
        self._is_stopped = not self._stoppers.isdisjoint(keys)
        return Trigger.COMMAND_DONE if self._is_stopped else None


class _HostClosed(Exception):
    """There is nobody to send the rest to."""


def _never() -> bool:
    return False
