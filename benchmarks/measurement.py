"""Rounds, ratios and goals: from single runs to a table.

Clients take turns within a round, A B C, and each round starts with another one; a ratio is the median of the ratios
within a round. So a machine whose speed drifts still compares fairly, and one bad run changes nothing.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from benchmarks.clients import BASELINE, REFERENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.clients import Client

#: The column that says whether the bytes were right.
VERDICT = "bytes"
_FAILURES_BEFORE_LEFT_OUT = 2


class Plan(NamedTuple):
    """How much is done; what ``--quick`` lessens."""

    rounds: int = 7
    stream_mib: int = 16
    paste_mib: int = 16
    keys: int = 1000
    flood_keys: int = 60
    starts: int = 15
    memory_mib: int = 64
    idle_seconds: float = 20.0
    closings: int = 100
    line_seconds: int = 5


FULL = Plan()
QUICK = Plan(
    rounds=3,
    stream_mib=4,
    paste_mib=4,
    keys=300,
    flood_keys=30,
    starts=7,
    memory_mib=8,
    idle_seconds=5.0,
    closings=20,
    line_seconds=2,
)


class Sample(NamedTuple):
    """One run of one client: its figures by name (none when it failed), and whether the bytes were right."""

    figures: Mapping[str, float]
    verdict: str = ""


class Ratio(NamedTuple):
    """A column: ``figure`` divided by that of ``reference`` (its ``reference_figure``) in the same round."""

    column: str
    figure: str
    reference: str
    reference_figure: str = ""


#: The figures of whatever carries bytes, and the ratios taken from them.
SPEED, CPU = "MiB/s", "CPU ms/MiB"
SPEED_RATIO = Ratio(f"speed / {REFERENCE}", SPEED, REFERENCE)
CPU_RATIO = Ratio(f"CPU / {REFERENCE}", CPU, REFERENCE)
TRANSFER_RATIOS = (SPEED_RATIO, CPU_RATIO, Ratio(f"speed / {BASELINE}", SPEED, BASELINE))

#: The figures of whatever answers a key.
P50, P99 = "p50 us", "p99 us"


class Goal(NamedTuple):
    """What our client must reach in ``column``."""

    column: str
    sense: Literal["at least", "at most", "below", "is"]
    bound: float | str

    def is_met(self, value: float | str) -> bool:
        """Whether ``value`` reaches it."""
        if isinstance(value, str) or isinstance(self.bound, str):
            return value == self.bound
        if self.sense == "at least":
            return value >= self.bound
        if self.sense == "below":
            return value < self.bound
        return value <= self.bound


class Table(NamedTuple):
    """One measurement: a row of values by column for each client, and our goals."""

    title: str
    rows: Mapping[str, Mapping[str, float | str]]
    samples: Mapping[str, Sequence[Sample]]
    goals: Sequence[Goal]

    @property
    def columns(self) -> list[str]:
        """Every column that some row has, in the order of their first appearance, the verdict last."""
        columns = dict.fromkeys(column for row in self.rows.values() for column in row)
        return sorted(columns, key=lambda column: column == VERDICT)


def summarize(latencies: Sequence[float]) -> dict[str, float]:
    """The figures of many latencies, in microseconds."""
    ordered = sorted(latencies)
    return {P50: statistics.median(ordered), P99: ordered[math.ceil(len(ordered) * 0.99) - 1]}


def play_rounds(
    clients: Sequence[Client], rounds: int, play: Callable[[Sequence[Client]], Mapping[str, Sample]]
) -> dict[str, list[Sample]]:
    """``play`` each round with the clients in rotated order; one that failed twice takes no more part."""
    samples: dict[str, list[Sample]] = {client.name: [] for client in clients}
    for number in range(rounds):
        fit = [client for client in clients if not _is_left_out(samples[client.name])]
        first = number % max(1, len(fit))
        for name, sample in play(fit[first:] + fit[:first]).items():
            samples.setdefault(name, []).append(sample)
    return samples


def _is_left_out(samples: Sequence[Sample]) -> bool:
    return sum(not sample.figures for sample in samples) >= _FAILURES_BEFORE_LEFT_OUT


def tabulate(
    title: str, samples: Mapping[str, Sequence[Sample]], ratios: Sequence[Ratio] = (), goals: Sequence[Goal] = ()
) -> Table:
    """The medians of all figures, the ``ratios`` and the verdicts."""
    rows: dict[str, dict[str, float | str]] = {}
    for name, runs in samples.items():
        figures = dict.fromkeys(figure for run in runs for figure in run.figures)
        row: dict[str, float | str] = {
            figure: statistics.median(run.figures[figure] for run in runs if figure in run.figures)
            for figure in figures
        }
        for ratio in ratios:
            quotients = _divide(runs, samples.get(ratio.reference, ()), ratio)
            if quotients:
                row[ratio.column] = statistics.median(quotients)
        if verdict := _sum_up(runs):
            row[VERDICT] = verdict
        rows[name] = row
    return Table(title, rows, samples, goals)


def _divide(runs: Sequence[Sample], reference_runs: Sequence[Sample], ratio: Ratio) -> list[float]:
    quotients = []
    for run, reference_run in zip(runs, reference_runs, strict=False):
        value = run.figures.get(ratio.figure)
        by = reference_run.figures.get(ratio.reference_figure or ratio.figure)
        if value is not None and by:
            quotients.append(value / by)
    return quotients


def _sum_up(runs: Sequence[Sample]) -> str:
    """The one verdict of all runs, or the two most frequent ones and how many runs had another."""
    verdicts = Counter(run.verdict for run in runs if run.verdict)
    if len(verdicts) == 1:
        return next(iter(verdicts))
    named = verdicts.most_common(2)
    parts = [f"{count} of {len(runs)}: {verdict}" for verdict, count in named]
    if others := verdicts.total() - sum(count for _, count in named):
        parts.append(f"{others} of {len(runs)}: others")
    return "; ".join(parts)
