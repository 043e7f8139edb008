"""The host's character set and the terminal's, where they are not the same.

Sits between the host's bytes and the screen, and between the keyboard and the host. A character cut between two chunks
waits for its other half; what is no character is shown as U+FFFD, never lost, never an error. Where both sides have the
same set there is no object of this kind at all, and bytes go by untouched.
"""

from __future__ import annotations

import codecs
import os
from encodings import normalize_encoding
from encodings.aliases import aliases

#: What `?` lists; any other codec that Python knows will do.
COMMON_CHARACTER_SETS = (
    ("CP437", "The IBM PC's: BBSes"),
    ("CP850", "The IBM PC's, Western Europe"),
    ("CP1252", "Windows, Western Europe"),
    ("EUC-JP", "Japanese, on UNIX"),
    ("EUC-KR", "Korean, on UNIX"),
    ("GB18030", "Chinese"),
    ("ISO-8859-1", "Latin 1, Western Europe"),
    ("ISO-8859-2", "Latin 2, Central Europe"),
    ("ISO-8859-15", "Latin 9, with the Euro sign"),
    ("KOI8-R", "Russian"),
    ("SHIFT-JIS", "Japanese, on PCs"),
    ("US-ASCII", "Seven bits; the eighth is thrown away"),
    ("UTF-8", "Unicode"),
)
#: The picture that CP437 has for each code below blank; those that move the cursor or ring stay what they are.
_PC_GLYPHS = "\0☺☻♥♦♣♠\a\b\t\n♂\f\r♫☼►◄↕‼¶§▬↨↑↓→\x1b∟↔▲▼"
#: Codecs of Python's that are not a character set but a way to write one.
_NO_CHARACTER_SETS = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"}


def canonical_name(name: str) -> str | None:
    """The name Python has for a character set; None for what is none."""
    try:
        codec = codecs.lookup(_common_spelling(name))
        "".encode(codec.name)
    except (LookupError, ValueError):
        return None
    return None if codec.name in _NO_CHARACTER_SETS else codec.name


def _common_spelling(name: str) -> str:
    """Locales and hosts spell in many ways, and Python remembers each that it was ever asked for."""
    spelling = normalize_encoding(name).lower()
    if spelling in aliases:
        return aliases[spelling]
    bare = spelling.replace("_", "")
    return next((codec for alias, codec in aliases.items() if alias.replace("_", "") == bare), spelling)


def is_fit_for_host(name: str) -> bool:
    """Of a host's choosing: it has to be one that Python knows by several names and that has ASCII in it."""
    spelling = _common_spelling(name)
    return (
        spelling in aliases.values() and canonical_name(spelling) is not None and "A\r\n".encode(spelling) == b"A\r\n"
    )


def names_for_host(name: str) -> tuple[str, ...]:
    """What hosts may call it, IANA's name first if it is among the common ones."""
    wanted = _common_spelling(name)
    names = [common for common, _ in COMMON_CHARACTER_SETS if _common_spelling(common) == wanted]
    return tuple(dict.fromkeys((*names, name.upper())))


def terminal_character_set() -> str:
    """What the terminal speaks: the codeset the locale names, UTF-8 where it names none."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "")
    codeset = locale.partition(".")[2].partition("@")[0]
    return (canonical_name(codeset) if codeset else None) or "utf-8"


def character_set_of(host: str) -> CharacterSet | None:
    """The translation for a host with this character set; None where there is nothing to translate."""
    name, terminal = canonical_name(host), terminal_character_set()
    return None if name is None or name == terminal else CharacterSet(name, terminal)


class CharacterSet:
    """Translation between the host's character set and the terminal's."""

    def __init__(self, host: str, terminal: str) -> None:
        """Both as `canonical_name` gives them."""
        self.host = host
        self._terminal = terminal
        self._from_host = _decoder(host)
        self._from_keyboard = codecs.getincrementaldecoder(terminal)("replace")
        self._from_echo = codecs.getincrementaldecoder(terminal)("replace")

    def for_screen(self, data: bytes) -> bytes:
        """The host's bytes as the terminal has them; the beginning of a character is kept for its end."""
        return self._from_host.decode(data).encode(self._terminal, "replace")

    def rest_for_screen(self) -> bytes:
        """The beginning of a character whose end does not come; b"" where nothing was kept."""
        return self._from_host.decode(b"", True).encode(self._terminal, "replace")

    def for_typescript(self, shown: bytes) -> bytes:
        """What was shown of what the user typed, as the host would have sent it."""
        return self._from_echo.decode(shown).encode(self.host, "replace")

    def for_host(self, keys: bytes) -> bytes:
        """What was typed as the host has it; `?` for what it does not have."""
        return self._from_keyboard.decode(keys).encode(self.host, "replace")


class _TableDecoder(codecs.IncrementalDecoder):
    """One byte, one character."""

    def __init__(self, table: str) -> None:
        super().__init__("replace")
        self._table = table

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]
        """By the table."""
        return codecs.charmap_decode(data, "replace", self._table)[0]


def _decoder(name: str) -> codecs.IncrementalDecoder:
    if name == "cp437":
        return _TableDecoder(
            _PC_GLYPHS + bytes(range(32, 127)).decode("cp437") + "⌂" + bytes(range(128, 256)).decode("cp437")
        )
    if name == "ascii":
        return _TableDecoder("".join(map(chr, range(128))) * 2)
    return codecs.getincrementaldecoder(name)("replace")
