"""The four layered modes and what moves the program between them (TELNET User's Guide, "TELNET States").

The table is the specification: a trigger without an entry cannot happen in that mode.
PUSH and QUIT suspend the program inside a mode; they are not transitions.
"""

from __future__ import annotations

from enum import Enum


class Mode(Enum):
    """Where the user is."""

    TOP_LEVEL = "top level"
    TALK = "talk"
    TALK_COMMAND = "talk command"
    EXTENDED_TALK_COMMAND = "extended talk command"
    FINISHED = "finished"


class Trigger(Enum):
    """What happened."""

    CONNECTION_OPENED = "connection opened"
    ESCAPE_TYPED = "escape character typed"
    EXTENDED_REQUESTED = "extended command requested"
    COMMAND_DONE = "command done"
    CONNECTION_CLOSED = "connection closed"
    FINISH_REQUESTED = "finish requested"


MODE_TRANSITIONS: dict[Mode, dict[Trigger, Mode]] = {
    Mode.TOP_LEVEL: {
        Trigger.CONNECTION_OPENED: Mode.TALK,
        Trigger.COMMAND_DONE: Mode.TOP_LEVEL,
        Trigger.FINISH_REQUESTED: Mode.FINISHED,
    },
    Mode.TALK: {
        Trigger.ESCAPE_TYPED: Mode.TALK_COMMAND,
        Trigger.EXTENDED_REQUESTED: Mode.EXTENDED_TALK_COMMAND,
        Trigger.CONNECTION_CLOSED: Mode.TOP_LEVEL,
        Trigger.FINISH_REQUESTED: Mode.FINISHED,
    },
    Mode.TALK_COMMAND: {
        Trigger.EXTENDED_REQUESTED: Mode.EXTENDED_TALK_COMMAND,
        Trigger.COMMAND_DONE: Mode.TALK,
        Trigger.CONNECTION_CLOSED: Mode.TOP_LEVEL,
        Trigger.FINISH_REQUESTED: Mode.FINISHED,
    },
    Mode.EXTENDED_TALK_COMMAND: {
        Trigger.COMMAND_DONE: Mode.TALK,
        Trigger.CONNECTION_CLOSED: Mode.TOP_LEVEL,
        Trigger.FINISH_REQUESTED: Mode.FINISHED,
    },
}
