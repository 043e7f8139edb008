"""CHARACTER-SET: what reaches the screen, the host and the typescript when they do not have the same one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.host import DO, IAC, SB, SE, WILL, WONT
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from fakes.host import FakeHost
    from fakes.scene import Scene, SetScene

BINARY, ECHO, CHARSET = 0, 1, 42
REQUEST, ACCEPTED, REJECTED = b"\x01", b"\x02", b"\x03"
LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")


@pytest.fixture(autouse=True)
def _utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal's character set, unless a test says otherwise."""
    for name in LOCALE:
        monkeypatch.delenv(name, raising=False)


def charset(payload: bytes) -> bytes:
    return bytes((IAC, SB, CHARSET)) + payload + bytes((IAC, SE))


def echoing(scene: Scene, port: int = 23) -> FakeHost:
    """Connected to a host that echoes."""
    host = scene.connect(port)
    scene.play(lambda: host.send(bytes((IAC, WILL, ECHO))))
    host.take()
    scene.forget()
    return host


def test_both_ways(set_scene: SetScene) -> None:
    scene = set_scene(Settings(character_set="CP437"))
    host = echoing(scene)
    scene.play(lambda: host.send(b"\xc9\xcd\xbb \x01\r\n"), "é─é\r".encode())
    assert scene.text == "╔═╗ ☺\n"
    assert host.take() == b"\x82\xc4\x82\r\n"


def test_a_character_typed_in_two_pieces(set_scene: SetScene) -> None:
    scene = set_scene(Settings(character_set="ISO-8859-1"))
    host = echoing(scene)
    scene.play(b"a\xc3", b"\xa9b")
    assert host.take() == b"a\xe9b"


def test_iac_is_doubled_behind_the_translation(set_scene: SetScene) -> None:
    scene = set_scene(Settings(character_set="ISO-8859-1"))
    host = echoing(scene)
    scene.play("ÿ".encode(), lambda: host.send(b"\xff\xff"))
    assert host.take() == b"\xff\xff"
    assert scene.text == "ÿ"


@pytest.mark.parametrize("name", ["cp437", "CP437", "cp4", "IBM437", "437"])
def test_by_any_of_its_names(scene: Scene, name: str) -> None:
    assert scene.command(f"character-set {name}") == ""
    host = echoing(scene)
    scene.play(lambda: host.send(b"\xe1"))
    assert scene.text == "ß"


@pytest.mark.parametrize("name", ["nonsense", "rot13", "iso", "cp", "idna", "a.b"])
def test_no_such_character_set(scene: Scene, name: str) -> None:
    assert scene.command(f"character-set (of host is) {name}") == f'?No such character set - "{name}"\n'


def test_at_once_and_back_again(scene: Scene) -> None:
    host = echoing(scene)
    scene.play(lambda: host.send(b"\xc3\xa9"))
    scene.command("character-set latin-1")
    scene.forget()
    scene.play(lambda: host.send(b"\xe9"), "é".encode())
    assert scene.text == "é"
    assert host.take() == b"\xe9"
    assert "Character set of the host is ISO8859-1\n" in scene.command("status")
    scene.command("character-set")
    assert "Character set" not in scene.command("status")
    host.take()
    scene.forget()
    scene.play(lambda: host.send("é".encode()), "é".encode())
    assert scene.text == "é"
    assert host.take() == "é".encode()


def test_where_both_are_the_same_nothing_is_touched(scene: Scene) -> None:
    host = echoing(scene)
    scene.command("character-set utf8")
    scene.forget()
    scene.play(lambda: host.send(b"\xff\xff\xc3"), b"\x80\xff")
    assert scene.terminal.seen == b"\xff\xc3"
    assert host.take() == b"\x80\xff\xff"
    assert scene.job.session.screen.character_set is None


def test_what_is_no_character_is_shown_and_kept(set_scene: SetScene) -> None:
    scene = set_scene(Settings(character_set="EUC-JP", log_file="raw.log"))
    host = echoing(scene)
    scene.play(lambda: host.send(b"ok \xff\xff\xb4"), lambda: host.send(b"\xc1\xb4"), host.close)
    assert scene.text == "ok \ufffd漢\ufffd\nConnection closed by foreign host\n"
    assert b"ok \xff\xb4\xc1\xb4" in Path("raw.log").read_bytes()


def test_half_a_character_when_the_character_set_changes(set_scene: SetScene) -> None:
    scene = set_scene(Settings(character_set="EUC-JP"))
    host = echoing(scene)
    scene.play(lambda: host.send(b"\xb4"))
    assert scene.text == ""
    scene.command("character-set koi8-r")
    scene.play(lambda: host.send(b"\xc1"))
    assert scene.text.endswith("\N{CYRILLIC SMALL LETTER A}")
    assert "\ufffd" in scene.text


# The terminal's own


