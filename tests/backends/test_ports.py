"""Which line a user means, and who has it: folders in the place of /dev and /proc, pseudo-terminals as lines."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections import namedtuple
from typing import TYPE_CHECKING

import pytest

from support.lines import PtyLine
from telnet_client.backends.serial import ports
from telnet_client.backends.serial.ports import Line, find_line, find_lines, holder_of, names_of_lines, steady_name
from telnet_client.errors import CommandError, NoSuchLine

if TYPE_CHECKING:
    from pathlib import Path

BY_ID = "usb-FTDI_TTL232R-3V3_FTBMIC2R-if00-port0"
BY_PATH = "pci-0000:00:14.0-usb-0:2:1.0-port0"

Port = namedtuple("Port", "device name description hwid")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with two USB adapters and an old port, and a place for another that is not there. Its /dev."""
    from serial.tools import list_ports

    devices = tmp_path / "dev"
    by_id, by_path = devices / "serial/by-id", devices / "serial/by-path"
    for folder in (by_id, by_path, tmp_path / "lock"):
        folder.mkdir(parents=True)
    for name in ("ttyUSB0", "ttyUSB1", "ttyS0"):
        (devices / name).touch()
    (by_id / BY_ID).symlink_to("../../ttyUSB0")
    (by_path / BY_PATH).symlink_to("../../ttyUSB1")
    found = [
        Port(f"{devices}/ttyS0", "ttyS0", "ttyS0", "PNP0501"),
        Port(f"{devices}/ttyS1", "ttyS1", "n/a", "n/a"),
        Port(f"{devices}/ttyUSB1", "ttyUSB1", "n/a", "n/a"),
        Port(f"{devices}/ttyUSB0", "ttyUSB0", "TTL232R-3V3", "USB VID:PID=0403:6001 SER=FTBMIC2R LOCATION=1-1"),
    ]
    for name, kind in (("ttyS0", "4"), ("ttyS1", "0")):
        (tmp_path / "sys" / name).mkdir(parents=True)
        (tmp_path / "sys" / name / "type").write_text(f"{kind}\n")
    monkeypatch.setattr(ports, "DRIVERS", str(tmp_path / "sys"))
    monkeypatch.setattr(list_ports, "comports", lambda: found)
    monkeypatch.setattr(ports, "DEVICES", str(devices))
    monkeypatch.setattr(ports, "LINKS", (str(by_id), str(by_path)))
    monkeypatch.setattr(ports, "UUCP_LOCKS", str(tmp_path / "lock"))
    return devices


def test_the_lines_there_are(machine: Path) -> None:
    by_id, by_path = (f"{machine}/serial/{name}" for name in (f"by-id/{BY_ID}", f"by-path/{BY_PATH}"))
    assert find_lines() == [
        Line(f"{machine}/ttyS0", "ttyS0", "PNP0501"),
        Line(f"{machine}/ttyUSB0", "TTL232R-3V3", "USB VID:PID=0403:6001 SER=FTBMIC2R LOCATION=1-1", (by_id,)),
        Line(f"{machine}/ttyUSB1", "", "", (by_path,)),
    ]


def test_numbered_lines_stand_first(machine: Path) -> None:
    numbered = ("ttyUSB1", "not-there", BY_ID)
    rows = [(line.name, line.number, line.description) for line in find_lines(numbered)]
    assert rows == [
        ("ttyUSB1", 0, ""),
        ("not-there", 1, ""),
        (f"serial/by-id/{BY_ID}", 2, "TTL232R-3V3"),
        ("ttyS0", None, "ttyS0"),
    ]


@pytest.mark.usefixtures("machine")
def test_what_can_be_typed() -> None:
    names = dict(names_of_lines(("ttyS0",)))
    assert names == {
        "ttyS0": "ttyS0   PNP0501",
        "0": "ttyS0",
        "ttyUSB0": "TTL232R-3V3   USB VID:PID=0403:6001 SER=FTBMIC2R LOCATION=1-1",
        BY_ID: "ttyUSB0",
        "ttyUSB1": "",
        BY_PATH: "ttyUSB1",
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ttyUSB0", "ttyUSB0"),
        (BY_ID, f"serial/by-id/{BY_ID}"),
        (BY_PATH, f"serial/by-path/{BY_PATH}"),
        ("ttl232", "ttyUSB0"),
        ("FTBMIC2R", "ttyUSB0"),
        ("0403:6001", "ttyUSB0"),
        ("pnp", "ttyS0"),
        ("COM1", "ttyS0"),
        ("com1", "ttyS0"),
        ("0", "ttyS0"),
        ("11", "ttyUSB1"),
        ("serial/by-id/" + BY_ID, f"serial/by-id/{BY_ID}"),
    ],
)
def test_which_one_is_meant(text: str, name: str, machine: Path) -> None:
    numbered = ("ttyS0", *["nothing"] * 8, "ttyUSB1")
    assert find_line(text, numbered) == f"{machine}/{name}"


