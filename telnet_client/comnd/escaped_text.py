"""Text as WAIT and SEND have it between their quotes, where what no key types is written with signs for it.

Pure: text in, text out. A byte that is no character of its own, `\\xE9`, becomes one that `surrogateescape` undoes.
"""

from __future__ import annotations

import re

from telnet_client.errors import CommandError

_SIGNS = re.compile(r"\^([@-_a-z?])|\\(x[0-9A-Fa-f]{2}|.?)", re.DOTALL)
_NAMED = {"r": "\r", "n": "\n", "t": "\t", "e": "\x1b", "\\": "\\", "^": "^"}


def read_escaped_text(text: str) -> str:
    """`text` with `^M`, `\\r`, `\\n`, `\\t`, `\\e`, `\\xHH`, `\\^` and `\\\\` as what they stand for.

    Raises `CommandError` for a backslash in front of anything else. A `^` that stands for nothing is itself.
    """
    return _SIGNS.sub(_meaning, text)


def _meaning(sign: re.Match[str]) -> str:
    control, name = sign.groups()
    if control is not None:
        return "\x7f" if control == "?" else chr(ord(control.upper()) ^ 0o100)
    if name in _NAMED:
        return _NAMED[name]
    if len(name) < 3:
        raise CommandError("Not a character that a backslash can stand for", f"\\{name}")
    code = int(name[1:], 16)
    return chr(code) if code < 0x80 else chr(0xDC00 + code)
