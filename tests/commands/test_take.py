"""TAKE: commands from a file, as if they were typed; any error ends it and is told with its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from telnet_client.settings import Settings

if TYPE_CHECKING:
    from fakes.scene import Scene


def test_commands_are_not_shown_and_what_they_print_is(scene: Scene) -> None:
    Path("look.cmd").write_text("debug\nstatus\nextended\n")
    said = scene.command("take (commands from file) look.cmd")
    assert said.count("\n") == 2
    assert " TELNET " in said
    assert scene.job.settings == Settings(debug=True, extended=True)


@pytest.mark.parametrize("line", ["take lab", "take lab.CMD", 'take "lab"', "ta lab"])
def test_the_default_type(scene: Scene, line: str) -> None:
    Path("lab.CMD").write_text("debug\n")
    assert scene.command(line) == ""
    assert scene.job.settings.debug


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("debug now\n", "?Not confirmed, line 1 of bad.cmd\n"),
        ("\n; a remark\n  \nescape 200\nextended\n", "?Invalid ASCII value, line 4 of bad.cmd\n"),
        ("debug -\n  now\nextended\n", "?Not confirmed, line 1 of bad.cmd\n"),
        ("no frobozz\nextended\n", '?Does not match switch or keyword - "frobozz", line 1 of bad.cmd\n'),
        ("frobozz\nextended\n", '?No such host name - "frobozz", line 1 of bad.cmd\n'),
        ("take other.cmd\nextended\n", "?TAKE command in progress, line 1 of bad.cmd\n"),
        ("escape -", "?End of input file reached, line 1 of bad.cmd\n"),
        ("escape @no-such\nextended\n", '?No such file or directory - "no-such", line 1 of bad.cmd\n'),
        ("lots\nextended\n", " Trying... Connection refused, line 1 of bad.cmd\n"),
    ],
)
def test_errors_name_their_place_and_end_it(scene: Scene, text: str, said: str) -> None:
    Path("bad.cmd").write_text(text)
    Path("other.cmd").write_text("extended\n")
    assert scene.command("take bad.cmd") == said
    assert not scene.job.settings.extended
    assert not scene.job.is_taking


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("take no-such", '?No such file or directory - "no-such"\n'),
        ("take .", '?Is a directory - "."\n'),
        ("take", "?File name was not specified\n"),
        ("take binary", "?Not a text file\n"),
        ("take a b", "?Not confirmed\n"),
    ],
)
def test_files_that_cannot_be_taken(scene: Scene, line: str, said: str) -> None:
    Path("binary").write_bytes(b"\x7fELF\0\0")
    assert scene.command(line) == said


def test_an_empty_file(scene: Scene) -> None:
    Path("empty.cmd").write_text("; nothing\n\n")
    assert scene.command("take empty.cmd") == ""
    assert not scene.job.is_taking


def test_a_file_is_over_when_it_is_over(scene: Scene) -> None:
    Path("one.cmd").write_text("debug\n")
    assert scene.command("take one.cmd") == ""
    assert scene.command("take one.cmd") == ""
    assert scene.command("frobozz 1 2") == "?Not confirmed\n"


def test_continued_lines_and_comments(scene: Scene) -> None:
    Path("long.cmd").write_text("; one\nescape -\n(character is) -\n^]   ; two\n!three! debug\n")
    assert scene.command("take long.cmd") == ""
    assert scene.job.settings == Settings(escape_character=0x1D, debug=True)
