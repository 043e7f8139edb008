"""What can go wrong, as seen by the one who asked for it.

A user's mistake or bad luck is a `TelnetError`: its text is what the program prints behind `?`.
What a host does wrong is no exception at all but a `ProtocolWarning` event (protocol/events.py).
"""

from __future__ import annotations


class TelnetError(Exception):
    """Root of the errors a user can cause or meet. `str(error)` is one line without the leading `?`."""


class CommandError(TelnetError):
    """A command that cannot be carried out as typed.

    `atom` is the field that was wrong, shown as `?text - "atom"`; None where the original names no field.
    `redo` is how much of the line CTRL/H brings back (COMND redo), in characters; 0 for nothing.
    """

    def __init__(self, text: str, atom: str | None = None, redo: int = 0) -> None:
        super().__init__(text)
        self.text = text
        self.atom = atom
        self.redo = redo

    def __str__(self) -> str:
        return self.text if self.atom is None else f'{self.text} - "{printable(self.atom)}"'


class NoSuchHost(CommandError):
    """A host's name that nobody knows: the command was right, but there will be no connection."""

    TEXT = "No such host name"

    def __init__(self, name: str) -> None:
        super().__init__(self.TEXT, name)


class NoSuchLine(CommandError):
    """A terminal line that is not there: the command was right, but there will be no connection."""

    TEXT = "No such line"

    def __init__(self, name: str) -> None:
        super().__init__(self.TEXT, name)


class WaitFailed(CommandError):
    """A WAIT in vain: the command was right, but the host did not do its part."""


class ConnectFailed(TelnetError):
    """No connection came about. The text is the reason that ends the ` Trying... ` line."""


class ConnectionLost(TelnetError):
    """A connection that was open broke: reset, timed out, unreachable."""


class TerminalLost(TelnetError):
    """The user's own terminal, or the pipe or file in its place, takes or gives nothing any more."""


class LocalProtocolError(TelnetError):
    """The protocol engine was asked for something that the protocol does not allow: our mistake, not the peer's."""


def reason_of(error: Exception) -> str:
    """Why the system does not give a file, in its words; of a name that it does not even look for, in ours."""
    reason = getattr(error, "strerror", None) or str(error)
    return "Null character in the name" if "embedded null" in reason else reason


def printable(text: str, limit: int = 200) -> str:
    """`text` fit for a message: control characters as `^X`, others a terminal might act on as U+FFFD; clipped."""
    shown = "".join(map(_visible, text[:limit]))
    return shown if len(text) <= limit else shown + "..."


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return f"^{chr(ord(character) ^ 64)}" if character < "\x80" else "\ufffd"
