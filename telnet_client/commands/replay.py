"""REPLAY (TYPESCRIPT): show a typescript once more; a recording in asciicast format at the speed it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from telnet_client.commands.base import Command
from telnet_client.comnd.functions.input_file import InputFile
from telnet_client.comnd.functions.number import Number
from telnet_client.comnd.grammar import Alternative, Step, switches
from telnet_client.comnd.grammar import fields as sequence
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary

_SPEEDS = KeywordTable((KeywordEntry("SPEED:", "SPEED", "How many times as fast as it was"),))
_FASTEST = 1000


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """A typescript without times goes by as over a line of 9600 baud."""
    context.replay(str(arguments["file"]), cast("int", arguments.get("speed", 1)))
    return Trigger.COMMAND_DONE


def fields(_vocabulary: Vocabulary) -> Step:
    """The file, and how fast."""
    speed = Alternative(
        Number(10, minimum=1, maximum=_FASTEST, range_error=f"Speed is not between 1 and {_FASTEST}"),
        "speed",
        help="how many times as fast",
    )
    file = Alternative(InputFile(), "file", help="typescript to show")
    return sequence(file, switches(_SPEEDS, then=lambda _value: (speed,)))


COMMAND = Command(
    name="REPLAY",
    guide_words="TYPESCRIPT",
    description="Show a typescript once more; CTRL/C stops it",
    run=run,
    fields=fields,
    example="REPLAY (TYPESCRIPT) session.cast /SPEED:4",
    details="""
A recording (`LOG /ASCIICAST`) has its own times; any other typescript goes by as over a line of 9600 baud, and is taken
for the host's bytes, in the character set that CHARACTER-SET says. The escape character stops it too. FILTER is for
typescripts as well.
""",
)
