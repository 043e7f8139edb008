"""Waiting for what a test waits for: a condition and a deadline, never a sleep."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: Seconds after which a test gives up. Nothing here takes that long; a machine under load may need some of it.
DEADLINE = 20.0


class TooLate(AssertionError):
    """What was waited for did not happen in time; the text says what happened instead."""


def wait_until(
    changed: threading.Condition,
    happened: Callable[[], bool],
    otherwise: Callable[[], str],
    timeout: float = DEADLINE,
) -> None:
    """Wait until `happened()`, asked again at each notification of `changed`; else raise `TooLate(otherwise())`."""
    with changed:
        if not changed.wait_for(happened, timeout):
            raise TooLate(otherwise())


def poll_until(happened: Callable[[], bool], otherwise: Callable[[], str], timeout: float = DEADLINE) -> None:
    """The same for what nobody notifies, such as a file's contents or a process of somebody else's."""
    never = threading.Event()
    deadline = time.monotonic() + timeout
    while not happened():
        if time.monotonic() > deadline:
            raise TooLate(otherwise())
        never.wait(0.01)
