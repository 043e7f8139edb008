"""The keyboard while a command line is typed: bytes in, prompt_toolkit's key presses out, and what was typed too early.

Stands between a descriptor and the prompt. A run of ordinary characters is one press and a paste is one press a chunk,
so that their length costs nothing. No byte is lost: what the prompt did not take is given back as it was typed.
"""

from __future__ import annotations

import os
import re
import select
from asyncio import get_running_loop
from codecs import getincrementaldecoder
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from prompt_toolkit.input import Input
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.input.typeahead import clear_typeahead, get_typeahead, store_typeahead
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager

_READ_SIZE = 65536
#: A lone ESC is one when nothing has followed it for so long, in seconds; also the longest pause within a paste.
PATIENCE = 0.05
#: No more than this is waited for when a paste has to be given back as a whole, in characters.
_LONGEST_PASTE = 1 << 20
#: What a terminal puts around a paste (XTerm Control Sequences, "Bracketed Paste Mode").
_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_INTERRUPT = "\x03"
#: A control sequence, a run of ordinary characters, or any single one. `?` acts, so it is not ordinary.
_KEY = re.compile(
    r"\x1b(?:\[\[[A-E]|\[[0-?]{0,32}[ -/]{0,4}[@-~]|O[ -~])|[^\x00-\x1f?\x7f-\x9f]+|.",
    re.DOTALL,
)
#: A control sequence of which more may come.
_UNFINISHED = re.compile(r"\x1b(?:\[\[?|\[[0-?]{1,32}[ -/]{0,4}|O)?\Z")


class Keyboard(Input):
    """A descriptor with keys in it; its modes are somebody else's business."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._decoder = getincrementaldecoder("utf-8")("surrogateescape")
        #: The beginning of a control sequence, or within a paste of the mark that ends it.
        self._held = ""
        self._is_pasting = False
        self._is_closed = False

    # As prompt_toolkit wants it

    def fileno(self) -> int:
        """For the event loop."""
        return self._fd

    def typeahead_hash(self) -> str:
        """Under which prompt_toolkit keeps what was typed too early."""
        return f"keyboard-{id(self)}"

    @property
    def closed(self) -> bool:
        """There will be no more keys."""
        return self._is_closed

    def raw_mode(self) -> AbstractContextManager[None]:
        """Nothing: the modes are set around the whole prompt."""
        return nullcontext()

    def cooked_mode(self) -> AbstractContextManager[None]:
        """Nothing."""
        return nullcontext()

    @contextmanager
    def attach(self, input_ready_callback: Callable[[], None]) -> Generator[None, None, None]:
        """Within this context the running event loop calls back when there are keys."""
        loop = get_running_loop()
        loop.add_reader(self._fd, input_ready_callback)
        try:
            yield
        finally:
            loop.remove_reader(self._fd)

    @contextmanager
    def detach(self) -> Generator[None, None, None]:
        """Within this context it does not."""
        get_running_loop().remove_reader(self._fd)
        yield

    def read_keys(self) -> list[KeyPress]:
        """What there is to read, perhaps nothing."""
        return self._presses_of(self._decoder.decode(self._read()))

    def flush_keys(self) -> list[KeyPress]:
        """Nothing has followed: what is held is no beginning of a control sequence. The end of a paste will come."""
        if self._is_pasting:
            return []
        held, self._held = self._held, ""
        return [_press(character) for character in held]

    # Of our own

    @property
    def is_holding(self) -> bool:
        """`flush_keys` has something."""
        return bool(self._held) and not self._is_pasting

    def has_keys(self, seconds: float | None) -> bool:
        """There is something to read, or will be within so many seconds; None to wait for it."""
        return bool(select.select([self._fd], [], [], seconds)[0])

    def type_ahead(self, keys: bytes) -> None:
        """Keys that somebody else read before."""
        store_typeahead(self, self._presses_of(self._decoder.decode(keys)))

    def take_typed_ahead(self) -> bytes:
        """Everything that was read and not used. A line end within is Return, as the key sends it."""
        length = 0
        while self._is_pasting and length < _LONGEST_PASTE and self.has_keys(PATIENCE):
            presses = self.read_keys()
            length += sum(len(press.data) for press in presses)
            store_typeahead(self, presses)
            if self._is_closed:
                break
        text = "".join(press.data for press in get_typeahead(self)) + self._held
        undecoded, _ = self._decoder.getstate()
        self._forget()
        typed = text.encode("utf-8", "surrogateescape") + undecoded
        return typed.replace(b"\r\n", b"\r").replace(b"\n", b"\r")

    def forget_typed_ahead(self) -> None:
        """As if nothing had been typed."""
        clear_typeahead(self)
        self._forget()

    def _forget(self) -> None:
        self._held = ""
        self._is_pasting = False
        self._decoder.reset()

    def _read(self) -> bytes:
        if self._is_closed or not self.has_keys(0):
            return b""
        try:
            keys = os.read(self._fd, _READ_SIZE)
        except BlockingIOError:
            return b""
        except OSError:  # a terminal that was hung up
            keys = b""
        self._is_closed = not keys
        return keys

    def _presses_of(self, text: str) -> list[KeyPress]:
        if text == _INTERRUPT:
            # Typed by itself: the terminal has forgotten to end its paste.
            self._is_pasting = False
        text, self._held = self._held + text, ""
        presses: list[KeyPress] = []
        while text:
            mark = _PASTE_ENDS if self._is_pasting else _PASTE_BEGINS
            part, found, text = text.partition(mark)
            if not found:
                part = self._hold_back(part)
            if not self._is_pasting:
                presses += _keys(part)
            elif part:
                presses.append(KeyPress(Keys.BracketedPaste, part))
            if found:
                self._is_pasting = not self._is_pasting
        return presses

    def _hold_back(self, part: str) -> str:
        """`part` without an end that may be the beginning of something."""
        if self._is_pasting:
            length = next((n for n in range(len(_PASTE_ENDS) - 1, 0, -1) if part.endswith(_PASTE_ENDS[:n])), 0)
        else:
            unfinished = _UNFINISHED.search(part, max(0, len(part) - 40))
            length = len(unfinished[0]) if unfinished else 0
        kept = len(part) - length
        self._held = part[kept:]
        return part[:kept]


def split_run(press: KeyPress) -> tuple[KeyPress, list[KeyPress]]:
    """The first character of a run of them, and the rest; any other press as it is."""
    if isinstance(press.key, Keys) or len(press.data) < 2:
        return press, []
    first, rest = press.data[0], press.data[1:]
    return KeyPress(first, first), [KeyPress(rest[0], rest)]


def _keys(text: str) -> list[KeyPress]:
    return [_press(match[0]) for match in _KEY.finditer(text)]


def _press(typed: str) -> KeyPress:
    """One key, or a run of characters under the name of its first."""
    key: Keys | str | tuple[Keys | str, ...] | None = ANSI_SEQUENCES.get(typed)
    if isinstance(key, tuple):
        # With the meta key: the key alone means as much here.
        key = key[-1]
    if key is None:
        key = Keys.Ignore if typed[0] == "\x1b" else typed[0]
    return KeyPress(key, typed)
