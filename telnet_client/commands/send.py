"""SEND (TEXT) "text", SEND (FILE) name: to the host as if it were typed, for files of commands and for pastes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from telnet_client.commands.base import Command
from telnet_client.comnd.escaped_text import read_escaped_text
from telnet_client.comnd.functions.guide_words import GuideWords
from telnet_client.comnd.functions.input_file import InputFile
from telnet_client.comnd.functions.quoted_string import QuotedString
from telnet_client.comnd.grammar import Alternative, followed_by
from telnet_client.comnd.table import KeywordEntry
from telnet_client.session.pacing import pacing_switches, read_pacing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step
    from telnet_client.mode_table import Trigger

NO_RETURN = "NO-RETURN"


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """A text with the Return key behind it, or a file as it is."""
    pacing = read_pacing(arguments)
    if "file" in arguments:
        return context.send_file(str(arguments["file"]), pacing)
    text = read_escaped_text(str(arguments["text"]))
    ends_line = NO_RETURN not in cast("tuple[str, ...]", arguments.get("switches", ()))
    return context.send_text(f"{text}\r" if ends_line else text, pacing)


def fields(_vocabulary: Vocabulary) -> Step:
    """What comes first says which of the two it is, guide words or what stands behind them."""
    no_return = KeywordEntry(NO_RETURN, NO_RETURN, "Do not press Return at the end")
    text = Alternative(QuotedString(), "text", _check, help="text to send, in quotes")
    file = Alternative(InputFile(), "file", help="name of a file to send")
    text_step, file_step = followed_by((text,), pacing_switches(no_return)), followed_by((file,), pacing_switches())
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
    example="SEND (FILE) router.cfg /ECHO /LINE-DELAY:20",
    details="""
Behind the text Return is pressed, unless `/NO-RETURN` follows. In it `^M`, `\\r`, `\\n`, `\\t`, `\\e` and `\\x1B` stand
for what no key types, `\\^` and `\\\\` for themselves, and a quote is written twice.

SEND (FILE) sends a file as it is: each end of a line presses Return, and nothing is added at its end. What the host
says meanwhile is shown.

Without a switch it goes as fast as the host takes it, else no faster than the host can follow. `/ECHO` waits after each
line until the host has echoed the end of it, `/PROMPT:"> "` until it has said that, and the delays come on top, in
milliseconds. A host that does not echo or answer within 30 seconds ends it. What takes more than a second is told at
the bottom of the screen; CTRL/C or the escape character stops it.
""",
)
