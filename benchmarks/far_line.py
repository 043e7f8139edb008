"""A terminal line behind ser2net: what comes over it by RFC 2217, beside the same client over plain TCP.

The line is a pseudo-terminal whose far side a process of its own holds. Most of the time goes by in ser2net.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from typing import TYPE_CHECKING

from benchmarks.client_process import ClientFailed, Drain
from benchmarks.clients import OURS
from benchmarks.lines import EXACT, FarSide, flood_line
from benchmarks.measurement import SPEED, Goal, Ratio, Sample, play_rounds, tabulate
from benchmarks.report import write
from benchmarks.streams import MIB, build_stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

    from benchmarks.clients import Client
    from benchmarks.measurement import Plan, Table

PLAIN_TCP = "plain TCP"
#: By the name of the client: what ser2net speaks, and how the line is named.
_WAYS = {OURS: ("telnet(rfc2217),tcp", "rfc2217"), PLAIN_TCP: ("tcp", "socket")}
_RATIO = Ratio(f"speed / {PLAIN_TCP}", SPEED, PLAIN_TCP)
#: No slower, but for the noise of the machine.
GOALS = (Goal(_RATIO.column, "at least", 0.95), EXACT)

_CONFIGURATION = """\
connection: &line
  accepter: {accepter},127.0.0.1,{port}
  connector: serialdev,{line},921600n81,local
"""
_SECONDS_TO_LISTEN = 10.0


class Ser2net:
    """ser2net with one line, at `url`; a context that ends it. Raises ClientFailed when it does not listen."""

    def __init__(self, program: str, line: str, accepter: str, scheme: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._place = free.getsockname()
        self.url = f"{scheme}://127.0.0.1:{self._place[1]}"
        self._folder = tempfile.TemporaryDirectory(prefix="benchmarks-ser2net-")
        configuration = os.path.join(self._folder.name, "ser2net.yaml")
        with open(configuration, "w") as file:
            file.write(_CONFIGURATION.format(accepter=accepter, port=self._place[1], line=line))
        argv = [program, "-d", "-u", "-c", configuration, "-P", os.path.join(self._folder.name, "pid")]
        self._process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self) -> Ser2net:
        deadline = time.monotonic() + _SECONDS_TO_LISTEN
        while not self._listens():
            if time.monotonic() > deadline:
                self.__exit__(None, None, None)
                raise ClientFailed("ser2net does not listen")
            time.sleep(0.02)
        return self

    def _listens(self) -> bool:
        """By the port's being taken: a connection would open the line."""
        try:
            socket.create_server(self._place, reuse_port=False).close()
        except OSError:
            return True
        return False

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._folder.cleanup()


def measure_far_line(clients: Sequence[Client], plan: Plan) -> Iterator[Table]:
    """Ours alone, both ways; nothing without ser2net."""
    program = shutil.which("ser2net", path=os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"]))
    if program is None:
        write("- ser2net: not found, left out")
        return
    ours = [client for client in clients if client.name == OURS]
    both = [client._replace(name=name) for client in ours for name in _WAYS]
    block = build_stream("a").wire
    drain = Drain(len(block) * plan.stream_mib * 5 // 4 + MIB)

    def flood(client: Client) -> Sample:
        try:
            with FarSide() as line, Ser2net(program, line.path, *_WAYS[client.name]) as server:
                return flood_line(client, server.url, line, block, plan.stream_mib, drain)
        except ClientFailed as failure:
            return Sample({}, str(failure))

    def play(ordered: Sequence[Client]) -> dict[str, Sample]:
        return {client.name: flood(client) for client in ordered}

    samples = play_rounds(both, plan.rounds, play)
    yield tabulate(f"{plan.stream_mib} MiB over a line behind ser2net", samples, [_RATIO], GOALS)
