"""What a script can do with a session, and what it is told when something does not come about."""

from __future__ import annotations

import errno
import inspect
import os
import re
import threading
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backends.loopback import LoopbackStream
from support.recording_host import (
    ABORT_OUTPUT,
    DATA_MARK,
    DO,
    DONT,
    ECHO,
    IAC,
    INTERRUPT_PROCESS,
    NEW_ENVIRON,
    SUPPRESS_GO_AHEAD,
    TERMINAL_TYPE,
    WILL,
    WINDOW_SIZE,
    WONT,
    RecordingHost,
    SilentHost,
    negotiation,
    refusing_port,
    subnegotiation,
)
from telnet_client import scripting
from telnet_client.comnd.functions.number import Number
from telnet_client.comnd.grammar import Alternative
from telnet_client.comnd.table import KeywordEntry
from telnet_client.protocol.raw import RawEngine
from telnet_client.scripting import (
    Command,
    CommandError,
    ConnectFailed,
    ConnectionLost,
    HostClosed,
    LocalProtocolError,
    NoSuchHost,
    SessionClosed,
    TelnetError,
    WaitTimedOut,
    aio,
    connect,
    opening,
)
from telnet_client.scripting.aio import AsyncSession

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Scene

SetScene = Any
LINEMODE, CHARSET = 34, 42


# Reading


def test_text_for_text_and_bytes_for_bytes(scene: Scene) -> None:
    scene.host.sendall("Grüße\r\nlogin: ".encode())
    assert scene.session.read_until("Grüße\r\n") == "Grüße\r\n"
    assert scene.session.read_until(b": ") == b"login: "


def test_other_character_sets(set_scene: SetScene) -> None:
    scene = set_scene(encoding="cp437")
    scene.host.sendall("Café \xff?".encode("latin-1").replace(b"\xe9", b"\x82").replace(b"\xff", b""))
    assert scene.session.read_until("é") == "Café"


def test_expect_tells_what_matched(scene: Scene) -> None:
    scene.host.sendall(b"Linux up 3 days\r\nlogin: ")
    found = scene.session.expect(["never", re.compile(r"up (?P<days>\d+) (\w+)( not)?")])
    assert (found.index, found.before, found.matched, found.text) == (1, "Linux ", "up 3 days", "Linux up 3 days")
    assert (found.group(), found.group("days"), found.group(2), found.group(3)) == ("up 3 days", "3", "days", None)
    assert found.groups() == ("3", "days", None)
    plain = scene.session.expect(b"login: ")
    assert (plain.before, plain.matched, plain.group(0), plain.groups()) == (b"\r\n", b"login: ", b"login: ", ())
    with pytest.raises(IndexError):
        plain.group(1)
    assert repr(found) == "<Found 1: 'up 3 days'>"


def test_expressions_for_text_and_for_bytes(scene: Scene) -> None:
    scene.host.sendall("größe 12 größe 13 ".encode())
    assert scene.session.expect(re.compile(r"(\d+) ")).group(1) == "12"
    assert scene.session.expect(re.compile("größe ([0-9]+)".encode())).group(1) == b"13"
    for expression in ("größe", r"gr\u00f6\u00dfe"):
        with pytest.raises(ValueError, match="ASCII"):
            scene.session.expect(re.compile(expression))


def test_an_expression_that_matches_nothing_and_one_that_matches_the_empty_text(scene: Scene) -> None:
    scene.host.sendall(b"abc")
    assert scene.session.read_until("abc") == "abc"
    with pytest.raises(WaitTimedOut):
        scene.session.expect(re.compile("(?!)"), 0.05)
    found = scene.session.expect(re.compile("x*"), 0.05)
    assert (found.before, found.matched) == ("", "")


