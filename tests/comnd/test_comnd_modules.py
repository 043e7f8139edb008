"""The package's own rules: its registry is complete, and a command line loads only what it uses."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import telnet_client.comnd.functions
from telnet_client.comnd.field_function import FieldFunction
from telnet_client.comnd.functions import FUNCTIONS


def test_every_function_is_registered() -> None:
    folder = Path(telnet_client.comnd.functions.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert {module for module, _ in FUNCTIONS} == files


def test_every_function_names_its_code() -> None:
    for module, name in FUNCTIONS:
        function = getattr(import_module(f"telnet_client.comnd.functions.{module}"), name)
        assert issubclass(function, FieldFunction)
        assert (function.__doc__ or "").startswith(".CM")


def test_parsing_a_line_loads_neither_completion_nor_unused_functions() -> None:
    program = """
import sys
from telnet_client.comnd.functions.field import Field
from telnet_client.comnd.grammar import Alternative, fields
from telnet_client.comnd.line import parse_line
parse_line(fields(Alternative(Field(), "name")), "foo")
sys.stdout.write(" ".join(name for name in sys.modules if name.startswith("telnet_client.comnd.")))
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    loaded = {name.removeprefix("telnet_client.comnd.") for name in result.stdout.split()}
    assert {name for name in loaded if name.startswith("functions.")} == {
        "functions.field", "functions.confirm", "functions.guide_words",
    }  # fmt: skip
    assert not loaded & {"completion", "help_text", "unfinished_line", "file_name", "take"}
