"""What becomes of a command line: the values that `line` hands to whoever read it.

What is to be done about them (print, prompt again, read a file, run the command) is the caller's. Plain classes: the
line of `tn HOST` needs them before the host is called, and named tuples take their time to be made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from telnet_client.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Value:
    """Equal to another of its kind that holds the same."""

    __slots__: tuple[str, ...] = ()

    def _held(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in type(self).__slots__)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._held() == other._held()

    def __repr__(self) -> str:
        held = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self).__slots__)
        return f"{type(self).__name__}({held})"

    __hash__ = None  # type: ignore[assignment]


class ParsedField(_Value):
    """One field that has a name in the grammar."""

    __slots__ = ("end", "name", "text", "value")

    def __init__(self, name: str, value: object, text: str, end: int) -> None:
        """`text` is as typed, "" where the default was taken; `end` is where it ends, in characters of the line."""
        self.name = name
        self.value = value
        self.text = text
        self.end = end


class Parsed(_Value):
    """A whole command, confirmed."""

    __slots__ = ("arguments", "fields")

    def __init__(self, arguments: Mapping[str, object], fields: tuple[ParsedField, ...]) -> None:
        """`fields` are the named fields in the order they were read; `arguments` the values by those names.

        Where a name came twice the last value stands; a name that collects (`Alternative`) has a tuple of all.
        """
        self.arguments = arguments
        self.fields = fields

    def redo_to(self, atom: str) -> int:
        """How much of the line CTRL/H brings back when the command itself found `atom` wrong: up to its end.

        0 when no field read like that, and so nothing of the line is to blame.
        """
        return next((field.end for field in self.fields if atom and field.text == atom), 0)


class Blank(_Value):
    """Nothing but blanks and comments: prompt again."""

    __slots__ = ()


class Failed(_Value):
    """The line does not fit the grammar."""

    __slots__ = ("atom", "redo", "text")

    def __init__(self, text: str, atom: str | None = None, redo: int = 0) -> None:
        """`atom` is the field that was wrong, None where the message does not show it.

        `redo` is how much of the line CTRL/H brings back, in characters.
        """
        self.text = text
        self.atom = atom
        self.redo = redo

    def as_error(self) -> CommandError:
        """The same, to be raised."""
        return CommandError(self.text, self.atom, self.redo)


class NeedsMore(_Value):
    """The line ends in a hyphen: the command goes on in the next line, which is read without a prompt."""

    __slots__ = ("line",)

    def __init__(self, line: str) -> None:
        self.line = line

    def continued_by(self, next_line: str) -> str:
        """What to parse when `next_line` has been read."""
        return f"{self.line}\n{next_line}"


class IndirectFile(_Value):
    """`@file`: the rest of the command stands in a file."""

    __slots__ = ("before", "name")

    def __init__(self, name: str, before: str) -> None:
        """`before` is what was typed before the `@`."""
        self.name = name
        self.before = before

    def continued_by(self, contents: str) -> str:
        """What to parse when the file has been read: its line ends count as blanks."""
        lines = contents.rstrip("\r\n\f").replace("\r\n", " ")
        return self.before + lines.replace("\n", " ").replace("\r", " ").replace("\f", " ")


Outcome: TypeAlias = Parsed | Blank | Failed | NeedsMore | IndirectFile


class Completion(_Value):
    """What ESC, TAB or CTRL/F does to a line."""

    __slots__ = ("append", "bell", "failure")

    def __init__(self, append: str = "", bell: bool = False, failure: Failed | None = None) -> None:
        """`append` goes behind what was typed; `bell`: ring it, for the machine cannot go on.

        With a `failure` the line is no beginning of any command: print the error and prompt again.
        """
        self.append = append
        self.bell = bell
        self.failure = failure


class Help(_Value):
    """What `?` does to a line, which stays as it is."""

    __slots__ = ("failure", "is_data", "text")

    def __init__(self, text: str = "", is_data: bool = False, failure: Failed | None = None) -> None:
        """`text` is printed right behind the `?`; "" for nothing to say, which deserves a bell.

        `is_data`: the `?` belongs to the field, insert it. With a `failure` the line is no beginning of any command:
        print the error and prompt again.
        """
        self.text = text
        self.is_data = is_data
        self.failure = failure
