"""From the host to the screen: speed and CPU time of each stream, and what a session log adds to them.

The time runs from the host's first byte to the marker's arrival at the harness, the CPU time is the client's in
between: starting up is not in it.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.client_process import ClientFailed, ClientProcess, Drain
from benchmarks.host import Host, pour
from benchmarks.measurement import (
    CPU,
    CPU_RATIO,
    SPEED,
    SPEED_RATIO,
    TRANSFER_RATIOS,
    VERDICT,
    Goal,
    Sample,
    play_rounds,
    tabulate,
)
from benchmarks.streams import MARKER, MIB, Stream, build_stream, compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.clients import Client
    from benchmarks.measurement import Plan, Table

EXACT = Goal(VERDICT, "is", "exact")

#: What to reach beside the reference, by stream: (speed at least, CPU at most).
TERMINAL_BOUNDS = {"a": (1.0, 0.4), "f": (1.0, 0.4)}
PIPE_BOUNDS = {"a": (3.0, 0.15), "b": (1.7, 0.5), "c": (1.0, 1.0), "d": (1.2, 1.0), "e": (1.0, 1.0), "f": (3.0, 0.15)}

LOGGED_SPEED, LOGGED_CPU = "speed logged / plain", "CPU logged / plain"
LOG_GOALS = (Goal(LOGGED_SPEED, "at least", 0.95), Goal(LOGGED_CPU, "at most", 1.15), EXACT)

_RUN_SECONDS = 30.0


class Load(NamedTuple):
    """A stream sent ``times`` times, and the buffer that takes in what comes of it."""

    stream: Stream
    times: int
    drain: Drain

    @property
    def mib(self) -> float:
        return len(self.stream.wire) * self.times / MIB


def prepare(stream: Stream, mib: int) -> Load:
    """``stream``, to be sent ``mib`` times."""
    # Room for the CRs that a terminal's driver may add.
    block = max(len(stream.wire), len(stream.shown))
    return Load(stream, mib, Drain(block * mib * 5 // 4 + MIB))


def pour_through(client: Client, load: Load, *, to_pipe: bool = False, log: str = "") -> Sample:
    """One stream through one client. Checks the output, and the log where one is kept."""
    blocks = {load.stream.key: load.stream.wire}
    with (
        Host(pour, blocks) as host,
        ClientProcess(client.words(host.port, log), is_raw=not client.speaks_telnet, to_pipe=to_pipe) as process,
    ):
        try:
            process.settle()
            host.receive(1.0)  # the time of the connection
            spent_before = process.cpu_seconds()
            host.order((load.stream.key, load.times))
            shown_at = load.drain.read_until(process, MARKER, _RUN_SECONDS)
            spent = process.cpu_seconds() - spent_before
        except ClientFailed as failure:
            return Sample({}, str(failure))
        seconds = (shown_at - host.receive(1.0)) / 1e9
    block = load.stream.shown if client.speaks_telnet else load.stream.wire
    verdict = compare(load.drain.text_before(MARKER), block * load.times)
    if log and not _is_kept(block * load.times, log):
        verdict += ", LOG WRONG"
    return Sample({SPEED: load.mib / seconds, CPU: spent * 1000 / load.mib}, verdict)


def _is_kept(shown: bytes, log: str) -> bool:
    try:
        with open(log, "rb") as kept:
            return shown in kept.read()
    except FileNotFoundError:
        return False


def measure_streams(clients: Sequence[Client], plan: Plan, keys: Sequence[str], *, to_pipe: bool) -> Iterator[Table]:
    """A table for each stream of ``keys``, to the terminal or to a pipe."""
    bounds = PIPE_BOUNDS if to_pipe else TERMINAL_BOUNDS
    for key in keys:
        load = prepare(build_stream(key), plan.stream_mib)

        def play(ordered: Sequence[Client], key: str = key, load: Load = load) -> dict[str, Sample]:
            with tempfile.TemporaryDirectory() as folder:
                if key == "b" and not to_pipe:  # random bytes hold what a filter is there to drop
                    ordered = [_unfiltered(client, Path(folder, "filter.cmd")) for client in ordered]
                return {client.name: pour_through(client, load, to_pipe=to_pipe) for client in ordered}

        samples = play_rounds(clients, plan.rounds, play)
        title = f"{key}, {load.stream.title}, to a {'pipe' if to_pipe else 'terminal'}: {plan.stream_mib} MiB"
        yield tabulate(title, samples, TRANSFER_RATIOS, _stream_goals(bounds.get(key)))


def _unfiltered(client: Client, file: Path) -> Client:
    return client.with_commands("FILTER OFF\n", file) if client.commands_option else client


def _stream_goals(bounds: tuple[float, float] | None) -> list[Goal]:
    if bounds is None:
        return [EXACT]
    speed, cpu = bounds
    return [
        Goal(SPEED_RATIO.column, "at least", speed),
        Goal(CPU_RATIO.column, "below" if cpu == 1.0 else "at most", cpu),
        EXACT,
    ]


def measure_log(clients: Sequence[Client], plan: Plan) -> Iterator[Table]:
    """Text to the terminal with a session log and without, for each client that can keep one."""
    load = prepare(build_stream("a"), plan.stream_mib)

    def play(ordered: Sequence[Client]) -> dict[str, Sample]:
        return {client.name: _compare_logged(client, load) for client in ordered}

    samples = play_rounds([client for client in clients if client.logging_command], plan.rounds, play)
    yield tabulate(f"Session log, text to a terminal: {plan.stream_mib} MiB", samples, (), LOG_GOALS)


def _compare_logged(client: Client, load: Load) -> Sample:
    with tempfile.TemporaryDirectory() as folder:
        logged = pour_through(client, load, log=os.path.join(folder, "session.log"))
    plain = pour_through(client, load)
    if not (plain.figures and logged.figures):
        return Sample({}, logged.verdict if plain.figures else plain.verdict)
    figures = {
        f"{SPEED} logged": logged.figures[SPEED],
        LOGGED_SPEED: logged.figures[SPEED] / plain.figures[SPEED],
        LOGGED_CPU: logged.figures[CPU] / plain.figures[CPU],
    }
    return Sample(figures, logged.verdict)
