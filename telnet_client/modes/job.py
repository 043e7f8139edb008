"""The job: all that one run of the program holds, and all that a command can act upon (`CommandContext`).

Here connections are opened and ended, files of commands are taken, the typescript is opened and closed, and errors are
put into the one form they have.
"""

from __future__ import annotations

import os
from time import sleep
from typing import TYPE_CHECKING, cast

from telnet_client.backends import RECONNECT, WAIT
from telnet_client.backends.base import Capability
from telnet_client.commands import CONNECTED
from telnet_client.errors import (
    CommandError,
    ConnectFailed,
    ConnectionLost,
    NoSuchHost,
    NoSuchLine,
    TelnetError,
    WaitFailed,
)
from telnet_client.mode_table import Trigger
from telnet_client.modes.command_grammar import CommandVocabulary, is_for_top_level_alone, keyword_of
from telnet_client.modes.conversation import Conversation
from telnet_client.session.session import Session
from telnet_client.settings import DEFAULT_CHARACTER_SET, key_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from telnet_client.backends.base import Backend, ByteStream
    from telnet_client.comnd.grammar import Step
    from telnet_client.comnd.take import TakeFile
    from telnet_client.demo.host import DemoHost
    from telnet_client.modes.script import Script
    from telnet_client.protocol.engine import Engine
    from telnet_client.protocol.facts import Facts
    from telnet_client.session.pacing import Pacing
    from telnet_client.settings import Settings
    from telnet_client.terminal.interface import Terminal
    from telnet_client.terminal_line import Signal

#: Exit statuses: closed in order; no connection or a lost one; a wrong command.
CLOSED, NOT_CONNECTED, WRONG_COMMAND = 0, 1, 2
_TELNET_CAPABILITIES = frozenset({Capability.TELNET_COMMANDS, Capability.OPTIONS, Capability.BREAK})
#: Between two attempts to connect to what is not there yet, in seconds: twice as long each time.
_SHORTEST_WAIT, _LONGEST_WAIT = 0.1, 0.5
_LINE_CAPABILITIES = frozenset({Capability.TERMINAL_LINE, Capability.BREAK})