@pytest.mark.parametrize(
    ("patterns", "error"),
    [
        ("", ValueError),
        ([], ValueError),
        (["login: ", ""], ValueError),
        (["login: ", b"Password: "], TypeError),
        ([3], TypeError),
        (None, TypeError),
    ],
)
def test_what_cannot_be_waited_for(scene: Scene, patterns: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        scene.session.expect(patterns)
    with pytest.raises((TypeError, ValueError)):
        scene.session.read_until(patterns)


@given(
    st.text("ab:\r\n", max_size=80).map(str.encode),
    st.lists(st.integers(1, 79), max_size=10),
    st.lists(st.sampled_from(["a", "ab", ":", "\r\n", "b:"]), max_size=8),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_chunking_gives_the_same_reads(
    scene_kind: type[Scene], stream: bytes, cuts: list[int], texts: list[str]
) -> None:
    results = []
    for places in ([], cuts, range(len(stream))):
        with scene_kind(timeout=0) as scene:
            results.append(read_in_pieces(scene, stream, places, texts))
    assert results[0] == results[1] == results[2]


def read_in_pieces(scene: Scene, stream: bytes, places: Any, texts: list[str]) -> list[object]:
    """Each piece is read before the next one comes."""
    ends = sorted({*(place for place in places if 0 < place < len(stream)), len(stream)})
    pieces = [stream[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    found: list[object] = []
    for text in texts:
        while True:
            try:
                found.append(scene.session.read_until(text))
                break
            except WaitTimedOut:
                if not pieces:
                    return [*found, scene.session.read_available()]
                scene.host.sendall(pieces.pop(0))
    return [*found, scene.session.read_available() + b"".join(pieces)]


def test_reading_without_a_pattern(scene: Scene) -> None:
    assert scene.session.read_available() == b""
    scene.host.sendall(b"one")
    assert scene.session.read_some() == b"one"
    scene.host.sendall(b"two")
    scene.host.close()
    assert scene.session.read_all() == b"two"
    for read in (scene.session.read_some, scene.session.read_available):
        with pytest.raises(HostClosed):
            read()
    assert scene.session.read_all() == b""


def test_nuls_of_an_nvt_are_no_text(set_scene: SetScene) -> None:
    """GNU telnetd sends one before its prompt."""
    scene = set_scene(telnet=True)
    scene.host.sendall(b"\0log\0in: \r\0")
    assert scene.session.read_until("\r") == "login: \r"
    raw = set_scene()
    raw.host.sendall(b"\0a")
    assert raw.session.read_until(b"a") == b"\0a"


# Time


def test_a_time_out_says_what_came(scene: Scene) -> None:
    scene.host.sendall(b"Welcome\r\nuser: ")
    with pytest.raises(
        WaitTimedOut, match=r'^Timed out before "login: " came; what came last is "Welcome\^M\^Juser: "$'
    ) as e:
        scene.session.read_until("login: ", 0.05)
    assert e.value.received == b"Welcome\r\nuser: "
    assert isinstance(e.value, TimeoutError)
    assert isinstance(e.value, TelnetError)
    assert scene.session.read_until("user: ", 0) == "Welcome\r\nuser: "
    with pytest.raises(WaitTimedOut, match="one of 2 patterns came; nothing came"):
        scene.session.expect(["a", "b"], 0)


def test_the_sessions_own_time_out(set_scene: SetScene) -> None:
    scene = set_scene(timeout=0.05)
    for wait in (scene.session.read_some, scene.session.read_all, lambda: scene.session.read_until("x")):
        with pytest.raises(WaitTimedOut):
            wait()
    scene.session.timeout = None
    threading.Timer(0.05, scene.host.sendall, [b"x"]).start()
    assert scene.session.read_until("x") == "x"


def test_a_host_that_closes_too_early(scene: Scene) -> None:
    scene.host.sendall(b"logi")
    scene.host.close()
    with pytest.raises(HostClosed, match=r'^Connection closed by foreign host before "login: " came; .* "logi"$') as e:
        scene.session.read_until("login: ")
    assert e.value.received == b"logi"
    assert isinstance(e.value, EOFError)
    with pytest.raises(HostClosed):
        scene.session.send("x")
    assert scene.session.read_until("logi") == "logi"


def test_a_connection_that_breaks() -> None:
    with RecordingHost() as host, connect(host.address, host.port) as session:
        call = host.accept()
        call.send(b"so far")
        assert session.read_until("so f") == "so f"
        call.reset()
        with pytest.raises(ConnectionLost, match=r"^Connection reset by peer$"):
            session.read_until("so good")
        with pytest.raises(ConnectionLost):
            session.send("x")
        with pytest.raises(ConnectionLost):
            session.read_all()
        assert session.read_some() == b"ar"


CALLS: list[Callable[[Any], object]] = [
    lambda session: session.read_until("x"),
    lambda session: session.expect(["x"]),
    lambda session: session.read_some(),
    lambda session: session.read_available(),
    lambda session: session.read_all(),
    lambda session: session.send("x"),
    lambda session: session.send_line(),
    lambda session: session.send_command(Command.ARE_YOU_THERE),
    lambda session: session.screen(),
    lambda session: session.open_typescript("x"),
    lambda session: session.interact(),
]


@pytest.mark.parametrize("call", CALLS)
def test_a_closed_session(scene: Scene, call: Callable[[Any], object]) -> None:
    scene.session.close()
    scene.session.close()
    assert scene.session.is_closed
    with pytest.raises(SessionClosed):
        call(scene.session)
    assert scene.session.fileno() == -1
    assert repr(scene.session) == "<Session with host lab, closed>"


# Sending


def test_what_is_sent(set_scene: SetScene) -> None:
    """Text has lines, bytes are bytes; IAC is doubled where TELNET is spoken."""
    scene = set_scene(telnet=True)
    scene.session.send("größe\n")
    scene.session.send("a\r\nb\rc")
    scene.session.send(b"\r\n\r\0\n\xff")
    scene.session.send_line("end")
    scene.session.send_line()
    wanted = "größe\r\na\r\nb\r\nc\r\n\r\0\n".encode() + b"\xff\xffend\r\n\r\n"
    assert scene.hear(len(wanted)) == wanted


def test_sending_much_to_a_host_that_sends_much_itself(set_scene: SetScene) -> None:
    """Neither reads before it has sent: both would wait for ever."""
    scene = set_scene(keep=1 << 16)
    scene.stream.room = 1 << 20
    much = b"0123456789abcdef" * (1 << 18)

    def run() -> None:
        scene.host.sendall(much)
        heard.append(scene.hear(len(much)))

    heard: list[bytes] = []
    host = threading.Thread(target=run)
    host.start()
    scene.session.send(much)
    host.join()
    assert heard == [much]
    assert scene.session.read_available() == much[-(1 << 16) :]
    assert scene.session.dropped == len(much) - (1 << 16)


def test_a_host_that_does_not_read(scene: Scene) -> None:
    scene.stream.room = 0
    with pytest.raises(WaitTimedOut, match="took what was sent"):
        scene.session.send("x", 0.05)
    scene.stream.room = 100
    scene.session.send("y")
    assert scene.hear(2) == b"xy"


def test_commands(set_scene: SetScene) -> None:
    scene = set_scene(telnet=True)
    scene.session.send_command(Command.INTERRUPT_PROCESS)
    scene.session.send_command(Command.ABORT_OUTPUT, synch=True)
    wanted = bytes((IAC, INTERRUPT_PROCESS, IAC, ABORT_OUTPUT, IAC, DATA_MARK))
    assert scene.hear(len(wanted)) == wanted
    assert scene.stream.urgent == [wanted[2:]]
    raw = set_scene()
    with pytest.raises(LocalProtocolError):
        raw.session.send_command(Command.BREAK)


def test_a_synch_waits_for_room(set_scene: SetScene) -> None:
    scene = set_scene(telnet=True)
    scene.stream.room = 0
    with pytest.raises(WaitTimedOut):
        scene.session.send_command(Command.BREAK, synch=True, timeout=0.05)
    assert scene.stream.urgent == []


# Options


def test_a_host_is_told_what_the_script_wants_it_to_know() -> None:
    with RecordingHost() as host:
        options = {"terminal": ["vt220", "vt100"], "size": (132, 43), "environment": {"USER": "guest"}}
        with connect(host.address, host.port, **options) as session:
            call = host.accept()
            for option in (TERMINAL_TYPE, WINDOW_SIZE, NEW_ENVIRON):
                call.send(negotiation(DO, option))
            call.send(subnegotiation(TERMINAL_TYPE, b"\1") * 2 + subnegotiation(NEW_ENVIRON, b"\1") + b"ready")
            session.read_until("ready")
            call.wait_for(subnegotiation(WINDOW_SIZE, b"\0\x84\0\x2b"))
            call.wait_for(subnegotiation(TERMINAL_TYPE, b"\0VT220") + subnegotiation(TERMINAL_TYPE, b"\0VT100"))
            call.wait_for(b"USER\1guest")
            assert not session.host_echoes
            call.send(negotiation(WILL, ECHO) + b"!")
            session.read_until("!")
            assert session.host_echoes


def test_the_character_set_is_the_scripts() -> None:
    with RecordingHost() as host, connect(host.address, host.port, encoding="cp437") as session:
        call = host.accept()
        call.send(negotiation(DO, CHARSET) + negotiation(WILL, CHARSET) + negotiation(DO, LINEMODE))
        call.send(subnegotiation(CHARSET, b"\1;UTF-8;IBM437;CP437") + b"!")
        session.read_until("!")
        call.wait_for(subnegotiation(CHARSET, b"\2CP437"))
        call.wait_for(negotiation(WONT, LINEMODE))


def test_the_protocol_from_the_start_or_not() -> None:
    asked = negotiation(DO, SUPPRESS_GO_AHEAD) + negotiation(DO, ECHO)
    with RecordingHost() as host:
        with connect(host.address, host.port, telnet=True):
            host.accept().wait_for(asked)
        with connect(host.address, host.port) as session:
            call = host.accept()
            session.send("x")
            call.wait_for(b"x")
            assert call.received == b"x"
            # Once it has begun, what it has not offered itself is asked for when it pauses.
            call.send(negotiation(DO, TERMINAL_TYPE))
            with pytest.raises(WaitTimedOut):
                session.read_until("nothing", 0.7)
            call.wait_for(lambda sent: sent.endswith(negotiation(DO, ECHO) + negotiation(DO, SUPPRESS_GO_AHEAD)))


def test_no_loop(set_scene: SetScene) -> None:
    scene = set_scene(telnet=True)
    questions = b"".join(negotiation(verb, option) for verb in (WILL, DO, WONT, DONT) for option in range(256))
    scene.say([questions * 20, b"done"])
    scene.session.read_until("done")
    scene.session.send(b"end")
    heard = bytearray()
    while not heard.endswith(b"end"):
        heard += scene.host.recv(65536)
    assert len(heard) < 20_000


# Opening


def test_a_host_in_the_ways_of_connect() -> None:
    with RecordingHost() as host:
        for place, port in (
            (host.address, host.port),
            (f"{host.address}:{host.port}", None),
            (f"[{host.address}]:{host.port}", None),
            (f"telnet://{host.address}:{host.port}/", None),
        ):
            with connect(place, port) as session:
                host.accept()
                assert session.peer == f"host {host.address}, port {host.port}"
                assert repr(session) == f"<Session with host {host.address}, port {host.port}>"


@pytest.mark.parametrize(
    ("arguments", "options", "error"),
    [
        (("127.0.0.1:23", 24), {}, CommandError),
        (("127.0.0.1", 70000), {}, CommandError),
        (("no such host",), {}, NoSuchHost),
        (("127.0.0.1",), {"network": "CARRIER-PIGEON"}, CommandError),
        (("127.0.0.1",), {"encoding": "klingon"}, LookupError),
        (("127.0.0.1",), {"keep": 0}, ValueError),
    ],
)
def test_places_that_are_none(arguments: Any, options: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        connect(*arguments, **options)


class Wire:
    """A network of one place, reached by its number."""

    name, guide_words, description = "WIRE", "NUMBER", "Two sockets"
    switches = (KeywordEntry("THICK", "THICK", "For much at once"),)

    def __init__(self) -> None:
        self.far: Any = None

    def value_of_switch(self, _switch: str) -> None:
        """None has a value."""

    def grammar(self, _known_hosts: Any = None) -> Any:
        return (Alternative(Number(10), "number"),)

    def open(self, arguments: Any, _settings: Any, trying: Callable[[], None]) -> Any:
        trying()
        stream, self.far = LoopbackStream.pair()
        return stream, RawEngine(), f"wire {arguments['number']}"


def test_another_network(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Wire()
    monkeypatch.setattr(opening, "BACKENDS", ("INTERNET", "WIRE"))
    monkeypatch.setattr(opening, "load_backend", {"WIRE": wire}.__getitem__)
    for place, options in (("7", {"network": "wire"}), ("(number) 7 /thick", {"network": "WIRE"}), ("wire://7", {})):
        with connect(place, **options) as session, wire.far as far:
            assert session.peer == "wire 7"
            far.sendall(b"hello\n")
            assert session.read_until("\n") == "hello\n"
            session.send_line("x")
            assert far.recv(10) == b"x\r"
    for place in ("lab", "7 8", ""):
        with pytest.raises(CommandError):
            connect(place, network="WIRE")
    for options in ({"port": 23}, {"telnet": True}, {"family": 4}):
        with pytest.raises(CommandError, match="INTERNET alone"):
            connect("7", network="WIRE", **options)


def test_nobody_there() -> None:
    with pytest.raises(ConnectFailed, match=r"^Connection refused$"):
        connect("127.0.0.1", refusing_port())
    with SilentHost() as host, pytest.raises(ConnectFailed, match=r"^Connection timed out$"):
        connect("127.0.0.1", host.port, timeout=0.1)


def test_a_typescript_that_cannot_be_kept_is_no_connection(tmp_path: Path) -> None:
    with RecordingHost() as host:
        with pytest.raises(CommandError, match="Log file error"):
            connect(host.address, host.port, typescript=str(tmp_path))
        host.accept().wait_end()


# Typescript


def test_typescript(set_scene: SetScene, tmp_path: Path) -> None:
    scene = set_scene(telnet=True)
    raw, text = tmp_path / "raw.log", tmp_path / "text.log"
    scene.session.open_typescript(str(raw))
    scene.host.sendall(b"\x1b[31mred\x1b[m\0\r\n" + negotiation(WILL, ECHO))
    scene.session.read_until("\n")
    scene.session.open_typescript(str(text), "TEXT")
    scene.host.sendall(b"\x1b[32mgreen\x1b[m\r\n")
    scene.session.read_until("\n")
    scene.session.close_typescript()
    scene.host.sendall(b"not kept\n")
    scene.session.read_until("\n")
    assert raw.read_bytes() == b"\x1b[31mred\x1b[m\0\r\n"
    assert text.read_bytes() == b"green\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_ends_the_typescript_and_nothing_else(scene: Scene) -> None:
    scene.session.open_typescript("/dev/full")
    scene.host.sendall(b"one")
    with pytest.raises(CommandError, match=os.strerror(errno.ENOSPC)):
        scene.session.read_until("one")
    assert scene.session.read_until("one") == "one"
    scene.host.sendall(b"two")
    assert scene.session.read_until("two") == "two"


# The names


def test_names() -> None:
    assert set(scripting.__all__) <= set(dir(scripting))
    for name in scripting.__all__:
        assert getattr(scripting, name) is not None
    with pytest.raises(AttributeError):
        scripting.nothing  # noqa: B018


def test_every_error_is_one_of_the_programs() -> None:
    for error in (WaitTimedOut, HostClosed, SessionClosed, ConnectionLost, ConnectFailed, NoSuchHost, CommandError):
        assert issubclass(error, TelnetError)


def test_the_twin_has_the_same_calls() -> None:
    def calls(kind: type) -> dict[str, list[str]]:
        return {
            name: list(inspect.signature(value).parameters)
            for name, value in inspect.getmembers(kind, inspect.isfunction)
            if not name.startswith("_")
        }

    assert {**calls(AsyncSession), "interact": ["self", "escape"]} == calls(scripting.Session)
    assert inspect.signature(aio.connect).parameters == inspect.signature(scripting.connect).parameters
