"""One command, from wherever commands come from, parsed and carried out; its errors reported.

Used by the two modes that take command lines. Nothing happens before the line has been confirmed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands import load_command
from telnet_client.comnd.line import parse_line
from telnet_client.comnd.outcome import Blank, Failed, IndirectFile, NeedsMore, Parsed
from telnet_client.errors import CommandError, ConnectFailed, ConnectionLost
from telnet_client.mode_table import Trigger
from telnet_client.modes.command_grammar import NO, connected_grammar, top_level_grammar

if TYPE_CHECKING:
    from telnet_client.comnd.grammar import Step
    from telnet_client.modes.job import Job


def prompt_for_command(job: Job, prompt: str) -> Trigger:
    """Read the next command at `prompt` and carry it out."""
    is_typed = not job.goes_on_taking
    try:
        line = job.next_line(prompt, _grammar(job))
    except CommandError as error:
        job.report(error)
        return Trigger.COMMAND_DONE
    except KeyboardInterrupt:
        job.terminal.fresh_line()
        return Trigger.COMMAND_DONE
    try:
        if line is None:
            return load_command("EXIT").run(job, {})
        trigger = run_command(job, line, prompt if is_typed else None)
        job.finish_taking()
        return trigger
    except KeyboardInterrupt:
        job.stop_taking()
        job.show("^C\n")
        return Trigger.COMMAND_DONE


def run_command(job: Job, line: str, prompt: str | None = None) -> Trigger:
    """Parse `line` and carry it out; what goes wrong is reported.

    Where it was typed at `prompt`, as much of it as was right can be had there again.
    """
    try:
        parsed = _find_command(job, line)
        return Trigger.COMMAND_DONE if parsed is None else _carry_out(job, parsed)
    except (CommandError, ConnectFailed) as error:
        if prompt is not None and isinstance(error, CommandError):
            job.terminal.offer_redo(prompt, line[: error.redo])
        job.report(error)
        if job.has_given_up:
            return Trigger.FINISH_REQUESTED
    except ConnectionLost as error:
        return job.connection_lost(error)
    return Trigger.COMMAND_DONE


def _grammar(job: Job) -> Step:
    if job.is_connected:
        return connected_grammar(job.vocabulary, job.capabilities)
    return top_level_grammar(job.vocabulary)


def _find_command(job: Job, line: str) -> Parsed | None:
    """The command that `line` is or that was DEFINEd by its name, None for a blank line. Raises as `_parse` does."""
    grammar = _grammar(job)
    parsed = _parse(job, grammar, line)
    used: list[str] = []
    while parsed is not None and "defined" in parsed.arguments:
        name = str(parsed.arguments["defined"])
        if name in used:
            raise CommandError(f'Definition of "{name}" calls itself')
        used.append(name)
        try:
            parsed = _parse(job, grammar, dict(job.vocabulary.definitions)[name])
        except CommandError as error:
            error.redo = 0  # nothing of it was typed
            raise
    return Parsed(parsed.arguments, ()) if parsed is not None and used else parsed


def _parse(job: Job, grammar: Step, line: str) -> Parsed | None:
    """The command, None for a blank line. Raises `CommandError`, and KeyboardInterrupt while more is read."""
    files: list[IndirectFile] = []
    while True:
        outcome = parse_line(grammar, line, files)
        match outcome:
            case Parsed():
                return outcome
            case Blank():
                return None
            case Failed():
                raise outcome.as_error()
            case NeedsMore():
                more = None if job.is_taking else job.next_line("", grammar)
                if more is None:
                    raise CommandError("End of input file reached")
                line = outcome.continued_by(more)
            case IndirectFile():
                files.append(outcome)
                line = outcome.continued_by(job.read_indirect_file(outcome.name))


def _carry_out(job: Job, parsed: Parsed) -> Trigger:
    arguments = parsed.arguments
    if not arguments:
        return Trigger.COMMAND_DONE
    keyword = str(arguments.get("command", "CONNECT"))
    command = load_command(str(arguments["negated"]) if keyword == NO else keyword)
    run = command.run_negated if keyword == NO else command.run
    assert run is not None  # a row that has NO has a command that has it: the tables are tested for it
    try:
        return run(job, arguments)
    except CommandError as error:
        error.redo = error.redo or parsed.redo_to(error.atom or "")
        raise
