"""The numbers of the TELNET protocol and the names the RFCs give them.

RFC 854 (commands), RFC 1184 (EOF, SUSP, ABORT), RFC 885 (EOR), and the options' own RFCs.
"""

from __future__ import annotations

from enum import IntEnum

IAC = 255


class Command(IntEnum):
    """What may follow IAC."""

    END_OF_FILE = 236
    SUSPEND_PROCESS = 237
    ABORT_PROCESS = 238
    END_OF_RECORD = 239
    SUBNEGOTIATION_END = 240
    NO_OPERATION = 241
    DATA_MARK = 242
    BREAK = 243
    INTERRUPT_PROCESS = 244
    ABORT_OUTPUT = 245
    ARE_YOU_THERE = 246
    ERASE_CHARACTER = 247
    ERASE_LINE = 248
    GO_AHEAD = 249
    SUBNEGOTIATION = 250
    WILL = 251
    WONT = 252
    DO = 253
    DONT = 254
    IAC = 255


class Option(IntEnum):
    """The options this program knows by name (IANA "Telnet Options")."""

    BINARY = 0
    ECHO = 1
    SUPPRESS_GO_AHEAD = 3
    STATUS = 5
    TIMING_MARK = 6
    TERMINAL_TYPE = 24
    END_OF_RECORD = 25
    WINDOW_SIZE = 31
    TERMINAL_SPEED = 32
    REMOTE_FLOW_CONTROL = 33
    LINEMODE = 34
    X_DISPLAY_LOCATION = 35
    ENVIRON = 36
    NEW_ENVIRON = 39
    CHARSET = 42
    COM_PORT = 44
