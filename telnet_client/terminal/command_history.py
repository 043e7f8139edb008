"""The command lines typed before, in this run and in earlier ones: a file in the user's state folder.

Belongs to the prompt. The file is the user's alone and never longer than HISTORY_LIMIT lines; what looks like a secret
does not get into it. A file that cannot be read, written or locked is done without: recalling is a convenience.
"""

from __future__ import annotations

import fcntl
import os
import re
import stat
from time import monotonic, sleep
from typing import TYPE_CHECKING

from telnet_client.comnd.joined_line import JoinedLine

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Lines kept.
HISTORY_LIMIT = 1000
#: A longer line is not kept, in characters.
_LONGEST_LINE = 4096
#: No more than this is read of a file, in bytes.
_LARGEST = 1 << 20
#: Another program that has the file locked is waited for so long, in seconds.
_PATIENCE = 0.1
_PAUSE = 0.005

#: EXPORT, perhaps abbreviated, of a variable with such a name: its value, which follows, is nobody's business.
_EXPORT_OF_A_SECRET = re.compile(
    r"(?<![\w-])exp(?:ort?|o)?(?:\s|\([^)]*\)|![^!]*!)+[\w-]*(?:pass|secret|token|key)[\w-]*", re.IGNORECASE
)


class CommandHistory:
    """What up and down recall. Nothing is read before the first of them is asked for."""

    def __init__(self, path: str | None = None) -> None:
        """`path` is the file; None for the one in the user's state folder."""
        self._path = path
        self._lines: list[str] | None = None

    @property
    def lines(self) -> Sequence[str]:
        """The oldest first."""
        if self._lines is None:
            self._lines = read_history(self._file())
        return self._lines

    def remember(self, typed: str) -> None:
        """Keep a command line, unless it is blank, the same as the last one, or begins with a blank."""
        line = line_to_keep(typed)
        lines = self.lines
        if not line or (lines and lines[-1] == line):
            return
        self._lines = [*lines, line][-HISTORY_LIMIT:]
        if line.isprintable():
            append_to_history(self._file(), line)

    def _file(self) -> str:
        if self._path is None:
            from platformdirs import user_state_dir

            self._path = os.path.join(user_state_dir("telnet-client", appauthor=False), "history")
        return self._path


def line_to_keep(typed: str) -> str:
    """What may be kept of a command line, as one line; "" for nothing."""
    line = JoinedLine(typed).text
    if line.startswith(" ") or not line.strip() or len(line) > _LONGEST_LINE or "\n" in line:
        return ""
    secret = _EXPORT_OF_A_SECRET.search(line)
    return line[: secret.end()] if secret else line.rstrip()


def read_history(path: str) -> list[str]:
    """The lines of the file, the oldest first; those that are no text are left out. Never raises."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except (OSError, ValueError):
        return []
    try:
        _lock(fd, fcntl.LOCK_SH)
        return _kept_lines(_read_end(fd))[-HISTORY_LIMIT:]
    except OSError:
        return []
    finally:
        os.close(fd)


def append_to_history(path: str, line: str) -> None:
    """Write one line behind those of whatever program wrote last. Never raises."""
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC, 0o600)
    except (OSError, ValueError):
        return
    try:
        if stat.S_ISREG(os.fstat(fd).st_mode) and _lock(fd, fcntl.LOCK_EX):
            _append(fd, line)
    except OSError:
        return
    finally:
        os.close(fd)


def _append(fd: int, line: str) -> None:
    os.fchmod(fd, 0o600)
    data = _read_end(fd)
    size = os.fstat(fd).st_size
    added = b"\n" * (not data.endswith(b"\n") and size > 0) + line.encode("utf-8", "replace") + b"\n"
    if size + len(added) <= _LARGEST and data.count(b"\n") < HISTORY_LIMIT:
        os.pwrite(fd, added, size)
        return
    kept = "".join(f"{line}\n" for line in _kept_lines(data + added)[-HISTORY_LIMIT:]).encode("utf-8", "replace")
    kept = kept[-_LARGEST // 2 :]
    # First all that is to be there, then the end: interrupted in between, the file has too many lines, not too few.
    os.pwrite(fd, kept, 0)
    os.ftruncate(fd, len(kept))


def _read_end(fd: int) -> bytes:
    """The last part of a plain file; b"" of anything else."""
    status = os.fstat(fd)
    if not stat.S_ISREG(status.st_mode):
        return b""
    return os.pread(fd, _LARGEST, max(0, status.st_size - _LARGEST))


def _kept_lines(data: bytes) -> list[str]:
    lines = data.decode("utf-8", "replace").split("\n")
    return [line for line in lines if line.isprintable() and 0 < len(line) <= _LONGEST_LINE]


def _lock(fd: int, kind: int) -> bool:
    """Whether the file is ours for now."""
    deadline = monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(fd, kind | fcntl.LOCK_NB)
        except OSError:
            if monotonic() > deadline:
                return False
            sleep(_PAUSE)
        else:
            return True
