"""Names to addresses, with a resolver in the test's hands."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from support.waiting import DEADLINE, poll_until
from telnet_client.backends.tcp.address import HostAddress, parse_host_address
from telnet_client.backends.tcp.lookup import FAMILIES, SocketAddress, look_up
from telnet_client.errors import CommandError, ConnectFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from telnet_client.backends.tcp.lookup import Found

LAB = parse_host_address("lab")


def found(*addresses: str, canonical: str = "") -> Found:
    """What getaddrinfo returns for these addresses and port 23."""
    rows: list[tuple[int, int, int, str, tuple[object, ...]]] = []
    for address in addresses:
        family, rest = (socket.AF_INET6, (0, 0)) if ":" in address else (socket.AF_INET, ())
        rows.append((family, socket.SOCK_STREAM, 6, "" if rows else canonical, (address, 23, *rest)))
    return rows


class Resolver:
    """Answers with what it was given, and remembers what it was asked."""

    def __init__(self, answer: Found | Exception) -> None:
        self.answer = answer
        self.asked: list[tuple[object, ...]] = []
        self.threads: list[int] = []

    def __call__(self, host: bytes, port: int, family: int, type_: int, protocol: int, flags: int) -> Found:
        self.asked.append((host, port, family, type_, protocol, flags))
        self.threads.append(threading.get_ident())
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def open_files() -> list[str]:
    """The descriptors of this process, to see that none was left behind."""
    return sorted(os.listdir("/dev/fd"))


@pytest.fixture
def slow_resolver() -> Iterator[tuple[Callable[..., Found], threading.Event]]:
    """One that hangs until the test is over, and the event of its having been asked; leaves no descriptor open."""
    before = open_files()
    asked, released = threading.Event(), threading.Event()

    def resolve(*_: object) -> Found:
        asked.set()
        released.wait(DEADLINE)
        return found("127.0.0.1")

    yield resolve, asked
    released.set()
    poll_until(lambda: open_files() == before, lambda: f"still open: {open_files()}, before: {before}")


@pytest.mark.parametrize("family", [0, 4, 6])
def test_a_name_is_looked_up_in_a_thread_and_once(family: int) -> None:
    resolver = Resolver(found("2001:db8::1", "10.0.0.1"))
    known = look_up(LAB, 23, family, DEADLINE, resolver)
    flags = socket.AI_CANONNAME | socket.AI_NUMERICSERV
    assert resolver.asked == [(b"lab", 23, FAMILIES[family], socket.SOCK_STREAM, socket.IPPROTO_TCP, flags)]
    assert resolver.threads != [threading.get_ident()]
    assert known.addresses == (
        SocketAddress(socket.AF_INET6, ("2001:db8::1", 23, 0, 0)),
        SocketAddress(socket.AF_INET, ("10.0.0.1", 23)),
    )


@pytest.mark.parametrize("text", ["10.0.0.1", "[10.0.0.1]", "::1", "[::1]:99", "999.999.999.999"])
def test_numbers_ask_no_name_service(text: str) -> None:
    resolver = Resolver(found("10.0.0.1"))
    host = parse_host_address(text)
    assert look_up(host, 23, 0, DEADLINE, resolver).name == host.name
    assert resolver.asked[0][-1] == socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    assert resolver.threads == [threading.get_ident()]


def test_an_address_given_twice_is_tried_once() -> None:
    resolver = Resolver(found("10.0.0.1", "10.0.0.2", "10.0.0.1"))
    assert [each.address[0] for each in look_up(LAB, 23, 0, DEADLINE, resolver).addresses] == ["10.0.0.1", "10.0.0.2"]


@pytest.mark.parametrize(
    ("typed", "canonical", "shown"),
    [
        ("lab", "lab.example.com", "lab.example.com"),
        ("lab", "", "lab"),
        ("lab", "evil\x1b[2J", "lab"),
        ("lab", "-evil", "lab"),
        ("münchen", "xn--mnchen-3ya", "münchen"),
        ("10.0.0.1", "other", "10.0.0.1"),
    ],
)
def test_the_name_shown_is_the_hosts_own(typed: str, canonical: str, shown: str) -> None:
    resolver = Resolver(found("10.0.0.1", canonical=canonical))
    assert look_up(parse_host_address(typed), 23, 0, DEADLINE, resolver).name == shown


@pytest.mark.parametrize(
    ("number", "family", "reason"),
    [
        (socket.EAI_AGAIN, 0, "Name service is not answering"),
        (socket.EAI_FAIL, 0, "Name service failed"),
        (socket.EAI_MEMORY, 0, "Insufficient system resources"),
        (socket.EAI_NODATA, 0, "Host has no Internet address"),
        (socket.EAI_NODATA, 6, "Host has no IPv6 address"),
        (socket.EAI_ADDRFAMILY, 4, "Host has no IPv4 address"),
    ],
)
def test_what_a_name_service_cannot_say_is_no_bad_name(number: int, family: int, reason: str) -> None:
    with pytest.raises(ConnectFailed) as failed:
        look_up(LAB, 23, family, DEADLINE, Resolver(socket.gaierror(number, "resolver's words")))
    assert str(failed.value) == reason


@pytest.mark.parametrize("host", [LAB, parse_host_address("999.999.999.999")])
def test_no_such_host(host: HostAddress) -> None:
    answers: list[Found | Exception] = [socket.gaierror(socket.EAI_NONAME, "resolver's words"), []]
    for answer in answers:
        with pytest.raises(CommandError) as failed:
            look_up(host, 23, 0, DEADLINE, Resolver(answer))
        assert str(failed.value) == f'No such host name - "{host.name}"'


def test_a_resolver_without_resources() -> None:
    with pytest.raises(ConnectFailed, match=r"^Insufficient system resources$"):
        look_up(LAB, 23, 0, DEADLINE, Resolver(OSError(24, "Too many open files")))


@pytest.mark.parametrize("text", ["::1%nosuch0", "1:2:3:4:5:6:7:8:9", "a:b:c", "10.0.0.1.", "256.0.0.1", "::."])
def test_the_system_has_the_last_word_on_numbers(text: str) -> None:
    host = parse_host_address(text)
    with pytest.raises(CommandError) as failed:
        look_up(host, 23, 0, DEADLINE)
    assert str(failed.value) == f'No such host name - "{text}"'


@pytest.mark.parametrize(("text", "family", "reason"), [("127.0.0.1", 6, "IPv6"), ("::1", 4, "IPv4")])
def test_numbers_of_the_other_family(text: str, family: int, reason: str) -> None:
    with pytest.raises(ConnectFailed, match=f"^Host has no {reason} address$"):
        look_up(parse_host_address(text), 23, family, DEADLINE)


def test_a_resolver_that_hangs_is_left_after_the_limit(slow_resolver: tuple[Callable[..., Found], object]) -> None:
    with pytest.raises(ConnectFailed, match=r"^Name service is not answering$"):
        look_up(LAB, 23, 0, 0.25, slow_resolver[0])


def test_ctrl_c_gives_up_a_lookup(slow_resolver: tuple[Callable[..., Found], threading.Event]) -> None:
    resolve, asked = slow_resolver

    def interrupted(*_: object) -> Found:
        os.kill(os.getpid(), signal.SIGINT)
        return resolve()

    with pytest.raises(KeyboardInterrupt):
        look_up(LAB, 23, 0, DEADLINE, interrupted)
    assert asked.wait(DEADLINE)


def test_no_thread_to_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    before = open_files()

    def refuse(*_: object) -> int:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("_thread.start_new_thread", refuse)
    with pytest.raises(ConnectFailed, match=r"^Insufficient system resources$"):
        look_up(LAB, 23, 0, DEADLINE, Resolver(found("10.0.0.1")))
    assert open_files() == before


def test_an_ascii_name_needs_neither_socket_nor_codec() -> None:
    program = """\
import sys
from telnet_client.backends.tcp.address import parse_host_address
from telnet_client.backends.tcp.stream import open_stream
from telnet_client.errors import ConnectFailed

for text in ("localhost", "127.0.0.1", "[::1]"):
    try:
        open_stream(parse_host_address(text), 1, 0, 20.0, list)[0].close()
    except ConnectFailed:
        pass
dear = "socket encodings.idna stringprep threading asyncio ssl selectors shutil subprocess dataclasses logging pathlib"
sys.exit(" ".join(set(dear.split()) & set(sys.modules)) or 0)
"""
    ran = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stderr) == (0, "")
