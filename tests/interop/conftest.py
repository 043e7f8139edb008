"""What the tests with real parts are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.recording_host import RecordingHost
from support.user import User

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    """Somebody with an empty home folder who runs programs."""
    with User(tmp_path) as user:
        yield user


@pytest.fixture
def host() -> Iterator[RecordingHost]:
    """A host that records."""
    with RecordingHost() as host:
        yield host


@pytest.fixture
def host_folder(tmp_path: Path) -> Path:
    """Where a real host keeps its files and its shell begins."""
    folder = tmp_path / "host"
    folder.mkdir()
    return folder
