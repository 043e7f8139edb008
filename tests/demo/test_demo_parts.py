"""The parts of the demonstration host that need no network: keyboard, terminal, line editor, clock."""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.demo import clock, line_editor, terminal
from telnet_client.demo.caller import TYPE_AHEAD_LIMIT, Caller
from telnet_client.demo.connection import CHUNK, Connection
from telnet_client.demo.keyboard import Keyboard
from telnet_client.demo.line_editor import LineEditor
from telnet_client.demo.options import read_size, read_terminal_type
from telnet_client.demo.system import System
from telnet_client.demo.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterable


def read_in_pieces(pieces: Iterable[bytes]) -> str:
    keyboard = Keyboard()
    return "".join(keyboard.read(piece) for piece in pieces if piece)


@given(st.lists(st.sampled_from(["a", "\r\n", "\r", "\n", "é", "漢"])).map(lambda keys: "".join(keys).encode()))
def test_keys_are_the_same_however_they_are_cut(data: bytes) -> None:
    whole = read_in_pieces([data])
    assert "\n" not in whole
    assert read_in_pieces(bytes((byte,)) for byte in data) == whole
    assert all(read_in_pieces([data[:cut], data[cut:]]) == whole for cut in range(len(data)))


@given(st.lists(st.binary(min_size=1)))
def test_any_bytes_are_keys(pieces: list[bytes]) -> None:
    keyboard = Keyboard()
    assert all(isinstance(keyboard.read(piece), str) for piece in pieces)


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"a\r\nb", "a\rb"),
        (b"a\rb\nc", "a\rb\rc"),
        (b"a\r\r\n\n", "a\r\r\r"),
        (b"\x1b[1;5Ax\x1bOPy\x1b[3~z", "xyz"),
        (b"\xff", "\ufffd"),
    ],
)
def test_keys(data: bytes, keys: str) -> None:
    assert Keyboard().read(data) == keys


