"""What a COMND function is: how one kind of field is read, explained and completed, the three kept together.

A function sits between `line`, which walks the grammar, and the line's text. It sees the text and where its field
begins, behind blanks and comments, and answers with values; it asks nobody and keeps nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    #: Names of files that begin with the given text, folders with a `/` at the end. Never raises.
    FileLister = Callable[[str], Sequence[str]]

#: CTRL/V takes the next character into the field, whatever it is.
QUOTING_CHARACTER = "\x16"

_LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Request:
    """What the one who pressed `?` or ESC lets a function know."""

    __slots__ = ("is_described", "list_files")

    def __init__(self, list_files: FileLister | None = None, is_described: bool = False) -> None:
        """`is_described` at the second `?` in the same place: descriptions are wanted."""
        self.list_files = list_files
        self.is_described = is_described


class Match:
    """The field was read."""

    __slots__ = ("end", "is_closed", "value")

    def __init__(self, value: object, end: int, is_closed: bool = False) -> None:
        """`end` is where it ends in the line.

        It `is_closed` when its own last character ended it, as a closing quote does: what is typed next belongs to the
        next field.
        """
        self.value = value
        self.end = end
        self.is_closed = is_closed


class Mismatch:
    """The field is not what the function reads."""

    __slots__ = ("end", "is_decisive", "text")

    def __init__(self, text: str, end: int, is_decisive: bool = False) -> None:
        """`text` is the error, one of COMND's (MONSYM); `end` is where the part that is wrong, the atom, ends.

        It `is_decisive` when the field is this function's beyond doubt and only its value is wrong.
        """
        self.text = text
        self.end = end
        self.is_decisive = is_decisive


class FieldHelp:
    """What there is to say at `?`."""

    __slots__ = ("further", "heading", "is_last_resort", "names", "words")

    def __init__(
        self,
        words: str = "",
        heading: str = "",
        names: Sequence[tuple[str, str]] = (),
        further: tuple[str, ...] = (),
        is_last_resort: bool = False,
    ) -> None:
        """`words` are the function's own, for an alternative that has none; `heading` follows either.

        `names` are what could be typed, each with a description or ""; without a heading it is one name. `further` are
        more ways to write the field. A last resort is said only where nothing else was.
        """
        self.words = words
        self.heading = heading
        self.names = names
        self.further = further
        self.is_last_resort = is_last_resort


class Recognition:
    """What completing adds to a field."""

    __slots__ = ("append", "is_data", "is_partial", "suffix")

    def __init__(self, append: str = "", suffix: str = " ", is_partial: bool = False, is_data: bool = False) -> None:
        """`suffix` stands behind a complete field; CTRL/F leaves it out.

        `is_partial`: the field is not complete yet, ring the bell and wait. `is_data`: the key belongs to the field.
        """
        self.append = append
        self.suffix = suffix
        self.is_partial = is_partial
        self.is_data = is_data


class FieldFunction:
    """One kind of field: the triple of parse, help and complete. The docstring of each names its COMND code."""

    __slots__ = ()

    #: It takes part in the search for the alternative that reads most.
    is_measured: bool = True
    #: What ESC types behind a field of this kind that its own last character closed.
    suffix: str = " "

    def reach(self, line: str, start: int) -> int:
        """Where the characters end that could belong to the field, be they right or wrong."""
        raise NotImplementedError

    def parse(self, line: str, start: int) -> Match | Mismatch:
        """Read the field that begins at `start`; at the line's end the field is empty."""
        raise NotImplementedError

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """What `?` shows when the line ends inside this field; None for nothing."""
        raise NotImplementedError

    def complete(self, line: str, start: int, request: Request) -> Recognition | None:
        """What ESC adds when the line ends inside this field, which is not empty; None when nothing fits."""
        return Recognition() if isinstance(self.parse(line, start), Match) else None

    def takes_question_mark(self, line: str, start: int) -> bool:
        """`?` typed at the end of the line, inside this field, is a character like any other."""
        return False


class BreakMask:
    """Which characters a field is made of; the first one that is not ends it."""

    __slots__ = ("constituents", "is_international")

    def __init__(self, constituents: frozenset[str], is_international: bool = False) -> None:
        """International: every visible character beyond ASCII is one as well."""
        self.constituents = constituents
        self.is_international = is_international

    def end(self, line: str, start: int) -> int:
        """Where the field that begins at `start` ends."""
        position, length = start, len(line)
        while position < length:
            character = line[position]
            if character == QUOTING_CHARACTER:
                position += 2
            elif character in self.constituents or (self.is_international and is_visible_beyond_ascii(character)):
                position += 1
            else:
                break
        return min(position, length)


def break_mask(more: str = "", is_international: bool = False) -> BreakMask:
    """Letters, digits and the characters in `more`."""
    return BreakMask(frozenset(_LETTERS_AND_DIGITS + more), is_international)


def is_visible_beyond_ascii(character: str) -> bool:
    """Neither ASCII nor a control character nor a blank."""
    return character > "\x9f" and not character.isspace()


#: Keywords, switches and arbitrary fields.
STANDARD_MASK = break_mask("-")
#: Hosts by name and in numbers, with a port, as a URL; an `@` so that the error is about the host.
HOST_MASK = break_mask("#-.[]:/_%@", is_international=True)
#: Files: whatever can be seen. A blank in a name is quoted by CTRL/V, or the whole name by `"`.
FILE_MASK = BreakMask(frozenset(map(chr, range(0x21, 0x7F))), is_international=True)


def unquoted(atom: str) -> str:
    """`atom` without the CTRL/V that quoted its characters."""
    if QUOTING_CHARACTER not in atom:
        return atom
    characters = iter(atom)
    return "".join(next(characters, "") if c == QUOTING_CHARACTER else c for c in characters)


def ends_in_quoting(line: str) -> bool:
    """The next character is quoted by the CTRL/V that `line` ends in."""
    return (len(line) - len(line.rstrip(QUOTING_CHARACTER))) % 2 == 1


def end_of_quoted_string(line: str, start: int) -> int | None:
    """Where the string ends whose opening quote is at `start`, behind its closing quote; None when it has none."""
    position = start + 1
    while True:
        position = line.find('"', position)
        if position < 0:
            return None
        if line[position + 1 : position + 2] != '"':
            return position + 1
        position += 2


def end_of_word(line: str, start: int) -> int:
    """Where the run of characters without a blank ends that begins at `start`."""
    ends = [end for end in (line.find(" ", start), line.find("\t", start)) if end >= 0]
    return min(ends, default=len(line))


def common_beginning(words: Sequence[str]) -> str:
    """What all of the words begin with, upper and lower case being the same; spelled as in the first."""
    first = words[0]
    for length, character in enumerate(first):
        wanted = character.upper()
        if any(word[length : length + 1].upper() != wanted for word in words):
            return first[:length]
    return first
