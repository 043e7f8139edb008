"""Sessions with a host that the test plays, over local sockets."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

import pytest

from backends.loopback import LoopbackStream
from telnet_client.protocol.facts import Facts
from telnet_client.protocol.telnet import TelnetEngine
from telnet_client.scripting import Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PATIENCE = 20.0


class Scene:
    """A session and the host at its other end. A context that ends both."""

    def __init__(self, kind: type[Any] = Session, *, telnet: bool = False, **options: Any) -> None:
        stream, self.host = LoopbackStream.pair()
        self.host.settimeout(PATIENCE)
        self.stream = stream
        engine = TelnetEngine(active=telnet, facts=Facts(terminal_types=("dumb",), columns=80, rows=24))
        self.session = kind(stream, engine, "host lab", **{"timeout": PATIENCE, **options})
        self._threads: list[threading.Thread] = []

    def say(self, pieces: Iterable[bytes], then_close: bool = False) -> None:
        """Say all of it while the session reads."""

        def run() -> None:
            for piece in pieces:
                self.host.sendall(piece)
            if then_close:
                self.host.close()

        thread = threading.Thread(target=run, daemon=True)
        self._threads.append(thread)
        thread.start()

    def hear(self, size: int) -> bytes:
        """The next so many bytes that the session sends."""
        heard = bytearray()
        while len(heard) < size and (data := self.host.recv(size - len(heard))):
            heard += data
        return bytes(heard)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()
        for thread in self._threads:
            thread.join(PATIENCE)
        self.host.close()


@pytest.fixture
def set_scene() -> Iterator[type[Scene]]:
    """Makes scenes that end with the test."""
    with ExitStack() as scenes:
        yield lambda *arguments, **options: scenes.enter_context(Scene(*arguments, **options))  # type: ignore[misc]


@pytest.fixture
def scene(set_scene: Any) -> Scene:
    """A host that has said nothing yet and may speak TELNET or not."""
    made: Scene = set_scene()
    return made


@pytest.fixture
def scene_kind() -> type[Scene]:
    """For who makes many: a context."""
    return Scene
