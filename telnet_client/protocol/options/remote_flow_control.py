"""REMOTE-FLOW-CONTROL (RFC 1372): the host says whether CTRL/S and CTRL/Q stop and start output here."""

from __future__ import annotations

from telnet_client.protocol.codes import Option
from telnet_client.protocol.description import worded
from telnet_client.protocol.events import FlowControlChanged
from telnet_client.protocol.options.base import OptionHandler

_WORDS = {0: "OFF", 1: "ON", 2: "RESTART-ANY", 3: "RESTART-XON"}
_CHANGES = {
    0: FlowControlChanged(enabled=False, restart_any=None),
    1: FlowControlChanged(enabled=True, restart_any=None),
    2: FlowControlChanged(enabled=None, restart_any=True),
    3: FlowControlChanged(enabled=None, restart_any=False),
}


class RemoteFlowControl(OptionHandler):
    """One byte a subnegotiation, and only from the host."""

    code = Option.REMOTE_FLOW_CONTROL
    name = "REMOTE-FLOW-CONTROL"

    def receive(self, payload: bytes) -> bool:
        """Report the change."""
        change = _CHANGES.get(payload[0]) if len(payload) == 1 else None
        if change is None or not self.is_ours:
            return False
        self.context.report(change)
        return True

    def describe(self, payload: bytes) -> str:
        """`ON`, `RESTART-ANY`."""
        return worded(_WORDS, payload)
