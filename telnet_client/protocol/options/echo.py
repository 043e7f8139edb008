"""ECHO (RFC 857): who shows what the user types. The session looks at its state."""

from __future__ import annotations

from telnet_client.protocol.codes import Option
from telnet_client.protocol.options.base import OptionHandler


class Echo(OptionHandler):
    """The side that has it echoes."""

    code = Option.ECHO
    name = "ECHO"
