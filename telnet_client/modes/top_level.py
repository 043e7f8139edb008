"""Top-level mode: no connection; commands at TELNET>.

Started with a command on the shell's line, the program does that one and leaves when it is done, its conversation with
the host included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.mode_table import Trigger
from telnet_client.modes.command_line import prompt_for_command, run_command

if TYPE_CHECKING:
    from telnet_client.modes.job import Job

PROMPT = "TELNET>"


class TopLevelMode:
    """Entered at the start and whenever a connection has ended."""

    def __init__(self, job: Job, first_command: str | None) -> None:
        """`first_command` is the shell's; None to prompt for commands until EXIT."""
        self._job = job
        self._first_command = first_command
        self._one_command_only = first_command is not None

    def run(self) -> Trigger:
        """Close what is left of a connection, or go on with it once it is back, then do a command."""
        job = self._job
        if (trigger := job.connection_ended()) is not None:
            return trigger
        if job.has_given_up:
            return Trigger.FINISH_REQUESTED
        if job.is_taking:
            return prompt_for_command(job, PROMPT)
        if self._first_command is not None:
            command, self._first_command = self._first_command, None
            return run_command(job, command)
        if self._one_command_only:
            return Trigger.FINISH_REQUESTED
        return prompt_for_command(job, PROMPT)
