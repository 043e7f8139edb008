"""The host's EXEC: an `@` prompt, keys in, text out, and the commands of COMMANDS by the COMND parser.

Sits between a caller's keyboard, one character at a time, and the commands. Each thing a key can do is a row of KEYS.
A command is an iterator of lines: whoever owns the executive asks for them one by one, and may interrupt between two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.comnd.line import CONTROL_F, ESC, complete_line, help_for_line, parse_line
from telnet_client.comnd.outcome import Failed, IndirectFile, NeedsMore, Parsed
from telnet_client.demo.commands import HostCommand, command_grammar
from telnet_client.demo.line_editor import LineEditor
from telnet_client.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from telnet_client.demo.caller import Caller

PROMPT = "@"
#: What SYSTAT and CTRL/T say while no command runs.
NAME = "EXEC"

#: COMND's text for a word that is no keyword; for a command's own name the EXEC says it in its own way.
_NO_KEYWORD = "Does not match switch or keyword"


class Executive:
    """One caller's command level."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._terminal = caller.terminal
        self._editor = LineEditor(caller.terminal)
        self._grammar = command_grammar()
        self._running: Iterator[str] | None = None
        self._running_name = NAME
        #: The lines of this command before the one that is being typed, each with its hyphen and a newline.
        self._before = ""
        #: What CTRL/H brings back.
        self._redo = ""
        #: Where `?` has just been typed.
        self._explained: str | None = None
        self._is_quoting = False

    @property
    def is_busy(self) -> bool:
        """A command is running: `step` has something to do, and keys have to wait."""
        return self._running is not None

    @property
    def program(self) -> str:
        """The name of what is running."""
        return self._running_name if self.is_busy else NAME

    def prompt(self) -> None:
        """Ready for a command."""
        self._before = ""
        self._explained = None
        self._is_quoting = False
        self._editor.begin(PROMPT)

    # While a command runs

    def step(self) -> None:
        """Show the next line of the running command."""
        assert self._running is not None
        line = next(self._running, None)
        if line is not None:
            self._terminal.show(f"{line}\n")
        elif self._end_command():
            self.prompt()

    def _end_command(self) -> bool:
        """There are no more lines; True if there will be more commands."""
        self._running = None
        return not self._caller.is_logged_out

    # At any time

    def interrupt(self) -> None:
        """CTRL/C: to the prompt, whatever is going on."""
        self._running = None
        self._redo = ""
        self._terminal.show("^C\n")
        self.prompt()

    def abort_output(self) -> None:
        """CTRL/O: the rest of the output is not wanted."""
        if not self.is_busy:
            self._editor.retype()
            return
        self._terminal.show(" ^O...\n")
        if self._end_command():
            self.prompt()

    def report(self, status: str) -> None:
        """CTRL/T: `status` in between, and back to where we were."""
        self._terminal.fresh_line()
        self._terminal.show(f"{status}\n")
        if not self.is_busy:
            self._editor.retype()

    # At the prompt

    def press(self, key: str) -> None:
        """One key; Return is CR. Not to be called while `is_busy`."""
        redo, self._redo = self._redo, ""
        if self._is_quoting:
            self._is_quoting = False
            self._editor.insert(key, CONTROL_V)
        elif key == CONTROL_H and redo and self._editor.is_empty:
            self._editor.recognize(redo)
        elif key in KEYS:
            KEYS[key](self)
        elif key != "\0":
            self._editor.insert(key)

    @property
    def _line(self) -> str:
        """The command so far, the lines that were continued included."""
        return self._before + self._editor.text

    def _confirm(self) -> None:
        line = self._line
        self._terminal.echo("\n")
        outcome = parse_line(self._grammar, line)
        match outcome:
            case Parsed():
                self._run(outcome)
            case Failed():
                self._fail(outcome)
            case IndirectFile():
                self._complain(str(CommandError("File not found", outcome.name)))
            case NeedsMore():
                self._before = outcome.continued_by("")
                self._editor.begin("")
            case _:
                self.prompt()

    def _run(self, parsed: Parsed) -> None:
        command = parsed.arguments["command"]
        assert isinstance(command, HostCommand)
        self._running = iter(command.run(self._caller, parsed.arguments))
        self._running_name = command.name

    def _fail(self, failure: Failed) -> None:
        is_command_unknown = failure.redo == 0 and failure.text == _NO_KEYWORD
        good_part = self._line[: failure.redo]
        self._complain("Unrecognized command" if is_command_unknown else str(failure.as_error()))
        self._redo = "" if "\n" in good_part else good_part

    def _complain(self, text: str) -> None:
        self._terminal.fresh_line()
        self._terminal.show(f"?{text}\n")
        self.prompt()

    def _recognize(self) -> None:
        self._complete(ESC)

    def _recognize_field(self) -> None:
        self._complete(CONTROL_F)

    def _complete(self, key: str) -> None:
        completion = complete_line(self._grammar, self._line, key)
        self._editor.recognize(completion.append)
        if completion.failure is not None:
            self._fail(completion.failure)
        elif completion.bell:
            self._terminal.ring()

    def _explain(self) -> None:
        """The second `?` at the same place describes what the first has listed."""
        line = self._line
        help = help_for_line(self._grammar, line, self._terminal.width, is_described=line == self._explained)
        self._explained = line
        if help.is_data:
            self._editor.insert("?")
            return
        self._terminal.echo("?")
        if help.failure is not None:
            self._fail(help.failure)
        elif help.text:
            self._terminal.show(f"{help.text}\n")
            self._editor.retype()
        else:
            self._terminal.ring()
            self._editor.retype()

    def _erase_character(self) -> None:
        self._editor.erase()

    def _erase_word(self) -> None:
        self._editor.erase_word()

    def _erase_line(self) -> None:
        self._editor.erase_line()

    def _retype(self) -> None:
        self._editor.retype()

    def _quote(self) -> None:
        self._is_quoting = True


CONTROL_H, CONTROL_V = "\b", "\x16"

#: What a key does at the prompt; any other is a character of the line. CTRL/H comes here only with nothing to redo.
KEYS: dict[str, Callable[[Executive], None]] = {
    "\r": Executive._confirm,
    "\f": Executive._confirm,
    ESC: Executive._recognize,
    "\t": Executive._recognize,
    CONTROL_F: Executive._recognize_field,
    "?": Executive._explain,
    "\x7f": Executive._erase_character,
    CONTROL_H: Executive._erase_character,
    "\x17": Executive._erase_word,
    "\x15": Executive._erase_line,
    "\x12": Executive._retype,
    CONTROL_V: Executive._quote,
}
