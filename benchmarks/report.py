"""Markdown tables on standard output, and every single figure in a JSON file."""

from __future__ import annotations

import json
import os
import platform
import sys
from typing import TYPE_CHECKING

from benchmarks.clients import OURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.measurement import Goal, Table

GOAL_HEADINGS = ("measurement", "figure", "ours", "goal", "met")


def write(text: str) -> None:
    """``text`` and an end of line, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def describe_machine() -> str:
    """The system, the Python and how busy the machine is, in one line."""
    system = f"{platform.system()} {platform.release()}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}"
    return f"{system}, Python {platform.python_version()}"


def format_value(value: float | str | None) -> str:
    """Three digits of a figure; a dash where there is none."""
    if value is None:
        return "-"
    if isinstance(value, str):
        return value
    if value == int(value) or abs(value) >= 1000:
        return f"{value:.0f}"
    return f"{value:.3g}"


def format_rows(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in (headings, *rows)]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def format_table(table: Table) -> str:
    """The table of a measurement under its heading."""
    rows = [[name, *(format_value(row.get(column)) for column in table.columns)] for name, row in table.rows.items()]
    return f"\n### {table.title}\n\n{format_rows(['client', *table.columns], rows)}"


def judge(table: Table) -> list[tuple[str, ...]]:
    """For each goal: the measurement, the figure, what ours reached, the goal, and ``met``, ``not met`` or a dash."""
    ours = table.rows.get(OURS, {})
    return [
        (
            table.title,
            goal.column,
            format_value(ours.get(goal.column)),
            f"{goal.sense} {format_value(goal.bound)}",
            _say_met(goal, ours.get(goal.column)),
        )
        for goal in table.goals
    ]


def _say_met(goal: Goal, value: float | str | None) -> str:
    if value is None:
        return "-"
    return "met" if goal.is_met(value) else "NOT MET"


def save(path: str, tables: Sequence[Table]) -> None:
    """Keep ``tables`` with every run behind them. Raises OSError."""
    record = {
        "machine": describe_machine(),
        "tables": [
            {
                "title": table.title,
                "rows": table.rows,
                "goals": [dict(zip(GOAL_HEADINGS, row, strict=True)) for row in judge(table)],
                "runs": {name: [run._asdict() for run in runs] for name, runs in table.samples.items()},
            }
            for table in tables
        ],
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(record, file, indent=1)
        file.write("\n")
