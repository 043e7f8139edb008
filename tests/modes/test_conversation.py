"""The conversation: host, keyboard and screen at once, none of them holding up the others, and nothing lost."""

from __future__ import annotations

import select
from functools import partial
from typing import TYPE_CHECKING

import pytest

from fakes.host import DATA_MARK, DO, DONT, IAC, SB, SE, WILL, WONT
from fakes.line import FakeLine
from telnet_client.errors import TerminalLost
from telnet_client.mode_table import Mode
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from fakes.scene import Scene, SetScene

ESCAPE = b"\x1e"
RAW, TELNET = 2323, 23
IP, AO = 244, 245
ECHO, SUPPRESS_GO_AHEAD, TERMINAL_TYPE, WINDOW_SIZE, UNKNOWN = 1, 3, 24, 31, 99
COM_PORT = 44
CLOSED = "Connection closed by foreign host\n"
QUESTIONS = bytes((IAC, DO, ECHO, IAC, DO, SUPPRESS_GO_AHEAD))


class TestScreen:
    """A terminal slower than the host."""

    def test_the_host_hangs_up_before_everything_is_shown(self, scene: Scene) -> None:
        host = scene.connect()
        scene.play(scene.terminal.hold_screen, lambda: host.send(b"the last "), lambda: host.send(b"words\r\n"))
        scene.play(host.close)
        assert (scene.text, scene.mode) == ("", Mode.TALK)
        scene.play(scene.terminal.release_screen)
        assert (scene.text, scene.mode) == (f"the last words\n{CLOSED}", Mode.TOP_LEVEL)

    def test_a_reset_before_everything_is_shown(self, scene: Scene) -> None:
        host = scene.connect()
        scene.play(lambda: host.send(b"the last words\r\n"), scene.terminal.hold_screen)
        scene.play(lambda: host.send(b"and these\r\n"), scene.terminal.release_screen, host.reset)
        assert scene.text == "the last words\nand these\n?Connection reset by peer\n"

    @pytest.mark.parametrize(
        ("end", "said"), [("close", CLOSED), ("reset", "?Connection reset by peer\n")], ids=["in order", "broken"]
    )
    def test_the_end_comes_with_keys_that_are_echoed_here(self, scene: Scene, end: str, said: str) -> None:
        host = scene.connect()
        host.room = 0  # what is typed is not sent any more

        def at_once() -> None:
            scene.terminal.type(b"hello")
            getattr(host, end)()

        def release() -> None:
            assert "leave_talk" not in scene.terminal.calls  # the terminal is the conversation's until all is shown
            scene.terminal.release_screen()

        scene.play(scene.terminal.hold_screen, at_once, release)
        assert scene.text == f"hello\n{said}"

    def test_the_host_waits_for_the_screen(self, scene: Scene) -> None:
        host = scene.connect()
        scene.play(scene.terminal.hold_screen, lambda: host.send(b"one"), lambda: host.send(b"two"))
        assert select.select([host.fileno()], [], [], 0)[0]  # nobody has read the second
        scene.play(scene.terminal.release_screen)
        assert scene.text == "onetwo"

    def test_the_keyboard_does_not(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        scene.play(scene.terminal.hold_screen, lambda: host.send(b"flood"), b"keys", ESCAPE, b"o")
        assert host.take() == b"keys" + bytes((IAC, AO, IAC, DATA_MARK))

    def test_keys_behind_a_host_that_hung_up(self, scene: Scene) -> None:
        host = scene.connect()
        scene.play(scene.terminal.hold_screen, lambda: host.send(b"bye\r\n"), host.close, b"too late\r")
        scene.play(scene.terminal.release_screen)
        assert scene.mode is Mode.TOP_LEVEL
        assert scene.text.startswith("bye\n")


class TestKeyboard:
    """A host slower than the user."""

    def test_keys_wait_when_too_many_wait(self, scene: Scene) -> None:
        host = scene.connect()
        scene.play(lambda: host.send(bytes((IAC, WILL, ECHO))))
        host.take()
        host.room = 0
        pastes = [bytes((65 + number,)) * 60_000 for number in range(20)]
        scene.play(*pastes[:18])
        scene.play(pastes[18])
        assert select.select([scene.terminal.keyboard_fd], [], [], 0)[0]  # nobody has read that one
        host.room = None
        scene.play(pastes[19])
        answers = bytes((IAC, DO, ECHO))
        assert host.take().replace(answers, b"") == b"".join(pastes)

    def test_the_keyboard_comes_before_a_flood(self, scene: Scene) -> None:
        host = scene.connect(TELNET)

        def at_once() -> None:
            host.send(b"flood")
            scene.terminal.type(ESCAPE)

        scene.play(at_once)
        assert scene.mode is Mode.TALK_COMMAND

    def test_a_terminal_that_hangs_up(self, scene: Scene) -> None:
        scene.connect()
        with pytest.raises(TerminalLost, match="Terminal hung up"):
            scene.play(scene.terminal.end_input)


class TestEndOfInput:
    """Standard input is a pipe or a file."""

    def test_our_half_is_closed_and_theirs_goes_on(self, set_scene: SetScene) -> None:
        scene = set_scene(command="sierra 2323", has_keyboard=False, has_screen=False)
        scene.play(b"question\n", scene.terminal.end_input)
        host = scene.host
        assert host.take() == b"question\r\n"
        assert host.client_finished
        assert scene.mode is Mode.TALK
        scene.play(lambda: host.send(b"answer\r\n"), lambda: host.send(b"and more\r\n"), host.close)
        assert scene.is_finished
        assert scene.terminal.output == b"answer\r\nand more\r\n"
        assert scene.job.exit_status == 0

    def test_not_before_everything_is_sent(self, set_scene: SetScene) -> None:
        scene = set_scene(command="sierra 2323", has_keyboard=False, has_screen=False)
        scene.play()
        scene.host.room = 3
        scene.play(b"question", scene.terminal.end_input)
        assert scene.host.take() == b"que"
        assert not scene.host.client_finished
        scene.host.room = None
        scene.play()
        assert scene.host.take() == b"stion"
        assert scene.host.client_finished

    def test_a_host_that_goes_on_asking_is_no_trouble(self, set_scene: SetScene) -> None:
        scene = set_scene(command="sierra 23", has_keyboard=False, has_screen=False)
        scene.play(b"question\n", scene.terminal.end_input)
        host = scene.host
        scene.play(lambda: host.send(bytes((IAC, DO, TERMINAL_TYPE)) + b"answer\r\n"), host.close)
        assert scene.is_finished
        assert scene.terminal.output == b"answer\r\n"
        assert scene.job.exit_status == 0

    def test_the_programs_words_are_not_in_the_output(self, set_scene: SetScene) -> None:
        scene = set_scene(command="sierra 2323", has_keyboard=False, has_screen=False)
        scene.play(lambda: scene.host.send(b"no line end"), lambda: scene.host.close())
        assert scene.terminal.output == b"no line end"
        assert scene.text.endswith(CLOSED)


class TestLineBehindTheHost:
    """COM-PORT-OPTION (RFC 2217): the host has a terminal line, and may be silent about it or hold it up."""

    WARNING = "%Host does not answer about its line (SPEED)\n"
    AGREE = bytes((IAC, DO, COM_PORT))
    SPEED = bytes((IAC, SB, COM_PORT, 101, 0, 0, 37, 128, IAC, SE))
    SUSPEND, RESUME = bytes((IAC, SB, COM_PORT, 108, IAC, SE)), bytes((IAC, SB, COM_PORT, 109, IAC, SE))

    def test_a_host_that_never_answers_is_told_of_once(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        scene.play(lambda: host.send(self.AGREE))
        scene.pass_time(4.9)
        assert scene.text == ""
        scene.pass_time(0.2)
        assert scene.text == self.WARNING
        scene.play(b"hello")
        scene.pass_time(60)
        assert host.take().endswith(b"hello")
        assert scene.text == self.WARNING

    def test_a_host_that_answers_is_none(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        scene.play(lambda: host.send(self.AGREE))
        scene.pass_time(4.9)
        scene.play(lambda: host.send(self.SPEED))
        scene.pass_time(60)
        assert scene.text == ""

    def test_what_is_typed_waits_and_the_escape_character_does_not(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        scene.play(lambda: host.send(self.AGREE + self.SPEED + self.SUSPEND))
        host.take()
        scene.play(b"hello")
        scene.pass_time(60)  # and nobody is given up for it
        assert host.take() == b""
        scene.play(ESCAPE, b"a", lambda: host.send(self.RESUME))
        assert host.take() == bytes((IAC, IP, IAC, DATA_MARK)) + b"hello"

    def test_beyond_a_megabyte_the_bell_rings(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        scene.play(lambda: host.send(self.AGREE + self.SPEED + self.SUSPEND))
        host.take()
        pastes = [bytes((65 + number,)) * 60_000 for number in range(20)]
        scene.play(*pastes)
        assert scene.terminal.bells == 2
        scene.play(ESCAPE)
        assert scene.mode is Mode.TALK_COMMAND
        scene.play(b"a", lambda: host.send(self.RESUME), b"after")
        assert host.take() == bytes((IAC, IP, IAC, DATA_MARK)) + b"".join(pastes[:18]) + b"after"

    def test_what_waits_can_be_purged(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        scene.play(lambda: host.send(self.AGREE + self.SPEED + self.SUSPEND))
        host.take()
        scene.play(b"hello")
        scene.command("PURGE SENT")
        assert host.take() == bytes((IAC, SB, COM_PORT, 12, 2, IAC, SE))
        scene.play(lambda: host.send(self.RESUME), b"after")
        assert host.take() == b"after"

    def test_a_line_that_takes_nothing_by_itself(self, scene: Scene) -> None:
        """A full megabyte waits: for half a minute the keyboard does, and then the escape character is heard."""
        host = scene.connect(TELNET)
        scene.play(lambda: host.send(self.AGREE + self.SPEED))
        host.take()
        host.room = 0
        pastes = [bytes((65 + number,)) * 60_000 for number in range(18)]
        scene.play(*pastes)
        scene.play(b"lost", ESCAPE)
        assert select.select([scene.terminal.keyboard_fd], [], [], 0)[0]
        scene.pass_time(29)
        assert (scene.mode, scene.terminal.bells) == (Mode.TALK, 0)
        scene.pass_time(2)
        assert (scene.mode, scene.terminal.bells) == (Mode.TALK_COMMAND, 1)
        host.room = None
        scene.play(b"a")
        assert host.take() == b"".join(pastes) + bytes((IAC, IP, IAC, DATA_MARK))

    def test_a_pipe_waits(self, set_scene: SetScene) -> None:
        scene = set_scene(command="sierra 23", has_keyboard=False, has_screen=False)
        scene.play()
        scene.host.take()
        scene.play(lambda: scene.host.send(self.AGREE + self.SPEED + self.SUSPEND))
        scene.host.take()
        pieces = [bytes((65 + number,)) * 60_000 for number in range(20)]
        scene.play(*pieces[:19])
        scene.pass_time(60)
        assert select.select([scene.terminal.keyboard_fd], [], [], 0)[0]  # nobody has read the last one
        assert scene.host.take() == b""
        scene.play(lambda: scene.host.send(self.RESUME), pieces[19], lambda: scene.host.send(self.SUSPEND), b"last")
        scene.play(scene.terminal.end_input)
        assert not scene.host.client_finished
        scene.play(lambda: scene.host.send(self.RESUME))
        assert scene.host.take() == b"".join(pieces) + b"last"
        assert scene.host.client_finished


class TestWatchdog:
    """A host that takes nothing for half a minute is given up."""

    def test_time_out(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        host.room = 0
        scene.play(b"hello?")
        scene.pass_time(29.9)
        assert scene.job.is_connected
        scene.pass_time(0.2)
        assert scene.mode is Mode.TOP_LEVEL
        assert scene.text.endswith("?Time out\n")
        assert scene.job.exit_status == 1
        assert host.stream.is_closed

    def test_a_single_byte_is_a_sign_of_life(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        host.room = 0
        scene.play(b"hello?")
        scene.pass_time(29)
        host.room = 1
        scene.pass_time(29)
        assert scene.job.is_connected
        scene.pass_time(2)
        assert scene.mode is Mode.TOP_LEVEL

    def test_not_a_terminal_line(self, scene: Scene) -> None:
        host = scene.connect()
        host.stream.terminal_line = FakeLine()  # type: ignore[assignment]
        host.room = 0
        scene.play(b"hello?")
        scene.pass_time(1000)
        assert scene.job.is_connected
        host.room = None
        scene.play()
        assert host.take() == b"hello?"

    def test_what_waits_for_a_line_can_be_purged(self, scene: Scene) -> None:
        host = scene.connect()
        host.stream.terminal_line = FakeLine()  # type: ignore[assignment]
        host.room = 0
        scene.play(b"hello?")
        scene.command("PURGE SENT")
        host.room = None
        scene.play(b"x")
        assert host.take() == b"x"

    def test_what_the_host_says_is_none(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        host.room = 0
        scene.play(b"hello?")
        scene.pass_time(20)
        scene.play(lambda: host.send(b"I am busy\r\n"))
        scene.pass_time(11)
        assert scene.text.endswith("I am busy\n?Time out\n")

    def test_there_is_none_while_nothing_waits(self, scene: Scene) -> None:
        scene.connect(TELNET)
        scene.pass_time(10_000)
        assert scene.mode is Mode.TALK

    def test_it_starts_anew_with_the_next_key(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        scene.play(b"hello?")
        scene.pass_time(1000)
        host.room = 0
        scene.play(b"hello?")
        scene.pass_time(29)
        assert scene.mode is Mode.TALK


class TestPause:
    """Off port 23 ECHO and SUPPRESS-GO-AHEAD are asked for when the host has said what it had to say."""

    def test_what_was_asked_is_answered_first(self, scene: Scene) -> None:
        host = scene.connect(RAW)
        scene.play(lambda: host.send(bytes((IAC, DO, TERMINAL_TYPE))))
        assert host.take() == bytes((IAC, WILL, TERMINAL_TYPE))
        scene.pass_time(0.4)
        assert host.take() == b""
        scene.pass_time(0.2)
        assert host.take() == QUESTIONS

    def test_every_word_puts_it_off(self, scene: Scene) -> None:
        host = scene.connect(RAW)
        scene.play(lambda: host.send(bytes((IAC, DO, UNKNOWN))))
        for _ in range(5):
            scene.pass_time(0.4)
            scene.play(lambda: host.send(b"wait... "))
        assert host.take() == bytes((IAC, WONT, UNKNOWN))
        scene.pass_time(0.6)
        assert host.take() == QUESTIONS

    def test_what_the_host_offers_is_not_asked_for(self, scene: Scene) -> None:
        host = scene.connect(RAW)
        scene.play(lambda: host.send(bytes((IAC, WILL, ECHO, IAC, WILL, SUPPRESS_GO_AHEAD))))
        assert host.take() == QUESTIONS
        scene.pass_time(10)
        assert host.take() == b""

    def test_a_raw_host_is_asked_nothing(self, scene: Scene) -> None:
        host = scene.connect(RAW)
        scene.play(lambda: host.send(b"login: "))
        scene.pass_time(60)
        assert host.take() == b""

    def test_on_port_23_it_is_asked_at_once(self, scene: Scene) -> None:
        scene.play("sierra")
        assert scene.host.take() == bytes((IAC, DO, SUPPRESS_GO_AHEAD, IAC, DO, ECHO))


class TestIdle:
    """Nobody says anything: the program sleeps."""

    @pytest.mark.parametrize("port", [RAW, TELNET])
    def test_without_a_limit(self, scene: Scene, port: int) -> None:
        host = scene.connect(port)
        scene.play(b"hello", lambda: host.send(b"good day"), lambda: host.send(bytes((IAC, DO, UNKNOWN))))
        scene.pass_time(1)
        scene.script.waits.clear()
        scene.pass_time(3600)
        assert scene.script.waits == [None]


class TestUrgent:
    """The Synch from the host: what was not shown yet is not shown any more, up to the Data Mark."""

    def test_held_output_is_dropped(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        scene.play(scene.terminal.hold_screen, lambda: host.send(b"a long text"))
        scene.play(lambda: host.send_urgent(b"more of it" + bytes((IAC, DATA_MARK)) + b"prompt> "))
        scene.play(scene.terminal.release_screen)
        assert scene.text == "prompt> "
        assert scene.terminal.calls.count("discard_output") == 1

    def test_the_data_mark_may_come_late(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        scene.play(lambda: host.send_urgent(b"lost"), lambda: host.send(b" as well"))
        scene.play(lambda: host.send(bytes((IAC, DATA_MARK)) + b"seen"))
        assert scene.text == "seen"

    def test_one_after_the_other(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        for text in (b"one", b"two"):
            scene.play(partial(host.send_urgent, b"lost" + bytes((IAC, DATA_MARK)) + text))
        assert scene.text == "onetwo"
        assert scene.terminal.calls.count("discard_output") == 2

    def test_urgent_data_before_the_protocol_is_on(self, scene: Scene) -> None:
        host = scene.connect(RAW)
        scene.play(lambda: host.send_urgent(b"raw!"))
        assert scene.text == "raw!"
        scene.play(lambda: host.send(bytes((IAC, DO, UNKNOWN))))
        scene.play(lambda: host.send_urgent(b"lost" + bytes((IAC, DATA_MARK)) + b" seen"))
        assert scene.text == "raw! seen"

    @pytest.mark.parametrize("port", [RAW, TELNET])
    def test_nobody_is_kept_awake_by_it(self, scene: Scene, port: int) -> None:
        host = scene.connect(port)
        scene.play(scene.terminal.hold_screen, lambda: host.send(b"one"))
        host.send_urgent(b"two")
        scene.play(b"", scene.terminal.hold_screen)
        scene.pass_time(60)
        scene.play(scene.terminal.release_screen, lambda: host.send(bytes((IAC, DATA_MARK)) + b"three"))
        assert scene.text == ("three" if port == TELNET else "onetwothree")

    def test_it_is_traced(self, set_scene: SetScene) -> None:
        scene = set_scene(Settings(debug=True))
        host = scene.connect(TELNET)
        scene.play(lambda: host.send_urgent(bytes((IAC, DATA_MARK))))
        assert scene.text == "*R*INS*\n*R*IAC,DM*\n"


class TestLost:
    """The connection breaks."""

    def test_reset(self, scene: Scene) -> None:
        host = scene.connect()
        scene.play(lambda: host.send(b"half a li"), host.reset)
        assert scene.text == "half a li\n?Connection reset by peer\n"
        assert scene.mode is Mode.TOP_LEVEL
        assert scene.job.exit_status == 1
        assert not scene.job.is_connected

    def test_the_terminal_is_given_back(self, scene: Scene) -> None:
        host = scene.connect()
        scene.play(host.reset)
        assert scene.terminal.calls == ["leave_talk", "reset_screen"]


class TestWindow:
    """The window changes its size."""

    def test_the_host_learns_of_it(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        scene.play(lambda: host.send(bytes((IAC, DO, WINDOW_SIZE))))
        assert host.take() == bytes((IAC, WILL, WINDOW_SIZE, IAC, SB, WINDOW_SIZE, 0, 80, 0, 24, IAC, SE))
        scene.play(lambda: scene.terminal.resize(132, 50))
        assert host.take() == bytes((IAC, SB, WINDOW_SIZE, 0, 132, 0, 50, IAC, SE))

    def test_not_if_it_does_not_care(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        scene.play(lambda: scene.terminal.resize(132, 50))
        assert host.take() == b""


class TestRenewedAnswers:
    """A host that forgot everything is answered again, one that asks for ever is not."""

    def test_once_in_some_seconds(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        question, answer = bytes((IAC, DO, UNKNOWN)), bytes((IAC, WONT, UNKNOWN))
        for _ in range(3):
            scene.play(lambda: host.send(question))
        assert host.take() == answer
        scene.pass_time(6)
        for _ in range(3):
            scene.play(lambda: host.send(question))
        assert host.take() == answer

    def test_a_host_that_wants_no_more(self, scene: Scene) -> None:
        host = scene.connect(TELNET)
        scene.play(lambda: host.send(bytes((IAC, WONT, ECHO)) * 3))
        scene.play(lambda: host.send(bytes((IAC, WILL, ECHO, IAC, WONT, ECHO))))
        assert host.take() == bytes((IAC, DO, ECHO, IAC, DONT, ECHO))
