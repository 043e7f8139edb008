"""LOG in each of its forms and REPLAY, on a real terminal; and asciinema's format, by its published description."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from support.conversation import converse, type_extended_command
from support.program import ESCAPE
from support.recording_host import DO, WINDOW_SIZE, negotiation, subnegotiation

if TYPE_CHECKING:
    from support.recording_host import RecordingHost
    from support.user import User

pytestmark = pytest.mark.interop

STREAM = "\x1b]0;title\x07\x1b[1;32mgrün\x1b[0m, 漢字\r\nmistale\b\bke\r\n".encode()
#: What a header may have, besides version, width and height, and of which type
#: (https://docs.asciinema.org/manual/asciicast/v2/).
HEADER_FIELDS = {
    "version": int,
    "width": int,
    "height": int,
    "timestamp": int,
    "duration": float,
    "idle_time_limit": float,
    "command": str,
    "title": str,
    "env": dict,
    "theme": dict,
}
#: Output, input, a marker, a new size.
EVENT_CODES = {"o", "i", "m", "r"}


def check_that_asciinema_plays(recording: str) -> list[list[Any]]:
    """A header that is one line of JSON, then an event a line; the events."""
    assert recording.endswith("\n")
    header, *events = map(json.loads, recording.splitlines())
    assert header["version"] == 2
    assert header.keys() >= {"version", "width", "height"}
    for name, value in header.items():
        assert type(value) is HEADER_FIELDS[name]
    assert header["width"] > 0 < header["height"]
    assert all(isinstance(value, str) for value in header.get("env", {}).values())
    last = 0.0
    for event in events:
        time, code, text = event
        assert isinstance(time, float | int)
        assert time >= last
        last = time
        assert code in EVENT_CODES
        assert isinstance(text, str)
        if code == "r":
            assert re.fullmatch(r"[1-9]\d*x[1-9]\d*", text)
    return events


def log(user: User, host: RecordingHost, switches: str) -> bytes:
    """The file that a conversation with one line of the host's leaves behind."""
    program, call = converse(user, host)
    type_extended_command(program, f"LOG session.log {switches}")
    program.wait_for("TELNET!LOG")
    call.send(STREAM)  # not shown before the command is done
    program.wait_for("mistake\n")
    program.type(ESCAPE + "c")
    assert program.wait_exit() == 0
    return (user.folder / "session.log").read_bytes()


def test_raw(user: User, host: RecordingHost) -> None:
    assert log(user, host, "") == STREAM


def test_text(user: User, host: RecordingHost) -> None:
    assert log(user, host, "/TEXT") == "grün, 漢字\nmistake\n".encode()


def test_text_with_times(user: User, host: RecordingHost) -> None:
    time = rb"\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] "
    assert re.fullmatch(time + "grün, 漢字\n".encode() + time + b"mistake\n", log(user, host, "/TEXT /TIMESTAMPS"))


def test_a_recording_that_goes_on_in_another_connection(user: User, host: RecordingHost) -> None:
    once = log(user, host, "/ASCIICAST").decode()
    assert "".join(text for _, _, text in check_that_asciinema_plays(once)) == STREAM.decode()
    twice = log(user, host, "/ASCIICAST").decode()
    assert twice.startswith(once)
    events = check_that_asciinema_plays(twice)
    assert "".join(text for _, code, text in events if code == "o") == STREAM.decode() * 2


def test_a_new_size_is_recorded(user: User, host: RecordingHost) -> None:
    program, call = converse(user, host)
    type_extended_command(program, "LOG session.cast /ASCIICAST")
    program.wait_for("TELNET!LOG")
    call.send(negotiation(DO, WINDOW_SIZE) + b"ready")
    program.wait_for("ready")
    program.resize(132, 43)
    call.wait_for(subnegotiation(WINDOW_SIZE, bytes((0, 132, 0, 43))))
    type_extended_command(program, "CLOSE")
    assert program.wait_exit() == 0
    events = check_that_asciinema_plays((user.folder / "session.cast").read_text())
    assert [text for _, code, text in events if code == "r"] == ["132x43"]


@pytest.mark.parametrize("switches", ["", "/ASCIICAST"])
def test_replay(user: User, host: RecordingHost, switches: str) -> None:
    log(user, host, switches)
    program = user.tn()
    program.wait_for_prompt("TELNET>")
    program.type("REPLAY session.log /SPEED:100\r")
    program.wait_for("REPLAY session.log /SPEED:100\ngrün, 漢字\nmistake\nTELNET>")
    program.type("EXIT\r")
    assert program.wait_exit() == 0
    assert program.complaints() == []


def test_replay_is_stopped_and_leaves_the_terminal_as_it_was(user: User) -> None:
    user.write(
        "long.cast", '{"version": 2, "width": 80, "height": 24}\n[0.0, "o", "\\u001b[?25lnow"]\n[9999, "o", "x"]\n'
    )
    program = user.tn()
    program.wait_for_prompt("TELNET>")
    program.type("REPLAY long.cast\r")
    program.wait_for("now")
    program.type("\x03")
    program.wait_for_prompt("TELNET>")
    program.type("EXIT\r")
    assert program.wait_exit() == 0
    assert program.complaints() == []
