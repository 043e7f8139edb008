"""Programs that were written for the old module, as they come from PyPI, on real hosts."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from support.hosts import busybox_telnetd, inetutils_telnetd

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.hosts import Server

pytestmark = pytest.mark.interop

REAL_HOSTS = pytest.mark.parametrize("real_host", [busybox_telnetd, inetutils_telnetd])

#: As the system's own: asks again where no name is given. Its shell has the prompt of a network device.
LOGIN = """\
#!/bin/sh
while [ -z "$name" ]; do
    printf 'login: '
    read -r name || exit 1
done
stty -echo
printf 'Password: '
read -r password
stty echo
echo
if [ "$password" != secret ]; then
    echo 'Login incorrect'
    read -r again
    exit 1
fi
cd "$(dirname "$0")" || exit 1
PS1='host#' ENV= exec /bin/sh -i
"""


def run(program: str, package: str, *arguments: str) -> str:
    """What a program prints in whose place of telnetlib ours is."""
    if find_spec(package) is None:
        pytest.skip(f"install {package.lower()}")
    result = subprocess.run(
        [sys.executable, "-c", f"import sys, telnet_client.telnetlib as ours\n{program}", *arguments],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "ignore", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


NETMIKO = """
sys.modules["telnetlib"] = ours
from netmiko import ConnectHandler, redispatch

lab = {"host": "127.0.0.1", "port": int(sys.argv[1]), "username": "guest", "password": "secret"}
with ConnectHandler(device_type="generic_telnet", **lab) as connection:
    assert isinstance(connection.remote_conn, ours.Telnet)
    connection.read_until_pattern("login: ", read_timeout=20)
    connection.std_login()
    redispatch(connection, "cisco_ios_telnet")
    print(connection.find_prompt())
    print(connection.send_command("echo $((6 * 7))"))
    print(len(connection.send_command("seq 1 20000", read_timeout=60).split()))
"""


@REAL_HOSTS
def test_netmiko(real_host: Callable[[Path, str], Server], tmp_path: Path) -> None:
    with real_host(tmp_path, LOGIN) as host:
        assert run(NETMIKO, "netmiko", str(host.port)) == "host#\n42\n20000\n"


#: It has a copy of the module, changed for text; with ours in its place that is a few lines in a class of its own.
EXSCRIPT = """
import re, types

class Telnet(ours.Telnet):
    def __init__(self, host, port, *, encoding, connect_timeout, termsize, termtype, stderr, receive_callback):
        self.encoding, self.tell, self.terminal_types = encoding, receive_callback, (termtype,)
        super().__init__(host, port, connect_timeout)

    def write(self, text):
        super().write(text.encode(self.encoding))

    def process_rawq(self):
        known = len(self.cookedq)
        super().process_rawq()
        self.tell(self.cookedq[known:].decode(self.encoding))

    def expect(self, patterns, timeout=None, cleanup=None):
        wanted = [re.compile(each.pattern.encode(), each.flags & ~re.UNICODE) for each in patterns]
        index, match, text = super().expect(wanted, timeout)
        return index, match, text.decode(self.encoding)

    def waitfor(self, patterns, timeout=None, cleanup=None):
        found = self.expect(patterns, timeout)
        self.cookedq = found[2].encode(self.encoding) + self.cookedq
        return found

sys.modules["Exscript.protocols.telnetlib"] = types.SimpleNamespace(Telnet=Telnet)
from Exscript import Account
from Exscript.protocols import connect
from Exscript.protocols.exception import LoginFailure

host = "telnet://127.0.0.1:" + sys.argv[1]
connection = connect(host)
connection.set_driver("generic")  # not what it takes the host for
connection.login(Account("guest", "secret"))
connection.execute("echo $((6 * 7))")
print(connection.response.split()[-2:])
connection.execute("seq 1 20000")
print(connection.response.split()[-20001:] == [*map(str, range(1, 20001)), "host#"])
connection.send("exit\\r")
connection.close()

connection = connect(host)
connection.set_driver("generic")
try:
    connection.login(Account("guest", "wrong"))
except LoginFailure:
    print("refused")
connection.close(force=True)
"""


@REAL_HOSTS
def test_exscript(real_host: Callable[[Path, str], Server], tmp_path: Path) -> None:
    with real_host(tmp_path, LOGIN) as host:
        assert run(EXSCRIPT, "Exscript", str(host.port)) == "['42', 'host#']\nTrue\nrefused\n"


ROBOT = """
sys.modules["telnetlib"] = ours
from robot import run_cli
run_cli(["--output", "NONE", "--log", "NONE", "--report", "NONE", "--variable", f"PORT:{sys.argv[1]}", sys.argv[2]])
"""
#: Its library makes a class of its own of Telnet, with a callback that tells the host of a terminal that pyte plays.
ROBOT_TESTS = r"""
*** Settings ***
Library    Telnet    timeout=20s    prompt=host#

*** Test Cases ***
A Terminal
    Open Connection    127.0.0.1    port=${PORT}    terminal_emulation=yes    terminal_type=vt100    window_size=100x30
    Login    guest    secret
    ${output}=    Execute Command    stty size
    Should Contain    ${output}    30 100
    ${output}=    Execute Command    printf '\\033[31m%s\\033[m\\n' $((6 * 7))
    Should Match Regexp    ${output}    ^42\\s+host#$
    Close Connection

A Wrong Password
    Open Connection    127.0.0.1    port=${PORT}
    Run Keyword And Expect Error    Login incorrect    Login    guest    wrong    login_timeout=2s
    Close Connection

By Hand
    Open Connection    127.0.0.1    port=${PORT}    newline=LF
    Read Until    login:
    Write    guest
    Read Until    Password:
    Write    secret
    Read Until Prompt
    Write    echo found $((6 * 7))
    Read Until Regexp    found \\d+
    Close All Connections
"""


@REAL_HOSTS
def test_robot_framework(real_host: Callable[[Path, str], Server], tmp_path: Path) -> None:
    tests = tmp_path / "hosts.robot"
    tests.write_text(ROBOT_TESTS)
    with real_host(tmp_path, LOGIN) as host:
        assert "3 tests, 3 passed, 0 failed" in run(ROBOT, "robot", str(host.port), str(tests))
