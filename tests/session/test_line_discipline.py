"""Local echo: what a terminal shows that echoes by itself."""

import pytest

from telnet_client.session.line_discipline import local_echo


@pytest.mark.parametrize(
    ("keys", "echo"),
    [
        (b"hello", b"hello"),
        (b"hello\r", b"hello\r\n"),
        (b"\x03", b"^C"),
        (b"\x1b[A", b"^[[A"),
        (b"\x7f", b"\b \b"),
        (b"\t\a", b"\t\a"),
        ("déjà".encode(), "déjà".encode()),
        (b"\xff", b"\xff"),
        (b"", b""),
    ],
)
def test_echo(keys: bytes, echo: bytes) -> None:
    assert local_echo(keys) == echo
