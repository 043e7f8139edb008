"""The files that a name being typed may mean, for completing it and listing them."""

from __future__ import annotations

import os

#: No more entries of a folder are looked at.
_LARGEST_FOLDER = 10_000
#: No more names are told.
_MOST_NAMES = 1000


def list_files(beginning: str) -> list[str]:
    """Names that begin so, in alphabetical order, folders with a `/` at the end; `~` is the home folder. Never raises.

    Hidden files are only told to who began with the dot; names that cannot be typed are not told.
    """
    folder, name = os.path.split(beginning)
    written = beginning[: len(beginning) - len(name)]
    found = []
    try:
        with os.scandir(os.path.expanduser(folder) or ".") as entries:
            for entry, _ in zip(entries, range(_LARGEST_FOLDER), strict=False):
                is_wanted = entry.name.startswith(name) if name else not entry.name.startswith(".")
                if is_wanted and entry.name.isprintable():
                    found.append(written + entry.name + "/" * _is_folder(entry))
    except (OSError, ValueError):
        return []
    return sorted(found)[:_MOST_NAMES]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
