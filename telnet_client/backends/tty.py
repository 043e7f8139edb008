"""TTY: a terminal line of this machine, the original's dial-out port, or one that a URL of pyserial's names.

Stands between what CONNECT parsed and an open stream. Every byte is what it is; the line's other end echoes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from telnet_client.comnd.functions.line_name import LineName
from telnet_client.comnd.grammar import Alternative
from telnet_client.errors import CommandError
from telnet_client.line_fields import SWITCHES, value_of_switch
from telnet_client.settings import line_settings
from telnet_client.terminal_line import LineSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from telnet_client.backends.base import Backend, ByteStream
    from telnet_client.backends.serial.stream import LineWish
    from telnet_client.comnd.grammar import Step
    from telnet_client.protocol.engine import Engine
    from telnet_client.settings import Settings


class Tty:
    """The `Backend` of terminal lines."""

    __slots__ = ()

    name = "TTY"
    guide_words = "LINE"
    description = "A terminal line of this machine, by name, number or description"
    is_ended_in_order = False
    switches = SWITCHES

    def grammar(self, known_hosts: Callable[[], Iterable[str]] | None = None) -> Step:
        """`line` is the text that names it."""
        return (Alternative(LineName(_lines), "line", _check, help="name of a line", shows_atom=True),)

    def value_of_switch(self, switch: str) -> Step | None:
        """Those of a line have values of their own."""
        return value_of_switch(switch)

    def open(
        self, arguments: Mapping[str, object], settings: Settings, trying: Callable[[], None]
    ) -> tuple[ByteStream, Engine, str]:
        """Open the line and set it as the switches say, and for what they leave out as the settings do."""
        from telnet_client.backends.serial.ports import find_line
        from telnet_client.backends.serial.stream import open_line
        from telnet_client.backends.serial.urls import SCHEMES, load_scheme
        from telnet_client.protocol.raw import RawEngine

        name, wish = str(arguments["line"]), _wish(arguments, settings)
        scheme, is_url, _ = name.partition("://")
        if is_url:
            if scheme.lower() not in SCHEMES:
                raise CommandError(f"Not an address of a line; those begin with {', '.join(SCHEMES)}", name)
            return load_scheme(scheme.lower())(name, wish, settings, trying)
        path = find_line(name, settings.lines)
        trying()
        return open_line(path, wish), RawEngine(remote_echo=not wish.local_echo), f"line {path}"

    def reopening(self, arguments: Mapping[str, object], settings: Settings) -> Mapping[str, object]:
        """The same device, wherever it is plugged in again."""
        from telnet_client.backends.serial.ports import find_line, steady_name

        try:
            return {**arguments, "line": steady_name(find_line(str(arguments["line"]), settings.lines))}
        except CommandError:  # an address, or gone already
            return arguments


BACKEND: Backend = Tty()


def _lines() -> Iterator[tuple[str, str]]:
    from telnet_client.backends.serial.ports import names_of_lines

    return names_of_lines()


def _check(name: str) -> None:
    if not name:
        raise CommandError("No line given")


def _wish(arguments: Mapping[str, object], settings: Settings) -> LineWish:
    from telnet_client.backends.serial.stream import LineWish

    given = {name: arguments[name] for name in LineSettings._fields if name in arguments}
    exclusive, local_echo = settings.line_exclusive, settings.local_echo
    for switch in cast("tuple[str, ...]", arguments.get("switches", ())):
        wanted = not switch.startswith("NO-")
        if switch.endswith("EXCLUSIVE"):
            exclusive = wanted
        elif switch.endswith("LOCAL-ECHO"):
            local_echo = wanted
    return LineWish(
        line_settings(settings).replaced_by(LineSettings(**given)),  # type: ignore[arg-type]
        cast("bool | None", arguments.get("dtr", settings.line_dtr)),
        cast("bool | None", arguments.get("rts", settings.line_rts)),
        exclusive,
        local_echo,
    )
