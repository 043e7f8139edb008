"""SEND and PASTE at a host's pace: what is sent when, what is waited for, and how it ends."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.host import IAC, WILL
from telnet_client.mode_table import Mode
from telnet_client.protocol.telnet import TelnetEngine
from telnet_client.scripting.expect import Received
from telnet_client.session.pacing import Pacing
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from fakes.host import FakeHost
    from fakes.scene import Scene, SetScene

ECHO = 1
X = b"\x1ex"
LINES = b"first line\nsecond\n\nlast"


@pytest.fixture
def host(scene: Scene) -> FakeHost:
    """One that echoes, or should."""
    host = scene.connect(23)
    scene.play(lambda: host.send(bytes((IAC, WILL, ECHO))))
    host.take()
    scene.forget()
    Path("file").write_bytes(LINES)
    return host


class Answers:
    """Steps in which the host looks at what it was sent, and time passes or it says something."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        #: What was sent before each of them.
        self.heard: list[bytes] = []

    def say(self, data: bytes) -> Callable[[], None]:
        def step() -> None:
            self.heard.append(self._scene.host.take())
            self._scene.host.send(data)

        return step

    def let_pass(self, seconds: float) -> Callable[[], None]:
        """Everybody notices."""

        def step() -> None:
            self.heard.append(self._scene.host.take())
            script = self._scene.script
            script.time += seconds
            script.time_limit = script.time
            self._scene.terminal.resize(80, 24)

        return step


@pytest.fixture
def answers(scene: Scene) -> Answers:
    return Answers(scene)


class TestDelays:
    @pytest.mark.parametrize(
        ("switches", "pieces", "seconds"),
        [
            ("/line-delay:500", [b"first line\r\n", b"second\r\n", b"\r\n", b"last"], 0.5),
            ("/character-delay:100", [b"%c" % code for code in b"first line"], 0.1),
        ],
    )
    def test_a_piece_and_then_a_pause(
        self, scene: Scene, host: FakeHost, answers: Answers, switches: str, pieces: list[bytes], seconds: float
    ) -> None:
        times = [answers.let_pass(part * seconds) for part in (0.9, 0.11) * len(pieces)]
        scene.play(X, f"send (file) file {switches}", *times)
        assert answers.heard == [heard for piece in pieces for heard in (piece, b"")]

    def test_lines_end_as_they_do_anywhere(self, scene: Scene, host: FakeHost, answers: Answers) -> None:
        Path("file").write_bytes(b"a\r\nb\rc\n" + b"d" * 65528 + b"\r\n" + "é\n".encode())
        scene.play(X, "send (file) file /line-delay:100", *[answers.let_pass(0.1)] * 5)
        assert answers.heard == [b"a\r\n", b"b\r\n", b"c\r\n", b"d" * 65528 + b"\r\n", "é\r\n".encode()]
        assert scene.mode is Mode.TALK

    def test_a_text(self, scene: Scene, host: FakeHost, answers: Answers) -> None:
        scene.play(X, 'send "é\\x41^Mt" /character-delay:10', *[answers.let_pass(0.01)] * 5)
        assert answers.heard == ["é".encode(), b"A", b"\r\n", b"t", b"\r\n"]

    def test_a_text_that_is_echoed_here(self, set_scene: SetScene) -> None:
        scene = set_scene(Settings(line=False))
        answers = Answers(scene)
        scene.connect()
        shown: list[str] = []
        look = lambda: shown.append(scene.text.rpartition("\n")[2])  # noqa: E731 (a step)
        scene.play(X, 'send "ab" /character-delay:100 /no-return', look, answers.let_pass(0.1), look)
        assert shown == ["a", "ab"]
        assert scene.host.take() == b"b"


