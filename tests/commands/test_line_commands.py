"""The commands of terminal lines, for the line in force and for those to come; and what CONNECT TTY takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fakes.host import IAC
from fakes.line import FakeLine
from telnet_client.backends import load_backend
from telnet_client.backends.serial import ports
from telnet_client.backends.serial.ports import Line
from telnet_client.backends.serial.stream import LineWish
from telnet_client.backends.tty import _wish
from telnet_client.comnd.line import complete_line, help_for_line, parse_line
from telnet_client.comnd.outcome import Failed, Parsed
from telnet_client.errors import CommandError
from telnet_client.mode_table import Mode
from telnet_client.modes.command_grammar import top_level_grammar
from telnet_client.settings import Settings, line_settings
from telnet_client.terminal_line import USUAL_SETTINGS, Flow, LineSettings, Parity, Signal

if TYPE_CHECKING:
    from pathlib import Path

    from fakes.scene import Scene

NO_LINE = "?Not implemented with this protocol\n"
SEVEN = b"\x1eb"


@pytest.fixture
def line(scene: Scene) -> FakeLine:
    """That of the connection."""
    line = FakeLine()
    scene.connect()
    scene.host.stream.terminal_line = line  # type: ignore[assignment]
    scene.script.time_limit += 60
    return line


@pytest.mark.parametrize(
    ("command", "changes"),
    [
        ("SPEED (BITS A SECOND) 115200", {"speed": 115200}),
        ("sp 1200", {"speed": 1200}),
        ("SPEED", {"speed": 9600}),
        ("DATA-BITS (OF A CHARACTER) 5", {"data_bits": 5}),
        ("PARITY (IS) EVEN", {"parity": Parity.EVEN}),
        ("par sp", {"parity": Parity.SPACE}),
        ("STOP-BITS (OF A CHARACTER) 2", {"stop_bits": 2}),
        ("stop 1.5", {"stop_bits": 1.5}),
        ("stop 1", {"stop_bits": 1}),
        ("FLOW (CONTROL BY) RTS-CTS", {"flow": Flow.RTS_CTS}),
        ("flow x", {"flow": Flow.XON_XOFF}),
    ],
)
class TestSettings:
    """The same words at both prompts."""

    def test_of_the_line_in_force(self, command: str, changes: dict[str, Any], scene: Scene, line: FakeLine) -> None:
        assert scene.command(command) == ""
        assert line.settings == USUAL_SETTINGS._replace(**changes)
        assert line_settings(scene.job.settings) == LineSettings()

    def test_of_the_lines_to_come(self, command: str, changes: dict[str, Any], scene: Scene) -> None:
        assert scene.command(command) == ""
        assert line_settings(scene.job.settings) == LineSettings()._replace(**changes)
        assert "NONE" in scene.command("SHOW SETTINGS")

    def test_not_where_there_is_no_line(self, command: str, changes: dict[str, Any], scene: Scene) -> None:
        scene.connect()
        assert scene.command(command) == NO_LINE


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        ("SPEED 0", "Invalid speed"),
        ("SPEED -9600", "Invalid speed"),
        ("SPEED 99999999999", "Invalid speed"),
        ("SPEED fast", "First nonspace character is not a digit"),
        ("DATA-BITS 4", "A character has 5 to 8 data bits"),
        ("DATA-BITS 9", "A character has 5 to 8 data bits"),
        ("DATA-BITS 7", "The line does not take 7 data bits"),
        ("PARITY EVIL", "Does not match switch or keyword"),
        ("STOP-BITS 3", "Does not match switch or keyword"),
        ("FLOW RTS-CTS-DTR", "Does not match switch or keyword"),
        ("DTR PULSE 0", "Not 1 to 10000 milliseconds"),
        ("BREAK 10001", "Not 1 to 10000 milliseconds"),
    ],
)
def test_what_cannot_be(command: str, complaint: str, scene: Scene, line: FakeLine) -> None:
    assert scene.command(command) == f"?{complaint}\n"
    assert line.settings == USUAL_SETTINGS
    assert not line.changes
    assert scene.mode is Mode.TALK


def test_status_says_it(scene: Scene, line: FakeLine) -> None:
    said = "Terminal line has 9600 bits a second, 8 data bits, no parity, 1 stop bit, no flow control\n"
    assert f"\n{said}Signals: DTR on, RTS on, CTS on, CD off\n" in scene.command("STATUS")
    line.settings = LineSettings(300, 5, Parity.MARK, 1.5, Flow.XON_XOFF)
    line.signals = {}
    said = "Terminal line has 300 bits a second, 5 data bits, mark parity, 1.5 stop bits, flow control by XON-XOFF\n"
    text = scene.command("STATUS")
    assert text.endswith(said)
    line.settings = LineSettings()
    assert "Terminal line" not in scene.command("STATUS")
    line.settings = LineSettings(speed=50)
    assert "Terminal line has 50 bits a second\n" in scene.command("STATUS")


# Signals


@pytest.mark.parametrize("signal", [Signal.DTR, Signal.RTS])
def test_raised_and_dropped(signal: Signal, scene: Scene, line: FakeLine) -> None:
    assert scene.command(f"{signal.value} OFF") == ""
    assert scene.command(f"{signal.value} ON") == ""
    assert line.changes == [(signal, False), (signal, True)]


@pytest.mark.parametrize("signal", [Signal.DTR, Signal.RTS])
@pytest.mark.parametrize("is_up", [True, False])
def test_pulsed(signal: Signal, is_up: bool, scene: Scene, line: FakeLine) -> None:
    line.signals[signal] = is_up
    scene.script.waits.clear()
    scene.command(f"{signal.value} PULSE (MILLISECONDS) 250")
    assert line.changes == [(signal, not is_up), (signal, is_up)]
    assert scene.script.waits == [None, pytest.approx(0.25), None]
    scene.script.time_limit += 60
    scene.script.waits.clear()
    scene.command(f"{signal.value} PULSE")
    assert scene.script.waits == [None, pytest.approx(0.1), None]


def test_signals_of_the_lines_to_come(scene: Scene) -> None:
    scene.command("DTR OFF")
    scene.command("RTS OFF")
    assert (scene.job.settings.line_dtr, scene.job.settings.line_rts) == (False, False)
    scene.command("DTR ON")
    assert scene.job.settings.line_dtr
    assert scene.command("RTS PULSE") == "?No connection\n"


@pytest.mark.parametrize(("command", "seconds"), [("BREAK", 0.25), ("BREAK (KEY) 1500", 1.5)])
def test_a_break_has_a_length(command: str, seconds: float, scene: Scene, line: FakeLine) -> None:
    scene.script.waits.clear()
    assert scene.command(command) == ""
    assert line.changes == [(Signal.BREAK, True), (Signal.BREAK, False)]
    assert scene.script.waits == [None, pytest.approx(seconds), None]


def test_the_letter_b(scene: Scene, line: FakeLine) -> None:
    scene.play(SEVEN)
    assert line.changes == [(Signal.BREAK, True), (Signal.BREAK, False)]
    assert scene.mode is Mode.TALK


def test_the_conversation_goes_on_meanwhile(scene: Scene, line: FakeLine) -> None:
    scene.play(b"\x1ex", "HANGUP", lambda: scene.host.send(b"NO CARRIER"))
    assert scene.text.endswith("NO CARRIER")
    assert line.changes == [(Signal.DTR, False), (Signal.DTR, True)]


def test_a_line_that_goes_in_the_middle_of_a_break(scene: Scene, line: FakeLine) -> None:
    scene.play(b"\x1ex", "BREAK 5000", lambda: scene.host.reset())
    assert line.changes == [(Signal.BREAK, True)]
    assert scene.mode is Mode.TOP_LEVEL


def test_a_telnet_host_has_its_own_break(scene: Scene) -> None:
    scene.connect(23)
    assert scene.command("BREAK 500") == "?Only the break of a terminal line has a length\n"
    scene.command("BREAK")
    assert scene.host.take() == bytes((IAC, 243, IAC, 242))


def test_purge(scene: Scene, line: FakeLine) -> None:
    for command in ("PURGE", "PURGE (BUFFERS) RECEIVED", "pur s"):
        assert scene.command(command) == ""
    assert line.purges == [(True, True), (True, False), (False, True)]


def test_status_has_the_lines_own_remarks(scene: Scene, line: FakeLine) -> None:
    line.remarks = ("Line served by nobody",)
    assert "\nLine served by nobody\n" in scene.command("STATUS")


# Who may have it, who echoes


def test_exclusive(scene: Scene, line: FakeLine) -> None:
    scene.command("EXCLUSIVE")
    assert line.is_exclusive
    scene.command("NO EXCLUSIVE (USE OF LINE)")
    assert not line.is_exclusive
    line.is_shared = True
    assert scene.command("EXCLUSIVE") == "?In use by job 4711\n"


def test_exclusive_for_the_lines_to_come(scene: Scene) -> None:
    scene.command("NO EXCLUSIVE")
    assert not scene.job.settings.line_exclusive
    scene.command("EXCLUSIVE")
    assert scene.job.settings.line_exclusive


def test_local_echo(scene: Scene) -> None:
    scene.play("TTY loop:// /LOCAL-ECHO", b"twice\r")
    assert scene.text.endswith("CTRL/^\ntwice\ntwice\r")
    scene.forget()
    scene.command("NO LOCAL-ECHO (OF KEYS)")
    scene.play(b"x")
    assert scene.job.session.engine.remote_echo


def test_local_echo_for_the_lines_to_come(scene: Scene) -> None:
    scene.command("LOCAL-ECHO")
    assert scene.job.settings.local_echo
    scene.play("TTY loop://")
    assert not scene.job.session.engine.remote_echo
    scene.command("NO ECHO")
    scene.command("ECHO")
    assert scene.job.session.engine.remote_echo


def test_transparent_from_the_beginning(set_scene: Any) -> None:
    scene = set_scene(Settings(transparent=True))
    scene.play("TTY loop://")
    assert scene.mode is Mode.TALK


# Lines with numbers


def test_numbers(scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ports, "find_lines", lambda numbered: [Line(n, number=i) for i, n in enumerate(numbered)])
    file = tmp_path / "file"
    file.touch()
    scene.command(f"LINES (ARE) {file}, /dev/nothing,spare")
    assert scene.job.settings.lines == (str(file), "/dev/nothing", "spare")
    rows = scene.command("SHOW LINES").splitlines()
    assert [row.split() for row in rows] == [
        ["No.", "Line", "Description", "Hardware", "Use"],
        ["0", str(file), "free"],
        ["1", "nothing", "not", "there"],
        ["2", "spare", "not", "there"],
    ]
    assert scene.command("TTY 0") == f' Trying... \n?Not a terminal line - "{file}"\n'
    assert scene.command("TTY 1") == '?No such line - "/dev/nothing"\n'
    scene.command("NO LINES")
    assert scene.job.settings.lines == ()
    assert scene.command("SHOW LINES") == " No lines\n"


@pytest.mark.parametrize("command", ["LINES", "LINES ,", "LINES ttyS0,,ttyS1"])
def test_a_line_without_a_name(command: str, scene: Scene) -> None:
    assert scene.command(command) == "?No line given\n"


# What CONNECT TTY takes


def wish(text: str, settings: Settings | None = None) -> LineWish:
    outcome = parse_line(top_level_grammar(), f"CONNECT TTY x {text}")
    assert isinstance(outcome, Parsed), outcome
    assert outcome.arguments["line"] == "x"
    return _wish(outcome.arguments, settings or Settings())


def test_without_a_switch_it_is_as_the_settings_say() -> None:
    assert wish("") == LineWish(LineSettings(), dtr=None, rts=None, exclusive=True, local_echo=False)
    settings = Settings(line_speed=300, line_parity="ODD", line_dtr=False, line_exclusive=False, local_echo=True)
    wanted = LineSettings(speed=300, parity=Parity.ODD)
    assert wish("", settings) == LineWish(wanted, dtr=False, rts=None, exclusive=False, local_echo=True)


def test_switches() -> None:
    text = (
        "/SPEED:115200 /PARITY:EVEN/DATA-BITS:7 /STOP-BITS:2 /FLOW:XON-XOFF /DTR:OFF /RTS:OFF /NO-EXCLUSIVE /LOCAL-ECHO"
    )
    settings = LineSettings(115200, 7, Parity.EVEN, 2, Flow.XON_XOFF)
    assert wish(text) == LineWish(settings, dtr=False, rts=False, exclusive=False, local_echo=True)
    again = Settings(line_dtr=False, line_exclusive=False, local_echo=True)
    assert wish("/DTR:ON /EXCLUSIVE /NO-LOCAL /WAIT /RECONNECT", again) == wish("/DTR:ON")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("/SPEED:0", "Invalid speed"),
        ("/SPEED:", "First nonspace character is not a digit"),
        ("/PARITY:EVIL", "Does not match switch or keyword"),
        ("/SPEEED:9600", "Does not match switch or keyword"),
        ("9600", "Not confirmed"),
    ],
)
def test_wrong_switches(text: str, complaint: str) -> None:
    outcome = parse_line(top_level_grammar(), f"CONNECT TTY x {text}")
    assert isinstance(outcome, Failed)
    assert outcome.text in (complaint, "Not a switch - does not begin with slash")


def test_tty_alone_is_the_same() -> None:
    outcome = parse_line(top_level_grammar(), "TTY (LINE) x /SPEED:50")
    assert isinstance(outcome, Parsed)
    assert outcome.arguments == {"command": "TTY", "line": "x", "switches": ("SPEED",), "speed": 50}


def test_no_line_named() -> None:
    outcome = parse_line(top_level_grammar(), "CONNECT TTY")
    assert isinstance(outcome, Failed)
    assert outcome.text == "No line given"


def test_help_and_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [("ttyUSB0", "TTL232R-3V3"), ("ttyUSB1", ""), ("ttyS0", "PNP0501"), ("usb-FTDI", "ttyUSB0")]
    monkeypatch.setattr(ports, "names_of_lines", lambda: lines)
    grammar = top_level_grammar()
    assert help_for_line(grammar, "tty ").text == (
        " name of a line, perhaps one of the following:\n ttyS0      ttyUSB0     ttyUSB1     usb-FTDI"
    )
    assert help_for_line(grammar, "tty ttyu", is_described=True).text == (
        " name of a line, perhaps one of the following:\n ttyUSB0   TTL232R-3V3\n ttyUSB1"
    )
    assert help_for_line(grammar, "tty xyz").text == " name of a line"
    assert complete_line(grammar, "tty ttyu").append == "SB"
    assert complete_line(grammar, "tty ttys").append == "0 "
    assert complete_line(grammar, "tty xyz").append == " "
    assert complete_line(grammar, "connect tt").append == "Y (LINE) "
    files = {"/dev/nu": ["/dev/null"]}
    assert complete_line(grammar, "tty /dev/nu", list_files=lambda text: files.get(text, [])).append == "ll "


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("foo://x", "Not an address of a line; those begin with loop, rfc2217, socket, spy"),
        ("socket://lab", "Invalid port number"),
        ("loop://?what=ever", "Not a loop: address"),
        ("spy:///dev/null?what=ever", "Not a spy: address"),
    ],
)
def test_wrong_addresses(name: str, complaint: str) -> None:
    with pytest.raises(CommandError) as wrong:
        load_backend("TTY").open({"line": name}, Settings(), lambda: None)
    assert str(wrong.value).startswith(complaint)
