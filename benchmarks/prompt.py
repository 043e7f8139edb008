"""The prompt at TELNET>: how soon a key is drawn, and how soon `?` and ESC answer, with a thousand hosts DEFINEd.

Beside it the shell's own line editor, which neither looks at what is typed nor explains it: what drawing a key costs.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.client_process import ClientFailed, ClientProcess
from benchmarks.clients import OURS
from benchmarks.measurement import P99, Goal, Sample, play_rounds, summarize, tabulate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.clients import Client
    from benchmarks.measurement import Plan, Table

HOSTS = 1000
_HOST_NAMES = [f"host{number:04}-rack" for number in range(HOSTS)]
#: All keys but the last of these lines are words of the grammar; the last word is one of the thousand.
_LINES = (
    "host0532-rack",
    "CONNECT (TO) INTERNET (HOST) lab.example (ON PORT) 2323",
    "DEFINE (HOST) lab (AS) host0999-rack",
)
_ERASE_LINE = b"\x15"
#: A prompt that has been silent for so long has drawn all there is to draw, in seconds.
_SILENCE = 0.03

KEY_GOALS = (Goal(P99, "at most", 10_000.0),)
ANSWER_GOALS = (Goal(P99, "at most", 20_000.0),)


#: A lone ESC is one when nothing has followed it for 50 ms.
ESCAPE_GOALS = (Goal(P99, "at most", 70_000.0),)


class Question(NamedTuple):
    """Something typed at the prompt, the key that asks, and what is on the screen once it has been answered."""

    title: str
    typed: bytes
    key: bytes
    answered: bytes
    goals: Sequence[Goal] = ANSWER_GOALS
    #: What ends the answer, where it does not end by itself.
    dismiss: bytes = b""


QUESTIONS = (
    Question("? before anything is typed: the first page of a list of all", b"", b"?", b"--More--", dismiss=b"q"),
    Question("? behind the beginning of ten of them", b"host053", b"?", b"host0539-rack"),
    Question("a second ? there, with descriptions", b"host053?", b"?", b"CONNECT 10.0.2.27"),
    Question("ESC behind the beginning of one", b"undefine host0538", b"\x1b", b"-rack", ESCAPE_GOALS),
    Question("TAB behind the beginning of ten", b"host053", b"\t", b"\x07"),
)


def measure_prompt(clients: Sequence[Client], plan: Plan) -> Iterator[Table]:
    """Keys and questions at the prompt of our client."""
    ours = next((client for client in clients if client.name == OURS), None)
    if ours is None:
        return
    with tempfile.TemporaryDirectory(prefix="benchmarks-prompt-") as folder:
        lines = (f"DEFINE {name} CONNECT 10.0.{i // 256}.{i % 256} 2323\n" for i, name in enumerate(_HOST_NAMES))
        words = ours.with_commands("".join(lines), Path(folder, "hosts.cmd")).at_its_prompt().words(0)
        yield _measure_keys(ours, words, plan)
        for question in QUESTIONS:
            yield _measure_question(ours, words, question, plan)


def _measure_keys(ours: Client, words: Sequence[str], plan: Plan) -> Table:
    programs = {ours.name: (words, b"TELNET>")}
    if shell := shutil.which("bash"):
        programs["bash"] = (["env", "PS1=ready$ ", shell, "--norc", "--noprofile", "-i"], b"ready$")

    def play(ordered: Sequence[Client]) -> dict[str, Sample]:
        return {name: _time_keys(*program) for name, program in programs.items()}

    samples = play_rounds([ours], plan.rounds, play)
    return tabulate(f"Prompt, {HOSTS} hosts DEFINEd: keystroke to its being drawn", samples, (), KEY_GOALS)


def _time_keys(words: Sequence[str], prompt: bytes) -> Sample:
    latencies = []
    with ClientProcess(words) as process:
        try:
            process.wait_for(prompt)
            _settle(process)
            for line in _LINES * 3:
                for key in line.encode():
                    typed_at = time.perf_counter_ns()
                    process.type(bytes((key,)))
                    if not process.read(2.0):
                        raise ClientFailed(f"{chr(key)!r} not drawn within 2 s")
                    latencies.append((time.perf_counter_ns() - typed_at) / 1000)
                    _settle(process)
                process.type(_ERASE_LINE)
                _settle(process)
        except ClientFailed as failure:
            return Sample({}, str(failure))
    return Sample(summarize(latencies[len(_LINES[0]) :]))


def _measure_question(ours: Client, words: Sequence[str], question: Question, plan: Plan) -> Table:
    def play(_ordered: Sequence[Client]) -> dict[str, Sample]:
        return {ours.name: _time_answers(words, question, plan.keys // 10)}

    samples = play_rounds([ours], plan.rounds, play)
    return tabulate(f"Prompt, {HOSTS} hosts DEFINEd: {question.title}", samples, (), question.goals)


def _time_answers(words: Sequence[str], question: Question, times: int) -> Sample:
    latencies = []
    with ClientProcess(words) as process:
        try:
            process.wait_for(b"TELNET>")
            _settle(process)
            for _ in range(times + 1):
                process.type(question.typed)
                _settle(process)
                asked_at = time.perf_counter_ns()
                process.type(question.key)
                _wait_for(process, question.answered)
                latencies.append((time.perf_counter_ns() - asked_at) / 1000)
                process.type(question.dismiss)
                _settle(process)
                process.type(_ERASE_LINE)
                _settle(process)
        except ClientFailed as failure:
            return Sample({}, str(failure))
    return Sample(summarize(latencies[1:]))


def _wait_for(process: ClientProcess, text: bytes) -> None:
    shown = b""
    while text not in shown:
        received = process.read(2.0)
        if not received:
            raise ClientFailed(f"not shown within 2 s: {text!r}")
        shown += received


def _settle(process: ClientProcess) -> None:
    with contextlib.suppress(ClientFailed):
        while process.read(_SILENCE):
            pass
