"""Writes what in docs/ is made from the program's own tables: run `python docs/generate.py` when those have changed.

All of commands.md and tn.1, and in architecture.md what stands between markers. tests/test_documentation.py fails while
the files are not what the tables say.
"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from telnet_client.cli import FLAGS
from telnet_client.commands import ABBREVIATIONS, CONNECTED, SINGLE_CHARACTER, TOP_LEVEL
from telnet_client.mode_table import MODE_TRANSITIONS, Trigger
from telnet_client.modes.command_reference import CommandReference, command_references
from telnet_client.protocol.negotiation import TABLE, Input, Side
from telnet_client.protocol.options import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

FOLDER = Path(__file__).parent
#: Of a line of Markdown, in characters.
WIDTH = 120

EXIT_STATUSES = (
    ("0", "the connection was closed in order"),
    ("1", "there was no connection, or it was lost"),
    ("2", "the command was wrong"),
)
FILES = (
    ("~/.config/telnet-client/TELNET.CMD", "commands that are taken each time TELNET starts; else ~/TELNET.CMD"),
    ("~/.local/state/telnet-client/history", "the commands typed so far"),
    ("~/.local/state/telnet-client/known_hosts", "the hosts connected to so far, for ? and completion"),
    ("TELNET.LOG", "the typescript of LOG without a name"),
)
CONVENTIONS = """
Commands are typed in upper or lower case, abbreviated as long as they stay unique. Words in parentheses are guide
words, which may be left out. `[ ]` may be left out too, and of `{ | }` one is chosen. What stands in small letters is
replaced by what it names.
"""
HELP_IN_THE_PROGRAM = """
`?` lists what fits where you are, a second `?` says what each of them is, and HELP with the name of a command says what
stands here.
"""
SINGLE_CHARACTERS = "Behind the escape character, in talk command mode. Typed twice, it is sent to the host itself."
DESCRIPTION = """
With a host and perhaps a port behind it, `tn` talks to that host and leaves when the connection ends; any other TELNET
command is done as it would be at the prompt. Without one it prompts for commands at `TELNET>`, where `?` lists them.

While connected, everything typed goes to the host but the escape character, CTRL/^ by default. Behind it a single
character is a command, `?` lists them; `X` leads to the prompt `TELNET!` for one command.

