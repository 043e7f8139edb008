"""From the keyboard to the host: a paste, the echo of a key, and a key typed while the host floods the screen."""

from __future__ import annotations

import contextlib
import select
import time
from typing import TYPE_CHECKING

from benchmarks.client_process import ClientFailed, ClientProcess, time_limit
from benchmarks.clients import REFERENCE
from benchmarks.host import Host, echo_keys, flood, take_paste
from benchmarks.measurement import (
    CPU,
    P50,
    P99,
    SPEED,
    SPEED_RATIO,
    TRANSFER_RATIOS,
    VERDICT,
    Goal,
    Ratio,
    Sample,
    play_rounds,
    summarize,
    tabulate,
)
from benchmarks.streams import MARKER, MIB, build_paste, build_stream, compare, join_line_ends, read_typing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.clients import Client
    from benchmarks.measurement import Plan, Table

PASTE_SPEED = Goal(SPEED_RATIO.column, "at least", 1.3)
#: By whether the host echoes.
PASTE_GOALS = {
    False: (PASTE_SPEED, Goal(VERDICT, "is", "received exact")),
    True: (PASTE_SPEED, Goal(VERDICT, "is", "received exact, echo exact")),
}

LATENCY_RATIOS = (Ratio(f"p50 / {REFERENCE}", P50, REFERENCE), Ratio(f"p99 / {REFERENCE}", P99, REFERENCE))
ECHO_GOALS = (Goal(LATENCY_RATIOS[0].column, "at most", 1.3), Goal(LATENCY_RATIOS[1].column, "at most", 1.5))
FLOOD_GOALS = (Goal(LATENCY_RATIOS[0].column, "at most", 1.0), Goal(LATENCY_RATIOS[1].column, "at most", 1.0))

_PASTE_SECONDS = 60.0
_WRITE_SIZE = 1 << 13
_WARM_UP_KEYS = 20
_FLOOD_KEY_SECONDS = 0.02
_FIRST_FLOOD_KEY = ord("!")


# A paste


def measure_paste(clients: Sequence[Client], plan: Plan) -> Iterator[Table]:
    """A paste into the terminal until the host has all of it: once with a silent host, once with one that echoes."""
    paste = build_paste(plan.paste_mib)
    for is_echoing in (False, True):

        def play(ordered: Sequence[Client], is_echoing: bool = is_echoing) -> dict[str, Sample]:
            return {client.name: _paste_into(client, paste, is_echoing) for client in ordered}

        samples = play_rounds(clients, plan.rounds, play)
        title = f"Paste of {plan.paste_mib} MiB, the host {'echoing' if is_echoing else 'silent'}"
        yield tabulate(title, samples, TRANSFER_RATIOS, PASTE_GOALS[is_echoing])


def _paste_into(client: Client, paste: bytes, is_echoing: bool) -> Sample:
    wanted = read_typing(paste[: paste.rindex(MARKER)])
    with (
        Host(take_paste, wanted, is_echoing) as host,
        ClientProcess(client.words(host.port), is_raw=not client.speaks_telnet) as process,
    ):
        try:
            process.settle()
            host.receive(1.0)  # the time of the connection
            spent_before = process.cpu_seconds()
            started_at = time.monotonic_ns()
            with time_limit(process, _PASTE_SECONDS):
                shown = _type_and_read(process, paste, host)
            spent = process.cpu_seconds() - spent_before
            message = host.receive(30.0)
            if message is None:
                raise ClientFailed("it closed the connection")
        except ClientFailed as failure:
            return Sample({}, str(failure))
        arrived_at, received = message
        verdict = f"received {received}"
        if is_echoing:
            verdict += f", echo {_check_echo(process, shown, wanted)}"
    mib = len(paste) / MIB
    return Sample({SPEED: mib * 1e9 / (arrived_at - started_at), CPU: spent * 1000 / mib}, verdict)


def _type_and_read(process: ClientProcess, paste: bytes, host: Host) -> bytearray:
    """Type ``paste`` as fast as the terminal takes it, and read, until the host reports; what was shown meanwhile."""
    rest = memoryview(paste)
    shown = bytearray()
    terminal, control = process.terminal, host.control.fileno()
    while True:
        readable, writable, _ = select.select([terminal, control], [terminal] if rest else [], [])
        if terminal in readable:
            shown += process.read(0)
        if writable:
            rest = rest[process.type(rest[:_WRITE_SIZE]) :]
        if control in readable:
            return shown