class TestEcho:
    def test_the_next_line_waits_for_it(self, scene: Scene, host: FakeHost, answers: Answers) -> None:
        scene.play(
            X,
            "send (file) file /echo",
            answers.say(b"first l"),
            answers.say(b"ine\r\n"),
            answers.say(b"second\r\n"),
            answers.say(b"\r\n"),
        )
        assert answers.heard == [b"first line\r\n", b"", b"second\r\n", b"\r\n"]
        assert host.take() == b"last"
        assert scene.mode is Mode.TALK

    @pytest.mark.parametrize(
        "echo",
        [
            b"set the name of this very long line",
            b"set the name of t\r\nhis very long line",
            b"set the name of this \x1b[1;32mvery\x1b[m long \rline",
            b"$is very lo\x1b[K\b\b\bng line" + b"this very long line",
            b"SET THE NAME OF THIS VERY LONG LINE",
        ],
    )
    def test_as_hosts_show_long_lines(self, scene: Scene, host: FakeHost, echo: bytes) -> None:
        Path("file").write_bytes(b"set the name of this very long line\nnext")
        scene.play(X, "send (file) file /echo", lambda: host.take(), lambda: host.send(echo))
        assert host.take() == b"next"

    def test_what_was_said_before_the_line_is_no_echo_of_it(self, scene: Scene, host: FakeHost) -> None:
        Path("file").write_bytes(b"one\ntwo\nthree\n")
        scene.play(X, "send (file) file /echo", lambda: host.send(b"two three one\r\n"))
        assert host.take() == b"one\r\ntwo\r\n"

    def test_one_that_does_not_come(self, scene: Scene, host: FakeHost, answers: Answers) -> None:
        scene.play(
            X, "send (file) file /echo", answers.say(b"first line\r\nno "), answers.let_pass(29), answers.let_pass(1)
        )
        assert answers.heard == [b"first line\r\n", b"second\r\n", b""]
        assert scene.text.endswith("no \n?The host did not echo line 2\n")
        assert scene.mode is Mode.TALK

    def test_it_ends_a_file_of_commands(self, scene: Scene, host: FakeHost, answers: Answers) -> None:
        Path("lab.cmd").write_text('send "secret" /echo\nsend "never"\n')
        scene.play(X, "take lab", answers.let_pass(31))
        assert scene.text.endswith("?The host did not echo line 1, line 1 of lab\n")
        assert answers.heard == [b"secret\r\n"]
        assert host.take() == b""


class TestPrompt:
    def test_the_next_line_waits_for_it(self, scene: Scene, host: FakeHost, answers: Answers) -> None:
        scene.play(
            X,
            'send "one^Mtwo" /prompt:"> "',
            answers.say(b"one\r\nwell >"),
            answers.say(b" "),
            answers.say(b"> two\r\n"),
        )
        assert answers.heard == [b"one\r\n", b"", b"two\r\n"]
        assert scene.mode is Mode.TALK

    def test_behind_the_echo(self, scene: Scene, host: FakeHost, answers: Answers) -> None:
        Path("file").write_bytes(b"echo '> '\nnext\n")
        scene.play(X, 'send (file) file /echo /prompt:"> "', answers.say(b"echo '> '\r\n"), answers.say(b"> "))
        assert answers.heard == [b"echo '> '\r\n", b""]
        assert host.take() == b"next\r\n"

    def test_in_the_hosts_character_set(self, scene: Scene, host: FakeHost) -> None:
        scene.play(X, "character-set cp437", X, 'send "a" /prompt:"é"', lambda: host.send(b"\x82"))
        assert scene.mode is Mode.TALK

    def test_one_that_does_not_come(self, scene: Scene, host: FakeHost, answers: Answers) -> None:
        scene.play(X, 'send "one" /prompt:"> "', answers.let_pass(31))
        assert scene.text.endswith("\n?The host did not answer line 1\n")

    def test_a_wait_behind_it_hears_it_too(self, scene: Scene, host: FakeHost) -> None:
        Path("lab.cmd").write_text('send "one" /prompt:"> "\nwait "> " 1\nsend "done"\n')
        scene.play(X, "take lab", lambda: host.send(b"> "))
        assert host.take() == b"one\r\ndone\r\n"


