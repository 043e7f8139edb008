"""How a host can be written: one table of what is understood, one of what is refused and in which words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.backends.tcp.address import (
    LAST_PORT,
    HostAddress,
    check_port,
    is_host_name,
    parse_host_address,
    parse_port,
)
from telnet_client.errors import CommandError

FULLWIDTH_HOST = "\uff48\uff4f\uff53\uff54"
FULLWIDTH_127 = "\uff11\uff12\uff17"
LABEL = "x" * 63
LONGEST = ".".join([LABEL] * 3 + ["x" * 61])

# text, name, encoded, is_numeric, port
UNDERSTOOD = [
    ("MIT-AI", "MIT-AI", b"MIT-AI", False, None),
    ("host.example.", "host.example.", b"host.example.", False, None),
    ("board_7", "board_7", b"board_7", False, None),
    ("3com", "3com", b"3com", False, None),
    ("1.2.3.4.example", "1.2.3.4.example", b"1.2.3.4.example", False, None),
    ("host:2323", "host", b"host", False, 2323),
    ("host:1", "host", b"host", False, 1),
    ("host:65535", "host", b"host", False, 65535),
    ("host:00023", "host", b"host", False, 23),
    ("telnet:23", "telnet", b"telnet", False, 23),
    ("münchen.example", "münchen.example", b"xn--mnchen-3ya.example", False, None),
    ("münchen.example:99", "münchen.example", b"xn--mnchen-3ya.example", False, 99),
    (FULLWIDTH_HOST, FULLWIDTH_HOST, b"host", False, None),
    (LONGEST, LONGEST, LONGEST.encode(), False, None),
    (LONGEST + ".", LONGEST + ".", LONGEST.encode() + b".", False, None),
    ("10.3.0.11", "10.3.0.11", b"10.3.0.11", True, None),
    ("10.3.0.11:2323", "10.3.0.11", b"10.3.0.11", True, 2323),
    ("[10.3.0.11]", "10.3.0.11", b"10.3.0.11", True, None),
    ("[10.3.0.11]:2323", "10.3.0.11", b"10.3.0.11", True, 2323),
    ("127.1", "127.1", b"127.1", True, None),
    ("999.999.999.999", "999.999.999.999", b"999.999.999.999", True, None),
    (FULLWIDTH_127 + ".0.0.1", FULLWIDTH_127 + ".0.0.1", b"127.0.0.1", True, None),
    ("::1", "::1", b"::1", True, None),
    ("fe80::", "fe80::", b"fe80::", True, None),
    ("2001:DB8::1", "2001:DB8::1", b"2001:DB8::1", True, None),
    ("2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:1", b"2001:db8:0:0:0:0:0:1", True, None),
    ("::ffff:10.3.0.11", "::ffff:10.3.0.11", b"::ffff:10.3.0.11", True, None),
    ("[2001:db8::1]", "2001:db8::1", b"2001:db8::1", True, None),
    ("[2001:db8::1]:2323", "2001:db8::1", b"2001:db8::1", True, 2323),
    ("fe80::1%eth0", "fe80::1%eth0", b"fe80::1%eth0", True, None),
    ("[fe80::1%eth0.7]:23", "fe80::1%eth0.7", b"fe80::1%eth0.7", True, 23),
    ("telnet://host", "host", b"host", False, None),
    ("TELNET://host/", "host", b"host", False, None),
    ("telnet://host:2323", "host", b"host", False, 2323),
    ("telnet://host:2323/", "host", b"host", False, 2323),
    ("telnet://host:/", "host", b"host", False, None),
    ("telnet://10.3.0.11/", "10.3.0.11", b"10.3.0.11", True, None),
    ("telnet://[::1]:2323/", "::1", b"::1", True, 2323),
    ("telnet://[::1]", "::1", b"::1", True, None),
    ("telnet://[fe80::1%25eth0]/", "fe80::1%eth0", b"fe80::1%eth0", True, None),
]

NO_SUCH_HOST = "No such host name"
NOT_TELNET = "Not a telnet: address"
TOO_MUCH = "Only a host and a port can follow telnet:"
NO_USER = "User name not allowed in a host address"
BAD_PORT = "Invalid port number"

REFUSED = [
    ("", NO_SUCH_HOST),
    (".", NO_SUCH_HOST),
    ("..", NO_SUCH_HOST),
    (".host", NO_SUCH_HOST),
    ("a..b", NO_SUCH_HOST),
    ("host..", NO_SUCH_HOST),
    ("two words", NO_SUCH_HOST),
    ("-n", NO_SUCH_HOST),
    ("--help", NO_SUCH_HOST),
    ("\N{FULLWIDTH HYPHEN-MINUS}n", NO_SUCH_HOST),
    ("host;cmd", NO_SUCH_HOST),
    ("host|cmd", NO_SUCH_HOST),
    ("$(cmd)", NO_SUCH_HOST),
    ("`cmd`", NO_SUCH_HOST),
    ("host/path", NO_SUCH_HOST),
    ("host%eth0", NO_SUCH_HOST),
    ("host\r\n", NO_SUCH_HOST),
    ("host\0", NO_SUCH_HOST),
    ("\x1b[2J", NO_SUCH_HOST),
    ("host\x7f", NO_SUCH_HOST),
    ("host\x9b", NO_SUCH_HOST),
    ("ho\u202est", NO_SUCH_HOST),
    ("ho\udc80st", NO_SUCH_HOST),
    ("\N{ACCOUNT OF}.example", NO_SUCH_HOST),
    ("héllo\N{FULLWIDTH COLON}23", NO_SUCH_HOST),
    ("x" * 64, NO_SUCH_HOST),
    ("ü" * 63, NO_SUCH_HOST),
    (LONGEST + "x", NO_SUCH_HOST),
    ("x" * 100_000, NO_SUCH_HOST),
    ("ü" * 100_000, NO_SUCH_HOST),
    ("1" * 100_000, NO_SUCH_HOST),
    (":" * 100_000, NO_SUCH_HOST),
    ("[" * 100_000, NO_SUCH_HOST),
    ("%" * 100_000, NO_SUCH_HOST),
    (":23", NO_SUCH_HOST),
    ("[]", NO_SUCH_HOST),
    ("[host]", NO_SUCH_HOST),
    ("[ü.1]", NO_SUCH_HOST),
    ("[10.3.0.11", NO_SUCH_HOST),
    ("10.3.0.11]", NO_SUCH_HOST),
    ("[::1]x", NO_SUCH_HOST),
    ("[::1]23", NO_SUCH_HOST),
    ("[[::1]]", NO_SUCH_HOST),
    ("[10.3.0.11%eth0]", NO_SUCH_HOST),
    ("::1%", NO_SUCH_HOST),
    ("::1%a%b", NO_SUCH_HOST),
    ("::1%eth;0", NO_SUCH_HOST),
    ("::1%ü", NO_SUCH_HOST),
    ("::g", NO_SUCH_HOST),
    ("a:b:x", NO_SUCH_HOST),
    ("host:23:24", NO_SUCH_HOST),
    ("telnet://", NO_SUCH_HOST),
    ("telnet:///", NO_SUCH_HOST),
    ("telnet://-n", NO_SUCH_HOST),
    ("telnet://-lroot:23/", NO_SUCH_HOST),
    ("telnet://host;cmd", NO_SUCH_HOST),
    ("telnet://host%0Acmd", NO_SUCH_HOST),
    ("telnet://host\ncmd", NO_SUCH_HOST),
    ("telnet://ho%73t", NO_SUCH_HOST),
    ("telnet://host//", TOO_MUCH),
    ("telnet://host/path", TOO_MUCH),
    ("telnet://host?query", TOO_MUCH),
    ("telnet://host#part", TOO_MUCH),
    ("telnet://telnet://host", TOO_MUCH),
    ("http://host", NOT_TELNET),
    ("ssh://host:22", NOT_TELNET),
    ("://host", NOT_TELNET),
    ("me@host", NO_USER),
    ("telnet://me@host", NO_USER),
    ("telnet://me:secret@host:23/", NO_USER),
    ("telnet://@host", NO_USER),
    ("-f@host", NO_USER),
    ("host:", BAD_PORT),
    ("host:0", BAD_PORT),
    ("host:65536", BAD_PORT),
    ("host:telnet", BAD_PORT),
    ("host:-1", BAD_PORT),
    ("host:+1", BAD_PORT),
    ("host: 23", BAD_PORT),
    ("host:2_3", BAD_PORT),
    ("host:٢٣", BAD_PORT),
    ("host:" + "9" * 100_000, BAD_PORT),
    ("[::1]:", BAD_PORT),
    ("[::1]:x", BAD_PORT),
    ("[::1]:23:24", BAD_PORT),
]


@pytest.mark.parametrize(("text", "name", "encoded", "is_numeric", "port"), UNDERSTOOD)
def test_understood(text: str, name: str, encoded: bytes, is_numeric: bool, port: int | None) -> None:
    assert parse_host_address(text) == HostAddress(name, encoded, is_numeric, port)


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[ascii(text[:30]) for text, _ in REFUSED])
def test_refused(text: str, reason: str) -> None:
    with pytest.raises(CommandError) as refused:
        parse_host_address(text)
    assert refused.value.text == reason
    assert min(str(refused.value)) >= " "
    assert len(str(refused.value)) < 300


@given(st.text() | st.from_regex(r"(telnet://)?\[?[-0-9a-fA-Fxü.:%@/\[\]]{0,20}"))
def test_any_text_is_an_address_or_a_command_error(text: str) -> None:
    host, refused = None, ""
    try:
        host = parse_host_address(text)
    except CommandError as error:
        refused = str(error)
    if host is None:
        assert min(refused) >= " "
        return
    assert host.encoded.isascii()
    assert host.encoded
    assert host.name.isprintable()
    assert not host.encoded.startswith(b"-")
    assert not set(host.encoded) & set(b"\0 ;/@[]")
    assert host.is_numeric or is_host_name(host.encoded.decode("ascii"))


@given(st.integers())
def test_ports(number: int) -> None:
    if 1 <= number <= LAST_PORT:
        assert parse_port(str(number)) == check_port(number) == number
    else:
        with pytest.raises(CommandError, match=r"^Invalid port number$"):
            parse_port(str(number))
        with pytest.raises(CommandError, match=r"^Invalid port number$"):
            check_port(number)
