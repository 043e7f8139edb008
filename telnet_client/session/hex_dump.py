"""HEX: what arrives as rows of an offset, sixteen bytes and their text, as `hexdump -C` prints them.

Sits between the engine's data and the screen, in place of all that makes text of data. A row that is not full is
printed as far as it goes, and over again when there is more.
"""

from __future__ import annotations

import struct

_ROW = 16
#: Columns of a row and of the cursor behind it: on a narrower screen a row cannot be printed over.
_WIDTH = 79
_PRINTABLE = bytes(code if 32 <= code < 127 else ord(".") for code in range(256))
#: How rows are cut out of digits and of text: the digits on either side of the gap, and the text.
_DIGITS, _TEXT = struct.Struct("23sx23sx"), struct.Struct(f"{_ROW}s")


class HexDump:
    """The dump of one connection since HEX was switched on."""

    __slots__ = ("_offset", "_open")

    def __init__(self) -> None:
        #: What stands in the row that the cursor is behind, and the offset of its first byte.
        self._open = b""
        self._offset = 0

    @property
    def is_open(self) -> bool:
        """The cursor stands behind a row that is not full."""
        return bool(self._open)

    def dump(self, data: bytes, columns: int, grows: bool) -> bytes:
        """What to print for `data` where the cursor is at the left margin or behind the open row.

        With `grows` a last row that is not full stays open, if the screen has the columns for it (0: nobody knows).
        """
        start = b"\r" if self._open else b""
        data = self._open + data
        size = len(data) - len(data) % _ROW
        rows = _full_rows(data[:size], self._offset)
        self._offset += size
        rest, self._open = data[size:], b""
        if not rest:
            return start + rows
        rows += _last_row(rest, self._offset)
        if grows and not 0 < columns < _WIDTH:
            self._open = rest
            return start + rows
        self._offset += len(rest)
        return start + rows + b"\r\n"


def _full_rows(data: bytes, offset: int) -> bytes:
    """Rows of sixteen bytes, each with its line's end."""
    parts = zip(
        range(offset, offset + len(data), _ROW),
        _DIGITS.iter_unpack(data.hex(" ").encode() + b" " if data else b""),
        _TEXT.iter_unpack(data.translate(_PRINTABLE)),
        strict=True,
    )
    return b"".join([b"%08x  %b  %b  |%b|\r\n" % (at, left, right, text) for at, (left, right), (text,) in parts])


def _last_row(data: bytes, offset: int) -> bytes:
    """A row of fewer."""
    digits = data.hex(" ").encode().ljust(3 * _ROW)
    return b"%08x  %b  %b  |%b|" % (offset, digits[:23], digits[24:47], data.translate(_PRINTABLE))
