"""DEMO: connect to the small host inside this program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.backends import load_backend
from telnet_client.commands.base import Command

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.commands.base import CommandContext
    from telnet_client.mode_table import Trigger


def run(context: CommandContext, _arguments: Mapping[str, object]) -> Trigger:
    """It listens on a free port of the loopback address and nowhere else."""
    return context.connect_to_demo(load_backend("INTERNET"))


COMMAND = Command(
    name="DEMO",
    guide_words="HOST",
    description="Connect to the demonstration host inside this program",
    run=run,
    example="DEMO (HOST)",
    details="""
A small host to practise with; it runs as long as TELNET does, and nobody else can reach it.
""",
)
