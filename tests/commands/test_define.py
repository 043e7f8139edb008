"""DEFINE and UNDEFINE: an address book, from the line that defines to the connection that comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.comnd.line import complete_line, help_for_line, parse_line
from telnet_client.comnd.outcome import Completion, Failed, Parsed
from telnet_client.mode_table import Mode
from telnet_client.modes.command_grammar import CommandVocabulary, connected_grammar, top_level_grammar
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from fakes.scene import Scene, SetScene

LAB = "CONNECT (TO) INTERNET (HOST) sierra (ON PORT) 2323"
BOOK = (("lab", LAB), ("lab2", "score"), ("Printer", "lots 9100"))


def parsed(line: str, definitions: tuple[tuple[str, str], ...] = BOOK) -> Parsed:
    outcome = parse_line(top_level_grammar(CommandVocabulary(definitions)), line)
    assert isinstance(outcome, Parsed), outcome
    return outcome


def attempts(scene: Scene) -> list[tuple[object, object]]:
    return [(arguments["host"], arguments.get("port")) for arguments, _ in scene.network.attempts]


# Using a definition


def test_the_name_does_the_command(scene: Scene) -> None:
    scene.play(f"DEFINE (HOST) lab (AS) {LAB}", "lab")
    assert attempts(scene) == [("sierra", 2323)]
    assert scene.mode is Mode.TALK


def test_nothing_happens_before_the_name_is_typed(scene: Scene) -> None:
    assert scene.command(f"define lab {LAB}") == ""
    assert attempts(scene) == []
    assert scene.job.settings.definitions == (("lab", LAB),)


@pytest.mark.parametrize("name", ["LAB", "pr", "PRINT", "lab2"])
def test_upper_and_lower_case_and_abbreviations(set_scene: SetScene, name: str) -> None:
    scene = set_scene(Settings(definitions=BOOK))
    scene.play(name)
    assert len(attempts(scene)) == 1


def test_behind_the_shells_tn(set_scene: SetScene) -> None:
    scene = set_scene(Settings(definitions=BOOK), "lab")
    scene.play()
    assert attempts(scene) == [("sierra", 2323)]


def test_any_command_of_the_top_level(scene: Scene) -> None:
    scene.command("define quiet no extended")
    scene.command("extended")
    scene.command("quiet")
    assert not scene.job.settings.extended


def test_a_bare_host_and_another_definition(scene: Scene) -> None:
    scene.play("define far score 23", "define away (as) far", "away")
    assert attempts(scene) == [("score", 23)]


def test_it_goes_before_the_host_of_its_name_and_connect_leads_to_the_host(scene: Scene) -> None:
    scene.play("define sierra connect score", "connect sierra", b"\x1ec", "sierra")
    assert attempts(scene) == [("sierra", 23), ("score", 23)]


def test_a_command_goes_before_it() -> None:
    """One that came with a later TELNET, say."""
    assert parsed("status", (("status", "x"),)).arguments == {"command": "STATUS"}


def test_nothing_may_stand_behind_the_name(set_scene: SetScene) -> None:
    assert set_scene(Settings(definitions=BOOK)).command("lab 23") == "?Not confirmed\n"


def test_among_several_an_abbreviation_is_a_host(set_scene: SetScene) -> None:
    assert set_scene(Settings(definitions=BOOK)).command("la") == '?No such host name - "la"\n'


def test_what_it_says_may_be_wrong_by_now(set_scene: SetScene) -> None:
    scene = set_scene(Settings(definitions=(("old", "sierra 23"), ("sierra", "score"))))
    assert scene.command("old") == "?Not confirmed\n"
    assert scene.command("show settings").startswith(" ")


def test_while_connected_there_are_only_commands(set_scene: SetScene) -> None:
    scene = set_scene(Settings(definitions=BOOK))
    scene.connect()
    assert scene.command("lab") == '?Does not match switch or keyword - "lab"\n'


# Definitions that call themselves


@pytest.mark.parametrize(
    ("definitions", "name"),
    [
        ((("lab", "lab"),), "lab"),
        ((("lab", "other"), ("other", "lab")), "lab"),
        ((("lab", "one"), ("one", "two"), ("two", "one")), "one"),
        ((("lab", "lab0"), *((f"lab{n}", f"lab{n + 1}") for n in range(2000)), ("lab2000", "lab")), "lab"),
    ],
)
def test_a_definition_that_calls_itself(
    set_scene: SetScene, definitions: tuple[tuple[str, str], ...], name: str
) -> None:
    scene = set_scene(Settings(definitions=definitions))
    assert scene.command("lab") == f'?Definition of "{name}" calls itself\n'
    assert "TELNET" in scene.command("status")


def test_a_name_that_comes_twice_in_a_row_is_no_circle(set_scene: SetScene) -> None:
    scene = set_scene(Settings(definitions=(("a", "b"), ("b", "no extended"), ("z", "b"))))
    assert scene.command("a") == ""
    assert scene.command("z") == ""


# Defining


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("define", "?Null name given"),
        ("define lab", "?Null command given"),
        ("define lab (as) ; later", "?Null command given"),
        ("define exit status", '?Name of a command - "exit"'),
        ("define NO status", '?Name of a command - "NO"'),
        ("define close status", '?Name of a command - "close"'),
        ("define c status", '?Abbreviation of CONNECT - "c"'),
        ("define ex status", '?Abbreviation of EXIT - "ex"'),
        ("define \x16( status", '?Invalid character in name - "("'),
        ("define (lab) status", "?Invalid guide word"),
        ("define lab (is) status", "?Invalid guide word"),
        ("define lab connect (at) sierra", "?Invalid guide word"),
        ("define lab status now", "?Not confirmed"),
        ("define lab sierra 99999", "?Invalid port number"),
        ("define lab no status", '?Does not match switch or keyword - "status"'),
        ("define lab define exit status", '?Name of a command - "exit"'),
        ("define lab connect a..b", '?No such host name - "a..b"'),
    ],
)
def test_what_cannot_be_defined(scene: Scene, line: str, error: str) -> None:
    assert scene.command(line) == f"{error}\n"
    assert scene.job.settings.definitions == ()


def test_defined_again(scene: Scene) -> None:
    for line in ("define lab status", "define other exit", "define LAB score"):
        assert scene.command(line) == ""
    assert scene.job.settings.definitions == (("other", "exit"), ("LAB", "score"))


def test_a_definition_of_a_definition(scene: Scene) -> None:
    scene.command("define prepare (as) define (host) lab (as) score ; the new one")
    assert scene.job.settings.definitions == (("prepare", "define (host) lab (as) score ; the new one"),)
    scene.command("prepare")
    assert ("lab", "score ; the new one") in scene.job.settings.definitions


@pytest.mark.parametrize("name", ["a", "s1", "[10.0.0.7]", "lab:23", "10.0.0.7", "exit.c", "näme", "x-y_z"])
def test_names(scene: Scene, name: str) -> None:
    assert scene.command(f"define {name} (as) score") == ""
    scene.play(name)
    assert attempts(scene) == [("score", 23)]


LINES = ["STATUS", "no debug", "sierra", "sierra 0.23", "connect (to) internet x smtp", "escape ^]", 'log "a b" /text']


@given(st.sampled_from(LINES), st.text(alphabet=" \t", max_size=3), st.sampled_from(["", " ", " ; remark", " ! !"]))
def test_the_text_is_kept_and_reads_the_same(line: str, before: str, behind: str) -> None:
    outcome = parsed(f"define lab (as) {before}{line}{behind}")
    assert outcome.arguments == {"command": "DEFINE", "name": "lab", "command_line": f"{line}{behind}"}
    assert parsed(str(outcome.arguments["command_line"])).arguments == parsed(line).arguments


@given(st.text(max_size=40))
def test_what_would_be_wrong_at_the_prompt_cannot_be_defined(line: str) -> None:
    grammar = top_level_grammar(CommandVocabulary(BOOK))
    alone = parse_line(grammar, line)
    defined = parse_line(grammar, f"define lab9 {line}")
    if isinstance(alone, Failed) and not line.lstrip(" \t").startswith(("(", "@")):
        assert isinstance(defined, Failed)


# UNDEFINE


def test_undefine(set_scene: SetScene) -> None:
    scene = set_scene(Settings(definitions=BOOK))
    assert scene.command("undefine (host) LAB") == ""
    assert scene.job.settings.definitions == BOOK[1:]
    assert scene.command("lab2x") == '?No such host name - "lab2x"\n'


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("undefine", '?Null switch or keyword given - ""'),
        ("undefine nothing", '?Does not match switch or keyword - "nothing"'),
        ("undefine la", '?Ambiguous - "la"'),
        ("undefine lab now", "?Not confirmed"),
    ],
)
def test_what_cannot_be_undefined(set_scene: SetScene, line: str, error: str) -> None:
    scene = set_scene(Settings(definitions=BOOK))
    assert scene.command(line) == f"{error}\n"
    assert scene.job.settings.definitions == BOOK


def test_undefine_without_any_definition(scene: Scene) -> None:
    assert scene.command("undefine lab") == '?Does not match switch or keyword - "lab"\n'


# From a file


def test_telnet_cmd(scene: Scene) -> None:
    with open("hosts.cmd", "w", encoding="utf-8") as file:
        file.write(f"; the lab\nDEFINE lab (AS) {LAB}\nDEFINE exit (AS) STATUS\nDEFINE far (AS) score\n")
    assert scene.command("take hosts.cmd").endswith('?Name of a command - "exit", line 3 of hosts.cmd\n')
    assert scene.job.settings.definitions == (("lab", LAB),)


# Help and completion

KNOWN = ("score.example", "sierra", "LAB", "status", "lab.example", "hera")
HEROES = (("hercules", "lots 9100"), ("Hector", "score"))


def explain(text: str, definitions: tuple[tuple[str, str], ...] = BOOK, is_described: bool = False) -> str:
    grammar = top_level_grammar(CommandVocabulary(definitions, lambda: KNOWN))
    return help_for_line(grammar, text, is_described=is_described).text


def complete(text: str) -> Completion:
    return complete_line(top_level_grammar(CommandVocabulary(BOOK, lambda: KNOWN)), text)


def test_question_mark_lists_them_between_commands_and_hosts() -> None:
    assert explain("he", HEROES) == (
        " command, one of the following:\n HELP   HEX\n"
        "  or defined host, one of the following:\n Hector     hercules\n"
        "  or host name, perhaps one of the following:\n hera"
    )


def test_a_second_question_mark_says_what_they_do() -> None:
    assert explain("he", HEROES, is_described=True) == (
        " command, one of the following:\n HELP   Explain how to use TELNET, or a command\n"
        " HEX    Show what arrives as a dump in hexadecimal\n"
        "  or defined host, one of the following:\n Hector     score\n hercules   lots 9100\n"
        "  or host name, perhaps one of the following:\n hera"
    )


def test_a_single_definition() -> None:
    assert "\n  or defined host, lab\n  or host name" in explain("", BOOK[:1])


def test_without_definitions_nothing_is_said_of_them() -> None:
    assert "defined" not in explain("", ())


def test_hosts_that_mean_something_else_at_the_prompt_are_listed_where_they_are_hosts() -> None:
    hosts = "or host name, perhaps one of the following:\n "
    assert explain("").partition(hosts)[2].split() == ["hera", "lab.example", "score.example", "sierra"]
    assert explain("connect ").partition(hosts)[2].split() == sorted(KNOWN, key=str.lower)


@pytest.mark.parametrize(
    ("text", "append", "bell"),
    [
        ("pr", "inter ", False),
        ("la", "b", True),
        ("lab2", " ", False),
        ("lab.", "example (ON PORT) ", False),
        ("sie", "rra (ON PORT) ", False),
        ("undefine P", "rinter ", False),
        ("define", " (HOST) ", False),
        ("define x", " (AS) ", False),
        ("define x (AS) conn", "ECT (TO) ", False),
        ("define x (AS) connect (TO) int", "ERNET (HOST) ", False),
        ("define x (AS) ", "", True),
    ],
)
def test_recognition(text: str, append: str, bell: bool) -> None:
    assert complete(text) == Completion(append, bell)


def test_help_in_the_middle_of_a_definition() -> None:
    assert explain("define ") == " name for the host"
    assert explain("define x (AS) no ext") == " command, one of the following:\n EXTENDED"
    switches = "\n  or one of the following:\n /RECONNECT   /WAIT"
    assert explain("define x (AS) sierra (ON PORT) ACAP ") == f" confirm with carriage return{switches}"
    assert explain("define x (AS) ") == explain("")


def test_no_definitions_at_the_other_prompt() -> None:
    grammar = connected_grammar(CommandVocabulary(BOOK, lambda: KNOWN))
    assert "lab" not in help_for_line(grammar, "").text
