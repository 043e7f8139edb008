"""TBLUK: exact, unique beginning, ambiguous, nothing."""

from __future__ import annotations

import pytest

from telnet_client.comnd.table import KeywordEntry, KeywordTable

TABLE = KeywordTable(
    [
        KeywordEntry("EXTENDED", 1),
        KeywordEntry("EXIT", 2),
        KeywordEntry("EX", 3, abbreviates="EXIT"),
        KeywordEntry("DEBUG", 4),
        KeywordEntry("DDT", 5, is_invisible=True),
        KeywordEntry("NO", 6),
        KeywordEntry("NOTE", 7),
        KeywordEntry("L", 8, is_unrecognized=True),
        KeywordEntry("LINE", 9),
        KeywordEntry("Q", 10, is_unrecognized=True),
    ]
)


@pytest.mark.parametrize(
    ("atom", "found", "candidates"),
    [
        ("exit", "EXIT", []),
        ("EXI", "EXIT", []),
        ("ex", "EXIT", []),
        ("e", None, ["EX", "EXIT", "EXTENDED"]),
        ("d", None, ["DDT", "DEBUG"]),
        ("dd", "DDT", []),
        ("no", "NO", []),
        ("n", None, ["NO", "NOTE"]),
        ("not", "NOTE", []),
        ("l", None, ["L"]),
        ("li", "LINE", []),
        ("q", None, ["Q"]),
        ("x", None, []),
        ("exits", None, []),
    ],
)
def test_look_up(atom: str, found: str | None, candidates: list[str]) -> None:
    entry, others = TABLE.look_up(atom)
    assert (entry.keyword if entry else None) == found
    assert [other.keyword for other in others] == candidates


def test_nothing_typed_means_nothing() -> None:
    assert TABLE.look_up("")[0] is None
    assert KeywordTable.of("ONE").look_up("")[0] is None
    assert KeywordTable([]).look_up("x") == (None, [])


def test_an_abbreviation_of_nothing_stands_for_itself() -> None:
    entry, _ = KeywordTable([KeywordEntry("A", 1, abbreviates="GONE")]).look_up("a")
    assert entry is not None
    assert entry.value == 1


def test_letters_whose_capitals_are_longer() -> None:
    table = KeywordTable([KeywordEntry("STRASSE", 1)])
    assert table.look_up("stra\xdf")[0] is None


def test_listed() -> None:
    assert [entry.keyword for entry in TABLE.beginning_with("") if entry.is_listed] == [
        "DEBUG", "EXIT", "EXTENDED", "LINE", "NO", "NOTE",
    ]  # fmt: skip
