"""The names a host may know the user's terminal by, best first (RFC 1091)."""

from __future__ import annotations

#: Terminals that understand what a VT100 does.
_VT100_FAMILY = (
    "ALACRITTY", "ANSI", "CONTOUR", "CYGWIN", "DTTERM", "ETERM", "FOOT", "GHOSTTY", "GNOME", "ITERM", "ITERM2", "KITTY",
    "KONSOLE", "KTERM", "LINUX", "MINTTY", "MLTERM", "PUTTY", "RIO", "RXVT", "SCREEN", "ST", "STTERM", "TERMINATOR",
    "TERMITE", "TMUX", "VT102", "VT200", "VT220", "VT320", "VT420", "VT520", "VTE", "WEZTERM", "XTERM",
)  # fmt: skip
#: RFC 1091: at most forty characters.
_LONGEST = 40


def terminal_names(term: str) -> tuple[str, ...]:
    """`xterm-256color` gives `XTERM-256COLOR`, `XTERM`, `VT100`; a name that is none gives `UNKNOWN`."""
    name = term.upper()
    if not name or len(name) > _LONGEST or not name.isascii() or not name.replace(" ", "x").isprintable():
        return ("UNKNOWN",)
    names = [name]
    while "-" in name:
        name = name.rpartition("-")[0]
        names.append(name)
    if name.partition(".")[0] in _VT100_FAMILY:
        names.append("VT100")
    return tuple(dict.fromkeys(n for n in names if n))
