"""The shell's command line: every option, alone and together, and what is wrong."""

from __future__ import annotations

import sys

import pytest

from telnet_client import __version__, cli
from telnet_client.cli import FLAGS, CommandLine, main, parse_command_line, usage
from telnet_client.errors import CommandError
from telnet_client.settings import Settings


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ([], None),
        (["sierra"], "sierra"),
        (["sierra", "2323"], "sierra 2323"),
        (["CONNECT", "sierra", "2323"], "CONNECT sierra 2323"),
        (["connect", "(to)", "internet", "(host)", "sierra"], "connect (to) internet (host) sierra"),
        (["[2001:db8::1]:2323"], "[2001:db8::1]:2323"),
        (["telnet://sierra/"], "telnet://sierra/"),
        (["DEMO"], "DEMO"),
        (["export", "USER", "-"], "export USER -"),
        (["sierra", "-l", "guest"], "sierra -l guest"),  # behind the command everything is the command's
        (["--", "sierra"], "sierra"),
        (["--", "-x"], "-x"),
        (["--"], None),
    ],
)
def test_the_command(words: list[str], command: str | None) -> None:
    assert parse_command_line(words) == CommandLine(Settings(), command)


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        (["-l", "guest"], {"exports": (("USER", "guest"),)}),
        (["-lguest"], {"exports": (("USER", "guest"),)}),
        (["-e", "^]"], {"escape_character": 0x1D}),
        (["-e^A"], {"escape_character": 1}),
        (["-e", "~"], {"escape_character": ord("~")}),
        (["-e", "^"], {"escape_character": ord("^")}),
        (["-e", "7"], {"escape_character": ord("7")}),
        (["-e", '"'], {"escape_character": ord('"')}),
        (["-e", "\x1d"], {"escape_character": 0x1D}),
        (["-e", "35"], {"escape_character": 0o35}),
        (["-e", "0x1D"], {"escape_character": 0x1D}),
        (["-e", "OFF"], {"escape_character": None}),
        (["-e", "off"], {"escape_character": None}),
        (["-E"], {"escape_character": None}),
        (["-8"], {"transparent": True}),
        (["-4"], {"address_family": 4}),
        (["-6"], {"address_family": 6}),
        (["--log", "a.log"], {"log_file": "a.log"}),
        (["--log=a.log"], {"log_file": "a.log"}),
        (["-8E4"], {"transparent": True, "escape_character": None, "address_family": 4}),
        (["-E", "-e", "^]"], {"escape_character": 0x1D}),
        (
            ["-8", "-l", "guest", "--log", "a.log", "-6", "-e^]"],
            {
                "transparent": True,
                "exports": (("USER", "guest"),),
                "log_file": "a.log",
                "address_family": 6,
                "escape_character": 0x1D,
            },
        ),
    ],
)
@pytest.mark.parametrize("command", [[], ["sierra", "2323"], ["--", "sierra", "2323"]])
def test_options(words: list[str], changes: dict[str, object], command: list[str]) -> None:
    expected = Settings()._replace(**changes)  # type: ignore[arg-type]
    assert parse_command_line(words + command) == CommandLine(expected, "sierra 2323" if command else None)


@pytest.mark.parametrize(
    ("words", "command_file"),
    [
        (["--command-file", "lab.cmd"], "lab.cmd"),
        (["--command-file=lab.cmd"], "lab.cmd"),
        (["--no-command-file"], ""),
        (["--command-file", "lab.cmd", "--no-command-file"], ""),
        (["-8", "sierra"], None),
    ],
)
def test_files_of_commands(words: list[str], command_file: str | None) -> None:
    assert parse_command_line(words).command_file == command_file


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["-x"], "Option -x not recognized"),
        (["--frobozz"], "Option --frobozz not recognized"),
        (["-l"], "Option -l requires argument"),
        (["-e"], "Option -e requires argument"),
        (["--log"], "Option --log requires argument"),
        (["--command-file"], "Option --command-file requires argument"),
        (["--no-command-file=x"], "Option --no-command-file must not have an argument"),
        (["-e", "^"], None),
        (["-e", "200"], "Invalid ASCII value"),
        (["-e", "frobozz"], "Invalid ASCII value"),
        (["-e", "9 "], "Invalid ASCII value"),
        (["-e", "é"], "Invalid ASCII value"),
        (["-e", ""], "Invalid ASCII value"),
        (["-e", "89"], "Invalid character in number"),
    ],
)
def test_errors(words: list[str], error: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    if error is None:
        parse_command_line(words)
        return
    with pytest.raises(CommandError) as caught:
        parse_command_line(words)
    assert str(caught.value) == error
    assert main(words) == 2
    assert capsys.readouterr() == ("", f"?{error}\n")


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], ["-h"], ["--help", "sierra"], ["-8", "--help"]):
        assert main(words) == 0
        assert capsys.readouterr() == (usage(), "")


def test_the_help_has_every_option_and_fits_the_screen() -> None:
    lines = usage().splitlines()
    for flag in FLAGS:
        row = next(line for line in lines if line.startswith(f"  {flag.spelling} {flag.argument}".rstrip() + " "))
        assert row.endswith(f" {flag.description}")
    assert max(map(len, lines)) <= 90
    assert "Exit status: 0 " in usage()


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr() == (f"telnet-client {__version__}\n", "")


def test_every_option_is_understood() -> None:
    for flag in FLAGS:
        argument = {"CHAR": "^]", "SHELL": "bash"}.get(flag.argument, "x")
        parse_command_line([flag.spelling, *([argument] if flag.argument else [])])


def test_what_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[tuple[Settings, str | None, str | None]] = []

    def run(settings: Settings, command: str | None, command_file: str | None) -> int:
        runs.append((settings, command, command_file))
        return 1

    monkeypatch.setattr("telnet_client.app.run", run)
    monkeypatch.setattr(sys, "argv", ["tn", "-4", "--no-command-file", "sierra", "2323"])
    assert main() == 1
    assert cli.main(["status"]) == 1
    assert runs == [(Settings(address_family=4), "sierra 2323", ""), (Settings(), "status", None)]
