"""What the rest of the program needs of the user's own terminal. Imported for types only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.comnd.grammar import Step
    from telnet_client.protocol.facts import Facts


class Terminal(Protocol):
    """Keyboard and screen, or the pipes and files that stand for them.

    Between `enter_talk` and `leave_talk` keys come as they are typed and what is shown is not changed on its way.
    """

    #: Standard input, standard output is a terminal.
    has_keyboard: bool
    has_screen: bool

    @property
    def keyboard_fd(self) -> int:
        """For select; readable when `read_keys` has something. -1 once the input has ended."""

    @property
    def screen_fd(self) -> int:
        """For select; writable when `flush` can get on."""

    def enter_talk(self, output_processing: bool) -> None:
        """Every key is a byte, nothing echoes. With `output_processing` a lone LF from the host starts a new line."""

    def leave_talk(self) -> None:
        """The terminal's modes as the user had them."""

    def suspend(self) -> bool:
        """Stop this job until it is resumed; False where there is no job control and nothing stopped it."""

    def run_shell(self, shell: str, process: int | None) -> int | None:
        """Give the terminal to a shell, new or stopped, until it ends or stops; its process if it stopped."""

    def reset_screen(self) -> None:
        """The host is gone: what it switched on is switched off. Never raises."""

    def restore(self) -> None:
        """For the way out: modes, colours, alternate screen, mouse and paste modes as they were. Never raises."""

    @property
    def signal_fd(self) -> int:
        """For select; readable when `read_signals` should be called."""

    def read_signals(self) -> None:
        """Act on the signals that came: a change of the window's size."""

    @property
    def has_unread_keys(self) -> bool:
        """`read_keys` has something without waiting for the keyboard."""

    def read_keys(self) -> bytes:
        """What was typed, at most 64 KiB; b"" at the end of the input. Raises `TerminalLost` on a hangup."""

    def unread_keys(self, keys: bytes) -> None:
        """Give back what was read too much: the next `read_keys` returns it."""

    def show(self, data: bytes) -> None:
        """The host's bytes, to standard output; what does not go out at once is held for `flush`."""

    def filter_output(self, strength: str) -> None:
        """What the host may do to the screen from now on: OFF, SAFE or STRICT."""

    @property
    def is_holding(self) -> bool:
        """Something waits for `flush`."""

    def flush(self) -> None:
        """Write what is held as far as the screen takes it without waiting."""

    def drain(self) -> None:
        """Wait until nothing is held and everything has been written."""

    def discard_output(self) -> None:
        """Forget what is held (Synch)."""

    def message(self, text: str) -> None:
        """The program's own words: to the screen, or to standard error when standard output is no terminal."""

    def complain(self, text: str) -> None:
        """One line about what went wrong; in colour where the user has colours."""

    def note(self, text: str) -> None:
        """One line at the bottom of the screen, in ASCII, that stays while all else goes on above it; "" ends it.

        Not while a full-screen program has the screen, nor on one that cannot do it.
        """

    @property
    def is_at_margin(self) -> bool:
        """Nothing has been printed on the cursor's line."""

    def fresh_line(self) -> None:
        """Start a new line unless the cursor is at the margin already."""

    def bell(self) -> None:
        """Beep, if there is a screen."""

    def size(self) -> tuple[int, int]:
        """Columns and rows of the screen; zeros where nobody knows."""

    def facts(self) -> Facts:
        """Terminal type, size, speed and display as the user's environment tells them."""

    def read_line(self, prompt: str, grammar: Step) -> str | None:
        """One command line, typed at `prompt`; None at the end of the input. CTRL/C raises KeyboardInterrupt.

        By `grammar` the line is completed and explained while it is typed, where there is a terminal that can show it;
        `CommandError` is raised when that finds it wrong.
        """

    def offer_redo(self, prompt: str, text: str) -> None:
        """The command typed at `prompt` failed: at the next such prompt CTRL/H as the first key brings back `text`."""

    def clear_typeahead(self) -> None:
        """Forget what was typed and not read yet, a paste still coming in with it. Pipes and files keep theirs."""

    def on_resize(self, resized: Callable[[], None] | None) -> None:
        """Whom to tell that the window changed its size; called from `read_signals`."""