class TestEnding:
    @pytest.mark.parametrize("key", [b"\x03", b"\x1e"])
    def test_a_key_stops_it(self, scene: Scene, host: FakeHost, key: bytes) -> None:
        scene.play(X, "send (file) file /line-delay:60000", b"typed" + key + b"more")
        assert scene.text.endswith("\n?Interrupted in line 1\n")
        scene.play(b"on")
        assert host.take() == b"first line\r\non"

    def test_a_key_stops_a_file_that_the_host_takes_at_once(self, scene: Scene, host: FakeHost) -> None:
        Path("file").write_bytes(bytes(150_000))
        scene.play(X, lambda: scene.terminal.type(b"\x03"), "send (file) file")
        assert scene.text.endswith("\n?Interrupted\n")
        assert len(host.take()) == 1 << 16

    def test_other_keys_wait(self, scene: Scene, host: FakeHost, answers: Answers) -> None:
        scene.play(X, "send (file) file /line-delay:100", b"typed\r", *[answers.let_pass(0.1)] * 3)
        assert b"".join(answers.heard) == b"first line\r\nsecond\r\n\r\n"
        assert host.take() == b"lasttyped\r\n"

    def test_the_host_closes(self, scene: Scene, host: FakeHost) -> None:
        scene.play(X, "send (file) file /echo", host.close)
        assert scene.text.endswith("Connection closed by foreign host\n")
        assert scene.mode is Mode.TOP_LEVEL
        assert scene.job.exit_status == 0

    def test_a_host_that_talks_without_end_is_not_kept(self, scene: Scene, host: FakeHost, answers: Answers) -> None:
        flood = [answers.say(b"x" * 65536)] * 40
        kept: list[int] = []

        def look() -> None:
            kept.extend(len(heard) for heard in gc.get_objects() if isinstance(heard, Received))

        scene.play(X, "send (file) file /echo /line-delay:1000", answers.say(b"first line"), *flood, look)
        assert scene.terminal.seen.count(b"x") == 40 * 65536
        assert 0 < max(kept) <= 1 << 20

    def test_a_host_that_holds_its_line_holds_the_file(self, scene: Scene, host: FakeHost) -> None:
        """RFC 2217: it takes everything but data."""
        engine = scene.job.session.engine
        assert isinstance(engine, TelnetEngine)
        Path("file").write_bytes(bytes(150_000))
        held: list[int] = []

        def hold() -> None:
            engine._queue.hold(True)

        def let_go() -> None:
            held.append(engine.held_size)
            engine._queue.hold(False)
            scene.job.session._attend_to_engine()
            scene.terminal.resize(80, 24)  # everybody notices

        scene.play(X, hold, "send (file) file", let_go)
        assert held == [1 << 16]
        assert len(host.take()) == 150_000

    def test_nobody_listens_any_more(self, scene: Scene, host: FakeHost) -> None:
        scene.play(X, 'send "one" /echo', lambda: host.send(b"one"))
        assert scene.job.session.screen.listener is None


