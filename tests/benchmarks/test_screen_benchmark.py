"""What the benchmark of the screen switches on, and that its streams are what they claim to be."""

from __future__ import annotations

import pytest

from benchmarks.clients import our_client
from benchmarks.measurement import QUICK
from benchmarks.screen import Case, _cases, measure_screen
from telnet_client.comnd.line import parse_line
from telnet_client.comnd.outcome import Parsed
from telnet_client.modes.command_grammar import top_level_grammar
from telnet_client.session.screen_lines import ScreenLines

CASES = list(_cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.commands.split()[0])
def test_its_commands_are_commands(case: Case) -> None:
    for line in (case.commands + case.plain_commands).splitlines():
        outcome = parse_line(top_level_grammar(), line)
        assert isinstance(outcome, Parsed)
        assert "command" in outcome.arguments


def test_the_text_to_translate() -> None:
    stream = CASES[0].stream
    assert stream.wire.decode("cp437").encode() == stream.shown != stream.wire


def test_the_screens_are_never_too_full() -> None:
    lines = ScreenLines("utf-8")
    lines.resize(80, 24)
    wire = CASES[1].stream.wire
    assert lines.fit(wire) == len(wire)
    lines.resize(80, 22)
    assert lines.fit(wire) < 80 * 24


def test_other_clients_take_no_part() -> None:
    other = our_client("telnet")._replace(name="other")
    assert [table.rows for table in measure_screen([other], QUICK)] == [{}] * len(CASES)
