"""HELP and the name of a command; and that there is something to say of each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from telnet_client.commands import CONNECTED, TOP_LEVEL
from telnet_client.comnd.line import help_for_line, parse_line
from telnet_client.comnd.outcome import Parsed
from telnet_client.modes.command_grammar import CommandVocabulary, connected_grammar, top_level_grammar
from telnet_client.modes.command_reference import command_references, help_on

if TYPE_CHECKING:
    from fakes.scene import Scene
    from telnet_client.modes.command_reference import CommandReference

ROWS = {row.keyword: row for row in (*TOP_LEVEL, *CONNECTED)}
REFERENCES = command_references()


def test_help_define(scene: Scene) -> None:
    shown = scene.command("help (in using telnet) define")
    assert shown.startswith("\nDEFINE (HOST) name (AS) command-line\n\n  Give a name to a host")
    assert shown.endswith(
        "\n\n  Valid at TELNET>.\n\n  Example: DEFINE (HOST) lab (AS) CONNECT (TO) 10.0.0.7 (ON PORT) 2323\n\n"
    )


def test_the_no_form_and_what_it_needs(scene: Scene) -> None:
    shown = scene.command("help transparent")
    assert shown.startswith("\n[NO] TRANSPARENT (MODE)\n")
    assert "  Needs option negotiation.\n" in shown


def test_a_no_form_of_another_shape() -> None:
    assert help_on("EXPORT").startswith(
        "\nEXPORT (ENVIRONMENT VARIABLE) name [value]\nNO EXPORT (ENVIRONMENT VARIABLE) [name]\n\n"
    )


def test_words_with_their_meaning() -> None:
    assert "\n  NETWORKS      The networks that CONNECT knows, the best one first\n" in help_on("SHOW")
    assert "\n  /TIMESTAMPS   The time before each line\n" in help_on("LOG")


def test_no(scene: Scene) -> None:
    forms = [line for line in scene.command("help no").splitlines() if line.startswith("NO ")]
    named = {word.strip("{}") for form in forms for word in form.partition(" (")[0].split()}
    assert named >= {row.keyword for row in ROWS.values() if row.has_no}


def test_abbreviations(scene: Scene) -> None:
    assert scene.command("help conn") == scene.command("HELP CONNECT")
    assert scene.command("help ex") == scene.command("help exit")


def test_alone_it_is_for_everybody(scene: Scene) -> None:
    assert "TELNET lets you use another computer" in scene.command("help")


def test_of_commands_that_are_not_valid_where_it_is_asked(scene: Scene) -> None:
    assert "Valid at TELNET!." in scene.command("help abort")
    scene.connect()
    assert "Valid at TELNET>." in scene.command("help connect")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("help frob", '?Does not match switch or keyword - "frob"'),
        ("help e", '?Ambiguous - "e"'),
        ("help connect now", "?Not confirmed"),
        ("help ?", '?Does not match switch or keyword - "?"'),
    ],
)
def test_errors(scene: Scene, line: str, error: str) -> None:
    assert scene.command(line) == f"{error}\n"


def test_question_mark_lists_all_commands() -> None:
    text = help_for_line(top_level_grammar(), "help ", 200).text
    heading = " confirm with carriage return\n  or command, one of the following:\n "
    assert text.startswith(heading)
    assert text.removeprefix(heading).split() == sorted(ROWS)


# What each command says of itself


@pytest.mark.parametrize("reference", REFERENCES, ids=[reference.keyword for reference in REFERENCES])
class TestEachCommand:
    def test_it_is_described(self, reference: CommandReference) -> None:
        assert 0 < len(reference.description) <= 70
        assert reference.description[0].isupper()
        assert not reference.description.endswith(".")
        assert reference.prompts

    def test_its_syntax_begins_with_it_and_fits_the_screen(self, reference: CommandReference) -> None:
        for line in reference.syntax:
            first = line.removeprefix("[NO] ").removeprefix("NO ").split()[0]
            assert first.removeprefix("{") in (reference.keyword, *ROWS)
            assert len(line) <= 79

    def test_its_example_can_be_typed(self, reference: CommandReference) -> None:
        grammar = top_level_grammar if "TELNET>" in reference.prompts else connected_grammar
        outcome = parse_line(grammar(CommandVocabulary((("lab", "score"),))), reference.example)
        assert isinstance(outcome, Parsed), outcome
        assert reference.keyword in (outcome.arguments["command"], outcome.arguments.get("negated"))

    def test_its_words_are_described(self, reference: CommandReference) -> None:
        assert all(reference.choices.values()), reference.choices

    def test_help_fits_the_screen(self, reference: CommandReference) -> None:
        lines = help_on(reference.keyword).splitlines()
        assert all(len(line) <= 79 for line in lines if "Example: " not in line)
