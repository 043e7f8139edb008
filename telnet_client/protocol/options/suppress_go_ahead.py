"""SUPPRESS-GO-AHEAD (RFC 858): no GA at the end of a turn. The session looks at its state."""

from __future__ import annotations

from telnet_client.protocol.codes import Option
from telnet_client.protocol.options.base import OptionHandler


class SuppressGoAhead(OptionHandler):
    """The side that has it sends no GA."""

    code = Option.SUPPRESS_GO_AHEAD
    name = "SUPPRESS-GO-AHEAD"
