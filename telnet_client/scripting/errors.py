"""What a script can meet beside the errors that the rest of the program knows: time-outs, ends, and its own mistakes.

All are `TelnetError`s, and the first two also what Python programs expect in their place. What had arrived is not lost:
it stands in the error and is there for the next call as well.
"""

from __future__ import annotations

from telnet_client.errors import TelnetError


class WaitTimedOut(TelnetError, TimeoutError):
    """What was waited for did not come in time. The connection is as it was."""

    def __init__(self, text: str, received: bytes = b"") -> None:
        super().__init__(text)
        #: What has arrived and has not been read, the newest of it.
        self.received = received


class HostClosed(TelnetError, EOFError):
    """The host closed the connection, and what was waited for had not come."""

    def __init__(self, text: str, received: bytes = b"") -> None:
        super().__init__(text)
        #: What has arrived and has not been read, the newest of it.
        self.received = received


class SessionClosed(TelnetError):
    """The session was used after its `close`."""
