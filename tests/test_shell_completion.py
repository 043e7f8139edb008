"""Completion of the shell's command line: what `tn --complete` answers, and the scripts in the real shells."""

from __future__ import annotations

import os
import string
import subprocess
from typing import TYPE_CHECKING

import pytest

from support.hosts import required
from support.user import User
from telnet_client.cli import FLAGS, main, parse_command_line
from telnet_client.comnd.line import help_for_line
from telnet_client.errors import CommandError
from telnet_client.modes.command_grammar import top_level_grammar
from telnet_client.modes.known_hosts import remember_hosts
from telnet_client.shell_completion import SCRIPTS, answer, completion_script

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Of keywords and switches in a list of `?`.
KEYWORD_BEGINNINGS = frozenset(string.ascii_uppercase + "/")
START_UP_FILE = """\
; What is in it besides definitions is not carried out
LOG (FILE IS) never.log
DEFINE (HOST) lab (AS) CONNECT (TO) INTERNET (HOST) 10.0.0.7 (ON PORT) 2323
DEFINE (HOST) exit (AS) STATUS
DEFINE (HOST) old (AS) sierra
UNDEFINE old
DEFINE (HOST) lab2:23 (AS) lab
EXIT
"""
#: The shells' prompt, which nothing else looks like.
PROMPT = "shell$"


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    """Somebody with definitions, who has been at two hosts."""
    with User(tmp_path) as user:
        user.write_start_up_file(START_UP_FILE)
        known_hosts = os.path.join(user.environment()["XDG_STATE_HOME"], "telnet-client", "known_hosts")
        remember_hosts(known_hosts, ["sierra.example", "[2001:db8::1]:2323"])
        yield user


@pytest.fixture
def at_home(user: User, monkeypatch: pytest.MonkeyPatch) -> User:
    """This program is that user's."""
    for name, value in user.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(user.folder)
    return user


def words(line: str) -> list[str]:
    return [row.partition("\t")[0] for row in answer(line, FLAGS).splitlines()]


# What is answered


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("connec", ["CONNECT"]),
        ("  connec", ["CONNECT"]),
        ("la", ["lab", "lab2:23"]),
        ("ol", []),
        ("connect si", ["sierra.example"]),
        ("'CONNECT (TO)' si", ["sierra.example"]),
        ("connect \\(to\\) 'internet' si", ["sierra.example"]),
        ("'connect (to", []),
        ("'connect si", ["sierra.example"]),
        ("connect [", ["[2001:db8::1]:2323"]),
        ("sierra.example wh", ["WHOIS"]),
        ("undefine ", ["lab", "lab2:23"]),
        ("exit ", []),
        ("frob frob", []),
        ("--comm", ["--command-file"]),
        ("--log x -", [flag.spelling for flag in FLAGS]),
        ("-8 -e ^] connec", ["CONNECT"]),
        ("-l", ["-l"]),
        ("-l ", []),
        ("--completion ", ["bash", "fish", "zsh"]),
        ("--completion z", ["zsh"]),
        ("--log ", ["there.cmd"]),
        ("take th", ["there.cmd"]),
        ("--no-command-file la", []),
        ("--command-file there.cmd he", ["HELP", "HEX", "here"]),
        ("--command-file missing.cmd he", ["HELP", "HEX"]),
        ("\x00\ud800", []),
        ("x" * 100_000, []),
    ],
)
def test_words(at_home: User, line: str, expected: list[str]) -> None:
    at_home.write("there.cmd", "define here lots\n")
    assert words(line) == expected


@pytest.mark.usefixtures("at_home")
def test_descriptions() -> None:
    assert answer("la", FLAGS).splitlines()[0] == "lab\tCONNECT (TO) INTERNET (HOST) 10.0.0.7 (ON PORT) 2323"
    assert answer("connec", FLAGS) == "CONNECT\tOpen a connection to a host\n"


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("line", ["", "no ", "show ", "e", "connect x "])
def test_it_is_what_question_mark_lists(line: str) -> None:
    listed = help_for_line(top_level_grammar(), line, is_described=True).text
    named = [row.split()[0] for row in listed.splitlines() if row.startswith(" ") and row[1:2] in KEYWORD_BEGINNINGS]
    assert [word for word in words(line) if word.isupper() or word[0].isupper()] == named


