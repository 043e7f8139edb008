"""IF (LAST WAIT) TIMED-OUT command: what a file of commands does when a text did not come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.grammar import Alternative, rest_of_line
from telnet_client.comnd.grammar import fields as sequence
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.mode_table import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step

TIMED_OUT = "TIMED-OUT"


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """The command as if it stood alone, or nothing."""
    if not context.last_wait_timed_out:
        return Trigger.COMMAND_DONE
    return context.carry_out(str(arguments["command_line"]))


def fields(vocabulary: Vocabulary) -> Step:
    """The condition, and whatever could be typed at TELNET!."""
    table = KeywordTable([KeywordEntry(TIMED_OUT, TIMED_OUT, "What it waited for did not come in time")])
    condition = Alternative(Keyword(table), help="condition,", shows_atom=True)
    return sequence(condition, rest_of_line(vocabulary.connected(), "command_line"))


COMMAND = Command(
    name="IF",
    guide_words="LAST WAIT",
    description="Do a command if the last WAIT was in vain",
    run=run,
    fields=fields,
    example="IF (LAST WAIT) TIMED-OUT CLOSE (CONNECTION)",
    details="""
For files of commands. A WAIT that is in vain ends the file with an error unless IF comes next. The command is any one
of TELNET!, and IF itself is one.
""",
)
