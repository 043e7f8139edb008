"""The session: what the host sends is shown, what is to be sent keeps its order, and neither end can do harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fakes.host import DATA_MARK, DO, DONT, IAC, SB, SE, WILL, WONT, FakeHost
from fakes.script import Script
from fakes.terminal import FakeTerminal
from telnet_client.errors import ConnectionLost, LocalProtocolError
from telnet_client.protocol.codes import Command
from telnet_client.protocol.events import Event
from telnet_client.protocol.facts import Facts
from telnet_client.protocol.telnet import TelnetEngine
from telnet_client.session.session import Session
from telnet_client.session.typescript import Typescript

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ECHO, SUPPRESS_GO_AHEAD, TIMING_MARK, TERMINAL_TYPE, WINDOW_SIZE, FLOW_CONTROL, UNKNOWN = 1, 3, 6, 24, 31, 33, 99
AO, AYT, BRK, NOP = 245, 246, 243, 241
BINARY, COM_PORT = 0, 44
MEBIBYTE = 1 << 20

NOTICE = """\
******************************
* Foreign host sent a subnegotiation.  Either there was a
* transmission error in the network or there is a bug in
* somebody's network code.  Please report that this happened.
"""


class Ends:
    """A session and the two ends of it."""

    def __init__(self, *, active: bool) -> None:
        self.terminal = FakeTerminal(Script())
        self.host = FakeHost()
        self.engine = TelnetEngine(active=active, ask_at_start=active)
        self.session = Session(self.host.stream, self.engine, "host SIERRA, port 23", self.terminal)
        self.session.keyboard.line = False  # lines have tests of their own

    def hear(self, data: bytes) -> bytes:
        """The host says something; the answer."""
        self.host.send(data)
        assert self.session.receive()
        return self.host.take()

    def close(self) -> None:
        self.session.close()
        self.host.let_go()
        self.terminal.close()


@pytest.fixture
def ends() -> Iterator[Ends]:
    """The protocol is on."""
    ends = Ends(active=True)
    yield ends
    ends.close()


@pytest.fixture
def raw_ends() -> Iterator[Ends]:
    """The protocol is off until the first IAC."""
    ends = Ends(active=False)
    yield ends
    ends.close()


class TestReceive:
    """From the host."""

    def test_data_is_shown_as_it_came(self, ends: Ends) -> None:
        assert ends.hear(b"\x1b[1mhello\x1b[0m\r\n\xff\xff\r\0") == b""
        assert bytes(ends.terminal.output) == b"\x1b[1mhello\x1b[0m\r\n\xff\r"

    def test_nothing_yet(self, ends: Ends) -> None:
        assert ends.session.receive()
        assert ends.terminal.output == b""

    def test_the_end(self, ends: Ends) -> None:
        ends.host.send(b"bye")
        ends.host.close()
        assert ends.session.receive()
        assert not ends.session.receive()
        assert ends.terminal.output == b"bye"

    def test_a_reset(self, ends: Ends) -> None:
        ends.host.reset()
        with pytest.raises(ConnectionLost):
            ends.session.receive()

    def test_questions_are_answered(self, ends: Ends) -> None:
        assert ends.hear(bytes((IAC, DO, UNKNOWN, IAC, WILL, UNKNOWN))) == bytes(
            (IAC, WONT, UNKNOWN, IAC, DONT, UNKNOWN)
        )

    def test_the_answer_is_out_before_anything_is_done_here(self, ends: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
        """A host may wait for it, GNU telnetd no longer than its program takes to start."""
        answered: list[bytes] = []
        monkeypatch.setattr(ends.terminal, "show", lambda _data: answered.append(ends.host.take()))
        ends.hear(b"text" + bytes((IAC, DO, UNKNOWN)))
        assert answered == [bytes((IAC, WONT, UNKNOWN))]

    def test_what_comes_with_a_question_is_shown_though_the_answer_is_lost(
        self, ends: Ends, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def break_off(_data: memoryview) -> int:
            raise ConnectionLost("Connection reset")

        monkeypatch.setattr(ends.session.stream, "send", break_off)
        with pytest.raises(ConnectionLost):
            ends.hear(b"last words" + bytes((IAC, DO, UNKNOWN)))
        assert ends.terminal.output == b"last words"

    def test_the_start(self, ends: Ends) -> None:
        ends.session.start()
        assert ends.host.take() == bytes((IAC, DO, SUPPRESS_GO_AHEAD, IAC, DO, ECHO))

    def test_the_start_of_a_raw_connection(self, raw_ends: Ends) -> None:
        raw_ends.session.start()
        assert raw_ends.host.take() == b""
        assert raw_ends.session.wants_output_processing

    def test_the_protocol_starts(self, raw_ends: Ends) -> None:
        assert raw_ends.hear(b"hi\n" + bytes((IAC, DO, UNKNOWN))) == bytes((IAC, WONT, UNKNOWN))
        assert raw_ends.terminal.calls == ["enter_talk False"]
        assert not raw_ends.session.wants_output_processing
        raw_ends.session.host_paused()
        assert raw_ends.host.take() == bytes((IAC, DO, ECHO, IAC, DO, SUPPRESS_GO_AHEAD))

    def test_flow_control(self, ends: Ends) -> None:
        ends.hear(bytes((IAC, DO, FLOW_CONTROL)))
        ends.hear(bytes((IAC, SB, FLOW_CONTROL, 1, IAC, SE)))
        assert ends.session.screen.pages

    def test_every_event_has_its_place(self, ends: Ends) -> None:
        """A host cannot cause one that the session does not know."""
        for kind in Event.__args__:  # type: ignore[attr-defined]
            assert kind in ends.session._handlers, kind


class TestNotice:
    """A host that breaks the protocol is told of once, and the session goes on."""

    def test_the_starred_block(self, ends: Ends) -> None:
        ends.hear(b"login: " + bytes((IAC, SB, UNKNOWN, 1, IAC, SE)) + b"joe")
        assert ends.terminal.text.startswith(f"login: \n{NOTICE}")
        assert ends.terminal.text.endswith("*\njoe")

    def test_once_a_connection(self, ends: Ends) -> None:
        for _ in range(3):
            ends.hear(bytes((IAC, SB, UNKNOWN, 1, IAC, SE)))
            ends.hear(bytes((IAC, SB, UNKNOWN + 1, 1, IAC, DO, UNKNOWN)))
        assert ends.terminal.text.count("Foreign host sent a subnegotiation") == 1

    def test_what_is_no_subnegotiation_is_told_to_who_traces(self, ends: Ends) -> None:
        ends.hear(bytes((IAC, 1)))
        assert ends.terminal.text == ""
        ends.session.set_tracing(True)
        ends.hear(bytes((IAC, 2)))
        assert ends.terminal.text.startswith("*R*IAC 2*\n")


def test_a_host_without_the_line_that_the_user_wants() -> None:
    ends = Ends(active=True)
    ends.engine = TelnetEngine(active=True, prepare_line=lambda _line: None)
    ends.session = Session(ends.host.stream, ends.engine, "line rfc2217://sierra:4001", ends.terminal)
    ends.session.start()
    ends.hear(bytes((IAC, DONT, COM_PORT)))
    assert ends.terminal.text == "?Host does not let its line be set (RFC 2217)\n"
    ends.close()


class TestSend:
    """To the host: in order, as far as the network takes it."""

    def test_keys(self, ends: Ends) -> None:
        ends.session.type(b"hello\r\xff")
        assert ends.host.take() == b"hello\r\n\xff\xff"

    def test_they_are_echoed_here_unless_the_host_does(self, ends: Ends) -> None:
        ends.session.type(b"seen\r")
        ends.session.set_remote_echo(True)
        ends.session.type(b"unseen")
        ends.session.set_remote_echo(False)
        ends.session.type(b"seen")
        assert ends.terminal.text == "seen\nseen"

    def test_order_behind_a_network_that_stands_still(self, ends: Ends) -> None:
        session, host = ends.session, ends.host
        host.room = 0
        session.type(b"one")
        session.send_synch(Command.ABORT_OUTPUT)
        session.send_command(Command.ARE_YOU_THERE)
        session.type(b"two")
        assert session.transmission.is_waiting
        assert not session.transmission.transmit()
        signal = bytes((IAC, AO, IAC, DATA_MARK))
        wanted = b"one" + signal + bytes((IAC, AYT)) + b"two"
        for room in range(1, len(wanted) + 1):
            host.room = (host.room or 0) + 1
            session.transmission.transmit()
            assert host.room in range(len(signal))  # a Synch goes out in one piece
            assert bytes(wanted).startswith(bytes(host.received)), room
            host.hear()
        host.room = None
        session.transmission.transmit()
        assert host.take() == wanted
        assert host.stream.urgent == [signal]
        assert not session.transmission.is_waiting

    def test_transmit_says_whether_anything_went(self, ends: Ends) -> None:
        ends.host.room = 0
        ends.session.type(b"hello")
        assert not ends.session.transmission.transmit()
        ends.host.room = 2
        assert ends.session.transmission.transmit()
        assert not ends.session.transmission.transmit()

    def test_input_is_accepted_up_to_a_limit(self, ends: Ends) -> None:
        ends.host.room = 0
        ends.session.type(b"x" * (MEBIBYTE - 1))
        assert ends.session.transmission.has_room
        ends.session.type(b"x")
        assert not ends.session.transmission.has_room
        ends.host.room = 1
        ends.session.transmission.transmit()
        assert ends.session.transmission.has_room

    @pytest.mark.parametrize("question", [bytes((IAC, DO, TIMING_MARK)), bytes((IAC, WILL, ECHO, IAC, WONT, ECHO))])
    def test_a_host_that_asks_and_never_reads_costs_no_memory(self, ends: Ends, question: bytes) -> None:
        ends.host.room = 0
        ends.session.type(b"x")
        for _ in range(20):
            ends.hear(question * 5000)
        ends.host.room = None
        ends.session.transmission.transmit()
        answers = ends.host.take()
        while more := ends.session.transmission.transmit() and ends.host.take():
            answers += more
        assert answers.startswith(b"x")
        assert len(answers) < MEBIBYTE // 4

    def test_commands_need_the_protocol(self, raw_ends: Ends) -> None:
        for send in (raw_ends.session.send_command, raw_ends.session.send_synch):
            with pytest.raises(LocalProtocolError):
                send(Command.ABORT_OUTPUT)

    def test_break(self, ends: Ends) -> None:
        ends.session.send_break()
        assert ends.host.stream.urgent == [bytes((IAC, BRK, IAC, DATA_MARK))]

    @pytest.mark.parametrize(
        ("pieces", "sent"),
        [
            ([b"a\nb\n"], b"a\r\nb\r\n"),
            ([b"a\r\nb"], b"a\r\nb"),
            ([b"a\r", b"\nb"], b"a\r\nb"),
            ([b"a\r", b"b"], b"a\r\nb"),
            ([b"a\n", b"\nb"], b"a\r\n\r\nb"),
            ([b"a\r", b"\n", b"\n"], b"a\r\n\r\n"),
            ([b"\xff"], b"\xff\xff"),
        ],
    )
    def test_text(self, ends: Ends, pieces: list[bytes], sent: bytes) -> None:
        for piece in pieces:
            ends.session.send_text(piece)
        assert ends.host.take() == sent


class TestEndOfInput:
    """We have no more to say."""

    def test_behind_everything_else(self, ends: Ends) -> None:
        ends.host.room = 2
        ends.session.type(b"hello")
        ends.session.transmission.finish()
        assert ends.host.take() == b"he"
        assert not ends.host.client_finished
        ends.host.room = None
        ends.session.transmission.transmit()
        assert ends.host.take() == b"llo"
        assert ends.host.client_finished

    def test_what_the_host_asks_then_stays_unanswered(self, ends: Ends) -> None:
        ends.session.transmission.finish()
        ends.host.take()
        ends.host.send(bytes((IAC, DO, TERMINAL_TYPE)) + b"hello\r\n")
        assert ends.session.receive()
        assert not ends.session.transmission.is_waiting
        ends.host.close()
        assert not ends.session.receive()  # in order, and not lost
        assert ends.terminal.text == "hello\n"


class TestSynch:
    """Urgent data from the host."""

    def test_up_to_the_data_mark(self, ends: Ends) -> None:
        ends.session.urgent_received()
        assert not ends.session.heeds_urgent
        ends.hear(b"lost")
        ends.hear(bytes((IAC, DO, UNKNOWN)) + b"lost" + bytes((IAC, DATA_MARK)) + b"seen")
        assert ends.terminal.text == "seen"
        assert ends.terminal.calls == ["discard_output"]
        assert ends.session.heeds_urgent

    def test_commands_in_it_count(self, ends: Ends) -> None:
        ends.session.urgent_received()
        assert ends.hear(b"lost" + bytes((IAC, DO, UNKNOWN))) == bytes((IAC, WONT, UNKNOWN))

    def test_it_is_no_synch_without_the_protocol(self, raw_ends: Ends) -> None:
        raw_ends.session.urgent_received()
        raw_ends.hear(b"seen")
        assert raw_ends.terminal.text == "seen"
        assert raw_ends.terminal.calls == []


class TestWishes:
    """What the user decides."""

    def test_transparent(self, ends: Ends) -> None:
        assert not ends.session.transparent
        ends.session.set_transparent(True)
        assert ends.host.take() == bytes((IAC, WILL, BINARY, IAC, DO, BINARY))
        ends.hear(bytes((IAC, WILL, BINARY)))
        assert ends.session.transparent  # one direction is enough
        ends.hear(bytes((IAC, DO, BINARY)))
        ends.session.set_transparent(False)
        assert ends.host.take() == bytes((IAC, WONT, BINARY, IAC, DONT, BINARY))

    def test_echo_is_asked_for_on_a_change_only(self, ends: Ends) -> None:
        ends.session.set_remote_echo(False)
        assert ends.host.take() == b""
        ends.session.set_remote_echo(True)
        assert ends.host.take() == bytes((IAC, DO, ECHO))
        ends.session.set_remote_echo(True)
        assert ends.host.take() == b""

    def test_facts(self, ends: Ends) -> None:
        ends.session.change_facts(Facts(columns=80, rows=24))
        ends.hear(bytes((IAC, DO, WINDOW_SIZE)))
        ends.session.change_facts(Facts(columns=132, rows=255))
        assert ends.host.take() == bytes((IAC, SB, WINDOW_SIZE, 0, 132, 0, 255, 255, IAC, SE))


class TestTypescript:
    """It keeps what was shown."""

    def test_shown_and_echoed(self, ends: Ends, tmp_path: Path) -> None:
        ends.session.screen.typescript = Typescript(str(tmp_path / "log"))
        ends.hear(b"login: ")
        ends.session.type(b"joe\r")
        ends.session.set_tracing(True)
        ends.hear(bytes((IAC, NOP)))
        ends.session.close()
        ends.session.close()
        assert (tmp_path / "log").read_bytes() == b"login: joe\r\n"
        assert ends.session.screen.typescript is None

    def test_a_full_disk(self, ends: Ends) -> None:
        ends.session.screen.typescript = Typescript("/dev/full")
        ends.hear(b"one ")
        ends.hear(b"two")
        assert ends.terminal.text == "?Log file error - No space left on device\none two"


@pytest.mark.parametrize(
    "cause",
    [lambda session: session.type(b"x"), lambda session: session.send_text(b"x"), lambda session: session.start()],
)
def test_a_network_that_breaks_says_so_when_it_is_read(ends: Ends, cause: Callable[[Session], None]) -> None:
    ends.host.send(b"last words")
    ends.host.close()
    cause(ends.session)
    assert ends.session.receive()
    assert b"last words" in ends.terminal.output
    with pytest.raises(ConnectionLost):
        ends.session.receive()
