"""Real TELNET servers on loopback, started for each caller as inetd does, with a login program of the test's choice.

A server that is not installed skips the test with one line that says what to install.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Asks for a name and a password, which it does not show, and becomes a shell with the prompt `host$ `.
LOGIN = """\
#!/bin/sh
printf 'login: '
read -r name
stty -echo
printf 'Password: '
read -r password
stty echo
echo
if [ "$password" != secret ]; then
    echo 'Login incorrect'
    read -r again  # so that these are not its last words, which some telnetds lose
    exit 1
fi
echo "Welcome, $name"
cd "$(dirname "$0")" || exit 1
PS1='host$ ' ENV= exec /bin/sh -i
"""

#: Typed to a shell, shows `started` when an interrupt will reach what it started.
SLEEP = "sh -c 'echo st\"\"arted; exec sleep 600'"

#: A shell at once.
SHELL = """\
#!/bin/sh
cd "$(dirname "$0")" || exit 1
PS1='host$ ' ENV= exec /bin/sh -i
"""

#: Shows the size of its terminal, and again at each change, until it is hung up.
SIZE_WATCHER = """\
#!/bin/sh
trap 'echo "changed to $(stty size)."' WINCH
trap 'kill $!; exit' HUP
echo "begins with $(stty size)."
while :; do
    sleep 600 &
    wait $!
    kill $! 2>/dev/null
done
"""


class Server:
    """Listens on a free loopback port and gives each connection to a process of its own; a context that ends all."""

    def __init__(self, argv: list[str]) -> None:
        self._argv = argv
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._processes: list[subprocess.Popen[bytes]] = []
        self._wake_out, self._wake_in = os.pipe()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            readable, _, _ = select.select([self._listener.fileno(), self._wake_out], [], [])
            if self._wake_out in readable:
                return
            connection, _ = self._listener.accept()
            with connection:
                self._processes.append(
                    subprocess.Popen(
                        self._argv,
                        stdin=connection.fileno(),
                        stdout=connection.fileno(),
                        stderr=subprocess.DEVNULL,
                        start_new_session=True,
                    )
                )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.write(self._wake_in, b"x")
        self._thread.join()
        for process in self._processes:
            if process.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._listener.close()
        os.close(self._wake_out)
        os.close(self._wake_in)


def inetutils_telnetd(folder: Path, login: str = SHELL, *options: str) -> Server:
    """GNU telnetd; `login` is the text of the program that greets the caller, written into `folder`."""
    telnetd = shutil.which("telnetd", path=search_path())
    if telnetd is None or b"inetutils" not in output_of([telnetd, "--version"]):
        pytest.skip("install inetutils-telnetd")
    program = executable(folder / "login", login)
    return Server([telnetd, "-h", *options, "-E", str(program)])


def busybox_telnetd(folder: Path, login: str = SHELL) -> Server:
    """Busybox's telnetd, which negotiates the least a host can."""
    busybox = shutil.which("busybox", path=search_path())
    if busybox is None or b"telnetd" not in output_of([busybox, "--list"]).split():
        pytest.skip("install busybox-static")
    program = executable(folder / "login", login)
    issue = folder / "issue"
    issue.write_text("busybox host\n")
    return Server([busybox, "telnetd", "-i", "-l", str(program), "-f", str(issue)])


@contextlib.contextmanager
def telnetlib3_server() -> Iterator[int]:
    """telnetlib3's server, one of the few that speak CHARSET; its port. `telnetlib3_host.py` has what it says."""
    script = Path(__file__).with_name("telnetlib3_host.py")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def required(program: str, package: str) -> str:
    """The path of a program that a host runs."""
    path = shutil.which(program, path=search_path())
    if path is None:
        pytest.skip(f"install {package}")
    return path


def search_path() -> str:
    """Where programs are, the system's servers included."""
    return os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])


def output_of(argv: list[str]) -> bytes:
    """What a short command prints."""
    return subprocess.run(argv, capture_output=True, check=False, stdin=subprocess.DEVNULL).stdout


def executable(path: Path, text: str) -> Path:
    """A script to be run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path
