"""The demonstration host over real TCP: what it says unasked, its commands, its keys, its ends."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.visitor import FACTS, GREETING, PlainVisitor, Visitor
from support.waiting import poll_until
from telnet_client.demo import caller as caller_module
from telnet_client.demo import host as host_module
from telnet_client.demo.commands import COMMANDS
from telnet_client.demo.files import FILES, read_lines
from telnet_client.demo.host import DemoHost
from telnet_client.demo.system import LIMIT
from telnet_client.errors import CommandError
from telnet_client.protocol.codes import Command, Option
from telnet_client.protocol.negotiation import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

#: WILL ECHO, WILL SUPPRESS-GO-AHEAD, DO TERMINAL-TYPE, DO NAWS.
OFFERS = b"\xff\xfb\x01\xff\xfb\x03\xff\xfd\x18\xff\xfd\x1f"
#: The same refused: DONT ECHO and so on.
REFUSALS = b"\xff\xfe\x01\xff\xfe\x03\xff\xfc\x18\xff\xfc\x1f"

FAST, SLOW = 1e6, 4.0


@pytest.fixture
def host() -> Iterator[DemoHost]:
    """A host whose commands show their output at once."""
    with DemoHost(lines_a_second=FAST) as host:
        yield host


@pytest.fixture
def visitor(host: DemoHost) -> Iterator[Visitor]:
    """A visitor of that host, at its first prompt."""
    with Visitor(host) as visitor:
        yield visitor.enter()


@pytest.fixture
def reader() -> Iterator[Visitor]:
    """A visitor of a slow host that has begun to type a long text."""
    with DemoHost(lines_a_second=SLOW) as host, Visitor(host) as visitor:
        visitor.enter()
        visitor.type("type telnet.txt\r")
        visitor.see("A SHORT HISTORY")
        yield visitor


# Arriving


def test_offers_come_first_and_the_greeting_after_the_answers(host: DemoHost) -> None:
    with PlainVisitor(host) as visitor:
        assert visitor.wait_for(OFFERS) == OFFERS
        visitor.send(REFUSALS)
        assert GREETING.encode() in visitor.wait_for(b"\r\n@")


def test_a_terminal_type_is_asked_for_only_when_agreed(host: DemoHost) -> None:
    with PlainVisitor(host) as visitor:
        visitor.wait_for(OFFERS)
        visitor.send(b"\xff\xfb\x18")
        assert visitor.wait_for(b"\xff\xf0") == b"\xff\xfa\x18\x01\xff\xf0"


def test_the_greeting_waits_for_the_type_and_the_size_of_the_terminal(
    host: DemoHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caller_module, "PATIENCE", 3600.0)
    with PlainVisitor(host) as visitor:
        visitor.wait_for(OFFERS)
        visitor.send(b"\xff\xfd\x01\xff\xfd\x03\xff\xfb\x18\xff\xfb\x1f")
        visitor.wait_for(b"\xff\xf0")
        visitor.send(b"\xff\xfd\x06")
        assert GREETING.encode() not in visitor.wait_for(b"\xff\xfb\x06")
        visitor.send(b"\xff\xfa\x1f\0\x50\0\x18\xff\xf0\xff\xfa\x18\0VT52\xff\xf0")
        assert GREETING.encode() in visitor.wait_for(b"\r\n@")


def test_a_caller_who_speaks_no_telnet_is_served_as_well(host: DemoHost) -> None:
    with PlainVisitor(host) as visitor:
        visitor.wait_for(b"\r\n@")
        visitor.send(b"daytime\n")
        assert b"20" in visitor.wait_for(b"\r\n@")


def test_commands_sent_before_the_greeting_wait_for_it(host: DemoHost) -> None:
    with PlainVisitor(host) as visitor:
        visitor.send(b"information telnet-options\nlogout\n")
        assert re.search(rb"\r\n@.*This host: none.*\r\n@.*Killed job 1", visitor.wait_end(), re.DOTALL)


def test_what_was_agreed_on_is_what_hosts_and_clients_agree_on(visitor: Visitor) -> None:
    assert visitor.command("information telnet-options").splitlines() == [
        " This host: ECHO, SUPPRESS-GO-AHEAD",
        " Your TELNET: TERMINAL-TYPE, NAWS",
    ]


# Commands


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("daytime", r" \w+day, \w+ \d+, \d{4} \d\d:\d\d:\d\d"),
        ("help", r"(?s).*INFORMATION \(ABOUT\) .*CTRL/O.*"),
        (
            "information (about) terminal-mode",
            r"(?s) TERMINAL XTERM-256COLOR\n TERMINAL LENGTH 24\n TERMINAL WIDTH 80\n.*",
        ),
        ("info", r"(?s) TERMINAL XTERM-256COLOR\n.* ECHO ON"),
        ("systat", r"(?s) \d+-\w+-\d{4} .*SYSJOB   OPERATOR\n   1\*  101  SYSTAT   GUEST     127\.0\.0\.1"),
        ("type (file) telnet.txt", r"(?s) +A SHORT HISTORY.* and to the prompt\."),
        ("type tops-20.txt", r"(?s) +ABOUT TOPS-20\n.*"),
        ("echo on", r" This host shows what you type from now on"),
        ("sYsTaT ! a comment ! ; and one more", r"(?s).*SYSJOB.*"),
        ("frobnicate", r"\?Unrecognized command"),
        ("daytime now", r"\?Not confirmed"),
        ("information (abut) terminal", r"\?Invalid guide word"),
        ("information te", r'\?Ambiguous - "te"'),
        ("echo", r'\?Null switch or keyword given - ""'),
        ("type lorem.txt", r'\?Does not match switch or keyword - "lorem\.txt"'),
        ("type @names.cmd", r'\?File not found - "names\.cmd"'),
        ("; nothing but a comment", r""),
    ],
)
def test_commands(visitor: Visitor, line: str, wanted: str) -> None:
    assert re.fullmatch(wanted, visitor.command(line).removesuffix("\n"))


def test_every_command_is_in_help_and_has_one_letter(visitor: Visitor) -> None:
    shown = visitor.command("help")
    for command in COMMANDS:
        assert re.search(rf"^  {command.name}\b.*{re.escape(command.description)}$", shown, re.MULTILINE)
        assert len([other for other in COMMANDS if other.name.startswith(command.name[0])]) == 1


def test_no_line_of_help_is_wider_than_a_screen(visitor: Visitor) -> None:
    assert [line for line in visitor.command("help").splitlines() if len(line) >= 80] == []


@pytest.mark.parametrize("file", FILES)
def test_the_texts_are_long_and_narrow(file: tuple[str, str]) -> None:
    lines = read_lines(file[0])
    assert len(lines) >= 100
    assert all(len(line) < 80 and (line.isprintable() or not line) for line in lines)


def test_a_text_comes_whole_and_unchanged(visitor: Visitor) -> None:
    assert visitor.command("type tops-20.txt").splitlines() == read_lines("TOPS-20.TXT")


def test_everybody_is_in_systat(host: DemoHost, visitor: Visitor) -> None:
    with Visitor(host) as second:
        shown = second.enter().command("systat")
    assert re.search(r"^   1   101  EXEC     GUEST", shown, re.MULTILINE)
    assert re.search(r"^   2\*  102  SYSTAT   GUEST", shown, re.MULTILINE)
    assert " 2+1 Jobs" in shown
    poll_until(lambda: " 1+1 Jobs" in visitor.command("systat"), lambda: "the second caller is still on")


def test_a_new_window_size_is_seen(visitor: Visitor) -> None:
    visitor.engine.change_facts(FACTS._replace(columns=255, rows=50))
    visitor.answer()
    shown = visitor.command("information terminal-mode")
    assert " TERMINAL LENGTH 50\n TERMINAL WIDTH 255\n" in shown


def test_lists_are_as_wide_as_the_window(visitor: Visitor) -> None:
    visitor.engine.change_facts(FACTS._replace(columns=20))
    visitor.answer()
    visitor.type("?")
    assert "\n DAYTIME\n ECHO\n HELP\n" in visitor.see("\n@")


# Recognition and help


def test_question_mark_lists_and_a_second_one_describes(visitor: Visitor) -> None:
    visitor.type("?")
    assert visitor.see("\n@") == (
        "? command, one of the following:\n"
        " DAYTIME       ECHO           HELP           INFORMATION    LOGOUT\n"
        " SYSTAT        TYPE\n"
        "@"
    )
    visitor.type("?")
    assert "\n SYSTAT        Who is on this host\n" in visitor.see("\n@")
    assert visitor.command("") == ""
    visitor.type("?")
    assert "\n SYSTAT        TYPE\n" in visitor.see("\n@")


def test_question_mark_in_a_line_gives_the_line_back(visitor: Visitor) -> None:
    visitor.type("echo ?")
    assert visitor.see("@echo ") == "echo ? one of the following:\n OFF   ON\n@echo "
    visitor.type("on ?")
    assert visitor.see("@echo on ") == "on ? confirm with carriage return\n@echo on "


def test_the_text_about_tops_20_shows_what_this_host_does(visitor: Visitor) -> None:
    visitor.type("TYPE (FILE) ?")
    shown = visitor.see("\n@TYPE (FILE) ").rstrip()
    text = "\n".join(line.removeprefix("    ") for line in read_lines("TOPS-20.TXT"))
    assert f"@{shown}" in text


@pytest.mark.parametrize("key", ["\x1b", "\t"])
def test_recognition_is_in_capitals_and_goes_on_to_the_guide_words(visitor: Visitor, key: str) -> None:
    visitor.type(f"inf{key}")
    assert visitor.see("ABOUT) ") == "infORMATION (ABOUT) "
    visitor.type(f"tel{key}")
    assert visitor.see("OPTIONS ") == "telNET-OPTIONS "
    visitor.type(key)
    assert visitor.see("\a") == "\a"


def test_recognition_of_an_ambiguous_word_rings(visitor: Visitor) -> None:
    visitor.type("information t\x1b")
    assert visitor.see("\a") == "information tE\a"


def test_recognition_of_a_default(visitor: Visitor) -> None:
    visitor.type("type \x1b")
    assert visitor.see(".TXT ") == "type TELNET.TXT "


def test_control_f_completes_the_field_only(visitor: Visitor) -> None:
    visitor.type("sy\x06;")
    assert visitor.see(";") == "sySTAT;"


@pytest.mark.parametrize("keys", ["xyz\x1b", "xyz ?"])
def test_what_cannot_be_a_command_is_told_at_once(visitor: Visitor, keys: str) -> None:
    visitor.type(keys)
    assert "\n?Unrecognized command\n" in visitor.see("\n@")


def test_a_hyphen_continues_the_command(visitor: Visitor) -> None:
    visitor.type("information -\r")
    visitor.see("-\n")
    visitor.type("telnet\r")
    assert visitor.see("\n@").startswith("telnet\n This host:")


def test_control_h_brings_the_good_part_back(visitor: Visitor) -> None:
    assert visitor.command("type (file) nothing.txt").startswith("?Does not match")
    visitor.type("\btops\x1b")
    assert visitor.see("TXT ") == "type (file)tops-20.TXT "


def test_control_c_forgets_what_was_begun(visitor: Visitor) -> None:
    visitor.type("information wrong\r")
    visitor.see("\n@")
    visitor.type("\x03")
    visitor.see("^C\n@")
    visitor.type("\bdaytime -\r")
    assert visitor.see("-\n") == "\adaytime -\n"
    visitor.type("\x03")
    visitor.see("^C\n@")
    assert "SYSJOB" in visitor.command("systat")


# Editing


@pytest.mark.parametrize(
    "keys",
    [
        "daytimf\x7fe",
        "day\b\b\bsystat\x15daytime",
        "foo day\x17\x17daytime",
        "\x7f\x15\x17daytime",
        "\x1b[A\x1bOBdaytime\x1b[3~",
        "day\0time",
        "systat\x03daytime",
    ],
)
def test_editing(visitor: Visitor, keys: str) -> None:
    visitor.type(f"{keys}\x12\r")
    assert re.search(r"\n@daytime\n \w+day, $", visitor.see("day, "))


def test_a_quoted_character_is_one_of_the_line(visitor: Visitor) -> None:
    visitor.type("a\x16?b\x16\x06c\x7f\x7f\x7f\x7f\x7f")
    assert visitor.see("c" + "\b \b" * 6) == "a?b^Fc" + "\b \b" * 6


@pytest.mark.parametrize("end", [b"\r\n", b"\r\0", b"\r", b"\n"])
def test_every_form_of_return_is_one_return(host: DemoHost, end: bytes) -> None:
    with PlainVisitor(host) as visitor:
        visitor.wait_for(OFFERS)
        visitor.send(REFUSALS)
        visitor.wait_for(b"\r\n@")
        visitor.send(b"daytime" + end + b"systat" + end + b"logout" + end)
        shown = visitor.wait_end()
    assert shown.count(b"\r\n@") == 2
    assert b"?" not in shown


def test_return_in_binary_is_a_bare_cr(visitor: Visitor) -> None:
    visitor.engine.request(Option.BINARY, Side.LOCAL, True)
    visitor.engine.request(Option.BINARY, Side.REMOTE, True)
    visitor.answer()
    assert "This host: BINARY, ECHO" in visitor.command("information telnet-options")
    assert visitor.engine.sends_binary
    assert visitor.engine.receives_binary
    assert "day, " in visitor.command("daytime")


# Echo


def test_echo_off_and_on(visitor: Visitor) -> None:
    visitor.type("echo off\r")
    visitor.see("echo off\n Your own TELNET shows what you type from now on\n@")
    assert not visitor.engine.remote_echo
    visitor.type("information terminal-mode\r")
    assert visitor.see("\n@").startswith(" TERMINAL XTERM")
    visitor.type("echo on\r")
    visitor.see("\n@")
    assert visitor.engine.remote_echo
    assert visitor.command("information").endswith(" ECHO ON\n")


def test_the_client_may_say_who_echoes(visitor: Visitor) -> None:
    visitor.engine.request(Option.ECHO, Side.REMOTE, False)
    visitor.answer()
    visitor.type("information\r")
    assert visitor.see("\n@").endswith(" ECHO OFF\n@")


# Commands of the protocol


def test_are_you_there_is_answered_and_the_line_given_back(visitor: Visitor) -> None:
    visitor.type("day")
    visitor.see("day")
    visitor.engine.send_command(Command.ARE_YOU_THERE)
    visitor.answer()
    assert re.fullmatch(r"\n \d\d:\d\d:\d\d EXEC waiting for you, used .*, load \d+\.\d\d\n@day", visitor.see("@day"))


@pytest.mark.parametrize(("command", "left"), [(Command.ERASE_CHARACTER, "dayti"), (Command.ERASE_LINE, "")])
def test_erase_commands(visitor: Visitor, command: Command, left: str) -> None:
    visitor.type("daytim")
    visitor.engine.send_command(command)
    visitor.type("\x12;")
    assert visitor.see(";").endswith(f"\n@{left};")


@pytest.mark.parametrize("command", [Command.BREAK, Command.SUSPEND_PROCESS, Command.NO_OPERATION])
def test_other_commands_are_ignored(visitor: Visitor, command: Command) -> None:
    visitor.type("day")
    visitor.see("day")
    visitor.send(bytes((255, command)))
    assert "day, " in visitor.command("time")


@pytest.mark.parametrize("is_urgent", [False, True])
def test_interrupt_process_ends_a_text(reader: Visitor, is_urgent: bool) -> None:
    reader.socket.send(reader.engine.synch(Command.INTERRUPT_PROCESS), socket.MSG_OOB if is_urgent else 0)
    assert "prompt" not in reader.see("^C\n@")
    assert "day, " in reader.command("daytime")


def test_a_running_text_answers_are_you_there(reader: Visitor) -> None:
    reader.engine.send_command(Command.ARE_YOU_THERE)
    reader.answer()
    assert " TYPE running, used " in reader.see(", load")


def test_abort_output_ends_a_text_with_a_synch(reader: Visitor) -> None:
    reader.type("daytime\r")
    reader.send(reader.engine.synch(Command.ABORT_OUTPUT))
    reader.wait_urgent()
    assert "\n^O" not in reader.see(" ^O...\n@daytime\n")
    assert "day, " in reader.see("\n@")


def test_abort_output_at_the_prompt_gives_the_line_back(host: DemoHost) -> None:
    with PlainVisitor(host) as visitor:
        visitor.wait_for(b"\r\n@")
        visitor.send(b"\xff\xfd\x01dayt")
        visitor.wait_for(b"dayt")
        visitor.send(b"\xff\xf5")
        assert visitor.wait_for(b"@dayt") == b"\xff\xf2\r\n@dayt"
        assert visitor.has_urgent
        visitor.has_urgent = False
        visitor.send(b"ime\r")
        visitor.wait_for(b"\r\n@")
        assert not visitor.has_urgent


@pytest.mark.parametrize(("key", "shown"), [("\x03", "^C\n@"), ("\x0f", " ^O...\n@")])
def test_keys_end_a_text(reader: Visitor, key: str, shown: str) -> None:
    reader.type(key)
    reader.see(shown)
    assert "day, " in reader.command("daytime")


def test_control_s_holds_a_text_and_control_q_lets_it_go_on(visitor: Visitor) -> None:
    visitor.type("type telnet.txt\r\x13")
    visitor.type("\x14")
    shown = visitor.see(", load")
    assert "to the prompt." not in shown
    visitor.type("\x11")
    visitor.see("to the prompt.\n@")


def test_typing_ahead(reader: Visitor) -> None:
    reader.type("systat\rdaytime\r\x03")
    reader.see("^C\n@")
    reader.type("logout\r")
    assert "SYSJOB" not in reader.see("Killed job 1")


# Leaving


def test_logout_closes_in_order(visitor: Visitor) -> None:
    visitor.type("logout\rdaytime\r")
    shown = visitor.wait_end().decode()
    assert re.fullmatch(
        r"logout\r\n Killed job 1, user GUEST, TTY101, at \S+ \S+, used 0:00:\d\d in 0:00:\d\d\r\n", shown
    )


def test_the_last_words_reach_a_caller_who_goes_on_typing(host: DemoHost) -> None:
    with PlainVisitor(host) as visitor:
        visitor.wait_for(b"\r\n@")
        visitor.send(b"logout\r" + b"x" * 300_000)
        visitor.finish()
        assert b"Killed job 1" in visitor.wait_end()


def test_a_caller_who_closes_its_half_still_gets_all_answers(visitor: Visitor) -> None:
    visitor.type("type telnet.txt\rdaytime\r")
    visitor.finish()
    shown = visitor.wait_end().decode()
    assert "to the prompt.\r\n@daytime" in shown
    assert shown.endswith("\r\n@")


def test_closing_one_half_lets_a_held_text_go_on(visitor: Visitor) -> None:
    visitor.type("type telnet.txt\r\x13")
    visitor.finish()
    assert b"to the prompt." in visitor.wait_end()


@pytest.mark.parametrize("is_at_prompt", [False, True])
def test_a_caller_who_drops_is_forgotten(is_at_prompt: bool) -> None:
    with DemoHost(lines_a_second=SLOW if not is_at_prompt else FAST) as host:
        with Visitor(host) as lost:
            lost.enter()
            if not is_at_prompt:
                lost.type("type telnet.txt\r")
                lost.see("SHORT HISTORY")
            lost.reset()
        with Visitor(host) as other:
            other.enter()
            poll_until(lambda: " 1+1 Jobs" in other.command("systat"), lambda: "the lost caller is still on")


def test_as_many_callers_as_there_are_lines(host: DemoHost) -> None:
    with contextlib.ExitStack() as callers:
        first = [callers.enter_context(Visitor(host)).enter() for _ in range(LIMIT)]
        with PlainVisitor(host) as late:
            assert late.wait_end() == b"\r\n?Full - all lines are in use, try again later\r\n"
        first[2].type("logout\r")
        first[2].wait_end()
        first[2].socket.close()
        poll_until(lambda: f" {LIMIT - 1}+1 Jobs" in first[0].command("systat"), lambda: "no line is free")
        again = callers.enter_context(Visitor(host)).enter()
        assert "   3*  103  SYSTAT" in again.command("systat")


# Callers without manners


@pytest.mark.parametrize(
    "flood", [b"\xff\xf6", b"\xff\xf4", b"\xff\xf5", b"systat\r", b"?", b"x", b"\xff\xfd\x05\xff\xfe\x05"]
)
def test_a_caller_who_floods_and_reads_nothing_harms_nobody(host: DemoHost, visitor: Visitor, flood: bytes) -> None:
    with PlainVisitor(host) as rude:
        rude.wait_for(OFFERS)
        rude.send(b"\xff\xfd\x01")
        rude.socket.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            for _ in range(64):
                rude.socket.send(flood * ((1 << 16) // len(flood)))
        assert " 2+1 Jobs" in visitor.command("systat")
        rude.reset()
        poll_until(lambda: " 1+1 Jobs" in visitor.command("systat"), lambda: "the rude caller is still on")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=60), st.sampled_from([b"\xff\xfa\x1f", b"\xff\xf0", b"\xff", b"\r", b"?", b"\x1b"])
        )
    )
)
def test_any_bytes_are_survived(host: DemoHost, pieces: list[bytes]) -> None:
    with PlainVisitor(host) as visitor:
        visitor.wait_for(OFFERS)
        visitor.send(REFUSALS + b"".join(pieces) + b"\xff\xf0\x03\rlogout\r")
        visitor.finish()
        visitor.wait_end()


# The host itself


def test_it_listens_on_nothing_but_the_loopback_address(host: DemoHost) -> None:
    assert host.address == "127.0.0.1"
    for family, other in ((socket.AF_INET, "127.0.0.2"), (socket.AF_INET6, "::1")):
        with contextlib.suppress(OSError), socket.socket(family) as caller:
            caller.connect((other, host.port))
            pytest.fail(f"it answers at {other}")


def test_close_leaves_nothing_behind() -> None:
    threads, descriptors = set(threading.enumerate()), _descriptors()
    host = DemoHost(lines_a_second=SLOW)
    with Visitor(host) as reading, PlainVisitor(host) as silent:
        reading.enter()
        reading.type("type telnet.txt\r")
        reading.see("SHORT HISTORY")
        silent.wait_for(OFFERS)
        host.close()
        host.close()
        with contextlib.suppress(ConnectionResetError):
            reading.wait_end()
    assert set(threading.enumerate()) == threads
    assert _descriptors() == descriptors
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host.address, host.port))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the signals that a thread blocks")
def test_its_threads_take_no_signals(visitor: Visitor) -> None:
    ours = [thread for thread in threading.enumerate() if thread.name.startswith("demo ")]
    assert len(ours) == 2
    for thread in ours:
        status = Path(f"/proc/self/task/{thread.native_id}/status").read_text()
        blocked = int(re.findall(r"SigBlk:\s*(\w+)", status)[0], 16)
        assert all(blocked >> (number - 1) & 1 for number in (signal.SIGINT, signal.SIGWINCH, signal.SIGTERM))
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, ()) & {signal.SIGINT, signal.SIGWINCH, signal.SIGTERM}


def test_a_system_that_does_not_let_it_listen_is_a_command_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_module, "ADDRESS", "192.0.2.1")
    before = _descriptors()
    with pytest.raises(CommandError, match="The demonstration host cannot start - "):
        DemoHost()
    assert _descriptors() == before


def _descriptors() -> set[int]:
    """The open descriptors of this process."""
    found = set()
    for number in range(256):
        with contextlib.suppress(OSError):
            os.fstat(number)
            found.add(number)
    return found
