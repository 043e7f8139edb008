#!/usr/bin/env python3
"""Measure this client beside the telnet clients found on this machine; benchmarks/README.md says how."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the checkout: `benchmarks` is a package in it

from benchmarks.clients import KNOWN_CLIENTS, OURS, default_command, find_clients, find_interpreter, our_client
from benchmarks.far_line import measure_far_line
from benchmarks.keyboard import measure_echo, measure_flood, measure_paste
from benchmarks.lifetime import measure_end, measure_idle, measure_memory, measure_start
from benchmarks.lines import measure_line
from benchmarks.measurement import FULL, QUICK
from benchmarks.prompt import measure_prompt
from benchmarks.report import GOAL_HEADINGS, describe_machine, format_rows, format_table, judge, save, write
from benchmarks.screen import measure_screen
from benchmarks.scripting import measure_import, measure_parsing, measure_waiting
from benchmarks.streams import STREAM_KEYS
from benchmarks.throughput import measure_log, measure_streams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.clients import Client
    from benchmarks.measurement import Plan, Table


class Setting(NamedTuple):
    """What the command line and the machine give to every measurement."""

    clients: Sequence[Client]
    plan: Plan
    streams: Sequence[str]
    python: str


#: Each measurement: its name on the command line, what it measures, and how.
MEASUREMENTS: dict[str, tuple[str, Callable[[Setting], Iterator[Table]]]] = {
    "terminal": (
        "streams from the host to a terminal",
        lambda given: measure_streams(given.clients, given.plan, given.streams, to_pipe=False),
    ),
    "pipe": (
        "the same to a pipe",
        lambda given: measure_streams(given.clients, given.plan, given.streams, to_pipe=True),
    ),
    "screen": (
        "a character set to translate, output counted for PAGE and OPAQUE, FILTER on and off; ours alone",
        lambda given: measure_screen(given.clients, given.plan),
    ),
    "log": ("a session log, with and without", lambda given: measure_log(given.clients, given.plan)),
    "paste": ("a paste, the host silent and echoing", lambda given: measure_paste(given.clients, given.plan)),
    "echo": ("keystroke to echo", lambda given: measure_echo(given.clients, given.plan)),
    "flood": ("key to the host while it floods the screen", lambda given: measure_flood(given.clients, given.plan)),
    "prompt": (
        "a key, ? and ESC at TELNET> with a thousand hosts DEFINEd",
        lambda given: measure_prompt(given.clients, given.plan),
    ),
    "start": (
        "start to connect and to first byte",
        lambda given: measure_start(given.clients, given.plan, given.python),
    ),
    "memory": ("peak memory", lambda given: measure_memory(given.clients, given.plan, given.python)),
    "idle": ("an idle connection: CPU time, wakeups", lambda given: measure_idle(given.clients, given.plan)),
    "waiting": (
        "scripts: waiting for a text behind 1 to 64 MiB",
        lambda given: measure_waiting(given.python, given.plan),
    ),
    "parsing": ("scripts: parsing in process", lambda given: measure_parsing(given.python, given.plan)),
    "import": ("scripts: importing telnetlib", lambda given: measure_import(given.python, given.plan)),
    "line": (
        "a terminal line: full speed, 921,600 baud, keys; beside picocom",
        lambda given: measure_line(given.clients, given.plan),
    ),
    "far-line": (
        "a terminal line behind ser2net: RFC 2217 beside plain TCP; ours alone",
        lambda given: measure_far_line(given.clients, given.plan),
    ),
    "end": ("end of the output when the host closes at once", lambda given: measure_end(given.clients, given.plan)),
}


def _parse_arguments() -> argparse.Namespace:
    listing = "\n".join(f"  {name:<9} {text}" for name, (text, _) in MEASUREMENTS.items())
    parser = argparse.ArgumentParser(
        description=__doc__,
        epilog=f"measurements:\n{listing}\n  all       all of these",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = [OURS, *(client.name for client in KNOWN_CLIENTS)]
    parser.add_argument("measurements", nargs="+", choices=["all", *MEASUREMENTS], metavar="measurement")
    parser.add_argument("--ours", default=default_command(), metavar="COMMAND", help="our client (%(default)s)")
    parser.add_argument("--clients", default=",".join(names), metavar="A,B", help="only these (%(default)s)")
    parser.add_argument("--streams", default=",".join(STREAM_KEYS), metavar="A,B", help="only these (%(default)s)")
    parser.add_argument("--rounds", type=int, metavar="N", help=f"interleaved rounds, of everything ({FULL.rounds})")
    parser.add_argument("--mib", type=int, metavar="N", help=f"MiB of streams and pastes ({FULL.stream_mib})")
    parser.add_argument("--quick", action="store_true", help="less of everything: all in a few minutes")
    parser.add_argument("--json", metavar="FILE", help="keep every single figure in FILE")
    arguments = parser.parse_args()
    for option, known in (("clients", names), ("streams", STREAM_KEYS)):
        chosen = getattr(arguments, option).split(",")
        if strange := sorted(set(chosen) - set(known)):
            parser.error(f"--{option}: not known: {', '.join(strange)}")
        setattr(arguments, option, chosen)
    for option in ("rounds", "mib"):
        if (number := getattr(arguments, option)) is not None and number < 1:
            parser.error(f"--{option}: must be 1 or more")
    return arguments


def _make_plan(arguments: argparse.Namespace) -> Plan:
    plan = QUICK if arguments.quick else FULL
    if arguments.rounds:
        plan = plan._replace(rounds=arguments.rounds, starts=arguments.rounds, closings=arguments.rounds)
    if arguments.mib:
        plan = plan._replace(stream_mib=arguments.mib, paste_mib=arguments.mib)
    return plan


def _use_plain_environment(home: str) -> None:
    """No start-up files and no preferences of the user's: every client gets what a new account has."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    os.environ.clear()
    os.environ.update(kept, HOME=home, TERM="xterm-256color", LANG="C.UTF-8")


def _measure(arguments: argparse.Namespace) -> list[Table]:
    ours = our_client(arguments.ours)
    clients, missing = find_clients([client for client in (ours, *KNOWN_CLIENTS) if client.name in arguments.clients])
    write(f"{describe_machine()}\n")
    for client in clients:
        write(f"- {client.name}: {client.command.format(program=client.programs[0], host='HOST', port='PORT')}")
    for name in missing:
        write(f"- {name}: not found, left out")
    given = Setting(clients, _make_plan(arguments), arguments.streams, find_interpreter(ours))
    write(f"- empty Python: {given.python}")
    chosen = MEASUREMENTS if "all" in arguments.measurements else dict.fromkeys(arguments.measurements)
    tables: list[Table] = []
    for name in chosen:
        _, measure = MEASUREMENTS[name]
        for table in measure(given):
            write(format_table(table))
            tables.append(table)
            if arguments.json:
                save(arguments.json, tables)
    return tables


def main() -> None:
    """Measure what the command line names, print the tables, and then the goals."""
    arguments = _parse_arguments()
    with tempfile.TemporaryDirectory(prefix="benchmarks-home-") as home:
        _use_plain_environment(home)
        tables = _measure(arguments)
    write("\n## Goals\n")
    write(format_rows(GOAL_HEADINGS, [row for table in tables for row in judge(table)]))


if __name__ == "__main__":
    main()
