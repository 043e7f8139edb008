"""What a script may wait for, text or bytes, texts or regular expressions, as the matcher takes it: bytes.

Stands between the calls of a session and `expect`. What can never be found is refused here and at once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias, cast

from telnet_client.errors import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

Pattern: TypeAlias = "str | bytes | re.Pattern[str] | re.Pattern[bytes]"
#: One, or several, all of them text or all bytes.
Patterns: TypeAlias = "Pattern | Sequence[Pattern]"


def is_text(pattern: Pattern) -> bool:
    """It is for characters and not for bytes."""
    return isinstance(_source(pattern), str)


def as_bytes(pattern: Pattern, encoding: str) -> bytes | re.Pattern[bytes]:
    """The pattern for bytes, as they come from the host. Raises ValueError and TypeError for what is none."""
    if isinstance(pattern, re.Pattern):
        source = pattern.pattern
        if isinstance(source, bytes):
            return cast("re.Pattern[bytes]", pattern)
        try:
            return re.compile(source.encode("ascii"), pattern.flags & ~re.UNICODE)
        except (UnicodeEncodeError, re.error):
            # An expression for characters cannot be made one for bytes: [\u00e9] is one character and two bytes.
            raise ValueError("A regular expression with other characters than ASCII has to be one for bytes") from None
    if not isinstance(pattern, (str, bytes)):
        raise TypeError(f"A pattern is a text or a compiled regular expression, not {type(pattern).__name__}")
    if not pattern:
        raise ValueError("An empty text is everywhere: there is nothing to wait for")
    return pattern.encode(encoding) if isinstance(pattern, str) else pattern


def describe(wanted: Sequence[bytes | re.Pattern[bytes]]) -> str:
    """What is waited for, for a message."""
    if len(wanted) > 1:
        return f"one of {len(wanted)} patterns"
    source = _source(wanted[0])
    text = source.decode("utf-8", "replace") if isinstance(source, bytes) else source
    return f'"{printable(text)}"'


def _source(pattern: Pattern) -> str | bytes:
    return pattern.pattern if isinstance(pattern, re.Pattern) else pattern
