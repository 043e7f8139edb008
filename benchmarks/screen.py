"""What this client does to the host's bytes on their way to the screen: what each thing costs, on and off.

Only our client is measured, with a file of commands that switches something on: the others cannot do the same.
"""

from __future__ import annotations

import itertools
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.clients import OURS
from benchmarks.measurement import CPU, SPEED, Goal, Sample, play_rounds, tabulate
from benchmarks.streams import MIB, Stream, build_stream
from benchmarks.throughput import EXACT, pour_through, prepare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.clients import Client
    from benchmarks.measurement import Plan, Table
    from benchmarks.throughput import Load

PLAIN_SPEED, SPEED_OF_PLAIN, CPU_OF_PLAIN = f"{SPEED} without", "speed with / without", "CPU with / without"

#: A screen of the terminal that clients are measured on (24 by 80), and what puts the cursor at its top.
_SCREEN_ROWS = 23
_HOME = b"\x1b[H"
_LETTERS = "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 .,:;-+*/=() äöüßéñ ╔═╗║─│┌┐░▒▓█"


class Case(NamedTuple):
    """Something to switch on: a file of commands, another for the comparison, and what has to be reached."""

    stream: Stream
    commands: str
    plain_commands: str
    goals: Sequence[Goal]


def _build_cp437() -> Stream:
    source = random.Random("cp437")
    text = "\r\n".join("".join(source.choices(_LETTERS, k=source.randrange(40, 80))) for _ in range(MIB // 61)) + "\r\n"
    return Stream("g", "text in CP437", text.encode("cp437"), text.encode())


def _build_screens() -> Stream:
    """Screens full of text, each from the top: no line is ever too much."""
    lines = [line[:79] for line in build_stream("a").wire.split(b"\r\n")]
    screens = [b"\r\n".join(lines[start : start + _SCREEN_ROWS]) for start in range(0, len(lines), _SCREEN_ROWS)]
    wire = b"".join(_HOME + screen for screen in screens)
    return Stream("h", "screens full of text", wire, wire)


def _cases() -> Iterator[Case]:
    yield Case(_build_cp437(), "CHARACTER-SET CP437\n", "CHARACTER-SET UTF-8\n", [Goal(SPEED, "at least", 30.0), EXACT])
    yield Case(_build_screens(), "OPAQUE\nPAGE\n", "NO PAGE\n", [Goal(SPEED, "at least", 10.0), EXACT])
    for key, bound in (("a", 0.9), ("f", 0.5)):
        goals = [Goal(SPEED_OF_PLAIN, "at least", bound), EXACT]
        yield Case(build_stream(key), "FILTER SAFE\n", "FILTER OFF\n", goals)


def measure_screen(clients: Sequence[Client], plan: Plan) -> Iterator[Table]:
    """A table for each case."""
    ours = [client for client in clients if client.name == OURS]
    for case in _cases():
        load = prepare(case.stream, plan.stream_mib)

        turns = itertools.cycle((False, True))

        def play(
            ordered: Sequence[Client], case: Case = case, load: Load = load, turns: Iterator[bool] = turns
        ) -> Mapping[str, Sample]:
            is_plain_first = next(turns)
            return {client.name: _compare(client, case, load, is_plain_first) for client in ordered}

        name = case.commands.strip().replace("\n", ", ")
        title = f"{name}: {case.stream.title}, to a terminal: {plan.stream_mib} MiB"
        yield tabulate(title, play_rounds(ours, plan.rounds, play), (), case.goals)


def _compare(client: Client, case: Case, load: Load, is_plain_first: bool) -> Sample:
    """One run with it and one without, which take turns in being the first."""
    with tempfile.TemporaryDirectory() as folder:
        pair = (
            client.with_commands(case.commands, Path(folder, "with.cmd")),
            client.with_commands(case.plain_commands, Path(folder, "without.cmd")),
        )
        if is_plain_first:
            plain, done = (pour_through(one, load) for one in reversed(pair))
        else:
            done, plain = (pour_through(one, load) for one in pair)
    if not (done.figures and plain.figures):
        return Sample({}, done.verdict if plain.figures else plain.verdict)
    figures = {
        SPEED: done.figures[SPEED],
        CPU: done.figures[CPU],
        PLAIN_SPEED: plain.figures[SPEED],
        SPEED_OF_PLAIN: done.figures[SPEED] / plain.figures[SPEED],
        CPU_OF_PLAIN: done.figures[CPU] / plain.figures[CPU],
    }
    return Sample(figures, done.verdict)
