"""The clients that can be measured: how each is found, started and told to keep a session log.

``{program}``, ``{host}``, ``{port}`` and ``{log}`` in a row are filled in at the start. A client that speaks no TELNET
(nc, socat) carries the same bytes as they are, through a raw terminal: the cost of doing nothing.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

OURS = "ours"
REFERENCE = "inetutils"
BASELINE = "nc"
HOST = "127.0.0.1"


class Client(NamedTuple):
    """A client and its command lines; ``programs`` are the names it goes by, the first one found is it."""

    name: str
    programs: tuple[str, ...]
    command: str
    speaks_telnet: bool = True
    logging_command: str = ""
    #: Words that make it do the commands in ``{file}`` first.
    commands_option: str = ""
    #: Towards a terminal line, its path ``{line}``.
    line_command: str = ""
    #: What ``--version`` must say, for a name that several clients share.
    says: str = ""

    def words(self, port: int, log: str = "") -> list[str]:
        """The command line towards ``port`` of this machine; with ``log`` the one that keeps a session log there."""
        template = self.logging_command if log else self.command
        filled = {"program": self.programs[0], "host": HOST, "port": port, "log": log}
        return [word.format(**filled) for word in shlex.split(template)]

    def with_commands(self, commands: str, file: Path) -> Client:
        """The same client, with ``commands`` done first; they are written into ``file``."""
        file.write_text(commands)
        option = self.commands_option.format(file=file)
        return self._replace(command=self.command.replace(" {host}", f" {option} {{host}}"))

    def at_its_prompt(self) -> Client:
        """The same client without a host to go to."""
        return self._replace(command=self.command.replace(" {host} {port}", ""))

    def words_for_line(self, path: str) -> list[str]:
        """The command line towards a terminal line."""
        return [word.format(program=self.programs[0], line=path) for word in shlex.split(self.line_command)]


KNOWN_CLIENTS = (
    Client(
        REFERENCE,
        ("inetutils-telnet", "telnet"),
        "{program} {host} {port}",
        logging_command="script -q -f -c '{program} {host} {port}' {log}",
        says="inetutils",
    ),
    Client("netkit", ("telnet-ssl", "telnet.netkit", "netkit-telnet"), "{program} {host} {port}"),
    Client("busybox", ("busybox",), "{program} telnet {host} {port}"),
    Client("plink", ("plink",), "{program} -telnet -P {port} {host}"),
    Client(BASELINE, ("nc",), "{program} {host} {port}", speaks_telnet=False),
    Client("socat", ("socat",), "{program} -b 65536 STDIO TCP:{host}:{port}", speaks_telnet=False),
)

#: What talks to terminal lines besides ours.
LINE_REFERENCE = "picocom"
LINE_CLIENTS = (Client(LINE_REFERENCE, ("picocom",), "", line_command="{program} -q -b 921600 {line}"),)


def our_client(command: str) -> Client:
    """This project's client, started by ``command`` (a program and perhaps its first words)."""
    program, *rest = shlex.split(command)
    words = shlex.join(["{program}", *rest])
    return Client(
        OURS,
        (program,),
        f"{words} {{host}} {{port}}",
        logging_command=f"{words} --log {{log}} {{host}} {{port}}",
        commands_option="--command-file {file}",
        line_command=f"{words} TTY {{line}} /SPEED:921600",
    )


def default_command() -> str:
    """``tn`` beside the running interpreter, where pip puts it."""
    return shlex.quote(str(Path(sys.executable).with_name("tn")))


def find_interpreter(client: Client) -> str:
    """The Python that runs our client: itself, the one its first line names, or the running one."""
    program = shutil.which(client.programs[0])
    if program is None:
        return sys.executable
    if Path(program).name.startswith("python"):
        return program
    with open(program, "rb") as script:
        first_line = script.readline(256)
    if first_line.startswith(b"#!") and b"python" in first_line:
        return first_line[2:].decode().split()[0]
    return sys.executable


def find_clients(candidates: Sequence[Client]) -> tuple[list[Client], list[str]]:
    """Those of ``candidates`` that are installed, with the path of their program, and the names of the others."""
    found: list[Client] = []
    missing: list[str] = []
    for client in candidates:
        paths = [path for path in map(shutil.which, client.programs) if path and _is_meant(path, client.says)]
        if paths:
            found.append(client._replace(programs=(paths[0],)))
        else:
            missing.append(client.name)
    return found, missing


def _is_meant(path: str, says: str) -> bool:
    if not says:
        return True
    version = subprocess.run(
        [path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False
    )
    return says.encode() in version.stdout + version.stderr
