"""The real program from the command line's grammar to the protocol, between a fake terminal and a fake network."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self, TypeAlias

from fakes.network import FakeNetwork
from fakes.script import Quiet, Script
from fakes.terminal import FakeTerminal
from telnet_client.app import join_modes
from telnet_client.mode_table import Mode
from telnet_client.modes.conversation import Conversation
from telnet_client.modes.job import Job
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from fakes.host import FakeHost
    from fakes.script import Step

    #: Makes one, with the arguments of `Scene`.
    SetScene: TypeAlias = Callable[..., "Scene"]


class Scene:
    """A job in its modes, as `app` joins them. A context that closes everything at its end."""

    def __init__(
        self,
        settings: Settings | None = None,
        command: str | None = None,
        *,
        has_keyboard: bool = True,
        has_screen: bool = True,
    ) -> None:
        """`command` is the shell's; None for somebody who types commands at TELNET>."""
        self.script = Script()
        self.terminal = FakeTerminal(self.script, has_keyboard=has_keyboard, has_screen=has_screen)
        self.network = FakeNetwork(self.script)
        converse = partial(Conversation, now=self.script.now, wait=self.script.wait)
        self.job = Job(self.terminal, settings or Settings(), converse)
        self._controller = join_modes(self.job, command)

    # Doing

    def play(self, *steps: Step) -> None:
        """Run the program while the steps are done, one whenever it waits, until it waits for more or is finished.

        A text is a command line typed at a prompt, bytes are keys typed in talk mode, a function is called.
        """
        self.script.add(steps)
        try:
            self._controller.run()
        except Quiet:
            pass
        assert self.script.is_done, "the program finished before the script did"

    def pass_time(self, seconds: float) -> None:
        """Everybody waits so long."""
        self.script.time_limit = self.script.time + seconds
        self.play()

    def connect(self, port: int = 2323, *steps: Step) -> FakeHost:
        """Into talk mode with SIERRA, and forget what was said until then."""
        self.play(f"sierra {port}", *steps)
        assert self.mode is Mode.TALK
        # Each key goes to the host as it is typed, on any port; lines have tests of their own.
        self.job.session.keyboard.line = False
        self.host.take()
        self.forget()
        return self.host

    def forget(self) -> None:
        """What the user has seen so far is of no interest."""
        self.terminal.seen.clear()
        self.terminal.output.clear()
        self.terminal.calls.clear()

    def command(self, line: str) -> str:
        """What is seen of one command at TELNET!, or at TELNET>, behind the line itself."""
        self.forget()
        is_connected = self.job.is_connected
        if is_connected:
            self.play(b"\x1ex", line)
        else:
            self.play(line)
        prompt = "TELNET!" if is_connected else "TELNET>"
        before, said, after = self.terminal.text.partition(f"{prompt}{line}\n")
        assert said, self.terminal.text
        assert before.strip() == "", before
        return after

    # Looking

    @property
    def mode(self) -> Mode:
        return self._controller.mode

    @property
    def is_finished(self) -> bool:
        return self.mode is Mode.FINISHED

    @property
    def host(self) -> FakeHost:
        """The one connected to last."""
        return self.network.connections[-1]

    @property
    def text(self) -> str:
        """What the user sees."""
        return self.terminal.text

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close everything. May be called twice."""
        self.job.close()
        for host in self.network.connections:
            host.let_go()
        self.terminal.close()
