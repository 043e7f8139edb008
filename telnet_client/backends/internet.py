"""INTERNET: a host by name or number, a TCP port, and the TELNET protocol.

Stands between what CONNECT parsed and an open stream. On port 23 the protocol is on from the start; on any other port
bytes are raw until the host sends its first IAC, and nothing is asked for before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.backends.tcp.address import INVALID_PORT, LAST_PORT, check_port, parse_host_address
from telnet_client.backends.tcp.stream import open_stream
from telnet_client.comnd.functions.host_name import HostName
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.functions.number import Number
from telnet_client.comnd.functions.token import Token
from telnet_client.comnd.grammar import CONFIRM, Alternative, fields, guide
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from telnet_client.backends.base import Backend, ByteStream
    from telnet_client.comnd.grammar import Step
    from telnet_client.protocol.engine import Engine
    from telnet_client.settings import Settings

#: Where the TELNET protocol is spoken unasked (RFC 854).
TELNET_PORT = 23

#: Seconds for looking up the host and connecting to it together.
CONNECT_LIMIT = 30.0

#: The names of edit 967. It had ACAP at 574, where no protocol has ever been; the registered port is 674.
PORT_NAMES = {
    "ACAP": 674,
    "CHARGEN": 19,
    "DAYTIME": 13,
    "DISCARD": 9,
    "DOMAIN": 53,
    "ECHO": 7,
    "FINGER": 79,
    "FTP": 21,
    "FTP-DATA": 20,
    "GOPHER": 70,
    "HTTP": 80,
    "IDENT": 113,
    "IMAP": 143,
    "IMSP": 406,
    "NAMESERVER": 42,
    "NETSTAT": 15,
    "NNTP": 119,
    "NTP": 123,
    "POP": 109,
    "POP3": 110,
    "PWDGEN": 129,
    "QOTD": 17,
    "SMTP": 25,
    "SNMP": 161,
    "SYSTAT": 11,
    "TELNET": TELNET_PORT,
    "TIME": 37,
    "WHOIS": 43,
}


class Internet:
    """The `Backend` of the Internet."""

    __slots__ = ()

    name = "INTERNET"
    guide_words = "HOST"
    description = "A host on the Internet, by name or address"
    is_ended_in_order = True
    switches = ()

    def grammar(self, known_hosts: Callable[[], Iterable[str]] | None = None) -> Step:
        """`host` is the text of the host, `port` a number, and `low_byte` the second half of a port in two halves."""
        return (Alternative(HostName(known_hosts), "host", _port_of, help="Internet host name", shows_atom=True),)

    def value_of_switch(self, switch: str) -> Step | None:
        """There are none."""
        return None

    def reopening(self, arguments: Mapping[str, object], settings: Settings) -> Mapping[str, object]:
        """The same host, looked up again."""
        return arguments

    def open(
        self, arguments: Mapping[str, object], settings: Settings, trying: Callable[[], None]
    ) -> tuple[ByteStream, Engine, str]:
        """Connect to the host; the port is the one in the host's own text, the one behind it, or TELNET's."""
        from telnet_client.protocol.telnet import TelnetEngine

        host = parse_host_address(str(arguments["host"]))
        port = check_port(host.port or _port(arguments))
        engine = TelnetEngine(
            active=port == TELNET_PORT, ask_at_start=port == TELNET_PORT, withhold_echo=settings.line is True
        )
        stream, name = open_stream(host, port, settings.address_family, CONNECT_LIMIT, trying)
        return stream, engine, f"host {name}, port {port}"


BACKEND: Backend = Internet()


def _port_of(host: str) -> Step:
    """The fields behind `host`. Raises `CommandError` for what cannot be a host."""
    names = KeywordTable(KeywordEntry(name, port, f"Port {port}") for name, port in PORT_NAMES.items())
    if parse_host_address(host).port is not None:
        again = Alternative(Keyword(names), None, _given_twice), Alternative(_port_number(), None, _given_twice)
        return fields(guide("ON PORT"), (CONFIRM, *again))
    return fields(
        guide("ON PORT"),
        (
            Alternative(Keyword(names), "port", help="port name,", default="TELNET"),
            Alternative(_port_number(), "port", _low_byte_of, help="decimal port number"),
        ),
    )


def _given_twice(_port: int) -> Step:
    raise CommandError("Port given twice")


def _port_number(maximum: int = LAST_PORT) -> Number:
    return Number(10, maximum=maximum, range_error=INVALID_PORT)


def _low_byte_of(port: int) -> Step | None:
    """A port of one byte may be the high byte of one whose low byte follows: `0.23`."""
    if port > 255:
        return None
    default = str(TELNET_PORT) if port == 0 else None
    low_byte = Alternative(_port_number(255), "low_byte", help="low order byte of port number", default=default)
    delimiter = '"." to delimit high and low bytes of port number'
    return CONFIRM, Alternative(Token("."), None, (low_byte,), help=delimiter)


def _port(arguments: Mapping[str, object]) -> int:
    port, low_byte = arguments.get("port", TELNET_PORT), arguments.get("low_byte")
    if not isinstance(port, int):
        raise CommandError(INVALID_PORT)
    return port * 256 + low_byte if isinstance(low_byte, int) else port
