"""What becomes of a key on its way to the host: what is echoed here and what is sent.

Knows the NVT's local echo (RFC 857: without the ECHO option the user's side echoes) and how controls are made visible.
"""

from __future__ import annotations

#: How a typed control character is echoed; the rest echo as themselves.
_ECHOES = {code: f"^{chr(code ^ 64)}".encode() for code in range(32)} | {
    0x07: b"\a",
    0x08: b"\b \b",
    0x09: b"\t",
    0x0A: b"\r\n",
    0x0D: b"\r\n",
    0x7F: b"\b \b",
}


def local_echo(keys: bytes) -> bytes:
    """What `keys` look like on the screen of a terminal that echoes by itself."""
    if keys.isascii() and keys.decode().isprintable():
        return keys
    return b"".join(_ECHOES.get(code) or bytes((code,)) for code in keys)