def test_what_nobody_reads_is_lost_behind_the_limit() -> None:
    screen = Terminal()
    for _ in range(3):
        screen.show("x" * (terminal.LIMIT // 2))
    assert screen.is_behind
    assert len(screen.take()) == terminal.LIMIT
    assert not screen.is_behind
    screen.show("y\n")
    assert screen.take() == "y\r\n"


def test_the_margin_is_known() -> None:
    screen = Terminal()
    screen.fresh_line()
    screen.show("a")
    screen.ring()
    screen.fresh_line()
    screen.ring()
    screen.fresh_line()
    assert screen.take() == "a\a\r\n\a"


def test_without_echo_keys_move_the_cursor_and_show_nothing() -> None:
    screen = Terminal()
    screen.echo("a")
    screen.fresh_line()
    screen.echo("b\n")
    screen.fresh_line()
    assert screen.take() == "\r\n"


def edited(keys: str, columns: int = 80) -> tuple[LineEditor, Terminal]:
    screen = Terminal()
    screen.is_echoing, screen.columns = True, columns
    editor = LineEditor(screen)
    editor.begin("@")
    for key in keys:
        editor.insert(key)
    screen.take()
    return editor, screen


@pytest.mark.parametrize(
    ("key", "columns"), [("a", 1), ("é", 1), ("漢", 2), ("\x01", 2), ("\u0301", 0), ("\x9b", 1), ("\U0001f600", 2)]
)
def test_erasing_takes_as_many_columns_as_the_character_had(key: str, columns: int) -> None:
    editor, screen = edited(key)
    editor.erase()
    assert screen.take() == "\b \b" * columns
    assert editor.is_empty


@pytest.mark.parametrize(
    ("line", "left"), [("one two", "one "), ("one two ", "one "), ("a-b", "a-"), ("..", "."), ("one", ""), ("", "")]
)
def test_erasing_a_word(line: str, left: str) -> None:
    editor, _ = edited(line)
    editor.erase_word()
    assert editor.text == left


def test_erasing_in_a_line_that_wrapped_shows_it_anew() -> None:
    editor, screen = edited("0123456789", columns=10)
    editor.erase()
    assert screen.take() == "\r\n@012345678"


def test_a_line_has_a_limit() -> None:
    editor, screen = edited("x" * line_editor.LIMIT)
    editor.insert("y")
    assert screen.take() == "\a"
    assert len(editor.text) == line_editor.LIMIT


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00:00"), (192.9, "0:03:12"), (360000, "100:00:00")])
def test_intervals(seconds: float, text: str) -> None:
    assert clock.interval(seconds) == text


@given(st.binary(max_size=80))
def test_any_answer_of_a_caller_is_survived(payload: bytes) -> None:
    assert read_terminal_type(payload).isprintable()
    assert (read_size(payload) is None) == (len(payload) != 4)


def test_answers_of_a_caller() -> None:
    assert read_terminal_type(b"\0VT100") == "VT100"
    assert read_terminal_type(b"\x01VT100") == ""
    assert read_terminal_type(b"\0" + b"V" * 60) == "V" * 40 + "..."
    assert read_size(b"\x01\x00\x00\x32") == (256, 50)


class DeafCaller(Connection):
    """A connection whose other end sends one thing without end and reads nothing."""

    def __init__(self, flood: bytes) -> None:
        self.has_ended = False
        self.sent = 0
        self.waiting = bytearray()
        self._piece = flood * (CHUNK // len(flood))

    @property
    def has_output(self) -> bool:
        return bool(self.waiting)

    @property
    def has_room(self) -> bool:
        return len(self.waiting) < CHUNK

    def put(self, data: bytes) -> None:
        self.waiting += data

    def put_synch(self) -> None:
        self.waiting += b"\xff\xf2"

    def transmit(self) -> None:
        """It takes nothing."""

    def wait(self, is_listening: bool, limit: float | None) -> bytes | None:
        if self.sent == 0:
            self.sent += len(self._piece)
            return OFFERS_REFUSED + self._piece
        if not is_listening or self.sent > 100 * CHUNK:
            raise ConnectionAbortedError
        self.sent += len(self._piece)
        return self._piece


OFFERS_REFUSED = b"\xff\xfd\x01\xff\xfe\x03\xff\xfc\x18\xff\xfc\x1f"


@pytest.mark.parametrize("flood", [b"systat\r", b"x", b"?", b"\x1b", b"\r", b"\xff\xf7", b"help\r\xff\xf6"])
def test_who_types_without_reading_is_not_read_for_long(flood: bytes) -> None:
    caller, connection = Caller("127.0.0.1", System(), 0), DeafCaller(flood)
    with pytest.raises(ConnectionAbortedError):
        caller.run(connection)
    assert connection.sent < 10 * (TYPE_AHEAD_LIMIT + terminal.LIMIT)


@pytest.mark.parametrize(
    "flood", [b"\xff\xf6", b"\xff\xf5", b"\xff\xf4", b"\x03", b"\xff\xfd\x05\xff\xfe\x05", b"\xff\xfb\x22"]
)
def test_who_asks_without_reading_is_not_answered_for_long(flood: bytes) -> None:
    caller, connection = Caller("127.0.0.1", System(), 0), DeafCaller(flood)
    with pytest.raises(ConnectionAbortedError):
        caller.run(connection)
    assert len(connection.waiting) < 4 * terminal.LIMIT
    assert len(caller.terminal.take()) <= 2 * terminal.LIMIT


def test_a_text_waits_for_a_caller_who_is_behind() -> None:
    caller, connection = Caller("127.0.0.1", System(), 0), DeafCaller(b"type telnet.txt\r")
    with pytest.raises(ConnectionAbortedError):
        caller.run(connection)
    assert b"@type telnet.txt\r\n" in connection.waiting
    assert b"SHORT HISTORY" not in connection.waiting
    assert caller.terminal.take() == ""


def test_the_end_of_a_connection_waits_for_the_other_half() -> None:
    with contextlib.ExitStack() as sockets:
        listener = sockets.enter_context(socket.create_server(("127.0.0.1", 0)))
        far = sockets.enter_context(socket.create_connection(listener.getsockname()))
        near = sockets.enter_context(listener.accept()[0])
        closing, _ = map(sockets.enter_context, socket.socketpair())
        far.sendall(b"x" * 100_000)
        far.shutdown(socket.SHUT_WR)
        connection = Connection(near, closing)
        connection.put(b"goodbye")
        connection.transmit()
        connection.finish()
        assert connection.has_ended
        assert far.recv(100) == b"goodbye"
