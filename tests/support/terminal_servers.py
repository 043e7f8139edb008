"""Terminal servers on loopback, each with one line behind it (RFC 2217); one that is not installed skips the test."""

from __future__ import annotations

import socket
import subprocess
from typing import TYPE_CHECKING, Self

from support.hosts import Server, required
from support.waiting import DEADLINE, poll_until

if TYPE_CHECKING:
    from pathlib import Path

#: The accepters of ser2net.
RFC2217, PLAIN_TCP = "telnet(rfc2217),tcp", "tcp"

_CONFIGURATION = """\
connection: &line
  accepter: {accepter},127.0.0.1,{port}
  connector: serialdev,{line},{speed}n81,local
  options:
    kickolduser: true
"""


class Ser2net:
    """ser2net with the line at `line`, of so many bits a second unless told otherwise; a context that ends it."""

    def __init__(self, folder: Path, line: str, accepter: str = RFC2217, speed: int = 1200) -> None:
        ser2net = required("ser2net", "ser2net")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        configuration = folder / f"ser2net-{self.port}.yaml"
        text = _CONFIGURATION.format(accepter=accepter, port=self.port, line=line, speed=speed)
        configuration.write_text(text)
        # In the foreground, without lock files, which would need a folder of the system's.
        self._argv = [ser2net, "-d", "-u", "-c", str(configuration), "-P", str(folder / "ser2net.pid")]
        self.start()

    def start(self) -> None:
        """Run it, once more after `kill`."""
        self._process = subprocess.Popen(self._argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        poll_until(self._listens, lambda: "ser2net does not listen")

    @property
    def url(self) -> str:
        """As TTY takes it."""
        return f"rfc2217://127.0.0.1:{self.port}"

    def _listens(self) -> bool:
        assert self._process.poll() is None, "ser2net has ended"
        with socket.socket() as caller:
            return caller.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.wait(DEADLINE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()


def sredird(folder: Path, line: str) -> Server:
    """sredird, the reference of old, for each caller."""
    return Server([required("sredird", "sredird"), "-i", "7", line, str(folder / "lock")])
