"""The life of a connection: start-up and memory beside an empty Python, idleness, and the end of the output."""

from __future__ import annotations

import contextlib
import subprocess
import time
from typing import TYPE_CHECKING

from benchmarks.client_process import ClientFailed, ClientProcess, Drain, time_limit
from benchmarks.clients import REFERENCE
from benchmarks.host import READY, Host, close_at_once, echo_keys, pour
from benchmarks.measurement import Goal, Ratio, Sample, play_rounds, tabulate
from benchmarks.streams import MARKER, MIB, STREAM_KEYS, build_stream, count_matching, join_line_ends

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.clients import Client
    from benchmarks.measurement import Plan, Table

PYTHON = "python -c pass"

TO_CONNECT, TO_FIRST_BYTE, TO_EXIT = "ms to connect", "ms to first byte", "ms to exit"
START_RATIOS = (
    Ratio("connect / python", TO_CONNECT, PYTHON, TO_EXIT),
    Ratio("first byte / python", TO_FIRST_BYTE, PYTHON, TO_EXIT),
    Ratio(f"first byte / {REFERENCE}", TO_FIRST_BYTE, REFERENCE),
)
START_GOALS = (Goal(START_RATIOS[1].column, "at most", 4.0),)

CONNECTED, AFTER_TEXT, AFTER_ALL = "MiB connected", "MiB after text", "MiB after every stream"
MEMORY_RATIOS = (
    Ratio("connected / python", CONNECTED, PYTHON),
    Ratio("after text / python", AFTER_TEXT, PYTHON, CONNECTED),
    Ratio("after every stream / python", AFTER_ALL, PYTHON, CONNECTED),
)
MEMORY_GOALS = tuple(Goal(ratio.column, "at most", 1.7) for ratio in MEMORY_RATIOS)
_MEMORY_ROUNDS = 2

IDLE_GOALS = (Goal("CPU ms", "at most", 0.0), Goal("wakeups", "at most", 0.0))
_SECONDS_BEFORE_IDLE = 4.0

LOST = "bytes lost"
END_GOALS = (Goal(LOST, "at most", 0.0),)
_TERMINAL_PAUSE = 0.001
_END_SECONDS = 20.0


# The start


def measure_start(clients: Sequence[Client], plan: Plan, python: str) -> Iterator[Table]:
    """From the start of the program to the connection, and to the host's greeting on the screen; all of it warm."""

    def play(ordered: Sequence[Client]) -> dict[str, Sample]:
        empty = Sample({TO_EXIT: _run_empty(python)})
        return {PYTHON: empty} | {client.name: _start(client) for client in ordered}

    play(clients)  # compiles modules and fills the page cache
    samples = play_rounds(clients, plan.starts, play)
    yield tabulate(f"Start, {plan.starts} times", samples, START_RATIOS, START_GOALS)


def _run_empty(python: str) -> float:
    with ClientProcess([python, "-c", "pass"]) as process:
        return (process.wait() - process.started_at) / 1e6


def _start(client: Client) -> Sample:
    with (
        Host(echo_keys) as host,
        ClientProcess(client.words(host.port), is_raw=not client.speaks_telnet) as process,
    ):
        try:
            shown_at = process.wait_for(READY.strip())
        except ClientFailed as failure:
            return Sample({}, str(failure))
        connected_at = host.receive(1.0)
        return Sample(
            {
                TO_CONNECT: (connected_at - process.started_at) / 1e6,
                TO_FIRST_BYTE: (shown_at - process.started_at) / 1e6,
            }
        )


# Memory


def measure_memory(clients: Sequence[Client], plan: Plan, python: str) -> Iterator[Table]:
    """Peak memory when connected, after ``memory_mib`` of text, and after as much of every other stream."""
    blocks = {key: build_stream(key).wire for key in STREAM_KEYS}
    drain = Drain(2 * plan.memory_mib * MIB)

    def play(ordered: Sequence[Client]) -> dict[str, Sample]:
        empty = Sample({CONNECTED: _empty_memory(python)})
        return {PYTHON: empty} | {client.name: _grow(client, blocks, plan.memory_mib, drain) for client in ordered}

    samples = play_rounds(clients, _MEMORY_ROUNDS, play)
    yield tabulate(f"Peak memory, {plan.memory_mib} MiB of each stream", samples, MEMORY_RATIOS, MEMORY_GOALS)


