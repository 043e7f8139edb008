"""Lines in talk mode: edited beside everything else that goes on, the escape character above all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakes.host import DO, IAC, SB, SE, WILL
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from fakes.host import FakeHost
    from fakes.scene import Scene, SetScene

ECHO, LINEMODE, TM = 1, 34, 6
X = b"\x1ex"
EDIT_AND_TRAPSIG = bytes((IAC, DO, LINEMODE, IAC, SB, LINEMODE, 1, 3, IAC, SE))


def call(scene: Scene, *said: bytes) -> FakeHost:
    """A host that speaks TELNET and leaves lines to us."""
    scene.play("sierra 2323", *(lambda data=data: scene.host.send(data) for data in said))
    scene.host.take()
    scene.forget()
    return scene.host


def test_the_escape_character_is_noticed_at_once(scene: Scene) -> None:
    host = call(scene)
    scene.play(b"half\x1e", b"x", "debug", b" line\r")
    assert host.take() == b"half line\r\n"
    assert scene.text == "half\nTELNET!debug\nhalf line\n"


def test_in_the_middle_of_a_chunk(scene: Scene) -> None:
    host = call(scene)
    scene.play(b"half\x1eX", "", b" line\r")
    assert host.take() == b"half line\r\n"


def test_typed_twice_it_is_part_of_the_line(scene: Scene) -> None:
    host = call(scene)
    scene.play(b"a\x1e\x1eb\r")
    assert host.take() == b"a\x1eb\r\n"
    assert scene.text == "a^^b\n"


def test_a_letter_that_prints_nothing_leaves_the_line_alone(scene: Scene) -> None:
    host = call(scene, EDIT_AND_TRAPSIG)
    scene.play(b"half\x1ea", b" line\r")
    assert host.take().endswith(b" line\r\n"[1:])
    assert scene.text == "half line\n"


def test_the_list_of_letters_stands_below_the_line(scene: Scene) -> None:
    call(scene)
    scene.play(b"half\x1e?", b"g", b"!")
    assert scene.text.startswith("half\n\nType a single character command:\n")
    assert scene.text.endswith("\nCommand:>\nhalf!")
    assert scene.terminal.bells == 1


def test_status_in_the_middle_of_a_line(scene: Scene) -> None:
    host = call(scene)
    scene.play(b"half\x1es", b"\r")
    assert "Line editor enabled\n" in scene.text
    assert scene.text.endswith("\nhalf\n")
    assert host.take() == b"half\r\n"


def test_after_a_stop(scene: Scene) -> None:
    host = call(scene)
    scene.play(b"half\x1eq", b"!\r")
    assert host.take() == b"half!\r\n"
    assert scene.text == "half\nhalf!\n"


def test_the_host_hangs_up_in_the_middle_of_a_line(scene: Scene) -> None:
    call(scene)
    scene.play(b"half", lambda: scene.host.close(), "no such host")
    assert scene.text.startswith("half\nConnection closed by foreign host\n")


def test_output_goes_on_while_the_letter_is_awaited(scene: Scene) -> None:
    host = call(scene)
    scene.play(b"half\x1e", lambda: host.send(b"news\r\n"), b"g", b"\r")
    assert scene.terminal.seen.endswith(b"news\r\nhalf\r\n")
    assert host.take() == b"half\r\n"


def test_flushing_ends_when_the_host_does_not_answer(scene: Scene) -> None:
    host = call(scene, EDIT_AND_TRAPSIG)
    scene.play(b"\x03")
    assert bytes((IAC, DO, TM)) in host.take()
    host.send(b"flushed ")
    scene.pass_time(2.9)
    host.send(b"flushed as well ")
    scene.play()
    assert scene.text == "^C"
    scene.pass_time(0.2)
    host.send(b"shown")
    scene.play()
    assert scene.text == "^Cshown"


def test_an_idle_client_sleeps(scene: Scene) -> None:
    """No clock is looked at for the sake of keys."""
    host = call(scene, EDIT_AND_TRAPSIG)
    scene.pass_time(10)
    scene.script.waits.clear()
    scene.play(b"half \x1b", lambda: host.send(b"\x1b[3"), b"x")
    assert set(scene.script.waits) == {None}


def test_a_paste_into_a_host_that_stands_still(scene: Scene) -> None:
    host = call(scene, EDIT_AND_TRAPSIG)
    lines = b"".join(b"line %05d\r" % number for number in range(5000))
    host.room = 100
    scene.play(lines)
    received = host.take()
    host.room = None
    scene.play()
    assert received + host.take() == lines.replace(b"\r", b"\r\n")


def test_line_given_by_the_user_lets_the_host_echo_all_the_same(set_scene: SetScene) -> None:
    scene = set_scene(Settings(line=True))
    host = call(scene)
    scene.play(b"half", lambda: host.send(bytes((IAC, WILL, ECHO))), b"x")
    assert host.take() == bytes((IAC, DO, ECHO)) + b"halfx"
