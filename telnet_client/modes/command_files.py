"""Files of commands: those of TAKE and --command-file, and TELNET.CMD at the start."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from telnet_client.comnd.take import TakeFile
from telnet_client.errors import CommandError, reason_of

if TYPE_CHECKING:
    from telnet_client.modes.job import Job

APPLICATION = "telnet-client"
START_UP_FILE_NAMES = ("TELNET.CMD", "telnet.cmd")
#: A file of commands larger than this, in bytes, is something else.
_LARGEST = 1 << 20
#: Where a folder of ours could be. platformdirs has the word, but is only asked when one of these is there.
_POSSIBLE_FOLDERS = ("~/.config", "~/Library/Application Support", "/Library/Application Support")


def take_start_up_file(job: Job, name: str | None) -> bool:
    """TELNET.CMD, or the file `name` in its place, becomes the source of commands; "" for none.

    An error is reported. False when it was the user who named the file: the rest is not done without it.
    """
    path = find_start_up_file() if name is None else name
    try:
        if path:
            job.take(path, is_vital=name is not None)
    except CommandError as error:
        job.report(error)
        return name is None
    return True


def find_start_up_file() -> str | None:
    """TELNET.CMD in the user's configuration folder, else in the home folder; None where there is none."""
    folders = ["~"]
    possible = (os.environ.get("XDG_CONFIG_HOME") or _POSSIBLE_FOLDERS[0], *_POSSIBLE_FOLDERS[1:])
    if any(os.path.isdir(os.path.join(os.path.expanduser(folder), APPLICATION)) for folder in possible):
        from platformdirs import user_config_dir

        folders.insert(0, user_config_dir(APPLICATION, appauthor=False))
    for folder in folders:
        for file_name in START_UP_FILE_NAMES:
            path = os.path.join(os.path.expanduser(folder), file_name)
            if os.path.lexists(path):
                return path
    return None


def read_take_file(name: str) -> TakeFile:
    """The commands of the file `name`, default type .CMD; raises `CommandError` with the reason."""
    path = os.path.expanduser(name)
    if not os.path.splitext(path)[1] and not os.path.exists(path):
        path = next((path + kind for kind in (".CMD", ".cmd") if os.path.exists(path + kind)), path)
    return TakeFile(name, _read(path, name))


def read_text(name: str) -> str:
    """What stands in the file `name`; raises `CommandError`."""
    return _read(os.path.expanduser(name), name).decode("utf-8", "replace")


def _read(path: str, name: str) -> bytes:
    try:
        return _read_bytes(path)
    except (OSError, ValueError) as error:
        raise CommandError(reason_of(error), name) from None


def _read_bytes(path: str) -> bytes:
    """All of a plain file or a pipe. Raises OSError, ValueError."""
    # Not to wait for ever for the other end of a named pipe that nobody writes to.
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        kind = os.fstat(fd).st_mode
        if stat.S_ISDIR(kind):
            raise ValueError("Is a directory")
        if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind)):
            raise ValueError("Not a file of commands")
        os.set_blocking(fd, True)
        with open(fd, "rb", closefd=False) as file:
            data = file.read(_LARGEST + 1)
    finally:
        os.close(fd)
    if len(data) > _LARGEST:
        raise ValueError("File is too large for a file of commands")
    return data