@pytest.mark.parametrize("locale", ["de_DE.ISO-8859-1", "de_DE.iso88591@euro"])
def test_a_terminal_that_does_not_speak_utf_8(
    set_scene: SetScene, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    monkeypatch.setenv("LANG", locale)
    scene = set_scene()
    host = echoing(scene)
    scene.play(lambda: host.send("é─".encode()), b"\xe9")
    assert scene.terminal.seen == b"\xe9?"
    assert host.take() == "é".encode()


@pytest.mark.parametrize("locale", ["C.UTF-8", "de_DE.utf8", "C", ""])
def test_one_that_does(set_scene: SetScene, monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    monkeypatch.setenv("LANG", locale)
    scene = set_scene()
    echoing(scene)
    assert scene.job.session.screen.character_set is None


def test_pipes_have_the_hosts_bytes(set_scene: SetScene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "de_DE.ISO-8859-1")
    scene = set_scene(Settings(character_set="CP437"), "sierra 2323", has_keyboard=False, has_screen=False)
    scene.play(lambda: scene.host.send(b"\xe9\xfe"), b"\xe9\n")
    assert scene.terminal.output == b"\xe9\xfe"
    assert scene.host.take() == b"\xe9\r\n"


# TRANSPARENT


def test_transparent_leaves_every_byte(set_scene: SetScene) -> None:
    scene = set_scene(Settings(character_set="CP437"))
    host = echoing(scene)
    scene.command("transparent")
    scene.forget()
    scene.play(lambda: host.send(bytes((IAC, DO, BINARY, IAC, WILL, BINARY)) + b"\xe1\r\0\n"), b"\xe1\r")
    assert scene.terminal.seen == b"\xe1\r\0\n"
    assert host.take().endswith(b"\xe1\r")
    scene.command("no transparent")
    scene.forget()
    scene.play(lambda: host.send(bytes((IAC, WONT, BINARY)) + b"\xe1"), "ß".encode())
    assert scene.text == "ß"
    assert host.take().endswith(b"\xe1")


def test_a_host_that_only_wants_eight_bits_is_translated_for(set_scene: SetScene) -> None:
    """Nothing but BINARY gives it all eight bits of a character set (RFC 856), whichever that is."""
    scene = set_scene(Settings(character_set="CP437"))
    host = echoing(scene)
    scene.play(lambda: host.send(bytes((IAC, DO, BINARY, IAC, WILL, BINARY)) + b"\xe1"), "ß".encode())
    assert scene.text == "ß"
    assert host.take().endswith(b"\xe1")


# The host's word for it


def test_agreed_by_the_host(scene: Scene) -> None:
    host = echoing(scene)
    scene.play(lambda: host.send(bytes((IAC, WILL, CHARSET, IAC, DO, CHARSET)) + charset(REQUEST + b";CP437;KOI8-R")))
    assert host.take().endswith(charset(ACCEPTED + b"CP437"))
    scene.play(lambda: host.send(b"\xe1"), "ß".encode())
    assert scene.text == "ß"
    assert host.take() == b"\xe1"


def test_data_before_it_is_of_the_old_one(scene: Scene) -> None:
    host = echoing(scene)
    request = charset(REQUEST + b";CP437")
    scene.play(lambda: host.send(bytes((IAC, WILL, CHARSET)) + "ß".encode() + request + b"\xe1"))
    assert scene.text == "ßß"


def test_the_users_is_preferred_and_asked_for(set_scene: SetScene) -> None:
    scene = set_scene(Settings(character_set="LATIN-1"))
    host = echoing(scene)
    scene.play(lambda: host.send(bytes((IAC, DO, CHARSET))))
    scene.pass_time(1)
    assert charset(REQUEST + b";ISO-8859-1;LATIN-1") in host.take()
    scene.play(lambda: host.send(charset(ACCEPTED + b"ISO-8859-1") + b"\xe9"))
    assert scene.text == "é"


def test_for_one_connection_only(scene: Scene) -> None:
    host = echoing(scene)
    scene.play(lambda: host.send(bytes((IAC, WILL, CHARSET)) + charset(REQUEST + b";CP437")))
    assert scene.job.session.screen.host_character_set == "cp437"
    scene.play(host.close)
    echoing(scene)
    assert scene.job.session.screen.character_set is None


@pytest.mark.parametrize("name", [b"UTF-16", b"IBM037", b"nonsense", b"rot13", b"idna"])
def test_what_no_host_can_mean(scene: Scene, name: bytes) -> None:
    host = echoing(scene)
    scene.play(lambda: host.send(bytes((IAC, WILL, CHARSET)) + charset(REQUEST + b";" + name)))
    assert host.take().endswith(charset(REJECTED))
    assert scene.job.session.screen.character_set is None


# Local echo and the typescript


@pytest.mark.parametrize("line", [False, None])
def test_local_echo_shows_what_was_typed(set_scene: SetScene, line: bool | None) -> None:
    scene = set_scene(Settings(character_set="CP437", line=line))
    host = scene.connect(2323)
    scene.play("é☺\r".encode())
    assert "é☺\n" in scene.text
    assert host.take() == b"\x82?\r\n"


@pytest.mark.parametrize(
    ("switches", "kept"),
    [
        ("", b"\xe1 \x82\r\n"),
        ("/RAW", b"\xe1 \x82\r\n"),
        ("/TEXT", "ß é\n".encode()),
        ("/ASCIICAST", "é\\r\\n".encode()),
    ],
)
def test_the_typescript(set_scene: SetScene, switches: str, kept: bytes) -> None:
    scene = set_scene(Settings(character_set="CP437", line=False))
    host = scene.connect(2323)
    scene.command(f"log session.log {switches}")
    scene.play(lambda: host.send(b"\xe1 "), "é\r".encode())
    scene.command("no log")
    assert kept in Path("session.log").read_bytes()


def test_a_recording_is_always_in_utf_8(set_scene: SetScene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "de_DE.ISO-8859-1")
    scene = set_scene(Settings(log_file="cast", log_switches=("ASCIICAST",)))
    host = echoing(scene)
    scene.play(lambda: host.send("é".encode()), host.close)
    assert "é" in Path("cast").read_text()
