"""What bad input gets, from the user, from files and from hosts: a clear error or a bounded answer, and nothing lost.

All through the installed program on a real terminal, with a host of our own behind it.
"""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING, Any

import pytest

from support.conversation import (
    CLOSED_BY_HOST,
    EXTENDED_PROMPT,
    TOP_LEVEL_PROMPT,
    check_that_it_talks,
    connect,
    converse,
    type_extended_command,
)
from support.program import ESCAPE, Program, peak_memory
from support.recording_host import (
    DO,
    DONT,
    ECHO,
    ENVIRON,
    IAC,
    NEW_ENVIRON,
    SB,
    SE,
    TERMINAL_TYPE,
    WILL,
    WINDOW_SIZE,
    WONT,
    RecordingHost,
    SilentHost,
    negotiation,
    refusing_port,
    subnegotiation,
)
from support.user import User

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from support.piped_program import PipedProgram

MEGABYTE = 1 << 20
#: More than any answer to a host's questions need be.
ANSWER_LIMIT = 64 * 1024
#: More than talk mode may grow by, whatever a host sends.
MEMORY_LIMIT = 16 * MEGABYTE
#: Nothing that was typed wrong makes a message longer than a few lines.
MESSAGE_LIMIT = 1000
WIDE = 250

HOST_NAMES_THAT_ARE_NONE = {
    "a control character": "a\x07b.invalid",
    "an escape sequence": "\x1b]0;owned\x07.invalid",
    "a line feed": "a\nb.invalid",
    "100,000 characters": "x" * 100_000,
    "100,000 labels": "x." * 50_000,
    "empty labels": "a..b",
    "not ASCII": "no-such-hôst.invalid",
    "not UTF-8": "a\udcffb.invalid",
}


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


@pytest.fixture(scope="module")
def attempt_at_silence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PipedProgram]:
    """A connection attempt that nobody will ever answer; it has 30 seconds, so it is begun before the other tests."""
    with SilentHost() as host, User(tmp_path_factory.mktemp("silence")) as user:
        yield user.piped_tn("127.0.0.1", host.port)


@pytest.fixture(autouse=True)
def _begin_attempt_at_silence(attempt_at_silence: PipedProgram) -> None:
    """Whichever test is the first."""


def at_top_level(user: User, **terminal: Any) -> Program:
    """On a terminal so wide that no message needs a second line."""
    program = user.tn(**{"columns": WIDE, **terminal})
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    return program


def ask(program: Program, line: str) -> str:
    """Type a command line at TELNET>; what came until the prompt stood there again."""
    before = len(program.output)
    program.type(line + "\r")
    program.wait_for(lambda screen: line[-20:] in screen.text)
    program.wait_for_output(b"\n", before)
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    return program.screen.text


def errors_on(program: Program) -> list[str]:
    """The lines that begin as errors do."""
    return [line for line in program.screen.text.splitlines() if line.startswith("?")]


# Commands


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("FROB", '?No such host name - "FROB"'),
        ("E", '?No such host name - "E"'),
        ("CONNECT no-such-host.invalid", '?No such host name - "no-such-host.invalid"'),
        ("NO FROB", '?Does not match switch or keyword - "FROB"'),
        ("STATUS now", "?Not confirmed"),
        ("CONNECT (FROM) 127.0.0.1", "?Invalid guide word"),
        ("CONNECT 127.0.0.1 99999", "?Invalid port number"),
        ("CONNECT 127.0.0.1 65536", "?Invalid port number"),
        ("CONNECT 127.0.0.1 0.256", "?Invalid port number"),
        ("127.0.0.1 no-such-port", "?Does not match switch or keyword"),
        ("ESCAPE 777", "?Invalid ASCII value"),
    ],
)
def test_wrong_command_at_top_level(user: User, line: str, error: str) -> None:
    program = at_top_level(user)
    ask(program, line)
    assert errors_on(program) == [error]
    assert "TELNET>" in ask(program, "STATUS")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("FROB", '?Does not match switch or keyword - "FROB"'),
        ("E", '?Ambiguous - "E"'),
        ("NO FROB", '?Does not match switch or keyword - "FROB"'),
        ("CONNECT 127.0.0.1", '?Does not match switch or keyword - "CONNECT"'),
        ("STATUS now", "?Not confirmed"),
        ("CONTROL 777", "?Invalid ASCII value"),
        ('CONTROL "1"', "?Character doesn't have a control form"),
    ],
)
def test_wrong_command_in_a_conversation(user: User, host: RecordingHost, line: str, error: str) -> None:
    program, call = converse(user, host)
    type_extended_command(program, line)
    program.wait_for(error)
    assert errors_on(program) == [error]
    check_that_it_talks(program, call)


