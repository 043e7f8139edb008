"""How a command's fields are written down: alternatives, and what follows each of them.

A grammar is data. It is built by the commands and the networks and read by `line`, which alone walks it. What comes
behind a keyword may be a function of its value, so that a command is only loaded once its keyword has been typed.

    fields(
        guide("TO"),
        Alternative(HostName(), "host", help="host name", shows_atom=True),
        guide("ON PORT"),
        (
            Alternative(Keyword(PORTS), "port", help="port name,", default="TELNET"),
            Alternative(Number(10, maximum=65535, range_error="Invalid port number"), "port", help="decimal number"),
        ),
        switches(KeywordTable.of("WAIT")),
    )
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from telnet_client.comnd.functions.confirm import Confirm
from telnet_client.comnd.functions.guide_words import GuideWords
from telnet_client.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Callable

    from telnet_client.comnd.field_function import FieldFunction
    from telnet_client.comnd.table import KeywordTable

#: The alternatives of one field, in order of preference.
Step: TypeAlias = "tuple[Alternative, ...]"
#: What follows: a field, or a function of the value just read that says which; None for nothing.
Then: TypeAlias = "Step | Callable[[Any], Step | None] | None"
#: What a sequence is made of: a field with one alternative or with several.
Part: TypeAlias = "Alternative | Step"


class Alternative:
    """One way to read a field: COMND's function descriptor block."""

    __slots__ = ("collects", "default", "function", "help", "name", "shows_atom", "takes_rest", "then")

    def __init__(
        self,
        function: FieldFunction,
        name: str | None = None,
        then: Then = None,
        *,
        help: str = "",
        default: str | None = None,
        shows_atom: bool = False,
        collects: bool = False,
        takes_rest: bool = False,
    ) -> None:
        """`name` is the key of the value among the arguments; None to drop it.

        `then` may also raise `CommandError`, which ends the command as an error found at this field does. `help` stands
        in place of the function's own words at `?`; a list of keywords still follows it. `default`, as it would be
        typed, is looked at in the first alternative of a field only. With `shows_atom` the message of an error names
        the field, `?Ambiguous - "E"`. With `collects` the values under this name become a tuple. With `takes_rest` the
        value is all of the line from here on, as typed; what stands there has to be right, but its values are dropped.
        """
        self.function = function
        self.name = name
        self.then = then
        self.help = help
        self.default = default
        self.shows_atom = shows_atom
        self.collects = collects
        self.takes_rest = takes_rest

    @property
    def ends_line(self) -> bool:
        """It is the confirming Return."""
        return isinstance(self.function, Confirm)

    def leading_to(self, then: Then) -> Alternative:
        """The same with something else behind it."""
        return Alternative(
            self.function,
            self.name,
            then,
            help=self.help,
            default=self.default,
            shows_atom=self.shows_atom,
            collects=self.collects,
            takes_rest=self.takes_rest,
        )

    def following(self, value: object) -> Step:
        """The field behind this one, now that its value is known; the confirming Return where nothing else is."""
        step = self.then(value) if callable(self.then) else self.then
        return step or END


#: The confirming Return, among the alternatives of a field: the command may end here.
CONFIRM = Alternative(Confirm())
#: Nothing but the confirming Return.
END: Step = (CONFIRM,)


def guide(words: str) -> Step:
    """Guide words, written without their parentheses; a field that may always be left out. Nothing for ""."""
    return (Alternative(GuideWords(words)),) if words else ()


def guide_words_of(step: Step) -> str:
    """The words of a field that is for guide words and nothing else; "" for any other."""
    function = step[0].function
    return function.words if len(step) == 1 and isinstance(function, GuideWords) else ""


def fields(*parts: Part) -> Step:
    """One field behind the other. Behind the last the line ends, unless a longer sequence goes on."""
    sequence: Step | None = None
    for part in reversed(parts):
        step = (part,) if isinstance(part, Alternative) else part
        if step:
            sequence = step if sequence is None else followed_by(step, sequence)
    return sequence or END


def optional(*alternatives: Alternative) -> Step:
    """A field that need not be there."""
    return (CONFIRM, *alternatives)


def listed(alternative: Alternative) -> Step:
    """One or more of a field that `collects`, with commas between them."""
    from telnet_client.comnd.functions.comma import Comma

    more = optional(Alternative(Comma(goes_on=True), then=lambda _value: step))
    step: Step = (alternative.leading_to(more),)
    return step


def rest_of_line(step: Step, name: str) -> Step:
    """`step` and all that comes behind it, for a command within a command: the text of it is kept under `name`."""
    return tuple(
        Alternative(
            alternative.function,
            name,
            _unless_empty(alternative),
            help=alternative.help,
            shows_atom=alternative.shows_atom,
            takes_rest=True,
        )
        for alternative in step
    )


def _unless_empty(alternative: Alternative) -> Callable[[Any], Step]:
    def following(value: object) -> Step:
        if value == "":
            raise CommandError("Null command given")
        return alternative.following(value)

    return following


def switches(table: KeywordTable, name: str = "switches", then: Callable[[Any], Step | None] | None = None) -> Step:
    """Any number of switches, their values collected under `name`.

    `then(value)` is the field of the value of a switch that has one (`/FORM:RAW`).
    """
    from telnet_client.comnd.functions.switch import Switch

    def more(value: object) -> Step:
        value_field = None if then is None else then(value)
        return step if value_field is None else followed_by(value_field, step)

    step: Step = optional(Alternative(Switch(table), name, more, collects=True))
    return step


def followed_by(step: Step, following: Step, *, replaces_defaults: bool = False) -> Step:
    """`step` and all that comes behind it, and where the line could end, `following`.

    With `replaces_defaults` switches of `following` may also stand where a field with a default is left out.
    """
    result: list[Alternative] = []
    for alternative in step:
        if alternative.ends_line:
            result.extend(following)
        else:
            then = _then_followed_by(alternative.then, following, replaces_defaults)
            result.append(alternative.leading_to(then))
    if replaces_defaults and step[0].default is not None:
        result.extend(alternative for alternative in following if alternative.collects)
    return tuple(result)


def _then_followed_by(then: Then, following: Step, replaces_defaults: bool) -> Then:
    if then is None:
        return following
    if not callable(then):
        return followed_by(then, following, replaces_defaults=replaces_defaults)

    def chosen(value: object) -> Step:
        step = then(value)
        return following if step is None else followed_by(step, following, replaces_defaults=replaces_defaults)

    return chosen
