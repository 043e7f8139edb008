"""Scripts at work on real hosts, and on hosts that mean no good."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support.hosts import LOGIN, SHELL, busybox_telnetd, inetutils_telnetd
from support.recording_host import RecordingHost
from telnet_client.scripting import Command, HostClosed, aio, connect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.hosts import Server

REAL_HOSTS = pytest.mark.parametrize("real_host", [busybox_telnetd, inetutils_telnetd])


@pytest.mark.interop
@REAL_HOSTS
def test_log_in_and_run_a_command(real_host: Callable[[Path, str], Server], tmp_path: Path) -> None:
    with real_host(tmp_path, LOGIN) as host, connect("127.0.0.1", host.port, size=(100, 30)) as session:
        session.read_until("login: ")
        session.send_line("guest")
        session.read_until("Password: ")
        session.send_line("secret")
        found = session.expect(["incorrect", re.compile(r"Welcome, (\w+)")])
        assert (found.index, found.group(1)) == (1, "guest")
        session.read_until("host$ ")
        session.send_line("stty size; cat")
        session.read_until("30 100")
        session.send_line("not yet")
        session.read_until("not yet\r\nnot yet")
        session.send("\x03")
        session.read_until("host$ ")
        session.send_line("exit")
        with pytest.raises(HostClosed):
            session.read_until("host$ ")


@pytest.mark.interop
@REAL_HOSTS
def test_the_same_in_an_event_loop(real_host: Callable[[Path, str], Server], tmp_path: Path) -> None:
    async def talk(port: int) -> bytes:
        async with await aio.connect("127.0.0.1", port) as session:
            await session.read_until("host$ ")
            await session.send_line("stty -echo")
            await session.read_until("host$ ")
            await session.send_line("seq 1 20000")
            output = await session.read_until(b"20000\r\n")
            await session.send_line("exit")  # by itself: inetutils-telnetd may lose what its program writes last
            await session.read_all()
            return output

    with real_host(tmp_path, SHELL) as host:
        output = asyncio.run(talk(host.port))
    assert output.split() == [b"%d" % number for number in range(1, 20001)]


@pytest.mark.interop
def test_interrupt_process(tmp_path: Path) -> None:
    with inetutils_telnetd(tmp_path, SHELL) as host, connect("127.0.0.1", host.port) as session:
        session.read_until("host$ ")
        session.send_line("echo be''gun; cat")
        session.read_until("begun")
        session.send_command(Command.INTERRUPT_PROCESS, synch=True)
        session.read_until("host$ ")


#: Print how much memory, in KiB, they took at most beyond what they had before the host spoke, and what they read.
PEAK = """
import resource, sys

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

"""
FLOODED = {
    "scripting": """
from telnet_client.scripting import connect
with connect("127.0.0.1", int(sys.argv[1]), keep=1 << 20) as session:
    before = peak()
    text = session.read_until("login: ")
    print(peak() - before, len(text), text[-7:-1])
    assert session.dropped == (99 << 20) + 7, session.dropped
""",
    "telnetlib": """
from telnet_client.telnetlib import Telnet
Telnet.kept = 1 << 20
with Telnet("127.0.0.1", int(sys.argv[1])) as telnet:
    before = peak()
    text = telnet.read_until(b"login: ").decode()
    print(peak() - before, len(text), text[-7:-1])
""",
}


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux, where ru_maxrss is in KiB")
@pytest.mark.parametrize("way", FLOODED)
def test_a_hundred_mebibytes_before_the_prompt(way: str) -> None:
    with RecordingHost() as host:
        program = [sys.executable, "-c", PEAK + FLOODED[way], str(host.port)]
        script = subprocess.Popen(program, stdout=subprocess.PIPE, text=True)
        call = host.accept()
        call.send_in_background([*[b"x" * (1 << 20)] * 100, b"login: "])
        output, _ = script.communicate(timeout=60)
    grown, size, end = output.split(maxsplit=2)
    assert int(grown) < 16 << 10
    assert (int(size), end) == (1 << 20, "login:\n")
