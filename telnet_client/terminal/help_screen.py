"""What `?` prints: behind the line that was typed, a page at a time, in place of the line, which is drawn again below.

Sits between the prompt's application, which is interrupted for as long as it takes, and the pager.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.screen import Char
from prompt_toolkit.renderer import print_formatted_text

from telnet_client.terminal.keyboard import PATIENCE, split_run
from telnet_client.terminal.line_colours import STYLE
from telnet_client.terminal.pager import Wanted, show_in_pages

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from prompt_toolkit.application import Application
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyPress

    from telnet_client.terminal.keyboard import Keyboard
    from telnet_client.terminal.line_colours import CommandLineLexer

#: The answers to ` --More--`.
PAGER_KEYS: Mapping[Keys | str, Wanted] = {
    " ": Wanted.PAGE,
    Keys.ControlM: Wanted.LINE,
    Keys.ControlJ: Wanted.LINE,
    "q": Wanted.NOTHING,
    "Q": Wanted.NOTHING,
}


class HelpScreen:
    """The screen as the pager wants it, while a line is being typed."""

    def __init__(self, application: Application[Any], keyboard: Keyboard, lexer: CommandLineLexer) -> None:
        self._application = application
        self._keyboard = keyboard
        self._lexer = lexer
        self._lines: list[StyleAndTextTuples] = []

    def show(self, prompt: str, typed: str, help: str, line: str) -> None:
        """Print `help` behind `prompt`, the text `typed` and a `?`; `line` will stand behind the prompt afterwards."""
        self._application.renderer.erase()
        *above, last = typed.split("\n")
        first, *below = help.split("\n")
        self._lines = [self._fragments(text) for text in above]
        self._lines.append([*self._fragments(last), ("", f"?{first}")])
        self._lines += [[("", text)] for text in below]
        self._lines[0].insert(0, ("", prompt))
        lines = ["".join(text for _, text, *_ in fragments) for fragments in self._lines]
        show_in_pages(lines, prompt + written_out(line), self)
        self._application.output.flush()

    def size(self) -> tuple[int, int]:
        """Columns and rows, as they are now."""
        size = self._application.output.get_size()
        return size.columns, size.rows

    def print_line(self, number: int) -> None:
        """Print the line of this number and its end."""
        fragments, output = self._lines[number], self._application.output
        if any(style for style, *_ in fragments):
            print_formatted_text(output, fragments, STYLE, color_depth=self._application.color_depth)
        else:
            output.write("".join(text for _, text, *_ in fragments))
        output.write_raw("\r\n")

    def write(self, text: str) -> None:
        """Print `text` as it is, at once."""
        self._application.output.write_raw(text)
        self._application.output.flush()

    def wait_for_wish(self) -> Wanted:
        """Wait for a key that says how to go on. Any other ends the list and is typed into the line."""
        press = self._next_press()
        wanted = None if press is None else PAGER_KEYS.get(press.key)
        if press is not None and wanted is None:
            self._application.key_processor.feed(press, first=True)
        return wanted or Wanted.NOTHING

    def _next_press(self) -> KeyPress | None:
        processor, keyboard = self._application.key_processor, self._keyboard
        while not processor.input_queue:
            if keyboard.closed:
                return None
            has_keys = keyboard.has_keys(PATIENCE if keyboard.is_holding else None)
            processor.feed_multiple(keyboard.read_keys() if has_keys else keyboard.flush_keys())
        press, rest = split_run(processor.input_queue.popleft())
        processor.feed_multiple(rest, first=True)
        return press

    def _fragments(self, text: str) -> StyleAndTextTuples:
        return [(style, written_out(part)) for style, part, *_ in self._lexer.fragments(text)]


def written_out(text: str) -> str:
    """`text` with its control characters as the line that is being typed shows them."""
    return "".join(Char.display_mappings.get(character, character) for character in text)
