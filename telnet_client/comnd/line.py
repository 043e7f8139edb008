"""A command line by its grammar: parsed, completed, explained (COMND%, Monitor Calls Reference Manual).

Stands between whoever reads lines and the functions that read fields. Each entry point is a pure function of the line's
text: the grammar is walked from the first field every time, so the original's reparse comes for nothing, and nothing is
done before the command is confirmed. Time grows with the length of the line, which is limited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.comnd.field_function import Mismatch
from telnet_client.comnd.grammar import Alternative
from telnet_client.comnd.joined_line import is_continued, without_last_line_end
from telnet_client.comnd.outcome import Blank, Failed, IndirectFile, NeedsMore, Parsed
from telnet_client.comnd.walk import Choice, Refusal, Walk, is_blank_command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telnet_client.comnd.field_function import FileLister
    from telnet_client.comnd.grammar import Step
    from telnet_client.comnd.outcome import Completion, Help, Outcome

ESC = "\x1b"
CONTROL_F = "\x06"

#: Files that one command may come from, each named by the one before.
INDIRECT_LIMIT = 8


def parse_line(step: Step, text: str, files: Sequence[IndirectFile] = ()) -> Outcome:
    """What the line `text` says by the grammar that begins with `step`, once Return has been typed behind it.

    `text` may hold several lines joined by hyphens; a line end behind the last is ignored, while behind a hyphen an
    empty line follows it. For `NeedsMore` and `IndirectFile` the caller gets the rest, asks the outcome for the line
    that results (`continued_by`) and parses it; `files` are the indirect files this command already came from, and one
    of them again is an error.
    """
    outcome = _parse(step, without_last_line_end(text), files)
    if files and isinstance(outcome, Failed):
        # What the file contributed was never typed.
        return Failed(outcome.text, outcome.atom, min(outcome.redo, len(files[0].before)))
    return outcome


def _parse(step: Step, typed: str, files: Sequence[IndirectFile]) -> Outcome:
    walk = Walk(step, typed)
    if walk.failure is None:
        if is_continued(typed):
            return NeedsMore(typed)
        if is_blank_command(walk):
            return Blank()
    while walk.failure is None:
        if walk.is_at_indirect_file:
            return _indirect_file(walk, typed, files)
        default = walk.choose_default() if walk.is_at_end else None
        choice = default or walk.choose()
        if isinstance(choice, Refusal):
            return walk.fail(choice)
        if choice.alternative.ends_line:
            return Parsed(walk.arguments, tuple(walk.fields))
        if default is None:
            walk.take(choice)
        else:
            walk.take_default(choice)
    return walk.failure


def _indirect_file(walk: Walk, typed: str, files: Sequence[IndirectFile]) -> IndirectFile | Failed:
    """The name behind `@`, which has to end the line."""
    from telnet_client.comnd.functions.input_file import InputFile

    before = typed[: walk.typed_to_start]
    walk.start += 1
    name = InputFile().parse(walk.line, walk.start)
    if isinstance(name, Mismatch):
        return walk.fail_with(name.text)
    walk.take(Choice(Alternative(InputFile()), name))
    if not walk.is_at_end:
        return walk.fail_with("Not confirmed")
    if any(file.name == name.value for file in files):
        return walk.fail_with("Indirect file includes itself")
    if len(files) >= INDIRECT_LIMIT:
        return walk.fail_with("Indirect files nested too deeply")
    return IndirectFile(str(name.value), before)


def complete_line(step: Step, text: str, key: str = ESC, list_files: FileLister | None = None) -> Completion:
    """What the key ESC, TAB or CTRL/F does at the end of `text`.

    ESC and TAB complete the field and type a blank and guide words; CTRL/F completes the field only. Names of files
    are completed if `list_files` can list them.
    """
    from telnet_client.comnd.completion import complete

    return complete(step, text, key, list_files)


def help_for_line(
    step: Step, text: str, width: int = 80, list_files: FileLister | None = None, is_described: bool = False
) -> Help:
    """What `?` does at the end of `text`, on a terminal of `width` columns.

    With `is_described`, for a second `?` at the same place, names stand one on a line with what they are.
    """
    from telnet_client.comnd.help_text import explain

    return explain(step, text, width, list_files, is_described)
