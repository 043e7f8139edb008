"""The way through a grammar along a line, field by field: what parsing, completing and explaining have in common.

Here stand COMND's rules that belong to no one function: blanks and comments between fields, which alternative wins, and
what is said when none does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.comnd.field_function import QUOTING_CHARACTER, Match, Mismatch
from telnet_client.comnd.grammar import END, guide_words_of
from telnet_client.comnd.joined_line import JoinedLine
from telnet_client.comnd.outcome import Failed, ParsedField
from telnet_client.errors import CommandError

if TYPE_CHECKING:
    from telnet_client.comnd.grammar import Alternative, Step

#: In characters, continuations included. The original had 150 and 50.
COMMAND_LIMIT = 16384
FIELD_LIMIT = 1024

_BLANKS = " \t"


class Choice:
    """The alternative that wins."""

    __slots__ = ("alternative", "is_longest", "match")

    def __init__(self, alternative: Alternative, match: Match, is_longest: bool = True) -> None:
        """`is_longest`: no other alternative would have read more."""
        self.alternative = alternative
        self.match = match
        self.is_longest = is_longest


class Refusal:
    """No alternative fits; this is the one whose error is reported."""

    __slots__ = ("alternative", "mismatch")

    def __init__(self, alternative: Alternative, mismatch: Mismatch) -> None:
        self.alternative = alternative
        self.mismatch = mismatch


class Walk:
    """Where in the grammar and in the line we are. With a `failure` there is no way on."""

    __slots__ = (
        "_has_rest",
        "_joined",
        "_parsed_to",
        "arguments",
        "failure",
        "fields",
        "is_in_comment",
        "line",
        "start",
        "step",
    )

    def __init__(self, step: Step, typed: str) -> None:
        """At the beginning of the line `typed` and of the grammar."""
        self.step = step
        self.arguments: dict[str, object] = {}
        self.fields: list[ParsedField] = []
        #: Where the field begins that is next.
        self.start = 0
        #: The line ends in a comment that goes on with what is typed next.
        self.is_in_comment = False
        self.failure: Failed | None = None
        self._parsed_to = 0
        self._has_rest = False
        if len(typed) > COMMAND_LIMIT:
            typed, self.failure = "", Failed("Command too long for internal buffer")
        self._joined = JoinedLine(typed)
        self.line = self._joined.text
        if self._joined.has_line_ends:
            self.failure = Failed("Invalid character in input")
        self._skip()

    @property
    def is_at_end(self) -> bool:
        """Nothing is left but blanks and comments."""
        return self.start == len(self.line)

    @property
    def is_at_indirect_file(self) -> bool:
        """`@` where a field could begin, and not right behind another."""
        is_separate = self.start == 0 or self.start > self._parsed_to
        return is_separate and self.line.startswith("@", self.start)

    @property
    def typed_to_start(self) -> int:
        """How many of the characters that were typed stand before the next field."""
        return self._joined.typed_length(self.start)

    def choose(self) -> Choice | Refusal:
        """How the next field reads."""
        return choose(self.step, self.line, self.start)

    def choose_default(self) -> Choice | Refusal | None:
        """How the next field reads when it is left empty; None where there is no default for it."""
        default = self.step[0].default
        return None if default is None else choose(self.step, default, 0)

    def take(self, choice: Choice) -> None:
        """Go on behind the field as it was read."""
        start, end = self.start, choice.match.end
        if end > start:
            self._parsed_to = end
        self.start = end
        self._arrive(choice, start)
        self._skip()

    def take_default(self, choice: Choice) -> None:
        """Go on behind the empty field."""
        self._arrive(choice, self.start)

    def skip_guide_words(self) -> str:
        """Go past the guide words that come next in the grammar, and tell them; "" where there are none."""
        words = guide_words_of(self.step)
        if words:
            self._advance(self.step[0], None)
        return words

    def fail(self, refusal: Refusal) -> Failed:
        """There is no way on: the error as the user gets it."""
        alternative, mismatch = refusal.alternative, refusal.mismatch
        text = mismatch.text
        if _is_control_character(self.line[self.start : self.start + 1]):
            text = "Invalid character in input"
        atom = self.line[self.start : mismatch.end] if alternative.shows_atom else None
        self.failure = Failed(text, atom, self._redo)
        return self.failure

    def fail_with(self, text: str) -> Failed:
        """There is no way on, for a reason that is no alternative's."""
        self.failure = Failed(text, None, self._redo)
        return self.failure

    def _arrive(self, choice: Choice, start: int) -> None:
        """The field that begins at `start` has been read."""
        alternative = choice.alternative
        if alternative.name is not None and not self._has_rest:
            self._keep(alternative.name, choice, start)
        if not alternative.ends_line:
            self._advance(alternative, choice.match.value)

    def _keep(self, name: str, choice: Choice, start: int) -> None:
        alternative, value = choice.alternative, choice.match.value
        if alternative.takes_rest:
            value, self._has_rest = self.line[start:], True
        self.fields.append(ParsedField(name, value, self.line[start : self.start], self._redo))
        if alternative.collects:
            collected = self.arguments.get(name, ())
            value = (*collected, value) if isinstance(collected, tuple) else (value,)
        self.arguments[name] = value

    def _advance(self, alternative: Alternative, value: object) -> None:
        try:
            self.step = alternative.following(value)
        except CommandError as error:
            self.failure = Failed(error.text, error.atom, error.redo or self._redo)

    @property
    def _redo(self) -> int:
        return self._joined.typed_length(self._parsed_to)

    def _skip(self) -> None:
        """Blanks and comments in front of a field."""
        line, position, length = self.line, self.start, len(self.line)
        while position < length:
            character = line[position]
            if character in _BLANKS:
                position += 1
            elif character == ";":
                position, self.is_in_comment = length, True
            elif character == "!":
                closing = line.find("!", position + 1)
                position, self.is_in_comment = (closing + 1, False) if closing >= 0 else (length, True)
            else:
                break
        self.start = position


def choose(step: Step, line: str, start: int) -> Choice | Refusal:
    """Which alternative reads the field of `line` that begins at `start`.

    First those that read as much as the longest would, in order; then any, in order. When all fail the error is that of
    the longest atom, among equals a decisive one, else the earliest. Strings and text are limited by the line alone.
    """
    reaches = [a.function.reach(line, start) if a.function.is_measured else start for a in step]
    longest = max(reaches)
    if longest - start > FIELD_LIMIT:
        return Refusal(step[reaches.index(longest)], Mismatch("Field too long for internal buffer", longest))
    mismatches: list[Refusal] = []
    shorter: Choice | None = None
    for alternative in step:
        result = alternative.function.parse(line, start)
        if isinstance(result, Mismatch):
            mismatches.append(Refusal(alternative, result))
        elif result.end >= longest:
            return Choice(alternative, result)
        elif shorter is None:
            shorter = Choice(alternative, result, is_longest=False)
    return shorter or max(mismatches, key=_weight)


def _weight(refusal: Refusal) -> tuple[int, bool]:
    return refusal.mismatch.end, refusal.mismatch.is_decisive


def is_blank_command(walk: Walk) -> bool:
    """Nothing was typed, and the grammar has nothing to make of it.

    Where it has no first choice for an empty line, an end of the command among the others is taken.
    """
    first = walk.step[0]
    if not walk.is_at_end or first.ends_line or first.default is not None:
        return False
    if any(alternative.ends_line for alternative in walk.step):
        walk.step = END
        return False
    return True


def _is_control_character(character: str) -> bool:
    return (character < " " or "\x7f" <= character <= "\x9f") and character not in ("", QUOTING_CHARACTER)
