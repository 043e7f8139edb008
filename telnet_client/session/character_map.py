"""Characters that become others: INPUT's on the way from the host to the screen, OUTPUT's on the way to the host.

Sits where data leaves the engine and where keys go to it. All maps in force are done at once, each byte by itself, so
that CR-TO-LF and LF-TO-CR exchange the two. A connection without maps has nothing of this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from telnet_client.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_RETURN = 13


class CharacterMap(NamedTuple):
    """A row: bytes, by their numbers, and what stands in their place."""

    name: str
    description: str
    replacements: Mapping[int, bytes]
    #: It is about a whole class of characters: maps of single ones go before it.
    is_general: bool = False


def _in_hex(codes: Iterable[int]) -> Mapping[int, bytes]:
    return {code: b"[%02X]" % code for code in codes}


_CONTROL_CHARACTERS = [code for code in (*range(32), 127) if code not in b"\t\n\r"]
_BOTH_WAYS = (
    CharacterMap("BS-TO-DEL", "Backspace becomes delete", {8: b"\x7f"}),
    CharacterMap("CR-TO-CRLF", "A line feed is put behind each carriage return", {13: b"\r\n"}),
    CharacterMap("CR-TO-LF", "Carriage return becomes line feed", {13: b"\n"}),
    CharacterMap("DEL-TO-BS", "Delete becomes backspace", {127: b"\b"}),
    CharacterMap("IGNORE-CR", "Carriage returns are left out", {13: b""}),
    CharacterMap("IGNORE-LF", "Line feeds are left out", {10: b""}),
    CharacterMap("IGNORE-NUL", "Nulls are left out", {0: b""}),
    CharacterMap("LF-TO-CR", "Line feed becomes carriage return", {10: b"\r"}),
    CharacterMap("LF-TO-CRLF", "A carriage return is put before each line feed", {10: b"\r\n"}),
)
#: By their direction, as `?` lists them.
INPUT_MAPS = (
    *_BOTH_WAYS,
    CharacterMap(
        "CONTROL-TO-HEX", "Control characters but CR, LF and TAB show as [1B]", _in_hex(_CONTROL_CHARACTERS), True
    ),
    CharacterMap("CR-TO-HEX", "Carriage returns show as [0D]", _in_hex([13])),
    CharacterMap("EIGHT-BIT-TO-HEX", "Bytes above 127 show as [E9]", _in_hex(range(128, 256)), True),
    CharacterMap("LF-TO-HEX", "Line feeds show as [0A]", _in_hex([10])),
    CharacterMap("NUL-TO-HEX", "Nulls show as [00]", _in_hex([0])),
    CharacterMap("TAB-TO-HEX", "Tabs show as [09]", _in_hex([9])),
)
OUTPUT_MAPS = (
    *_BOTH_WAYS,
    CharacterMap(
        "LOWER-TO-UPPER", "Small letters become capitals", {code: bytes((code - 32,)) for code in range(97, 123)}
    ),
)


def replacements_of(maps: Sequence[CharacterMap], names: Iterable[str]) -> dict[int, bytes]:
    """What stands for each byte that does not stand for itself. Raises `CommandError` where two maps disagree."""
    chosen = [row for row in maps if row.name in names]
    replacements: dict[int, bytes] = {}
    owners: dict[int, str] = {}
    for row in sorted(chosen, key=lambda row: not row.is_general):
        for code, replacement in row.replacements.items():
            if code in owners:
                raise CommandError(f"{owners[code]} and {row.name} do not go together")
            if not row.is_general:
                owners[code] = row.name
            replacements[code] = replacement
    return replacements


def translation(replacements: Mapping[int, bytes]) -> Callable[[bytes], bytes]:
    """Does the replacements in a piece of data, in one pass over it."""
    if all(len(text) <= 1 for text in replacements.values()):
        table = bytes((replacements.get(code) or bytes((code,)))[0] for code in range(256))
        deleted = bytes(code for code, text in replacements.items() if not text)
        return lambda data: data.translate(table, deleted)
    by_byte = {bytes((code,)): text for code, text in replacements.items()}
    if len(by_byte) == 1:
        [(byte, text)] = by_byte.items()
        return lambda data: data.replace(byte, text)
    import re

    pattern = re.compile(b"[%s]" % b"".join(map(re.escape, by_byte)))
    return lambda data: pattern.sub(lambda match: by_byte[match[0]], data)


class OutputMap:
    """OUTPUT's maps on what was typed. Without a map of its own the Return key sends what it sends without any."""

    __slots__ = ("_replacements", "_return_key", "_translate")

    def __init__(self, names: Iterable[str]) -> None:
        self._replacements = replacements_of(OUTPUT_MAPS, names)
        self._return_key = b"\r"
        self._translate = translation(self._replacements)

    def translate(self, keys: bytes, return_key: bytes) -> bytes:
        """What `keys` send where Return sends `return_key`."""
        if return_key != self._return_key:
            self._return_key = return_key
            self._translate = translation({_RETURN: return_key, **self._replacements})
        return self._translate(keys)
