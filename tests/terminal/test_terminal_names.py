"""The names offered to a host: the terminal's own, then less specific ones."""

import pytest

from telnet_client.terminal.terminal_names import terminal_names


@pytest.mark.parametrize(
    ("term", "names"),
    [
        ("xterm-256color", ("XTERM-256COLOR", "XTERM", "VT100")),
        ("xterm", ("XTERM", "VT100")),
        ("vt100", ("VT100",)),
        ("vt220", ("VT220", "VT100")),
        ("screen.xterm-256color", ("SCREEN.XTERM-256COLOR", "SCREEN.XTERM", "VT100")),
        ("tmux-256color", ("TMUX-256COLOR", "TMUX", "VT100")),
        ("dumb", ("DUMB",)),
        ("3270-2-e", ("3270-2-E", "3270-2", "3270")),
        ("", ("UNKNOWN",)),
        ("x" * 41, ("UNKNOWN",)),
        ("evil\xff\x1b]0;", ("UNKNOWN",)),
        ("-", ("-",)),
    ],
)
def test_names(term: str, names: tuple[str, ...]) -> None:
    assert terminal_names(term) == names
