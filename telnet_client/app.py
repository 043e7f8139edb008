"""The only place that builds the concrete objects and joins them, and the last that lets go of the terminal."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

from telnet_client.errors import TelnetError
from telnet_client.mode_table import Mode
from telnet_client.modes.command_files import take_start_up_file
from telnet_client.modes.controller import ModeController
from telnet_client.modes.extended import ExtendedMode
from telnet_client.modes.job import CLOSED, NOT_CONNECTED, Job
from telnet_client.modes.talk import TalkMode
from telnet_client.modes.talk_command import TalkCommandMode
from telnet_client.modes.top_level import TopLevelMode
from telnet_client.terminal.posix import PosixTerminal

if TYPE_CHECKING:
    from types import FrameType

    from telnet_client.settings import Settings

#: Exit status of an error in the program itself (BSD's EX_SOFTWARE).
_INTERNAL_ERROR = 70


class Terminated(SystemExit):
    """A signal asked the program to go. A `SystemExit`, which event loops let through."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def run(settings: Settings, command: str | None, command_file: str | None) -> int:
    """Run the program; returns its exit status. The terminal is given back whatever happens."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _terminate)
    terminal = PosixTerminal()
    job = Job(terminal, settings)
    trouble = ""
    fatal = 0
    try:
        if take_start_up_file(job, command_file):
            join_modes(job, command).run()
            if command is None and terminal.has_keyboard and not job.has_given_up:
                job.exit_status = CLOSED  # the user saw what happened, and left
        terminal.drain()
    except Terminated as error:
        fatal = error.number
    except KeyboardInterrupt:
        fatal = signal.SIGINT
    except TelnetError as error:  # the terminal is gone, or what stands in its place
        trouble, job.exit_status = f"?{error}\n", NOT_CONNECTED
    except Exception as error:
        trouble, job.exit_status = _describe(error), _INTERNAL_ERROR
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)  # nothing comes between us and the terminal's modes
    job.close()
    terminal.restore()
    if trouble or fatal:
        terminal.last_words(trouble)
    if fatal:
        signal.signal(fatal, signal.SIG_DFL)
        os.kill(os.getpid(), fatal)  # so that whoever waits for us learns what ended us
    terminal.close()
    return job.exit_status


def join_modes(job: Job, command: str | None) -> ModeController:
    """The four modes around one job; `command` is the shell's, None to prompt for commands."""
    return ModeController(
        {
            Mode.TOP_LEVEL: TopLevelMode(job, command).run,
            Mode.TALK: TalkMode(job).run,
            Mode.TALK_COMMAND: TalkCommandMode(job).run,
            Mode.EXTENDED_TALK_COMMAND: ExtendedMode(job).run,
        }
    )


def _terminate(number: int, _frame: FrameType | None) -> None:
    raise Terminated(number)


def _describe(error: Exception) -> str:
    import traceback

    frames = traceback.extract_tb(sys.exc_info()[2] or error.__traceback__)
    place = f"{os.path.basename(frames[-1].filename)}, line {frames[-1].lineno}" if frames else "an unknown place"
    return (
        f"?Internal error - {type(error).__name__}: {error}, at {place}\n"
        f"{''.join(traceback.format_exception(error))}Please report this.\n"
    )
