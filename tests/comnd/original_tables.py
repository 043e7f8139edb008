"""The command tables of the original, edit 967, as grammars: what the golden transcripts were made from."""

from __future__ import annotations

from typing import NamedTuple

from telnet_client.comnd.functions.character import Character
from telnet_client.comnd.functions.host_name import HostName
from telnet_client.comnd.functions.input_file import InputFile
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.functions.number import Number
from telnet_client.comnd.functions.output_file import OutputFile
from telnet_client.comnd.functions.token import Token
from telnet_client.comnd.grammar import CONFIRM, Alternative, Step, Then, fields, guide, optional
from telnet_client.comnd.table import KeywordEntry, KeywordTable

PORT_NAMES = (
    "ACAP CHARGEN DAYTIME DISCARD DOMAIN ECHO FINGER FTP FTP-DATA GOPHER HTTP IDENT IMAP IMSP NAMESERVER NETSTAT NNTP"
    " NTP POP POP3 PWDGEN QOTD SMTP SNMP SYSTAT TELNET TIME WHOIS"
)
NEGATABLE = "DEBUG EXTENDED LINE LOG NETWORK OPAQUE PAGE"
NEGATABLE_CONNECTED = "DEBUG ECHO EXTENDED LINE LOG OPAQUE PAGE TRANSPARENT"

_LONG_WORDS = "COMMAND MODE AUTOMATICALLY WHEN ESCAPE CHARACTER TYPED"


class Row(NamedTuple):
    keyword: str
    guide_words: str = ""
    fields: Step = ()
    flags: dict[str, object] = {}  # noqa: RUF012 (a tuple's default, never changed)


def table_of(rows: tuple[Row, ...]) -> KeywordTable:
    entries = [
        KeywordEntry(row.keyword, row.keyword, f"what {row.keyword} does", **row.flags)  # type: ignore[arg-type]
        for row in rows
    ]
    return KeywordTable(entries)


def command(rows: tuple[Row, ...], name: str = "command") -> Alternative:
    by_keyword = {row.keyword: row for row in rows}

    def following(keyword: str) -> Step:
        row = by_keyword[keyword]
        return fields(guide(row.guide_words), row.fields)

    return Alternative(Keyword(table_of(rows)), name, following, help="command,", shows_atom=True)


def _keywords(names: str, name: str, then: Then = None, **options: object) -> Alternative:
    return Alternative(Keyword(KeywordTable.of(*names.split())), name, then, **options)  # type: ignore[arg-type]


def _negated(names: str) -> Step:
    words = {"DEBUG": "PROTOCOL NEGOTIATIONS", "EXTENDED": _LONG_WORDS, "LOG": "FILE", "ECHO": "BY REMOTE HOST"}
    words |= {"LINE": "EDITOR FOR LOCAL ECHO CONNECTIONS", "NETWORK": ""}
    return (command(tuple(Row(n, words.get(n, "MODE")) for n in names.split()), "negated"),)


def _low_byte(port: int) -> Step | None:
    low_byte = Alternative(
        Number(10, maximum=255, range_error="Invalid port number"), "low_byte", help="low order byte of port number"
    )
    delimiter = '"." to delimit high and low bytes of port number'
    return None if port > 255 else optional(Alternative(Token("."), None, fields(low_byte), help=delimiter))


PORT: Step = (
    _keywords(PORT_NAMES, "port", help="port name,", default="TELNET"),
    Alternative(
        Number(10, maximum=65535, range_error="Invalid port number"), "port", _low_byte, help="decimal port number"
    ),
)
AT_HOST: Step = fields(guide("ON PORT"), PORT)


def host(help: str, known: tuple[str, ...] = ()) -> Alternative:
    return Alternative(HostName(lambda: known), "host", AT_HOST, help=help, shows_atom=True)


def _network_fields(network: str) -> Step:
    if network == "TTY":
        return fields(guide("LINE NUMBER"), Alternative(Number(8), "line", help="octal TTY number", shows_atom=True))
    return fields(guide("HOST"), host("Internet host name"))