def test_wrong_command_on_the_shells_line(user: User) -> None:
    program = user.tn("127.0.0.1", "99999")
    assert program.wait_exit() == 2
    assert errors_on(program) == ["?Invalid port number"]
    assert program.complaints() == []


@pytest.mark.parametrize("name", HOST_NAMES_THAT_ARE_NONE)
def test_host_name_on_the_shells_line(user: User, name: str) -> None:
    program = user.tn(HOST_NAMES_THAT_ARE_NONE[name], columns=WIDE)
    assert program.wait_exit() in (1, 2)
    assert len(errors_on(program)) == 1
    assert len(program.output) < MESSAGE_LIMIT
    assert b"Traceback" not in program.output
    assert not set(program.output.replace(b"\r\n", b"")) & {7, 10, 13}
    assert b"\x1b]0;" not in program.output
    assert program.complaints() == []


@pytest.mark.parametrize("name", HOST_NAMES_THAT_ARE_NONE)
def test_host_name_in_a_take_file(user: User, name: str) -> None:
    user.write("GO.CMD", os.fsencode("CONNECT " + HOST_NAMES_THAT_ARE_NONE[name] + "\n"))
    program = at_top_level(user)
    before = len(program.output)
    ask(program, "TAKE GO")
    assert len(errors_on(program)) >= 1
    said = program.output[before:]
    assert b"Traceback" not in said
    assert b"\x1b]0;" not in said
    assert "xxxxxxxx" * 40 not in program.screen.text.replace("\n", "")


def test_a_very_long_line_is_typed(user: User) -> None:
    program = at_top_level(user)
    program.type("CONNECT " + "x" * 2000 + ".invalid")
    program.type("\r")
    program.wait_for(lambda screen: any(line.startswith("?") for line in screen.text.splitlines()))
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    assert "Traceback" not in program.screen.text


def test_control_c_drops_the_line(user: User) -> None:
    program = at_top_level(user)
    program.type("half a comm\x03")
    program.wait_for(lambda screen: screen.text.count(TOP_LEVEL_PROMPT) == 2)
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    ask(program, "STATUS")
    assert errors_on(program) == []


def test_control_c_at_the_extended_prompt_keeps_the_connection(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host)
    program.type(ESCAPE + "x")
    program.wait_for_prompt(EXTENDED_PROMPT)
    program.type("CLO\x03")
    check_that_it_talks(program, call)


# Connections


def test_refused(user: User) -> None:
    program = at_top_level(user)
    text = ask(program, f"CONNECT 127.0.0.1 {refusing_port()}")
    assert "Trying... Connection refused" in text


def test_unreachable(user: User) -> None:
    """A broadcast address has no TCP, wherever this runs."""
    program = at_top_level(user)
    text = ask(program, "CONNECT 255.255.255.255 23")
    assert "Trying... Network is unreachable" in text


def test_reasons_on_the_shells_line(user: User) -> None:
    program = user.tn("127.0.0.1", refusing_port())
    assert program.wait_exit() == 1
    assert "Trying... Connection refused" in program.screen.text
    assert program.complaints() == []


# TAKE


TAKE_FILES = {
    "missing": "missing",
    "a directory": ".",
    "unreadable": "/proc/self/mem",
    "without an end": "/dev/zero",
}


@pytest.mark.parametrize("kind", TAKE_FILES)
def test_take_of_what_cannot_be_read(user: User, kind: str) -> None:
    name = TAKE_FILES[kind]
    program = at_top_level(user)
    ask(program, f"TAKE {name}")
    assert len(errors_on(program)) == 1
    assert "Traceback" not in program.screen.text
    assert "No TAKE file" in ask(program, "STATUS") or len(errors_on(program)) == 1


