"""Talk command mode: one character, not echoed, and what the table says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from fakes.host import DO, IAC, WILL, WONT
from telnet_client.commands import SINGLE_CHARACTER
from telnet_client.mode_table import Mode
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from fakes.scene import Scene, SetScene

ESCAPE = b"\x1e"
TELNET, RAW = 23, 2323
AO, AYT, BRK, IP, DM = 245, 246, 243, 244, 242
BINARY = 0

LIST = """\

Type a single character command:
?  This message
A  Send ATTN
B  Send Break
C  Close connection
O  Abort output
P  Push to inferior EXEC
S  Status of TELNET connection
Q  Quit
T  Transparent mode toggle
X  Enter extended command mode
Typing the escape character twice sends it to the host.

Command:>"""


class Deed(NamedTuple):
    """What a letter does while the protocol is on."""

    letter: str
    mode: Mode = Mode.TALK
    sent: bytes = b""
    calls: tuple[str, ...] = ()
    text: str = ""


DEEDS = (
    Deed("A", sent=bytes((IAC, IP, IAC, DM))),
    Deed("B", sent=bytes((IAC, BRK, IAC, DM))),
    Deed("C", Mode.TOP_LEVEL, calls=("leave_talk", "reset_screen"), text="Connection closed\n"),
    Deed("O", sent=bytes((IAC, AO, IAC, DM))),
    Deed("P", calls=("leave_talk", "run_shell /bin/sh None", "enter_talk False")),
    Deed("Q", calls=("leave_talk", "suspend", "enter_talk False")),
    Deed("S", sent=bytes((IAC, AYT)), calls=("leave_talk", "enter_talk False"), text="Remote host status reply:\n"),
    Deed("T", sent=bytes((IAC, WILL, BINARY, IAC, DO, BINARY))),
    Deed("X", Mode.EXTENDED_TALK_COMMAND, calls=("leave_talk",)),
    Deed("?", Mode.TALK_COMMAND, text=LIST),
)


def test_every_letter_is_here() -> None:
    assert {deed.letter for deed in DEEDS} == set(SINGLE_CHARACTER)


@pytest.mark.parametrize(
    "deed", [*DEEDS, *(d._replace(letter=d.letter.lower()) for d in DEEDS)], ids=lambda d: d.letter
)
def test_what_a_letter_does(scene: Scene, deed: Deed) -> None:
    host = scene.connect(TELNET)
    scene.play(ESCAPE + deed.letter.encode())
    assert scene.mode is deed.mode
    assert host.take() == deed.sent
    assert scene.text.endswith(deed.text)
    assert bool(scene.text) == bool(deed.text)
    assert scene.terminal.calls == list(deed.calls)
    assert scene.terminal.bells == 0


def test_the_data_mark_is_urgent(scene: Scene) -> None:
    host = scene.connect(TELNET)
    scene.play(*(ESCAPE + letter for letter in (b"A", b"B", b"O")))
    assert [signal[1] for signal in host.stream.urgent] == [IP, BRK, AO]
    assert all(signal[2:] == bytes((IAC, DM)) for signal in host.stream.urgent)


@pytest.mark.parametrize("letter", "ABOTabot")
def test_a_bell_without_the_protocol(scene: Scene, letter: str) -> None:
    host = scene.connect(RAW)
    scene.play(ESCAPE + letter.encode())
    assert scene.terminal.bells == 1
    assert (host.take(), scene.text, scene.mode) == (b"", "", Mode.TALK)


@pytest.mark.parametrize("letter", "CPQSX?")
def test_the_others_need_no_protocol(scene: Scene, letter: str) -> None:
    scene.connect(RAW)
    scene.play(ESCAPE + letter.encode())
    assert scene.terminal.bells == 0
    assert scene.mode is next(deed.mode for deed in DEEDS if deed.letter == letter)


def test_a_bell_for_everything_else(scene: Scene) -> None:
    host = scene.connect(TELNET)
    letters = "".join(SINGLE_CHARACTER).encode()
    others = [code for code in range(256) if bytes((code,)).upper() not in [bytes((x,)) for x in letters + ESCAPE]]
    assert len(others) > 200
    for count, code in enumerate(others, start=1):
        scene.play(ESCAPE + bytes((code,)))
        assert scene.terminal.bells == count
        assert scene.mode is Mode.TALK
    assert (host.take(), scene.text) == (b"", "")


def test_the_list_and_then_a_letter(scene: Scene) -> None:
    scene.connect(TELNET)
    scene.play(ESCAPE, b"?")
    assert scene.text == LIST
    scene.play(b"?")
    assert scene.text == LIST + "\n" + LIST
    scene.play(b"c")
    assert scene.text == LIST + "\n" + LIST + "\nConnection closed\n"


def test_the_list_begins_on_a_line_of_its_own(scene: Scene) -> None:
    host = scene.connect(TELNET)
    scene.play(lambda: host.send(b"login: "), ESCAPE + b"?")
    assert scene.text == "login: \n" + LIST


def test_another_escape_character_is_typed_twice_too(set_scene: SetScene) -> None:
    scene = set_scene(Settings(escape_character=ord("s")))
    host = scene.connect(TELNET)
    scene.play(b"ss")
    assert host.take() == b"s"
    assert scene.text == ""


def test_what_the_host_says_is_shown_while_it_waits(scene: Scene) -> None:
    host = scene.connect(TELNET)
    scene.play(ESCAPE, lambda: host.send(b"still "), lambda: host.send(b"here"))
    assert scene.mode is Mode.TALK_COMMAND
    assert scene.text == "still here"


def test_the_host_may_hang_up_while_it_waits(scene: Scene) -> None:
    host = scene.connect(TELNET)
    scene.play(ESCAPE, lambda: host.send(b"bye\r\n"), host.close)
    assert scene.mode is Mode.TOP_LEVEL
    assert scene.text == "bye\nConnection closed by foreign host\n"


def test_a_letter_behind_a_screen_that_is_stuck(scene: Scene) -> None:
    host = scene.connect(TELNET)
    scene.play(scene.terminal.hold_screen, lambda: host.send(b"flood" * 100), ESCAPE + b"o")
    assert host.take() == bytes((IAC, AO, IAC, DM))


def test_keys_behind_the_letter_go_to_the_host(scene: Scene) -> None:
    host = scene.connect(TELNET)
    scene.play(ESCAPE + b"!abc" + ESCAPE + b"odef")
    assert host.take() == b"abc" + bytes((IAC, AO, IAC, DM)) + b"def"


def test_transparent_goes_off_if_it_is_on_either_way(scene: Scene) -> None:
    host = scene.connect(TELNET)
    scene.play(lambda: host.send(bytes((IAC, DO, BINARY))))
    assert host.take() == bytes((IAC, WILL, BINARY))
    scene.play(ESCAPE + b"t")
    assert host.take().startswith(bytes((IAC, WONT, BINARY)))


def test_a_shell_that_cannot_be_run(scene: Scene) -> None:
    scene.connect(TELNET)
    scene.terminal.shell_error = FileNotFoundError(2, "No such file or directory")
    scene.play(ESCAPE + b"p")
    assert scene.text == "?Cannot run /bin/sh - No such file or directory\n"
    assert scene.mode is Mode.TALK


def test_a_shell_that_stops_itself_is_continued(scene: Scene) -> None:
    scene.connect(TELNET)
    scene.terminal.stopped_shell = 4711
    scene.play(ESCAPE + b"p")
    scene.terminal.stopped_shell = None
    scene.play(ESCAPE + b"p", ESCAPE + b"p")
    shells = [call for call in scene.terminal.calls if call.startswith("run_shell")]
    assert shells == ["run_shell /bin/sh None", "run_shell /bin/sh 4711", "run_shell /bin/sh None"]


def test_no_job_control(scene: Scene) -> None:
    scene.connect(TELNET)
    scene.terminal.has_job_control = False
    scene.play(ESCAPE + b"q")
    assert scene.text == "?No job control here to resume TELNET with; use CLOSE or EXIT to leave\n"
    assert scene.mode is Mode.TALK


def test_an_error_behind_a_letter_is_not_the_take_files(scene: Scene) -> None:
    """A TAKE file that connected has commands left; what goes wrong behind a letter is not one of them."""
    with open("on.cmd", "w") as file:
        file.write("sierra 23\ndebug\n")
    scene.terminal.shell_error = FileNotFoundError(2, "No such file or directory")
    scene.play("take on", ESCAPE + b"p")
    assert scene.text.endswith("?Cannot run /bin/sh - No such file or directory\n")
