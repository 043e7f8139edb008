"""How fast a text, a file or a paste is sent: as fast as the host takes it, or no faster than it can follow.

The value, and the switches by which SEND and PASTE are told of it. What it makes of the sending is in modes/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from telnet_client.comnd.escaped_text import read_escaped_text
from telnet_client.comnd.functions.number import Number
from telnet_client.comnd.functions.quoted_string import QuotedString
from telnet_client.comnd.grammar import Alternative, switches
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.comnd.grammar import Step

CHARACTER_DELAY, LINE_DELAY, ECHO, PROMPT = "CHARACTER-DELAY:", "LINE-DELAY:", "ECHO", "PROMPT:"
_DELAYS = (CHARACTER_DELAY, LINE_DELAY)
#: In milliseconds.
LONGEST_DELAY = 60_000
SWITCHES = (
    KeywordEntry(CHARACTER_DELAY, CHARACTER_DELAY, "Milliseconds to wait after each character"),
    KeywordEntry(ECHO, ECHO, "Wait until the host has echoed the line, after each line"),
    KeywordEntry(LINE_DELAY, LINE_DELAY, "Milliseconds to wait after each line"),
    KeywordEntry(PROMPT, PROMPT, "Wait for this text, after each line"),
)


class Pacing(NamedTuple):
    """What is waited for, the host's echo first and the delay last. All but the defaults slow it down."""

    #: Milliseconds.
    character_delay: int = 0
    line_delay: int = 0
    waits_for_echo: bool = False
    #: As it was typed, "" for none.
    prompt: str = ""

    def __str__(self) -> str:
        """The switches."""
        words = []
        if self.character_delay:
            words.append(f"/{CHARACTER_DELAY}{self.character_delay}")
        if self.line_delay:
            words.append(f"/{LINE_DELAY}{self.line_delay}")
        if self.waits_for_echo:
            words.append(f"/{ECHO}")
        if self.prompt:
            words.append('/{}"{}"'.format(PROMPT, self.prompt.replace('"', '""')))
        return " ".join(words)


UNPACED = Pacing()


def pacing_switches(*others: KeywordEntry) -> Step:
    """Any number of the switches, and of `others` that belong to the command."""
    return switches(KeywordTable([*SWITCHES, *others]), then=_value)


def read_pacing(arguments: Mapping[str, object]) -> Pacing:
    """What the switches say. Given twice, the last one counts."""
    switches = cast("tuple[str, ...]", arguments.get("switches", ()))
    numbers = cast("tuple[int, ...]", arguments.get("ms", ()))
    delays = dict(zip((switch for switch in switches if switch in _DELAYS), numbers, strict=True))
    return Pacing(
        delays.get(CHARACTER_DELAY, 0), delays.get(LINE_DELAY, 0), ECHO in switches, str(arguments.get("prompt", ""))
    )


def _value(switch: str) -> Step | None:
    if switch == PROMPT:
        return (Alternative(QuotedString(), "prompt", _check, help="text to wait for, in quotes"),)
    if switch in _DELAYS:
        number = Number(10, maximum=LONGEST_DELAY, range_error=f"Not between 0 and {LONGEST_DELAY} milliseconds")
        return (Alternative(number, "ms", help="decimal number of milliseconds", collects=True),)
    return None


def _check(text: str) -> None:
    if not read_escaped_text(text):
        raise CommandError("No text to wait for")