@pytest.mark.parametrize("contents", [b"\x00\x01\x02\xff\xfe\x1b[31m\x9b31m", bytes(range(256)) * 1000])
def test_take_of_what_is_no_text(user: User, contents: bytes) -> None:
    user.write("BINARY.CMD", contents)
    program = at_top_level(user)
    before = len(program.output)
    ask(program, "TAKE BINARY")
    assert len(errors_on(program)) == 1
    said = program.output[before:]
    assert b"\x1b[31m\x9b" not in said
    assert b"Traceback" not in said


def test_take_of_a_take(user: User) -> None:
    user.write("OUTER.CMD", "TAKE INNER\nDEBUG\n")
    user.write("INNER.CMD", "EXTENDED\n")
    program = at_top_level(user)
    ask(program, "TAKE OUTER")
    assert any("TAKE command in progress" in line for line in errors_on(program))


def test_an_error_ends_a_take_and_is_found(user: User) -> None:
    user.write("GO.CMD", "STATUS\nFROB KNOB\nPUSH\n")
    program = at_top_level(user)
    text = ask(program, "TAKE GO")
    (error,) = errors_on(program)
    assert "line 2 of GO" in error
    assert "shell$" not in text


def test_a_start_up_file_with_an_error_is_named(user: User) -> None:
    user.write_start_up_file("; mine\nESCAPE ^]\nFROB KNOB\nEXTENDED\n")
    program = at_top_level(user)
    (error,) = errors_on(program)
    assert "TELNET.CMD" in error
    assert "3" in error
    ask(program, "STATUS")


def test_a_start_up_file_with_an_error_does_not_keep_us_from_talking(user: User, host: RecordingHost) -> None:
    user.write_start_up_file("FROB KNOB\n")
    program, call = converse(user, host, columns=WIDE)
    assert any("TELNET.CMD" in line for line in errors_on(program))
    check_that_it_talks(program, call)


def test_a_start_up_file_that_is_a_directory(user: User) -> None:
    (user.configuration / "TELNET.CMD").mkdir(parents=True)
    program = at_top_level(user)
    assert "Traceback" not in program.screen.text
    ask(program, "STATUS")


def test_a_configuration_folder_that_cannot_be_made(user: User) -> None:
    """A home where nothing can be kept is no reason not to start."""
    (user.home / ".config").write_text("a file in the way")
    (user.home / ".local").write_text("and another")
    program = at_top_level(user)
    ask(program, "STATUS")
    program.type("EXIT\r")
    assert program.wait_exit() == 0
    assert "Traceback" not in program.screen.text


# LOG


def link(user: User) -> None:
    (user.folder / "link").symlink_to("elsewhere")


@pytest.mark.parametrize("name", ["/no/such/folder/file", ".", "/proc/nothing", "link"])
def test_a_log_that_cannot_be_opened(user: User, host: RecordingHost, name: str) -> None:
    link(user)
    program, call = converse(user, host)
    type_extended_command(program, f"LOG {name}")
    program.wait_for("?Log file error - ")
    check_that_it_talks(program, call)
    assert not (user.folder / "elsewhere").exists()


def test_a_log_that_cannot_be_opened_at_the_connection(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host, "--log", "/no/such/folder/file")
    program.wait_for("?Log file error - ")
    check_that_it_talks(program, call)


def test_the_logs_disk_fills(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host, "--log", "/dev/full")
    call.send(b"one line\r\n" * 10_000)
    program.wait_for_output(b"?Log file error - No space left on device")
    check_that_it_talks(program, call)
    type_extended_command(program, "STATUS")
    program.wait_for("No log file")


# Terminals


def test_term_is_not_set(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host, environment={"TERM": None})
    call.send(negotiation(DO, TERMINAL_TYPE))
    call.wait_for(negotiation(WILL, TERMINAL_TYPE))
    call.send(subnegotiation(TERMINAL_TYPE, b"\1"))
    call.wait_for(bytes((IAC, SB, TERMINAL_TYPE, 0)))
    call.wait_for(lambda received: received.endswith(bytes((IAC, SE))))
    check_that_it_talks(program, call)


@pytest.mark.parametrize("term", [None, "", "dumb", "no-such-terminal", "x" * 10_000, "\x1b[31m\xff"])
def test_prompts_on_strange_terminals(user: User, term: str | None) -> None:
    program = at_top_level(user, environment={"TERM": term})
    assert "Traceback" not in ask(program, "STATUS")
    program.type("EXIT\r")
    assert program.wait_exit() == 0
    assert program.complaints() == []


