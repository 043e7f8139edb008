"""The benchmark harness: its streams, its ratios and goals, and one tiny run of a trivial client. Nothing is timed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import lines
from benchmarks import run as command_line
from benchmarks.clients import KNOWN_CLIENTS, OURS, Client, find_clients, find_interpreter, our_client
from benchmarks.far_line import measure_far_line
from benchmarks.lines import measure_line
from benchmarks.measurement import FULL, VERDICT, Goal, Plan, Ratio, Sample, Table, play_rounds, tabulate
from benchmarks.report import format_rows, format_value, judge
from benchmarks.streams import (
    MARKER,
    STREAM_KEYS,
    build_paste,
    build_stream,
    compare,
    count_matching,
    read_typing,
    refuse_requests,
)
from benchmarks.throughput import measure_streams
from support.hosts import required
from support.user import installed_program

if TYPE_CHECKING:
    from collections.abc import Sequence

RUN = Path(command_line.__file__)

#: Copies what the host sends to its standard output; {change} may spoil it.
COPYING_CLIENT = """
import os, socket, sys
with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as connection:
    while chunk := connection.recv(1 << 16):
        rest = memoryview(chunk{change})
        while rest:
            rest = rest[os.write(1, rest):]
"""


def make_client(folder: Path, change: str = "") -> Client:
    script = folder / "copying_client.py"
    script.write_text(COPYING_CLIENT.format(change=change))
    return Client("copying", (sys.executable,), f"{{program}} {script} {{host}} {{port}}", speaks_telnet=False)


# Streams


def show_as_nvt(wire: bytes) -> bytes:
    """RFC 854 in one expression."""

    def replace(found: re.Match[bytes]) -> bytes:
        return {b"\xff\xff": b"\xff", b"\r\0": b"\r"}.get(found[0], b"")

    return re.sub(rb"\xff[\xfb-\xfe].|\xff.|\r\0", replace, wire, flags=re.DOTALL)


@pytest.mark.parametrize("key", STREAM_KEYS)
def test_a_stream_shows_what_it_says(key: str) -> None:
    stream = build_stream(key)
    assert show_as_nvt(stream.wire * 2) == stream.shown * 2
    assert MARKER not in stream.wire
    assert len(stream.wire) >= 1 << 20


def test_a_stream_is_the_same_every_time() -> None:
    assert build_stream("d") == build_stream("d")


def test_stream_d_has_a_command_in_each_64_bytes() -> None:
    wire = build_stream("d").wire
    assert all(b"\xff" in wire[start : start + 64] for start in range(0, len(wire) - 63, 64))


def test_a_paste_is_lines_with_one_marker_at_the_end() -> None:
    *lines, last, rest = build_paste(1).split(b"\r")
    assert {len(line) for line in lines} == {71}
    assert (last, rest) == (MARKER, b"")


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_matching_bytes_are_counted(one: bytes, other: bytes) -> None:
    pairs = enumerate(zip(one, other, strict=False))
    assert count_matching(one, other) == next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
    assert count_matching(one, one + other) == len(one)


@pytest.mark.parametrize(
    ("shown", "wanted", "verdict"),
    [
        (b"a\r\nb", b"a\r\nb", "exact"),
        (b"a\r\r\nb", b"a\r\nb", "exact but for CRs"),
        (b"a\r\nc", b"a\r\nb", "WRONG at byte 3, 4 bytes for 4"),
        (b"a\r\n", b"a\r\nb", "WRONG at byte 3, 3 bytes for 4"),
        (b"", b"ab", "WRONG at byte 0, 0 bytes for 2"),
    ],
)
def test_verdicts(shown: bytes, wanted: bytes, verdict: str) -> None:
    assert compare(shown, wanted) == verdict


@pytest.mark.parametrize(
    ("received", "typed"),
    [
        (b"one\r\ntwo\r\0three\rfour\n", b"one\ntwo\nthree\nfour\n"),
        (b"\xff\xfd\x01a\xff\xffb\xff\xf1c", b"a\xffbc"),
        (b"\xff\xfa\x18\x00xterm\xff\xf0after", b"after"),
    ],
)
def test_typing_is_read(received: bytes, typed: bytes) -> None:
    assert read_typing(received) == typed


def test_a_host_refuses_what_it_has_not_offered() -> None:
    agreed = b"\xff\xfd\x01\xff\xfd\x03"
    asked = b"\xff\xfb\x18\xff\xfd\x05"
    assert refuse_requests(agreed + asked + b"text") == b"\xff\xfe\x18\xff\xfc\x05"


# Rounds, ratios, goals


def client_named(name: str) -> Client:
    return Client(name, (name,), "{program}")


def test_rounds_rotate_and_leave_out_what_fails_twice() -> None:
    orders: list[str] = []

    def play(clients: Sequence[Client]) -> dict[str, Sample]:
        orders.append("".join(client.name for client in clients))
        return {client.name: Sample({} if client.name == "b" else {"x": 1.0}) for client in clients}

    samples = play_rounds([client_named(name) for name in "abc"], 4, play)
    assert orders == ["abc", "bca", "ac", "ca"]
    assert {name: len(runs) for name, runs in samples.items()} == {"a": 4, "b": 2, "c": 4}


def test_a_ratio_is_the_median_of_the_ratios_within_a_round() -> None:
    samples = {
        "one": [Sample({"x": value}) for value in (2.0, 30.0, 4.0)],
        "two": [Sample({"x": value, "y": 10.0}) for value in (1.0, 10.0, 4.0)],
    }
    ratios = (Ratio("x / two", "x", "two"), Ratio("x / y", "x", "two", "y"), Ratio("x / none", "x", "none"))
    rows = tabulate("", samples, ratios).rows
    assert rows["one"] == {"x": 4.0, "x / two": 2.0, "x / y": 0.4}


def test_verdicts_are_summed_up() -> None:
    runs = [Sample({}, verdict) for verdict in ("exact", "exact", "worse", "worst", "exact")]
    assert tabulate("", {"one": runs}).rows["one"][VERDICT] == "3 of 5: exact; 1 of 5: worse; 1 of 5: others"
    assert tabulate("", {"one": runs[:2]}).rows["one"][VERDICT] == "exact"


def test_the_verdict_is_the_last_column() -> None:
    runs = {"failed": [Sample({}, "it ended")], "done": [Sample({"x": 1.0}, "exact")]}
    assert tabulate("", runs).columns == ["x", VERDICT]


@pytest.mark.parametrize(
    ("goal", "value", "is_met"),
    [
        (Goal("x", "at least", 1.0), 1.0, True),
        (Goal("x", "at least", 1.0), 0.99, False),
        (Goal("x", "at most", 0.4), 0.4, True),
        (Goal("x", "at most", 0.4), 0.41, False),
        (Goal("x", "below", 1.0), 1.0, False),
        (Goal("x", "below", 1.0), 0.99, True),
        (Goal("x", "is", "exact"), "exact", True),
        (Goal("x", "is", "exact"), "exact but for CRs", False),
    ],
)
def test_goals(goal: Goal, value: float | str, is_met: bool) -> None:
    assert goal.is_met(value) is is_met


def test_goals_are_judged_for_our_client_alone() -> None:
    goals = (Goal("x", "at most", 2.0), Goal("y", "at most", 2.0), Goal("z", "at most", 2.0))
    rows = {OURS: {"x": 1.5, "y": 2.5}, "other": {"x": 9.0, "z": 1.0}}
    judged = judge(Table("Work", rows, {}, goals))
    assert [row[1:] for row in judged] == [
        ("x", "1.5", "at most 2", "met"),
        ("y", "2.5", "at most 2", "NOT MET"),
        ("z", "-", "at most 2", "-"),
    ]


# The report


@pytest.mark.parametrize(
    ("value", "text"), [(None, "-"), (0.0, "0"), (0.99649, "0.996"), (12.345, "12.3"), (12345.6, "12346"), ("ok", "ok")]
)
def test_values_are_shown(value: float | str | None, text: str) -> None:
    assert format_value(value) == text


def test_rows_make_a_markdown_table() -> None:
    assert format_rows(["a", "long"], [["word", "1"]]) == "| a    | long |\n|------|------|\n| word | 1    |"


# The clients


def make_program(folder: Path, name: str, text: str) -> Path:
    program = folder / name
    program.write_text(text)
    program.chmod(0o755)
    return program


def test_clients_are_found_by_name_and_by_what_they_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    make_program(tmp_path, "telnet", "#!/bin/sh\necho some other telnet\n")
    make_program(tmp_path, "nc", "#!/bin/sh\n")
    found, missing = find_clients(KNOWN_CLIENTS)
    assert [client.programs for client in found] == [(str(tmp_path / "nc"),)]
    assert missing == ["inetutils", "netkit", "busybox", "plink", "socat"]
    make_program(tmp_path, "telnet", "#!/bin/sh\necho 'telnet (GNU inetutils) 2.4'\n")
    found, _ = find_clients(KNOWN_CLIENTS)
    assert [client.name for client in found] == ["inetutils", "nc"]
    assert found[0].words(23, "a.log") == ["script", "-q", "-f", "-c", f"{tmp_path}/telnet 127.0.0.1 23", "a.log"]


def test_our_command_line_takes_the_log_before_the_host() -> None:
    client = our_client("python -m telnet_client")
    assert client.words(2323) == ["python", "-m", "telnet_client", "127.0.0.1", "2323"]
    assert client.words(2323, "a.log")[3:] == ["--log", "a.log", "127.0.0.1", "2323"]


def test_the_empty_python_is_the_one_that_runs_our_client(tmp_path: Path) -> None:
    program = make_program(tmp_path, "tn", "#!/somewhere/bin/python3 -I\n")
    assert find_interpreter(our_client(str(program))) == "/somewhere/bin/python3"
    assert find_interpreter(our_client(f"{sys.executable} -m telnet_client")) == sys.executable
    assert find_interpreter(our_client(str(tmp_path / "missing"))) == sys.executable


# A tiny run

TINY = Plan(rounds=1, stream_mib=1)


@pytest.mark.parametrize("to_pipe", [False, True])
def test_a_client_that_copies_is_exact(tmp_path: Path, to_pipe: bool) -> None:
    (table,) = measure_streams([make_client(tmp_path)], TINY, ["b"], to_pipe=to_pipe)
    row = table.rows["copying"]
    assert row[VERDICT] == "exact"
    assert isinstance(row["MiB/s"], float)
    assert row["MiB/s"] > 0


#: The same for a terminal line, and back.
COPYING_LINE_CLIENT = """
import os, select, sys, tty
tty.setraw(0)
line = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
while True:
    for fd in select.select([0, line], [], [])[0]:
        rest = memoryview(os.read(fd, 1 << 16))
        while rest:
            rest = rest[os.write(line if fd == 0 else 1, rest):]
