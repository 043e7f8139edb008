"""WAIT, SEND and PAUSE: a file of commands in the place of the user's eyes and fingers.

Sits between the job, whose commands these are, and the conversation, which goes on while they wait: what the host says
is shown, and keys that the user types are kept for talk mode.
"""

from __future__ import annotations

from os import fstat
from typing import TYPE_CHECKING

from telnet_client.errors import CommandError, reason_of
from telnet_client.mode_table import Trigger
from telnet_client.scripting.expect import Expectation, Received
from telnet_client.session.line_discipline import local_echo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from telnet_client.modes.conversation import Conversation
    from telnet_client.session.pacing import Pacing
    from telnet_client.session.session import Session
    from telnet_client.terminal.interface import Terminal

#: Bytes of what the host said that are kept for the next WAIT, the newest.
_KEPT = 1 << 18
#: Bytes of a file that are sent before anybody looks whether the host takes them.
_PIECE = 1 << 16
_CONTROL_C = 0o3


class Script:
    """What the host says, from now on until `close`, to the commands of a file."""

    def __init__(self, conversation: Conversation, terminal: Terminal, escape_character: int | None) -> None:
        """`escape_character` ends a wait, and CTRL/C does."""
        self._conversation = conversation
        self._terminal = terminal
        self._escape_character = escape_character
        self._interrupts = {_CONTROL_C, escape_character} - {None}
        self._heard = Received(_KEPT)
        conversation.session.screen.listener = self._hear

    def close(self) -> None:
        """Listen no more."""
        self._conversation.session.screen.listener = None

    def _hear(self, data: bytes) -> None:
        engine = self._conversation.session.engine
        # To an NVT a NUL is no operation (RFC 854), and some hosts send one in front of a prompt.
        is_text = engine.speaks_telnet and not engine.receives_binary
        self._heard.add(data.replace(b"\0", b"") if is_text and 0 in data else data)
        self._heard.trim()

    def wait_for(self, text: str, seconds: float) -> Trigger | None:
        """Until the host has said `text` or has closed; None when it did neither within so many seconds."""
        expectation = Expectation([encode_for_host(text, self._conversation.session)])
        found = False

        def is_found() -> bool:
            nonlocal found
            found = found or expectation.take(self._heard) is not None
            return found

        trigger = self._converse(is_found, seconds)
        return trigger if found or trigger is Trigger.CONNECTION_CLOSED else None

    def pause(self, seconds: float) -> Trigger:
        """For so many seconds, or until the host has closed."""
        return self._converse(_never, seconds)

    def send_text(self, text: str, pacing: Pacing) -> Trigger:
        """As if it were typed; CR is the Return key. Raises `CommandError`."""
        session = self._conversation.session
        encode_for_host(text, session)  # all of it or nothing

        def send(piece: bytes) -> None:
            characters = piece.decode("utf-8", "surrogateescape")
            if not session.engine.remote_echo:
                session.show(local_echo(characters.encode("utf-8", "replace")))
            session.send_encoded(encode_for_host(characters, session))
            session.transmission.transmit()

        data = text.encode("utf-8", "surrogateescape")
        return self._send([data], send, len(data), pacing)

    def send_file(self, name: str, pacing: Pacing) -> Trigger:
        """As it is, as fast as the host takes it and `pacing` says. Raises `CommandError`."""
        try:
            with open(name, "rb") as file:
                pieces = iter(lambda: file.read(_PIECE), b"")
                return self._send(pieces, self._conversation.session.send_text, fstat(file.fileno()).st_size, pacing)
        except (OSError, ValueError) as error:
            raise CommandError(reason_of(error), name) from None

    def _send(self, data: Iterable[bytes], send: Callable[[bytes], None], size: int, pacing: Pacing) -> Trigger:
        from telnet_client.modes.paced_sending import PacedSending

        return PacedSending(self._conversation, self._terminal, self._escape_character, pacing).run(data, send, size)

    def _converse(self, is_met: Callable[[], bool], seconds: float | None) -> Trigger:
        """As `Conversation.run_until`; what is typed meanwhile is for later. Raises `CommandError` when interrupted."""
        typed = bytearray()
        is_interrupted = False

        def take_keys(keys: bytes) -> Trigger | None:
            nonlocal is_interrupted
            is_interrupted = not self._interrupts.isdisjoint(keys)
            typed.extend(keys)
            return Trigger.COMMAND_DONE if is_interrupted else None

        listens = take_keys if self._terminal.has_keyboard else None
        trigger = self._conversation.run_until(is_met, seconds, listens)
        if is_interrupted:
            raise CommandError("Interrupted")
        self._terminal.unread_keys(bytes(typed))
        return trigger


def encode_for_host(text: str, session: Session) -> bytes:
    """`text` in the host's character set; bytes given by their numbers as they are. Raises `CommandError`."""
    try:
        return text.encode(session.screen.host_character_set, "surrogateescape")
    except UnicodeEncodeError:
        raise CommandError("Not in the character set of the host", text) from None


def _never() -> bool:
    return False
