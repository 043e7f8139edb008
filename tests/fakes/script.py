"""What the user and the host do, step by step, each as soon as the program waits for somebody; and the time it takes.

Stands in for `select` and the clock of a conversation, and behind the prompt of the fake terminal. When there is
nothing left to do and the program goes on waiting, `Quiet` takes control back to the test.
"""

from __future__ import annotations

import select
from collections import deque
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from fakes.host import FakeHost

#: A command line typed at a prompt, CTRL/D or CTRL/C there; keys typed in talk mode; anything else that happens.
Step = Union["str", "bytes", "Callable[[], object]", None]

CTRL_C = KeyboardInterrupt
CTRL_D = None


class Quiet(Exception):
    """The script is at its end, and the program waits."""


class Script:
    """The steps still to be done, and the time."""

    def __init__(self) -> None:
        self.time = 1000.0
        #: Time passes up to here while everybody waits.
        self.time_limit = self.time
        #: The limit, in seconds, of each wait that found nobody ready; None for one without.
        self.waits: list[float | None] = []
        #: Who reads what is sent to them as soon as nothing else happens.
        self.hosts: list[FakeHost] = []
        self._steps: deque[Step] = deque()
        self._type_keys: Callable[[bytes], None] | None = None

    def connect_keyboard(self, type_keys: Callable[[bytes], None]) -> None:
        """Where the keys of the script are typed."""
        self._type_keys = type_keys

    def add(self, steps: Iterable[Step]) -> None:
        """More to do."""
        self._steps.extend(steps)

    @property
    def is_done(self) -> bool:
        """Nothing is left to do."""
        return not self._steps

    # As the conversation sees it

    def now(self) -> float:
        """Seconds."""
        return self.time

    def wait(
        self, readers: Sequence[int], writers: Sequence[int], exceptional: Sequence[int], timeout: float | None
    ) -> tuple[list[int], list[int], list[int]]:
        """As `select.select`. When nobody is ready, something happens or time passes."""
        deadline = None if timeout is None else self.time + timeout
        while True:
            still = [h.fileno() for h in self.hosts if h.room == 0]
            readable, writable, _ = select.select(readers, [fd for fd in writers if fd not in still], [], 0)
            urgent = [h.fileno() for h in self.hosts if h.urgent_is_due and h.fileno() in exceptional]
            if readable or writable or urgent or timeout == 0:
                return readable, writable, urgent
            self.waits.append(timeout)
            if not self.perform():
                self._pass_time(deadline)
                return [], [], []

    def perform(self) -> bool:
        """Let the hosts read, or else do the next step; False when there is nothing to do."""
        heard = [host.hear() for host in self.hosts]
        if any(heard):
            return True
        if not self._steps:
            return False
        step = self._steps.popleft()
        if isinstance(step, bytes):
            assert self._type_keys is not None
            self._type_keys(step)
        elif callable(step) and step is not CTRL_C:
            step()
        else:
            raise AssertionError(f"nobody prompts for {step!r}: this is talk mode")
        return True

    def _pass_time(self, deadline: float | None) -> None:
        if deadline is None or deadline > self.time_limit:
            self.time = max(self.time, self.time_limit)
            raise Quiet
        self.time = max(self.time, deadline)

    # As the terminal sees it

    def next_line(self) -> str | None:
        """What is typed at a prompt; None for CTRL/D. Raises KeyboardInterrupt for CTRL/C."""
        while self._steps:
            step = self._steps.popleft()
            if step is CTRL_C:
                raise KeyboardInterrupt
            if step is None or isinstance(step, str):
                return step
            if isinstance(step, bytes):
                raise AssertionError(f"the keys {step!r} are for talk mode: this is a prompt")
            step()
        raise Quiet
