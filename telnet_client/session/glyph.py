"""What a typed character looks like: what is printed for it, and how many columns that takes.

Sits between the text of a line and its display. A glyph is what one erase takes away: a character with the combining
ones behind it. Nothing is printed that a terminal would act on. Unicode's widths are only loaded for text that is not
ASCII.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The width of a tab: up to the next tab stop, or to the end of the row.
TO_TAB_STOP = -1
TAB_STOPS = 8

#: More combining characters than any script needs, each of which is drawn again and again.
_LONGEST_GLYPH = 16
_REPLACEMENT = "\ufffd"
#: Control characters that leave every terminal as it is: at most a bell.
HARMLESS = frozenset((*range(5), 6, 7, 16, *range(20, 24), 25, *range(28, 32)))


class Glyph(NamedTuple):
    """One character of a line."""

    #: As it was typed and is sent.
    text: str
    #: As it is printed; "" for a tab, which is blanks.
    shown: str
    #: In columns, or `TO_TAB_STOP`.
    width: int


def _ascii_glyph(character: str) -> Glyph:
    if character == "\t":
        return Glyph(character, "", TO_TAB_STOP)
    if character < " " or character == "\x7f":
        return Glyph(character, f"^{chr(ord(character) ^ 64)}", 2)
    return Glyph(character, character, 1)


_ASCII = {chr(code): _ascii_glyph(chr(code)) for code in range(128)}
#: With LIT_ECHO (RFC 1184, section 2.2): as it is, where that can be drawn again without harm.
_LITERAL = _ASCII | {character: Glyph(character, character, 0) for character in map(chr, HARMLESS)}


def glyphs_of(text: str, before: Glyph | None = None, *, is_literal: bool = False) -> list[Glyph]:
    """The glyphs of `text`, typed behind `before`, which is the first of them again, perhaps with more on it.

    A combining character with nothing to stand on stands on a blank. With `is_literal` control characters are not made
    visible.
    """
    ascii_glyphs = _LITERAL if is_literal else _ASCII
    glyphs = [] if before is None else [before]
    if text.isascii():
        glyphs += map(ascii_glyphs.__getitem__, text)
        return glyphs
    for character in text:
        glyph = ascii_glyphs.get(character) or _glyph(character)
        if glyph.width or character in ascii_glyphs:
            glyphs.append(glyph)
        elif glyphs and glyphs[-1].width > 0 and len(glyphs[-1].text) < _LONGEST_GLYPH:
            base = glyphs[-1]
            glyphs[-1] = Glyph(base.text + character, base.shown + character, base.width)
        else:
            glyphs.append(Glyph(character, f" {character}", 1))
    return glyphs


def _glyph(character: str) -> Glyph:
    from wcwidth import wcwidth

    width = -1 if "\ud800" <= character <= "\udfff" else wcwidth(character)
    return Glyph(character, _REPLACEMENT, 1) if width < 0 else Glyph(character, character, width)


def text_of(glyphs: Sequence[Glyph]) -> str:
    """What they were typed as."""
    return "".join([glyph.text for glyph in glyphs])