def test_by_its_path(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_line(f"{machine}/ttyS0") == f"{machine}/ttyS0"
    monkeypatch.setenv("HOME", str(machine))
    assert find_line("~/ttyS0") == f"{machine}/ttyS0"
    monkeypatch.chdir(machine)
    assert find_line("./ttyS0") == "./ttyS0"


@pytest.mark.usefixtures("machine")
@pytest.mark.parametrize(
    "text", ["ttyUSB2", "/dev/nothing", "serial/by-id/nothing", "serial", "7", "99", "COM0", "COM9", "~nobody/x"]
)
def test_none_is_meant(text: str) -> None:
    with pytest.raises(NoSuchLine) as none:
        find_line(text, ("ttyS0",))
    assert str(none.value) == f'No such line - "{text}"'


@pytest.mark.usefixtures("machine")
def test_several_are_meant() -> None:
    with pytest.raises(CommandError) as several:
        find_line("port0")
    assert str(several.value) == 'Several lines match (ttyUSB0, ttyUSB1) - "port0"'


@pytest.mark.usefixtures("machine")
def test_nothing_is_no_line() -> None:
    with pytest.raises(CommandError, match="No line given"):
        find_line("")


def test_the_name_under_which_it_comes_back(machine: Path, tmp_path: Path) -> None:
    assert steady_name(f"{machine}/ttyUSB0") == f"{machine}/serial/by-id/{BY_ID}"
    assert steady_name(f"{machine}/ttyUSB1") == f"{machine}/serial/by-path/{BY_PATH}"
    assert steady_name(f"{machine}/ttyS0") == f"{machine}/ttyS0"
    (tmp_path / "console").symlink_to(machine / "ttyUSB0")
    assert steady_name(f"{tmp_path}/console") == f"{tmp_path}/console"


# Who has it


def test_nobody_has_it() -> None:
    with PtyLine() as line:
        assert holder_of(line.path) is None


def test_it_is_we_ourselves() -> None:
    with PtyLine() as line:
        fd = os.open(line.path, os.O_RDWR | os.O_NOCTTY)
        fcntl.flock(fd, fcntl.LOCK_EX)
        assert holder_of(line.path) is None
        assert holder_of(line.path, is_ours_too=True) == os.getpid()
        os.close(fd)


@pytest.mark.parametrize("locks", [True, False])
def test_somebody_else(locks: bool) -> None:
    program = (
        "import fcntl, os, sys; fd = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY); "
        f"{locks} and fcntl.flock(fd, fcntl.LOCK_EX); print(flush=True); input()"
    )
    with PtyLine() as line:
        process = subprocess.Popen([sys.executable, "-c", program, line.path], stdin=-1, stdout=-1)
        assert process.stdout is not None
        process.stdout.readline()
        assert holder_of(line.path) == process.pid
        process.communicate(b"\n")
        assert holder_of(line.path) is None


@pytest.mark.parametrize(
    ("contents", "is_held"),
    [
        ("{:10d}\n", True),
        ("{} minicom root\n", True),
        ("99999999\n", False),
        ("", False),
        ("garbage", False),
        ("0", False),
    ],
)
def test_a_lock_file_of_the_uucp_tradition(contents: str, is_held: bool, machine: Path) -> None:
    holder = os.getppid()
    (machine.parent / "lock/LCK..ttyS0").write_text(contents.format(holder))
    assert holder_of(f"{machine}/ttyS0") == (holder if is_held else None)
    assert ports.uucp_holder(f"{machine}/ttyS0") == (holder if is_held else None)


def test_no_proc(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "PROCESSES", str(machine / "nothing"))
    assert holder_of(f"{machine}/ttyS0") is None
