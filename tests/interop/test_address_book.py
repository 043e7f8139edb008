"""Definitions and known hosts with the installed program, from one run to the next."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from support.conversation import CLOSED_BY_HOST, TOP_LEVEL_PROMPT, connect

if TYPE_CHECKING:
    from support.recording_host import RecordingHost
    from support.user import User


def test_a_name_of_telnet_cmd_behind_tn(user: User, host: RecordingHost) -> None:
    user.write_start_up_file(f"DEFINE (HOST) lab (AS) CONNECT (TO) {host.address} (ON PORT) {host.port}\n")
    program = user.tn("la")
    host.accept().close()
    program.wait_for(CLOSED_BY_HOST)
    assert program.wait_exit() == 0


def test_a_definition_by_hand(user: User, host: RecordingHost) -> None:
    program = user.tn()
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    program.type("def\x1blab\x1bconn\x1b")
    program.wait_for("TELNET>defINE (HOST) lab (AS) connECT (TO)")
    program.type(f"{host.address} {host.port}\r")
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    program.type("define loop loop\rloop\r")
    program.wait_for('?Definition of "loop" calls itself')
    program.wait_for_prompt(TOP_LEVEL_PROMPT)
    program.type("lab?")
    program.wait_for("\n  or defined host, one of the following:\n lab\n  or host name\n")
    program.type("\r")
    host.accept().close()
    program.wait_for(CLOSED_BY_HOST)


def test_the_next_run_knows_the_host(user: User, host: RecordingHost) -> None:
    program, call = connect(user, host)
    known_hosts = user.home / ".local" / "state" / "telnet-client" / "known_hosts"
    assert not known_hosts.exists()
    call.close()
    assert program.wait_exit() == 0
    assert known_hosts.read_text() == f"{host.address}\n"
    assert stat.S_IMODE(known_hosts.stat().st_mode) == 0o600
    assert stat.S_IMODE(known_hosts.parent.stat().st_mode) == 0o700
    again = user.tn()
    again.wait_for_prompt(TOP_LEVEL_PROMPT)
    again.type(f"{host.address[:3]}\t")
    again.wait_for(f"TELNET>{host.address} (ON PORT)")


def test_a_state_folder_that_cannot_be_written(user: User, host: RecordingHost) -> None:
    (user.home / ".local").write_text("no folder")
    program, call = connect(user, host)
    call.close()
    program.wait_for(CLOSED_BY_HOST)
    assert program.wait_exit() == 0
    assert program.complaints() == []
