"""CONNECT (TO) INTERNET (HOST): its fields as they are typed, and the whole way to a host on loopback."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from telnet_client.backends.internet import BACKEND, PORT_NAMES
from telnet_client.comnd.line import complete_line, help_for_line, parse_line
from telnet_client.comnd.outcome import Failed, Parsed
from telnet_client.errors import CommandError, ConnectFailed, NoSuchHost
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# the line behind CONNECT (TO) INTERNET (HOST), the host's text, the port that open() connects to
PARSED = [
    ("lab", "lab", 23),
    ("lab 2323", "lab", 2323),
    ("lab 1", "lab", 1),
    ("lab 65535", "lab", 65535),
    ("lab TELNET", "lab", 23),
    ("lab (ON PORT) finger", "lab", 79),
    ("lab fi", "lab", 79),
    ("lab pop", "lab", 109),
    ("lab pop3", "lab", 110),
    ("lab acap", "lab", 674),
    ("lab 0.23", "lab", 23),
    ("lab 0.", "lab", 23),
    ("lab 0 . 79", "lab", 79),
    ("lab 1.2", "lab", 258),
    ("lab 255.255", "lab", 65535),
    ("lab:2323", "lab:2323", 2323),
    ("[10.3.0.11]", "[10.3.0.11]", 23),
    ("[10.3.0.11] 7", "[10.3.0.11]", 7),
    ("[2001:db8::1]:2323", "[2001:db8::1]:2323", 2323),
    ("2001:db8::1 2323", "2001:db8::1", 2323),
    ("fe80::1%eth0", "fe80::1%eth0", 23),
    ("telnet://lab:2323/", "telnet://lab:2323/", 2323),
    ("telnet://lab/ 2323", "telnet://lab/", 2323),
    ("EXIT.COM", "EXIT.COM", 23),
]

FAILED = [
    ("lab 65536", "Invalid port number", None),
    ("lab 4294967319", "Invalid port number", None),
    ("lab " + "9" * 100, "Invalid port number", None),
    ("lab -1", "Invalid port number", None),
    ("lab 0.256", "Invalid port number", None),
    ("lab 1.-2", "Invalid port number", None),
    ("lab 256.1", "Not confirmed", None),
    ("lab 1.2.3", "Not confirmed", None),
    ("lab nosuch", "Does not match switch or keyword", None),
    ("lab t", "Ambiguous", None),
    ("lab 23 24", "Not confirmed", None),
    ("lab (AT CONTACT NAME) x", "Invalid guide word", None),
    ("lab:2323 23", "Port given twice", None),
    ("lab:2323 (ON PORT) telnet", "Port given twice", None),
    ("lab:2323 nosuch", "Does not match switch or keyword", None),
    ("lab:0", "Invalid port number", None),
    ("lab:65536", "Invalid port number", None),
    ("lab:telnet", "Invalid port number", None),
    ("-n", "No such host name", "-n"),
    ("me@lab", "User name not allowed in a host address", "me@lab"),
    ("http://lab", "Not a telnet: address", "http://lab"),
    ("lab/x", "No such host name", "lab/x"),
]


def parse(line: str) -> Parsed:
    outcome = parse_line(BACKEND.grammar(), line)
    assert isinstance(outcome, Parsed)
    return outcome


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)
        yield listening


def say_nothing() -> None:
    """For `trying` where nobody watches."""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What open() asked TCP for, which does nothing."""
    asked: list[tuple[object, ...]] = []

    def open_stream(*arguments: object) -> tuple[None, str]:
        asked.append(arguments)
        return None, "lab.example.com"

    monkeypatch.setattr("telnet_client.backends.internet.open_stream", open_stream)
    return asked


@pytest.mark.parametrize(("line", "host", "port"), PARSED)
def test_parsed(line: str, host: str, port: int, opened: list[tuple[object, ...]]) -> None:
    arguments = parse(line).arguments
    assert arguments["host"] == host
    _, engine, words = BACKEND.open(arguments, Settings(), say_nothing)
    assert opened[0][1] == port
    assert words == f"host lab.example.com, port {port}"
    assert engine.speaks_telnet == (port == 23)
    engine.start()
    assert bool(engine.data_to_send()) == (port == 23)


