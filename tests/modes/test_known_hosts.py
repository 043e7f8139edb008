"""The file of the hosts connected to before: what is in it, and what does it no harm."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from fakes.script import CTRL_D
from telnet_client.comnd.line import complete_line
from telnet_client.modes.command_grammar import top_level_grammar
from telnet_client.modes.known_hosts import LIMIT, known_hosts_file, read_known_hosts, remember_hosts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fakes.scene import Scene, SetScene


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "state" / "telnet-client" / "known_hosts")


def mode_of(path: str) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


def text_of(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def put(path: str, contents: bytes) -> None:
    os.makedirs(os.path.dirname(path))
    with open(path, "wb") as file:
        file.write(contents)


def test_one_a_line_the_newest_last(path: str) -> None:
    remember_hosts(path, ["sierra", "lab:2323"])
    remember_hosts(path, ["[2001:db8::1]:23", "SIERRA"])
    assert text_of(path) == "lab:2323\n[2001:db8::1]:23\nSIERRA\n"
    assert list(read_known_hosts(path)) == ["lab:2323", "[2001:db8::1]:23", "SIERRA"]


def test_for_the_user_alone(path: str) -> None:
    before = os.umask(0)
    try:
        remember_hosts(path, ["sierra"])
    finally:
        os.umask(before)
    assert mode_of(path) == 0o600
    assert mode_of(os.path.dirname(path)) == 0o700


def test_it_is_bounded(path: str) -> None:
    remember_hosts(path, [f"host{number}" for number in range(LIMIT + 10)])
    remember_hosts(path, ["newest"])
    hosts = text_of(path).split()
    assert len(hosts) == LIMIT
    assert (hosts[0], hosts[-1]) == ("host11", "newest")


@pytest.mark.parametrize(
    "garbage", [b"\x00\xff\xfe" * 100, b"a b\n(c)\n\x1b[2J\n", b"x" * 5000 + b"\n", b"\n" * 5000, b"\xc3\n\r\n", b""]
)
def test_garbage_is_passed_over_and_goes(path: str, garbage: bytes) -> None:
    put(path, garbage + b"\nsierra\n")
    assert list(read_known_hosts(path)) == ["sierra"]
    remember_hosts(path, ["lab"])
    assert text_of(path) == "sierra\nlab\n"


def test_of_a_huge_file_the_end_counts(path: str) -> None:
    put(path, b"old\n" * 2_000_000 + b"sierra\n")
    assert list(read_known_hosts(path))[-1] == "sierra"
    remember_hosts(path, ["lab"])
    assert os.path.getsize(path) < 100


@pytest.mark.parametrize("name", ["", "a b", "a\nb", "x" * 400, "\x16(", "a\udcffb"])
def test_what_is_no_name_is_not_kept(path: str, name: str) -> None:
    remember_hosts(path, [name, "sierra"])
    assert list(read_known_hosts(path)) == ["sierra"]


def test_no_file(path: str) -> None:
    assert list(read_known_hosts(path)) == []


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    remember_hosts(str(tmp_path / "state" / "known_hosts"), ["sierra"])
    assert (tmp_path / "state").read_text() == "a file"


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_something_else_in_its_place(path: str, make: Callable[[str], None]) -> None:
    os.makedirs(os.path.dirname(path))
    make(path)
    remember_hosts(path, ["sierra"])
    assert list(read_known_hosts(path)) == []


def test_a_file_that_somebody_else_keeps(path: str) -> None:
    """A program that was stopped in the middle does not stop others."""
    remember_hosts(path, ["sierra"])
    code = "import fcntl, sys; f = open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        remember_hosts(path, ["lab"])
        assert list(read_known_hosts(path)) == ["sierra"]
        other.communicate(b"\n")


def test_several_programs_at_once(path: str) -> None:
    code = (
        "import sys\n"
        "from telnet_client.modes.known_hosts import remember_hosts\n"
        "input()\n"
        "for number in range(20):\n"
        "    remember_hosts(sys.argv[1], [f'{sys.argv[2]}-{number}'])\n"
    )
    programs = [
        subprocess.Popen([sys.executable, "-c", code, path, f"p{number}"], stdin=subprocess.PIPE) for number in range(4)
    ]
    for program in programs:
        assert program.stdin is not None
        program.stdin.write(b"\n")
        program.stdin.flush()
    for program in programs:
        program.communicate(timeout=60)
    assert sorted(read_known_hosts(path)) == sorted(f"p{p}-{n}" for p in range(4) for n in range(20))


# In the program


def test_a_connection_is_written_down_when_it_has_ended(scene: Scene) -> None:
    scene.connect()
    assert not os.path.exists(known_hosts_file())
    assert list(scene.job.known_hosts()) == ["sierra"]
    scene.command("close")
    assert text_of(known_hosts_file()) == "sierra\n"


def test_one_that_the_host_ends(scene: Scene) -> None:
    scene.connect().close()
    scene.play()
    assert text_of(known_hosts_file()) == "sierra\n"


def test_one_that_the_end_of_the_program_ends(scene: Scene) -> None:
    scene.connect()
    scene.job.close()
    assert text_of(known_hosts_file()) == "sierra\n"


@pytest.mark.parametrize("line", ["lots", "no-such-host.invalid", "status"])
def test_without_a_connection_nothing_is(scene: Scene, line: str) -> None:
    scene.play(line, CTRL_D)
    scene.job.close()
    assert not os.path.exists(known_hosts_file())


def test_the_demonstration_host_is_nowhere(scene: Scene) -> None:
    scene.play("demo")
    scene.job.close()
    assert not os.path.exists(known_hosts_file())


def test_nor_is_a_host_that_a_program_talks_to(set_scene: SetScene) -> None:
    scene = set_scene(command="sierra 2323", has_keyboard=False)
    scene.play()
    assert scene.network.connections
    scene.job.close()
    assert not os.path.exists(known_hosts_file())


def test_it_is_completed_in_the_same_run_and_the_next(set_scene: SetScene) -> None:
    first = set_scene()
    first.connect()
    assert complete_line(top_level_grammar(first.job.vocabulary), "sie").append == "rra (ON PORT) "
    first.command("close")
    assert complete_line(top_level_grammar(set_scene().job.vocabulary), "connect (TO) sie").append == "rra (ON PORT) "
