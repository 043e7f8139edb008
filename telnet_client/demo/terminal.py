"""A caller's terminal as the host knows it: what was negotiated, and the text that is on its way there.

Sits between the host's programs, which show text with newlines, and the connection, which takes it away as the
network allows. What a caller does not read is kept up to a limit; behind that it is lost, as on any terminal.
"""

from __future__ import annotations

#: Characters that may wait.
LIMIT = 1 << 16
#: The width to lay text out for where the caller told none.
USUAL_WIDTH = 80


class Terminal:
    """One caller's screen, keyboard aside."""

    __slots__ = ("_shown", "_waiting", "columns", "is_at_margin", "is_echoing", "name", "rows")

    def __init__(self) -> None:
        #: As TERMINAL-TYPE told it; "" for nothing told.
        self.name = ""
        #: As NAWS told them; 0 for nothing told.
        self.columns = 0
        self.rows = 0
        #: The host shows what is typed (ECHO). Otherwise the terminal has shown it already.
        self.is_echoing = False
        #: The cursor is at the beginning of a line.
        self.is_at_margin = True
        self._shown: list[str] = []
        self._waiting = 0

    @property
    def width(self) -> int:
        """Columns to lay text out for."""
        return self.columns or USUAL_WIDTH

    @property
    def is_behind(self) -> bool:
        """More waits than a screen can hold: nothing new should be begun."""
        return self._waiting > LIMIT // 2

    def show(self, text: str) -> None:
        """Put `text`, its lines ending in newlines, on the screen."""
        if text and self._waiting + len(text) <= LIMIT:
            self._shown.append(text)
            self._waiting += len(text)
            self.is_at_margin = text.endswith("\n")

    def echo(self, text: str) -> None:
        """What the user sees of a key."""
        if self.is_echoing:
            self.show(text)
        else:
            self.is_at_margin = text.endswith("\n")

    def fresh_line(self) -> None:
        """Go to the beginning of a line, if the cursor is not there."""
        if not self.is_at_margin:
            self.show("\n")

    def ring(self) -> None:
        """Ring the bell, which moves nothing."""
        is_at_margin = self.is_at_margin
        self.show("\a")
        self.is_at_margin = is_at_margin

    def discard(self) -> None:
        """Forget what waits."""
        self._shown.clear()
        self._waiting = 0

    def take(self) -> str:
        """What waits, as lines that end in CR LF."""
        text = "".join(self._shown)
        self.discard()
        return text.replace("\n", "\r\n")
