"""How a user writes the address of an Internet host: text in, name and port out.

Stands between the grammar of a network and the lookup; pure, it asks nobody. Whatever cannot be a host name or a
numeric address is refused here, so that nothing but names and addresses ever reaches a resolver.
"""

from __future__ import annotations

from typing import NamedTuple

from telnet_client.errors import CommandError, NoSuchHost

INVALID_PORT = "Invalid port number"

LAST_PORT = 65535

#: RFC 1035 section 2.3.4, in characters; the name without the dot of the root.
LONGEST_NAME = 253
LONGEST_LABEL = 63

DIGITS = frozenset("0123456789")
#: What DNS names are made of in practice: RFC 1123 section 2.1 and the underscore.
LABEL_CHARACTERS = DIGITS | frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_")
IPV4_CHARACTERS = DIGITS | {"."}
IPV6_CHARACTERS = DIGITS | frozenset("abcdefABCDEF:.")
#: Of the interface behind the % of an IPv6 address (RFC 4007 section 11).
SCOPE_CHARACTERS = LABEL_CHARACTERS | {"."}


class HostAddress(NamedTuple):
    """A host as the user named it."""

    #: For messages: as typed, without scheme, brackets and port.
    name: str
    #: For the resolver: ASCII, other scripts as IDNA has them.
    encoded: bytes
    #: An address in numbers, which no name service is asked for.
    is_numeric: bool
    #: What stood behind the colon; None for nothing.
    port: int | None = None


def parse_host_address(text: str) -> HostAddress:
    """The host and the port that `text` names.

    Takes `name`, `name:port`, `10.3.0.11`, `[10.3.0.11]`, `2001:db8::1`, `fe80::1%eth0`, `[2001:db8::1]:port` and
    `telnet://` before any of them (RFC 4248). Raises `CommandError` for everything else.
    """
    if not text.isprintable():
        raise NoSuchHost(text)
    scheme, separator, rest = text.partition("://")
    if not separator:
        return _parse_authority(text, text)
    if scheme.lower() != "telnet":
        raise CommandError("Not a telnet: address", text)
    authority = rest.removesuffix("/")
    if "/" in authority or "?" in authority or "#" in authority:
        raise CommandError("Only a host and a port can follow telnet:", text)
    # RFC 6874 writes the % of a scope id as %25, RFC 3986 allows a colon without a port.
    return _parse_authority(authority.replace("%25", "%").removesuffix(":"), text)


def parse_port(text: str) -> int:
    """A port in decimal digits, 1 to 65535. Raises `CommandError`."""
    if not text or len(text) > len(str(LAST_PORT)) or not DIGITS.issuperset(text):
        raise CommandError(INVALID_PORT)
    return check_port(int(text))


def check_port(port: int) -> int:
    """`port`, if a connection can be made to it. Raises `CommandError`."""
    if not 1 <= port <= LAST_PORT:
        raise CommandError(INVALID_PORT)
    return port


def _parse_authority(authority: str, text: str) -> HostAddress:
    if "@" in authority:
        raise CommandError("User name not allowed in a host address", text)
    if authority.startswith("["):
        inner, bracket, rest = authority[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise NoSuchHost(text)
        host = _numeric(inner)
        port_text = rest[1:] if rest else None
    elif authority.count(":") > 1:
        host, port_text = _numeric(authority), None
    else:
        name, colon, rest = authority.partition(":")
        host = _named(name)
        port_text = rest if colon else None
    if host is None:
        raise NoSuchHost(text)
    return host if port_text is None else host._replace(port=parse_port(port_text))


def _numeric(text: str) -> HostAddress | None:
    """`text` as an IPv4 or IPv6 address as far as its characters tell; the system's parser has the last word."""
    if len(text) > LONGEST_NAME:
        return None
    address, percent, scope = text.partition("%")
    is_ipv4 = not percent and bool(text) and IPV4_CHARACTERS.issuperset(text)
    is_ipv6 = ":" in address and IPV6_CHARACTERS.issuperset(address)
    has_scope = bool(scope) and SCOPE_CHARACTERS.issuperset(scope)
    if is_ipv4 or (is_ipv6 and has_scope == bool(percent)):
        return HostAddress(text, text.encode("ascii"), is_numeric=True)
    return None


def _named(name: str) -> HostAddress | None:
    # The length comes first: the time of the IDNA codec grows with its square.
    if len(name) > LONGEST_NAME + 1:
        return None
    try:
        encoded = name.encode("ascii" if name.isascii() else "idna")
    except UnicodeError:
        return None
    ascii_name = encoded.decode("ascii")
    if not is_host_name(ascii_name):
        return None
    return HostAddress(name, encoded, is_numeric=_ends_in_number(ascii_name))


def is_host_name(name: str) -> bool:
    """`name` could stand in DNS or a hosts file, and could not be taken for an option of some program."""
    labels = name.removesuffix(".").split(".")
    return (
        len(name.removesuffix(".")) <= LONGEST_NAME
        and not name.startswith("-")
        and all(0 < len(label) <= LONGEST_LABEL and LABEL_CHARACTERS.issuperset(label) for label in labels)
    )


def _ends_in_number(name: str) -> bool:
    """No top-level domain is a number, so this is an address in numbers or nothing."""
    last = name.removesuffix(".").rpartition(".")[2]
    return bool(last) and DIGITS.issuperset(last)
