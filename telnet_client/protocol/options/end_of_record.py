"""END-OF-RECORD (RFC 885): the host marks a prompt with IAC EOR, which the engine passes on as an event."""

from __future__ import annotations

from telnet_client.protocol.codes import Option
from telnet_client.protocol.options.base import OptionHandler


class EndOfRecord(OptionHandler):
    """The side that has it sends EOR."""

    code = Option.END_OF_RECORD
    name = "END-OF-RECORD"
