"""The colours of a line while it is typed, and where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comnd.original_tables import CONNECTED, TOP_LEVEL
from telnet_client.terminal.line_colours import COLOURED_LENGTH, CommandLineLexer, colour_line
from terminal.typist import Typist

if TYPE_CHECKING:
    from pathlib import Path

LETTERS = {"class:keyword": "k", "class:guide-words": "g", "class:error": "e", "": "."}


def colours(text: str) -> str:
    """A letter for each character: keyword, guide words, error."""
    return "".join(LETTERS[fragment[0]] * len(fragment[1]) for fragment in colour_line(TOP_LEVEL, text))


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("", ""),
        ("s", "k"),
        ("status", "kkkkkk"),
        ("status (of telnet connection)", "kkkkkk.gggggggggggggggggggggg"),
        ("e", "."),
        ("sierra", "......"),
        ("connect (to) internet (host) foo", "kkkkkkk.gggg.kkkkkkkk.gggggg...."),
        ("connect (to", "kkkkkkk...."),
        ("connect (at", "kkkkkkk.eee"),
        ("connect (at) foo", "kkkkkkk.eeeeeeee"),
        ("no foo", "kk.eee"),
        ("no e", "kk.k"),
        ("no l", "kk.."),
        ("exit now please", "kkkk.eeeeeeeeee"),
        ("exit ; now", "kkkk......"),
        ("!x! exit", "....kkkk"),
        ('escape "^', "kkkkkk..."),
        ("foo telnet", "....kkkkkk"),
        ("foo 23", "......"),
        ("foo 23x", "......e"),
        ("@file", "....."),
    ],
)
def test_colours(line: str, shown: str) -> None:
    assert colours(line) == shown


@given(st.text(st.sampled_from("ceintosx ()\"/;!@-0129?^'"), max_size=40))
def test_a_line_in_colours_is_the_same_line(text: str) -> None:
    for grammar in (TOP_LEVEL, CONNECTED):
        assert "".join(fragment[1] for fragment in colour_line(grammar, text)) == text


def test_lines_that_stay_plain() -> None:
    lexer = CommandLineLexer()
    assert lexer.fragments("exit") == [("", "exit")]
    lexer.begin(TOP_LEVEL)
    assert lexer.fragments("exit") == [("class:keyword", "exit")]
    for text in ("exit " * COLOURED_LENGTH, "exit\tx", "exit \x16"):
        assert lexer.fragments(text) == [("", text)]


@pytest.mark.parametrize("is_coloured", [True, False])
def test_colours_on_the_screen(tmp_path: Path, is_coloured: bool) -> None:
    with Typist(tmp_path, is_coloured=is_coloured) as typist:
        typist.read_line("exit\x1b?\r")
        assert (b"\x1b[0;36m(FROM TELNET)" in typist.output) is is_coloured
