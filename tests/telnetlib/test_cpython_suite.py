"""CPython's own tests of telnetlib, unchanged, against ours."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import pytest

pytestmark = pytest.mark.interop

#: Another module answers to the name, and then the tests are run as anybody runs them.
PROGRAM = """
import sys, unittest
import telnet_client.telnetlib
sys.modules["telnetlib"] = telnet_client.telnetlib
unittest.main("test.test_telnetlib", verbosity=2)
"""


def is_there() -> bool:
    try:
        return find_spec("test.test_telnetlib") is not None
    except ModuleNotFoundError:
        return False


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="Python 3.12 was the last to have these tests")
@pytest.mark.skipif(not is_there(), reason="install the tests of this Python, on Debian libpython3-testsuite")
def test_cpython_suite_passes() -> None:
    run = subprocess.run(
        [sys.executable, "-X", "dev", "-c", PROGRAM], capture_output=True, text=True, timeout=100, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "Ran 19 tests" in run.stderr, run.stderr
    assert "skipped" not in run.stderr
    assert "ResourceWarning" not in run.stderr
