"""LOG (FILE IS): keep a typescript of what the host sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from telnet_client.commands.base import Command
from telnet_client.comnd.functions.output_file import OutputFile
from telnet_client.comnd.grammar import Alternative, switches
from telnet_client.comnd.grammar import fields as sequence
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step

DEFAULT_TYPESCRIPT = "TELNET.LOG"
FORMS = (
    KeywordEntry("ASCIICAST", "ASCIICAST", "A recording that asciinema plays"),
    KeywordEntry("RAW", "RAW", "The bytes as they come"),
    KeywordEntry("TEXT", "TEXT", "Text alone, control sequences removed"),
    KeywordEntry("TIMESTAMPS", "TIMESTAMPS", "The time before each line"),
)


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """From now on, or from the next connection on; in place of the one there is."""
    context.open_typescript(str(arguments["file"]), cast("tuple[str, ...]", arguments.get("switches", ())))
    return Trigger.COMMAND_DONE


def run_negated(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """NO LOG."""
    context.close_typescript()
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """The file's name."""
    file = Alternative(OutputFile(), "file", help="file to append transcript to", default=DEFAULT_TYPESCRIPT)
    return sequence(file, switches(KeywordTable(FORMS)))


COMMAND = Command(
    name="LOG",
    guide_words="FILE IS",
    description="Append what the host sends to a file",
    run=run,
    fields=fields,
    run_negated=run_negated,
    negated_guide_words="FILE",
    example="LOG (FILE IS) session.log /TEXT /TIMESTAMPS",
    details="""
In one of four forms. Raw has the host's bytes as they came, and is what there is without a word; REPLAY shows them
again. `/TEXT` leaves out colours and all other control sequences. `/TIMESTAMPS` begins each line with the time of its
first byte, raw or text. `/ASCIICAST` is a recording that asciinema plays and REPLAY too, with its pauses.
""",
)
