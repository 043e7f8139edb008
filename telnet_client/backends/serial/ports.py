"""The lines that this machine has: found, named, and who else has one open.

Stands between what the user typed and the path of a device. What hardware there is, pyserial's `list_ports` knows; it
is loaded when somebody asks.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from telnet_client.errors import CommandError, NoSuchLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: Where the kernel's names are, and udev's names for the same lines, the steadiest first (udev, 60-serial.rules).
DEVICES = "/dev"
LINKS = ("/dev/serial/by-id", "/dev/serial/by-path")
#: Where programs of the UUCP tradition, minicom and ser2net among them, write down who has a line.
UUCP_LOCKS = "/var/lock"
PROCESSES = "/proc"
#: Where Linux tells about its ports.
DRIVERS = "/sys/class/tty"

_OCTAL = frozenset("01234567")


class Line(NamedTuple):
    """A line that was found."""

    path: str
    description: str = ""
    #: What the system calls the hardware; "" where it is none.
    hardware: str = ""
    #: By-id and by-path names.
    links: tuple[str, ...] = ()
    #: Its number in the user's list; None for none.
    number: int | None = None

    @property
    def name(self) -> str:
        """As short as it can be typed."""
        return self.path.removeprefix(f"{DEVICES}/")


def find_lines(numbered: Sequence[str] = ()) -> list[Line]:
    """Those of the user's list first, by their numbers, then the others that this machine has."""
    from serial.tools.list_ports import comports

    links: dict[str, list[str]] = {}
    for folder in LINKS:
        for name in _names_in(folder):
            link = os.path.join(folder, name)
            links.setdefault(os.path.realpath(link), []).append(link)
    found = {
        port.device: Line(port.device, _known(port.description), _known(port.hwid), tuple(links.get(port.device, ())))
        for port in sorted(comports())
        if not _is_missing(port.name)
    }
    lines = []
    for number, name in enumerate(numbered):
        path = _path_of(name) or name
        line = found.pop(os.path.realpath(path), None) or found.pop(path, None) or Line(path)
        lines.append(line._replace(path=path, number=number))
    return lines + list(found.values())


def names_of_lines(numbered: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """What can be typed for the lines there are, with their descriptions."""
    for line in find_lines(numbered):
        description = "   ".join(text for text in (line.description, line.hardware) if text)
        yield line.name, description
        if line.number is not None:
            yield f"{line.number:o}", line.name
        for link in line.links:
            yield os.path.basename(link), line.name


def find_line(text: str, numbered: Sequence[str] = ()) -> str:
    """The path of the line that `text` names.

    A path, a name in /dev, a by-id or by-path name, an octal number of the user's list, or a part of one line's
    description, hardware or by-id name. Raises `NoSuchLine`, and `CommandError` where several lines are meant.
    """
    if not text:
        raise CommandError("No line given")
    if _OCTAL.issuperset(text):
        number = int(text[:12], 8)
        if number < len(numbered):
            text = numbered[number]
    path = _path_of(text)
    if path is not None:
        return path
    if "/" in text:
        raise NoSuchLine(text)
    wanted = text.lower()
    meant = [line for line in find_lines(numbered) if any(wanted in words.lower() for words in _words_of(line))]
    if not meant:
        raise NoSuchLine(text)
    if len(meant) > 1:
        raise CommandError(f"Several lines match ({', '.join(line.name for line in meant[:8])})", text)
    return meant[0].path


def steady_name(path: str) -> str:
    """The name under which the same device comes back: its by-id name, else its place in the machine, else `path`.

    Whoever gave a link meant the link, and keeps it.
    """
    for folder in LINKS:
        for name in _names_in(folder):
            link = os.path.join(folder, name)
            if os.path.realpath(link) == path:
                return link
    return path


def holder_of(path: str, is_ours_too: bool = False) -> int | None:
    """The process that locked the line or, where none is known to have, has it open; None for nobody we can see.

    This process counts only with `is_ours_too`.
    """
    path = os.path.realpath(path)
    others = (process for process in _holders(path) if is_ours_too or process != os.getpid())
    return next(others, None)


def _path_of(text: str) -> str | None:
    """What `text` names without a look at the hardware."""
    if text.startswith(("/", "~", ".")):
        path = os.path.expanduser(text)
        return path if os.path.exists(path) else None
    paths = (os.path.join(folder, text) for folder in (DEVICES, *LINKS))
    return next((path for path in paths if os.path.exists(path) and not os.path.isdir(path)), None)


def _words_of(line: Line) -> tuple[str, ...]:
    return (line.description, line.hardware, *map(os.path.basename, line.links))


def _is_missing(name: str) -> bool:
    """One of the places for a port that Linux keeps though there is none: a UART of the type "unknown"."""
    try:
        with open(os.path.join(DRIVERS, name, "type")) as file:
            return file.read().strip() == "0"
    except OSError:
        return False


def _known(text: str) -> str:
    return "" if text == "n/a" else text


def _names_in(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def uucp_holder(path: str) -> int | None:
    """The living process, not this one, that wrote a lock file for the line."""
    name = os.path.realpath(path).removeprefix(f"{DEVICES}/").replace("/", "_")
    try:
        with open(os.path.join(UUCP_LOCKS, f"LCK..{name}"), "rb") as file:
            # Ten characters by the Filesystem Hierarchy Standard (5.9), and whatever else some write behind them.
            process = int(file.read(64).split()[0])
        os.kill(process, 0)
    except PermissionError:
        return process
    except (OSError, ValueError, IndexError, OverflowError):
        return None
    return process if process not in (0, os.getpid()) else None


def _holders(path: str) -> Iterator[int]:
    """The likeliest first."""
    process = uucp_holder(path)
    if process is not None:
        yield process
    yield from _lockers(path)
    yield from _openers(path)


def _lockers(path: str) -> Iterator[int]:
    """Who has the file locked (proc_locks(5))."""
    try:
        status = os.stat(path)
        with open(os.path.join(PROCESSES, "locks")) as file:
            rows = [row.split() for row in file]
    except OSError:
        return
    device = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    processes = (int(row[4]) for row in rows if len(row) > 5 and row[1] == "FLOCK" and row[5] == device)
    yield from (process for process in processes if process > 0)


def _openers(path: str) -> Iterator[int]:
    """Who has it open, as far as we may know."""
    for process in _numbers(_names_in(PROCESSES)):
        folder = os.path.join(PROCESSES, str(process), "fd")
        if any(_target(os.path.join(folder, name)) == path for name in _names_in(folder)):
            yield process


def _numbers(names: Iterable[str]) -> list[int]:
    return sorted(int(name) for name in names if name.isdecimal())


def _target(link: str) -> str:
    try:
        return os.readlink(link)
    except OSError:
        return ""
