"""Scenes for tests; a folder's conftest.py takes what it needs from here."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from fakes.scene import Scene
from telnet_client.backends import internet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fakes.scene import SetScene


@pytest.fixture
def set_scene(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[SetScene]:
    """Makes a scene, as `Scene` does, whose INTERNET is a fake network; in an empty folder, which is the home too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for kind, folder in (
        ("CONFIG", ".config"),
        ("STATE", ".local/state"),
        ("DATA", ".local/share"),
        ("CACHE", ".cache"),
    ):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / folder))
    monkeypatch.setenv("SHELL", "/bin/sh")
    with ExitStack() as scenes:

        def make(*arguments: Any, **options: Any) -> Scene:
            scene = scenes.enter_context(Scene(*arguments, **options))
            monkeypatch.setattr(internet, "BACKEND", scene.network)
            return scene

        yield make


@pytest.fixture
def scene(set_scene: SetScene) -> Scene:
    """Somebody at a terminal, at TELNET>."""
    return set_scene()
