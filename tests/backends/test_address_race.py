"""RFC 8305 with a network and a clock in the test's hands: each test says what happens when, none waits for it."""

from __future__ import annotations

import errno
import os
import signal
import socket
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.backends.tcp.address import parse_host_address
from telnet_client.backends.tcp.lookup import SocketAddress
from telnet_client.backends.tcp.race import (
    ATTEMPT_DELAY,
    FAILURE_REASONS,
    Dialer,
    connect_first,
    interleaved,
    most_telling,
)
from telnet_client.backends.tcp.stream import open_stream
from telnet_client.errors import CommandError, ConnectFailed

if TYPE_CHECKING:
    import _socket
    from collections.abc import Iterator, Sequence

LIMIT = 30.0
NEVER = 1e9


class Fate(NamedTuple):
    """What becomes of an attempt: after how many seconds, and with which error number, 0 for a connection."""

    after: float
    failure: int = 0


class FakeDialer(Dialer):
    """A network in which every address has its fate, and time passes only while somebody waits."""

    def __init__(self, fates: dict[str, Fate]) -> None:
        self.fates = fates
        self.time = 1000.0
        #: When each address was tried.
        self.begun: list[tuple[float, str]] = []
        self.sockets: dict[_socket.socket, tuple[float, str]] = {}
        self.interrupt_at = NEVER

    def now(self) -> float:
        return self.time

    def begin(self, address: SocketAddress) -> _socket.socket:
        name = address.address[0]
        self.begun.append((self.time - 1000.0, name))
        fate = self.fates[name]
        if fate.failure and not fate.after:
            raise OSError(fate.failure, "system's words")
        attempt = socket.socket()
        self.sockets[attempt] = (self.time + fate.after, name)
        return attempt

    def wait(self, connecting: Sequence[_socket.socket], seconds: float) -> list[_socket.socket]:
        assert seconds > 0, "waits without waiting"
        until = min([self.time + seconds, *(self.sockets[each][0] for each in connecting)])
        self.time = until
        if self.time - 1000.0 >= self.interrupt_at:
            raise KeyboardInterrupt
        return [each for each in connecting if self.sockets[each][0] <= until]

    def outcome(self, connecting: _socket.socket) -> int:
        return self.fates[self.sockets[connecting][1]].failure

    def still_open(self) -> list[str]:
        return [name for each, (_, name) in self.sockets.items() if each.fileno() != -1]

    def close(self) -> None:
        for each in self.sockets:
            each.close()


def addresses(*names: str) -> list[SocketAddress]:
    return [SocketAddress(socket.AF_INET6 if ":" in name else socket.AF_INET, (name, 23)) for name in names]


def race(dialer: FakeDialer) -> str:
    """The address that won; everything else is closed."""
    try:
        winner = connect_first(addresses(*dialer.fates), dialer.now() + LIMIT, dialer)
        name = dialer.sockets[winner][1]
        assert dialer.still_open() == [name]
    finally:
        dialer.close()
    return name


def race_lost(dialer: FakeDialer) -> str:
    """The reason why nobody won; nothing is left open."""
    try:
        with pytest.raises(ConnectFailed) as failed:
            connect_first(addresses(*dialer.fates), dialer.now() + LIMIT, dialer)
        assert dialer.still_open() == []
    finally:
        dialer.close()
    return str(failed.value)


def test_a_quick_first_address_is_the_only_one_tried() -> None:
    dialer = FakeDialer({"::1": Fate(0.2), "10.0.0.1": Fate(0.0)})
    assert race(dialer) == "::1"
    assert dialer.begun == [(0.0, "::1")]


def test_an_address_that_answers_at_once() -> None:
    dialer = FakeDialer({"10.0.0.1": Fate(0.0)})
    assert race(dialer) == "10.0.0.1"
    assert dialer.time == 1000.0


def test_a_dead_first_address_costs_a_quarter_of_a_second() -> None:
    dialer = FakeDialer({"::1": Fate(NEVER), "10.0.0.1": Fate(0.01)})
    assert race(dialer) == "10.0.0.1"
    assert dialer.begun == [(0.0, "::1"), (ATTEMPT_DELAY, "10.0.0.1")]
    assert dialer.time == pytest.approx(1000.0 + ATTEMPT_DELAY + 0.01)


def test_a_refusing_address_costs_nothing_but_its_refusal() -> None:
    dialer = FakeDialer({"::1": Fate(0.03, errno.ECONNREFUSED), "10.0.0.1": Fate(0.01)})
    assert race(dialer) == "10.0.0.1"
    assert dialer.begun == [(0.0, "::1"), (pytest.approx(0.03), "10.0.0.1")]


