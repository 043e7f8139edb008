"""In which column the terminal's cursor is behind what was printed. Pure functions of the bytes that were printed last.

Sits beside the host's output and tells the line editor where its line begins.
"""

from __future__ import annotations

import re

from telnet_client.session.glyph import TAB_STOPS, glyphs_of

#: A control sequence (ECMA-48), a string for the terminal itself, another escape sequence, a control character, text.
_TOKEN = re.compile(
    r"\x1b\[([0-?]*)[ -/]*([@-~])|\x1b[P\]X^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]"
    r"|([\x00-\x1f\x7f])|([^\x00-\x1f\x7f]+)"
)
#: The beginning of one of these, or of a character in UTF-8, at the end.
_UNFINISHED = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*|[P\]X^_][^\x07\x1b]*\x1b?|[ -/]*)\Z"
    rb"|(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z"
)
_NUMBER = re.compile(r"[0-9]{1,4}")


def is_within_sequence(printed: bytes) -> bool:
    """A control sequence or a character has begun that goes on with what is printed next."""
    return _UNFINISHED.search(printed) is not None


def column_behind(printed: str, column: int, columns: int) -> int:
    """Where the cursor is behind `printed`, which began in `column`.

    From 0 to `columns`, which is their number: then the row is full, and the next character begins another.
    """
    for match in _TOKEN.finditer(printed):
        parameters, final, control, text = match.groups()
        if text:
            column = _behind_text(text, column, columns)
        elif control:
            column = _behind_control(control, column, columns)
        elif final:
            column = _behind_sequence(parameters, final, column, columns)
    return column


def _behind_text(text: str, column: int, columns: int) -> int:
    if text.isascii():
        return (column + len(text) - 1) % columns + 1
    for glyph in glyphs_of(text):
        column = column + glyph.width if column + glyph.width <= columns else glyph.width
    return column


def _behind_control(control: str, column: int, columns: int) -> int:
    if control == "\r":
        return 0
    if control == "\b":
        return max(0, min(column, columns - 1) - 1)
    if control == "\t":
        return min(column + TAB_STOPS - column % TAB_STOPS, columns - 1)
    return column


def _behind_sequence(parameters: str, final: str, column: int, columns: int) -> int:
    numbers = _NUMBER.findall(parameters)
    if final in "Hf":
        return min(max(1, int(numbers[1])) if len(numbers) > 1 else 1, columns) - 1
    count = max(1, int(numbers[0]) if numbers else 1)
    if final in "G`":
        return min(count, columns) - 1
    if final in "Ca":
        return min(column + count, columns - 1)
    if final == "D":
        return max(0, min(column, columns - 1) - count)
    return 0 if final in "EF" else column
