"""What came of waiting, as a script sees it: text for who asked with text, bytes for who asked with bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, AnyStr, Generic

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.scripting.expect import Finding


class Found(Generic[AnyStr]):
    """The pattern that came first, and everything up to its end."""

    __slots__ = ("_convert", "_finding")

    def __init__(self, finding: Finding, convert: Callable[[bytes], AnyStr]) -> None:
        """`convert` makes of the host's bytes what the script wants."""
        self._finding = finding
        self._convert: Callable[[bytes], AnyStr] = convert

    @property
    def index(self) -> int:
        """The pattern's place in the list."""
        return self._finding.index

    @property
    def before(self) -> AnyStr:
        """What came before the match."""
        return self._convert(self._finding.text[: self._finding.start])

    @property
    def matched(self) -> AnyStr:
        """What the pattern matched."""
        return self._convert(self._finding.text[self._finding.start :])

    @property
    def text(self) -> AnyStr:
        """Both."""
        return self._convert(self._finding.text)

    def group(self, which: int | str = 0) -> AnyStr | None:
        """What a group of the regular expression matched; None for one that took no part in the match.

        Group 0 is all that matched, of a plain text too. Raises IndexError for a group that is not there.
        """
        if which == 0:
            return self.matched
        if self._finding.match is None:
            raise IndexError("no such group")
        part = self._finding.match.group(which)
        return None if part is None else self._convert(part)

    def groups(self) -> tuple[AnyStr | None, ...]:
        """All groups but group 0."""
        count = 0 if self._finding.match is None else self._finding.match.re.groups
        return tuple(self.group(which + 1) for which in range(count))

    def __repr__(self) -> str:
        return f"<Found {self.index}: {self.matched!r}>"
