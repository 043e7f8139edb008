"""Talk command mode: one character behind the escape character, neither echoed nor answered, so that the screen stays
as the host made it. What the host sends meanwhile is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands import SINGLE_CHARACTER, load_command
from telnet_client.errors import CommandError
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from telnet_client.modes.job import Job


class TalkCommandMode:
    """Waits for the letter and does what SINGLE_CHARACTER says."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def run(self) -> Trigger:
        """Converse until a letter is typed, then carry it out."""
        return self._job.conversation.run(self._take_keys)

    def _take_keys(self, keys: bytes) -> Trigger | None:
        job = self._job
        job.terminal.unread_keys(keys[1:])
        key = keys[0]
        if key == job.settings.escape_character:
            job.session.type(keys[:1])
            return Trigger.COMMAND_DONE
        letter = SINGLE_CHARACTER.get(chr(key).upper())
        if letter is None or (letter.needs is not None and letter.needs not in job.capabilities):
            job.terminal.bell()
            return Trigger.COMMAND_DONE
        if letter.name == "?":
            self._list_letters()
            return None
        if letter.command is None:
            return Trigger.EXTENDED_REQUESTED
        return self._carry_out(letter.command, letter.prints)

    def _list_letters(self) -> None:
        rows = "".join(f"{letter.name}  {letter.description}\n" for letter in SINGLE_CHARACTER.values())
        self._job.session.screen.leave_line()
        self._job.terminal.fresh_line()
        self._job.terminal.message(
            "\nType a single character command:\n"
            f"{rows}Typing the escape character twice sends it to the host.\n\nCommand:>"
        )

    def _carry_out(self, name: str, prints: bool) -> Trigger:
        job = self._job
        if prints:
            job.leave_talk()
        try:
            command = load_command(name)
            return (command.run_letter or command.run)(job, {})
        except CommandError as error:
            job.show(f"?{error}\n")  # no TAKE file is to blame, and none ends
            return Trigger.COMMAND_DONE