"""


def test_a_client_that_copies_a_line_is_exact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LINE_CLIENTS", ())
    script = tmp_path / "copying_line_client.py"
    script.write_text(COPYING_LINE_CLIENT)
    ours = Client(OURS, (sys.executable,), "", line_command=f"{{program}} {script} {{line}}")
    flood, pace, keys = measure_line([ours], TINY._replace(line_seconds=1, keys=30))
    assert flood.rows[OURS][VERDICT] == pace.rows[OURS][VERDICT] == "exact"
    assert keys.rows[OURS]["p50 us"]


def test_a_line_behind_ser2net_is_exact_both_ways() -> None:
    required("ser2net", "ser2net")
    (table,) = measure_far_line([our_client(installed_program())], TINY)
    assert {row[VERDICT] for row in table.rows.values()} == {"exact"}
    assert [goal.column for goal in table.goals] == ["speed / plain TCP", VERDICT]


def test_a_client_that_spoils_a_byte_is_found_out(tmp_path: Path) -> None:
    spoiling = make_client(tmp_path, change=".replace(b'q', b'Q')")
    (table,) = measure_streams([spoiling], TINY, ["a"], to_pipe=True)
    assert re.fullmatch(r"WRONG at byte \d+, (\d+) bytes for \1", str(table.rows["copying"][VERDICT]))


def test_a_client_that_ends_has_no_figures(tmp_path: Path) -> None:
    ending = Client("ending", ("true",), "{program}")
    (table,) = measure_streams([ending], FULL._replace(rounds=1, stream_mib=1), ["a"], to_pipe=False)
    assert table.rows["ending"] == {VERDICT: "it ended"}


def test_the_command_line_measures_and_reports(tmp_path: Path) -> None:
    words = [
        sys.executable,
        str(RUN),
        "pipe",
        "--streams",
        "a",
        "--rounds",
        "1",
        "--mib",
        "1",
        "--clients",
        "ours,plink",
    ]
    client = make_client(tmp_path)
    words += ["--ours", client.command.split(" {host}")[0].format(program=sys.executable)]
    words += ["--json", str(tmp_path / "figures.json")]
    environment = {"PATH": str(tmp_path)}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "- plink: not found, left out" in done.stdout
    assert re.search(r"\| bytes +\| exact +\| is exact +\| met +\|", done.stdout)
    (table,) = json.loads((tmp_path / "figures.json").read_text())["tables"]
    assert [sample["verdict"] for sample in table["runs"][OURS]] == ["exact"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["pipe", "--streams", "a,z"], "--streams: not known: z"),
        (["pipe", "--clients", "nobody"], "--clients: not known: nobody"),
        (["pipe", "--rounds", "0"], "--rounds: must be 1 or more"),
        (["speed"], "invalid choice: 'speed'"),
    ],
)
def test_the_command_line_refuses_what_it_does_not_know(
    words: list[str], message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["run.py", *words])
    with pytest.raises(SystemExit) as refusal:
        command_line.main()
    assert refusal.value.code == 2
    assert message in capsys.readouterr().err
