"""Lines edited on a real terminal, for hosts that speak no TELNET: MUDs, boards, mail servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.conversation import EXTENDED_PROMPT, connect
from support.program import ESCAPE

if TYPE_CHECKING:
    from support.recording_host import RecordingHost
    from support.user import User

pytestmark = pytest.mark.interop

LEFT, UP = "\x1b[D", "\x1b[A"


def test_a_line_is_sent_whole(user: User, host: RecordingHost) -> None:
    program, call = connect(user, host)
    call.send(b"> ")
    program.wait_for_prompt(">")
    program.type("lok" + LEFT + "o")
    program.wait_for("> look")
    program.type("\r")
    call.wait_for(b"look\r\n")
    assert call.received == b"look\r\n"
    call.send(b"A dark room.\n> ")
    program.wait_for("> look\nA dark room.\n>")
    program.type(UP)
    program.wait_for("A dark room.\n> look")
    program.type("\x15quit\r")
    call.wait_for(b"look\r\nquit\r\n")


def test_the_host_speaks_in_the_middle_of_a_line(user: User, host: RecordingHost) -> None:
    program, call = connect(user, host, columns=30, rows=10)
    call.send(b"> ")
    program.wait_for_prompt(">")
    program.type("say a line of more than one row, with 世界")
    program.wait_for("\nrow, with 世界")
    call.send(b"\r\n\x1b[1mA rat\x1b[0m bites you.\r\n> ")
    program.wait_for("\n>\nA rat bites you.\n> say a line of more than one\nrow, with 世界")
    program.type("!\r")
    call.wait_for("say a line of more than one row, with 世界!\r\n".encode())


def test_a_command_in_the_middle_of_a_line(user: User, host: RecordingHost) -> None:
    program, call = connect(user, host)
    program.type("half" + LEFT + ESCAPE + "x")
    program.wait_for_prompt(EXTENDED_PROMPT)
    program.type("NO DEBUG\r")
    program.wait_for("half\nTELNET!NO DEBUG\nhalf")
    program.type("X\r")
    call.wait_for(b"halXf\r\n")
    program.wait_for("\nhalXf\n")


def test_a_new_size_in_the_middle_of_a_line(user: User, host: RecordingHost) -> None:
    program, call = connect(user, host, columns=40)
    program.type("x" * 35)
    program.wait_for("x" * 35)
    program.resize(30, 24)
    program.wait_for("\n" + "x" * 30 + "\nxxxxx")
    program.type("y\r")
    call.wait_for(b"x" * 35 + b"y\r\n")


def test_a_hundred_thousand_characters(user: User, host: RecordingHost) -> None:
    program, call = connect(user, host)
    text = "0123456789" * 10_000
    program.type(text)
    program.type("end")
    program.wait_for_output(b"end")
    program.type("\x7f" * 3 + "\r")
    call.wait_for(text.encode() + b"\r\n")
    assert call.received == text.encode() + b"\r\n"


def test_an_interrupt_goes_at_once(user: User, host: RecordingHost) -> None:
    program, call = connect(user, host)
    program.type("half a line\x03")
    call.wait_for(b"\x03")
    program.type("rest\r")
    call.wait_for(b"\x03rest\r\n")
    program.wait_for("half a line^Crest\n")


def test_no_line(user: User, host: RecordingHost) -> None:
    user.write_start_up_file("no line\nbackspace bs\nreturn cr\n")
    program, call = connect(user, host)
    program.type("a\x7f\r")
    call.wait_for(b"a\b\r")
    assert call.received == b"a\b\r"
    program.hang_up()
