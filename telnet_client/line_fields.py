"""How what can be set of a terminal line is typed: behind a command, `SPEED 9600`, and behind a switch, `/SPEED:9600`.

One row a setting, used by the commands and by the networks whose connections are lines. It has no effects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from telnet_client.comnd.field_function import break_mask
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.functions.number import Number
from telnet_client.comnd.grammar import Alternative
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.terminal_line import Flow, Parity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from telnet_client.comnd.field_function import FieldFunction
    from telnet_client.comnd.grammar import Step

#: What the interfaces to drivers can hold.
_HIGHEST_SPEED = (1 << 31) - 1


class LineField(NamedTuple):
    """One thing that can be set."""

    #: The command, and the switch without its colon.
    keyword: str
    #: Of `LineSettings`, and the key of the value among the arguments.
    name: str
    #: Of the command.
    guide_words: str
    description: str
    function: Callable[[], FieldFunction]
    #: What stands for an empty field behind the command, as it would be typed.
    default: str
    #: For `?`; "" for the function's own words.
    help: str = ""

    def step(self, default: str | None = None) -> Step:
        """The field of the value."""
        return (Alternative(self.function(), self.name, help=self.help, default=default),)


PARITIES = KeywordTable(
    (
        KeywordEntry("EVEN", Parity.EVEN, "The number of ones is even"),
        KeywordEntry("MARK", Parity.MARK, "The bit is always one"),
        KeywordEntry("NONE", Parity.NONE, "There is no such bit"),
        KeywordEntry("ODD", Parity.ODD, "The number of ones is odd"),
        KeywordEntry("SPACE", Parity.SPACE, "The bit is always zero"),
    )
)
STOP_BITS = KeywordTable(
    (
        KeywordEntry("1", 1, "One"),
        KeywordEntry("1.5", 1.5, "One and a half, with 5 data bits"),
        KeywordEntry("2", 2, "Two"),
    )
)
FLOWS = KeywordTable(
    (
        KeywordEntry("DSR-DTR", Flow.DSR_DTR, "By the wires DSR and DTR"),
        KeywordEntry("NONE", Flow.NONE, "Nobody waits"),
        KeywordEntry("RTS-CTS", Flow.RTS_CTS, "By the wires RTS and CTS"),
        KeywordEntry("XON-XOFF", Flow.XON_XOFF, "By the characters CTRL/Q and CTRL/S"),
    )
)
ON_OR_OFF = KeywordTable((KeywordEntry("OFF", False, "Drop it"), KeywordEntry("ON", True, "Raise it")))

#: By keyword.
LINE_FIELDS: Mapping[str, LineField] = {
    field.keyword: field
    for field in (
        LineField(
            "SPEED",
            "speed",
            "BITS A SECOND",
            "Set the speed of a terminal line",
            lambda: Number(10, minimum=1, maximum=_HIGHEST_SPEED, range_error="Invalid speed"),
            "9600",
            "bits a second, in decimal",
        ),
        LineField(
            "DATA-BITS",
            "data_bits",
            "OF A CHARACTER",
            "Set how many bits a character has on a terminal line",
            lambda: Number(10, minimum=5, maximum=8, range_error="A character has 5 to 8 data bits"),
            "8",
            "5 to 8",
        ),
        LineField("PARITY", "parity", "IS", "Set the parity of a terminal line", lambda: Keyword(PARITIES), "NONE"),
        LineField(
            "STOP-BITS",
            "stop_bits",
            "OF A CHARACTER",
            "Set how many stop bits end a character on a terminal line",
            lambda: Keyword(STOP_BITS, break_mask("-.")),
            "1",
        ),
        LineField(
            "FLOW", "flow", "CONTROL BY", "Set the flow control of a terminal line", lambda: Keyword(FLOWS), "NONE"
        ),
    )
}

#: The switches of a line that is opened.
SWITCHES = (
    *(KeywordEntry(f"{field.keyword}:", field.keyword, field.description) for field in LINE_FIELDS.values()),
    KeywordEntry("DTR:", "DTR", "Raise or drop DTR"),
    KeywordEntry("RTS:", "RTS", "Raise or drop RTS"),
    KeywordEntry("EXCLUSIVE", "EXCLUSIVE", "Let nobody else have the line"),
    KeywordEntry("NO-EXCLUSIVE", "NO-EXCLUSIVE", "Share the line with others"),
    KeywordEntry("LOCAL-ECHO", "LOCAL-ECHO", "Echo here what is typed"),
    KeywordEntry("NO-LOCAL-ECHO", "NO-LOCAL-ECHO", "Leave the echo to the line's other end"),
)


def value_of_switch(switch: str) -> Step | None:
    """The field behind the colon of a switch of SWITCHES; None for those without."""
    if switch in LINE_FIELDS:
        return LINE_FIELDS[switch].step()
    if switch in ("DTR", "RTS"):
        return (Alternative(Keyword(ON_OR_OFF), switch.lower()),)
    return None
