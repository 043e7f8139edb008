"""The switches of SEND and PASTE: what they say, and what they look like in SHOW SETTINGS."""

from __future__ import annotations

import pytest

from telnet_client.comnd.line import parse_line
from telnet_client.comnd.outcome import Failed, Parsed
from telnet_client.session.pacing import UNPACED, Pacing, pacing_switches, read_pacing


def read(line: str) -> Pacing:
    outcome = parse_line(pacing_switches(), line)
    assert isinstance(outcome, Parsed), outcome
    return read_pacing(outcome.arguments)


@pytest.mark.parametrize(
    ("line", "pacing", "shown"),
    [
        ("/echo", Pacing(waits_for_echo=True), "/ECHO"),
        ("/l:20", Pacing(line_delay=20), "/LINE-DELAY:20"),
        ("/l:20 /c:5/e", Pacing(5, 20, True), "/CHARACTER-DELAY:5 /LINE-DELAY:20 /ECHO"),
        ("/l:1 /l:2", Pacing(line_delay=2), "/LINE-DELAY:2"),
        ('/prompt:"say ""> """', Pacing(prompt='say "> "'), '/PROMPT:"say ""> """'),
        ("/l:0 /c:0", UNPACED, ""),
    ],
)
def test_switches(line: str, pacing: Pacing, shown: str) -> None:
    assert read(line) == pacing
    assert str(pacing) == shown
    assert read(f"/c:0 {shown}") == pacing


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("/line-delay:60001", "Not between 0 and 60000 milliseconds"),
        ("/character-delay:-1", "Not between 0 and 60000 milliseconds"),
        ("/line-delay:soon", "First nonspace character is not a digit"),
        ('/prompt:""', "No text to wait for"),
        ("/prompt:name", "Not a quoted string - quote missing at beginning or end"),
        ("/echo:5", "Does not match switch or keyword"),
        ("/slow", "Does not match switch or keyword"),
    ],
)
def test_what_is_wrong(line: str, error: str) -> None:
    outcome = parse_line(pacing_switches(), line)
    assert isinstance(outcome, Failed)
    assert outcome.text == error
