"""The texts that TYPE shows: those in the folder `texts`, in the order they are listed."""

from __future__ import annotations

from importlib.resources import files
from typing import NamedTuple


class HostFile(NamedTuple):
    """One file of the host."""

    name: str
    description: str


FILES = (
    HostFile("TELNET.TXT", "A short history of TELNET"),
    HostFile("TOPS-20.TXT", "Where the question mark comes from"),
)


def read_lines(name: str) -> list[str]:
    """The lines of one of FILES."""
    return files(__package__).joinpath("texts", name).read_text("ascii").splitlines()
