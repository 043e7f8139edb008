"""The installed program's prompt on a real terminal: what a user of TOPS-20 looks for, character for character."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from support.conversation import (
    EXTENDED_PROMPT,
    TOP_LEVEL_PROMPT,
    check_that_it_talks,
    connect,
    converse,
    type_extended_command,
)
from support.program import ESCAPE
from support.recording_host import DO, WINDOW_SIZE, RecordingHost, negotiation, subnegotiation
from support.user import User
from telnet_client.commands import CONNECTED, TOP_LEVEL
from terminal.typist import UP, control, paste

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from support.program import Program

MORE = " --More--"
RED = "red"


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    """Somebody with an empty home folder who runs programs."""
    with User(tmp_path) as user:
        yield user


@pytest.fixture
def host() -> Iterator[RecordingHost]:
    """A host that records."""
    with RecordingHost() as host:
        yield host


def at_top_level(user: User, **terminal: Any) -> Program:
    program = user.tn(**terminal)
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    return program


def at_extended_prompt(user: User, host: RecordingHost, **terminal: Any) -> Program:
    program, _ = converse(user, host, **terminal)
    program.type(ESCAPE + "x")
    program.wait_for_prompt(EXTENDED_PROMPT)
    return program


def wait_for_line(program: Program, line: str) -> None:
    """Until the cursor stands behind `line`, its last blanks included."""
    program.wait_for(lambda screen: screen.cursor_line == line)


def wait_for_last_lines(program: Program, lines: Sequence[str]) -> None:
    """Until the screen ends with these."""
    program.wait_for(lambda screen: screen.text.split("\n")[-len(lines) :] == list(lines))


# The golden transcripts, with the tables that this program has


def columns(names: Sequence[str], width: int) -> list[str]:
    """The manual's rule, written down once more: a stop every longest name and four, the first name in column 1."""
    stop = max(map(len, names)) + 4
    lines: list[str] = []
    line = " "
    for name in names:
        start = 1 if line == " " else -(-(len(line) + 3) // stop) * stop
        if start + stop - 4 > width and line != " ":
            lines.append(line)
            line, start = " ", 1
        line = line.ljust(start) + name
    return [*lines, line]


def commands(rows: Sequence[Any], beginning: str = "") -> list[str]:
    return sorted(row.keyword for row in rows if row.keyword.startswith(beginning))


def negatable(rows: Sequence[Any]) -> list[str]:
    return sorted(row.keyword for row in rows if row.has_no)


class Transcript(NamedTuple):
    """What is typed before `?`, and what comes behind it."""

    typed: str
    first: str
    names: Sequence[str] = ()
    last: Sequence[str] = ()


COMMANDS = " command, one of the following:"
OR_HOST = ("  or host name",)
AT_TOP_LEVEL = (
    Transcript("", COMMANDS, commands(TOP_LEVEL), OR_HOST),
    Transcript("E", COMMANDS, commands(TOP_LEVEL, "E"), OR_HOST),
    Transcript("XY", " command, keyword (no defined keywords match this input)", (), OR_HOST),
    Transcript("EXIT.C", " host name"),
    Transcript("NO ", COMMANDS, negatable(TOP_LEVEL)),
    Transcript("EXIT ", " confirm with carriage return"),
    Transcript(
        "ESCAPE (CHARACTER IS) ", " escape character in quotes", (), ("  or ASCII code for character in octal",)
    ),
)
AT_EXTENDED_PROMPT = (
    Transcript("NO ", COMMANDS, negatable(CONNECTED)),
    Transcript("CLOSE ", " confirm with carriage return"),
    Transcript("E", COMMANDS, commands(CONNECTED, "E")),
)


def expected(prompt: str, transcript: Transcript, width: int) -> list[str]:
    line = f"{prompt}{transcript.typed}"
    listed = columns(transcript.names, width) if transcript.names else []
    return [f"{line}?{transcript.first}", *listed, *transcript.last, line.rstrip()]


@pytest.mark.parametrize("width", [80, 72, 132])
@pytest.mark.parametrize("transcript", AT_TOP_LEVEL, ids=lambda transcript: repr(transcript.typed))
def test_question_mark_at_top_level(user: User, transcript: Transcript, width: int) -> None:
    program = at_top_level(user, columns=width, rows=40)
    program.type(transcript.typed + "?")
    lines = expected(TOP_LEVEL_PROMPT, transcript, width)
    program.wait_for(lambda screen: screen.text.split("\n") == lines)
    assert program.screen.cursor_line == TOP_LEVEL_PROMPT + transcript.typed


def test_question_mark_at_the_extended_prompt(user: User, host: RecordingHost) -> None:
    program = at_extended_prompt(user, host, rows=50)
    for transcript in AT_EXTENDED_PROMPT:
        program.type(transcript.typed + "?")
        wait_for_last_lines(program, expected(EXTENDED_PROMPT, transcript, 80))
        program.type(control("U"))
    program.type("?")
    confirm = f"{EXTENDED_PROMPT}? RETURN to get back to talk mode"
    wait_for_last_lines(program, [confirm, f"  or{COMMANDS}", *columns(commands(CONNECTED), 80), EXTENDED_PROMPT])


def test_second_question_mark(user: User) -> None:
    program = at_top_level(user)
    program.type("EX??")
    program.wait_for(lambda screen: any(line.split()[:2] == ["EXIT", "Close"] for line in screen.text.split("\n")))
    wait_for_line(program, "TELNET>EX")


# Recognition


def test_escape_acts_with_nothing_behind_it(user: User) -> None:
    program = at_top_level(user)
    for keys, line in (
        ("con", "TELNET>con"),
        ("\x1b", "TELNET>conNECT (TO) "),
        ("int", "TELNET>conNECT (TO) int"),
        ("\x1b", "TELNET>conNECT (TO) intERNET (HOST) "),
        ("foo", "TELNET>conNECT (TO) intERNET (HOST) foo"),
        ("\x1b", "TELNET>conNECT (TO) intERNET (HOST) foo (ON PORT) "),
    ):
        program.type(keys)
        wait_for_line(program, line)


def test_bell(user: User) -> None:
    program = at_top_level(user)
    program.type("e\x1b")
    program.wait_for_output(b"\a")
    wait_for_line(program, "TELNET>e")


def test_arrow_keys(user: User) -> None:
    program = at_top_level(user)
    program.type("EXTNED" + "\x1b[D" * 3)
    wait_for_line(program, "TELNET>EXT")
    program.type("\x1b[3~\x1bOCN\x1b[F")
    wait_for_line(program, "TELNET>EXTEND")


# What was wrong comes back


def test_redo_after_a_parse_error(user: User) -> None:
    program = at_top_level(user)
    program.type("CONNECT (TO) INTERNET (HOST) foo 23 x\r")
    program.wait_for("?Not confirmed")
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    program.type("\b")
    wait_for_line(program, "TELNET>CONNECT (TO) INTERNET (HOST) foo 23")


def test_redo_of_a_host_that_nobody_knows(user: User) -> None:
    program = at_top_level(user)
    program.type("CONNECT a..b 23\r")
    program.wait_for('?No such host name - "a..b"')
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    program.type("\b")
    wait_for_line(program, "TELNET>CONNECT a..b")


@pytest.mark.parametrize("key", ["\x1b", "?"])
def test_redo_after_escape_and_question_mark(user: User, key: str) -> None:
    program = at_top_level(user)
    program.type("NO FROB " + key)
    program.wait_for('?Does not match switch or keyword - "FROB"')
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    program.type("\b")
    wait_for_line(program, "TELNET>NO")


def test_redo_at_the_extended_prompt(user: User, host: RecordingHost) -> None:
    """The error led back to talk mode; the next TELNET! remembers."""
    program, call = converse(user, host)
    type_extended_command(program, "NO DEBUG now")
    program.wait_for("?Not confirmed")
    check_that_it_talks(program, call)
    program.type(ESCAPE + "x")
    program.wait_for_prompt(EXTENDED_PROMPT)
    program.type("\b")
    wait_for_line(program, "TELNET!NO DEBUG")


def test_nothing_to_redo_after_a_good_command(user: User) -> None:
    program = at_top_level(user)
    program.type("NO FROB\r")
    program.wait_for("?Does not match")
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    program.type("EXTENDED\r")
    program.wait_for(lambda screen: screen.text.count(TOP_LEVEL_PROMPT) == 3)
    since = len(program.output)
    program.type("\b")
    program.wait_for_output(b"\a", since)
    wait_for_line(program, TOP_LEVEL_PROMPT)


# The screen


def test_control_r_draws_the_line_again(user: User) -> None:
    program = at_top_level(user, environment={"NO_COLOR": "1"})
    program.type("STATUS")
    wait_for_line(program, "TELNET>STATUS")
    since = len(program.output)
    program.type(control("R"))
    program.wait_for_output(b"TELNET>STATUS", since)
    wait_for_line(program, "TELNET>STATUS")
    assert program.screen.text == "TELNET>STATUS"


def test_resizing(user: User) -> None:
    program = at_top_level(user, columns=60)
    line = "CONNECT (TO) INTERNET (HOST) somewhere.example"
    program.type(line)
    wait_for_line(program, f"TELNET>{line}")
    program.resize(40, 20)
    whole = f"TELNET>{line}"
    program.wait_for(lambda screen: screen.text.endswith(f"{whole[:40].rstrip()}\n{whole[40:]}"))
    program.resize(100, 20)
    wait_for_line(program, whole)
    program.type(control("U") + "EXIT\r")
    assert program.wait_exit() == 0


def test_a_long_list_pages(user: User) -> None:
    rows = 8
    page = rows - 1
    program = at_top_level(user, columns=40, rows=rows)
    names = columns(commands(TOP_LEVEL), 40)
    lines = [f"{TOP_LEVEL_PROMPT}?{COMMANDS}", *names, *OR_HOST]
    program.type("?")
    wait_for_line(program, MORE)
    shown = len(program.screen.text.split("\n"))
    assert shown == rows
    program.type("\r")
    program.wait_for(lambda screen: screen.text.startswith(names[0]))
    wait_for_line(program, MORE)
    for left in range(len(lines) - page - 1, 0, -page):
        wait_for_line(program, MORE)
        since = len(program.output)
        program.type(" ")
        program.wait_for_output(MORE.encode() if left > page else TOP_LEVEL_PROMPT.encode(), since)
    wait_for_last_lines(program, [*lines[-2:], TOP_LEVEL_PROMPT])
    assert MORE not in program.screen.text
    program.type("?q")
    program.wait_for_prompt(TOP_LEVEL_PROMPT)


def test_no_questions_to_the_terminal(user: User) -> None:
    """A late answer would be typed to the host."""
    program = at_top_level(user)
    program.type("?EXIT\r")
    assert program.wait_exit() == 0
    assert b"\x1b[6n" not in program.output
    assert b"\x1b[c" not in program.output
    assert program.complaints() == []


@pytest.mark.parametrize(
    ("environment", "is_coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colours(user: User, environment: dict[str, str], is_coloured: bool) -> None:
    program = at_top_level(user, environment=environment)
    program.type("NO DEBUG (PROTOCOL NEGOTIATIONS) x\r")
    program.wait_for("?Not confirmed")
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    screen = program.screen
    row = screen.text.split("\n").index("?Not confirmed")
    assert (screen.buffer[row][0].fg == RED) is is_coloured
    assert screen.buffer[row - 1][len("TELNET>")].bold is is_coloured
    program.type("EXIT\r")
    program.wait_exit()
    assert program.complaints() == []


def test_dumb_terminals_get_plain_lines(user: User) -> None:
    program = at_top_level(user, environment={"TERM": "dumb"})
    program.type("STATUS\r")
    program.wait_for(lambda screen: screen.text.count(TOP_LEVEL_PROMPT) == 2)
    program.type("EXIT\r")
    assert program.wait_exit() == 0
    assert b"\x1b" not in program.output


def test_a_question_on_a_dumb_terminal(user: User) -> None:
    program = at_top_level(user, environment={"TERM": "dumb"})
    program.type("exi?\r")
    program.wait_for("TELNET>exi?\n command, one of the following:\n EXIT\n  or host name\nTELNET>")
    program.type("exit ; really?\r")
    assert program.wait_exit() == 0


# Typed ahead, and pasted


@pytest.mark.parametrize("ready", [True, False])
def test_what_is_typed_behind_the_hosts_name_reaches_the_host(user: User, host: RecordingHost, ready: bool) -> None:
    program = user.tn()
    if ready:
        program.wait_for_prompt(TOP_LEVEL_PROMPT)
    program.type(f"{host.address} {host.port}\rlogin\r")
    host.accept().wait_for(b"login\r")


def test_a_pasted_session(user: User, host: RecordingHost) -> None:
    program = at_top_level(user)
    program.type(paste(f"DEBUG\n{host.address} {host.port}\nlogin?\tnow\n"))
    call = host.accept()
    call.wait_for(b"login?\tnow\r")
    assert b"201~" not in call.received


def test_an_error_stops_the_rest_of_a_paste(user: User) -> None:
    program = at_top_level(user)
    program.type(paste("EXTENDED\rNO FROB\rEXIT\r" + "SHOW SETTINGS\r" * 2000))
    program.wait_for("?Does not match switch or keyword")
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    program.type("EXIT\r")
    program.wait_exit()
    assert program.screen.text.rstrip().split("\n") == [
        "TELNET>EXTENDED",
        "TELNET>NO FROB",
        '?Does not match switch or keyword - "FROB"',
        "TELNET>EXIT",
    ]


def test_an_error_stops_what_was_typed_ahead(user: User) -> None:
    program = at_top_level(user)
    program.type("NO FROB\rEXIT\r")
    program.wait_for("?Does not match")
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    program.type("EXIT\r")
    program.wait_exit()
    assert program.screen.text.count("TELNET>") == 2


def test_keys_typed_behind_x_are_a_command(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host)
    program.type(ESCAPE + "xCLO\x1b\r")
    call.wait_end()
    program.wait_for("Connection closed")


def test_an_indirect_file(user: User) -> None:
    user.write("rest.cmd", "(CHARACTER IS) ^]\n")
    program = at_top_level(user)
    program.type("ESCAPE @rest.cmd\rSTATUS\r")
    program.wait_for("CTRL/]")


def test_a_continued_line(user: User) -> None:
    program = at_top_level(user)
    program.type("ESCAPE (CHARACTER IS) -\r")
    program.wait_for(lambda screen: screen.cursor.y == 1 and screen.cursor.x == 0)
    program.type("?")
    program.wait_for("  or ASCII code")
    program.type("^]\rSTATUS\r")
    program.wait_for("CTRL/]")


# Bad input


@pytest.mark.parametrize("is_bracketed", [True, False])
def test_a_hundred_thousand_characters(user: User, is_bracketed: bool) -> None:
    program = at_top_level(user)
    line = "CONNECT " + "x" * 100_000
    program.type(paste(line) if is_bracketed else line)
    program.wait_for("?Command too long for internal buffer")
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    program.type("EXIT\r")
    program.wait_exit()
    assert program.output.count(b"?Command too long") == 1
    assert program.complaints() == []


@pytest.mark.parametrize("code", [*range(32), 127, 0x80, 0xFF])
def test_control_characters_in_a_paste(user: User, code: int) -> None:
    program = at_top_level(user)
    program.type(b"\x1b[200~NO DEBUG " + bytes((code,)) + b"x\r\x1b[201~")
    program.wait_for(lambda screen: any(line.startswith("?") for line in screen.text.split("\n")))
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    program.type("EXIT\r")
    program.wait_exit()
    assert b"Traceback" not in program.output
    assert program.complaints() == []


def test_bytes_that_are_no_text(user: User) -> None:
    program = at_top_level(user)
    program.type(b"CONNECT a\xff\xfe\xc3b\r")
    program.wait_for('?No such host name - "a\ufffd\ufffd\ufffdb"')
    program.wait_for_prompt(TOP_LEVEL_PROMPT)


# History


def test_history_from_run_to_run(user: User) -> None:
    for line in ("ESCAPE ^]", "EXPORT MY_PASSWORD hunter2", " STATUS"):
        program = at_top_level(user)
        program.type(line + "\rEXIT\r")
        assert program.wait_exit() == 0
    program = at_top_level(user)
    for line in ("EXIT", "EXPORT MY_PASSWORD", "EXIT", "ESCAPE ^]"):
        program.type(UP)
        wait_for_line(program, f"TELNET>{line}")
    program.type("\x1b[B\x1b[B")
    wait_for_line(program, "TELNET>EXPORT MY_PASSWORD")
    file = user.home / ".local" / "state" / "telnet-client" / "history"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "hunter2" not in file.read_text()


def test_a_history_that_is_none(user: User) -> None:
    (user.home / ".local" / "state" / "telnet-client" / "history").mkdir(parents=True)
    program = at_top_level(user)
    program.type("STATUS\r")
    program.wait_for(lambda screen: screen.text.count(TOP_LEVEL_PROMPT) == 2)
    program.type(UP)
    wait_for_line(program, "TELNET>STATUS")


# Signals and job control


def test_control_z_and_fg(user: User) -> None:
    shell = user.job_control_shell()
    shell.type(user.tn_command() + "\n")
    shell.wait_for_prompt(TOP_LEVEL_PROMPT)
    shell.type("STATUS" + control("Z"))
    shell.wait_for("Stopped")
    shell.wait_for_prompt("shell$")
    assert shell.complaints() == []
    shell.type("fg\n")
    wait_for_line(shell, "TELNET>STATUS")
    shell.type(control("U") + "EXIT\r")
    shell.wait_for_prompt("shell$")
    assert shell.complaints() == []


@pytest.mark.parametrize("stop", [signal.SIGTSTP, signal.SIGSTOP])
def test_stopped_by_somebody_else(user: User, stop: signal.Signals) -> None:
    shell = user.job_control_shell()
    shell.type(user.tn_command() + "\n")
    shell.wait_for_prompt(TOP_LEVEL_PROMPT)
    shell.type("STA")
    wait_for_line(shell, "TELNET>STA")
    (child,) = Path(f"/proc/{shell.pid}/task/{shell.pid}/children").read_text().split()
    os.kill(int(child), stop)
    shell.wait_for_prompt("shell$")
    shell.type("fg\n")
    wait_for_line(shell, "TELNET>STA")
    shell.type("?")
    shell.wait_for(" STATUS")
    wait_for_line(shell, "TELNET>STA")


@pytest.mark.parametrize("typed", ["", "STATUS", "?"])
def test_terminated_at_the_prompt(user: User, typed: str) -> None:
    program = at_top_level(user, columns=40, rows=6)
    program.type(typed)
    wait_for_line(program, MORE if typed == "?" else TOP_LEVEL_PROMPT + typed)
    program.send_signal(signal.SIGTERM)
    assert program.wait_exit() == -signal.SIGTERM
    assert program.complaints() == []


def test_control_d_leaves(user: User) -> None:
    program = at_top_level(user)
    program.type(control("D"))
    assert program.wait_exit() == 0
    assert program.complaints() == []


def test_the_windows_new_size_is_told_to_the_host(user: User, host: RecordingHost) -> None:
    program, call = connect(user, host)
    call.send(negotiation(DO, WINDOW_SIZE))
    call.wait_for(subnegotiation(WINDOW_SIZE, b"\0\x50\0\x18"))
    program.type(ESCAPE + "x")
    program.wait_for_prompt(EXTENDED_PROMPT)
    program.resize(100, 30)
    program.type("\r")
    call.wait_for(subnegotiation(WINDOW_SIZE, b"\0\x64\0\x1e"))
