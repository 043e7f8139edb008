"""The module at work on real hosts, in the way of the programs that were written for it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support.hosts import LOGIN, SHELL, busybox_telnetd, inetutils_telnetd
from support.recording_host import RecordingHost
from telnet_client.telnetlib import Telnet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.hosts import Server

pytestmark = pytest.mark.interop

REAL_HOSTS = pytest.mark.parametrize("real_host", [busybox_telnetd, inetutils_telnetd])


@REAL_HOSTS
def test_the_manuals_example(real_host: Callable[[Path, str], Server], tmp_path: Path) -> None:
    with real_host(tmp_path, LOGIN) as host, Telnet("127.0.0.1", host.port) as telnet:
        telnet.read_until(b"login: ", 20)
        telnet.write(b"guido\n")
        telnet.read_until(b"Password: ", 20)
        telnet.write(b"secret\n")
        index, match, text = telnet.expect([rb"Login incorrect", rb"Welcome, (\w+)\s"], 20)
        assert (index, match is not None and match[1]) == (1, b"guido")
        assert b"secret" not in text
        telnet.write(b"echo $((6 * 7)).\n")
        telnet.write(b"exit\n")
        assert b"42." in telnet.read_all()


@REAL_HOSTS
def test_a_wrong_password(real_host: Callable[[Path, str], Server], tmp_path: Path) -> None:
    with real_host(tmp_path, LOGIN) as host, Telnet("127.0.0.1", host.port, timeout=20) as telnet:
        telnet.read_until(b"login: ", 20)
        telnet.write(b"guido\n")
        telnet.read_until(b"Password: ", 20)
        telnet.write(b"wrong\n")
        assert telnet.expect([b"incorrect", b"Welcome"], 20)[0] == 0
        telnet.write(b"\n")
        telnet.read_all()
        with pytest.raises(EOFError):
            telnet.read_eager()


@REAL_HOSTS
def test_much_output_by_a_program_that_polls(real_host: Callable[[Path, str], Server], tmp_path: Path) -> None:
    """As programs do that know only `read_very_eager` and a prompt."""
    with real_host(tmp_path, SHELL) as host, Telnet("127.0.0.1", host.port) as telnet:
        telnet.read_until(b"host$ ", 20)
        telnet.write(b"stty -echo\n")
        telnet.read_until(b"host$ ", 20)
        telnet.write(b"seq 1 60000\n")
        output = bytearray()
        while not output.endswith(b"host$ "):
            output += telnet.read_some() + telnet.read_very_eager()
        assert output.split() == [b"%d" % number for number in range(1, 60001)] + [b"host$"]


@REAL_HOSTS
def test_refusing_everything(real_host: Callable[[Path, str], Server], tmp_path: Path) -> None:
    class Refusing(Telnet):
        answered_options = ()

    with real_host(tmp_path, SHELL) as host, Refusing("127.0.0.1", host.port) as telnet:
        telnet.read_until(b"host$ ", 20)
        telnet.write(b"echo still $((6 * 7))\n")
        telnet.read_until(b"still 42", 20)


def test_the_module_is_a_program() -> None:
    with RecordingHost() as host:
        program = subprocess.Popen(
            [sys.executable, "-m", "telnet_client.telnetlib", host.address, str(host.port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        call = host.accept()
        call.send("Grüße\n".encode()[:3])
        call.send("Grüße\n".encode()[3:])
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stdout.readline() == "Grüße\n".encode()
        program.stdin.write("größer\n".encode())
        program.stdin.flush()
        call.wait_for("größer\n".encode())
        call.close()
        output, errors = program.communicate(timeout=20)
    assert (output, errors, program.returncode) == (b"*** Connection closed by remote host ***\n", b"", 0)


TWO_THREADS = """
import sys
from telnet_client.telnetlib import Telnet
with Telnet(sys.argv[1], int(sys.argv[2])) as telnet:
    telnet.mt_interact()
"""


def test_two_threads_interact() -> None:
    with RecordingHost() as host:
        program = subprocess.Popen(
            [sys.executable, "-c", TWO_THREADS, host.address, str(host.port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        call = host.accept()
        call.send(b"hello\n")
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stdout.readline() == b"hello\n"
        program.stdin.write(b"goodbye\n")
        program.stdin.flush()
        call.wait_for(b"goodbye\n")
        call.close()
        assert program.stdout.readline() == b"*** Connection closed by remote host ***\n"
        output, errors = program.communicate(timeout=20)
    assert (output, errors, program.returncode) == (b"", b"", 0)
