"""PAGE, OPAQUE and FILTER with real hosts on a real terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.conversation import EXTENDED_PROMPT, check_that_it_talks, converse, type_extended_command
from support.hosts import SHELL, inetutils_telnetd, required
from support.program import ESCAPE

if TYPE_CHECKING:
    from pathlib import Path

    from support.recording_host import RecordingHost
    from support.user import User

pytestmark = pytest.mark.interop

STOP, START = "\x13", "\x11"


def test_a_screenful_at_a_time(user: User, host_folder: Path) -> None:
    user.write_start_up_file("page\nopaque\n")
    (host_folder / "wide").write_text("世界" * 11 + "\n")
    with inetutils_telnetd(host_folder, SHELL) as host:
        program = user.tn("127.0.0.1", host.port, columns=40, rows=10)
        program.wait_for_prompt("host$")
        program.type("seq 1 25; cat wide\r")
        # Whoever types has seen the screen: the line with the command is the first of the new one.
        bells = program.wait_for_output(b"\a")
        assert program.screen.text.endswith("cat wide\n1\n2\n3\n4\n5\n6\n7\n8\n9")
        program.type(START)
        bells = program.wait_for_output(b"\a", bells)
        assert program.screen.text.endswith("9\n10\n11\n12\n13\n14\n15\n16\n17\n18")
        program.type(ESCAPE + "x")
        program.wait_for_prompt(EXTENDED_PROMPT)
        program.type("NO OPAQUE\r")
        program.wait_for("25\n" + "世界" * 10 + "\n世界\nhost$")
        program.type("exit\r")
        assert program.wait_exit() == 0
        assert program.complaints() == []


def test_stop_and_start(user: User, host: RecordingHost) -> None:
    user.write_start_up_file("page\n")
    program, call = converse(user, host)
    program.type(STOP + "keys")
    call.wait_for(b"keys")
    call.send(b"later")
    program.type(START + "more")
    call.wait_for(b"more")
    program.wait_for("later")
    assert call.received.endswith(b"keysmore")


def test_a_full_screen_program_is_never_held(user: User, host_folder: Path) -> None:
    required("less", "less")
    user.write_start_up_file("page\nopaque\n")
    with inetutils_telnetd(host_folder, SHELL) as host:
        program = user.tn("127.0.0.1", host.port, columns=60, rows=12)
        program.wait_for_prompt("host$")
        program.type("seq 1 100 | less\r")
        program.wait_for("11\n:")
        for last in (22, 33, 44):
            program.type(" ")
            program.wait_for(f"{last}\n:")
        program.type("q")
        program.wait_for_prompt("host$")
        assert b"\a" not in program.output


#: Each would make the terminal type, or write to its clipboard.
HARMFUL = (
    b"\x05",
    b"\x1b[21t",
    b"\x1bP$q m\x1b\\",
    b"\x1b]52;c;cm0gLXJmIH4K\x07",
    b"\x1b]52;c;" + b"A" * 100_000 + b"\x1b\\",
)
HARMLESS = b"\x1b]0;a title\x07\x1b[1;31mred\x1b[0m "


@pytest.mark.parametrize("piece", [1 << 16, 1])
def test_what_could_make_the_terminal_type_is_dropped(user: User, host: RecordingHost, piece: int) -> None:
    program, call = converse(user, host)
    stream = b"".join(b"before " + harmful + b"after " + HARMLESS for harmful in HARMFUL) + b"done\r\n"
    call.send_in_background(stream[at : at + piece] for at in range(0, len(stream), piece)).wait()
    program.wait_for("done\n")
    assert (b"before after " + HARMLESS) * len(HARMFUL) + b"done\r\n" in program.output
    check_that_it_talks(program, call)


def test_filter_off_and_strict(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host)
    type_extended_command(program, "FILTER OFF")
    program.wait_for("TELNET!FILTER OFF")
    call.send(b"off " + HARMFUL[3] + b"end\r\n")
    program.wait_for_output(b"off " + HARMFUL[3] + b"end")
    type_extended_command(program, "FILTER STRICT")
    program.wait_for("TELNET!FILTER STRICT")
    call.send(b"strict " + HARMLESS + b"end\r\n")
    program.wait_for_output(b"strict \x1b[1;31mred\x1b[0m end")


def test_what_one_host_had_begun_is_not_the_next_ones(user: User, host: RecordingHost) -> None:
    program = user.tn()
    for words in (b"first\r\n\x1b]52;c;" + b"A" * 10_000, b"second\r\n"):
        program.wait_for_prompt("TELNET>")
        program.type(f"CONNECT {host.address} {host.port}\r")
        call = host.accept()
        call.send(words)
        program.wait_for(words.split(b"\r")[0].decode())
        call.close()
    program.wait_for_prompt("TELNET>")
