"""CONNECT (TO): a network and a host, or a host alone on the best network that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.backends import BACKENDS, fields_of, load_backend
from telnet_client.commands.base import Command
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.grammar import Alternative, guide
from telnet_client.comnd.grammar import fields as sequence
from telnet_client.comnd.table import KeywordEntry, KeywordTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from telnet_client.commands.base import CommandContext, Vocabulary
    from telnet_client.comnd.grammar import Step
    from telnet_client.mode_table import Trigger


def run(context: CommandContext, arguments: Mapping[str, object]) -> Trigger:
    """Talk mode follows."""
    return context.connect(load_backend(str(arguments.get("network", BACKENDS[0]))), arguments)


def fields(vocabulary: Vocabulary) -> Step:
    """A network's name and what that network asks for, else a host."""
    table = KeywordTable(
        (KeywordEntry(name, name) for name in sorted(BACKENDS)), lambda name: load_backend(name).description
    )

    def host_on(name: str) -> Step:
        return sequence(guide(load_backend(name).guide_words), fields_of(name, vocabulary.known_hosts))

    network = Alternative(Keyword(table), "network", host_on, help="network name,", shows_atom=True)
    return (network, host_alternative(vocabulary.known_hosts))


def host_alternative(known_hosts: Callable[[], Iterable[str]]) -> Alternative:
    """A host without its network, and what follows it on the best one."""
    host = fields_of(BACKENDS[0], known_hosts)[0]
    host.help = "host name"
    return host


COMMAND = Command(
    name="CONNECT",
    guide_words="TO",
    description="Open a connection to a host",
    run=run,
    fields=fields,
    example="CONNECT (TO) INTERNET (HOST) towel.example (ON PORT) 23",
    details="""
A host is named by its name or address: `lab.example`, `10.3.0.11`, `[10.3.0.11]`, `2001:db8::1`; with the port in the
same word as `lab.example:2323` or `[2001:db8::1]:2323`; or as `telnet://lab.example:2323/`. A port is a number, a name
that `?` lists, or its two bytes with a dot between them, `0.23`. Without one it is TELNET's, 23.

On port 23 the TELNET protocol is spoken from the start, on any other once the host begins with it. A host's name alone,
without CONNECT (TO), does the same, unless it is also the name of a command or of a definition.

A terminal line is named by its name, `ttyUSB0`, by its path, by its by-id name, by a part of its description that no
other line has, by its octal number in the list that LINES made, or by an address: `rfc2217://lab:4001` for a line
behind a terminal server that lets it be set, `socket://lab:4001`, `loop://`, `spy://ttyUSB0`. Switches set it for this
connection; for what they leave out the commands of the same names count, and where nothing was said at all a line
behind a terminal server stays as the server has it.

With `/WAIT` a host that cannot be reached yet, or a line that is not there or that somebody else has, is waited for;
CTRL/C gives up. With `/RECONNECT` the same is done when the connection breaks: a line comes back as soon as the same
device is there again, the same by its by-id name or else by its place, and is set as it was.
""",
)
