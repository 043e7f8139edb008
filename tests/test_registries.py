"""Every table says what is there: each file is in one, and each row leads to a file that is what the row says."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

import telnet_client.commands
import telnet_client.protocol.options
from telnet_client.commands import ABBREVIATIONS, CONNECTED, SINGLE_CHARACTER, TOP_LEVEL, Letter, Row, load_command
from telnet_client.protocol.codes import Option
from telnet_client.protocol.options import OPTIONS
from telnet_client.settings import SETTINGS, Settings

NO = "NO"
TABLES = {"TELNET>": TOP_LEVEL, "TELNET!": CONNECTED}
ROWS = [row for row in (*TOP_LEVEL, *CONNECTED) if row.keyword != NO]
KEYWORDS = sorted({row.keyword for row in ROWS})
WIDTH = 80


def modules_in(package: str) -> set[str]:
    """The names of the files that are no part of the framework."""
    return {path.stem for path in Path(package).parent.glob("*.py")} - {"__init__", "base"}


def module_of(keyword: str) -> str:
    """The name of a command's file, without its type."""
    return keyword.lower().replace("-", "_")


class TestCommands:
    """commands/"""

    def test_every_file_is_in_a_table(self) -> None:
        assert modules_in(telnet_client.commands.__file__) == {module_of(keyword) for keyword in KEYWORDS}

    @pytest.mark.parametrize("keyword", KEYWORDS)
    def test_a_row_leads_to_its_command(self, keyword: str) -> None:
        command = load_command(keyword)
        assert command.name == keyword == keyword.upper()
        assert import_module(f"telnet_client.commands.{module_of(keyword)}").COMMAND is command

    @pytest.mark.parametrize("row", ROWS, ids=lambda row: row.keyword)
    def test_no_undoes_what_says_so(self, row: Row) -> None:
        command = load_command(row.keyword)
        assert row.has_no == (command.run_negated is not None)
        if not row.has_no:
            assert command.negated_guide_words is None
            assert command.negated_fields is None

    @pytest.mark.parametrize("keyword", KEYWORDS)
    def test_a_command_can_be_explained(self, keyword: str) -> None:
        command = load_command(keyword)
        assert command.description[0].isupper()
        assert not command.description.endswith(".")
        assert len(command.description) < WIDTH
        assert command.guide_words == command.guide_words.upper().strip(" ()")
        assert "\n" not in command.example

    @pytest.mark.parametrize("prompt", TABLES)
    def test_a_table_is_in_the_order_that_it_is_listed_in(self, prompt: str) -> None:
        keywords = [row.keyword for row in TABLES[prompt]]
        assert keywords == sorted(set(keywords))
        assert NO in keywords

    def test_an_abbreviation_is_of_a_command(self) -> None:
        for short, keyword in ABBREVIATIONS.items():
            assert keyword.startswith(short)
            assert keyword in KEYWORDS
            assert short not in KEYWORDS


class TestLetters:
    """Talk command mode."""

    @pytest.mark.parametrize("letter", SINGLE_CHARACTER.values(), ids=lambda letter: letter.name)
    def test_a_letter_stands_for_a_command(self, letter: Letter) -> None:
        assert len(letter.name) == 1
        assert letter.name == letter.name.upper()
        if letter.command is not None:
            command = load_command(letter.command)
            assert letter.command in {row.keyword for row in CONNECTED}
            assert letter.needs == command.needs
            assert command.run_letter is not None or command.fields is None

    def test_a_command_with_a_letter_of_its_own_has_one(self) -> None:
        lettered = {letter.command for letter in SINGLE_CHARACTER.values()}
        assert {keyword for keyword in KEYWORDS if load_command(keyword).run_letter is not None} <= lettered


class TestOptions:
    """protocol/options/"""

    def test_every_file_is_in_the_table(self) -> None:
        files = modules_in(telnet_client.protocol.options.__file__)
        assert {row.handler.__module__.rpartition(".")[2] for row in OPTIONS} == files

    def test_each_is_there_once(self) -> None:
        codes = [row.handler.code for row in OPTIONS]
        assert len(codes) == len(set(codes))

    @pytest.mark.parametrize("handler", [row.handler for row in OPTIONS], ids=lambda handler: handler.name)
    def test_a_handler_is_of_its_option(self, handler: type) -> None:
        code = Option(handler.code)  # type: ignore[attr-defined]
        assert handler.__module__.endswith("." + code.name.lower())
        assert sum(row.handler is handler for row in OPTIONS) == 1

    def test_an_option_is_agreed_on_somewhere(self) -> None:
        assert [row.handler.name for row in OPTIONS if not row.sides] == []


class TestSettings:
    """settings.py"""

    def test_every_setting_can_be_shown(self) -> None:
        assert sorted(row.field for row in SETTINGS) == sorted(Settings._fields)

    @pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.field)
    def test_a_setting_is_shown_in_one_line(self, row: object) -> None:
        shown = row.show(getattr(Settings(), row.field))  # type: ignore[attr-defined]
        assert isinstance(shown, str)
        assert shown.isprintable()