def _check_echo(process: ClientProcess, shown: bytearray, wanted: bytes) -> str:
    with contextlib.suppress(ClientFailed):
        while MARKER not in shown[-4 * len(MARKER) :] and (more := process.read(2.0)):
            shown += more
    return compare(join_line_ends(bytes(shown)).partition(MARKER)[0], wanted)


# A key and its echo


def measure_echo(clients: Sequence[Client], plan: Plan) -> Iterator[Table]:
    """Keystroke to echo; all clients are connected at once and get their keys in turn."""

    def play(ordered: Sequence[Client]) -> dict[str, Sample]:
        return _type_in_turn(ordered, plan.keys)

    samples = play_rounds(clients, plan.rounds, play)
    yield tabulate(f"Keystroke to echo: {plan.keys} keys a round", samples, LATENCY_RATIOS, ECHO_GOALS)


def _type_in_turn(clients: Sequence[Client], keys: int) -> dict[str, Sample]:
    latencies: dict[str, list[float]] = {client.name: [] for client in clients}
    failures: dict[str, str] = {}
    with contextlib.ExitStack() as stack:
        processes: dict[str, ClientProcess] = {}
        for client in clients:
            host = stack.enter_context(Host(echo_keys))
            process = ClientProcess(client.words(host.port), is_raw=not client.speaks_telnet)
            processes[client.name] = stack.enter_context(process)
        for name, process in processes.items():
            try:
                process.settle()
            except ClientFailed as failure:
                failures[name] = str(failure)
        for number in range(_WARM_UP_KEYS + keys):
            key = ord("a") + number % 26
            for name, process in processes.items():
                if name in failures:
                    continue
                try:
                    latencies[name].append(_time_echo(process, key))
                except ClientFailed as failure:
                    failures[name] = str(failure)
    return {
        name: Sample({}, failures[name]) if name in failures else Sample(summarize(latencies[name][_WARM_UP_KEYS:]))
        for name in processes
    }


def _time_echo(process: ClientProcess, key: int) -> float:
    """Microseconds from typing ``key`` to its being shown. Raises ClientFailed."""
    typed_at = time.perf_counter_ns()
    process.type(bytes((key,)))
    while shown := process.read(2.0):
        if key in shown:
            return (time.perf_counter_ns() - typed_at) / 1000
    raise ClientFailed(f"no echo of {chr(key)!r} within 2 s")


# A key in a flood


def measure_flood(clients: Sequence[Client], plan: Plan) -> Iterator[Table]:
    """Keystroke to its arrival at a host that floods the screen meanwhile."""
    block = build_stream("a").wire

    def play(ordered: Sequence[Client]) -> dict[str, Sample]:
        return {client.name: _type_into_flood(client, block, plan.flood_keys) for client in ordered}

    samples = play_rounds(clients, plan.rounds, play)
    title = f"Key to the host while it floods the screen: {plan.flood_keys} keys a round"
    yield tabulate(title, samples, LATENCY_RATIOS, FLOOD_GOALS)


def _type_into_flood(client: Client, block: bytes, keys: int) -> Sample:
    with (
        Host(flood, block) as host,
        ClientProcess(client.words(host.port), is_raw=not client.speaks_telnet) as process,
    ):
        try:
            process.settle()
            host.receive(1.0)  # the time of the connection
            host.order(True)
            process.read(5.0)
            return Sample(summarize(_time_keys(process, host, keys)))
        except ClientFailed as failure:
            return Sample({}, str(failure))


def _time_keys(process: ClientProcess, host: Host, keys: int) -> list[float]:
    """Microseconds that each of ``keys`` different keys took to reach the host. Raises ClientFailed."""
    typed: dict[int, int] = {}
    latencies: list[float] = []
    next_at = time.monotonic() + 0.2  # the flood fills every buffer first
    deadline = next_at + keys * _FLOOD_KEY_SECONDS + 5.0
    while len(latencies) < keys:
        process.read(0.001)
        if (message := host.receive(0)) is not None:
            arrived_at, arrived = message
            latencies += [(arrived_at - typed[key]) / 1000 for key in arrived if key in typed]
        now = time.monotonic()
        if len(typed) < keys and now >= next_at:
            key = _FIRST_FLOOD_KEY + len(typed)
            typed[key] = time.monotonic_ns()
            process.type(bytes((key,)))
            next_at = now + _FLOOD_KEY_SECONDS
        if now > deadline:
            raise ClientFailed(f"{keys - len(latencies)} of {keys} keys never reached the host")
    return latencies
