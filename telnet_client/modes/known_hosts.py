"""The hosts connected to before, which `?` lists and ESC completes: a file in the user's state folder.

One host a line, the newest last. Losing it loses nothing but the user's typing, so nothing that is wrong with the file
or its folder is ever an error. Several programs may use it at once: it is changed under a lock, in place.
"""

from __future__ import annotations

import os
import stat
from time import monotonic, sleep
from typing import TYPE_CHECKING

from telnet_client.comnd.field_function import HOST_MASK
from telnet_client.modes.command_files import APPLICATION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FILE_NAME = "known_hosts"
#: How many hosts are kept, and in characters how long a name.
LIMIT = 1000
NAME_LIMIT = 300
#: A file of ours is never larger, in bytes; of one that is, only the end is looked at.
_LARGEST = LIMIT * (NAME_LIMIT * 4 + 1)
#: Somebody who holds the lock for longer has been stopped, in seconds.
_PATIENCE = 1.0


def known_hosts_file() -> str:
    """Where it is, or will be."""
    from platformdirs import user_state_dir

    return os.path.join(user_state_dir(APPLICATION, appauthor=False), FILE_NAME)


def read_known_hosts(path: str) -> Sequence[str]:
    """The hosts in the file, the newest last; none when it cannot be read."""
    try:
        fd = _open(path, os.O_RDONLY)
    except OSError:
        return ()
    try:
        return _read(fd)
    except OSError:
        return ()
    finally:
        os.close(fd)


def remember_hosts(path: str, hosts: Iterable[str]) -> None:
    """Put `hosts` behind those in the file, which is made if it is not there. Nothing happens when it cannot be."""
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        fd = _open(path, os.O_RDWR | os.O_CREAT)
    except OSError:
        return
    try:
        if _lock(fd):
            _write(fd, [*_read(fd), *filter(_is_name, hosts)])
    except OSError:
        return
    finally:
        os.close(fd)


def _open(path: str, mode: int) -> int:
    """Open the file, if it is one. Raises OSError."""
    # O_NONBLOCK: not to wait for ever for the other end of a named pipe.
    fd = os.open(path, mode | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC, 0o600)
    if stat.S_ISREG(os.fstat(fd).st_mode):
        return fd
    os.close(fd)
    raise OSError("Not a file")


def _lock(fd: int) -> bool:
    """Keep the file to ourselves until it is closed; False when somebody else does."""
    from fcntl import LOCK_EX, LOCK_NB, flock

    deadline = monotonic() + _PATIENCE
    while True:
        try:
            flock(fd, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            if monotonic() > deadline:
                return False
            sleep(0.01)
        else:
            return True


def _read(fd: int) -> list[str]:
    size = os.fstat(fd).st_size
    data = os.pread(fd, _LARGEST, max(0, size - _LARGEST))
    lines = data.decode("utf-8", "replace").split("\n")
    return _newest(filter(_is_name, lines))


def _write(fd: int, hosts: Iterable[str]) -> None:
    """In place, so that permissions and links stay as they are."""
    data = "".join(f"{host}\n" for host in _newest(hosts)).encode()
    written = os.pwrite(fd, data, 0)
    os.ftruncate(fd, written)


def _newest(hosts: Iterable[str]) -> list[str]:
    """Each host once, as and where it stands last; the newest of them."""
    latest: dict[str, str] = {}
    for host in hosts:
        latest.pop(host.lower(), None)
        latest[host.lower()] = host
    return list(latest.values())[-LIMIT:]


def _is_name(line: str) -> bool:
    is_text = line.isprintable() and "\ufffd" not in line
    return is_text and 0 < len(line) <= NAME_LIMIT and HOST_MASK.end(line, 0) == len(line)
