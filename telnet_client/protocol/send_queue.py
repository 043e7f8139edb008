"""What waits to be taken to the network, in order: the user's bytes without limit, answers to the peer with one.

What the user types may be held, while commands and answers go on (RFC 2217). It is bounded by who reads the keyboard.
The peer asks as much as it likes and may never read.
"""

from __future__ import annotations

#: Bytes of answers that may wait. A host that sends faster than it reads loses answers, not our memory.
ANSWER_LIMIT = 1 << 16


class SendQueue:
    """Bytes on their way out."""

    __slots__ = ("_answered", "_held", "_is_holding", "_parts", "held_size", "is_overflowing")

    def __init__(self) -> None:
        #: An answer was not taken, so no other will be until the queue is.
        self.is_overflowing = False
        self._parts: list[bytes] = []
        self._answered = 0
        self._held: list[bytes] = []
        self._is_holding = False
        #: Bytes that `take` does not give away yet.
        self.held_size = 0

    def put(self, data: bytes) -> None:
        """Queue what the user wants sent: a command."""
        self._parts.append(data)

    def put_data(self, data: bytes) -> None:
        """Queue what the user typed; it may be held."""
        if self._is_holding:
            self._held.append(data)
            self.held_size += len(data)
        else:
            self._parts.append(data)

    def hold(self, wanted: bool) -> None:
        """Hold data from now on, or let it go."""
        self._is_holding = wanted
        if not wanted:
            self._parts += self._held
            self.drop_held()

    def put_answer(self, data: bytes) -> bool:
        """Queue what the peer asked for; False, and it is not queued, where too much of that waits already."""
        if self.is_overflowing or self._answered + len(data) > ANSWER_LIMIT:
            self.is_overflowing = True
            return False
        self._answered += len(data)
        self._parts.append(data)
        return True

    def drop_held(self) -> None:
        """What is held is not to be sent at all."""
        self._held.clear()
        self.held_size = 0

    def take(self) -> bytes:
        """All that waits and is not held. The queue is empty then."""
        data = b"".join(self._parts)
        self._parts.clear()
        self._answered = 0
        self.is_overflowing = False
        return data
