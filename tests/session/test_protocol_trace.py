"""The DEBUG trace, entry by entry as the original printed it."""

import pytest

from telnet_client.protocol.codes import Command
from telnet_client.protocol.events import CommandTraced, NegotiationTraced, SubnegotiationTraced
from telnet_client.session.protocol_trace import Traced, trace_line


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (NegotiationTraced(True, Command.DO, 3), "*S*IAC,DO,SUPRGA*"),
        (NegotiationTraced(False, Command.WILL, 1), "*R*IAC,WILL,ECHO*"),
        (NegotiationTraced(False, Command.DO, 24), "*R*IAC,DO,TRMTYP*"),
        (NegotiationTraced(True, Command.WONT, 24), "*S*IAC,WONT,TRMTYP*"),
        (NegotiationTraced(False, Command.DO, 31), "*R*IAC,DO 37*"),
        (NegotiationTraced(False, Command.DO, 255), "*R*IAC,DO EXOPL*"),
        (CommandTraced(False, (Command.GO_AHEAD,)), "*R*IAC,GA*"),
        (CommandTraced(False, (Command.DATA_MARK,)), "*R*IAC,DM*"),
        (CommandTraced(True, (Command.INTERRUPT_PROCESS, Command.DATA_MARK)), "*S*IAC,IP,IAC,DM*"),
        (CommandTraced(False, (1,)), "*R*IAC 1*"),
        (SubnegotiationTraced(False, 24, "SEND"), "*R*IAC,SB,TRMTYP SEND,IAC,SE*"),
        (SubnegotiationTraced(True, 31, "80 24"), "*S*IAC,SB 37 80 24,IAC,SE*"),
    ],
)
def test_entry(event: Traced, line: str) -> None:
    assert trace_line(event) == line
