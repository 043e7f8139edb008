"""The real parts of the tests: the installed program on a real terminal, real servers, hosts that record and misbehave.

Importable as `support` (pythonpath in pyproject.toml). Nothing in here sleeps: everything waits for a condition, with a
deadline, and says what it saw instead when the deadline has passed.
"""
