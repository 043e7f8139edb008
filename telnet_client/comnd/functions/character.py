"""Characters by their codes, in all the ways people write them."""

from __future__ import annotations

from telnet_client.comnd.field_function import (
    FieldFunction,
    FieldHelp,
    Match,
    Mismatch,
    Recognition,
    Request,
    end_of_quoted_string,
    end_of_word,
)
from telnet_client.errors import CommandError

INVALID_CODE = "Invalid ASCII value"
NO_CONTROL_FORM = "Character doesn't have a control form"

#: The characters that CTRL turns into codes 0 to 37 octal.
_FIRST_CONTROL, _LAST_CONTROL = "@", "_"
_LAST_CODE = 0o177


class Character(FieldFunction):
    """.CMQST or .CMNUM as ESCAPE and CONTROL have them: `"x"`, octal, `^X`, `0x1D`; the value is the code, 0 to 127.

    Of a quoted string only the first character counts. The value of OFF, where that is allowed, is None.
    """

    __slots__ = ("allows_off", "help_number", "help_quoted", "is_control_form")

    is_measured = False

    def __init__(
        self,
        help_quoted: str = "character in quotes",
        help_number: str = "ASCII code for character in octal",
        *,
        allows_off: bool = False,
        is_control_form: bool = False,
    ) -> None:
        """With `is_control_form` a quoted character stands for what it is together with CTRL: `"C"` for 3."""
        self.help_quoted = help_quoted
        self.help_number = help_number
        self.allows_off = allows_off
        self.is_control_form = is_control_form

    def reach(self, line: str, start: int) -> int:
        """To the closing quote, else a word."""
        if line.startswith('"', start):
            closing = end_of_quoted_string(line, start)
            return len(line) if closing is None else closing
        return end_of_word(line, start)

    def parse(self, line: str, start: int) -> Match | Mismatch:
        """The errors are ESCAPE's and CONTROL's own."""
        end = self.reach(line, start)
        is_quoted = line.startswith('"', start)
        try:
            code = read_character(line[start:end])
            if code is None and not self.allows_off:
                raise CommandError(INVALID_CODE)
            if code is not None and is_quoted and self.is_control_form:
                code = control_form(code)
        except CommandError as error:
            return Mismatch(error.text, end)
        return Match(code, end, is_closed=is_quoted)

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """The original's two ways; the others for who asks twice."""
        further = [self.help_number]
        if request.is_described:
            further += ["^X for the character that CTRL/X types", "0x and the ASCII code in hexadecimal"]
            if self.allows_off:
                further.append("OFF for none")
        return FieldHelp(self.help_quoted, further=tuple(further))

    def complete(self, line: str, start: int, request: Request) -> Recognition | None:
        """Between the quotes every key is data."""
        if line.startswith('"', start):
            return Recognition(is_data=True)
        return super().complete(line, start, request)

    def takes_question_mark(self, line: str, start: int) -> bool:
        """Between the quotes, and behind a circumflex: `^?` is DEL."""
        return line[start : start + 1] == '"' or line[start:] == "^"


def read_character(text: str) -> int | None:
    """The code of the character that `text` names, 0 to 127; None for OFF. Raises `CommandError`."""
    if text.startswith('"'):
        if end_of_quoted_string(text, 0) != len(text):
            raise CommandError("Not a quoted string - quote missing at beginning or end")
        first = text[1:-1].replace('""', '"')[:1]
        if not first.isascii() or not first:
            raise CommandError(INVALID_CODE)
        return ord(first)
    if text.upper() == "OFF":
        return None
    if text.startswith("^"):
        return _control_code(text[1:])
    return _number(text)


def control_form(code: int) -> int:
    """The code that the character types together with CTRL. Raises `CommandError` for one without a control form."""
    character = chr(code).upper()
    if not _FIRST_CONTROL <= character <= _LAST_CONTROL:
        raise CommandError(NO_CONTROL_FORM)
    return ord(character) ^ 0o100


def _control_code(text: str) -> int:
    if text == "?":
        return _LAST_CODE
    if len(text) != 1 or not text.isascii():
        raise CommandError(INVALID_CODE)
    return control_form(ord(text))


def _number(text: str) -> int:
    is_hexadecimal = text[:2].lower() == "0x"
    digits, radix = (text[2:], 16) if is_hexadecimal else (text, 8)
    significant = digits.lstrip("0")
    if not digits or not set("0123456789abcdef"[:radix]).issuperset(digits.lower()):
        is_number = digits.isascii() and digits.isdigit()
        raise CommandError("Invalid character in number" if is_number else INVALID_CODE)
    if len(significant) > 3 or int(digits[-3:], radix) > _LAST_CODE:
        raise CommandError(INVALID_CODE)
    return int(digits[-3:], radix)