Where standard input is no terminal, it is sent to the host, and its end closes our half of the connection; what the
host sends goes to standard output, and all else to standard error.
"""
EXAMPLES = (
    ("tn sierra.example", "talk to a host"),
    ("tn '[2001:db8::1]:2323'", "to one by its address, on a port that is not TELNET's"),
    ("tn DEMO", "to the one inside the program"),
    ('eval "$(tn --completion bash)"', "have the shell complete this program's command lines"),
)


# The command reference


def command_reference() -> str:
    """docs/commands.md."""
    abbreviations = ", ".join(f"`{short}` is {full}" for short, full in ABBREVIATIONS.items())
    parts = [
        "# Commands",
        "<!-- Made by docs/generate.py from the command tables. -->",
        f"{CONVENTIONS.strip()} Besides, {abbreviations}.",
        HELP_IN_THE_PROGRAM.strip(),
        f"At `TELNET>`: {_links(row.keyword for row in TOP_LEVEL)}.",
        f"At `TELNET!`: {_links(row.keyword for row in CONNECTED)}.",
        *(part for command in command_references() for part in _describe_in_markdown(command)),
        "## Single characters",
        SINGLE_CHARACTERS,
        _table(("key", "what it does"), ((f"`{key}`", letter.description) for key, letter in SINGLE_CHARACTER.items())),
        "## The shell's command line",
        "    tn [options] [TELNET command]",
        _table(("option", "what it does"), ((f"`{spelling}`", text) for spelling, text in _options())),
        _table(("exit status", "what it says"), EXIT_STATUSES),
    ]
    return "\n\n".join(part if part.startswith(("    ", "|", "<")) else _fill(part) for part in parts) + "\n"


def _describe_in_markdown(command: CommandReference) -> Iterable[str]:
    yield f"## {command.keyword}"
    yield "\n".join(f"    {line}" for line in command.syntax)
    yield f"{command.description}."
    yield from command.details
    if command.choices:
        yield _table(("word", "what it is"), ((f"`{word}`", text) for word, text in command.choices.items()))
    yield f"Valid at {' and '.join(f'`{prompt}`' for prompt in command.prompts)}."
    if command.example:
        yield f"    {command.prompts[0]}{command.example}"


def _links(keywords: Iterable[str]) -> str:
    return ", ".join(f"[{keyword}](#{keyword.lower()})" for keyword in keywords)


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _fill(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


# The manual page


def manual_page() -> str:
    """docs/tn.1, for `man`."""
    lines = [
        '.\\" Made by docs/generate.py from the command tables.',
        '.TH TN 1 "" telnet-client "User Commands"',
        ".SH NAME",
        "tn, telnet\\-client \\- talk to hosts by TELNET, as on TOPS\\-20",
        ".SH SYNOPSIS",
        ".B tn",
        "[options] [TELNET command]",
        ".SH DESCRIPTION",
        *_section(DESCRIPTION.split("\n\n")),
        ".SH OPTIONS",
        *_items(_options()),
        ".SH COMMANDS",
        *_section((CONVENTIONS,)),
    ]
    for command in command_references():
        lines += _describe_in_roff(command)
    lines += [
        ".SH SINGLE CHARACTERS",
        *_section((SINGLE_CHARACTERS,)),
        *_items((key, letter.description) for key, letter in SINGLE_CHARACTER.items()),
        ".SH EXIT STATUS",
        *_items(EXIT_STATUSES),
        ".SH FILES",
        *_items(FILES),
        ".SH EXAMPLES",
        *_items(EXAMPLES),
    ]
    return "\n".join(lines) + "\n"


def _describe_in_roff(command: CommandReference) -> Iterable[str]:
    yield f".SS {_roff(command.keyword)}"
    yield ".nf"
    yield from (f"\\fB{_roff(line)}\\fR" for line in command.syntax)
    yield ".fi"
    yield from _paragraphs((f"{command.description}.", *command.details))
    yield from _items(command.choices.items())
    yield from _paragraphs((f"Valid at {' and '.join(command.prompts)}.",))
    if command.example:
        yield from _paragraphs((f"Example: `{command.example}`",))


def _section(texts: Iterable[str]) -> Iterable[str]:
    """The paragraphs a section begins with: the first needs no request."""
    return list(_paragraphs(texts))[1:]


def _paragraphs(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        yield ".PP"
        yield _roff_with_bold(" ".join(text.split()))


def _items(rows: Iterable[tuple[str, str]]) -> Iterable[str]:
    for name, text in rows:
        yield ".TP"
        yield f"\\fB{_roff(name)}\\fR"
        yield _roff(text)


def _roff_with_bold(text: str) -> str:
    """What stands between backquotes in bold."""
    pieces = text.split("`")
    bold = (f"\\fB{_roff(piece)}\\fR" if number % 2 else _roff(piece) for number, piece in enumerate(pieces))
    return _guarded("".join(bold))


def _roff(text: str) -> str:
    """Characters that roff or a font would make others of."""
    escapes = {"\\": "\\e", "-": "\\-", "^": "\\(ha", "~": "\\(ti", "'": "\\(aq", '"': "\\(dq", "`": "\\(ga"}
    return _guarded("".join(escapes.get(character, character) for character in text))


def _guarded(line: str) -> str:
    """A dot at the beginning of a line would make a request of it."""
    return f"\\&{line}" if line.startswith(".") else line


def _options() -> Iterable[tuple[str, str]]:
    return [(f"{flag.spelling} {flag.argument}".rstrip(), flag.description) for flag in FLAGS]


# The tables of the architecture


def architecture() -> str:
    """docs/architecture.md as it is, with the tables as they should be."""
    text = (FOLDER / "architecture.md").read_text(encoding="utf-8")
    for name, make in ARCHITECTURE_TABLES.items():
        before, marker, rest = text.partition(f"<!-- generated: {name} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        if not marker or not end:
            raise ValueError(f"architecture.md has no place for {name}")
        text = f"{before}{marker}{make()}\n{end}{after}"
    return text


def _modes() -> str:
    heading = ("in \u2193 on \u2192", *(trigger.value for trigger in Trigger))
    rows = (
        (mode.value, *(to[trigger].value if trigger in to else "" for trigger in Trigger))
        for mode, to in MODE_TRANSITIONS.items()
    )
    return _table(heading, rows)


def _negotiation() -> str:
    rows = (
        (state.name, *(f"{cell.state.name} / {cell.answer.value}" for cell in (cells[happened] for happened in Input)))
        for state, cells in TABLE.items()
    )
    return _table(("state", *(happened.value for happened in Input)), rows)


def _supported_options() -> str:
    rows = (
        (row.handler.name, str(row.handler.code), *("yes" if side in row.sides else "" for side in Side))
        for row in OPTIONS
    )
    return _table(("option", "code", "on our side", "on the host's side"), rows)


def _commands() -> str:
    letters = {letter.command: key for key, letter in SINGLE_CHARACTER.items() if letter.command}
    top_level, connected = ({row.keyword for row in rows} for rows in (TOP_LEVEL, CONNECTED))
    rows = (
        (
            reference.keyword,
            "yes" if reference.keyword in top_level else "",
            "yes" if reference.keyword in connected else "",
            letters.get(reference.keyword, ""),
            reference.description,
        )
        for reference in command_references()
    )
    return _table(("command", "at `TELNET>`", "at `TELNET!`", "letter", "what it does"), rows)


ARCHITECTURE_TABLES: dict[str, Callable[[], str]] = {
    "modes": _modes,
    "negotiation": _negotiation,
    "options": _supported_options,
    "commands": _commands,
}

#: What is made, by the name of the file.
GENERATED: dict[str, Callable[[], str]] = {
    "architecture.md": architecture,
    "commands.md": command_reference,
    "tn.1": manual_page,
}

if __name__ == "__main__":
    for name, make in GENERATED.items():
        (FOLDER / name).write_text(make(), encoding="utf-8")