CONNECT: Step = (
    _keywords(
        "CHAOSNET DECNET INTERNET PUP-ETHERNET TTY", "network", _network_fields, help="network name,", shows_atom=True
    ),
    host("host name"),
)
ESCAPE: Step = fields(
    Alternative(
        Character("escape character in quotes", "ASCII code for character in octal", allows_off=True),
        "character",
        default='"^"',
    )
)
CONTROL: Step = fields(
    Alternative(
        Character(
            "character to send in control form in quotes",
            "ASCII code for control character in octal",
            is_control_form=True,
        ),
        "character",
        default='"^"',
    )
)
LOG: Step = fields(Alternative(OutputFile(), "file", help="file to append transcript to", default="TELNET.LOG"))
TAKE: Step = fields(Alternative(InputFile(), "file"))
TTY: Step = fields(Alternative(Number(8), "line", help="octal TTY number", shows_atom=True))
INVISIBLE: dict[str, object] = {"is_invisible": True}

TOP_LEVEL_ROWS = (
    Row("CONNECT", "TO", CONNECT),
    Row("D", flags={"abbreviates": "DEBUG", "is_invisible": True}),
    Row("DDT", "MODE", flags=INVISIBLE),
    Row("DEBUG", "PROTOCOL NEGOTIATIONS"),
    Row("ESCAPE", "CHARACTER IS", ESCAPE),
    Row("EX", flags={"abbreviates": "EXIT", "is_invisible": True}),
    Row("EXIT", "FROM TELNET"),
    Row("EXTENDED", _LONG_WORDS),
    Row("HELP", "IN USING TELNET"),
    Row("LINE", "EDITOR FOR LOCAL ECHO CONNECTIONS"),
    Row("LOG", "FILE IS", LOG),
    Row("NETWORK"),
    Row("NO", "", _negated(NEGATABLE)),
    Row("OPAQUE", "MODE"),
    Row("PAGE", "MODE"),
    Row("PUSH", "COMMAND LEVEL"),
    Row("QUIT", "OUT OF TELNET"),
    Row("STATUS", "OF TELNET CONNECTION"),
    Row("TAKE", "COMMANDS FROM FILE", TAKE),
    Row("TTY", "LINE NUMBER", TTY),
)
CONNECTED_ROWS = (
    Row("ABORT", "OUTPUT"),
    Row("ATTN", "KEY"),
    Row("BREAK", "KEY"),
    Row("CLOSE", "CONNECTION"),
    Row("CONTROL", "CHARACTER", CONTROL),
    Row("DEBUG", "PROTOCOL NEGOTIATIONS"),
    Row("ECHO", "BY REMOTE HOST"),
    Row("ESCAPE", "CHARACTER IS", ESCAPE),
    Row("EXIT", "FROM TELNET"),
    Row("EXTENDED", _LONG_WORDS),
    Row("HELP", "IN USING TELNET"),
    Row("LINE", "EDITOR FOR LOCAL ECHO CONNECTIONS"),
    Row("LOG", "FILE IS", LOG),
    Row("NO", "", _negated(NEGATABLE_CONNECTED)),
    Row("OPAQUE", "MODE"),
    Row("PAGE", "MODE"),
    Row("PUSH", "COMMAND LEVEL"),
    Row("QUIT", "OUT OF TELNET"),
    Row("STATUS", "OF TELNET CONNECTION"),
    Row("TAKE", "COMMANDS FROM FILE", TAKE),
    Row("TRANSPARENT", "MODE"),
)

TOP_LEVEL: Step = (command(TOP_LEVEL_ROWS), host("host name"))
CONNECTED: Step = (
    Alternative(CONFIRM.function, help="RETURN to get back to talk mode"),
    command(CONNECTED_ROWS),
)


def top_level_knowing(*hosts: str) -> Step:
    """TELNET> of somebody who has been to these hosts."""
    return (command(TOP_LEVEL_ROWS), host("host name", hosts))
