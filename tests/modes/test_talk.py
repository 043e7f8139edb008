"""Talk mode: everything goes to the host but the escape character, wherever in a chunk it stands."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes.host import DO, DONT, IAC, WILL
from telnet_client.mode_table import Mode
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from fakes.scene import Scene, SetScene

ESCAPE = b"\x1e"
ECHO, BINARY = 1, 0


def test_keys_go_to_the_host_and_the_hosts_words_are_shown(scene: Scene) -> None:
    host = scene.connect()
    scene.play(b"hello\r", lambda: host.send(b"good day\r\n"), b"\x00\x03\x7f\xff")
    assert host.take() == b"hello\r\n\x00\x03\x7f\xff"
    assert b"good day\r\n" in scene.terminal.seen


def test_iac_is_doubled_where_the_protocol_is_on(scene: Scene) -> None:
    host = scene.connect(23)
    scene.play(b"a\xffb")
    assert host.take() == b"a\xff\xffb"


@pytest.mark.parametrize(
    ("keys", "before", "behind"),
    [
        (b"\x1e", b"", b""),
        (b"ab\x1e", b"ab", b""),
        (b"\x1eAcd", b"", b"cd"),
        (b"ab\x1eAcd", b"ab", b"cd"),
        (b"\x1eA\x1eA", b"", b""),
    ],
)
def test_the_escape_character_is_found_anywhere(scene: Scene, keys: bytes, before: bytes, behind: bytes) -> None:
    host = scene.connect(23)
    scene.play(keys)
    signals = b"".join(host.stream.urgent)
    assert host.take() == before + signals + behind
    assert len(host.stream.urgent) == keys.count(b"A")
    assert scene.mode is (Mode.TALK_COMMAND if keys.endswith(ESCAPE) else Mode.TALK)
    assert scene.text == ""


@pytest.mark.parametrize(
    "chunks",
    [(b"\x1e\x1e",), (b"\x1e", b"\x1e"), (b"ab\x1e", b"\x1ecd"), (b"ab\x1e\x1ecd",), (b"\x1e\x1e\x1e\x1e",)],
)
def test_typed_twice_it_is_sent_once(scene: Scene, chunks: tuple[bytes, ...]) -> None:
    host = scene.connect()
    scene.play(*chunks)
    assert host.take() == b"".join(chunks).replace(ESCAPE + ESCAPE, ESCAPE)
    assert scene.mode is Mode.TALK
    assert scene.terminal.bells == 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.binary(max_size=40).filter(lambda text: b"\r" not in text),
    cuts=st.lists(st.integers(min_value=0, max_value=80), max_size=6),
)
def test_however_the_keys_are_cut(set_scene: SetScene, text: bytes, cuts: list[int]) -> None:
    with set_scene() as scene:
        host = scene.connect()
        typed = text.replace(ESCAPE, ESCAPE + ESCAPE)
        edges = [0, *sorted(cut for cut in cuts if cut < len(typed)), len(typed)]
        scene.play(*(typed[begin:end] for begin, end in pairwise(edges) if end > begin))
        assert host.take() == text


def test_another_escape_character(set_scene: SetScene) -> None:
    scene = set_scene(Settings(escape_character=0x1D))
    host = scene.connect()
    scene.play(b"a\x1eb\x1d\x1dc")
    assert host.take() == b"a\x1eb\x1dc"


def test_no_escape_character(set_scene: SetScene) -> None:
    scene = set_scene(Settings(escape_character=None))
    host = scene.connect()
    scene.play(b"a\x1e\x1e\x1ec")
    assert host.take() == b"a\x1e\x1e\x1ec"
    assert scene.mode is Mode.TALK


def test_extended_leads_straight_to_the_prompt(set_scene: SetScene) -> None:
    scene = set_scene(Settings(extended=True))
    host = scene.connect()
    scene.play(b"ab\x1e")
    assert scene.mode is Mode.EXTENDED_TALK_COMMAND
    scene.play("", b"\x1e", "")
    assert scene.text.count("TELNET!") == 2
    assert host.take() == b"ab"


def test_a_paste_keeps_its_order(scene: Scene) -> None:
    host = scene.connect()
    pastes = [bytes((65 + number,)) * 50_000 for number in range(10)]
    scene.play(*pastes)
    assert host.take() == b"".join(pastes)


def test_a_paste_into_a_host_that_stands_still_keeps_its_order(scene: Scene) -> None:
    host = scene.connect()
    pastes = [bytes((65 + number,)) * 20_000 for number in range(5)]

    host.room = 777
    scene.play(*pastes)
    assert host.take() == b"A" * 777
    host.room = None
    scene.play()
    assert b"A" * 777 + host.take() == b"".join(pastes)


def test_local_echo_until_the_host_echoes(scene: Scene) -> None:
    host = scene.connect()
    scene.play(b"ab\r\x03")
    assert scene.text == "ab\n^C"
    scene.play(lambda: host.send(bytes((IAC, WILL, ECHO))), b"secret")
    assert scene.text == "ab\n^C"
    assert bytes((IAC, DO, ECHO)) in host.take()


def test_local_echo_again_when_the_host_stops(scene: Scene) -> None:
    host = scene.connect(23)
    scene.play(lambda: host.send(bytes((IAC, WILL, ECHO))), b"not shown", lambda: host.send(bytes((IAC, 252, ECHO))))
    scene.play(b"shown")
    assert scene.text == "shown"
    assert bytes((IAC, DONT, ECHO)) in host.take()


def test_talk_mode_is_the_terminals_too(scene: Scene) -> None:
    scene.play("sierra 2323")
    assert scene.terminal.calls == ["enter_talk True"]  # a raw host may end its lines with LF alone
    scene.play(lambda: scene.host.send(bytes((IAC, WILL, ECHO))))
    assert scene.terminal.calls == ["enter_talk True", "enter_talk False"]


class TestWithoutKeyboard:
    """A pipe or a file in its place: no escape character, and a newline is a Return."""

    def test_the_escape_character_is_one_like_any_other(self, set_scene: SetScene) -> None:
        scene = set_scene(command="sierra 2323", has_keyboard=False, has_screen=False)
        scene.play(b"a\x1eXb\xff")
        assert scene.host.take() == b"a\x1eXb\xff"
        assert scene.mode is Mode.TALK

    def test_nothing_is_echoed(self, set_scene: SetScene) -> None:
        scene = set_scene(command="sierra 2323", has_keyboard=False, has_screen=False)
        scene.play(b"a\n")
        assert scene.terminal.output == b""

    @pytest.mark.parametrize("text", [b"one\ntwo\n", b"one\r\ntwo\r\n", b"one\rtwo\r"])
    def test_each_line_end_is_a_return(self, set_scene: SetScene, text: bytes) -> None:
        scene = set_scene(command="sierra 2323", has_keyboard=False, has_screen=False)
        scene.play(text)
        assert scene.host.take() == b"one\r\ntwo\r\n"

    def test_a_line_end_cut_in_two_is_one_return(self, set_scene: SetScene) -> None:
        scene = set_scene(command="sierra 2323", has_keyboard=False, has_screen=False)
        scene.play(b"one\r", b"\ntwo\r", b"three\n")
        assert scene.host.take() == b"one\r\ntwo\r\nthree\r\n"

    def test_transparent_leaves_every_byte(self, set_scene: SetScene) -> None:
        scene = set_scene(Settings(transparent=True), command="sierra 23", has_keyboard=False, has_screen=False)
        scene.play(lambda: scene.host.send(bytes((IAC, DO, BINARY, IAC, WILL, BINARY))))
        scene.host.take()
        scene.play(b"one\ntwo\r\n\r\0")
        assert scene.host.take() == b"one\ntwo\r\n\r\0"
