"""What the user sees of one connection, and the typescript that keeps it.

Sits between the events of the session and the terminal. A line that is edited stands behind what the host says; what
makes something else of the host's bytes, a character set, INPUT, HEX, PAGE, is there only where it is needed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from telnet_client.errors import CommandError
from telnet_client.settings import DEFAULT_CHARACTER_SET

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.protocol.engine import Engine
    from telnet_client.session.character_set import CharacterSet
    from telnet_client.session.hex_dump import HexDump
    from telnet_client.session.line_discipline import LineDiscipline
    from telnet_client.session.nvt_printer import NvtPrinter
    from telnet_client.session.typescript import Typescript
    from telnet_client.settings import Settings
    from telnet_client.terminal.interface import Terminal


class Screen:
    """One connection's view of the terminal."""

    def __init__(self, terminal: Terminal, engine: Engine, keyboard: LineDiscipline) -> None:
        self.typescript: Typescript | None = None
        #: Who gets what the host says besides the terminal: WAIT.
        self.listener: Callable[[bytes], None] | None = None
        #: Where host and terminal do not have the same character set.
        self.character_set: CharacterSet | None = None
        self._terminal = terminal
        self._engine = engine
        self._keyboard = keyboard
        #: INPUT, HEX, and PAGE and OPAQUE.
        self._input_map: Callable[[bytes], bytes] | None = None
        self._hex_dump: HexDump | None = None
        self._printer: NvtPrinter | None = None
        #: Neither character set nor map nor dump stands between the host's data and the printer.
        self._shows_data_as_it_is = True
        self._wanted_character_set = DEFAULT_CHARACTER_SET if _terminal_speaks_utf_8() else ""
        self._wanted_input_map: tuple[str, ...] = ()

    @property
    def host_character_set(self) -> str:
        """As Python names it."""
        if self.character_set is not None:
            return self.character_set.host
        from telnet_client.session.character_set import terminal_character_set

        return terminal_character_set()

    # From the host

    def receive(self, data: bytes) -> None:
        """The host says this."""
        if self.listener is not None:
            self.listener(data)
        text = data if self._shows_data_as_it_is else self._as_text(data)
        # Before it is shown: whatever ends the program, nothing that was seen is missing.
        if self.typescript is not None:
            self._keep(lambda typescript: typescript.write(data if typescript.keeps_host_bytes else text))
        self._print(text if self._hex_dump is None else self._as_dump(data, self._hex_dump))

    def show_rest(self) -> None:
        """Nothing more comes from the host: show what was held, and half a character."""
        self._show_half_character()
        if self._printer is not None:
            self._printer.release()

    def discard_held(self) -> None:
        """What is held for the user to read is not to be shown any more."""
        if self._printer is not None:
            self._printer.discard()

    def _as_text(self, data: bytes) -> bytes:
        """Pipes and files get the host's bytes, and so does everybody while TRANSPARENT is in effect."""
        if self._terminal.has_screen and not (self._keyboard.is_transparent and self._engine.receives_binary):
            if self._input_map is not None:
                data = self._input_map(data)
            return data if self.character_set is None else self.character_set.for_screen(data)
        return data if self.character_set is None else self.character_set.rest_for_screen() + data

    def _as_dump(self, data: bytes, hex_dump: HexDump) -> bytes:
        """Rows, from the left margin on. Where the host does not echo, what is typed here has the line behind them."""
        if not (hex_dump.is_open or self._hide_line()):
            self._terminal.fresh_line()
        return hex_dump.dump(data, self._terminal.size()[0], grows=self._engine.remote_echo)

    def _print(self, data: bytes) -> None:
        """Show it when the user has seen what came before; a file of commands waits for nobody."""
        if self._printer is None:
            self._put(data)
        else:
            if self.listener is not None:
                self._printer.release()
            self._printer.print(data, holds=self.listener is None)

    def _put(self, data: bytes) -> None:
        if data:
            # Standard output that is no terminal has the host's bytes alone.
            is_shared = self._terminal.has_screen
            self._terminal.show(self._keyboard.around(data) if is_shared else data)

    # From here

    def echo(self, data: bytes) -> None:
        """Show what is echoed here. Whoever types looks at it, so it is never held."""
        self.record(data)
        if self._terminal.has_screen:
            self._put(data)
        else:
            self.draw(data)

    def draw(self, data: bytes) -> None:
        """Show what belongs to a line that is not finished, and to no typescript."""
        if data and self._terminal.has_screen:
            self._terminal.show(data)
        elif data:
            self._terminal.message(data.decode("utf-8", "replace"))

    def record(self, data: bytes) -> None:
        """Keep in the typescript what was typed and is on the screen already."""
        if self.typescript is not None:
            typed = data if self.character_set is None else self.character_set.for_typescript(data)
            self._keep(lambda typescript: typescript.write(typed if typescript.keeps_host_bytes else data))

    def say(self, text: str) -> None:
        """A message of TELNET's own, on a line of its own; half a line that was typed stands behind it."""
        if not self._hide_line():
            self._terminal.fresh_line()
        self._terminal.message(f"{text}\n")
        self._keyboard.moved_to_margin()
        self.draw(self._keyboard.show())

    def leave_line(self) -> None:
        """Commands have the screen: the cursor goes below half a line."""
        self.draw(self._keyboard.leave())

    def resume_line(self) -> None:
        """The conversation goes on: half a line is shown again."""
        if self._keyboard.is_left:
            if self._keyboard.has_line:
                self._terminal.fresh_line()
            self.draw(self._keyboard.resume(self._terminal.is_at_margin))

    def _hide_line(self) -> bool:
        """For something else to be printed: is the cursor at the margin, now that half a line is gone?"""
        hidden = self._keyboard.hide()
        self.draw(hidden)
        return bool(hidden) and self._keyboard.is_at_margin

    # The typescript

    def end_typescript(self) -> None:
        """Close it, if there is one, with what it had not written yet."""
        self._keep(lambda typescript: typescript.finish())
        self.typescript = None

    def _keep(self, append: Callable[[Typescript], None]) -> None:
        """A typescript that cannot be kept ends with an error; the connection goes on."""
        if self.typescript is not None:
            try:
                append(self.typescript)
            except CommandError as error:
                self.typescript = None
                self.say(f"?{error}")

    # PAGE and OPAQUE

    @property
    def pages(self) -> bool:
        """CTRL/S and CTRL/Q stop and start the output here."""
        return self._printer is not None and self._printer.pages

    @property
    def is_holding(self) -> bool:
        """Output is held for the user to read: the host has to wait."""
        return self._printer is not None and self._printer.is_holding and self.listener is None

    def take_keys(self, keys: bytes) -> bytes:
        """Obey CTRL/S and CTRL/Q among `keys`, if they are PAGE's; the others are returned."""
        return keys if self._printer is None else self._printer.take_keys(keys)

    def have_seen(self) -> None:
        """The user has seen all that is on it: it is full only when there is as much again."""
        if self._printer is not None:
            self._printer.have_seen()

    def change_flow_control(self, enabled: bool | None, restart_any: bool | None) -> None:
        """As the host wants it (RFC 1372), and not from the beginning: most hosts have CTRL/S for themselves."""
        if printer := self._have_printer():
            printer.change_flow_control(enabled, restart_any)

    def _have_printer(self) -> NvtPrinter | None:
        """None where nobody could press CTRL/Q."""
        terminal = self._terminal
        if self._printer is None and terminal.has_keyboard and terminal.has_screen:
            from telnet_client.session.character_set import terminal_character_set
            from telnet_client.session.nvt_printer import NvtPrinter

            self._printer = NvtPrinter(self._put, terminal.bell, terminal_character_set())
            self._printer.resize(*terminal.size())
        return self._printer

    # What the user decides

    def follow(self, settings: Settings) -> None:
        """What was said of it."""
        if settings.character_set != self._wanted_character_set:
            self._wanted_character_set = settings.character_set
            self.change_character_set(settings.character_set)
        if settings.input_map != self._wanted_input_map:
            self._wanted_input_map = settings.input_map
            self._change_input_map(settings.input_map)
        if settings.hex != (self._hex_dump is not None):
            self._change_view(settings.hex)
        is_asked_for = settings.page is not None or settings.opaque
        printer = self._have_printer() if is_asked_for else self._printer
        if printer is not None:
            printer.set_paging(settings.page, settings.opaque)

    def resize(self, columns: int, rows: int) -> None:
        """The terminal has another size."""
        self.draw(self._keyboard.resize(columns, rows))
        if self._printer is not None:
            self._printer.resize(columns, rows)
        self._keep(lambda typescript: typescript.resize(columns, rows))

    def change_character_set(self, name: str) -> None:
        """The host's, as Python or the user names it."""
        from telnet_client.session.character_set import character_set_of

        self._show_half_character()
        self.character_set = character_set_of(name)
        self._settle()

    def _show_half_character(self) -> None:
        if self.character_set is not None and self._hex_dump is None:
            self._print(self.character_set.rest_for_screen())

    def _change_input_map(self, names: tuple[str, ...]) -> None:
        from telnet_client.session.character_map import INPUT_MAPS, replacements_of, translation

        replacements = replacements_of(INPUT_MAPS, names)
        self._input_map = translation(replacements) if replacements else None
        self._settle()

    def _change_view(self, in_hex: bool) -> None:
        if self._hex_dump is not None:
            if self._hex_dump.is_open:
                self._terminal.fresh_line()
            self._hex_dump = None
        elif in_hex and self._terminal.has_screen:
            from telnet_client.session.hex_dump import HexDump

            self._show_half_character()
            self._hex_dump = HexDump()
        self._settle()

    def _settle(self) -> None:
        views = (self.character_set, self._input_map, self._hex_dump)
        self._shows_data_as_it_is = all(view is None for view in views)


def _terminal_speaks_utf_8() -> bool:
    """A look at the locale's name that costs nothing; where it is in doubt, `character_set` knows."""
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "." not in locale or locale.upper().endswith((".UTF-8", ".UTF8"))
