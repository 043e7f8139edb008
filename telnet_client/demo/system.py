"""The host as a whole: when it came up, who is on, and how many more it takes.

Shared by the threads of all callers; what changes here is guarded by a lock.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from telnet_client.demo import clock

if TYPE_CHECKING:
    from telnet_client.demo.caller import Caller

#: Callers at once.
LIMIT = 8
#: The first caller's terminal line, in octal as the lines were numbered.
_FIRST_LINE = 0o101


class System:
    """Jobs by number. Job 0 is the operator's."""

    def __init__(self) -> None:
        self.since = clock.now()
        self._jobs: dict[int, Caller | None] = dict.fromkeys(range(1, LIMIT + 1))
        self._lock = threading.Lock()

    def log_in(self, caller: Caller) -> bool:
        """Give the caller a job number and a line; False when all are taken."""
        with self._lock:
            for number, holder in self._jobs.items():
                if holder is None:
                    self._jobs[number] = caller
                    caller.number, caller.line = number, f"{_FIRST_LINE + number - 1:o}"
                    return True
        return False

    def log_out(self, caller: Caller) -> None:
        """The caller's job is free again."""
        with self._lock:
            self._jobs[caller.number] = None

    def callers(self) -> list[Caller]:
        """Who is on, by job number."""
        with self._lock:
            return [caller for caller in self._jobs.values() if caller is not None]
