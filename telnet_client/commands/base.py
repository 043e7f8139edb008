"""What a command is: one row of facts and one function.

A command sits between the parser, which gives it its arguments, and the context, through which alone it acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from telnet_client.backends.base import Backend, Capability
    from telnet_client.comnd.grammar import Step
    from telnet_client.comnd.table import KeywordTable
    from telnet_client.mode_table import Trigger
    from telnet_client.session.pacing import Pacing
    from telnet_client.session.session import Session
    from telnet_client.settings import Settings
    from telnet_client.terminal_line import Signal


class Command(NamedTuple):
    """One command of TELNET> or TELNET!.

    `run(context, arguments)` does it and says what follows; it raises `CommandError` when it cannot.
    """

    name: str
    #: Without the parentheses; "" for none.
    guide_words: str
    #: One line for a second `?`, HELP and the manual.
    description: str
    run: Callable[[CommandContext, Mapping[str, object]], Trigger]
    #: The fields behind the guide words; None for nothing but the confirming Return.
    fields: Callable[[Vocabulary], Step] | None = None
    #: The NO form; None where there is none. Guide words only where they differ, fields only where it has any.
    run_negated: Callable[[CommandContext, Mapping[str, object]], Trigger] | None = None
    negated_guide_words: str | None = None
    negated_fields: Callable[[Vocabulary], Step] | None = None
    #: What its letter does in talk command mode, where that is something else.
    run_letter: Callable[[CommandContext, Mapping[str, object]], Trigger] | None = None
    #: Checked before the rest is parsed; without it `?Not implemented with this protocol`.
    needs: Capability | None = None
    #: A line that can be typed as it stands, for HELP and the manual.
    example: str = ""
    #: More than the one line, for HELP and the manual: paragraphs between blank lines, to be filled; "" for nothing.
    details: str = ""


class Vocabulary(Protocol):
    """What can be named in a command line: for the fields of commands that speak of commands and of hosts."""

    @property
    def definitions(self) -> Sequence[tuple[str, str]]:
        """The names that were DEFINEd and the command lines they stand for."""

    def known_hosts(self) -> Iterable[str]:
        """The hosts connected to before; to be asked only when `?` or recognition needs them."""

    def commands(self) -> KeywordTable:
        """All there are, their keywords being the values."""

    def top_level_commands(self) -> KeywordTable:
        """Those of TELNET>."""

    def top_level(self) -> Step:
        """A whole command line at TELNET>."""

    def connected(self) -> Step:
        """A command at TELNET!."""


class CommandContext(Protocol):
    """All that a command can see and do."""

    @property
    def settings(self) -> Settings:
        """What lasts the run."""

    def change_settings(self, **changes: object) -> None:
        """Replace some of the settings; the session learns of it."""

    @property
    def session(self) -> Session:
        """The open connection. Raises `CommandError` at top level, where no command that asks can be reached."""

    @property
    def is_connected(self) -> bool:
        """There is a connection."""

    def describe_command(self, keyword: str) -> str:
        """What HELP says of one command, each line with its newline."""

    def history(self) -> Sequence[str]:
        """The command lines typed at the prompts, those of earlier runs first."""

    def show(self, text: str) -> None:
        """Print `text`, lines separated by newlines, starting on a fresh line; no newline is added at the end."""

    def escape_key(self) -> str:
        """The key that types the escape character: `CTRL/^`."""

    def connect(self, backend: Backend, arguments: Mapping[str, object]) -> Trigger:
        """Open a connection and the conversation; prints ` Trying... Open`."""

    def pulse(self, signal: Signal, on: bool, milliseconds: int) -> Trigger:
        """Raise or drop a wire of the terminal line for so long, then the contrary; the conversation goes on meanwhile.

        Raises `CommandError`.
        """

    def connect_to_demo(self, backend: Backend) -> Trigger:
        """The same to the host inside this program."""

    def close_connection(self) -> None:
        """CLOSE: end it in order and say `Connection closed`."""

    def take(self, name: str) -> None:
        """Make a file the source of the commands to come."""

    @property
    def is_taking(self) -> bool:
        """A TAKE file is the source of commands."""

    def carry_out(self, line: str) -> Trigger:
        """Do another command."""

    def wait_for(self, text: str, seconds: int) -> Trigger:
        """WAIT: converse until the host has said `text`. Raises `CommandError` after so many seconds."""

    @property
    def last_wait_timed_out(self) -> bool:
        """The last WAIT was in vain."""

    def pause(self, seconds: int) -> Trigger:
        """PAUSE: converse for so many seconds."""

    def send_text(self, text: str, pacing: Pacing) -> Trigger:
        """SEND (TEXT): type it; CR is the Return key. Raises `CommandError`."""

    def send_file(self, name: str, pacing: Pacing) -> Trigger:
        """SEND (FILE): send what stands in it. Raises `CommandError`."""

    def open_typescript(self, name: str, switches: tuple[str, ...]) -> None:
        """LOG: from now on, or from the next connection on, append to this file, in the form the switches say."""

    def close_typescript(self) -> None:
        """NO LOG."""

    def replay(self, name: str, speed: float) -> None:
        """REPLAY: show a typescript, `speed` times as fast as it was; raises `CommandError`."""

    def suspend(self) -> bool:
        """QUIT: stop the job until it is resumed; False where there is no job control and nothing was done."""

    def push(self) -> None:
        """PUSH: run the user's shell and wait for its end."""
