"""The line editor alone: keys in; what is shown, what is sent, what is kept for later."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from session.line_screen import CHARACTERS, LineScreen
from telnet_client.protocol.codes import Command
from telnet_client.protocol.linemode.slc import Function
from telnet_client.protocol.own_characters import COMMON_CHARACTERS
from telnet_client.session import line_editor
from telnet_client.session.glyph import text_of
from telnet_client.session.line_actions import Action, Draw, Press, Record, Signal, Transmit
from telnet_client.session.line_editor import LineEditor
from telnet_client.session.line_rules import Rules, common_rules

UP, DOWN, RIGHT, LEFT, HOME, END = b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[H", b"\x1b[F"
INSERT, DELETE, WORD_RIGHT, WORD_LEFT = b"\x1b[2~", b"\x1b[3~", b"\x1b[1;5C", b"\x1b[1;5D"
INTERRUPT = Signal(Command.INTERRUPT_PROCESS, flushes_input=True, flushes_output=True)
#: Every editing function by a key of its own, and some signals; LF forwards nothing.
RULES = Rules(
    {
        0x01: Function.MCBOL,
        0x02: Function.MCL,
        0x03: Function.IP,
        0x04: Function.EOF,
        0x05: Function.MCEOL,
        0x06: Function.MCR,
        0x07: Function.AYT,
        0x0B: Function.EEOL,
        0x0C: Function.EBOL,
        0x0E: Function.MCWR,
        0x0F: Function.AO,
        0x10: Function.MCWL,
        0x12: Function.RP,
        0x13: Function.XOFF,
        0x14: Function.ECR,
        0x15: Function.EL,
        0x16: Function.LNEXT,
        0x17: Function.EW,
        0x18: Function.EWR,
        0x19: Function.OVER,
        0x1A: Function.INSRT,
        0x1D: Function.FORW1,
        0x7F: Function.EC,
    },
    {
        Function.IP: INTERRUPT,
        Function.EOF: Signal(Command.END_OF_FILE),
        Function.AYT: Signal(Command.ARE_YOU_THERE),
        Function.AO: Signal(Command.ABORT_OUTPUT),
        Function.XOFF: Press(b"\x13"),
    },
    frozenset({0x1D, ord("\t")}),
)


def new_editor(rules: Rules = RULES, columns: int = 80, rows: int = 24) -> LineEditor:
    editor = LineEditor()
    editor.display.resize(columns, rows)
    editor.follow(rules)
    editor.begin(0)
    return editor


def sent(actions: list[Action]) -> bytes:
    """What goes to the host; a signal by its first letters in angle brackets."""
    parts = []
    for action in actions:
        if isinstance(action, Press):
            parts.append(action.keys)
        elif isinstance(action, Transmit):
            parts.append(b"{%b}" % action.text)
        elif isinstance(action, Signal):
            parts.append(b"<%d>" % action.command)
    return b"".join(parts)


def recorded(actions: list[Action]) -> bytes:
    return b"".join(action.data for action in actions if isinstance(action, Record))


def drawn(actions: list[Action]) -> bytes:
    return b"".join(action.data for action in actions if isinstance(action, Draw))


def line_of(editor: LineEditor) -> str:
    """The line with a bar at the cursor."""
    glyphs, cursor = editor.display.glyphs, editor.display.cursor
    return f"{text_of(glyphs[:cursor])}|{text_of(glyphs[cursor:])}"


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (b"hello", "hello|"),
        (b"hello\x7f\x7f", "hel|"),
        (b"\x7f", "|"),
        (b"hello\b", "hell|"),
        (b"one two\x15", "|"),
        (b"one two\x17", "one |"),
        (b"one two  \x17", "one |"),
        (b"  one\x17\x17", "|"),
        (b"abc" + LEFT + LEFT + b"X", "aX|bc"),
        (b"abc\x02\x02X", "aX|bc"),
        (b"abc" + LEFT * 9 + RIGHT + b"X", "aX|bc"),
        (b"abc\x01X\x05Y", "XabcY|"),
        (b"abc" + HOME + b"X" + END + b"Y", "XabcY|"),
        (b"\x1bOHabc\x1bOHX\x1bOFY", "XabcY|"),
        (b"one two three\x10\x10", "one |two three"),
        (b"one two three" + WORD_LEFT + WORD_LEFT, "one |two three"),
        (b"one  two\x01\x0e", "one  |two"),
        (b"one  two\x01" + WORD_RIGHT + WORD_RIGHT, "one  two|"),
        (b"abc\x01\x14", "|bc"),
        (b"abc" + HOME + DELETE, "|bc"),
        (b"abc\x14", "abc|"),
        (b"one two three\x01\x18", "|two three"),
        (b"one two\x10\x0c", "|two"),
        (b"one two\x10\x0b", "one |"),
        (b"abc\x01\x19XY", "XY|c"),
        (b"abc\x01\x19XYZW", "XYZW|"),
        (b"abc\x01\x19X\x1aY", "XY|bc"),
        (b"abc" + HOME + INSERT + b"X" + INSERT + b"Y", "XY|bc"),
        ("a\u4e2d\u6587b".encode() + LEFT + b"\x7f", "a\u4e2d|b"),
        ("ae\u0301b\x7f\x7f".encode(), "a|"),
        ("e\u0301".encode() + LEFT + b"x", "x|e\u0301"),
        ("b\x01\u0301".encode(), "\u0301|b"),
        ("ab\x02\u0301".encode(), "a\u0301|b"),
        (b"a\x16\x15b", "a\x15b|"),
        (b"a\x16\x16", "a\x16|"),
        (b"\x16\x1b[A", "\x1b[A|"),
        (b"\x16\r\x16\n", "\r\n|"),
        (b"\x1bx", "\x1bx|"),
        (b"\x1b\x1b[D", "|\x1b"),
        (b"\x1b[5~", "\x1b[5~|"),
        (b"\x1bOP", "\x1bOP|"),
        (b"\x1b[200~pasted\x1b[201~", "pasted|"),
        (b"\x80\xff\xc3(", "\udc80\udcff\udcc3(|"),
        (b"\x00\x1c\x1e", "\x00\x1c\x1e|"),
    ],
)
def test_editing(keys: bytes, line: str) -> None:
    editor = new_editor()
    assert sent(editor.type(keys)) == b""
    assert line_of(editor) == line
    # Whatever the keyboard gives at once, one byte or all of them.
    editor = new_editor()
    for key in keys:
        assert sent(editor.type(bytes((key,)))) == b""
    assert line_of(editor) == line


@pytest.mark.parametrize(
    ("keys", "goes"),
    [
        (b"fred\r", b"fred\r"),
        (b"fred\n", b"fred\r"),
        (b"one\r\ntwo\n", b"one\r\rtwo\r"),
        (b"\r", b"\r"),
        (b"fred" + HOME + b"al\r", b"alfred\r"),
        ("caf\u00e9 \u4e2d\r".encode(), "caf\u00e9 \u4e2d\r".encode()),
        (b"\xff\xfe\r", b"\xff\xfe\r"),
        (b"\x16\x03\r", b"\x03\r"),
        (b"a\x16\rb\r", b"{a\rb}\r"),
        (b"ab\x04", b"ab"),
        (b"ab\x04\x04", b"ab<236>"),
        (b"\x04", b"<236>"),
        (b"half\x03", b"<244>"),
        (b"one\rhalf\x03two\r", b"one\r<244>two\r"),
        (b"half\x0f", b"half<245>"),
        (b"half\x07line\r", b"<246>halfline\r"),
        (b"half\x13line\r", b"\x13halfline\r"),
        (b"comp\tlete\r", b"comp\tlete\r"),
        (b"a\x1d", b"a\x1d"),
        (b"a\x1db\x7f\x7f\r", b"a\x1d\r"),
    ],
)
def test_sending(keys: bytes, goes: bytes) -> None:
    assert sent(new_editor().type(keys)) == goes
    editor = new_editor()
    assert b"".join(sent(editor.type(bytes((key,)))) for key in keys) == goes


def test_a_forwarding_character_goes_at_once() -> None:
    editor = new_editor()
    assert sent(editor.type(b"a\t")) == b"a\t"
    assert editor.is_empty


def test_escape_is_no_key_where_it_forwards() -> None:
    editor = new_editor(Rules({}, {}, frozenset({0x1B})))
    assert sent(editor.type(b"ab\x1b[A")) == b"ab\x1b"
    assert line_of(editor) == "[A|"


def test_a_function_on_escape_or_on_a_letter() -> None:
    editor = new_editor(Rules({0x1B: Function.EL, ord("x"): Function.EC}, {}))
    editor.type(b"abc\x1bdefx")
    assert line_of(editor) == "de|"


def test_erase_on_another_character_leaves_the_backspace_key_its_meaning() -> None:
    editor = new_editor(Rules({ord("#"): Function.EC}, {}))
    editor.type(b"abc#\x7f\b")
    assert line_of(editor) == "|"


class TestHistory:
    def test_up_and_down(self) -> None:
        editor = new_editor()
        editor.type(b"one\rtwo\rthr")
        for key, line in [(UP, "two|"), (UP, "one|"), (UP, "one|"), (DOWN, "two|"), (DOWN, "thr|"), (DOWN, "thr|")]:
            editor.type(key)
            assert line_of(editor) == line

    def test_what_is_sent_from_it_is_the_last_line_again(self) -> None:
        editor = new_editor()
        editor.type(b"one\rtwo\r" + UP + UP)
        assert sent(editor.type(b"!\r")) == b"one!\r"
        editor.type(UP)
        assert line_of(editor) == "one!|"

    def test_no_empty_lines_and_none_twice(self) -> None:
        editor = new_editor()
        editor.type(b"one\r\rtwo\rtwo\r" + UP + UP)
        assert line_of(editor) == "one|"

    def test_never_a_line_of_which_anything_was_not_shown(self) -> None:
        editor = new_editor()
        editor.type(b"name\r")
        editor.echo(False)
        editor.begin(0)
        actions = editor.type(b"secret" + UP + b"\r")
        assert sent(actions) == b"secret\r"
        assert drawn(actions) == recorded(actions) == b""
        editor.echo(True)
        editor.begin(0)
        editor.type(b"seen")
        editor.echo(False)
        editor.type(b"unseen")
        editor.echo(True)
        assert drawn(editor.type(b"and again\r")) == b""
        editor.begin(0)
        editor.type(UP)
        assert line_of(editor) == "name|"
        assert drawn(editor.type(b"x")) == b"x"

    def test_it_is_bounded(self) -> None:
        editor = new_editor()
        for _ in range(50):
            editor.type(b"%d" % _ + b"x" * 20_000 + b"\r")
        count = 0
        while drawn(editor.type(UP)):
            count += 1
        assert 1 < count < 20


class TestTypescript:
    """What stays on the screen is in it, once."""

    @pytest.mark.parametrize(
        ("keys", "record"),
        [
            (b"helo" + LEFT + b"l\r", b"hello\r\n"),
            (b"a\x16\x01\tb\r", b"a^A\tb\r\n"),
            (b"half", b""),
            (b"half\x03", b"half^C"),
            (b"half\x04", b"half"),
            (b"gone\x15\r", b"\r\n"),
        ],
    )
    def test_lines(self, keys: bytes, record: bytes) -> None:
        assert recorded(new_editor().type(keys)) == record

    def test_what_was_shown_before_the_line_became_a_secret(self) -> None:
        editor = new_editor()
        editor.type(b"seen")
        editor.echo(False)
        assert recorded(editor.type(b"unseen\r")) == b"seen"


class TestLeaving:
    """The host takes keys as they are typed: what there is goes to it."""

    @pytest.mark.parametrize(
        ("keys", "goes"),
        [
            (b"half", b"half"),
            (b"", b""),
            (b"half\x1b", b"half\x1b"),
            (b"half\x1b[", b"half\x1b["),
            (b"caf\xc3", b"caf\xc3"),
            (b"half\x16", b"half"),
        ],
    )
    def test_half_a_line(self, keys: bytes, goes: bytes) -> None:
        editor = new_editor()
        editor.type(keys)
        assert sent(editor.take_line()) == goes
        assert editor.is_empty
        assert sent(editor.type(b"x\r")) == b"x\r"


def test_a_line_of_a_hundred_thousand_characters() -> None:
    editor = new_editor()
    text = b"0123456789" * 10_000
    assert sent(editor.type(text)) == b""
    editor.type(HOME + b"begin " + END + b" end" + LEFT * 3 + b"\x7f" * 2 + DELETE)
    editor.type(b"\x12")
    assert sent(editor.type(b"\r")) == b"begin " + text[:-1] + b"nd\r"


def test_a_longer_one_is_sent_in_parts() -> None:
    editor = new_editor()
    text = b"x" * 60_000
    parts = [sent(editor.type(text)) for _ in range(10)]
    assert len(b"".join(parts)) >= 600_000 - line_editor.LONGEST_LINE
    assert b"".join(parts) + sent(editor.type(b"\r")) == b"x" * 600_000 + b"\r"


def test_zero_width_without_end() -> None:
    editor = new_editor()
    text = "e" + "\u0301" * 5000
    editor.type(text.encode())
    assert len(editor.display.glyphs) > 100
    assert sent(editor.type(b"\r")) == text.encode() + b"\r"


@pytest.mark.parametrize("code", range(256))
@pytest.mark.parametrize(
    "rules",
    [
        RULES,
        Rules({}, {}),
        common_rules(True, dict(COMMON_CHARACTERS)),
        common_rules(False, dict(COMMON_CHARACTERS)),
        RULES._replace(shows_literally=True),
    ],
    ids=["all functions", "none", "with TELNET", "without", "literal echo"],
)
def test_any_byte(rules: Rules, code: int) -> None:
    """Literal next takes every byte of a character as text; by itself it edits, is sent, or is text as well."""
    quoting = rules._replace(functions={**rules.functions, 0x16: Function.LNEXT})
    editor = new_editor(quoting)
    key = bytes((code,))
    text = b"{a\rb}" if key == b"\r" else b"a" + key + b"b"
    assert sent(editor.type(b"a\x16" + key + b"b\r")) == text + b"\r"
    editor = new_editor(rules)
    goes = sent(editor.type(b"ab" + key))
    function = rules.functions.get(code)
    if code in (0x0D, 0x0A):
        assert goes == b"ab\r"
    elif function in rules.signals and function is not Function.EOF:
        assert goes
    elif function is Function.EOF or function is Function.FORW1 or code in rules.forwarding:
        assert goes == (b"ab" if function is Function.EOF else b"ab" + key)
    elif function is None and code not in (0x7F, 0x08):
        assert goes == b""
        assert sent(editor.type(b"c\r")) == b"ab" + key + b"c\r"
    else:
        assert goes == b""


KEYS = st.one_of(
    st.text(CHARACTERS, min_size=1, max_size=9).map(lambda text: text.encode("utf-8", "surrogateescape")),
    st.sampled_from([UP, DOWN, LEFT, RIGHT, HOME, END, INSERT, DELETE, WORD_LEFT, WORD_RIGHT]),
    st.sampled_from([bytes((code,)) for code in RULES.functions if code not in (0x03, 0x0F, 0x07, 0x13)]),
    st.sampled_from([b"\r", b"\x1b", b"\x16\x00", b"word and words ", b"a very long word, longer than the row"]),
)


@settings(max_examples=250, deadline=None)
@given(
    columns=st.integers(2, 30),
    rows=st.integers(1, 8),
    prompt=st.integers(0, 12),
    typed=st.lists(KEYS, max_size=25),
    cuts=st.lists(st.integers(0, 300), max_size=10),
)
def test_the_screen_has_what_the_line_has(
    columns: int, rows: int, prompt: int, typed: list[bytes], cuts: list[int]
) -> None:
    """For random keys, cut anywhere, on screens of all sizes."""
    screen = LineScreen(columns, rows, "$" * min(prompt, columns))
    editor = LineEditor()
    editor.display.resize(columns, rows)
    editor.follow(RULES)
    editor.begin(screen.column)
    keys = b"".join(typed) + b"z"
    edges = sorted({0, len(keys), *(cut for cut in cuts if cut < len(keys))})
    for begin, end in pairwise(edges):
        screen.feed(drawn(editor.type(keys[begin:end])).decode("utf-8"))
    screen.check_cursor(editor.display)
    # Shown once more, the line is where a person would write it.
    screen.feed(drawn(editor.type(b"\x12")).decode("utf-8"))
    screen.check(editor.display, prompt="")
