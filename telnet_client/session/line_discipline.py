"""What becomes of a key on its way to the host: what is shown here, what is sent, and when.

Sits between the keyboard and the engine, as the line discipline of a terminal driver does; nothing else decides about
echo and editing. While the host echoes and takes characters one by one, keys pass through untouched. The editor and all
that belongs to it is loaded when it is needed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telnet_client.protocol.own_characters import COMMON_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from telnet_client.protocol.engine import Engine
    from telnet_client.protocol.linemode.client_side import LinemodeState
    from telnet_client.session.line_actions import Action
    from telnet_client.session.line_editor import LineEditor
    from telnet_client.session.line_rules import Rules

#: How a typed control character is echoed; the rest echo as themselves.
_ECHOES = {code: f"^{chr(code ^ 64)}".encode() for code in range(32)} | {
    0x07: b"\a",
    0x08: b"\b \b",
    0x09: b"\t",
    0x0A: b"\r\n",
    0x0D: b"\r\n",
    0x7F: b"\b \b",
}
#: By what the Backspace key is to send: what it may type instead, and that.
_BACKSPACES = {"BS": (b"\x7f", b"\b"), "DEL": (b"\b", b"\x7f")}
#: No prompt is longer, in bytes; what came before has gone off the screen or is control sequences.
_LONGEST_PROMPT = 4096


def local_echo(keys: bytes, literal: Collection[int] = ()) -> bytes:
    """What `keys` look like on the screen of a terminal that echoes by itself, character by character (RFC 857).

    The `literal` control characters among them are not made visible.
    """
    if keys.isascii() and keys.decode().isprintable():
        return keys
    return b"".join(bytes((code,)) if code in literal else _ECHOES.get(code, bytes((code,))) for code in keys)


class LineDiscipline:
    """The keyboard side of one connection, and the line on the screen that belongs to it."""

    def __init__(self, engine: Engine) -> None:
        #: LINE given by the user, NO LINE, or None: as echo and protocol have it.
        self.line: bool | None = None
        #: What the Backspace key sends: DEL, BS, or None for what it types.
        self.backspace_key: str | None = None
        #: TRANSPARENT given by the user: where that is in effect every byte goes as it is.
        self.is_transparent = False
        #: Special characters by RFC 1184's numbers, None for none: the terminal's, and what the user changed of them.
        self.terminal_characters: dict[int, int | None] = dict(COMMON_CHARACTERS)
        self.changed_characters: dict[int, int | None] = {}
        #: Keys go to the host as they are, and nothing else is done. As of the last `settle`.
        self.passes_keys = False
        #: A newline of the host's returns the cursor to the left margin. As of the last `settle`.
        self._newline_returns = False
        self._engine = engine
        self._editor: LineEditor | None = None
        self._size = (0, 0)
        self._rules: tuple[object, Rules] | None = None
        #: Where the cursor was, and what was printed since.
        self._column = 0
        self._printed = b""
        #: The last of it was a carriage return: there may be something to the right of the cursor.
        self._has_returned = False
        #: Commands have the screen until `resume`.
        self.is_left = False

    # Keys

    @property
    def characters(self) -> dict[int, int | None]:
        """The special characters where there is no LINEMODE, and those it begins with."""
        return {**self.terminal_characters, **self.changed_characters}

    @property
    def edits_lines(self) -> bool:
        """The line editor is on."""
        engine = self._engine
        linemode = engine.linemode
        if linemode is not None:
            return linemode.mode.edit
        if engine.remote_echo or self.line is False:
            return False
        if self.line:
            return True
        return not (self._passes_every_byte or (engine.speaks_telnet and engine.go_ahead_suppressed))

    @property
    def _passes_every_byte(self) -> bool:
        return self.is_transparent and self._engine.sends_binary

    def type(self, keys: bytes) -> Sequence[Action]:
        """What follows from `keys`."""
        if self.edits_lines:
            return self._edit(keys)
        if self.backspace_key is not None and not self._passes_every_byte:
            keys = keys.replace(*_BACKSPACES[self.backspace_key])
        linemode = self._engine.linemode
        if linemode is not None and linemode.mode.trapsig:
            return self._trap(keys, linemode)
        return self.press(keys)

    def press(self, keys: bytes) -> Sequence[Action]:
        """What follows from `keys` that are to be sent at once, whatever they mean."""
        from telnet_client.session.line_actions import Echo, Press

        if self._engine.remote_echo:
            return (Press(keys),)
        linemode = self._engine.linemode
        if linemode is None or not linemode.mode.lit_echo:
            return Echo(local_echo(keys)), Press(keys)
        from telnet_client.session.glyph import HARMLESS

        return Echo(local_echo(keys, HARMLESS)), Press(keys)

    def _trap(self, keys: bytes, linemode: LinemodeState) -> Sequence[Action]:
        """Signals as commands, all else as it is."""
        rules = self._current_rules(linemode)
        signals = {bytes((code,)): rules.signals.get(function) for code, function in rules.functions.items()}
        actions: list[Action] = []
        for part in re.split(b"([%s])" % b"".join(map(re.escape, signals)), keys) if signals else (keys,):
            signal = signals.get(part)
            if signal is not None:
                actions.append(signal)
            elif part:
                actions += self.press(part)
        return actions

    def _edit(self, keys: bytes) -> Sequence[Action]:
        editor = self._editor or self._make_editor()
        editor.follow(self._current_rules(self._engine.linemode))
        editor.echo(not self._engine.remote_echo)
        if editor.is_empty:
            editor.begin(self._find_column(editor))
        elif editor.display.is_away:
            editor.display.show(self._find_column(editor))
        actions = editor.type(keys)
        self._follow_cursor(editor)
        return actions

    def settle(self) -> Sequence[Action]:
        """Host or user want something else: half a line that cannot be edited any more is sent.

        For (a) from now on the host gets keys as they are typed, and these were, and (b) the user sees them.
        """
        engine, editor = self._engine, self._editor
        self.passes_keys = engine.remote_echo and engine.linemode is None and self.backspace_key is None
        self._newline_returns = not engine.speaks_telnet and not engine.receives_binary
        if editor is None:
            return ()
        if self.edits_lines:
            editor.echo(not engine.remote_echo)
            return ()
        if editor.is_empty:
            return ()
        if editor.display.is_away and not self.is_left:
            editor.display.show(self._find_column(editor))
        actions = editor.take_line()
        self._follow_cursor(editor)
        return actions

    def _make_editor(self) -> LineEditor:
        from telnet_client.session.character_set import terminal_character_set
        from telnet_client.session.line_editor import LineEditor

        self._editor = LineEditor(terminal_character_set())
        self._editor.display.resize(*self._size)
        return self._editor

    def _current_rules(self, linemode: LinemodeState | None) -> Rules:
        """Made anew only when what they are made of has changed."""
        from telnet_client.session.line_rules import common_rules, linemode_rules

        origin = (self._engine.speaks_telnet, self.characters) if linemode is None else linemode
        if self._rules is None or self._rules[0] != origin:
            self._rules = (origin, common_rules(*origin) if linemode is None else linemode_rules(linemode))
        return self._rules[1]

    # The screen

    def resize(self, columns: int, rows: int) -> bytes:
        """The screen has this size now; what to print."""
        self._size = columns, rows
        if self._editor is None:
            return b""
        self._editor.display.resize(columns, rows)
        return self._take_output(self._editor)

    def around(self, data: bytes) -> bytes:
        """What to print for `data` to be seen, which is not the user's: a line that is edited stands behind it."""
        if not self.has_line:
            self._follow(data)
            return data
        hidden = self.hide()
        self._follow(data)
        return hidden + data + self.show()

    def hide(self) -> bytes:
        """What to print for the line to be gone from the screen until `show`."""
        editor = self._editor
        if editor is None or editor.is_empty or editor.display.is_away:
            return b""
        editor.display.hide()
        return self._take_output(editor)

    def show(self) -> bytes:
        """What to print for the line to be there again; not now if that would be in the middle of something."""
        editor = self._editor
        if editor is None or editor.is_empty or self.is_left or self._has_returned or not editor.display.is_away:
            return b""
        from telnet_client.session.screen_column import is_within_sequence

        if is_within_sequence(self._printed):
            return b""
        editor.display.show(self._find_column(editor))
        return self._take_output(editor)

    def leave(self) -> bytes:
        """What to print for the cursor to be below the line: commands have the screen."""
        self.is_left = True
        if self._editor is None or self._editor.is_empty:
            return b""
        self._editor.display.leave()
        return self._take_output(self._editor)

    def resume(self, is_at_margin: bool) -> bytes:
        """What to print for the line to be there again; the cursor may be at the left margin now."""
        self.is_left = False
        if is_at_margin:
            self.moved_to_margin()
        return self.show()

    @property
    def has_line(self) -> bool:
        """Half a line has been typed."""
        return self._editor is not None and not self._editor.is_empty

    @property
    def is_at_margin(self) -> bool:
        """The line would begin in the first column."""
        return not self._column and not self._printed

    def moved_to_margin(self) -> None:
        """Something else was printed, and the cursor is at the left margin now."""
        self._column, self._printed, self._has_returned = 0, b"", False

    def _follow(self, data: bytes) -> None:
        at = data.rfind(b"\r")
        self._has_returned = 0 <= at == len(data) - 1
        if self._newline_returns:
            at = max(at, data.rfind(b"\n"))
        if at >= 0:
            self._column = 0
            self._printed = data[at + 1 :][-_LONGEST_PROMPT:]
        else:
            self._printed = (self._printed + data[-_LONGEST_PROMPT:])[-_LONGEST_PROMPT:]

    def _find_column(self, editor: LineEditor) -> int:
        """Where the cursor is: the beginning of a line."""
        if self._printed:
            from telnet_client.session.screen_column import column_behind

            printed = self._printed.decode(editor.encoding, "replace")
            self._column, self._printed = column_behind(printed, self._column, editor.display.columns), b""
        return self._column

    def _follow_cursor(self, editor: LineEditor) -> None:
        self._column, self._printed, self._has_returned = editor.display.column, b"", False

    def _take_output(self, editor: LineEditor) -> bytes:
        output = editor.display.take_output().encode(editor.encoding, "replace")
        if output:
            self._follow_cursor(editor)
        return output
