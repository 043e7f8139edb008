"""HEX, INPUT and OUTPUT in the whole program: what the screen, the typescript and the host get."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.host import DO, IAC, WILL
from telnet_client.protocol.raw import RawEngine
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from fakes.host import FakeHost
    from fakes.scene import Scene, SetScene

ECHO, BINARY = 1, 0
X = b"\x1ex"
HELLO = "00000000  48 65 6c 6c 6f                                    |Hello|"


@pytest.fixture
def host(scene: Scene) -> FakeHost:
    """One that echoes."""
    host = scene.connect(23)
    scene.play(lambda: host.send(bytes((IAC, WILL, ECHO))))
    host.take()
    scene.forget()
    return host


def says(scene: Scene, data: bytes) -> Callable[[], None]:
    return lambda: scene.host.send(data)


class TestHex:
    def test_a_row_grows_as_more_comes(self, scene: Scene, host: FakeHost) -> None:
        scene.play(X, "hex", says(scene, b"He"), says(scene, b"llo"))
        assert scene.text.rpartition("\r")[2] == HELLO
        assert scene.text.count("\n") == 1

    def test_it_begins_at_the_margin_and_ends_there(self, scene: Scene, host: FakeHost) -> None:
        Path("dump.cmd").write_text('hex\nwait "lo"\nno hex\n')
        scene.play(says(scene, b"login: "), X, "take dump", says(scene, b"Hello"), says(scene, b"text"))
        assert scene.text == f"login: \nTELNET!take dump\n{HELLO}\ntext"

    def test_commands_in_the_middle_of_a_row(self, scene: Scene, host: FakeHost) -> None:
        scene.play(X, "hex", says(scene, b"Hel"), X, "debug", says(scene, b"lo"))
        assert scene.text.endswith(f"|Hel|\nTELNET!debug\n\r{HELLO}")

    def test_where_this_side_echoes_each_piece_has_rows_of_its_own(self, scene: Scene) -> None:
        scene.play("no line")
        scene.connect()
        scene.play(X, "hex", says(scene, b"Hello"), b"ab", says(scene, b"!"))
        assert scene.text.endswith(f"{HELLO}\nab\n00000005  21{' ' * 48}|!|\n")

    def test_half_a_line_stays_below(self, scene: Scene) -> None:
        scene.connect()
        scene.play(X, "hex", b"half", says(scene, b"Hello"), b" done\r")
        assert scene.text == f"TELNET!hex\nhalf\r\x1b[J{HELLO}\nhalf done\n"

    def test_it_is_the_hosts_data_as_it_came(self, scene: Scene, host: FakeHost) -> None:
        scene.play(X, "input ignore-nul", X, "character-set cp437", X, "hex", says(scene, b"\0\x82\xff\xff"))
        assert scene.text.endswith("00000000  00 82 ff" + " " * 42 + "|...|")

    def test_half_a_character_is_no_text_here(self, scene: Scene, host: FakeHost) -> None:
        scene.play(X, "character-set shift-jis", X, "hex", says(scene, b"\x83"), host.close)
        assert "|.|\nConnection closed" in scene.text

    @pytest.mark.parametrize("form", ["", " /text"])
    def test_a_typescript_keeps_the_bytes(self, scene: Scene, host: FakeHost, form: str) -> None:
        scene.play(X, f"log typescript{form}", X, "hex", says(scene, b"Hello\r\n"), X, "no log")
        assert Path("typescript").read_bytes() in (b"Hello\r\n", b"Hello\n")

    def test_a_pipe_gets_the_bytes(self, set_scene: SetScene) -> None:
        scene = set_scene(Settings(hex=True), "sierra 2323", has_screen=False)
        scene.play(says(scene, b"Hello"))
        assert scene.terminal.output == b"Hello"

    def test_both_ways_at_both_levels(self, scene: Scene) -> None:
        assert scene.command("hex (display of what arrives)") == ""
        assert scene.job.settings.hex
        scene.connect()
        scene.command("no hex")
        scene.play(says(scene, b"Hello"))
        assert scene.text.endswith("Hello")


class TestInput:
    def test_from_the_next_byte_on(self, scene: Scene, host: FakeHost) -> None:
        scene.play(says(scene, b"a\n"), X, "input lf-to-crlf , nul-to-hex", says(scene, b"b\n\0"))
        assert b"b\r\n[00]" in scene.terminal.seen
        scene.play(X, "no input", says(scene, b"c\n\0"))
        assert scene.terminal.seen.endswith(b"c\n\0")

    def test_they_replace_those_before(self, scene: Scene) -> None:
        scene.play("input cr-to-lf", "input lf-to-cr,LF-TO-CR")
        assert scene.job.settings.input_map == ("LF-TO-CR",)

    def test_those_that_do_not_go_together_change_nothing(self, scene: Scene) -> None:
        scene.play("input lf-to-cr")
        assert scene.command("input cr-to-lf, ignore-cr") == "?CR-TO-LF and IGNORE-CR do not go together\n"
        assert scene.job.settings.input_map == ("LF-TO-CR",)

    @pytest.mark.parametrize(
        ("line", "error"),
        [
            ("input", "?Null switch or keyword given"),
            ("input lf-to-cr,", "?Null switch or keyword given"),
            ("input lf-to", '?Ambiguous - "lf-to"'),
            ("input lf-to-cr cr-to-lf", "?Not confirmed"),
            ("output lf-to-hex", '?Does not match switch or keyword - "lf-to-hex"'),
        ],
    )
    def test_what_is_wrong(self, scene: Scene, line: str, error: str) -> None:
        assert scene.command(line).splitlines()[0].startswith(error)

    def test_before_the_character_set(self, scene: Scene, host: FakeHost) -> None:
        scene.play(X, "character-set cp437", X, "input eight-bit-to-hex", says(scene, b"caf\x82"))
        assert scene.text.endswith("caf[82]")
        scene.play(X, "input cr-to-hex", says(scene, b"caf\x82"))
        assert scene.text.endswith("café")

    def test_typescripts(self, scene: Scene, host: FakeHost) -> None:
        scene.play(X, "input tab-to-hex", X, "log raw", says(scene, b"\t1"), X, "log text /text", says(scene, b"\t2"))
        scene.play(X, "no log")
        assert Path("raw").read_bytes() == b"\t1"
        assert Path("text").read_bytes().rstrip() == b"[09]2"

    def test_they_rest_while_transparent(self, scene: Scene, host: FakeHost) -> None:
        scene.play(X, "input tab-to-hex", b"\x1et", says(scene, bytes((IAC, WILL, BINARY, IAC, DO, BINARY)) + b"\t"))
        assert scene.terminal.seen.endswith(b"\t")


class TestOutput:
    def test_what_is_typed(self, scene: Scene, host: FakeHost) -> None:
        scene.play(b"a\x7f\r", X, "output del-to-bs, lower-to-upper", b"a\x7f\xff\r", X, "no output", b"a\r")
        assert host.take() == b"a\x7f\r\nA\b\xff\xff\r\na\r\n"

    @pytest.mark.parametrize(
        ("command", "sent"),
        [("output cr-to-lf", b"a\n"), ("output cr-to-crlf", b"a\r\n"), ("output ignore-cr", b"a")],
    )
    def test_return_goes_by_it(self, scene: Scene, host: FakeHost, command: str, sent: bytes) -> None:
        scene.play(X, "return crnul", X, command, b"a\r")
        assert host.take() == sent

    def test_on_a_line_without_protocol(self, scene: Scene, host: FakeHost) -> None:
        scene.job.session.engine = scene.job.session.keyboard._engine = RawEngine()
        scene.job.session.keyboard.settle()
        scene.play(X, "output lf-to-crlf", b"a\rb\n\xff", X, "output cr-to-lf", b"c\r")
        assert host.take() == b"a\rb\r\n\xffc\n"

    def test_send_goes_by_it(self, scene: Scene, host: FakeHost) -> None:
        Path("file").write_bytes(b"one\ntwo\r\n")
        scene.play(X, "output lower-to-upper, cr-to-lf", X, 'send "text"', X, "send (file) file")
        assert host.take() == b"TEXT\nONE\nTWO\n"

    def test_the_character_set_comes_behind(self, scene: Scene, host: FakeHost) -> None:
        scene.play(X, "character-set shift-jis", X, "output lower-to-upper", "チaチ".encode())
        assert host.take() == "チAチ".encode("shift-jis")  # its second byte is that of a small letter

    def test_they_rest_while_transparent(self, scene: Scene, host: FakeHost) -> None:
        agreed = bytes((IAC, WILL, BINARY, IAC, DO, BINARY))
        scene.play(X, "output cr-to-lf", b"\x1et", says(scene, agreed), lambda: host.take(), b"a\r")
        assert host.take() == b"a\r"

    def test_show_settings_lists_them(self, scene: Scene) -> None:
        scene.play("output cr-to-lf, del-to-bs", "paste /echo", "hex")
        shown = {line.split("   ")[0].strip(): line for line in scene.command("show settings").splitlines()}
        assert "CR-TO-LF DEL-TO-BS" in shown["OUTPUT"]
        assert "none" in shown["INPUT"]
        assert "/ECHO" in shown["PASTE"]
        assert "on" in shown["HEX"]

    def test_show_settings_keeps_its_columns(self, scene: Scene) -> None:
        before = scene.command("show settings").splitlines()
        scene.play('paste /prompt:"a prompt that is longer than all others"')
        after = scene.command("show settings").splitlines()
        assert [line.split()[0] for line, old in zip(after, before, strict=True) if line != old] == ["PASTE"]
