"""Fake ends for the real middle: a terminal and a network that do what a script says, with everything between as it is.

Importable as `fakes` (pythonpath in pyproject.toml). Nothing in here waits for real: time passes when the script says
so, and a program that would wait for ever hands control back to the test.
"""
