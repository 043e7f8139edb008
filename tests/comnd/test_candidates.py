"""What could be typed next, as a bare list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comnd.original_tables import TOP_LEVEL, top_level_knowing
from telnet_client.comnd.candidates import list_candidates
from telnet_client.comnd.line import parse_line
from telnet_client.comnd.outcome import Failed

FILES = ("a.cmd", "a b.cmd", "sub/")


def list_files(beginning: str) -> list[str]:
    return [name for name in FILES if name.startswith(beginning)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("q", ["QUIT"]),
        ("l", ["LINE", "LOG"]),
        ("s", ["STATUS", "score", "sierra"]),
        ("  p", ["PAGE", "PUSH"]),
        ("xy", []),
        ("no ext", ["EXTENDED"]),
        ("connect p", ["PUP-ETHERNET"]),
        ("connect (to) internet sierra po", ["POP", "POP3"]),
        ("take ", ["a.cmd", "sub/"]),
        ("take s", ["sub/"]),
        ("exit ", []),
        ("exit now", []),
        ("no (", []),
        ("status ; remark", []),
        ("@a", []),
        ("connect (at) s", []),
        ("x" * 100_000, []),
        ("a\nb", []),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert list(list_candidates(top_level_knowing("sierra", "score"), text, list_files)) == names


def test_descriptions() -> None:
    assert list_candidates(TOP_LEVEL, "no deb") == {"DEBUG": "what DEBUG does"}


def test_files_only_of_who_can_list_them() -> None:
    assert list_candidates(TOP_LEVEL, "take ") == {}


@given(st.text(alphabet="EXCONSTATUSLogniex ()23.-", max_size=20))
def test_each_of_them_is_accepted(text: str) -> None:
    """In place of the last word, which is a beginning of it."""
    before = text[: len(text) - len(text.split(" ")[-1])]
    for name in list_candidates(TOP_LEVEL, text):
        outcome = parse_line(TOP_LEVEL, f"{before}{name} ")
        assert not isinstance(outcome, Failed) or outcome.redo >= len(f"{before}{name}")
