"""Names of hosts, with what may stand in front of and behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.comnd.field_function import (
    HOST_MASK,
    FieldFunction,
    FieldHelp,
    Match,
    Mismatch,
    Recognition,
    Request,
    common_beginning,
    end_of_word,
    unquoted,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class HostName(FieldFunction):
    """.CMFLD with TELNET's own break mask: `lab`, `[10.3.0.11]`, `lab:2323`, `fe80::1%eth0`, `telnet://lab/`.

    The value is the text. Whether there is such a host is for the network to find out: an empty name at the line's end
    is as good as any.
    """

    __slots__ = ("_known_hosts",)

    def __init__(self, known_hosts: Callable[[], Iterable[str]] | None = None) -> None:
        """`known_hosts()` are the names that `?` lists and ESC completes, asked only when one of these was typed."""
        self._known_hosts = known_hosts

    def reach(self, line: str, start: int) -> int:
        """As the mask has it."""
        return HOST_MASK.end(line, start)

    def parse(self, line: str, start: int) -> Match | Mismatch:
        """Anything made of the mask's characters."""
        end = self.reach(line, start)
        if end == start and start < len(line):
            return Mismatch("Invalid character in input", end_of_word(line, start))
        return Match(unquoted(line[start:end]), end)

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """The known hosts that begin as typed; there are more in the world."""
        known = self._beginning_with(line[start:])
        return FieldHelp(
            "host name", ", perhaps one of the following:" if known else "", [(name, "") for name in known]
        )

    def complete(self, line: str, start: int, request: Request) -> Recognition | None:
        """A known host's name; any other is accepted as it is."""
        atom = line[start:]
        known = self._beginning_with(atom)
        if not known or any(len(name) == len(atom) for name in known):
            return Recognition()
        return Recognition(common_beginning(known)[len(atom) :], is_partial=len(known) > 1)

    def _beginning_with(self, atom: str) -> list[str]:
        if self._known_hosts is None:
            return []
        wanted, length = atom.lower(), len(atom)
        known = [name for name in self._known_hosts() if name[:length].lower() == wanted]
        return sorted({name for name in known if name and HOST_MASK.end(name, 0) == len(name)}, key=str.lower)
