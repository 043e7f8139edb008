"""The host's clock and meters, and how it writes times: the shape that TOPS-20 gave them."""

from __future__ import annotations

import os
import time


def now() -> float:
    """Seconds; only differences mean anything."""
    return time.monotonic()


def used() -> float:
    """Seconds of processor time that the calling thread, and so the caller it serves, has used."""
    return time.thread_time()


def loads() -> tuple[str, str, str]:
    """The load of the machine, averaged over one, five and fifteen minutes."""
    try:
        one, five, fifteen = os.getloadavg()
    except OSError:  # the system does not say
        one = five = fifteen = 0.0
    return f"{one:.2f}", f"{five:.2f}", f"{fifteen:.2f}"


def time_of_day() -> str:
    """`14:12:08`."""
    return time.strftime("%H:%M:%S")


def date_and_time() -> str:
    """`Thursday, November 20, 2025 14:12:08`."""
    local = time.localtime()
    return time.strftime(f"%A, %B {local.tm_mday}, %Y %H:%M:%S", local)


def short_date_and_time() -> str:
    """`20-Nov-2025 14:12:08`."""
    local = time.localtime()
    return time.strftime(f"{local.tm_mday}-%b-%Y %H:%M:%S", local)


def interval(seconds: float) -> str:
    """`0:03:12`: hours, minutes and seconds."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
