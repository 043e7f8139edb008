"""A script hands its connection to the user: keys go to the host, what the host sends to the screen.

Sits between the script's dialogue and the terminal, which is given back as it was, its signals included.
"""

from __future__ import annotations

import select
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from telnet_client.session.line_discipline import local_echo
from telnet_client.terminal.posix import PosixTerminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telnet_client.scripting.dialogue import Dialogue

_SIGNALS = (signal.SIGWINCH, signal.SIGTSTP, signal.SIGCONT)


def interact(dialogue: Dialogue, escape: str | None) -> None:
    """Until the character `escape` is typed, the input ends or the connection does; what was unread is shown first."""
    dialogue.check_open()
    mark = b"" if escape is None else escape.encode()
    with _terminal() as terminal:
        terminal.enter_talk(not dialogue.engine.speaks_telnet)
        while _exchange(dialogue, terminal, mark):
            pass
        terminal.drain()


@contextmanager
def _terminal() -> Iterator[PosixTerminal]:
    """The user's terminal; everything is as it was afterwards."""
    sys.stdout.flush()
    handlers = {number: signal.getsignal(number) for number in _SIGNALS}
    wakeup_fd = signal.set_wakeup_fd(-1)
    terminal = PosixTerminal()
    try:
        yield terminal
    finally:
        terminal.restore()
        terminal.close()
        for number, handler in handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(wakeup_fd)


def _exchange(dialogue: Dialogue, terminal: PosixTerminal, escape: bytes) -> bool:
    """Show what has come, wait for either side, and serve it; False at the end."""
    if dialogue.received:
        terminal.show(dialogue.received.take_all())
    if dialogue.has_ended:
        return False
    want, is_held = dialogue.want(), terminal.is_holding
    host = dialogue.stream.fileno()
    readers = [terminal.signal_fd]
    if not is_held:
        readers.append(host)
    if not want.writable:  # a host that takes nothing makes the keyboard wait
        readers.append(terminal.keyboard_fd)
    writers = ([host] if want.writable else []) + ([terminal.screen_fd] if is_held else [])
    readable, _, _ = select.select(readers, writers, [], want.seconds)
    if terminal.signal_fd in readable:
        terminal.read_signals()
    if is_held:
        terminal.flush()
        dialogue.transmit()
    else:
        dialogue.attend()
    return terminal.keyboard_fd not in readable or _type(dialogue, terminal, escape)


def _type(dialogue: Dialogue, terminal: PosixTerminal, escape: bytes) -> bool:
    """What was typed goes to the host; False when it was the escape character or the end of the input."""
    typed = terminal.read_keys()
    keys, found, _ = typed.partition(escape) if escape else (typed, b"", b"")
    if not dialogue.engine.remote_echo:
        terminal.show(local_echo(keys))
    dialogue.type(keys)
    dialogue.transmit()
    return bool(typed) and not found
