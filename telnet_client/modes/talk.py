"""Talk mode: everything typed goes to the host, but for one character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from telnet_client.modes.job import Job


class TalkMode:
    """Entered when a connection opens and after each talk command."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def run(self) -> Trigger:
        """Converse until the escape character is typed or the connection ends; a TAKE in progress goes first."""
        self._job.enter_talk()
        if self._job.goes_on_taking:
            return Trigger.EXTENDED_REQUESTED
        return self._job.conversation.run(self._take_keys)

    def _take_keys(self, keys: bytes) -> Trigger | None:
        job = self._job
        if not job.terminal.has_keyboard:
            job.session.send_text(keys)
            return None
        settings = job.settings
        at = -1 if settings.escape_character is None else keys.find(settings.escape_character)
        if at < 0:
            job.session.take_keys(keys)
            return None
        job.terminal.unread_keys(keys[at + 1 :])
        if at:
            job.session.take_keys(keys[:at])
        return Trigger.EXTENDED_REQUESTED if settings.extended else Trigger.ESCAPE_TYPED
