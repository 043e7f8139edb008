"""The typescript: what the terminal showed, appended to a file as it came.

Opened with care, since its name is often a default: readable by the user alone, never through a symbolic link, never
into a device or a pipe that was not named as one. Every write goes to the system at once, so a crash loses nothing.
"""

from __future__ import annotations

import os
import stat

from telnet_client.errors import CommandError

DEFAULT_TYPESCRIPT = "TELNET.LOG"
_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


class Typescript:
    """An open typescript in raw form: the bytes as the host sent them, without the protocol's own."""

    def __init__(self, name: str) -> None:
        """Open `name` for append; raises `CommandError` with the reason."""
        self.name = name
        path = os.path.expanduser(name)
        try:
            self._fd = os.open(path, _FLAGS, 0o600)
        except (OSError, ValueError) as error:
            raise log_file_error(error, path) from None
        if not (stat.S_ISREG(os.fstat(self._fd).st_mode) or path.startswith("/dev/")):
            self.close()
            raise CommandError("Log file error - Not a plain file")
        os.set_blocking(self._fd, True)

    def write(self, data: bytes) -> None:
        """Append `data`; raises `CommandError` when it cannot be kept, and the typescript is closed then."""
        try:
            written = os.write(self._fd, data)
            while written < len(data):
                written += os.write(self._fd, data[written:])
        except OSError as error:
            self.close()
            raise log_file_error(error, "") from None

    def close(self) -> None:
        """May be called twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def log_file_error(error: OSError | ValueError, path: str) -> CommandError:
    """The one form of every trouble with the typescript."""
    if isinstance(error, OSError) and os.path.islink(path):
        reason = "Is a symbolic link"
    else:
        reason = getattr(error, "strerror", None) or str(error)
    return CommandError(f"Log file error - {reason}")
