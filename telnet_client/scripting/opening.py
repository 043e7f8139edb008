"""How a script's connection comes about: the address or the line as a user would name it, on any of the networks.

Stands between the functions `connect` and the networks, which know nothing of scripts.
"""

from __future__ import annotations

from codecs import lookup
from typing import TYPE_CHECKING, NamedTuple

from telnet_client.backends import BACKENDS, load_backend
from telnet_client.backends.tcp.address import check_port, parse_host_address
from telnet_client.comnd.grammar import fields, followed_by, guide, switches
from telnet_client.comnd.line import parse_line
from telnet_client.comnd.outcome import Failed, Parsed
from telnet_client.comnd.table import KeywordTable
from telnet_client.errors import CommandError
from telnet_client.protocol.codes import Option
from telnet_client.protocol.facts import Facts
from telnet_client.session.character_set import names_for_host
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from telnet_client.backends.base import Backend, ByteStream
    from telnet_client.protocol.engine import Engine

#: The network of a bare host name.
INTERNET = BACKENDS[0]
#: Where the TELNET protocol is spoken unasked (RFC 854).
TELNET_PORT = 23
#: Seconds for a connection where a script sets no limit.
_PATIENCE = 3600.0


class Opened(NamedTuple):
    """A connection: its stream, the protocol on it, and how messages name the other end."""

    stream: ByteStream
    engine: Engine
    peer: str


class Presence(NamedTuple):
    """How a script looks to hosts that ask."""

    #: Names of the terminal, the best first; the size of its screen in characters and lines.
    terminal: str | Sequence[str] = "dumb"
    size: tuple[int, int] = (80, 24)
    #: The variables that a host may know of.
    environment: Mapping[str, str] | None = None
    #: The host's character set, and the only one that it may agree on by CHARSET.
    encoding: str = "utf-8"

    def facts(self) -> Facts:
        """The same for an engine."""
        names = (self.terminal,) if isinstance(self.terminal, str) else tuple(self.terminal)
        columns, rows = self.size
        variables = tuple((self.environment or {}).items())
        return Facts(
            terminal_types=names,
            columns=columns,
            rows=rows,
            environment=variables,
            character_sets=names_for_host(self.encoding),
        )


def check_options(encoding: str, keep: int) -> None:
    """What is wrong with them is said before there is a connection. Raises LookupError and ValueError."""
    lookup(encoding)
    if keep < 1:
        raise ValueError("At least one byte has to be kept")


def open_place(
    place: str,
    port: int | None,
    network: str,
    *,
    timeout: float | None,
    telnet: bool | None,
    family: int,
    presence: Presence,
) -> Opened:
    """Connect, as the functions `connect` say."""
    scheme, mark, rest = place.partition("://")
    if mark and scheme.upper() in BACKENDS:
        network, place = scheme, rest
    if network.upper() == INTERNET:
        return _open_host(place, port, timeout, telnet, family, presence)
    if network.upper() not in BACKENDS:
        raise CommandError("No such network", network)
    if (port, telnet, family) != (None, None, 0):
        raise CommandError(f"Port, telnet and family are for hosts on the {INTERNET} alone")
    return _open_on(load_backend(network.upper()), place, presence)


def _open_host(
    host: str, port: int | None, timeout: float | None, telnet: bool | None, family: int, presence: Presence
) -> Opened:
    from telnet_client.backends.tcp.stream import open_stream
    from telnet_client.protocol.options import OPTIONS
    from telnet_client.protocol.telnet import TelnetEngine

    address = parse_host_address(host)
    if port is not None and address.port is not None:
        raise CommandError("Port given twice")
    number = check_port(port or address.port or TELNET_PORT)
    is_active = number == TELNET_PORT if telnet is None else telnet
    # A script has made up its lines when it sends them: there is nothing for LINEMODE to edit.
    options = [row for row in OPTIONS if row.handler.code != Option.LINEMODE]
    engine = TelnetEngine(active=is_active, options=options, facts=presence.facts(), ask_at_start=is_active)
    limit = _PATIENCE if timeout is None else timeout
    stream, name = open_stream(address, number, family, limit, _say_nothing)
    return Opened(stream, engine, f"host {name}, port {number}")


def _open_on(backend: Backend, place: str, presence: Presence) -> Opened:
    behind = switches(KeywordTable(backend.switches), then=backend.value_of_switch)
    step = followed_by(backend.grammar(), behind, replaces_defaults=True)
    outcome = parse_line(fields(guide(backend.guide_words), step), place)
    if isinstance(outcome, Failed):
        raise outcome.as_error()
    if not isinstance(outcome, Parsed):
        raise CommandError("Not a place to connect to", place)
    opened = Opened(*backend.open(outcome.arguments, Settings(), _say_nothing))
    opened.engine.change_facts(presence.facts())
    return opened


def _say_nothing() -> None:
    """Nobody reads ` Trying... `."""