def test_terminal_type_longer_than_the_standard_allows(user: User, host: RecordingHost) -> None:
    """RFC 1091: forty characters; a hostile TERM must not break the subnegotiation."""
    _, call = converse(user, host, environment={"TERM": "x" * 10_000})
    call.send(negotiation(DO, TERMINAL_TYPE) + subnegotiation(TERMINAL_TYPE, b"\1"))
    call.wait_for(bytes((IAC, SB, TERMINAL_TYPE, 0)))
    call.wait_for(lambda received: received.endswith(bytes((IAC, SE))))
    _, _, name = call.received.rpartition(bytes((IAC, SB, TERMINAL_TYPE, 0)))
    assert len(name) <= 42


def test_a_terminal_without_size(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host, columns=0, rows=0)
    call.send(negotiation(DO, WINDOW_SIZE))
    call.wait_for(subnegotiation(WINDOW_SIZE, b"\0\x50\0\x18"))
    check_that_it_talks(program, call)


def test_prompts_on_a_terminal_without_size(user: User) -> None:
    program = at_top_level(user, columns=0, rows=0)
    ask(program, "STATUS")
    assert errors_on(program) == []


# Hosts


def check_that_it_ends(program: Program) -> None:
    program.type(ESCAPE + "c")
    assert program.wait_exit() == 0
    assert program.complaints() == []


