"""Whole numbers."""

from __future__ import annotations

from telnet_client.comnd.field_function import BreakMask, FieldFunction, FieldHelp, Match, Mismatch, Request

_DIGITS = "0123456789"
_MASK = BreakMask(frozenset(_DIGITS + "+-"))
_RADIX_NAMES = {8: "octal number", 10: "decimal number"}
#: A word of the PDP-10 has 36 bits, one of them the sign.
_LIMIT = 1 << 35


class Number(FieldFunction):
    """.CMNUM: digits of a radix from 2 to 10, perhaps with a sign; the value is an int."""

    __slots__ = ("maximum", "minimum", "radix", "range_error")

    def __init__(
        self, radix: int, *, minimum: int | None = None, maximum: int | None = None, range_error: str = ""
    ) -> None:
        """`range_error` is what to say of a number below `minimum`, which is 0 if only `maximum` is given, or above."""
        self.radix = radix
        self.minimum = 0 if minimum is None and maximum is not None else minimum
        self.maximum = maximum
        self.range_error = range_error

    def reach(self, line: str, start: int) -> int:
        """Digits and signs."""
        return _MASK.end(line, start)

    def parse(self, line: str, start: int) -> Match | Mismatch:
        """Digits that the radix does not have are errors."""
        end = self.reach(line, start)
        atom = line[start:end]
        digits = atom[1:] if atom.startswith(("+", "-")) else atom
        if not digits or digits[0] not in _DIGITS:
            return Mismatch("First nonspace character is not a digit", end)
        if any(digit not in _DIGITS[: self.radix] for digit in digits):
            return Mismatch("Invalid character in number", end)
        # Forty digits are beyond every limit, in every radix, and many thousands take their time.
        value = _LIMIT if len(digits.lstrip("0")) > 40 else int(digits, self.radix)
        value = -value if atom.startswith("-") else value
        if self._is_out_of_range(value):
            return Mismatch(self.range_error or "Invalid number", end, is_decisive=True)
        if abs(value) >= _LIMIT:
            return Mismatch("Overflow (number is equal to or greater than 2**35 )", end)
        return Match(value, end)

    def help(self, line: str, start: int, request: Request) -> FieldHelp | None:
        """The radix."""
        return FieldHelp(_RADIX_NAMES.get(self.radix, f"a number in base {self.radix}"))

    def _is_out_of_range(self, value: int) -> bool:
        too_small = self.minimum is not None and value < self.minimum
        return too_small or (self.maximum is not None and value > self.maximum)
