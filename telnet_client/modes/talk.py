"""Talk mode: everything typed goes to the host, but for one character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from telnet_client.modes.job import Job

#: Nobody types more bytes at once, but for keys that send a control sequence.
_LONGEST_TYPED = 8
_ESC, _PASTE_BEGINS = 0x1B, b"\x1b[200~"


class TalkMode:
    """Entered when a connection opens and after each talk command."""

    def __init__(self, job: Job) -> None:
        self._job = job
        #: Pasted, and to be sent at PASTE's pace.
        self._paste = b""

    def run(self) -> Trigger:
        """Converse until the escape character is typed or the connection ends; a TAKE in progress goes first."""
        self._job.enter_talk()
        if self._job.goes_on_taking:
            return Trigger.EXTENDED_REQUESTED
        while True:
            trigger = self._job.conversation.run(self._take_keys)
            if trigger is Trigger.COMMAND_DONE:
                trigger = self._job.send_paste(self._paste)
            if trigger is not Trigger.COMMAND_DONE:
                return trigger

    def _take_keys(self, keys: bytes) -> Trigger | None:
        job = self._job
        if not job.terminal.has_keyboard:
            job.session.send_text(keys)
            return None
        settings = job.settings
        at = -1 if settings.escape_character is None else keys.find(settings.escape_character)
        typed = keys if at < 0 else keys[:at]
        if settings.paste_pacing is not None and _is_paste(typed):
            job.terminal.unread_keys(keys[len(typed) :])
            self._paste = typed
            return Trigger.COMMAND_DONE
        if typed:
            job.session.take_keys(typed)
        if at < 0:
            return None
        job.terminal.unread_keys(keys[at + 1 :])
        return Trigger.EXTENDED_REQUESTED if settings.extended else Trigger.ESCAPE_TYPED


def _is_paste(keys: bytes) -> bool:
    return (len(keys) > _LONGEST_TYPED and keys[0] != _ESC) or keys.startswith(_PASTE_BEGINS)
