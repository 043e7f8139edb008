"""Extended talk command mode: one command at TELNET!, then back to the conversation, whatever became of it.

While a TAKE file is the source of commands all of them are run first, as in the original.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.mode_table import Trigger
from telnet_client.modes.command_line import prompt_for_command

if TYPE_CHECKING:
    from telnet_client.modes.job import Job

PROMPT = "TELNET!"


class ExtendedMode:
    """Entered by X in talk command mode, or by the escape character itself when EXTENDED is on."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def run(self) -> Trigger:
        """Read and run a command."""
        job = self._job
        if not job.goes_on_taking:  # nobody prompts, and the host's line is not to be broken
            job.leave_talk()
        trigger = prompt_for_command(job, PROMPT)
        while trigger is Trigger.COMMAND_DONE and job.goes_on_taking:
            trigger = prompt_for_command(job, PROMPT)
        return trigger