def test_it_is_printed(at_home: User, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--complete", "connec"]) == 0
    assert capsys.readouterr().out == "CONNECT\tOpen a connection to a host\n"
    assert not (at_home.folder / "never.log").exists()


def test_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    for shell, script in SCRIPTS.items():
        assert parse_command_line(["--completion", shell]).answer == script
    assert main(["--completion", "tcsh"]) == 2
    assert capsys.readouterr().err == '?There are completion scripts for bash, fish, zsh only - "tcsh"\n'
    with pytest.raises(CommandError):
        completion_script("")


# In the shells


def run_shell(user: User, shell: str, *arguments: str) -> list[str]:
    """The lines it prints."""
    done = subprocess.run(
        [required(shell, shell), *arguments],
        env=user.environment(),
        cwd=user.folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.interop
@pytest.mark.parametrize(
    ("line", "replaced", "by"),
    [
        ("tn connec", "connec", ["CONNECT"]),
        ("telnet-client -8 connec", "connec", ["CONNECT"]),
        ("tn ", "", None),
        ("tn lab", "lab", ["lab", "lab2:23"]),
        ("tn lab2:", "", ["23"]),
        ("tn connect [2001:", "", [r"db8::1\]:2323"]),
        ("tn connect '", "'", None),
        ("tn take a", "a", [r"a\$b.cmd"]),
        ("tn nothing", "nothing", []),
    ],
)
def test_bash_function(user: User, line: str, replaced: str, by: list[str] | None) -> None:
    user.write("a$b.cmd", "")
    program = line.split(" ")[0]
    script = (
        f'eval "$({program} --completion bash)"\n'
        'COMP_LINE=$1 COMP_POINT=${#1}; _telnet_client "$2" "$3"\n'
        '[[ -z $COMPREPLY ]] || printf "%s\\n" "${COMPREPLY[@]}"'
    )
    found = run_shell(user, "bash", "--norc", "--noprofile", "-c", script, "bash", line, program, replaced)
    assert found == by or (by is None and "sierra.example" in found)


@pytest.mark.interop
def test_fish(user: User) -> None:
    def complete(line: str) -> list[str]:
        return run_shell(user, "fish", "--no-config", "-c", "tn --completion fish | source; complete -C $argv", line)

    assert complete("tn connec") == ["CONNECT\tOpen a connection to a host"]
    assert complete("tn lab") == ["lab\tCONNECT (TO) INTERNET (HOST) 10.0.0.7 (ON PORT) 2323", "lab2:23\tlab"]
    assert complete("telnet-client connect sie") == ["sierra.example"]
    assert complete("tn nothing") == []


SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "bind 'set bell-style none'"),
    "zsh": (["zsh", "-f", "-i"], "autoload -Uz compinit; compinit -u -D"),
}


@pytest.mark.interop
@pytest.mark.parametrize("name", SHELLS)
def test_at_a_keyboard(user: User, name: str) -> None:
    """The TAB key: one word, the common part of several, their list, a host's name with a colon, a file."""
    user.write("tele.cmd", "")
    argv, setting = SHELLS[name]
    required(argv[0], argv[0])
    shell = user.run(argv)
    shell.wait_for_prompt(PROMPT)
    shell.type(f'{setting}; eval "$(tn --completion {name})"; clear; echo re"a"dy\r')
    shell.wait_for(lambda screen: screen.text.startswith("ready"))
    shell.wait_for_prompt(PROMPT)
    for keys, line in (
        ("tn connec\t", "tn CONNECT"),
        ("sie\t", "tn CONNECT sierra.example"),
        ("\x15tn la\t", "tn lab"),
        ("2\t", "tn lab2:23"),
        ("\x15tn take te\t", "tn take tele.cmd"),
    ):
        shell.type(keys)
        shell.wait_for_prompt(f"{PROMPT} {line}")
    shell.type("\x15tn e\t\t\t")
    shell.wait_for("EXTENDED")
    shell.type("\x15exit\r")
    assert shell.wait_exit() == 0
