"""The small parts of the line editor: glyphs, history, rules, and where a line begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from session.line_screen import LineScreen
from telnet_client.protocol.codes import Command
from telnet_client.protocol.linemode.client_side import LinemodeState
from telnet_client.protocol.linemode.mode import EditingMode
from telnet_client.protocol.linemode.slc import FLUSHIN, FLUSHOUT, UNSUPPORTED, Function, Level, SpecialCharacter
from telnet_client.protocol.own_characters import COMMON_CHARACTERS
from telnet_client.session.glyph import TO_TAB_STOP, Glyph, glyphs_of, text_of
from telnet_client.session.line_actions import Press, Signal
from telnet_client.session.line_history import LineHistory
from telnet_client.session.line_rules import COMMANDS, common_rules, linemode_rules
from telnet_client.session.screen_column import column_behind, is_within_sequence
from telnet_client.session.special_characters import DESCRIPTIONS


class TestGlyphs:
    @pytest.mark.parametrize(
        ("text", "glyphs"),
        [
            ("a", [Glyph("a", "a", 1)]),
            ("\x01", [Glyph("\x01", "^A", 2)]),
            ("\x7f", [Glyph("\x7f", "^?", 2)]),
            ("\t", [Glyph("\t", "", TO_TAB_STOP)]),
            ("世", [Glyph("世", "世", 2)]),
            ("±", [Glyph("±", "±", 1)]),  # ambiguous: narrow, as terminals have it
            ("e\u0301\u0308x", [Glyph("e\u0301\u0308", "e\u0301\u0308", 1), Glyph("x", "x", 1)]),
            ("世\u0301", [Glyph("世\u0301", "世\u0301", 2)]),
            ("\u0301", [Glyph("\u0301", " \u0301", 1)]),
            ("\t\u0301", [Glyph("\t", "", TO_TAB_STOP), Glyph("\u0301", " \u0301", 1)]),
            ("\x85", [Glyph("\x85", "\ufffd", 1)]),  # a control character that some terminals act on
            ("\udcff", [Glyph("\udcff", "\ufffd", 1)]),
        ],
    )
    def test_what_they_look_like(self, text: str, glyphs: list[Glyph]) -> None:
        assert glyphs_of(text) == glyphs

    def test_a_combining_character_joins_the_one_before(self) -> None:
        before = Glyph("e", "e", 1)
        assert glyphs_of("\u0301x", before) == [Glyph("e\u0301", "e\u0301", 1), Glyph("x", "x", 1)]
        assert glyphs_of("x", before)[0] is before

    def test_literal_echo_of_what_does_no_harm(self) -> None:
        assert glyphs_of("\x02", is_literal=True) == [Glyph("\x02", "\x02", 0)]
        for character in "\x05\b\n\v\f\r\x0e\x0f\x11\x18\x1a\x1b":
            assert glyphs_of(character, is_literal=True)[0].shown.startswith("^")

    @given(st.text(alphabet=st.characters(codec=None), max_size=50), st.booleans())
    def test_nothing_is_lost_and_nothing_acts(self, text: str, is_literal: bool) -> None:
        glyphs = glyphs_of(text, is_literal=is_literal)
        assert text_of(glyphs) == text
        shown = "".join(glyph.shown for glyph in glyphs)
        assert not set(shown) & set("\x05\b\t\n\v\f\r\x0e\x0f\x1b\x7f\x85\x9b")


class TestHistory:
    def test_the_line_that_was_begun_comes_back(self) -> None:
        history = LineHistory()
        history.add("one")
        history.add("two")
        assert history.earlier("begun") == "two"
        assert history.earlier("two!") == "one"
        assert history.earlier("one") is None
        assert history.later("one") == "two"
        assert history.later("two") == "begun"
        assert history.later("begun") is None

    def test_of_nothing(self) -> None:
        history = LineHistory()
        history.add("")
        assert history.earlier("x") is None
        assert history.later("x") is None

    @given(st.lists(st.integers(0, 100_000).map(lambda length: "x" * length), max_size=30))
    def test_it_stays_small(self, lines: list[str]) -> None:
        history = LineHistory()
        for number, line in enumerate(lines):
            history.add(f"{number}{line}")
        size = 0
        while (line := history.earlier("")) is not None:  # type: ignore[assignment]
            size += len(line)
        assert size <= 1 << 18


class TestRules:
    """Which characters do what."""

    def state(self, mode: EditingMode, **characters: SpecialCharacter) -> LinemodeState:
        in_force = {function: characters.get(function.name, UNSUPPORTED) for function in Function}
        return LinemodeState(mode, in_force, frozenset({9}))

    def test_signals_are_commands_with_their_flushing(self) -> None:
        mode = EditingMode(edit=True, trapsig=True, lit_echo=True)
        rules = linemode_rules(
            self.state(
                mode,
                IP=SpecialCharacter(Level.VALUE, FLUSHIN | FLUSHOUT, 3),
                SUSP=SpecialCharacter(Level.VALUE, FLUSHIN, 26),
                AO=SpecialCharacter(Level.CANTCHANGE, 0, 15),
                EC=SpecialCharacter(Level.VALUE, 0, 127),
                XOFF=SpecialCharacter(Level.VALUE, 0, 19),
            )
        )
        assert rules.functions == {
            3: Function.IP,
            26: Function.SUSP,
            15: Function.AO,
            127: Function.EC,
            19: Function.XOFF,
        }
        assert rules.signals == {
            Function.IP: Signal(Command.INTERRUPT_PROCESS, True, True),
            Function.SUSP: Signal(Command.SUSPEND_PROCESS, True, False),
            Function.AO: Signal(Command.ABORT_OUTPUT, False, False),
            Function.XOFF: Press(b"\x13"),
        }
        assert rules.forwarding == {9}
        assert rules.shows_literally

    @pytest.mark.parametrize(
        ("mode", "signals"),
        [
            (EditingMode(), set()),
            (EditingMode(edit=True), {Function.EOF}),
            (EditingMode(trapsig=True), {Function.IP, Function.EOF}),
        ],
    )
    def test_as_the_mode_has_it(self, mode: EditingMode, signals: set[Function]) -> None:
        state = self.state(
            mode, IP=SpecialCharacter(Level.VALUE, 0, 3), EOF=SpecialCharacter(Level.VALUE, 0, 4), EL=UNSUPPORTED
        )
        assert set(linemode_rules(state).signals) == signals

    def test_every_command_of_rfc_1184_is_one_of_telnet(self) -> None:
        assert set(COMMANDS) == {function for function in Function if function <= Function.SUSP}
        assert len(set(COMMANDS.values())) == len(COMMANDS)

    def test_a_host_without_linemode_gets_no_command_that_it_does_not_know(self) -> None:
        signals = common_rules(True, dict(COMMON_CHARACTERS)).signals.values()
        commands = {signal.command for signal in signals if isinstance(signal, Signal)}
        assert commands == {Command.INTERRUPT_PROCESS, Command.ABORT_OUTPUT, Command.ARE_YOU_THERE}
        signals = common_rules(False, dict(COMMON_CHARACTERS)).signals.values()
        assert all(isinstance(signal, Press) for signal in signals)

    def test_the_users_own_characters(self) -> None:
        rules = common_rules(True, {Function.IP: 24, Function.EC: None})
        assert rules.functions[24] is Function.IP
        assert 3 not in rules.functions
        assert 127 not in rules.functions

    def test_every_function_is_described(self) -> None:
        assert list(DESCRIPTIONS) == list(Function)
        assert all(len(text) < 40 for text in DESCRIPTIONS.values())


class TestColumn:
    """Where the cursor is behind a prompt."""

    @pytest.mark.parametrize(
        ("printed", "column"),
        [
            ("", 0),
            ("$ ", 2),
            ("12345678901234567890", 20),  # the row is full
            ("123456789012345678901", 1),
            ("世界> ", 6),
            ("e\u0301> ", 3),
            ("\x1b[1;31mred\x1b[0m> ", 5),
            ("\x1b]0;a long title\x07> ", 2),
            ("\x1b]0;a long title\x1b\\> ", 2),
            ("\x1b(B\x1b=> ", 2),
            ("\x1b[5;11H> ", 12),
            ("\x1b[H> ", 2),
            ("\x1b[3H> ", 2),
            ("\x1b[0;0H> ", 2),
            ("\x1b[99;99H", 19),
            ("\x1b[7G> ", 8),
            ("\x1b[G> ", 2),
            ("ab\x1b[3C> ", 7),
            ("\x1b[99C", 19),
            ("abcdef\x1b[2D> ", 6),
            ("abc\x1b[99D", 0),
            ("abc\x1b[E> ", 2),
            ("abc\b\b\b\b> ", 2),
            ("a\tb", 9),
            ("a\tb\tc\td", 20),
            ("\0\a\x0e\x0f\x7f$", 1),
            ("abc\n$", 4),  # a line feed stays in its column
            ("abc\r$", 1),
            ("\x1b[9999999999999C", 19),
        ],
    )
    def test_it(self, printed: str, column: int) -> None:
        assert column_behind(printed, 0, 20) == column
        screen = LineScreen(20, 4)
        screen.feed(printed)
        assert screen.column == column

    @pytest.mark.parametrize(("printed", "column"), [("1234567890123456789世", 2), ("\x1bP$q\x1b\\> ", 2)])
    def test_what_pyte_does_not_know(self, printed: str, column: int) -> None:
        """A wide character that does not fit begins the next row; a string for the terminal itself prints nothing."""
        assert column_behind(printed, 0, 20) == column

    @given(st.text(st.sampled_from("ab 世é\t\b\x1b[;12HCDGm"), max_size=40), st.integers(0, 20), st.integers(2, 20))
    def test_it_is_always_on_the_screen(self, printed: str, column: int, columns: int) -> None:
        assert 0 <= column_behind(printed, min(column, columns), columns) <= columns

    @pytest.mark.parametrize(
        "printed",
        [
            b"\x1b",
            b"abc\x1b[",
            b"\x1b[1;3",
            b"\x1b]0;tit",
            b"\x1bP$q\x1b",
            b"\x1b(",
            b"\xc3",
            b"ab\xe4\xb8",
            b"\xf0\x9f\x98",
        ],
    )
    def test_in_the_middle_of_something(self, printed: bytes) -> None:
        assert is_within_sequence(printed)

    @pytest.mark.parametrize(
        "printed", [b"", b"$ ", b"\x1b[1;31m", b"\x1b]0;t\x07", b"\x1b(B", "é世😀".encode(), b"\xff"]
    )
    def test_behind_it(self, printed: bytes) -> None:
        assert not is_within_sequence(printed)
