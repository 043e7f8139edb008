"""The Python side beside its peers: waiting for a text, parsing in process, and the price of the import.

Every figure comes from an interpreter of its own, which runs this file as ``python -m benchmarks.scripting``. Peers
take part where that interpreter has them: its own telnetlib (Python 3.12 at most), pexpect, telnetlib3.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.clients import HOST, OURS, Client
from benchmarks.measurement import Goal, Ratio, Sample, play_rounds, tabulate
from benchmarks.streams import MARKER, MIB, STREAM_KEYS, build_stream, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

    from benchmarks.measurement import Plan, Table

OLD = "telnetlib"
FLOOR = "recv_into and find"
EMPTY = "python -c pass"

#: How much text stands before the one that is waited for, in MiB, and the seconds after which nobody waits any more.
SIZES = (1, 4, 16, 64)
_PATIENCE = 20.0

_LARGEST = f"{SIZES[-1]} MiB s"
_GROWTH = "growth"
WAIT_RATIOS = (Ratio(f"{SIZES[-1]} MiB / floor", _LARGEST, FLOOR),)
WAIT_GOALS = (Goal(WAIT_RATIOS[0].column, "at most", 2.5), Goal(_GROWTH, "at most", 1.3))

PARSE_RATIOS = tuple(Ratio(f"{key} / {OLD}", f"{key} MiB/s", OLD) for key in STREAM_KEYS)
#: Text is a and f; all others have something in them that has to be looked at.
PARSE_GOALS = tuple(Goal(f"{key} / {OLD}", "at least", 100.0 if key in "af" else 20.0) for key in STREAM_KEYS)

IMPORT = "import ms"
IMPORT_RATIOS = (Ratio(f"import / {OLD}", IMPORT, OLD),)
IMPORT_GOALS = (Goal(IMPORT_RATIOS[0].column, "at most", 1.5),)

_ROOT = Path(__file__).resolve().parent.parent
#: Of a parser: bytes a piece, and those of a stream that the slow one is given.
_PIECE, _SLOW_PART = 1 << 16, 1 << 18


# In an interpreter of its own: waiting


def _wait_floor(port: int) -> int:
    """Big reads into one buffer, each byte looked at once."""
    with socket.create_connection((HOST, port)) as connection:
        received, piece = bytearray(), bytearray(1 << 18)
        view = memoryview(piece)
        while count := connection.recv_into(piece):
            seen = max(0, len(received) - len(MARKER))
            received += view[:count]
            if received.find(MARKER, seen) >= 0:
                break
        return len(received)


def _wait_session(port: int) -> int:
    from telnet_client.scripting import connect

    with connect(HOST, port, keep=SIZES[-1] * 2 * MIB) as session:
        return len(session.read_until(MARKER))


def _wait_session_expect(port: int) -> int:
    from telnet_client.scripting import connect

    with connect(HOST, port, keep=SIZES[-1] * 2 * MIB) as session:
        return len(session.expect([re.compile(re.escape(MARKER))]).text)


def _wait_async_session(port: int) -> int:
    from telnet_client.scripting import aio

    async def wait() -> int:
        async with await aio.connect(HOST, port, keep=SIZES[-1] * 2 * MIB) as session:
            return len(await session.read_until(MARKER))

    return asyncio.run(wait())


def _wait_telnetlib(module: ModuleType, port: int) -> int:
    with module.Telnet(HOST, port) as telnet:
        return len(telnet.read_until(MARKER))


def _wait_telnetlib_expect(module: ModuleType, port: int) -> int:
    with module.Telnet(HOST, port) as telnet:
        return len(telnet.expect([re.compile(re.escape(MARKER))])[2])


def _wait_pexpect(port: int) -> int:
    spawn = importlib.import_module("pexpect.socket_pexpect").SocketSpawn
    with socket.create_connection((HOST, port)) as connection:
        child = spawn(connection, timeout=600)
        child.expect_exact(MARKER)
        return len(child.before) + len(MARKER)


def _wait_telnetlib3(port: int) -> int:
    telnetlib3 = importlib.import_module("telnetlib3")

    async def wait() -> int:
        reader, writer = await telnetlib3.open_connection(
            HOST, port, encoding=False, limit=1 << 30, connect_maxwait=0.1
        )
        text = await reader.readuntil(MARKER)
        writer.close()
        return len(text)

    return asyncio.run(wait())


def _old_telnetlib() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("telnetlib")


def _our_telnetlib() -> ModuleType:
    return importlib.import_module("telnet_client.telnetlib")


#: Who waits, and what it needs besides this project.
WAITERS: dict[str, tuple[Callable[[int], int], str]] = {
    "Session.read_until": (_wait_session, ""),
    "Session.expect": (_wait_session_expect, ""),
    "AsyncSession.read_until": (_wait_async_session, ""),
    "our telnetlib.read_until": (lambda port: _wait_telnetlib(_our_telnetlib(), port), ""),
    "our telnetlib.expect": (lambda port: _wait_telnetlib_expect(_our_telnetlib(), port), ""),
    FLOOR: (_wait_floor, ""),
    "telnetlib read_until": (lambda port: _wait_telnetlib(_old_telnetlib(), port), "telnetlib"),
    "telnetlib expect": (lambda port: _wait_telnetlib_expect(_old_telnetlib(), port), "telnetlib"),
    "pexpect expect_exact": (_wait_pexpect, "pexpect"),
    "telnetlib3 readuntil": (_wait_telnetlib3, "telnetlib3"),
}
OUR_WAITERS = [name for name, (_, needs) in WAITERS.items() if not needs and name != FLOOR]


def _time_wait(name: str, mib: int) -> float:
    """Seconds until the text is found behind ``mib`` MiB of other text, the connection included."""
    block = build_stream("a").wire
    # Loaded before the clock starts: what an import costs is a table of its own.
    for module in ("telnet_client.scripting.session", "telnet_client.scripting.aio", "telnet_client.protocol.telnet"):
        importlib.import_module(module)
    with socket.create_server((HOST, 0)) as listener:
        host = os.fork()
        if host == 0:
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                for _ in range(mib):
                    connection.sendall(block)
                connection.sendall(MARKER)
                connection.recv(1)
            os._exit(0)
        try:
            start = time.perf_counter()
            size = WAITERS[name][0](listener.getsockname()[1])
            seconds = time.perf_counter() - start
        finally:
            os.kill(host, signal.SIGKILL)
            os.waitpid(host, 0)
    if size != mib * len(block) + len(MARKER):
        raise ValueError(f"{name} found the text behind {size} bytes")
    return seconds


# In an interpreter of its own: parsing


class _PieceSocket:
    """Of its bytes ``recv`` gives as many as it is asked for."""

    def __init__(self) -> None:
        self.data = b""
        self.place = 0

    def recv(self, size: int) -> bytes:
        piece = self.data[self.place : self.place + size]
        self.place += len(piece)
        return piece

    def sendall(self, _data: bytes) -> None:
        """What is answered goes nowhere."""

    def close(self) -> None:
        """There is nothing to close."""


def _parse(module: ModuleType, key: str, size: int) -> tuple[float, str]:
    """MiB/s over ``size`` bytes of a stream in pieces, and whether what came out was right."""
    stream = build_stream(key)
    telnet: Any = module.Telnet()
    source = telnet.sock = _PieceSocket()

    def feed(data: bytes) -> bytes:
        source.data, source.place = data, 0
        out = []
        while source.place < len(data):
            telnet.fill_rawq()
            telnet.process_rawq()
            out.append(telnet.read_very_lazy())
        return b"".join(out)

    wire = stream.wire[:_SLOW_PART] if size < len(stream.wire) else stream.wire
    pieces = [wire[start : start + _PIECE] for start in range(0, len(wire), _PIECE)]
    shown = b"".join(map(feed, pieces))
    start = time.perf_counter()
    for _ in range(size // len(wire)):
        for piece in pieces:
            feed(piece)
    seconds = time.perf_counter() - start
    wanted = stream.shown.translate(None, b"\0\x11")  # as both modules document
    verdict = compare(shown, wanted) if len(wire) == len(stream.wire) else ""
    return size // len(wire) * len(wire) / MIB / seconds, verdict


PARSERS: dict[str, tuple[Callable[[], ModuleType], int]] = {
    OURS: (_our_telnetlib, 32 * MIB),
    OLD: (_old_telnetlib, _SLOW_PART),
}


# The harness's side


def measure_waiting(python: str, plan: Plan) -> Iterator[Table]:
    """Seconds until a text is found that comes behind 1 to 64 MiB of other text."""
    there = {name for name, (_, needs) in WAITERS.items() if not needs or _has(python, needs)}
    too_much: dict[str, int] = {}

    def wait(name: str) -> Sample:
        figures: dict[str, float] = {}
        for mib in SIZES:
            if mib >= too_much.get(name, SIZES[-1] + 1):
                return Sample(figures, f"over {_PATIENCE:g} s at {mib} MiB")
            answer = _ask(python, "wait", name, str(mib))
            if not answer:
                too_much[name] = mib
                return Sample(figures, f"over {_PATIENCE:g} s at {mib} MiB")
            figures[f"{mib} MiB s"] = float(answer[0])
        figures[_GROWTH] = figures[_LARGEST] / figures[f"{SIZES[-2]} MiB s"] / (SIZES[-1] / SIZES[-2])
        return Sample(figures)

    def play(ordered: Sequence[Client]) -> dict[str, Sample]:
        samples = {client.name: wait(client.name) for client in ordered}
        slowest = _slowest(samples[name].figures for name in OUR_WAITERS)
        return {OURS: Sample(slowest)} | samples

    samples = play_rounds(_as_clients(name for name in WAITERS if name in there), plan.rounds, play)
    yield tabulate("Waiting for a text behind N MiB; ours is the slowest of our ways", samples, WAIT_RATIOS, WAIT_GOALS)


def measure_parsing(python: str, plan: Plan) -> Iterator[Table]:
    """MiB/s of streams in pieces of 64 KiB, without a network."""

    def play(ordered: Sequence[Client]) -> dict[str, Sample]:
        return {client.name: parse(client.name) for client in ordered}

    def parse(name: str) -> Sample:
        figures: dict[str, float] = {}
        verdicts: list[str] = []
        for key in STREAM_KEYS:
            answer = _ask(python, "parse", name, key)
            if answer:
                figures[f"{key} MiB/s"] = float(answer[0])
                verdicts += [f"{key} {' '.join(answer[1:])}"] * (answer[1:] not in ([], ["exact"]))
        return Sample(figures, "; ".join(verdicts) or "exact")

    names = [name for name in PARSERS if name == OURS or _has(python, OLD)]
    samples = play_rounds(_as_clients(names), plan.rounds, play)
    yield tabulate("Parsing in process", samples, PARSE_RATIOS, PARSE_GOALS)


def measure_import(python: str, plan: Plan) -> Iterator[Table]:
    """What the import of the module adds to an empty interpreter."""
    programs = {OURS: "import telnet_client.telnetlib", EMPTY: "pass"}
    if _has(python, OLD):
        programs[OLD] = "import telnetlib"

    def play(ordered: Sequence[Client]) -> dict[str, Sample]:
        seconds = {client.name: _time_start(python, programs[client.name]) for client in ordered}
        return {
            name: Sample(
                {"ms": took * 1000, IMPORT: (took - seconds[EMPTY]) * 1000} if name != EMPTY else {"ms": took * 1000}
            )
            for name, took in seconds.items()
        }

    play(_as_clients(programs))  # compiles modules and fills the page cache
    samples = play_rounds(_as_clients(programs), plan.starts, play)
    yield tabulate(f"Import, {plan.starts} times", samples, IMPORT_RATIOS, IMPORT_GOALS)


def _as_clients(names: Iterable[str]) -> list[Client]:
    """What takes turns in rounds is called a client; these are not started by a command line."""
    return [Client(name, (), "") for name in names]


def _slowest(runs: Iterable[Mapping[str, float]]) -> dict[str, float]:
    slowest: dict[str, float] = {}
    for run in runs:
        for figure, value in run.items():
            slowest[figure] = max(value, slowest.get(figure, value))
    return slowest


def _environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path}


def _ask(python: str, *words: str) -> list[str]:
    """What the worker says, in words; nothing when it fails or takes too long."""
    try:
        run = subprocess.run(
            [python, "-m", "benchmarks.scripting", *words],
            capture_output=True, text=True, timeout=_PATIENCE, env=_environment(), check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return []
    return run.stdout.split()


def _has(python: str, module: str) -> bool:
    program = f"from importlib.util import find_spec; raise SystemExit(find_spec({module!r}) is None)"
    return not subprocess.run([python, "-c", program], env=_environment(), timeout=_PATIENCE, check=False).returncode


def _time_start(python: str, program: str) -> float:
    """Seconds of processor time; without `site`, which may be anything."""
    words = [python, "-I", "-S", "-W", "ignore", "-c", f"import sys; sys.path.insert(0, {str(_ROOT)!r}); {program}"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, check=True, timeout=_PATIENCE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main(what: str, name: str, value: str) -> None:
    """The worker: one figure, and what there is to say of it."""
    if what == "wait":
        sys.stdout.write(f"{_time_wait(name, int(value))}\n")
        return
    load, size = PARSERS[name]
    speed, verdict = _parse(load(), value, size)
    sys.stdout.write(f"{speed} {verdict}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
