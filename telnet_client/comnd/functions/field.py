"""Arbitrary fields."""

from __future__ import annotations

from telnet_client.comnd.field_function import FieldHelp, Request
from telnet_client.comnd.masked_text import MaskedText


class Field(MaskedText):
    """.CMFLD: whatever the break mask lets through, perhaps nothing; the value is the text."""

    __slots__ = ()

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """Only the alternative knows what the field is."""
        return FieldHelp()
