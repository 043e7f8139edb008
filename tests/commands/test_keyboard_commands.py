"""LINE, LINEMODE, SLC, RETURN and BACKSPACE: what becomes of keys, as the user wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fakes.host import DO, DONT, IAC, SB, SE, WILL

if TYPE_CHECKING:
    from fakes.host import FakeHost
    from fakes.scene import Scene

ECHO, SGA, LINEMODE = 1, 3, 34
EDIT_AND_TRAPSIG = bytes((IAC, DO, LINEMODE, IAC, SB, LINEMODE, 1, 3, IAC, SE))
CHARACTER_AT_A_TIME = bytes((IAC, WILL, ECHO, IAC, WILL, SGA))


def call(scene: Scene, said: bytes) -> FakeHost:
    """A host that says this first."""
    scene.play("sierra", lambda: scene.host.send(said))
    scene.host.take()
    return scene.host


class TestLine:
    @pytest.mark.parametrize(
        ("command", "line"),
        [("line (editor for local echo connections)", True), ("no line", False), ("li", True)],
    )
    def test_at_both_levels(self, scene: Scene, command: str, line: bool) -> None:
        assert scene.command(command) == ""
        assert scene.job.settings.line is line
        scene.play("sierra 2323")
        scene.command(command)
        assert scene.job.session.keyboard.line is line

    def test_it_is_for_every_connection(self, scene: Scene) -> None:
        scene.play("no line", "sierra 2323", b"ab", b"\x1ec", "score 2323")
        assert scene.job.session.keyboard.edits_lines is False
        assert scene.network.connections[0].take() == b"ab"

    def test_status_tells_the_truth(self, scene: Scene) -> None:
        scene.play("sierra 2323")
        assert "Line editor enabled\n" in scene.command("status")
        scene.command("no line")
        assert "Line editor disabled\n" in scene.command("status")
        scene.command("line")
        scene.host.send(CHARACTER_AT_A_TIME)
        scene.play()
        assert "Line editor disabled\n" in scene.command("status")


class TestReturn:
    @pytest.mark.parametrize(
        ("command", "sends"),
        [
            ("return (key sends) crlf", b"\r\n"),
            ("return crnul", b"\r\0"),
            ("return cr", b"\r"),
            ("return lf", b"\n"),
            ("return", b"\r\n"),
        ],
    )
    def test_it(self, scene: Scene, command: str, sends: bytes) -> None:
        assert scene.command(command) == ""
        host = scene.connect()
        scene.play(b"a\r")
        assert host.take() == b"a" + sends

    def test_in_mid_conversation(self, scene: Scene) -> None:
        host = scene.connect(23)
        assert scene.command("return crnul") == ""
        scene.play(b"a\r")
        assert host.take() == b"a\r\0"

    def test_something_else(self, scene: Scene) -> None:
        assert scene.command("return crcr") == "?Does not match switch or keyword\n"
        assert scene.command("return cr lf") == "?Not confirmed\n"


class TestBackspace:
    @pytest.mark.parametrize(
        ("command", "sends"),
        [("backspace (key sends) bs", b"\b\b"), ("backspace del", b"\x7f\x7f"), ("backspace", b"\x7f\x7f")],
    )
    def test_it(self, scene: Scene, command: str, sends: bytes) -> None:
        host = scene.connect(23)
        assert scene.command(command) == ""
        scene.play(b"\x7f\b")
        assert host.take() == sends


class TestLinemode:
    def test_without_it(self, scene: Scene) -> None:
        scene.connect()
        shown = scene.command("linemode").splitlines()
        assert shown[0] == " LINEMODE is off; this holds where lines are edited without it"
        assert shown[1] == " IP     ^C   Interrupt process"
        assert " EC     DEL  Erase character" in shown

    def test_with_it(self, scene: Scene) -> None:
        call(scene, EDIT_AND_TRAPSIG)
        shown = scene.command("linemode").splitlines()
        assert shown[0] == " LINEMODE is on: lines are edited here, signals are trapped"
        assert shown[1] == " IP     ^C   VALUE FLUSHIN FLUSHOUT  Interrupt process"
        assert all(len(line) < 80 for line in shown)

    def test_with_it_and_no_mode(self, scene: Scene) -> None:
        call(scene, EDIT_AND_TRAPSIG[:3])
        assert scene.command("linemode").startswith(" LINEMODE is on: each key is sent as typed\n")


class TestSlc:
    @pytest.mark.parametrize("character", ['"#"', "43", "0x23"])
    def test_without_linemode_it_is_the_editors(self, scene: Scene, character: str) -> None:
        scene.play("sierra 2323")
        assert scene.command(f"slc (function) ec (character) {character}") == ""
        scene.play(b"abc#\r")
        assert scene.host.take() == b"ab\r\n"
        assert " EC     #   Erase character\n" in scene.command("linemode")

    def test_with_it_the_host_is_told(self, scene: Scene) -> None:
        host = call(scene, EDIT_AND_TRAPSIG)
        assert scene.command("slc ip ^x") == ""
        assert host.take() == bytes((IAC, SB, LINEMODE, 3, 3, 0x62, 0x18, IAC, SE))

    def test_none_at_all(self, scene: Scene) -> None:
        scene.play("sierra 2323")
        assert scene.command("slc el off") == ""
        scene.play(b"a\x15\r")
        assert scene.host.take() == b"a\x15\r\n"
        assert " EL " not in scene.command("linemode")

    def test_it_holds_before_linemode_in_it_and_behind_it(self, scene: Scene) -> None:
        scene.play("sierra")
        scene.host.take()
        scene.command("slc ip ^x")
        scene.play(lambda: scene.host.send(EDIT_AND_TRAPSIG))
        assert bytes((3, 0x62, 0x18)) in scene.host.take()
        scene.command("slc ew ^y")
        scene.play(lambda: scene.host.send(bytes((IAC, DONT, LINEMODE))))
        shown = scene.command("linemode")
        assert " IP     ^X   Interrupt process\n" in shown
        assert " EW     ^Y   Erase word\n" in shown

    def test_all_as_the_host_has_them(self, scene: Scene) -> None:
        host = call(scene, EDIT_AND_TRAPSIG)
        scene.command("slc ip ^x")
        host.take()
        assert scene.command("slc (function) all (characters) current") == ""
        assert host.take() == bytes((IAC, SB, LINEMODE, 3, 0, 2, 0, IAC, SE))
        assert scene.command("slc all default") == ""
        assert host.take() == bytes((IAC, SB, LINEMODE, 3, 0, 3, 0, IAC, SE))
        scene.play(lambda: host.send(bytes((IAC, SB, LINEMODE, 3, 3, 2, 3, IAC, SE))))
        assert " IP     ^C   VALUE                   Interrupt process\n" in scene.command("linemode")

    def test_all_without_linemode(self, scene: Scene) -> None:
        scene.terminal.told = scene.terminal.told._replace(special_characters=((3, 0x19), (8, None), (10, 0x7F)))
        scene.play("sierra 2323")
        scene.command("slc ip ^x")
        assert scene.command("slc all default") == ""
        shown = scene.command("linemode")
        assert shown.endswith(" IP  ^Y   Interrupt process\n EC  DEL  Erase character\n")
        assert scene.command("slc all current") == "?LINEMODE is off\n"

    def test_what_the_host_cannot_change(self, scene: Scene) -> None:
        call(scene, EDIT_AND_TRAPSIG + bytes((IAC, SB, LINEMODE, 3, 3, 1, 3, IAC, SE)))
        assert scene.command("slc ip ^x") == "?The host cannot change its character for IP\n"

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("slc", "?Null switch or keyword given\n"),
            ("slc frob ^x", "?Does not match switch or keyword\n"),
            ("slc ip", "?Invalid ASCII value\n"),
            ("slc ip 400", "?Invalid ASCII value\n"),
        ],
    )
    def test_errors(self, scene: Scene, line: str, said: str) -> None:
        scene.connect()
        assert scene.command(line) == said

    def test_at_top_level_there_is_nothing_to_change(self, scene: Scene) -> None:
        assert scene.command("slc ip ^x") == "?Does not match switch or keyword\n"
