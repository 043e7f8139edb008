"""A grammar drawn as text, for HELP and the manual: `[INTERNET (HOST)] host [(ON PORT) port]`.

Words in capitals are typed as they stand, others say what to type there; `[ ]` may be left out, of `{ | }` one is
chosen. Where the value of a field decides what follows it, an ordinary value is supposed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.comnd.functions.character import Character
from telnet_client.comnd.functions.comma import Comma
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.functions.number import Number
from telnet_client.comnd.functions.switch import Switch
from telnet_client.comnd.functions.token import Token
from telnet_client.comnd.grammar import guide_words_of
from telnet_client.comnd.walk import Choice, choose
from telnet_client.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias

    from telnet_client.comnd.field_function import FieldFunction
    from telnet_client.comnd.grammar import Alternative, Step
    from telnet_client.comnd.table import KeywordEntry, KeywordTable

#: The parts of one way to write a field and all that follows it; empty where nothing need be written.
Form: TypeAlias = "tuple[str, ...]"

#: A table with more keywords than this, or with a longer list of them in characters, is told by the name of its field
#: alone, and so are switches.
_MOST_KEYWORDS, _LONGEST_LIST = 10, 60
#: Of more than this the descriptions are left to `?`.
_MOST_LISTED = 15
#: Longer syntax is drawn as several lines, in characters.
_LONGEST_LINE = 79


def draw_syntax(step: Step, head: str = "") -> tuple[str, ...]:
    """What can be typed by the grammar that begins with `step`: a line, or one for each form where that is too long.

    Each line begins with `head`, which the grammar does not have.
    """
    forms = _forms(step)
    line = _line(head, _joined(forms))
    return (line,) if len(line) <= _LONGEST_LINE else tuple(_line(head, form) for form in forms)


def list_choices(step: Step) -> dict[str, str]:
    """The keywords and switches among what can be typed and their descriptions; not those of long tables."""
    choices: dict[str, str] = {}
    for alternative in step:
        function = alternative.function
        if alternative.ends_line or alternative.takes_rest or _goes_on(function):
            continue
        if isinstance(function, Switch):
            choices.update((f"/{entry.keyword}", function.table.describe(entry)) for entry in _listed(function.table))
        elif isinstance(function, Keyword):
            entries = _listed(function.table)
            if len(entries) <= _MOST_LISTED:
                choices.update((entry.keyword, function.table.describe(entry)) for entry in entries)
            for entry in entries:
                choices |= list_choices(alternative.following(entry.value))
        else:
            choices |= list_choices(alternative.following(_ordinary_value(function)))
    return choices


def _goes_on(function: FieldFunction) -> bool:
    return isinstance(function, Comma) and function.goes_on


def _listed(table: KeywordTable) -> list[KeywordEntry]:
    return [entry for entry in table.beginning_with("") if entry.is_listed]


def _line(head: str, form: Form) -> str:
    return " ".join((head, *form)).strip()


def _forms(step: Step) -> list[Form]:
    words = guide_words_of(step)
    if words:
        return _guided(f"({words})", _forms(step[0].following(None)))
    forms = [form for alternative in step for form in _forms_of(alternative)]
    return _without_needless_nothing(_folded(dict.fromkeys((*forms, *_forms_of_nothing(step)))))


def _guided(words: str, forms: Sequence[Form]) -> list[Form]:
    """Guide words stand with what they are about: when that is left out, so are they."""
    written = [form for form in forms if form]
    if not written:
        return [(words,)]
    form = (words, *_together(written))
    if len(written) == len(forms) == 1 and form[1].startswith("[") and not form[1].startswith("[/"):
        return [(f"[{words} {form[1][1:]}", *form[2:])]
    return [form] if len(written) == len(forms) else [form, ()]


def _forms_of(alternative: Alternative) -> list[Form]:
    function = alternative.function
    if alternative.ends_line:
        return [()]
    if alternative.takes_rest:
        return [(_placeholder(alternative),)]
    if _goes_on(function):
        return [(", ...",)]
    if isinstance(function, Switch):
        drawn = tuple(_switches(alternative, function))
        return [drawn if len(" ".join(drawn)) <= _LONGEST_LIST else (f"[/{_placeholder(alternative)}]",)]
    if isinstance(function, Keyword):
        return _keywords(alternative, function)
    return [(_placeholder(alternative), *_following(alternative, _ordinary_value(function)))]


def _keywords(alternative: Alternative, function: Keyword) -> list[Form]:
    """Those that lead to the same, together."""
    keywords: dict[Form, list[str]] = {}
    for entry in _listed(function.table):
        keywords.setdefault(_following(alternative, entry.value), []).append(entry.keyword)
    forms: list[Form] = []
    for following, names in keywords.items():
        is_long = len(names) > _MOST_KEYWORDS or len(" | ".join(names)) > _LONGEST_LIST
        shown = [(_placeholder(alternative),)] if is_long else [(name,) for name in names]
        forms += [(*_together(shown), *following)] if following else shown
    return forms or [(_placeholder(alternative),)]


def _switches(alternative: Alternative, function: Switch) -> Iterable[str]:
    """Any number of them: what follows is more of them, but for the value of one that takes one."""
    for entry in _listed(function.table):
        takes_value = entry.keyword.endswith(":")
        value = _placeholder(alternative.following(entry.value)[0]) if takes_value else ""
        yield f"[/{entry.keyword}{value}]"


def _following(alternative: Alternative, value: object) -> Form:
    return _joined(_forms(alternative.following(value)))


def _forms_of_nothing(step: Step) -> list[Form]:
    """How it goes on when the field is left out, if it can be."""
    choice = choose(step, step[0].default or "", 0)
    if not isinstance(choice, Choice) or choice.alternative.ends_line:
        return []
    try:
        return _forms(choice.alternative.following(choice.match.value))
    except CommandError:
        return []


def _folded(forms: Iterable[Form]) -> list[Form]:
    """`A B` and `B` alone are `[A] B`."""
    all_forms = list(forms)
    folded: dict[Form, list[Form]] = {}
    for form in all_forms:
        ending = next((other for other in all_forms if other and other != form and form[-len(other) :] == other), form)
        folded.setdefault(ending, []).append(form[: len(form) - len(ending)])
    return [(*_joined(beginnings), *ending) for ending, beginnings in folded.items()]


def _without_needless_nothing(forms: Sequence[Form]) -> list[Form]:
    """A form of which every part may be left out is nothing already."""
    says_nothing = any(form and all(part.startswith("[") for part in form) for form in forms)
    return [form for form in forms if form or not says_nothing]


def _joined(forms: Sequence[Form]) -> Form:
    """All of the forms as one."""
    written = [form for form in forms if form]
    if len(written) == len(forms) or not written:
        return _together(written)
    return (f"[{_choices(written)}]",)


def _together(written: Sequence[Form]) -> Form:
    if len(written) > 1:
        return (f"{{{_choices(written)}}}",)
    return written[0] if written else ()


def _choices(written: Iterable[Form]) -> str:
    return " | ".join(" ".join(form) for form in written)


def _placeholder(alternative: Alternative) -> str:
    function = alternative.function
    if isinstance(function, Token):
        return function.token
    return (alternative.name or type(function).__name__.lower()).replace("_", "-")


def _ordinary_value(function: FieldFunction) -> object:
    if isinstance(function, Number):
        return function.maximum or 0
    return 0 if isinstance(function, Character) else "x"
