"""What the user chose and what lasts the whole run (tops20.md 2.3a). What lasts one connection lives in the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from telnet_client.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.session.pacing import Pacing
    from telnet_client.terminal_line import LineSettings

DEFAULT_ESCAPE_CHARACTER = 0o36
DEFAULT_CHARACTER_SET = "UTF-8"


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
    #: Its form, as the switches of LOG say.
    log_switches: tuple[str, ...] = ()
    #: NEW-ENVIRON's allow-list: names and values the user EXPORTed, in that order.
    exports: tuple[tuple[str, str], ...] = ()
    #: 4 or 6 to use only that kind of Internet address, 0 for either.
    address_family: int = 0
    #: TRANSPARENT from the first byte of each connection (`-8`).
    transparent: bool = False
    #: What a host may do to the screen: OFF (all), SAFE or STRICT.
    output_filter: str = "SAFE"
    #: The host's, unless it agrees on another by CHARSET; any name that Python has for one.
    character_set: str = DEFAULT_CHARACTER_SET
    #: PAGE; False for NO PAGE, None to do as the host says.
    page: bool | None = None
    #: With PAGE output holds at the end of each screen.
    opaque: bool = False
    #: LINE; False for NO LINE, None for what echo and protocol call for.
    line: bool | None = None
    #: What the Return key sends: CRLF, CRNUL, CR or LF; None for what the network has.
    return_key: str | None = None
    #: What the Backspace key sends: DEL or BS; None for what it types.
    backspace_key: str | None = None
    #: Names of the character maps on the way from the host and on the way to it.
    input_map: tuple[str, ...] = ()
    output_map: tuple[str, ...] = ()
    #: What arrives is shown as a dump in hexadecimal.
    hex: bool = False
    #: How pastes are sent; None as they come.
    paste_pacing: Pacing | None = None
    #: Names the user DEFINEd and the command lines they stand for, in that order; no name twice in any case.
    definitions: tuple[tuple[str, str], ...] = ()
    #: How the next terminal line is set, as `LineSettings` has it; parity and flow control by their names. None: as
    #: usual, but one at a host's end is left as the host has it.
    line_speed: int | None = None
    line_data_bits: int | None = None
    line_parity: str | None = None
    line_stop_bits: float | None = None
    line_flow: str | None = None
    #: DTR and RTS are raised when it is opened, or not. None: they are, but the host has its own opinion.
    line_dtr: bool | None = None
    line_rts: bool | None = None
    #: Nobody else may have the line meanwhile.
    line_exclusive: bool = True
    #: What is typed to it is echoed here.
    local_echo: bool = False
    #: The lines that have a number, their names; the first is 0.
    lines: tuple[str, ...] = ()


def with_export(settings: Settings, name: str, value: str) -> Settings:
    """`settings` with one variable exported, in place of what it was before. Raises `CommandError`.

    A user name that login programs take for an option (CVE-2026-24061) is none.
    """
    if name == "USER" and value.startswith("-"):
        raise CommandError("A user name cannot start with a hyphen", value)
    others = tuple(export for export in settings.exports if export[0] != name)
    return settings._replace(exports=(*others, (name, value)))


def line_settings(settings: Settings) -> LineSettings:
    """What the user said of the next terminal line."""
    from telnet_client.terminal_line import Flow, LineSettings, Parity

    return LineSettings(
        settings.line_speed,
        settings.line_data_bits,
        None if settings.line_parity is None else Parity(settings.line_parity),
        settings.line_stop_bits,
        None if settings.line_flow is None else Flow(settings.line_flow),
    )


class Setting:
    """A row of SETTINGS. A plain class: every start of the program makes the rows."""

    __slots__ = ("description", "field", "name", "show")

    def __init__(self, field: str, name: str, show: Callable[[Any], str], description: str) -> None:
        """`field` is its name in `Settings`; `name` the command's that changes it, or what comes nearest.

        `show(value)` is the value in one line, `description` what it means.
        """
        self.field = field
        self.name = name
        self.show = show
        self.description = description


def key_name(code: int | None) -> str:
    """The key that types a character, `CTRL/^`; `off` for none."""
    if code is None:
        return "off"
    names = {0x00: "CTRL/@", 0x20: "SPACE", 0x7F: "DELETE", 0x1B: "ESC"}
    if code in names:
        return names[code]
    return f"CTRL/{chr(code ^ 64)}" if code < 0x20 else chr(code)


def _switch(value: bool) -> str:
    return "on" if value else "off"


def _file(name: str | None) -> str:
    return name or "none"


def _switches(switches: tuple[str, ...]) -> str:
    return " ".join(f"/{switch}" for switch in switches) or "/RAW"


def _variables(exports: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(name for name, _ in exports) or "none"


def _address_family(family: int) -> str:
    return f"IPv{family} only" if family else "IPv4 and IPv6"


def _count(named: tuple[object, ...]) -> str:
    return str(len(named) or "none")


def _line(wanted: bool | None) -> str:
    return "automatic" if wanted is None else _switch(wanted)


def _page(wanted: bool | None) -> str:
    return "as the host says" if wanted is None else _switch(wanted)


def _usually(usual: str) -> Callable[[object], str]:
    """That of a terminal line of which nothing was said."""
    return lambda value: usual if value is None else str(value)


def _stop_bits(bits: float | None) -> str:
    return f"{bits or 1:g}"


def _raised(wanted: bool | None) -> str:
    return _switch(wanted is not False)


def _maps(names: tuple[str, ...]) -> str:
    return " ".join(names) or "none"


def _pacing(pacing: Pacing | None) -> str:
    return str(pacing or "as they come")


def _key(sends: str | None) -> str:
    return sends or "usual"


#: As SHOW SETTINGS lists them, one for each field of `Settings`.
SETTINGS = (
    Setting("address_family", "-4, -6", _address_family, "Internet addresses that connections are made to"),
    Setting("backspace_key", "BACKSPACE", _key, "What the Backspace key sends"),
    Setting("character_set", "CHARACTER-SET", str, "That of the hosts"),
    Setting("line_data_bits", "DATA-BITS", _usually("8"), "Bits of a character on the next terminal line"),
    Setting("debug", "DEBUG", _switch, "Show the negotiations with the host"),
    Setting("definitions", "DEFINE", _count, "Names that stand for a command"),
    Setting("line_dtr", "DTR", _raised, "Raise DTR when a terminal line is opened"),
    Setting("escape_character", "ESCAPE", key_name, "Key that leads from the host back to TELNET"),
    Setting("line_exclusive", "EXCLUSIVE", _switch, "Let nobody else have the terminal line"),
    Setting("exports", "EXPORT", _variables, "Environment variables that a host may ask for"),
    Setting("extended", "EXTENDED", _switch, "The escape character leads straight to TELNET!"),
    Setting("output_filter", "FILTER", str, "What a host may not do to the screen"),
    Setting("line_flow", "FLOW", _usually("NONE"), "Flow control on the next terminal line"),
    Setting("hex", "HEX", _switch, "Show what arrives as a dump in hexadecimal"),
    Setting("input_map", "INPUT", _maps, "Characters from the host that become others"),
    Setting("line", "LINE", _line, "Edit lines here where echo is local"),
    Setting("lines", "LINES", _count, "Terminal lines that have a number"),
    Setting("local_echo", "LOCAL-ECHO", _switch, "Echo here what is typed to a terminal line"),
    Setting("log_file", "LOG", _file, "File that what hosts send is appended to"),
    Setting("log_switches", "LOG /", _switches, "Form of that file"),
    Setting("opaque", "OPAQUE", _switch, "With PAGE, hold output at the end of each screen"),
    Setting("output_map", "OUTPUT", _maps, "Characters to the host that become others"),
    Setting("page", "PAGE", _page, "CTRL/S and CTRL/Q stop and start output here"),
    Setting("line_parity", "PARITY", _usually("NONE"), "Parity on the next terminal line"),
    Setting("paste_pacing", "PASTE", _pacing, "How pastes are sent"),
    Setting("return_key", "RETURN", _key, "What the Return key sends"),
    Setting("line_rts", "RTS", _raised, "Raise RTS when a terminal line is opened"),
    Setting("line_speed", "SPEED", _usually("9600"), "Bits a second on the next terminal line"),
    Setting("line_stop_bits", "STOP-BITS", _stop_bits, "Stop bits on the next terminal line"),
    Setting("transparent", "-8", _switch, "TRANSPARENT from the beginning of each connection"),
)
