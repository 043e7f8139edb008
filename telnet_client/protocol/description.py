"""Payloads of subnegotiations as words for the DEBUG trace. Short and printable, whatever the peer sent."""

from __future__ import annotations

#: Bytes of a payload that a description shows.
_SHOWN = 60


def numbers(payload: bytes) -> str:
    """Bytes as decimal numbers."""
    shown = " ".join(str(byte) for byte in payload[:_SHOWN])
    return shown if len(payload) <= _SHOWN else shown + " ..."


def quoted(text: bytes) -> str:
    """Bytes as text between quotation marks, what is not printable ASCII as `\\xHH`."""
    shown = "".join(chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}" for byte in text[:_SHOWN])
    return f'"{shown}"' if len(text) <= _SHOWN else f'"{shown}"...'


def character_name(code: int) -> str:
    """A byte that stands for a key: `^C`, `DEL`, `a`, `SPACE`; from 128 on its number."""
    if code < 32:
        return f"^{chr(code ^ 64)}"
    if code == 32:
        return "SPACE"
    return chr(code) if code < 127 else "DEL" if code == 127 else str(code)


def worded(words: dict[int, str], payload: bytes) -> str:
    """A payload that is one byte with a name and then perhaps text: `SEND`, `IS "VT100"`."""
    word = words.get(payload[0]) if payload else None
    if word is None:
        return numbers(payload)
    return f"{word} {quoted(payload[1:])}" if payload[1:] else word
