"""The colours of a command line: keywords, guide words and what cannot be right, while it is typed.

Sits between the grammar and prompt_toolkit. Off where the user wants none (NO_COLOR, https://no-color.org) or the
terminal has none; a line too long to be looked at with every key stays plain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style

from telnet_client.comnd.field_function import Request
from telnet_client.comnd.functions.guide_words import GuideWords
from telnet_client.comnd.functions.keyword import Keyword
from telnet_client.comnd.functions.switch import Switch
from telnet_client.comnd.walk import Refusal, Walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit.document import Document
    from prompt_toolkit.formatted_text import StyleAndTextTuples

    from telnet_client.comnd.field_function import FieldFunction
    from telnet_client.comnd.grammar import Step

#: A longer line stays plain, in characters.
COLOURED_LENGTH = 2000

KEYWORD, GUIDE_WORDS, ERROR = "class:keyword", "class:guide-words", "class:error"
STYLE = Style.from_dict({"keyword": "bold", "guide-words": "ansicyan", "error": "ansired"})


class CommandLineLexer(Lexer):
    """Colours what is in the line by the grammar of the prompt."""

    def __init__(self) -> None:
        self._grammar: Step | None = None
        self._prompts = 0

    def begin(self, grammar: Step | None) -> None:
        """A new line is going to be typed, by `grammar`; None for no colours."""
        self._grammar = grammar
        self._prompts += 1

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """The fragments of each line."""
        if document.line_count > 1:
            return lambda number: [("", document.lines[number])]
        fragments = self.fragments(document.text)
        return lambda _number: fragments

    def invalidation_hash(self) -> object:
        """At each prompt the same text may have other colours."""
        return self._prompts

    def fragments(self, text: str) -> StyleAndTextTuples:
        """The text in pieces, each with its style."""
        if self._grammar is None or len(text) > COLOURED_LENGTH or not text.isprintable():
            return [("", text)]
        return colour_line(self._grammar, text)


def colour_line(grammar: Step, text: str) -> StyleAndTextTuples:
    """The text in pieces, each with its style; what cannot be right is an error down to the line's end."""
    fragments: StyleAndTextTuples = []
    shown = 0
    walk = Walk(grammar, text)
    while walk.failure is None and not walk.is_at_end and not walk.is_at_indirect_file:
        start, choice = walk.start, walk.choose()
        if isinstance(choice, Refusal):
            if _is_hopeless(walk):
                fragments += [("", text[shown:start]), (ERROR, text[start:])]
                shown = len(text)
            break
        style = _style_of(choice.alternative.function)
        if style:
            end = choice.match.end
            fragments += [("", text[shown:start]), (style, text[start:end])]
            shown = end
        walk.take(choice)
    fragments.append(("", text[shown:]))
    return [fragment for fragment in fragments if fragment[1]]


def _style_of(function: FieldFunction) -> str:
    if isinstance(function, Keyword | Switch):
        return KEYWORD
    return GUIDE_WORDS if isinstance(function, GuideWords) else ""


def _is_hopeless(walk: Walk) -> bool:
    """Whatever is typed next, no alternative will read the field."""
    line, start, request = walk.line, walk.start, Request()
    return all(
        alternative.function.reach(line, start) < len(line)
        or alternative.function.complete(line, start, request) is None
        for alternative in walk.step
    )
