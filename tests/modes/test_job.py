"""The job: the typescript from connection to connection, and what hosts learn of the user."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.host import DO, IAC, SB, SE, WILL
from telnet_client.errors import CommandError
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from fakes.scene import Scene, SetScene

ECHO, NEW_ENVIRON = 1, 39
IS, SEND, VALUE = 0, 1, 1
X = b"\x1ex"


class TestTypescript:
    """Opened at the connection, closed at its end, and opened again, for append, at the next."""

    def test_from_connection_to_connection(self, set_scene: SetScene) -> None:
        scene = set_scene(Settings(log_file="session.log"))
        scene.play("sierra", lambda: scene.host.send(b"one\r\n"), lambda: scene.host.close())
        assert Path("session.log").read_bytes() == b"one\r\n"
        scene.play("sierra", lambda: scene.host.send(b"two\r\n"), b"\x1ec", "exit")
        assert Path("session.log").read_bytes() == b"one\r\ntwo\r\n"

    def test_nothing_is_opened_without_a_connection(self, set_scene: SetScene) -> None:
        scene = set_scene(Settings(log_file="session.log"))
        scene.play("lots", "exit")
        assert not Path("session.log").exists()

    def test_the_programs_own_words_are_not_in_it(self, set_scene: SetScene) -> None:
        scene = set_scene(Settings(log_file="session.log", debug=True))
        scene.play("sierra", lambda: scene.host.send(bytes((IAC, WILL, ECHO)) + b"hello"), X, "status", b"\x1e?c")
        assert "*S*IAC,DO,ECHO*" in scene.text
        assert Path("session.log").read_bytes() == b"hello"

    def test_what_is_echoed_here_is_in_it(self, set_scene: SetScene) -> None:
        scene = set_scene(Settings(log_file="session.log"))
        scene.play("sierra 2323", b"hello\r")
        assert Path("session.log").read_bytes() == b"hello\r\n"

    def test_what_is_typed_unseen_is_not(self, set_scene: SetScene) -> None:
        scene = set_scene(Settings(log_file="session.log"))
        scene.play("sierra 2323", lambda: scene.host.send(bytes((IAC, WILL, ECHO)) + b"Password: "), b"secret\r")
        assert Path("session.log").read_bytes() == b"Password: "

    def test_the_bytes_are_the_hosts(self, set_scene: SetScene) -> None:
        scene = set_scene(Settings(log_file="session.log"))
        scene.play("sierra", lambda: scene.host.send(b"\x1b[1mbold\x1b[0m\x00 \xc3\xbc\xff\xff \xff\xf1\r\0"))
        assert Path("session.log").read_bytes() == b"\x1b[1mbold\x1b[0m\x00 \xc3\xbc\xff \r"

    def test_one_that_cannot_be_opened_does_not_end_the_connection(self, set_scene: SetScene) -> None:
        scene = set_scene(Settings(log_file="no/such/folder"))
        scene.play("sierra 2323", lambda: scene.host.send(b"hello"))
        assert "?Log file error - No such file or directory\n" in scene.text
        assert scene.text.endswith("hello")
        assert scene.job.settings.log_file is None

    def test_a_full_disk_stops_it_and_nothing_else(self, set_scene: SetScene) -> None:
        scene = set_scene(Settings(log_file="/dev/full"))
        scene.play("sierra 2323", lambda: scene.host.send(b"hello"), lambda: scene.host.send(b"again"))
        assert scene.text.endswith("?Log file error - No space left on device\nhelloagain")

    def test_log_in_mid_conversation(self, scene: Scene) -> None:
        host = scene.connect()
        scene.play(lambda: host.send(b"before"), X, "log one.log", lambda: host.send(b"first"))
        scene.play(X, "log two.log", lambda: host.send(b"second"), X, "no log", lambda: host.send(b"behind"))
        assert Path("one.log").read_bytes() == b"first"
        assert Path("two.log").read_bytes() == b"second"

    def test_a_new_log_that_is_refused_ends_the_old_one(self, scene: Scene) -> None:
        host = scene.connect()
        scene.play(X, "log one.log", X, "log .", lambda: host.send(b"hello"))
        assert "?Log file error - Is a directory\n" in scene.text
        assert Path("one.log").read_bytes() == b""
        assert scene.job.settings.log_file is None


class TestEnvironment:
    """What a host learns by NEW-ENVIRON is what was EXPORTed, and nothing else."""

    def ask(self, scene: Scene, request: bytes = b"") -> bytes:
        """What the host is told when it asks for everything."""
        host = scene.host
        host.take()
        scene.play(lambda: host.send(bytes((IAC, SB, NEW_ENVIRON, SEND)) + request + bytes((IAC, SE))))
        return host.take().removeprefix(bytes((IAC, SB, NEW_ENVIRON, IS))).removesuffix(bytes((IAC, SE)))

    def test_nothing(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("USER", "mrc")
        scene.connect(23)
        scene.play(lambda: scene.host.send(bytes((IAC, DO, NEW_ENVIRON))))
        assert self.ask(scene) == b""

    def test_what_was_exported(self, set_scene: SetScene) -> None:
        scene = set_scene(Settings(exports=(("USER", "mrc"), ("LANG", "C.UTF-8"))))
        scene.connect(23)
        scene.play(lambda: scene.host.send(bytes((IAC, DO, NEW_ENVIRON))))
        assert self.ask(scene) == b"\x00USER\x01mrc\x03LANG\x01C.UTF-8"

    def test_export_in_mid_conversation(self, scene: Scene) -> None:
        scene.connect(23)
        scene.play(lambda: scene.host.send(bytes((IAC, DO, NEW_ENVIRON))), X, "export lang C")
        assert self.ask(scene) == b"\x03lang\x01C"
        scene.play(X, "no export")
        assert self.ask(scene) == b""

    def test_a_user_that_looks_like_an_option_is_never_told(self, set_scene: SetScene) -> None:
        scene = set_scene(Settings(exports=(("USER", "-froot"),)))
        scene.connect(23)
        scene.play(lambda: scene.host.send(bytes((IAC, DO, NEW_ENVIRON))))
        assert self.ask(scene) == b""
        assert self.ask(scene, b"\x00USER") == b"\x00USER"


def test_there_is_one_connection(scene: Scene) -> None:
    scene.connect()
    with pytest.raises(CommandError, match=r"^Already connected$"):
        scene.job.connect(scene.network, {"host": "score"})


def test_there_is_none_at_top_level(scene: Scene) -> None:
    with pytest.raises(CommandError, match=r"^No connection$"):
        _ = scene.job.session
    assert scene.job.capabilities == frozenset()


def test_transparent_from_the_first_byte(set_scene: SetScene) -> None:
    scene = set_scene(Settings(transparent=True))
    scene.play("sierra 23")
    assert bytes((IAC, WILL, 0, IAC, DO, 0)) in scene.host.take()


def test_debug_from_the_first_byte(set_scene: SetScene) -> None:
    scene = set_scene(Settings(debug=True))
    scene.play("sierra")
    assert scene.text.endswith(" Trying... Open\nEscape character is CTRL/^\n*S*IAC,DO,SUPRGA*\n*S*IAC,DO,ECHO*\n")


def test_a_push_needs_a_keyboard(set_scene: SetScene) -> None:
    scene = set_scene(command="push", has_keyboard=False)
    scene.play()
    assert scene.text == "?No terminal to run a command level on\n"


def test_the_users_shell(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    for shell, run in (("/bin/zsh", "/bin/zsh"), ("", "/bin/sh")):
        monkeypatch.setenv("SHELL", shell)
        scene.forget()
        scene.play("push")
        assert scene.terminal.calls == [f"run_shell {run} None"]
