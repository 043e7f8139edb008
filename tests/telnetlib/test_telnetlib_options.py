"""Who answers a host's questions about options, and what: our negotiation, a callback, or nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from telnet_client import telnetlib
from telnet_client.telnetlib import DO, DONT, ECHO, IAC, NAWS, NOP, SB, SE, SGA, STATUS, TTYPE, WILL, WONT

if TYPE_CHECKING:
    from conftest import Line

SEND_TERMINAL_TYPE = IAC + SB + TTYPE + b"\1" + IAC + SE


def ask(line: Line, question: bytes) -> bytes:
    """What comes back when the host asks, at once."""
    line.host.sendall(question + b"!")
    assert line.telnet.read_until(b"!", 10) == b"!"
    return line.heard()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (IAC + WILL + ECHO, IAC + DO + ECHO),
        (IAC + WILL + SGA, IAC + DO + SGA),
        (IAC + DO + SGA, IAC + WILL + SGA),
        (IAC + DO + TTYPE, IAC + WILL + TTYPE),
        (IAC + DO + TTYPE + SEND_TERMINAL_TYPE, IAC + WILL + TTYPE + IAC + SB + TTYPE + b"\0DUMB" + IAC + SE),
        (IAC + DO + NAWS, IAC + WILL + NAWS + IAC + SB + NAWS + b"\0\x50\0\x18" + IAC + SE),
        (IAC + DO + ECHO, IAC + WONT + ECHO),
        (IAC + WILL + STATUS, IAC + DONT + STATUS),
        (IAC + DO + b"\xff", IAC + WONT + b"\xff"),
        # What is so already needs no answer, and what was not agreed on gets none.
        (IAC + WONT + ECHO, b""),
        (IAC + DONT + TTYPE, b""),
        (SEND_TERMINAL_TYPE, b""),
        (IAC + NOP, b""),
    ],
)
def test_answers(line: Line, question: bytes, answer: bytes) -> None:
    assert ask(line, question) == answer


def test_what_a_host_is_told_is_a_matter_of_attributes(line: Line) -> None:
    line.telnet.terminal_types = ("xterm", "vt100")
    line.telnet.window_size = (255, 50)
    assert ask(line, IAC + DO + NAWS).endswith(NAWS + b"\0\xff\xff\0\x32" + IAC + SE)
    answers = ask(line, IAC + DO + TTYPE + 3 * SEND_TERMINAL_TYPE)
    assert [name in answers for name in (b"\0XTERM", b"\0VT100")] == [True, True]


def test_other_options_can_be_answered(line_of: type[Line]) -> None:
    class WithSpeed(telnetlib.Telnet):
        answered_options = (*telnetlib.Telnet.answered_options, telnetlib.TSPEED)

    with line_of(WithSpeed) as line:
        assert ask(line, IAC + DO + telnetlib.TSPEED) == IAC + WILL + telnetlib.TSPEED


def test_everything_can_be_refused_as_the_old_module_did(line_of: type[Line]) -> None:
    class Refusing(telnetlib.Telnet):
        answered_options = ()

    with line_of(Refusing) as line:
        assert ask(line, IAC + WILL + ECHO + IAC + DO + TTYPE) == IAC + DONT + ECHO + IAC + WONT + TTYPE


def test_a_host_that_asks_again_and_again_is_answered_once(line: Line) -> None:
    answers = b"".join(
        ask(line, IAC + verb + option) for _ in range(50) for verb in (DO, WILL) for option in (TTYPE, ECHO)
    )
    assert answers.count(IAC) == 4


def test_a_host_that_takes_every_answer_for_a_question_is_no_loop(line: Line) -> None:
    """It says the same back, as another program with the old module would."""
    turned = bytes.maketrans(WILL + WONT + DO + DONT, DO + DONT + WILL + WONT)
    says = IAC + WILL + ECHO + IAC + DO + STATUS
    rounds = 0
    while says and rounds < 20:
        says = ask(line, says).translate(turned)
        rounds += 1
    assert rounds < 4


def test_with_a_callback_nothing_is_answered(line: Line) -> None:
    told: list[tuple[bytes, bytes]] = []
    line.telnet.set_option_negotiation_callback(lambda sock, command, option: told.append((command, option)))
    assert ask(line, IAC + DO + TTYPE + SEND_TERMINAL_TYPE + IAC + NOP) == b""
    assert told == [(DO, TTYPE), (SB, b"\0"), (SE, b"\0"), (NOP, b"\0")]
    assert line.telnet.read_sb_data() == TTYPE + b"\1"
    line.telnet.set_option_negotiation_callback(None)
    assert ask(line, IAC + DO + TTYPE) == IAC + WILL + TTYPE


def test_the_callback_is_given_the_socket_and_can_answer(line: Line) -> None:
    line.telnet.set_option_negotiation_callback(lambda sock, command, option: sock.sendall(IAC + WONT + option))
    assert ask(line, IAC + DO + ECHO) == IAC + WONT + ECHO


def test_a_callback_that_raises_loses_nothing(line: Line) -> None:
    def refuse(_sock: object, _command: bytes, option: bytes) -> None:
        if option == ECHO:
            raise ValueError("no echo here")

    line.telnet.set_option_negotiation_callback(refuse)
    line.host.sendall(b"before" + IAC + WILL + ECHO + b"between" + IAC + WILL + SGA + b"after" + IAC)
    with pytest.raises(ValueError, match="no echo here"):
        line.telnet.read_until(b"after", 10)
    line.host.sendall(NOP + b".")
    assert line.telnet.read_until(b".", 10) == b"beforebetweenafter."


def test_writing_doubles_iac_and_changes_nothing_else(line: Line) -> None:
    line.telnet.write(b"a\r\n\n\r\0\xff")
    assert line.heard() == b"a\r\n\n\r\0\xff\xff"


def test_debug_messages(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    line.telnet.host, line.telnet.port = "lab", 2323
    line.telnet.set_debuglevel(1)
    line.telnet.write(b"x")
    ask(line, IAC + DO + ECHO + IAC + NOP)
    assert capsys.readouterr().out.splitlines() == [
        "Telnet(lab,2323): send b'x'",
        "Telnet(lab,2323): recv b'\\xff\\xfd\\x01\\xff\\xf1!'",
        "Telnet(lab,2323): IAC DO 1",
        "Telnet(lab,2323): IAC 241 not recognized",
    ]
