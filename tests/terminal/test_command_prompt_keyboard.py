"""Keys as they come from the keyboard, cut anywhere: what they are, and that none is lost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

from telnet_client.terminal.keyboard import Keyboard, split_run

if TYPE_CHECKING:
    from collections.abc import Iterator


class PipedKeyboard(Keyboard):
    """A keyboard whose keys are written into a pipe."""

    def __init__(self) -> None:
        self._out, self._in = os.pipe()
        super().__init__(self._out)

    def type(self, keys: bytes) -> list[tuple[Keys | str, str]]:
        """What the keys are, as far as that can be told yet."""
        os.write(self._in, keys)
        return told(self.read_keys())

    def hang_up(self) -> None:
        os.close(self._in)
        self._in = -1

    def let_go(self) -> None:
        self.forget_typed_ahead()
        for fd in (self._in, self._out):
            if fd >= 0:
                os.close(fd)


def told(presses: list[KeyPress]) -> list[tuple[Keys | str, str]]:
    return [(press.key, press.data) for press in presses]


@pytest.fixture
def keyboard() -> Iterator[PipedKeyboard]:
    keyboard = PipedKeyboard()
    yield keyboard
    keyboard.let_go()


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        (b"a", [("a", "a")]),
        (b"abc", [("a", "abc")]),
        (b"ab?c", [("a", "ab"), ("?", "?"), ("c", "c")]),
        (b"a\r\n", [("a", "a"), (Keys.ControlM, "\r"), (Keys.ControlJ, "\n")]),
        (b"\x7f\x08", [(Keys.ControlH, "\x7f"), (Keys.ControlH, "\x08")]),
        (b"\x1b[A", [(Keys.Up, "\x1b[A")]),
        (b"\x1bOA", [(Keys.Up, "\x1bOA")]),
        (b"\x1b[1;3D", [(Keys.Left, "\x1b[1;3D")]),
        (b"\x1b\x1b[A", [(Keys.Escape, "\x1b"), (Keys.Up, "\x1b[A")]),
        (b"\x1bab", [(Keys.Escape, "\x1b"), ("a", "ab")]),
        (b"\x1b\r", [(Keys.Escape, "\x1b"), (Keys.ControlM, "\r")]),
        (b"\x1b[10.3.0.11]\r", [(Keys.Escape, "\x1b"), ("[", "[10.3.0.11]"), (Keys.ControlM, "\r")]),
        (b"\x1b[24;80R", [(Keys.Ignore, "\x1b[24;80R")]),
        (b"\x1b[?62;22c", [(Keys.Ignore, "\x1b[?62;22c")]),
        (b"\x1b[[A", [(Keys.F1, "\x1b[[A")]),
        ("ü日".encode(), [("ü", "ü日")]),
        (b"\xff", [("\udcff", "\udcff")]),
        (b"\x1b[200~a\r?\x1b[201~b", [(Keys.BracketedPaste, "a\r?"), ("b", "b")]),
        (b"\x1b[200~\x1b[201~", []),
        (b"\x1b[201~a", [(Keys.Ignore, "\x1b[201~"), ("a", "a")]),
    ],
)
def test_keys(keyboard: PipedKeyboard, typed: bytes, keys: list[tuple[Keys | str, str]]) -> None:
    assert keyboard.type(typed) == keys
    assert not keyboard.is_holding


@pytest.mark.parametrize("beginning", [b"\x1b", b"\x1b[", b"\x1b[1;", b"\x1bO", b"\x1b[20"])
def test_the_beginning_of_a_sequence_is_held_until_nothing_follows(keyboard: PipedKeyboard, beginning: bytes) -> None:
    assert keyboard.type(beginning) == []
    assert keyboard.is_holding
    assert told(keyboard.flush_keys())[0] == (Keys.Escape, "\x1b")
    assert not keyboard.is_holding


def test_a_paste_is_waited_for(keyboard: PipedKeyboard) -> None:
    assert keyboard.type(b"\x1b[200~a\x1b[20") == [(Keys.BracketedPaste, "a")]
    assert keyboard.flush_keys() == []
    assert keyboard.type(b"1~?") == [("?", "?")]


def test_a_paste_without_an_end_is_ended_by_control_c(keyboard: PipedKeyboard) -> None:
    keyboard.type(b"\x1b[200~abc")
    assert keyboard.type(b"\x03") == [(Keys.ControlC, "\x03")]
    assert keyboard.type(b"?") == [("?", "?")]


def test_hung_up(keyboard: PipedKeyboard) -> None:
    keyboard.hang_up()
    assert keyboard.read_keys() == []
    assert keyboard.closed


def test_a_long_run_is_one_press(keyboard: PipedKeyboard) -> None:
    assert len(keyboard.type(b"x" * 60_000)) == 1


def test_a_run_can_be_split() -> None:
    first, rest = split_run(KeyPress("a", "abc"))
    assert told([first]) == [("a", "a")]
    assert told(rest) == [("b", "bc")]
    arrow = KeyPress(Keys.Up, "\x1b[A")
    assert split_run(arrow) == (arrow, [])


PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from([b"\x1b[A", b"\x1b", b"\x1b[", b"\x1b[1;5", "ü日".encode(), b"abc", b"?", b"\t"]),
)


@given(st.lists(PIECES, max_size=12))
def test_whatever_is_typed_ahead_is_given_back(pieces: list[bytes]) -> None:
    typed = b"".join(pieces)
    assume(b"\x1b[200~" not in typed)  # the marks of a paste are not given back; those have a test of their own
    keyboard = PipedKeyboard()
    try:
        for piece in pieces:
            keyboard.type_ahead(piece)
        given_back = keyboard.take_typed_ahead()
        assert keyboard.take_typed_ahead() == b""
    finally:
        keyboard.let_go()
    assert given_back == typed.replace(b"\r\n", b"\r").replace(b"\n", b"\r")


@given(st.binary(max_size=20), st.data())
def test_a_paste_that_is_still_coming_is_given_back_as_a_whole(pasted: bytes, data: st.DataObject) -> None:
    pasted = pasted.replace(b"\x1b", b"").replace(b"\x03", b"").replace(b"\n", b"\r").replace(b"\r\r", b"\r")
    typed = b"\x1b[200~" + pasted + b"\x1b[201~"
    cut = data.draw(st.integers(6, len(typed)))
    keyboard = PipedKeyboard()
    try:
        keyboard.type_ahead(typed[:cut])
        os.write(keyboard._in, typed[cut:] + b"x")
        assert keyboard.take_typed_ahead() == pasted + (b"x" if cut < len(typed) else b"")
    finally:
        keyboard.let_go()
