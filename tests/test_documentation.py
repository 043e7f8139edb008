"""What is written about the program is what the program is."""

from __future__ import annotations

import re
import runpy
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.hosts import required
from telnet_client.cli import FLAGS
from telnet_client.commands import CONNECTED, SINGLE_CHARACTER, TOP_LEVEL
from telnet_client.comnd.line import parse_line
from telnet_client.comnd.outcome import Parsed
from telnet_client.comnd.take import read_commands
from telnet_client.modes.command_grammar import top_level_grammar

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
GENERATED: dict[str, Callable[[], str]] = runpy.run_path(str(ROOT / "docs" / "generate.py"))["GENERATED"]
KEYWORDS = sorted({row.keyword for row in (*TOP_LEVEL, *CONNECTED)})
EXAMPLE = (ROOT / "telnet.cmd.example").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", GENERATED)
def test_it_is_up_to_date(name: str) -> None:
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == GENERATED[name](), "run `python docs/generate.py`"


def test_the_command_reference_has_everything() -> None:
    text = GENERATED["commands.md"]()
    assert re.findall(r"^## (\S+)$", text, re.MULTILINE) == KEYWORDS
    assert all(f"| `{name}` | {letter.description} |" in text for name, letter in SINGLE_CHARACTER.items())
    assert all(f"| `{flag.spelling} {flag.argument}".rstrip() in text for flag in FLAGS)


def test_links_lead_somewhere() -> None:
    text = GENERATED["commands.md"]()
    headings = {heading.lower() for heading in re.findall(r"^## (.+)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) == headings & {keyword.lower() for keyword in KEYWORDS}


def test_the_manual_page_has_everything() -> None:
    text = GENERATED["tn.1"]()
    assert re.findall(r"^\.SS (\S+)$", text, re.MULTILINE) == [keyword.replace("-", "\\-") for keyword in KEYWORDS]
    headings = re.findall(r"^\.SH (.+)$", text, re.MULTILINE)
    assert headings[:4] == ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS"]
    assert all(f"\\fB{flag.spelling}".replace("-", "\\-") in text for flag in FLAGS)


def test_the_manual_page_holds_no_requests_of_its_texts() -> None:
    requests = {line.split()[0] for line in GENERATED["tn.1"]().splitlines() if line.startswith((".", "'"))}
    assert requests == {'.\\"', ".TH", ".SH", ".SS", ".B", ".PP", ".TP", ".nf", ".fi"}


@pytest.mark.interop
def test_man_can_show_it() -> None:
    mandoc = required("mandoc", "mandoc")
    page = str(ROOT / "docs" / "tn.1")
    lint = subprocess.run([mandoc, "-Tlint", "-Wwarning", page], capture_output=True, text=True, check=False)
    complaints = [line for line in lint.stdout.splitlines() if "missing date" not in line]
    assert complaints == []
    shown = subprocess.run([mandoc, "-Tascii", page], capture_output=True, text=True, check=True).stdout
    text = re.sub(".\b", "", shown)
    assert "CONNECT (TO) [INTERNET (HOST)] host [(ON PORT) port]" in text
    assert 'eval "$(tn --completion bash)"' in text


def test_it_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {"docs/tn.1": "share/man/man1/tn.1"}


# telnet.cmd.example


def test_the_example_does_nothing_by_itself() -> None:
    assert read_commands(EXAMPLE.encode()) == ()


@pytest.mark.parametrize("line", re.findall(r"^;(\S.*)$", EXAMPLE, re.MULTILINE))
def test_each_command_of_the_example_can_be_used(line: str) -> None:
    outcome = parse_line(top_level_grammar(), line)
    assert isinstance(outcome, Parsed), outcome
    assert "command" in outcome.arguments
