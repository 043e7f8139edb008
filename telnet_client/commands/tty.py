"""TTY (LINE): CONNECT (TO) TTY without the first two words, as in the original's last edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.backends import fields_of, load_backend
from telnet_client.commands.base import Command

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step
    from telnet_client.mode_table import Trigger

NETWORK = "TTY"


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """Talk mode follows."""
    return context.connect(load_backend(NETWORK), arguments)


def fields(vocabulary: Vocabulary) -> Step:
    """As behind CONNECT."""
    return fields_of(NETWORK, vocabulary.known_hosts)


COMMAND = Command(
    name="TTY",
    guide_words="LINE",
    description="Open a connection to a terminal line",
    run=run,
    fields=fields,
    example="TTY (LINE) ttyUSB0 /SPEED:115200",
    details="""
The same as CONNECT (TO) TTY (LINE), which see.
""",
)
