"""Grammars drawn as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from comnd.original_tables import CONTROL, ESCAPE, LOG, PORT, TAKE, TTY
from telnet_client.comnd.functions.character import Character
from telnet_client.comnd.functions.comma import Comma
from telnet_client.comnd.functions.field import Field
from telnet_client.comnd.functions.host_name import HostName
from telnet_client.comnd.functions.input_file import InputFile
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.functions.number import Number
from telnet_client.comnd.functions.output_file import OutputFile
from telnet_client.comnd.functions.quoted_string import QuotedString
from telnet_client.comnd.functions.text import Text
from telnet_client.comnd.functions.token import Token
from telnet_client.comnd.grammar import END, Alternative, Step, fields, guide, listed, optional, rest_of_line, switches
from telnet_client.comnd.syntax import draw_syntax, list_choices
from telnet_client.comnd.table import KeywordEntry, KeywordTable
from telnet_client.errors import CommandError

if TYPE_CHECKING:
    from telnet_client.comnd.grammar import Then


def keywords(*names: str, name: str = "word", then: Then = None, default: str | None = None) -> Alternative:
    return Alternative(Keyword(KeywordTable.of(*names)), name, then, default=default)


FILE = Alternative(InputFile(), "file")
NUMBER = Alternative(Number(10), "line_number")
MANY = [f"N{number}" for number in range(11)]
FORMS = KeywordTable(
    (KeywordEntry("RAW", 1, "as it is"), KeywordEntry("SPEED:", 2, "how fast"), KeywordEntry("TEXT", 3))
)


def speed(value: object) -> Step | None:
    return (Alternative(Number(10), "n"),) if value == 2 else None


def refuse(value: str) -> None:
    if not value:
        raise CommandError("empty")


@pytest.mark.parametrize(
    ("step", "drawn"),
    [
        # What commands are made of
        (END, ""),
        (guide("MODE"), "(MODE)"),
        (fields(FILE), "file"),
        (fields(guide("TO"), FILE), "(TO) file"),
        (fields(NUMBER), "line-number"),
        (fields(Alternative(Number(8))), "number"),
        (fields(Alternative(Text(), "value")), "[value]"),
        (fields(Alternative(QuotedString(), "text"), Alternative(Comma()), FILE), "text comma file"),
        (fields(FILE, Alternative(Token("="), None), NUMBER), "file = line-number"),
        # Left out
        (optional(FILE), "[file]"),
        (fields(FILE, optional(NUMBER)), "file [line-number]"),
        (fields(FILE, guide("AT"), optional(NUMBER)), "file [(AT) line-number]"),
        (fields(optional(FILE), NUMBER), "[file] line-number"),
        (fields(Alternative(Field(), "name")), "[name]"),
        (fields(Alternative(Field(), "name", refuse)), "name"),
        (fields(Alternative(OutputFile(), "file", default="x"), NUMBER), "[file] line-number"),
        (fields(guide("IS"), Alternative(OutputFile(), "file", default="x")), "[(IS) file]"),
        (fields(Alternative(Character(), "character", default='"x"')), "[character]"),
        # One of several
        (fields(keywords("OFF", "ON")), "{OFF | ON}"),
        (fields(keywords("ON")), "ON"),
        (fields(keywords("OFF", "ON", default="ON")), "[OFF | ON]"),
        (fields(keywords("OFF", "ON"), FILE), "{OFF | ON} file"),
        (fields(guide("IS"), keywords("A", "B", default="B")), "[(IS) {A | B}]"),
        (fields(guide("IS"), keywords("A", "B")), "(IS) {A | B}"),
        (fields((keywords("A"), NUMBER)), "{A | line-number}"),
        (optional(keywords("A"), NUMBER), "[A | line-number]"),
        (fields(keywords(*MANY)), "word"),
        (fields(keywords("A", "B", then=lambda word: fields(FILE) if word == "B" else None)), "{A | B file}"),
        (fields(keywords("A", "B", then=lambda word: fields(FILE))), "{A | B} file"),
        (fields((keywords("A", then=fields(FILE)), FILE)), "[A] file"),
        (fields((keywords("A", then=fields(FILE)), keywords("B", then=fields(NUMBER, FILE)), FILE)),
         "[A | B line-number] file"),
        (fields(Alternative(Keyword(KeywordTable(())), "name")), "name"),
        (
            fields(Alternative(Keyword(KeywordTable((KeywordEntry("A"), KeywordEntry("B", is_invisible=True)))), "x")),
            "A",
        ),
        # Lists
        (fields(FILE, listed(keywords("A", "B"))), "file {A | B} [, ...]"),
        # Switches, and a command within a command
        (fields(FILE, switches(FORMS, then=speed)), "file [/RAW] [/SPEED:n] [/TEXT]"),
        (fields(Alternative(OutputFile(), "file", default="x"), switches(KeywordTable.of("A"))), "[file] [/A]"),
        (switches(KeywordTable.of("A")), "[/A]"),
        (fields(FILE, guide("AS"), rest_of_line(fields(keywords("A", "B")), "command_line")), "file (AS) command-line"),
        # The original's commands
        (PORT, "[port]"),
        (ESCAPE, "[character]"),
        (CONTROL, "[character]"),
        (LOG, "[file]"),
        (TAKE, "file"),
        (TTY, "line"),
    ],
)  # fmt: skip
def test_one_line(step: Step, drawn: str) -> None:
    assert draw_syntax(step) == (drawn,)


def network_fields(name: str) -> Step:
    if name == "TTY":
        return fields(guide("LINE NUMBER"), NUMBER)
    return fields(guide("HOST"), Alternative(HostName(), "host", port_of))


def port_of(host: str) -> Step:
    if not host:
        raise CommandError("No such host name", host)
    return fields(guide("ON PORT"), PORT)


def test_forms_that_do_not_fit_one_line() -> None:
    networks = keywords("CHAOSNET", "DECNET", "INTERNET", "PUP-ETHERNET", "TTY", then=network_fields)
    assert draw_syntax((networks, Alternative(HostName(), "host", port_of)), "CONNECT (TO)") == (
        "CONNECT (TO) [{CHAOSNET | DECNET | INTERNET | PUP-ETHERNET} (HOST)] host [(ON PORT) port]",
        "CONNECT (TO) TTY (LINE NUMBER) line-number",
    )


def test_one_of_them_may_be_nothing() -> None:
    long = optional(*(Alternative(Keyword(KeywordTable.of(letter * 40)), "x") for letter in "AB"))
    assert draw_syntax(long, "X") == ("X", "X " + "A" * 40, "X " + "B" * 40)


def test_choices() -> None:
    described = KeywordTable((KeywordEntry("B", "B", "the second"), KeywordEntry("A", "A", "the first")))
    step = fields(guide("OF"), Alternative(Keyword(described), "x"), FILE, switches(FORMS, then=speed))
    assert list_choices(step) == {
        "A": "the first",
        "B": "the second",
        "/RAW": "as it is",
        "/SPEED:": "how fast",
        "/TEXT": "",
    }


def test_long_lists_are_told_by_their_names() -> None:
    long = ["A" * 20, "B" * 20, "C" * 20]
    assert draw_syntax(fields(keywords(*long))) == ("word",)
    assert draw_syntax(switches(KeywordTable.of(*long))) == ("[/switches]",)


def test_choices_of_lists() -> None:
    assert list_choices(listed(keywords("A", "B"))) == {"A": "", "B": ""}


def test_long_tables_are_no_choices() -> None:
    assert list_choices(fields(keywords(*MANY, *"BCDEF"), keywords("A"))) == {"A": ""}
    assert list_choices(fields(FILE, rest_of_line(fields(keywords("A")), "line"))) == {}