class TestPaste:
    @pytest.fixture(autouse=True)
    def line_delay(self, scene: Scene) -> None:
        scene.play("paste (pacing) /line-delay:100")

    def test_line_by_line(self, scene: Scene, host: FakeHost, answers: Answers) -> None:
        """What is typed meanwhile waits, as more of the paste does."""
        pause = answers.let_pass(0.1)
        scene.play(b"one two\rthree\r", answers.say(b""), b"four\r", pause, pause, pause, b"k")
        assert answers.heard == [b"one two\r\n", b"", b"three\r\n", b"four\r\n"]
        assert host.take() == b"k"

    @pytest.mark.parametrize("keys", [b"a\rb\rc\rd\r", b"\x1b[<0;12;34M\r\r", b"\x1b[1;5A"])
    def test_what_is_typed_is_no_paste(self, scene: Scene, host: FakeHost, keys: bytes) -> None:
        scene.play(keys)
        assert host.take() == keys.replace(b"\r", b"\r\n")

    def test_what_the_terminal_marks(self, scene: Scene, host: FakeHost, answers: Answers) -> None:
        scene.play(b"\x1b[200~a\rb\x1b[201~", answers.let_pass(0.1))
        assert answers.heard == [b"\x1b[200~a\r\n"]
        assert host.take() == b"b\x1b[201~"

    def test_the_host_is_not_told_where_it_would_not_answer(self, scene: Scene, host: FakeHost) -> None:
        scene.play(X, "paste /echo", b"\x1b[200~a\rb\x1b[201~", lambda: host.send(b"a"))
        assert host.take() == b"a\r\nb"

    def test_stopped(self, scene: Scene, host: FakeHost) -> None:
        scene.play(b"one two\rthree\rfour\r", b"\x03")
        assert scene.text == "?Interrupted in line 1\n"
        scene.play(b"k")
        assert host.take() == b"one two\r\nk"

    def test_the_escape_character_behind_it(self, scene: Scene, host: FakeHost) -> None:
        scene.play(b"one two\rthree\x1e")
        assert host.take() == b"one two\r\n"
        assert scene.mode is Mode.TALK
        assert scene.text == "?Interrupted in line 1\n"

    def test_no_echo(self, scene: Scene, host: FakeHost, answers: Answers) -> None:
        scene.play(X, "paste /echo", b"one two\rthree\r", answers.let_pass(31))
        assert scene.text.endswith("\n?The host did not echo line 1\n")
        scene.play(b"k")
        assert host.take() == b"k"

    def test_the_host_closes(self, scene: Scene, host: FakeHost) -> None:
        scene.play(b"one two\rthree\rfour\r", host.close)
        assert scene.mode is Mode.TOP_LEVEL
        assert scene.text == "Connection closed by foreign host\n"

    def test_the_connection_breaks(self, scene: Scene, host: FakeHost) -> None:
        scene.play(b"one two\rthree\rfour\r", host.reset)
        assert scene.mode is Mode.TOP_LEVEL
        assert "?Connection reset by peer" in scene.text

    def test_as_it_comes(self, scene: Scene, host: FakeHost) -> None:
        scene.play(X, "no paste", b"one two\rthree\rfour\r")
        assert host.take() == b"one two\r\nthree\r\nfour\r\n"

    @pytest.mark.parametrize("line", ["paste", "paste /line-delay:0"])
    def test_without_a_switch(self, scene: Scene, line: str) -> None:
        assert scene.command(line) == "?No switch that says what to wait for\n"
        assert scene.job.settings.paste_pacing is not None


def test_a_pipe_is_not_paced(set_scene: SetScene) -> None:
    scene = set_scene(Settings(paste_pacing=Pacing(line_delay=1000)), "sierra 2323", has_keyboard=False)
    scene.play(b"one two\nthree\n")
    assert scene.host.take() == b"one two\r\nthree\r\n"


def test_what_takes_long_is_told(scene: Scene, host: FakeHost, answers: Answers) -> None:
    Path("file").write_bytes(b"line\n" * 100)
    scene.play(X, "send (file) file /line-delay:500", *[answers.let_pass(0.5)] * 100)
    notes = scene.terminal.notes
    assert notes[0] == "Sending [                              ]   3% of 500 bytes   CTRL/C stops it"
    assert notes[49] == "Sending [###############               ]  52% of 500 bytes   CTRL/C stops it"
    assert notes[-1] == ""
    assert len(notes) == 99


def test_what_is_soon_over_is_not(scene: Scene, host: FakeHost, answers: Answers) -> None:
    scene.play(X, "send (file) file /line-delay:100", *[answers.let_pass(0.1)] * 3)
    assert host.take() == b"last"
    assert scene.terminal.notes == []
