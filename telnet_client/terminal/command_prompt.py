"""The interactive command line at TELNET> and TELNET!: what COMND% does while a line is typed, with prompt_toolkit.

Sits between the user's keyboard and screen and the grammar of the commands, which alone says what completes, explains
and continues a line. Imported when the first prompt appears and never on the way to talk mode.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.data_structures import Size
from prompt_toolkit.history import DummyHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import BufferControl, Layout, Window
from prompt_toolkit.output.vt100 import Vt100_Output

from telnet_client.comnd.joined_line import is_continued
from telnet_client.comnd.line import complete_line, help_for_line, parse_line
from telnet_client.comnd.outcome import Failed
from telnet_client.comnd.walk import COMMAND_LIMIT
from telnet_client.errors import TerminalLost
from telnet_client.terminal.command_history import CommandHistory
from telnet_client.terminal.file_names import list_files
from telnet_client.terminal.help_screen import HelpScreen
from telnet_client.terminal.keyboard import PATIENCE, Keyboard
from telnet_client.terminal.line_colours import STYLE, CommandLineLexer
from telnet_client.terminal.line_editing import (
    delete_character,
    erase_character,
    erase_line,
    erase_to_end,
    erase_word,
    move_left,
    move_right,
    move_to_beginning,
    move_to_end,
    move_word_left,
    move_word_right,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from prompt_toolkit.key_binding import KeyPressEvent

    from telnet_client.comnd.grammar import Step

#: The size of a terminal that does not tell, a VT100's.
_COLUMNS, _ROWS = 80, 24
_LINE_END = re.compile(r"\r\n?|\n")


class _Ending(Enum):
    """Why a line came to its end without Return."""

    INTERRUPTED = "CTRL/C"
    END_OF_INPUT = "CTRL/D"
    SUSPENDED = "CTRL/Z"
    RESUMED = "somebody else stopped the program, and it goes on"


#: The line, why it was refused, or what ended it.
Ending: TypeAlias = "str | Failed | _Ending"


class CommandPrompt:
    """Reads command lines from one keyboard and screen, one after the other."""

    def __init__(
        self,
        keyboard: int,
        screen: int,
        size: Callable[[], tuple[int, int]],
        set_modes: Callable[[], None],
        suspend: Callable[[], bool],
        *,
        is_coloured: bool = True,
        history: CommandHistory | None = None,
    ) -> None:
        """`keyboard` and `screen` are descriptors, and `size()` is in columns and rows, zeros where nobody knows.

        `set_modes()` sets the terminal's modes for typing; to set them back is the caller's business. `suspend()` stops
        the program until it is resumed; False where nothing stops it.
        """
        self.history = CommandHistory() if history is None else history
        self._size = size
        self._set_modes = set_modes
        self._suspend_program = suspend
        self._is_coloured = is_coloured
        self._keyboard = Keyboard(keyboard)
        self._screen = os.fdopen(os.dup(screen), "w", encoding="utf-8", errors="replace")
        # Without CPR: an answer that comes late would be typed to the host.
        self._output = Vt100_Output(self._screen, self._known_size, term=os.environ.get("TERM"), enable_cpr=False)
        self._lexer = CommandLineLexer()
        self._buffer = Buffer(multiline=True, history=DummyHistory())
        self._application = self._make_application()
        self._help_screen = HelpScreen(self._application, self._keyboard, self._lexer)
        self._prompt = ""
        self._grammar: Step = ()
        #: What CTRL/H brings back, by prompt; and at this prompt, until the first key.
        self._offered: dict[str, str] = {}
        self._redo = ""
        #: What stood before the `?` typed last, until something else is typed.
        self._explained: str | None = None
        self._is_quoting = False
        #: How many lines back the line was recalled from, and what had been typed before.
        self._recalled = 0
        self._draft = ""
        self._trouble: BaseException | None = None

    def close(self) -> None:
        """Let go of the screen."""
        self._keyboard.forget_typed_ahead()
        self._screen.close()

    def read_line(self, prompt: str, grammar: Step, keys: bytes = b"") -> str | None:
        """The command line typed at `prompt`, perhaps continued over several; None for CTRL/D on an empty one.

        `keys` were typed before. What was typed behind the line is for the next one, or for `take_typed_ahead`. Raises
        `CommandError` for a line found wrong before Return, KeyboardInterrupt for CTRL/C, and `TerminalLost`.
        """
        self._prompt, self._grammar = prompt, grammar
        self._lexer.begin(grammar if self._is_coloured else None)
        self._redo = self._offered.pop(prompt, "")
        self._explained, self._is_quoting = None, False
        self._recalled, self._draft = 0, ""
        self._buffer.reset()
        self._keyboard.type_ahead(keys)
        ending = self._run()
        while ending in (_Ending.SUSPENDED, _Ending.RESUMED):
            if ending is _Ending.SUSPENDED and not self._suspend_program():
                self._output.bell()
            ending = self._run()
        if isinstance(ending, Failed):
            raise ending.as_error()
        if ending is _Ending.INTERRUPTED:
            raise KeyboardInterrupt
        if isinstance(ending, _Ending):
            return None
        self.history.remember(ending)
        return ending

    def offer_redo(self, prompt: str, text: str) -> None:
        """The command failed: at the next such prompt CTRL/H, as the first key, brings back `text`."""
        self._offered[prompt] = text

    def take_typed_ahead(self) -> bytes:
        """What was typed behind the lines read so far, for whoever reads next."""
        return self._keyboard.take_typed_ahead()

    def forget_typed_ahead(self) -> None:
        """Nobody shall read it."""
        self._keyboard.forget_typed_ahead()

    # The application

    def _make_application(self) -> Application[Ending]:
        bindings = KeyBindings()
        # One binding for all keys: none has to wait for what may follow it, and COMMAND_KEYS is the whole truth.
        bindings.add(Keys.Any, eager=True, save_before=lambda _event: False)(self._key_pressed)
        control = BufferControl(self._buffer, lexer=self._lexer, include_default_input_processors=False)
        window = Window(control, wrap_lines=True, dont_extend_height=True, get_line_prefix=self._line_prefix)
        application: Application[Ending] = Application(
            Layout(window),
            style=STYLE,
            include_default_pygments_style=False,
            key_bindings=bindings,
            enable_page_navigation_bindings=False,
            terminal_size_polling_interval=None,
            input=self._keyboard,
            output=self._output,
        )
        application.ttimeoutlen = PATIENCE
        return application

    def _line_prefix(self, line: int, wrap_count: int) -> str:
        return self._prompt if line == wrap_count == 0 else ""

    def _known_size(self) -> Size:
        columns, rows = self._size()
        return Size(rows=rows or _ROWS, columns=columns or _COLUMNS)

    def _run(self) -> Ending:
        self._trouble = None
        self._set_modes()
        try:
            ending = self._application.run(pre_run=self._started, set_exception_handler=False)
            if self._trouble is not None:
                raise self._trouble
        except EOFError:
            raise TerminalLost("Terminal hung up") from None
        except OSError as error:
            raise TerminalLost(f"Terminal error - {error.strerror or error}") from None
        except BaseException:
            # A signal came while nobody was ready for it: no mode of the prompt's may stay on.
            with suppress(OSError):
                self._application.renderer.reset()
            raise
        return ending

    def _started(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._note_trouble)
        loop.add_signal_handler(signal.SIGTSTP, self._end, _Ending.SUSPENDED)
        loop.add_signal_handler(signal.SIGCONT, self._end, _Ending.RESUMED)
        if self._keyboard.is_holding:
            loop.call_later(PATIENCE, self._nothing_followed)

    def _note_trouble(self, _loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """An exception in a callback, be it a signal's, ends the prompt and not only the callback."""
        exception = context.get("exception")
        if isinstance(exception, BaseException):
            self._trouble = exception
            self._end(_Ending.INTERRUPTED)

    def _nothing_followed(self) -> None:
        if not self._application.is_done:
            self._application.key_processor.feed_multiple(self._keyboard.flush_keys())
            self._application.key_processor.process_keys()

    def _end(self, ending: Ending) -> None:
        future = self._application.future
        if future is not None and not future.done():
            self._application.exit(result=ending)

    # Keys. What their functions return is whether there was something to do: else the bell rings

    def _key_pressed(self, event: KeyPressEvent) -> None:
        press = event.key_sequence[0]
        if press.key != "?":
            self._explained = None
        if not self._act(press):
            self._output.bell()
        self._redo = ""

    def _act(self, press: KeyPress) -> bool:
        key = press.key
        is_quoted, self._is_quoting = self._is_quoting, False
        if is_quoted and key != Keys.BracketedPaste:
            self._insert(press.data)
            return True
        if key in EDITING_KEYS:
            return EDITING_KEYS[key](self._buffer)
        if key in COMMAND_KEYS:
            return COMMAND_KEYS[key](self, press)
        if isinstance(key, Keys) and len(press.data) > 1:
            return False
        self._insert(press.data)
        return True

    def _insert(self, text: str) -> None:
        line = self._buffer.text
        if len(line) + len(text) > COMMAND_LIMIT:
            too_long = parse_line(self._grammar, line + text)
            if isinstance(too_long, Failed):
                self._refuse(too_long, line)
                return
        # What is not UTF-8 came from the keyboard as surrogates.
        self._buffer.insert_text(text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))

    def insert_paste(self, press: KeyPress) -> bool:
        """A paste: everything in it is text, and each of its lines is a command in turn."""
        line_end = _LINE_END.search(press.data)
        if line_end is None:
            self._insert(press.data)
            return True
        rest = press.data[line_end.end() :]
        if rest:
            self._application.key_processor.feed(KeyPress(Keys.BracketedPaste, rest), first=True)
        self._insert(press.data[: line_end.start()])
        return self._application.is_done or self.confirm(press)

    def confirm(self, _press: KeyPress) -> bool:
        """Return, wherever the cursor is; behind a hyphen the line goes on below."""
        buffer = self._buffer
        buffer.cursor_position = len(buffer.text)
        if is_continued(buffer.text):
            self._insert("\n")
        else:
            self._end(buffer.text)
        return True

    def clear_and_confirm(self, press: KeyPress) -> bool:
        """CTRL/L, a form feed: it ends the line as Return does."""
        self._application.renderer.clear()
        return self.confirm(press)

    def complete(self, press: KeyPress) -> bool:
        """ESC, TAB, CTRL/F: the machine types what the line lacks."""
        before = self._buffer.document.text_before_cursor
        completion = complete_line(self._grammar, before, press.data, list_files)
        if completion.append:
            self._insert(completion.append)
        if completion.failure is not None:
            self._refuse(completion.failure, before)
        return not completion.bell

    def explain(self, _press: KeyPress) -> bool:
        """`?`: what could be typed here; with descriptions the second time."""
        before, line = self._buffer.document.text_before_cursor, self._buffer.text
        columns = self._known_size().columns
        answer = help_for_line(self._grammar, before, columns, list_files, before == self._explained)
        if answer.is_data:
            self._insert("?")
        elif answer.failure is not None:
            self._buffer.insert_text("?")
            self._refuse(answer.failure, before)
        elif answer.text:
            self._explained = before
            self._help_screen.show(self._prompt, before, answer.text, line)
        else:
            return False
        return True

    def _refuse(self, failure: Failed, typed: str) -> None:
        """The line is wrong, and that ends it; as far as `typed` was right it can be had again."""
        self._offered[self._prompt] = typed[: failure.redo]
        self._buffer.cursor_position = len(self._buffer.text)
        self._end(failure)

    def redo_or_erase(self, press: KeyPress) -> bool:
        """DEL or CTRL/H, whichever Backspace sends; CTRL/H as the first key brings back what failed."""
        if self._redo and press.data == "\b":
            self._insert(self._redo)
            return True
        return erase_character(self._buffer)

    def quote(self, press: KeyPress) -> bool:
        """CTRL/V: the next key is text, whatever it does; the CTRL/V stays before it, for the parser to see."""
        self._insert(press.data)
        self._is_quoting = True
        return True

    def retype(self, _press: KeyPress) -> bool:
        """CTRL/R: draw prompt and line again."""
        self._application.renderer.erase()
        return True

    def recall_older(self, _press: KeyPress) -> bool:
        """Up: an earlier command line."""
        return self._recall(self._recalled + 1)

    def recall_newer(self, _press: KeyPress) -> bool:
        """Down: a later one, at last what had been typed."""
        return self._recall(self._recalled - 1)

    def _recall(self, recalled: int) -> bool:
        lines = self.history.lines
        if not 0 <= recalled <= len(lines):
            return False
        if self._recalled == 0:
            self._draft = self._buffer.text
        self._recalled = recalled
        self._buffer.text = lines[-recalled] if recalled else self._draft
        self._buffer.cursor_position = len(self._buffer.text)
        return True

    def interrupt(self, _press: KeyPress) -> bool:
        """CTRL/C: drop the line."""
        self._buffer.cursor_position = len(self._buffer.text)
        self._buffer.insert_text("^C")
        self._end(_Ending.INTERRUPTED)
        return True

    def end_or_delete(self, _press: KeyPress) -> bool:
        """CTRL/D: the end of the input on an empty line, else Delete."""
        if self._buffer.text:
            return delete_character(self._buffer)
        self._end(_Ending.END_OF_INPUT)
        return True

    def suspend(self, _press: KeyPress) -> bool:
        """CTRL/Z: stop the program; the line is there again when it goes on."""
        self._end(_Ending.SUSPENDED)
        return True


