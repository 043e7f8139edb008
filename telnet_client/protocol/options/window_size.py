"""NAWS (RFC 1073): the size of the user's screen, at agreement and whenever it changes."""

from __future__ import annotations

from telnet_client.protocol.codes import Option
from telnet_client.protocol.description import numbers
from telnet_client.protocol.negotiation import Side
from telnet_client.protocol.options.base import OptionHandler

#: What is said of a terminal that does not know its size.
_COLUMNS, _ROWS = 80, 24


class WindowSize(OptionHandler):
    """Columns and rows, 16 bits each."""

    code = Option.WINDOW_SIZE
    name = "NAWS"
    _told: tuple[int, int] | None = None

    def enabled(self, side: Side) -> None:
        """Tell the size, unasked as the RFC has it."""
        if side is Side.LOCAL:
            self._tell(self._size())

    def facts_changed(self) -> None:
        """Tell a new size."""
        size = self._size()
        if self.is_ours and size != self._told:
            self._tell(size)

    def _tell(self, size: tuple[int, int]) -> None:
        self._told = size
        columns, rows = size
        self.send(columns.to_bytes(2, "big") + rows.to_bytes(2, "big"))

    def _size(self) -> tuple[int, int]:
        facts = self.context.facts
        return _sixteen_bits(facts.columns) or _COLUMNS, _sixteen_bits(facts.rows) or _ROWS

    def describe(self, payload: bytes) -> str:
        """`80 24`."""
        if len(payload) != 4:
            return numbers(payload)
        return f"{int.from_bytes(payload[:2], 'big')} {int.from_bytes(payload[2:], 'big')}"


def _sixteen_bits(number: int) -> int:
    return max(0, min(number, 0xFFFF))
