"""The printer of the network virtual terminal, as far as it makes the host wait for the reader: PAGE and OPAQUE.

Sits between the session and the screen. CTRL/S and CTRL/Q stop and start it by hand; with OPAQUE it stops by itself
when the screen is full, and rings the bell. What is held is never more than what was received in one piece, since
nobody listens to the host meanwhile. A connection for which nobody asked for any of this has no printer at all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telnet_client.session.screen_lines import ScreenLines

if TYPE_CHECKING:
    from collections.abc import Callable

_STOP, _START = b"\x13", b"\x11"
_KEYS = re.compile(rb"[\x11\x13]|[^\x11\x13]+")


class NvtPrinter:
    """One connection's."""

    def __init__(self, show: Callable[[bytes], None], bell: Callable[[], None], character_set: str) -> None:
        """`show` puts bytes on the screen, `character_set` is the terminal's as Python names it."""
        self._show = show
        self._bell = bell
        self._lines = ScreenLines(character_set)
        self._is_paging: bool | None = None
        self._is_opaque = False
        self._host_pages = False
        self._starts_at_any_key = False
        self._held: list[bytes] = []
        #: Nothing is printed until CTRL/Q, and the host is to wait.
        self.is_holding = False
        #: That is because the screen is full, and not because of CTRL/S.
        self._is_full = False

    @property
    def pages(self) -> bool:
        """CTRL/S and CTRL/Q work here. What the user wants goes before what the host wants."""
        return self._host_pages if self._is_paging is None else self._is_paging

    def set_paging(self, page: bool | None, opaque: bool) -> None:
        """PAGE and OPAQUE; None where the user said neither PAGE nor NO PAGE."""
        self._is_paging, self._is_opaque = page, opaque
        if self._is_full and not opaque:
            self.release()
        self._end_hold_unless_paging()

    def change_flow_control(self, enabled: bool | None, restart_any: bool | None) -> None:
        """The host's wishes for the same (RFC 1372); None leaves them as they are."""
        if enabled is not None:
            self._host_pages = enabled
        if restart_any is not None:
            self._starts_at_any_key = restart_any
        self._end_hold_unless_paging()

    def resize(self, columns: int, rows: int) -> None:
        """The screen has this size; 0 where the terminal does not say, and then it never gets full."""
        self._lines.resize(columns, rows)

    # From the host

    def print(self, data: bytes, holds: bool = True) -> None:
        """Show `data`, as far as the screen takes it; all of it where that `holds` nothing."""
        if self.is_holding:
            self._held.append(data)
            return
        size = self._lines.fit(data) if holds and self._is_opaque and self.pages else len(data)
        if size:
            self._show(data[:size])
        if size < len(data):
            self._held.append(data[size:])
            self.is_holding = self._is_full = True
            self._bell()

    def release(self) -> None:
        """Show all that is held, and hold no more."""
        self.is_holding = self._is_full = False
        if self._held:
            self._show(self._take_held())

    def discard(self) -> None:
        """Forget all that is held (Synch), but for the end of the last line, and hold no more."""
        self.is_holding = self._is_full = False
        if self._take_held().startswith(b"\n"):
            self._show(b"\n")

    def _take_held(self) -> bytes:
        held = b"".join(self._held)
        self._held.clear()
        return held

    def _end_hold_unless_paging(self) -> None:
        if not self.pages:
            self.release()

    # From the keyboard

    def take_keys(self, keys: bytes) -> bytes:
        """Obey CTRL/S and CTRL/Q among `keys`, if they work here; the others are returned."""
        if not self.pages:
            return keys
        for key in _KEYS.findall(keys):
            if key == _STOP:
                self.is_holding, self._is_full = True, False
            elif key == _START or (self.is_holding and self._starts_at_any_key):
                self._start()
            else:
                self.have_seen()
        return keys.translate(None, _STOP + _START)

    def have_seen(self) -> None:
        """The user has seen what is on the screen: whoever types has."""
        self._lines.restart()

    def _start(self) -> None:
        self.is_holding = self._is_full = False
        self._lines.restart()
        if self._held:
            self.print(self._take_held())