@pytest.mark.parametrize(("line", "asks"), [(None, True), (False, True), (True, False)])
def test_line_holds_back_the_question_for_echo(line: bool | None, asks: bool, opened: list[tuple[object, ...]]) -> None:
    _, engine, _ = BACKEND.open({"host": "lab"}, Settings(line=line), say_nothing)
    engine.start()
    assert (b"\xff\xfd\x01" in engine.data_to_send()) is asks
    assert engine.remote_echo is asks


@pytest.mark.parametrize(("line", "text", "atom"), FAILED)
def test_failed(line: str, text: str, atom: str | None) -> None:
    outcome = parse_line(BACKEND.grammar(), line)
    assert isinstance(outcome, Failed)
    assert (outcome.text, outcome.atom) == (text, atom)


@pytest.mark.parametrize("line", ["lab 0", "lab 0.0"])
def test_port_zero_is_no_port(line: str, opened: list[tuple[object, ...]]) -> None:
    with pytest.raises(CommandError, match=r"^Invalid port number$"):
        BACKEND.open(parse(line).arguments, Settings(), say_nothing)
    assert not opened


@pytest.mark.parametrize("name", PORT_NAMES)
def test_every_port_name_is_understood_in_full(name: str) -> None:
    assert parse(f"lab {name}").arguments["port"] == PORT_NAMES[name]


def test_port_names_are_listed_in_order() -> None:
    assert list(PORT_NAMES) == sorted(PORT_NAMES)


def test_completion_leads_to_the_port() -> None:
    grammar = BACKEND.grammar()
    assert complete_line(grammar, "lab").append == " (ON PORT) "
    assert complete_line(grammar, "lab (ON PORT) ").append.strip() == "TELNET"
    assert complete_line(grammar, "lab fi").append.strip() == "NGER"


def test_help_names_the_field() -> None:
    grammar = BACKEND.grammar()
    assert "Internet host name" in str(help_for_line(grammar, ""))
    ports = str(help_for_line(grammar, "lab "))
    assert "port name," in ports
    assert "FTP-DATA" in ports
    assert "decimal port number" in ports
    assert '"." to delimit high and low bytes of port number' in str(help_for_line(grammar, "lab 0 "))
    assert "low order byte of port number" in str(help_for_line(grammar, "lab 0."))


@pytest.mark.parametrize(
    "form", ["127.0.0.1 {}", "127.0.0.1:{}", "[127.0.0.1]:{}", "telnet://127.0.0.1:{}/", "127.1 {}"]
)
def test_the_whole_way(listener: socket.socket, form: str) -> None:
    port = listener.getsockname()[1]
    said: list[str] = []
    arguments = parse(form.format(port)).arguments
    stream, engine, words = BACKEND.open(arguments, Settings(), lambda: said.append(" Trying... "))
    host, _ = listener.accept()
    with host:
        stream.send(b"hello")
        assert host.recv(5) == b"hello"
        stream.close()
    assert said == [" Trying... "]
    assert words.startswith("host 127")
    assert words.endswith(f", port {port}")
    assert not engine.speaks_telnet


def test_a_host_looked_up_by_name(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    stream, _, words = BACKEND.open(parse(f"localhost {port}").arguments, Settings(), say_nothing)
    stream.close()
    assert words.startswith("host localhost")


def test_values_that_did_not_come_from_a_line(listener: socket.socket) -> None:
    host, port = listener.getsockname()
    stream, _, words = BACKEND.open({"host": host, "port": port}, Settings(), say_nothing)
    stream.close()
    assert words == f"host 127.0.0.1, port {port}"


def test_only_one_kind_of_address(listener: socket.socket) -> None:
    arguments = {"host": "127.0.0.1", "port": listener.getsockname()[1]}
    with pytest.raises(ConnectFailed, match=r"^Host has no IPv6 address$"):
        BACKEND.open(arguments, Settings(address_family=6), say_nothing)
    stream, _, _ = BACKEND.open(arguments, Settings(address_family=4), say_nothing)
    stream.close()


def test_a_name_that_is_none_is_not_tried() -> None:
    said: list[str] = []
    with pytest.raises(NoSuchHost):
        BACKEND.open({"host": "999.1.1.1"}, Settings(), lambda: said.append(" Trying... "))
    assert not said
