"""The typescript: what the terminal showed, appended to a file as it came.

Opened with care, since its name is often a default: readable by the user alone, never through a symbolic link, never
into a device or a pipe that was not named as one. Every write goes to the system at once, so a crash loses nothing.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from telnet_client.errors import CommandError, reason_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from telnet_client.session.typescript_forms import Form

#: What LOG can be told about the form: bytes as received, text alone, the time of each line, an asciinema recording.
RAW, TEXT, TIMESTAMPS, ASCIICAST = "RAW", "TEXT", "TIMESTAMPS", "ASCIICAST"
#: What does not go together.
_EXCLUSIVE = ({RAW, TEXT}, {ASCIICAST, RAW}, {ASCIICAST, TEXT}, {ASCIICAST, TIMESTAMPS})
_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


class Typescript:
    """An open typescript."""

    def __init__(self, name: str, switches: Collection[str] = (), size: tuple[int, int] = (0, 0)) -> None:
        """Open `name` for append; raises `CommandError` with the reason.

        `switches` choose its form, the bytes as they come without any; `size` is the screen's, in columns and rows.
        """
        self.name = name
        #: It has the host's character set, and not the terminal's.
        self.keeps_host_bytes = not {TEXT, ASCIICAST} & set(switches)
        check_switches(switches)
        path = os.path.expanduser(name)
        try:
            self._fd = os.open(path, _FLAGS, 0o600)
        except (OSError, ValueError) as error:
            raise log_file_error(error, path) from None
        if not (stat.S_ISREG(os.fstat(self._fd).st_mode) or path.startswith("/dev/")):
            self.close()
            raise CommandError("Log file error - Not a plain file")
        os.set_blocking(self._fd, True)
        # Raw is no form at all: on the way to it nothing of the others is loaded.
        self._form: Form | None = None
        if set(switches) - {RAW}:
            try:
                self._form = _form(path, switches)
            except CommandError:
                self.close()
                raise
            self._append(self._form.begin(os.fstat(self._fd).st_size == 0, *size))

    def write(self, data: bytes) -> None:
        """Append what was shown; raises `CommandError` when it cannot be kept, and the typescript is closed then."""
        self._append(data if self._form is None else self._form.encode(data))

    def resize(self, columns: int, rows: int) -> None:
        """The screen has a new size; raises as `write`."""
        if self._form is not None:
            self._append(self._form.resize(columns, rows))

    def _append(self, data: bytes) -> None:
        try:
            written = os.write(self._fd, data) if data else 0
            while written < len(data):
                written += os.write(self._fd, data[written:])
        except OSError as error:
            self._form = None
            self.close()
            raise log_file_error(error, "") from None

    def finish(self) -> None:
        """The end in order: append what the form kept, and close. Raises as `write`."""
        if self._form is not None and self._fd >= 0:
            self._append(self._form.finish())
        self.close()

    def close(self) -> None:
        """May be called twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def log_file_error(error: OSError | ValueError, path: str) -> CommandError:
    """The one form of every trouble with the typescript."""
    is_link = isinstance(error, OSError) and os.path.islink(path)
    return CommandError(f"Log file error - {'Is a symbolic link' if is_link else reason_of(error)}")


def check_switches(switches: Collection[str]) -> None:
    """Raises `CommandError` for forms that do not go together."""
    if any(set(switches) >= pair for pair in _EXCLUSIVE):
        raise CommandError("These forms of the log file do not go together")


def _form(path: str, switches: Collection[str]) -> Form:
    from time import localtime, monotonic, strftime, time

    from telnet_client.session import typescript_forms as forms

    if ASCIICAST in switches:
        from telnet_client.session.character_set import terminal_character_set

        term, offset = os.environ.get("TERM", ""), _recorded_time(path)
        return forms.Asciicast(monotonic, time, term, offset, terminal_character_set())
    form: Form = forms.Text() if TEXT in switches else forms.Raw()
    if TIMESTAMPS in switches:
        form = forms.Timestamped(form, lambda: strftime("%Y-%m-%d %H:%M:%S", localtime()))
    return form


def _recorded_time(path: str) -> float:
    """Where the recording in this file ends, 0.0 for an empty one. Raises `CommandError` where it is something else."""
    from telnet_client.session.recordings import LONGEST_LINE, recorded_time

    with open(path, "rb") as file:
        header = file.readline(LONGEST_LINE)
        if not header:
            return 0.0
        file.seek(max(0, os.fstat(file.fileno()).st_size - LONGEST_LINE))
        last = file.read().rstrip(b"\n").rpartition(b"\n")[2] or header
    try:
        return recorded_time(header, last)
    except ValueError as error:
        raise log_file_error(error, path) from None