def test_an_address_that_fails_at_once_costs_nothing() -> None:
    dialer = FakeDialer({"::1": Fate(0, errno.ENETUNREACH), "::2": Fate(0, errno.ENETUNREACH), "10.0.0.1": Fate(0.1)})
    assert race(dialer) == "10.0.0.1"
    assert dialer.begun == [(0.0, "::1"), (0.0, "10.0.0.1")]


def test_the_first_to_answer_wins_though_it_was_not_the_last_to_be_tried() -> None:
    dialer = FakeDialer({"::1": Fate(0.6), "10.0.0.1": Fate(NEVER), "::2": Fate(1.0)})
    assert race(dialer) == "::1"
    assert dialer.begun == [(0.0, "::1"), (0.25, "10.0.0.1"), (0.5, "::2")]


def test_a_late_failure_of_an_early_attempt_starts_the_next_at_once() -> None:
    dialer = FakeDialer({"::1": Fate(0.3, errno.ECONNREFUSED), "10.0.0.1": Fate(NEVER), "::2": Fate(0.1)})
    assert race(dialer) == "::2"
    assert dialer.begun == [(0.0, "::1"), (0.25, "10.0.0.1"), (pytest.approx(0.3), "::2")]


def test_two_that_answer_together() -> None:
    dialer = FakeDialer({"::1": Fate(0.5), "10.0.0.1": Fate(0.25)})
    assert race(dialer) == "::1"


def test_all_dead() -> None:
    dialer = FakeDialer({f"10.0.0.{n}": Fate(NEVER) for n in range(250)})
    assert race_lost(dialer) == "Connection timed out"
    assert dialer.time == pytest.approx(1000.0 + LIMIT)
    assert len(dialer.begun) == LIMIT / ATTEMPT_DELAY


def test_all_refuse() -> None:
    dialer = FakeDialer({f"10.0.0.{n}": Fate(0.0, errno.ECONNREFUSED) for n in range(250)})
    assert race_lost(dialer) == "Connection refused"
    assert len(dialer.begun) == 250


def test_one_refuses_and_one_is_dead() -> None:
    dialer = FakeDialer({"::1": Fate(NEVER), "10.0.0.1": Fate(0.1, errno.ECONNREFUSED)})
    assert race_lost(dialer) == "Connection refused"


def test_ctrl_c_closes_every_attempt() -> None:
    dialer = FakeDialer({"::1": Fate(NEVER), "10.0.0.1": Fate(NEVER), "::2": Fate(NEVER)})
    dialer.interrupt_at = 0.4
    try:
        with pytest.raises(KeyboardInterrupt):
            connect_first(addresses(*dialer.fates), dialer.now() + LIMIT, dialer)
        assert len(dialer.begun) == 2
        assert dialer.still_open() == []
    finally:
        dialer.close()


@pytest.mark.parametrize(
    ("given_order", "tried_order"),
    [
        ("", ""),
        ("4a", "4a"),
        ("6a 4a", "6a 4a"),
        ("6a 6b 6c 4a 4b", "6a 4a 6b 4b 6c"),
        ("4a 4b 6a 6b", "4a 6a 4b 6b"),
        ("4a 6a 6b 6c", "4a 6a 6b 6c"),
        ("6a 6b", "6a 6b"),
    ],
)
def test_families_take_turns(given_order: str, tried_order: str) -> None:
    def as_addresses(names: str) -> list[SocketAddress]:
        return [SocketAddress(int(name[0]), (name,)) for name in names.split()]

    assert interleaved(as_addresses(given_order)) == as_addresses(tried_order)


@given(
    st.lists(st.sampled_from(list(FAILURE_REASONS)), min_size=1).flatmap(
        lambda f: st.tuples(st.just(f), st.permutations(f))
    )
)
def test_the_reason_shown_does_not_hang_on_the_order(failures: tuple[list[int], list[int]]) -> None:
    assert most_telling(failures[0]) == most_telling(failures[1])