#: Keys that change the line or move in it.
EDITING_KEYS: Mapping[Keys | str, Callable[[Buffer], bool]] = {
    Keys.ControlU: erase_line,
    Keys.ControlW: erase_word,
    Keys.ControlK: erase_to_end,
    Keys.Delete: delete_character,
    Keys.Left: move_left,
    Keys.ControlB: move_left,
    Keys.Right: move_right,
    Keys.ControlLeft: move_word_left,
    Keys.ControlRight: move_word_right,
    Keys.Home: move_to_beginning,
    Keys.ControlA: move_to_beginning,
    Keys.End: move_to_end,
    Keys.ControlE: move_to_end,
}
#: Keys that do more. Every other key is a character of the line, or a function key that has no function.
COMMAND_KEYS: Mapping[Keys | str, Callable[[CommandPrompt, KeyPress], bool]] = {
    Keys.ControlM: CommandPrompt.confirm,
    Keys.ControlJ: CommandPrompt.confirm,
    Keys.ControlL: CommandPrompt.clear_and_confirm,
    Keys.Escape: CommandPrompt.complete,
    Keys.ControlI: CommandPrompt.complete,
    Keys.ControlF: CommandPrompt.complete,
    "?": CommandPrompt.explain,
    Keys.ControlH: CommandPrompt.redo_or_erase,
    Keys.ControlV: CommandPrompt.quote,
    Keys.ControlR: CommandPrompt.retype,
    Keys.Up: CommandPrompt.recall_older,
    Keys.ControlP: CommandPrompt.recall_older,
    Keys.Down: CommandPrompt.recall_newer,
    Keys.ControlN: CommandPrompt.recall_newer,
    Keys.ControlC: CommandPrompt.interrupt,
    Keys.SIGINT: CommandPrompt.interrupt,
    Keys.ControlD: CommandPrompt.end_or_delete,
    Keys.ControlZ: CommandPrompt.suspend,
    Keys.BracketedPaste: CommandPrompt.insert_paste,
}
