"""Busybox's telnetd: asks for ECHO and NAWS at once, answers nothing, and must not be told more than it agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.conversation import CLOSED_BY_HOST
from support.hosts import LOGIN, SIZE_WATCHER, SLEEP, busybox_telnetd

if TYPE_CHECKING:
    from pathlib import Path

    from support.user import User

pytestmark = pytest.mark.interop


def test_log_in_and_run_commands(user: User, host_folder: Path) -> None:
    with busybox_telnetd(host_folder, LOGIN) as host:
        program = user.tn("127.0.0.1", host.port)
        program.wait_for("login:")
        program.type("fred\r")
        program.wait_for("Password:")
        program.type("secret\r")
        program.wait_for_prompt("host$")
        program.type("stty size; seq 1 300 | tail -n 1\r")
        program.wait_for("24 80\n300")

        program.type(SLEEP + "\r")
        program.wait_for("started\n")
        program.type("\x03")
        program.wait_for_prompt("host$")

        program.type("exit\r")
        assert program.wait_exit() == 0
        assert CLOSED_BY_HOST in program.screen.text
        assert b"secret" not in program.output
        assert program.complaints() == []


def test_resize_is_seen_by_the_host(user: User, host_folder: Path) -> None:
    """It asks for the size and starts the shell without waiting for the answer: either may be first."""
    with busybox_telnetd(host_folder, SIZE_WATCHER) as host:
        program = user.tn("127.0.0.1", host.port, columns=90, rows=30)
        program.wait_for(" 30 90.")
        program.resize(70, 20)
        program.wait_for("changed to 20 70.")
