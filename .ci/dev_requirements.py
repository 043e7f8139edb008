"""Prints the developers' requirements as pyproject.toml has them, for a pip that does not know dependency groups."""

import pathlib
import sys
import tomllib

project = tomllib.loads((pathlib.Path(__file__).parent.parent / "pyproject.toml").read_text())
sys.stdout.write(" ".join(project["dependency-groups"]["dev"]))
