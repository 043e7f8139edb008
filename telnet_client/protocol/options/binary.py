"""BINARY (RFC 856): eight bits, and no rule for CR. The engine itself looks at its state."""

from __future__ import annotations

from telnet_client.protocol.codes import Option
from telnet_client.protocol.options.base import OptionHandler


class Binary(OptionHandler):
    """Each side's data is binary by itself."""

    code = Option.BINARY
    name = "BINARY"
