"""SEND (TEXT) "text", SEND (FILE) name: to the host as if it were typed, for files of commands and for pastes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.commands.base import Command
from telnet_client.comnd.escaped_text import read_escaped_text
from telnet_client.comnd.functions.guide_words import GuideWords
from telnet_client.comnd.functions.input_file import InputFile
from telnet_client.comnd.functions.quoted_string import QuotedString
from telnet_client.comnd.grammar import Alternative, followed_by, switches
from telnet_client.comnd.table import KeywordEntry, KeywordTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step
    from telnet_client.mode_table import Trigger

NO_RETURN = "NO-RETURN"


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """A text with the Return key behind it, or a file as it is."""
    if "file" in arguments:
        return context.send_file(str(arguments["file"]))
    text = read_escaped_text(str(arguments["text"]))
    return context.send_text(text if "switches" in arguments else f"{text}\r")


def fields(_vocabulary: Vocabulary) -> Step:
    """What comes first says which of the two it is, guide words or what stands behind them."""
    table = KeywordTable([KeywordEntry(NO_RETURN, NO_RETURN, "Do not press Return at the end")])
    text = Alternative(QuotedString(), "text", _check, help="text to send, in quotes")
    text_step = followed_by((text,), switches(table))
    file_step: Step = (Alternative(InputFile(), "file", help="name of a file to send"),)
    return (
        Alternative(GuideWords("TEXT"), then=text_step),
        Alternative(GuideWords("FILE"), then=file_step),
        *text_step,
        *file_step,
    )


def _check(text: str) -> None:
    read_escaped_text(text)


COMMAND = Command(
    name="SEND",
    guide_words="",
    description="Send the host a text, or what stands in a file",
    run=run,
    fields=fields,
    example='SEND (TEXT) "show version"',
    details="""
Behind the text Return is pressed, unless `/NO-RETURN` follows. In it `^M`, `\\r`, `\\n`, `\\t`, `\\e` and `\\x1B` stand
for what no key types, `\\^` and `\\\\` for themselves, and a quote is written twice.

SEND (FILE) sends a file as it is: each end of a line presses Return, and nothing is added at its end. What the host
says meanwhile is shown.
""",
)
