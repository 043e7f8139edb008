"""What the user chose and what lasts the whole run (tops20.md 2.3a). What lasts one connection lives in the session."""

from __future__ import annotations

from typing import NamedTuple

DEFAULT_ESCAPE_CHARACTER = 0o36


class Settings(NamedTuple):
    """Replaced, never changed: `settings._replace(debug=True)`."""

    #: Code of the character that leaves talk mode, 0 to 127; None when ESCAPE OFF.
    escape_character: int | None = DEFAULT_ESCAPE_CHARACTER
    #: Show negotiations.
    debug: bool = False
    #: The escape character leads straight to TELNET!.
    extended: bool = False
    #: Name of the typescript; None for none.
    log_file: str | None = None
    #: NEW-ENVIRON's allow-list: names and values the user EXPORTed, in that order.
    exports: tuple[tuple[str, str], ...] = ()
    #: 4 or 6 to use only that kind of Internet address, 0 for either.
    address_family: int = 0
    #: TRANSPARENT from the first byte of each connection (`-8`).
    transparent: bool = False
