"""The table of networks names every one there is, and each is what it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import telnet_client.backends
from telnet_client.backends import BACKENDS, load_backend
from telnet_client.backends.serial.urls import SCHEMES

FOLDER = Path(telnet_client.backends.__file__).parent


def test_every_file_is_listed() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "base"}
    assert files == {name.lower().replace("-", "_") for name in BACKENDS}


def test_every_scheme_is_listed() -> None:
    files = {path.stem for path in (FOLDER / "serial" / "urls").glob("*.py")} - {"__init__"}
    assert files == set(SCHEMES)
    assert list(SCHEMES) == sorted(SCHEMES)


@pytest.mark.parametrize("name", BACKENDS)
def test_a_row_leads_to_its_network(name: str) -> None:
    backend = load_backend(name)
    assert backend.name == name == name.upper()
    assert backend.guide_words
    assert backend.description
    assert backend.grammar()


def test_one_network_loads_no_other() -> None:
    program = (
        "import sys, telnet_client.backends as backends\n"
        "before = {name for name in sys.modules if name.startswith('telnet_client.backends.')}\n"
        "backends.load_backend(backends.BACKENDS[0])\n"
        "loaded = {name.split('.')[2] for name in sys.modules if name.startswith('telnet_client.backends.')}\n"
        "assert not before, before\n"
        "assert loaded == {'internet', 'tcp'}, loaded\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
