"""What a script sees on the screen, and what it does not: exceptions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.errors import CommandError
from telnet_client.scripting.screen import Screen

if TYPE_CHECKING:
    from conftest import Scene


def test_what_is_shown() -> None:
    screen = Screen(20, 4, "utf-8")
    screen.show("one\r\n\x1b[1;31mGrüße\x1b[m\r\n".encode())
    screen.show(b"abc\b\bX\x1b[4;5Hhere")
    assert screen.lines == ["one", "Grüße", "aXc", "    here"]
    assert screen.text == "one\nGrüße\naXc\n    here"
    assert screen.cursor == (8, 3)


def test_a_character_may_come_in_two_pieces() -> None:
    screen = Screen(20, 4, "utf-8")
    for byte in "größe".encode():
        screen.show(bytes((byte,)))
    assert screen.text == "größe"


def test_a_terminal_answers() -> None:
    screen = Screen(20, 4, "utf-8")
    assert screen.show(b"ab\x1b[6n") == b"\x1b[1;3R"
    assert screen.show(b"cd") == b""


@pytest.mark.parametrize(
    "sequence",
    [
        b"\x1b[?1m",
        b"\x1b[1;2;3;4;5A",
        b"\x1b[" + b"9" * 5000 + b"m",
        b"\x1b[>4;2m",
        b"\x1b[99999;99999H\x1b[H",
        b"\x1b[5;1r\x1b[r",
    ],
)
def test_sequences_that_pyte_cannot_carry_out_are_none(sequence: bytes) -> None:
    screen = Screen(40, 4, "utf-8")
    screen.show(b"before " + sequence)
    screen.show(b"\x1b[1;20Hafter")
    assert screen.lines[0].split()[0] == "before"
    assert screen.lines[0].endswith("after")


@pytest.mark.parametrize("beginning", [b"\x1b]0;", b"\x1b["])
def test_a_sequence_without_end_is_given_up(beginning: bytes) -> None:
    screen = Screen(20, 4, "utf-8")
    screen.show(beginning + b"0" * 200_000)
    screen.show(b"\r\nstill here")
    assert screen.text.endswith("still here")


@given(st.lists(st.one_of(st.binary(max_size=30), st.sampled_from([b"\x1b[", b"\x1b]", b"1;2", b"?", b"m", b"H"]))))
def test_whatever_a_host_sends(pieces: list[bytes]) -> None:
    screen = Screen(20, 4, "utf-8")
    for piece in pieces:
        screen.show(piece)
    assert len(screen.lines) == 4


def test_the_screen_of_a_session(scene: Scene) -> None:
    scene.host.sendall(b"read already\r\nand not yet\r\n")
    scene.session.read_until("already")
    screen = scene.session.screen()
    assert screen.text == "read already\nand not yet"
    scene.host.sendall(b"where?\x1b[6n")
    assert scene.session.screen() is screen
    assert screen.lines[2] == "where?"
    assert scene.hear(6) == b"\x1b[3;7R"
    assert scene.session.read_until("where?") == "\r\nand not yet\r\nwhere?"


def test_old_questions_are_not_answered(scene: Scene) -> None:
    scene.host.sendall(b"where?\x1b[6n")
    scene.session.read_until("where?")
    scene.session.screen()
    scene.session.send("x")
    assert scene.hear(1) == b"x"


def test_without_pyte(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyte", None)
    monkeypatch.delitem(sys.modules, "telnet_client.scripting.screen")
    with pytest.raises(CommandError, match=r"^A screen needs pyte: install telnet-client\[screen\]$"):
        scene.session.screen()


def test_a_host_that_asks_and_never_reads(set_scene: Any) -> None:
    scene = set_scene()
    scene.session.screen()
    scene.stream.room = 0
    for _ in range(20):
        scene.host.sendall(b"\x1b[6n" * 5000)
        scene.session.read_available()
    scene.stream.room = 1 << 20
    scene.host.sendall(b".")
    scene.session.read_until(".")
    scene.session.send("end")
    heard = bytearray()
    while not heard.endswith(b"end"):
        heard += scene.host.recv(65536)
    assert len(heard) < 1 << 16
