"""Somebody who types at a `CommandPrompt` in this process: keys go in by a pipe, a screen of pyte shows what comes."""

from __future__ import annotations

import contextlib
import os
import tempfile
from typing import TYPE_CHECKING, Self

import pyte

from comnd.original_tables import TOP_LEVEL
from support.screen import TerminalScreen
from telnet_client.terminal.command_history import CommandHistory
from telnet_client.terminal.command_prompt import CommandPrompt

if TYPE_CHECKING:
    from pathlib import Path

    from telnet_client.comnd.grammar import Step

PROMPT = "TELNET>"
RETURN, ESC, TAB = "\r", "\x1b", "\t"
UP, DOWN, RIGHT, LEFT, HOME, END = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F"
DELETE, WORD_LEFT, WORD_RIGHT, F5 = "\x1b[3~", "\x1b[1;5D", "\x1b[1;5C", "\x1b[15~"


def control(letter: str) -> str:
    """What CTRL and the letter type."""
    return chr(ord(letter) & 0x1F)


def paste(text: str) -> str:
    """What a terminal types for a paste."""
    return f"\x1b[200~{text}\x1b[201~"


class Typist:
    """A keyboard, a screen and the prompt between them; a context that lets go of all three."""

    def __init__(self, folder: Path, *, columns: int = 80, rows: int = 24, is_coloured: bool = False) -> None:
        self.size = (columns, rows)
        self.suspensions = 0
        self.history_file = folder / "state" / "history"
        self._keyboard, self._keys = os.pipe()
        self._shown = tempfile.TemporaryFile()  # noqa: SIM115 (closed at the end of the context)
        self._screen = TerminalScreen(columns, rows, lambda _answer: None)
        self._stream = pyte.ByteStream(self._screen)
        self.output = b""
        self.prompt = CommandPrompt(
            self._keyboard,
            self._shown.fileno(),
            lambda: self.size,
            lambda: None,
            self._suspend,
            is_coloured=is_coloured,
            history=CommandHistory(str(self.history_file)),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.prompt.close()
        self._shown.close()
        os.close(self._keyboard)
        with contextlib.suppress(OSError):
            os.close(self._keys)

    def _suspend(self) -> bool:
        self.suspensions += 1
        return True

    def type(self, keys: str | bytes) -> None:
        """Type before anybody reads; no more than a pipe holds."""
        os.write(self._keys, keys.encode("utf-8", "surrogateescape") if isinstance(keys, str) else keys)

    def hang_up(self) -> None:
        """No more keys will come."""
        os.close(self._keys)

    def read_line(
        self, keys: str | bytes = "", grammar: Step = TOP_LEVEL, prompt: str = PROMPT, before: bytes = b""
    ) -> str | None:
        """The line that `keys` make, `before` having been typed before the prompt came."""
        self.type(keys)
        try:
            return self.prompt.read_line(prompt, grammar, before)
        finally:
            self._look()

    def _look(self) -> None:
        fresh = os.pread(self._shown.fileno(), 1 << 30, len(self.output))
        self.output += fresh
        self._stream.feed(fresh.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    @property
    def bells(self) -> int:
        """How often it has rung."""
        return self.output.count(b"\a")

    @property
    def text(self) -> str:
        """What the screen shows, without the empty line the cursor is on."""
        return self._screen.text.rstrip("\n")
