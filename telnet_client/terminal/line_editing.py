"""The editing keys of COMND (Monitor Calls Reference Manual), and those of today, as changes of a buffer.

Sits under the prompt. A function that could do nothing says so, and the prompt rings the bell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prompt_toolkit.buffer import Buffer


def erase_character(buffer: Buffer) -> bool:
    """DEL: the character before the cursor; the end of a continued line counts as one."""
    return bool(buffer.delete_before_cursor())


def erase_line(buffer: Buffer) -> bool:
    """CTRL/U: the whole line; of a continued one the physical line the cursor is on."""
    document = buffer.document
    begin = document.cursor_position + document.get_start_of_line_position()
    end = document.cursor_position + document.get_end_of_line_position()
    _replace(buffer, begin, end)
    return True


def erase_word(buffer: Buffer) -> bool:
    """CTRL/W: at least one character, then back to the first that is neither a letter nor a digit."""
    text, begin = buffer.text, buffer.cursor_position
    if begin == 0:
        return False
    begin -= 1
    while begin > 0 and text[begin - 1].isalnum():
        begin -= 1
    _replace(buffer, begin, buffer.cursor_position)
    return True


def delete_character(buffer: Buffer) -> bool:
    """Delete: the character under the cursor."""
    return bool(buffer.delete())


def erase_to_end(buffer: Buffer) -> bool:
    """CTRL/K: from the cursor to the end of the line."""
    return bool(buffer.delete(buffer.document.get_end_of_line_position()))


def move_left(buffer: Buffer) -> bool:
    """By one character."""
    return _move(buffer, -1)


def move_right(buffer: Buffer) -> bool:
    """By one character."""
    return _move(buffer, 1)


def move_word_left(buffer: Buffer) -> bool:
    """To the beginning of a word."""
    return _move(buffer, buffer.document.find_previous_word_beginning() or 0)


def move_word_right(buffer: Buffer) -> bool:
    """Behind the end of a word."""
    return _move(buffer, buffer.document.find_next_word_ending() or 0)


def move_to_beginning(buffer: Buffer) -> bool:
    """Of the line."""
    buffer.cursor_position += buffer.document.get_start_of_line_position()
    return True


def move_to_end(buffer: Buffer) -> bool:
    """Of the line."""
    buffer.cursor_position += buffer.document.get_end_of_line_position()
    return True


def _move(buffer: Buffer, distance: int) -> bool:
    place = min(max(buffer.cursor_position + distance, 0), len(buffer.text))
    if place == buffer.cursor_position:
        return False
    buffer.cursor_position = place
    return True


def _replace(buffer: Buffer, begin: int, end: int) -> None:
    """Erase what stands from `begin` to `end`; the cursor goes there."""
    text = buffer.text
    buffer.cursor_position = min(buffer.cursor_position, begin)
    buffer.text = text[:begin] + text[end:]
    buffer.cursor_position = begin