@pytest.mark.parametrize(
    ("failures", "reason"),
    [
        ([errno.ENETUNREACH, errno.ECONNREFUSED], "Connection refused"),
        ([errno.ENETUNREACH, errno.ETIMEDOUT], "Connection timed out"),
        ([errno.EHOSTUNREACH, errno.ENETUNREACH], "Host is unreachable"),
        ([errno.EAFNOSUPPORT, errno.EHOSTUNREACH], "Host is unreachable"),
        ([errno.EACCES], "Connection not permitted"),
        ([errno.EMFILE], "Insufficient system resources"),
        ([errno.EPROTO], os.strerror(errno.EPROTO)),
    ],
)
def test_the_most_telling_reason(failures: list[int], reason: str) -> None:
    assert most_telling(failures) == reason


def say_nothing() -> None:
    """For `trying` where nobody watches."""


def open_real(text: str, port: int, limit: float, dialer: Dialer | None = None) -> str:
    """The reason why a real attempt failed."""
    with pytest.raises(ConnectFailed) as failed:
        open_stream(parse_host_address(text), port, 0, limit, say_nothing, dialer)
    return str(failed.value)


@pytest.fixture
def free_port() -> Iterator[int]:
    """A port of 127.0.0.1 that nobody listens at and nobody else is given."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


@pytest.fixture
def full_port() -> Iterator[int]:
    """A port of 127.0.0.1 whose listener accepts nothing and has no room for one more."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        with socket.create_connection(address, 10):
            yield address[1]


def test_refused(free_port: int) -> None:
    assert open_real("127.0.0.1", free_port, 10.0) == "Connection refused"


def test_a_host_that_does_not_answer(full_port: int) -> None:
    assert open_real("127.0.0.1", full_port, 0.3) == "Connection timed out"


def test_an_unreachable_network() -> None:
    # No TCP connection can be made to a broadcast address, so not one packet is sent.
    assert open_real("255.255.255.255", 23, 10.0) == "Network is unreachable"


class InterruptedDialer(Dialer):
    """The real thing, and CTRL/C while it waits."""

    def __init__(self) -> None:
        self.begun: list[_socket.socket] = []

    def begin(self, address: SocketAddress) -> _socket.socket:
        begun = super().begin(address)
        self.begun.append(begun)
        return begun

    def wait(self, connecting: Sequence[_socket.socket], seconds: float) -> list[_socket.socket]:
        os.kill(os.getpid(), signal.SIGINT)
        return super().wait(connecting, seconds)


def test_ctrl_c_gives_up_a_real_attempt(full_port: int) -> None:
    dialer = InterruptedDialer()
    with pytest.raises(KeyboardInterrupt):
        open_stream(parse_host_address("127.0.0.1"), full_port, 0, LIMIT, say_nothing, dialer)
    assert [each.fileno() for each in dialer.begun] == [-1]


def test_several_real_addresses_and_one_that_answers(free_port: int) -> None:
    with socket.create_server(("127.0.0.2", free_port)) as listener:
        rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{n}", free_port)) for n in (1, 3, 2)]
        stream, name = open_stream(parse_host_address("lab"), free_port, 0, 10.0, say_nothing, None, lambda *_: rows)
        accepted, peer = listener.accept()
        accepted.close()
        stream.close()
    assert name == "lab"
    assert peer[0].startswith("127.")


def test_a_host_of_both_families_that_listens_on_the_other_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        rows = [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", port, 0, 0)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
        ]
        stream, _ = open_stream(parse_host_address("lab"), port, 0, 10.0, say_nothing, None, lambda *_: rows)
        stream.close()


def test_trying_is_said_once_between_lookup_and_attempt(free_port: int) -> None:
    said: list[str] = []
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", free_port))]

    def look_up(*_: object) -> list[tuple[int, int, int, str, tuple[object, ...]]]:
        said.append("looked up")
        return list(rows)

    with pytest.raises(ConnectFailed):
        open_stream(parse_host_address("lab"), free_port, 0, 10.0, lambda: said.append("trying"), None, look_up)
    assert said == ["looked up", "trying"]


def test_trying_is_not_said_of_a_host_that_does_not_exist() -> None:
    said: list[str] = []
    with pytest.raises(CommandError, match="No such host name"):
        open_stream(parse_host_address("999.1.1.1"), 23, 0, 10.0, lambda: said.append("trying"))
    assert said == []


def test_an_attempt_that_meets_itself_is_refused() -> None:
    with socket.socket() as alone:
        alone.bind(("127.0.0.1", 0))
        alone.connect(alone.getsockname())
        assert Dialer().outcome(alone) == errno.ECONNREFUSED


def test_a_socket_that_is_not_connected_has_a_reason() -> None:
    with socket.socket() as fresh:
        assert Dialer().outcome(fresh) == errno.ENOTCONN
