"""A terminal line: what comes over it at full speed and at the pace of 921,600 baud, and a key to its far side.

The line is a pseudo-terminal whose far side a process of its own holds, as a driver would. picocom is what there is to
compare with.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pty
import select
import time
import tty
from typing import TYPE_CHECKING

from benchmarks.client_process import ClientFailed, ClientProcess, Drain
from benchmarks.clients import LINE_CLIENTS, LINE_REFERENCE, OURS, find_clients
from benchmarks.host import READY
from benchmarks.measurement import CPU, P50, P99, SPEED, VERDICT, Goal, Ratio, Sample, play_rounds, summarize, tabulate
from benchmarks.streams import MARKER, MIB, build_stream, compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

    from benchmarks.clients import Client
    from benchmarks.measurement import Plan, Table

_FORK = multiprocessing.get_context("fork")

#: 10 MB/s.
LEAST_SPEED = 10e6 / MIB
EXACT = Goal(VERDICT, "is", "exact")
FLOOD_GOALS = (Goal(SPEED, "at least", LEAST_SPEED), EXACT)

CORE = "part of a core"
PACE_GOALS = (Goal(CORE, "at most", 0.05), EXACT)
#: 921,600 baud are so many characters of ten bits a second; a USB adapter hands them over in pieces of so many.
PACE, PIECE = 92160, 256

LATENCY_RATIOS = (
    Ratio(f"p50 / {LINE_REFERENCE}", P50, LINE_REFERENCE),
    Ratio(f"p99 / {LINE_REFERENCE}", P99, LINE_REFERENCE),
)
KEY_GOALS = (Goal(LATENCY_RATIOS[0].column, "at most", 1.5),)

_SECONDS = 60.0
_WARM_UP_KEYS = 20


class FarSide:
    """A line at `path` whose far side is `terminal`; a context that ends it."""

    def __init__(self) -> None:
        self.terminal, near = pty.openpty()
        tty.setraw(near)
        self.path = os.ttyname(near)
        self._near = near  # held, so that the far side is not hung up before the client is there
        self._process: multiprocessing.process.BaseProcess | None = None

    def settle(self, process: ClientProcess) -> None:
        """Greet until the client shows it, and read on until it is silent. Raises ClientFailed.

        What a line holds when it is opened may be thrown away, so once is not enough.
        """
        shown, deadline = b"", time.monotonic() + 15.0
        while READY.strip() not in shown:
            if time.monotonic() > deadline:
                raise ClientFailed("it never showed a greeting")
            os.write(self.terminal, READY)
            shown += process.read(0.2)
        while process.read(0.2):
            pass

    def pour(self, block: bytes, times: int, pace: int | None = None) -> int:
        """Send `block` so many times and the marker; at most `pace` bytes a second. The time it began, in ns."""
        self._process = _FORK.Process(target=_pour, args=(self.terminal, block, times, pace), daemon=True)
        began_at = time.monotonic_ns()
        self._process.start()
        return began_at

    def __enter__(self) -> FarSide:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        os.close(self._near)
        os.close(self.terminal)


def _pour(terminal: int, block: bytes, times: int, pace: int | None) -> None:
    with contextlib.suppress(OSError, KeyboardInterrupt):
        if pace is None:
            for data in (*[block] * times, MARKER):
                _write(terminal, data)
        else:
            data = block * times + MARKER
            began_at = time.monotonic()
            for start in range(0, len(data), PIECE):
                time.sleep(max(0.0, began_at + start / pace - time.monotonic()))
                _write(terminal, data[start : start + PIECE])
    os._exit(0)


def _write(terminal: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(terminal, rest) :]


def measure_line(clients: Sequence[Client], plan: Plan) -> Iterator[Table]:
    """Ours and, where it is there, picocom."""
    reference, _ = find_clients(LINE_CLIENTS)
    competing = [*(client for client in clients if client.name == OURS), *reference]
    block = build_stream("a").wire
    drain = Drain(len(block) * plan.stream_mib * 5 // 4 + MIB)

    def flood(ordered: Sequence[Client]) -> dict[str, Sample]:
        return {client.name: _flood(client, block, plan.stream_mib, drain) for client in ordered}

    def pace(ordered: Sequence[Client]) -> dict[str, Sample]:
        return {client.name: _pace(client, block[: PACE * plan.line_seconds], drain) for client in ordered}

    def keys(ordered: Sequence[Client]) -> dict[str, Sample]:
        return _type_in_turn(ordered, plan.keys)

    ratio = Ratio(f"speed / {LINE_REFERENCE}", SPEED, LINE_REFERENCE)
    samples = play_rounds(competing, plan.rounds, flood)
    yield tabulate(f"{plan.stream_mib} MiB over a line at full speed", samples, [ratio], FLOOD_GOALS)
    samples = play_rounds(competing, plan.rounds, pace)
    yield tabulate(f"{plan.line_seconds} s of a line at 921,600 baud", samples, (), PACE_GOALS)
    samples = play_rounds(competing, plan.rounds, keys)
    yield tabulate(f"Keystroke to the far side of a line: {plan.keys} keys a round", samples, LATENCY_RATIOS, KEY_GOALS)


def _flood(client: Client, block: bytes, times: int, drain: Drain) -> Sample:
    with FarSide() as line:
        return flood_line(client, line.path, line, block, times, drain)


def flood_line(client: Client, name: str, line: FarSide, block: bytes, times: int, drain: Drain) -> Sample:
    """`block` so many times over `line`, which the client knows by `name`, to a pipe."""
    with ClientProcess(client.words_for_line(name), to_pipe=True) as process:
        try:
            line.settle(process)
            spent_before = process.cpu_seconds()
            began_at = line.pour(block, times)
            shown_at = drain.read_until(process, MARKER, _SECONDS)
            spent = process.cpu_seconds() - spent_before
        except ClientFailed as failure:
            return Sample({}, str(failure))
    mib = len(block) * times / MIB
    verdict = compare(drain.text_before(MARKER), block * times)
    return Sample({SPEED: mib * 1e9 / (shown_at - began_at), CPU: spent * 1000 / mib}, verdict)


def _pace(client: Client, block: bytes, drain: Drain) -> Sample:
    with FarSide() as line, ClientProcess(client.words_for_line(line.path), is_raw=True) as process:
        try:
            line.settle(process)
            spent_before = process.cpu_seconds()
            began_at = line.pour(block, 1, PACE)
            shown_at = drain.read_until(process, MARKER, _SECONDS)
            spent = process.cpu_seconds() - spent_before
        except ClientFailed as failure:
            return Sample({}, str(failure))
    verdict = compare(drain.text_before(MARKER), block)
    return Sample({CORE: spent * 1e9 / (shown_at - began_at)}, verdict)


def _type_in_turn(clients: Sequence[Client], keys: int) -> dict[str, Sample]:
    latencies: dict[str, list[float]] = {client.name: [] for client in clients}
    failures: dict[str, str] = {}
    with contextlib.ExitStack() as stack:
        ends: dict[str, tuple[ClientProcess, FarSide]] = {}
        for client in clients:
            line = stack.enter_context(FarSide())
            process = stack.enter_context(ClientProcess(client.words_for_line(line.path)))
            ends[client.name] = process, line
        for name, (process, line) in ends.items():
            try:
                line.settle(process)
            except ClientFailed as failure:
                failures[name] = str(failure)
        for number in range(_WARM_UP_KEYS + keys):
            for name, (process, line) in ends.items():
                if name not in failures:
                    try:
                        latencies[name].append(_time_key(process, line, ord("a") + number % 26))
                    except ClientFailed as failure:
                        failures[name] = str(failure)
    return {
        name: Sample({}, failures[name]) if name in failures else Sample(summarize(latencies[name][_WARM_UP_KEYS:]))
        for name in ends
    }


def _time_key(process: ClientProcess, line: FarSide, key: int) -> float:
    """Microseconds from typing `key` to its arrival. Raises ClientFailed."""
    typed_at = time.perf_counter_ns()
    process.type(bytes((key,)))
    if not select.select([line.terminal], [], [], 2.0)[0]:
        raise ClientFailed(f"{chr(key)!r} did not arrive within 2 s")
    arrived = os.read(line.terminal, 64)
    taken = (time.perf_counter_ns() - typed_at) / 1000
    if arrived != bytes((key,)):
        raise ClientFailed(f"{arrived!r} arrived for {chr(key)!r}")
    return taken