def _empty_memory(python: str) -> float:
    """Peak memory, in MiB, of a Python that does nothing but tell it."""
    program = "print(open('/proc/self/status').read())"
    status = subprocess.run([python, "-c", program], capture_output=True, text=True, check=True, timeout=30).stdout
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _grow(client: Client, blocks: dict[str, bytes], mib: int, drain: Drain) -> Sample:
    with (
        Host(pour, blocks) as host,
        ClientProcess(client.words(host.port), is_raw=not client.speaks_telnet) as process,
    ):
        figures: dict[str, float] = {}
        try:
            process.settle()
            figures[CONNECTED] = process.peak_memory()
            for key in blocks:
                host.order((key, mib))
                drain.read_until(process, MARKER, 60.0)
                figures.setdefault(AFTER_TEXT, process.peak_memory())
            figures[AFTER_ALL] = process.peak_memory()
        except ClientFailed as failure:
            return Sample(figures, str(failure))
        return Sample(figures)


# Idle


def measure_idle(clients: Sequence[Client], plan: Plan) -> Iterator[Table]:
    """CPU time and wakeups of silent connections, all clients during the same seconds."""

    def play(ordered: Sequence[Client]) -> dict[str, Sample]:
        return _sit_idle(ordered, plan.idle_seconds)

    yield tabulate(f"Idle for {plan.idle_seconds:g} s", play_rounds(clients, 1, play), (), IDLE_GOALS)


def _sit_idle(clients: Sequence[Client], seconds: float) -> dict[str, Sample]:
    samples: dict[str, Sample] = {}
    with contextlib.ExitStack() as stack:
        processes: dict[str, ClientProcess] = {}
        for client in clients:
            host = stack.enter_context(Host(echo_keys))
            process = ClientProcess(client.words(host.port), is_raw=not client.speaks_telnet)
            stack.enter_context(process)
            try:
                process.settle()
                processes[client.name] = process
            except ClientFailed as failure:
                samples[client.name] = Sample({}, str(failure))
        time.sleep(_SECONDS_BEFORE_IDLE)  # timers of the start run out
        before = {name: (process.cpu_seconds(), process.count_wakeups()) for name, process in processes.items()}
        time.sleep(seconds)
        for name, process in processes.items():
            cpu, wakeups = before[name]
            figures = {"CPU ms": (process.cpu_seconds() - cpu) * 1000, "wakeups": process.count_wakeups() - wakeups}
            samples[name] = Sample(figures)
    return samples


# The end of the output


def measure_end(clients: Sequence[Client], plan: Plan) -> Iterator[Table]:
    """What a slow terminal is never shown when the host closes right behind its last byte."""
    text = build_stream("a").wire[: MIB // 4]

    def play(ordered: Sequence[Client]) -> dict[str, Sample]:
        return {client.name: _read_slowly(client, text) for client in ordered}

    samples = play_rounds(clients, plan.closings, play)
    totals = {name: [_total(runs)] for name, runs in samples.items()}
    yield tabulate("The host closes at once, a slow terminal: 256 KiB of text a run", totals, (), END_GOALS)


def _read_slowly(client: Client, text: bytes) -> Sample:
    wanted = join_line_ends(READY + text + MARKER)
    shown = bytearray()
    with (
        Host(close_at_once, text) as host,
        ClientProcess(client.words(host.port), is_raw=not client.speaks_telnet) as process,
    ):
        host.receive(5.0)  # the time of the connection
        host.receive(5.0)  # everything is sent, and closed
        with time_limit(process, _END_SECONDS), contextlib.suppress(ClientFailed):
            while MARKER not in shown[-4096 - len(MARKER) :] and (more := process.read(2.0)):
                shown += more
                time.sleep(_TERMINAL_PAUSE)
    ready, _, rest = bytes(shown).partition(READY.strip())
    arrived = join_line_ends(READY.strip() + rest) if len(ready) < len(shown) else b""
    return Sample({LOST: len(wanted) - count_matching(arrived, wanted)})


def _total(runs: Sequence[Sample]) -> Sample:
    losses = [run.figures[LOST] for run in runs]
    figures = {
        "runs": len(losses),
        "runs with loss": sum(1 for loss in losses if loss),
        LOST: sum(losses),
        "most in a run": max(losses, default=0),
    }
    return Sample(figures)