class Job:
    """One run of the program."""

    def __init__(
        self,
        terminal: Terminal,
        settings: Settings,
        converse: Callable[[Session, Terminal], Conversation] = Conversation,
    ) -> None:
        """`converse` makes the conversation of a session."""
        self.terminal = terminal
        self.settings = settings
        self.exit_status = CLOSED
        self._conversation: Conversation | None = None
        self._take_file: TakeFile | None = None
        self._is_vital_take = self._take_may_wait = False
        self._script: Script | None = None
        #: A file of commands failed without which the user wanted nothing.
        self.has_given_up = False
        #: The last WAIT was in vain.
        self.last_wait_timed_out = False
        self._shell: int | None = None
        self._demo_host: DemoHost | None = None
        self._converse = converse
        #: Hosts connected to and not written down yet.
        self._visited: list[str] = []
        #: Where to connect again if this connection breaks; None where the user does not wish that.
        self._reopening: tuple[Backend, Mapping[str, object]] | None = None
        terminal.on_resize(self._resized)
        terminal.filter_output(settings.output_filter)

    # The connection

    @property
    def is_connected(self) -> bool:
        """There is a connection."""
        return self._conversation is not None

    @property
    def conversation(self) -> Conversation:
        """The one conversation; raises `CommandError` where there is none."""
        if self._conversation is None:
            raise CommandError("No connection")
        return self._conversation

    @property
    def session(self) -> Session:
        """The open connection; raises `CommandError` where there is none."""
        return self.conversation.session

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the connection can do now."""
        if not self.is_connected:
            return frozenset()
        telnet = _TELNET_CAPABILITIES if self.session.engine.speaks_telnet else frozenset()
        return telnet if self.session.terminal_line is None else telnet | _LINE_CAPABILITIES

    def connect(self, backend: Backend, arguments: Mapping[str, object]) -> Trigger:
        """Open a connection and say so; raises `CommandError`, `ConnectFailed`."""
        switches = cast("tuple[str, ...]", arguments.get("switches", ()))
        trigger = self._open(backend, arguments, waits=WAIT in switches)
        if RECONNECT in switches:
            self._reopening = backend, backend.reopening(arguments, self.settings)
        # Nobody completes the names of hosts that programs connect to.
        if self.terminal.has_keyboard and "host" in arguments:
            self._visited.append(str(arguments["host"]))
        return trigger

    def _open(
        self, backend: Backend, arguments: Mapping[str, object], waits: bool = False, is_known: bool = False
    ) -> Trigger:
        if self.is_connected:
            raise CommandError("Already connected")
        try:
            if is_known:
                sleep(_LONGEST_WAIT)  # one that breaks again and again must not keep the machine busy
            stream, engine, peer = self._open_stream(backend, arguments, waits)
        except KeyboardInterrupt:
            raise ConnectFailed("Given up") from None
        self._reopening = None
        session = Session(stream, engine, peer, self.terminal)
        session.follow(self.settings)
        session.change_facts(self._facts())
        self._conversation = self._converse(session, self.terminal)
        self.enter_talk()  # before anybody is told: a key typed from now on is the host's
        self.terminal.message("Open\n")
        if not is_known:
            self._name_escape_character()
        self._open_session_typescript()
        if self.goes_on_taking:
            self._listen()
        try:
            session.start()
            if self.settings.transparent:
                session.set_transparent(True)
        except ConnectionLost as error:
            self._conversation.lost = str(error)
        return Trigger.CONNECTION_OPENED

    def _open_stream(
        self, backend: Backend, arguments: Mapping[str, object], waits: bool
    ) -> tuple[ByteStream, Engine, str]:
        """As `backend.open`; with `waits` it is tried until there is something to connect to."""
        delay, say_trying = _SHORTEST_WAIT, self._say_trying
        while True:
            try:
                return backend.open(arguments, self.settings, say_trying)
            except (ConnectFailed, NoSuchHost, NoSuchLine) as error:
                if not waits:
                    raise
                if delay == _SHORTEST_WAIT:
                    if not isinstance(error, ConnectFailed):  # found to be wrong before anything was tried
                        self._say_trying()
                    self.terminal.message(f"{error}. Waiting, CTRL/C gives up... ")
                    self.terminal.drain()
                    say_trying = _say_nothing
            sleep(delay)
            delay = min(2 * delay, _LONGEST_WAIT)

    def _say_trying(self) -> None:
        self.terminal.fresh_line()
        self.terminal.message(" Trying... ")
        self.terminal.drain()

    def connect_to_demo(self, backend: Backend) -> Trigger:
        """Start the demo host, unless it runs already, and connect to it."""
        if self._demo_host is None:
            from telnet_client.demo.host import DemoHost

            self._demo_host = DemoHost()
        return self._open(backend, {"host": self._demo_host.address, "port": self._demo_host.port})

    def _name_escape_character(self) -> None:
        if self.terminal.has_keyboard and self.terminal.has_screen:
            self.terminal.message(f"Escape character is {self.escape_key()}\n")

    def connection_lost(self, error: ConnectionLost) -> Trigger:
        """It broke while a command was at work."""
        self.conversation.lost = str(error)
        return Trigger.CONNECTION_CLOSED

    def close_connection(self) -> None:
        """CLOSE: end the connection in order and say so."""
        self.session.close()
        self._conversation = self._script = None
        self.exit_status = CLOSED
        self.terminal.drain()
        self.leave_talk()
        self.terminal.reset_screen()
        self.terminal.message("Connection closed\n")
        self._remember_hosts()

    def connection_ended(self) -> Trigger | None:
        """The host, or bad luck, ended the connection, if there still is one: clear up and say so.

        CONNECTION_OPENED when it broke and, as the user wished, is there again.
        """
        if self._conversation is None:
            return None
        lost, reopening = self._conversation.lost, self._reopening
        line = self.session.terminal_line
        self.session.leave_line()
        self.session.close()
        self._conversation = self._script = None
        self.leave_talk()
        self.terminal.reset_screen()
        if lost is None:
            self.exit_status = CLOSED
            self.terminal.message("Connection closed by foreign host\n")
        else:
            self.exit_status = NOT_CONNECTED
            self.terminal.message(f"?{lost}\n")
        if reopening is not None and (lost is not None or not reopening[0].is_ended_in_order):
            return self._reopen(*reopening, {} if line is None else line.settings._asdict())
        self._remember_hosts()
        return None

    def _reopen(
        self, backend: Backend, arguments: Mapping[str, object], settings: Mapping[str, object]
    ) -> Trigger | None:
        """Connect again as soon as that is possible, a terminal line with the settings that are known."""
        arguments = {**arguments, **{name: value for name, value in settings.items() if value is not None}}
        try:
            trigger = self._open(backend, arguments, waits=True, is_known=True)
        except (CommandError, ConnectFailed) as error:
            self.report(error)
            return None
        self._reopening = backend, arguments
        return trigger

    # What command lines can name

    @property
    def vocabulary(self) -> CommandVocabulary:
        """The definitions there are now, and the hosts connected to before."""
        return CommandVocabulary(self.settings.definitions, self.known_hosts)

    def known_hosts(self) -> Iterable[str]:
        """The hosts connected to in this run and in earlier ones."""
        from telnet_client.modes.known_hosts import known_hosts_file, read_known_hosts

        return [*read_known_hosts(known_hosts_file()), *self._visited]

    def describe_command(self, keyword: str) -> str:
        """What HELP says of one command."""
        from telnet_client.modes.command_reference import help_on

        return help_on(keyword)

    def history(self) -> Sequence[str]:
        """The command lines typed at the prompts, those of earlier runs first."""
        from telnet_client.terminal.command_history import CommandHistory

        return CommandHistory().lines

    def _remember_hosts(self) -> None:
        """Write down what was visited. Not before the connection has ended: it takes its time."""
        if self._visited:
            from telnet_client.modes.known_hosts import known_hosts_file, remember_hosts

            remember_hosts(known_hosts_file(), self._visited)
            self._visited.clear()

    # The terminal

    def enter_talk(self) -> None:
        """The terminal belongs to the conversation."""
        self.terminal.enter_talk(self.session.wants_output_processing)
        self.session.have_seen_screen()
        self.session.resume_line()

    def leave_talk(self) -> None:
        """The terminal belongs to commands; the cursor on a fresh line."""
        if self._conversation is not None:
            self.session.leave_line()
        self.terminal.leave_talk()
        self.terminal.fresh_line()

    def show(self, text: str) -> None:
        """Print `text` on lines of its own."""
        self.terminal.fresh_line()
        self.terminal.message(text)

    def report(self, error: TelnetError) -> None:
        """An error as the original printed it, `?` first; it ends a TAKE, whose file and line are named.

        Why there is no connection stands behind ` Trying... ` without it. What was typed ahead is forgotten: it was
        meant for a command that did not fail.
        """
        self.terminal.clear_typeahead()
        where = ""
        if self._take_file is not None:
            where = f", line {self._take_file.line_number} of {self._take_file.name}"
            self.has_given_up = self._is_vital_take
            self.stop_taking()
        if isinstance(error, ConnectFailed) and not self.terminal.is_at_margin:
            self.terminal.complain(f"{error}{where}")
        else:
            self.terminal.fresh_line()
            self.terminal.complain(f"?{error}{where}")
        is_unconnected = isinstance(error, (ConnectFailed, WaitFailed)) or str(error).startswith(
            (NoSuchHost.TEXT, NoSuchLine.TEXT)
        )
        self.exit_status = NOT_CONNECTED if is_unconnected else WRONG_COMMAND

    def _facts(self) -> Facts:
        settings = self.settings
        return self.terminal.facts()._replace(
            environment=settings.exports,
            character_sets=_names_of_character_set(settings.character_set),
            knows_character_set=_knows_character_set,
        )

    def _resized(self) -> None:
        if self.is_connected:
            self.session.change_facts(self._facts())

    def suspend(self) -> bool:
        """Stop the job until it is resumed; False where there is no job control."""
        return self.terminal.suspend()

    def push(self) -> None:
        """Run the user's shell, or go on with the one that stopped itself."""
        if not self.terminal.has_keyboard:
            raise CommandError("No terminal to run a command level on")
        shell = os.environ.get("SHELL") or "/bin/sh"
        try:
            self._shell = self.terminal.run_shell(shell, self._shell)
        except OSError as error:
            raise CommandError(f"Cannot run {shell} - {error.strerror}") from None

    # Settings

    def escape_key(self) -> str:
        """The key that types the escape character, as STATUS and the `Open` line name it."""
        return key_name(self.settings.escape_character)

    def change_settings(self, **changes: object) -> None:
        """Replace some of the settings; the connection learns of it."""
        self.settings = self.settings._replace(**changes)  # type: ignore[arg-type]
        if "output_filter" in changes:
            self.terminal.filter_output(self.settings.output_filter)
        if self.is_connected:
            self.session.follow(self.settings)
            self._resized()

    # The typescript

    def open_typescript(self, name: str, switches: tuple[str, ...] = ()) -> None:
        """Append to this file, from now on if there is a connection, else from the next one on."""
        from telnet_client.session.typescript import check_switches

        check_switches(switches)
        self.close_typescript()
        self.change_settings(log_file=name, log_switches=switches)
        self._open_session_typescript(refuse=True)

    def close_typescript(self) -> None:
        """Keep no typescript any more."""
        if self.is_connected:
            self.session.end_typescript()
        self.change_settings(log_file=None, log_switches=())

    def _open_session_typescript(self, refuse: bool = False) -> None:
        """The connection goes on without a typescript that cannot be opened, unless the user just asked for it."""
        settings = self.settings
        if settings.log_file is None or not self.is_connected:
            return
        from telnet_client.session.typescript import Typescript

        try:
            self.session.typescript = Typescript(settings.log_file, settings.log_switches, self.terminal.size())
        except CommandError as error:
            self.settings = settings._replace(log_file=None, log_switches=())
            if refuse:
                raise
            self.terminal.message(f"?{error}\n")

    def replay(self, name: str, speed: float) -> None:
        """Show a typescript once more."""
        from telnet_client.modes.replay import Replay

        settings = self.settings
        Replay(self.terminal, settings.escape_character, settings.character_set, speed).run(name)

    # Files of commands

    @property
    def is_taking(self) -> bool:
        """A TAKE file is the source of commands."""
        return self._take_file is not None

    @property
    def goes_on_taking(self) -> bool:
        """The next command comes from a TAKE file.

        In a file that was begun at TELNET> what is right there alone waits for the connection's end.
        """
        if self._take_file is None or self._take_file.is_at_end:
            return False
        if not (self.is_connected and self._take_may_wait):
            return True
        return not is_for_top_level_alone(self._take_file.upcoming, self.vocabulary)

    def take(self, name: str, is_vital: bool = False) -> None:
        """Commands come from this file until it ends or one of them fails; raises `CommandError`.

        With `is_vital` the program ends if one fails.
        """
        if self.is_taking:
            raise CommandError("TAKE command in progress")
        from telnet_client.modes.command_files import read_take_file

        self._take_file, self._is_vital_take = read_take_file(name), is_vital
        self._take_may_wait = not self.is_connected
        if self.is_connected:
            self._listen()

    def finish_taking(self) -> None:
        """A command has been carried out: if it was the file's last, or the user's, the next is the user's."""
        if self._take_file is None or self._take_file.is_at_end:
            self.stop_taking()

    # What a file of commands does in the place of the user

    def carry_out(self, line: str) -> Trigger:
        """Do another command; what goes wrong is reported."""
        from telnet_client.modes.command_line import run_command

        return run_command(self, line)

    def wait_for(self, text: str, seconds: int) -> Trigger:
        """Converse until the host has said `text`. Raises `WaitFailed`."""
        self.enter_talk()
        trigger = self._listen().wait_for(text, seconds)
        self.last_wait_timed_out = trigger is None
        if trigger is Trigger.CONNECTION_CLOSED:
            raise WaitFailed("Connection closed before it came", text)
        if trigger is None and not self._if_comes_next:
            raise WaitFailed("Did not come in time", text)
        return Trigger.COMMAND_DONE

    @property
    def _if_comes_next(self) -> bool:
        return self._take_file is not None and keyword_of(self._take_file.upcoming, CONNECTED) == "IF"

    def pause(self, seconds: int) -> Trigger:
        """Converse for so many seconds."""
        self.enter_talk()
        return self._listen().pause(seconds)

    def pulse(self, signal: Signal, on: bool, milliseconds: int) -> Trigger:
        """A wire of the terminal line is raised or dropped for so long; raises `CommandError`."""
        self.enter_talk()
        self.session.set_line_signal(signal, on)
        trigger = self.conversation.run_until(lambda: False, milliseconds / 1000, None)
        if trigger is Trigger.COMMAND_DONE:
            self.session.set_line_signal(signal, not on)
        return trigger

    def send_text(self, text: str, pacing: Pacing) -> Trigger:
        """Type it; raises `CommandError`."""
        self.enter_talk()
        return self._listen().send_text(text, pacing)

    def send_file(self, name: str, pacing: Pacing) -> Trigger:
        """Send what stands in it; raises `CommandError`."""
        self.enter_talk()
        return self._listen().send_file(os.path.expanduser(name), pacing)

    def send_paste(self, keys: bytes) -> Trigger:
        """Type what was pasted, as PASTE says; what goes wrong is reported, and the rest of it is forgotten."""
        from telnet_client.modes.paced_sending import PacedSending
        from telnet_client.session.pacing import UNPACED

        settings = self.settings
        pacing = settings.paste_pacing or UNPACED
        try:
            sending = PacedSending(self.conversation, self.terminal, settings.escape_character, pacing)
            return sending.run_paste(keys, self.session.take_keys)
        except CommandError as error:
            self.session.leave_line()
            self.report(error)
            self.enter_talk()
        except ConnectionLost as error:
            return self.connection_lost(error)
        return Trigger.COMMAND_DONE

    def _listen(self) -> Script:
        """From now on what the host says is kept for WAIT, until the file of commands ends."""
        from telnet_client.modes.script import Script

        if self._script is None:
            self._script = Script(self.conversation, self.terminal, self.settings.escape_character)
        return self._script

    def read_indirect_file(self, name: str) -> str:
        """The rest of a command that ended in `@name`; raises `CommandError`."""
        from telnet_client.modes.command_files import read_text

        return read_text(name)

    def close(self) -> None:
        """On the way out: let go of the connection and the demo host. Never raises."""
        if self._conversation is not None:
            self._conversation.session.close()
        if self._demo_host is not None:
            self._demo_host.close()
        self._remember_hosts()

    def stop_taking(self) -> None:
        """The rest of a TAKE file is not wanted."""
        self._take_file, self._is_vital_take = None, False
        if self._script is not None:
            self._script.close()
            self._script = None

    def next_line(self, prompt: str, grammar: Step) -> str | None:
        """The next command: from the TAKE file, or typed at `prompt`. None at the end of the user's input.

        Raises `CommandError` for a line that `grammar` found wrong while it was typed, KeyboardInterrupt for CTRL/C.
        """
        if self._take_file is not None and self.goes_on_taking:
            return self._take_file.next_command()
        return self.terminal.read_line(prompt, grammar)


def _say_nothing() -> None:
    """It has been said."""


def _names_of_character_set(name: str) -> tuple[str, ...]:
    """As CHARSET has them."""
    if name == DEFAULT_CHARACTER_SET:
        return (name,)
    from telnet_client.session.character_set import names_for_host

    return names_for_host(name)


def _knows_character_set(name: str) -> bool:
    from telnet_client.session.character_set import is_fit_for_host

    return is_fit_for_host(name)