def test_a_million_negotiations(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host)
    memory = peak_memory(program.pid)
    asked = b"".join(negotiation(verb, option) for verb in (WILL, DO) for option in range(255))
    flood = call.send_in_background([asked] * (1_000_000 // 510 + 1))
    program.type("keyboard")
    call.wait_for(b"keyboard")
    flood.wait(60)
    check_that_it_talks(program, call)
    assert len(call.received) < ANSWER_LIMIT
    assert peak_memory(program.pid) - memory < MEMORY_LIMIT
    check_that_it_ends(program)


def test_negotiations_that_change_their_mind_from_a_host_that_does_not_listen(user: User, host: RecordingHost) -> None:
    """Each of these deserves an answer, and nobody takes the answers: they must not pile up."""
    program, call = connect(user, host, deaf=True)
    asked = negotiation(DO, WINDOW_SIZE) + negotiation(DONT, WINDOW_SIZE)
    asked += negotiation(WILL, ECHO) + negotiation(WONT, ECHO)
    flood = call.send_in_background(itertools.repeat(asked * 500, 2_000))
    memory = peak_memory(program.pid)
    program.type(ESCAPE + "x")
    program.wait_for_prompt(EXTENDED_PROMPT)
    program.type("STATUS\r")
    program.wait_for("Connected to host")
    flood.stop()
    assert peak_memory(program.pid) - memory < 4 * MEMORY_LIMIT
    check_that_it_ends(program)


def test_a_subnegotiation_without_end(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host)
    memory = peak_memory(program.pid)
    flood = call.send_in_background(itertools.chain([bytes((IAC, SB, TERMINAL_TYPE))], [b"x" * MEGABYTE] * 64))
    program.type("keyboard")
    call.wait_for(b"keyboard")
    flood.wait(60)
    call.send(bytes((IAC, SE)))
    check_that_it_talks(program, call)
    assert program.output.count(b"x" * 100) == 0
    assert peak_memory(program.pid) - memory < MEMORY_LIMIT
    check_that_it_ends(program)


@pytest.mark.parametrize(
    "piece",
    [
        bytes((IAC, SB, IAC, SE)) * 10_000,
        bytes((IAC, SB, TERMINAL_TYPE, IAC, SE)) * 10_000,
        bytes((IAC, SB)) * 10_000,
        bytes((IAC, SE)) * 10_000,
        subnegotiation(TERMINAL_TYPE, b"\1") * 10_000,
        bytes(range(240, 256)) * 10_000,
    ],
    ids=["empty", "without payload", "only beginnings", "only ends", "unasked", "every command"],
)
def test_subnegotiations_that_are_none(user: User, host: RecordingHost, piece: bytes) -> None:
    program, call = converse(user, host)
    call.send(piece)
    call.send(bytes((IAC, SE, IAC, 242)))
    check_that_it_talks(program, call)
    assert len(call.received) < ANSWER_LIMIT
    assert program.output.count(b"*****") <= 20


def test_reset(user: User, host: RecordingHost) -> None:
    program = at_top_level(user)
    program.type(f"CONNECT {host.address} {host.port}\r")
    call = host.accept()
    call.offer_echo()
    call.reset()
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    assert "Traceback" not in program.screen.text
    ask(program, "STATUS")


def test_half_closed(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host)
    call.send(b"last words\r\n")
    call.half_close()
    assert program.wait_exit() == 0
    assert "last words" in program.screen.text
    assert CLOSED_BY_HOST in program.screen.text
    call.wait_end()


@pytest.mark.parametrize(
    "ending",
    [b"\xff", b"\xff\xfa", b"\xff\xfa\x18\x01", b"\xff\xfb", b"\xff\xfa\x18\x01\xff", b"\r"],
    ids=["IAC", "SB", "payload", "WILL", "payload IAC", "CR"],
)
def test_closed_in_the_middle_of_something(user: User, host: RecordingHost, ending: bytes) -> None:
    program, call = converse(user, host)
    call.send(b"last words" + ending)
    call.close()
    assert program.wait_exit() == 0
    assert "last words" in program.screen.text
    assert CLOSED_BY_HOST in program.screen.text


def test_a_byte_at_a_time(user: User, host: RecordingHost) -> None:
    """Between any two bytes of a host that drips the keyboard works, and together they mean what they mean."""
    program, call = converse(user, host)
    asked = negotiation(DO, WINDOW_SIZE) + negotiation(DO, TERMINAL_TYPE) + subnegotiation(TERMINAL_TYPE, b"\1")
    for number, byte in enumerate(asked):
        call.send(bytes((byte,)))
        key = b"<%d>" % number
        program.type(key)
        call.wait_for(key)
    call.wait_for(b"XTERM-256COLOR")
    assert subnegotiation(WINDOW_SIZE, b"\0\x50\0\x18") in call.received
    check_that_it_talks(program, call)


@pytest.mark.parametrize("option", [NEW_ENVIRON, ENVIRON], ids=["NEW-ENVIRON", "ENVIRON"])
@pytest.mark.parametrize(
    "question",
    [b"\1", b"\1\0\3", b"\1\0SECRET\3SECRET", b"\1\3SECRET\0HOME\0USER", b"\1" + b"\0SECRET" * 5_000],
    ids=["everything", "everything of each kind", "one", "some", "one, five thousand times"],
)
def test_asked_for_every_environment_variable(user: User, host: RecordingHost, option: int, question: bytes) -> None:
    secrets = {"SECRET": "hunter2", "USER": "hunter3", "LOGNAME": "hunter4"}
    program, call = converse(user, host, environment=secrets)
    call.send(negotiation(DO, option))
    call.wait_for(negotiation(WILL, option))
    for _ in range(3):
        call.send(subnegotiation(option, question))
    call.wait_for(bytes((IAC, SB, option, 0)))
    check_that_it_talks(program, call)
    assert b"hunter" not in call.received
    assert os.fsencode(user.home) not in call.received
    assert len(call.received) < 4 * ANSWER_LIMIT


def test_only_what_was_exported_is_told(user: User, host: RecordingHost) -> None:
    user.write_start_up_file("EXPORT SHARED shown\n")
    program, call = converse(user, host, environment={"SECRET": "hunter2"})
    call.send(negotiation(DO, NEW_ENVIRON))
    call.wait_for(negotiation(WILL, NEW_ENVIRON))
    call.send(subnegotiation(NEW_ENVIRON, b"\1"))
    call.wait_for(b"SHARED\1shown")
    check_that_it_talks(program, call)
    assert b"hunter" not in call.received


def raw_bytes() -> Iterable[bytes]:
    """Every byte but IAC, control sequences that ask the terminal about itself among them."""
    return itertools.repeat(bytes(range(255)) * 100, 200)


def test_binary_rubbish_without_telnet(user: User, host: RecordingHost) -> None:
    program, call = connect(user, host)
    call.send_in_background(raw_bytes()).wait(60)
    program.type("alive\r")
    call.wait_for(b"alive")
    check_that_it_ends(program)


def test_timed_out(attempt_at_silence: PipedProgram) -> None:
    """The last test, so that the time has gone by."""
    assert attempt_at_silence.wait_exit(60) == 1
    (line,) = attempt_at_silence.errors.decode().strip().splitlines()
    assert line.startswith("Trying... ")
    assert "timed out" in line.lower()
