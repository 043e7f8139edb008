"""The interactive command line at TELNET> and TELNET!: the only user of prompt_toolkit.

Imported when the first prompt appears and never on the way to talk mode.
"""

from __future__ import annotations

import os

from prompt_toolkit import PromptSession
from prompt_toolkit.data_structures import Size
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input.typeahead import get_typeahead, store_typeahead
from prompt_toolkit.input.vt100 import Vt100Input
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.output.vt100 import Vt100_Output

_HISTORY = InMemoryHistory()


class CommandPrompt:
    """One line from the user's keyboard, edited on the user's screen."""

    def __init__(self, keyboard: int, screen: int) -> None:
        self._keyboard = keyboard
        self._screen = screen
        self._typed_ahead = b""

    def read_line(self, prompt: str, keys: bytes) -> str | None:
        """The line, or None for CTRL/D on an empty one. `keys` were typed before the prompt came."""
        with (
            os.fdopen(os.dup(self._keyboard), "r", encoding="utf-8", errors="surrogateescape") as stdin,
            os.fdopen(os.dup(self._screen), "w", encoding="utf-8", errors="replace") as stdout,
        ):
            user_input = Vt100Input(stdin)
            store_typeahead(user_input, _key_presses(keys))
            # Without CPR: an answer that comes late would be typed to the host.
            output = Vt100_Output(stdout, self._size, term=os.environ.get("TERM"), enable_cpr=False)
            session: PromptSession[str] = PromptSession(
                history=_HISTORY, input=user_input, output=output, reserve_space_for_menu=0
            )
            try:
                return session.prompt(prompt)
            except EOFError:
                return None
            finally:
                ahead = "".join(key.data for key in get_typeahead(user_input))
                self._typed_ahead = ahead.encode("utf-8", "surrogateescape")

    def _size(self) -> Size:
        columns, rows = os.get_terminal_size(self._screen)
        return Size(rows=rows or 24, columns=columns or 80)

    def typed_ahead(self) -> bytes:
        """What was typed behind the line's end: it belongs to whoever reads next."""
        return self._typed_ahead


def _key_presses(keys: bytes) -> list[KeyPress]:
    """Raw bytes as prompt_toolkit's own keyboard reader would have seen them."""
    presses: list[KeyPress] = []
    parser = Vt100Parser(presses.append)
    parser.feed_and_flush(keys.decode("utf-8", "surrogateescape"))
    return presses
