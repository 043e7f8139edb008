"""What the host leaves switched on is known, however its output was cut, and can be undone and redone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.terminal.screen_state import ScreenState

RENDITION_RESET = b"\x1b[0m\x1b(B\x0f\x1b>\x1b7\x1b[r\x1b8"


def observed(*chunks: bytes) -> ScreenState:
    state = ScreenState()
    for chunk in chunks:
        state.observe(chunk)
    return state


@pytest.mark.parametrize(
    ("shown", "undo"),
    [
        (b"", b""),
        (b"plain text\r\n", b""),
        (b"\x1b[31mred", RENDITION_RESET),
        (b"\x1b[?1049h", b"\x1b[?1049l" + RENDITION_RESET),
        (b"\x1b[?1049h\x1b[?1049l", RENDITION_RESET),
        (b"\x1b[?25l", b"\x1b[?25h" + RENDITION_RESET),
        (b"\x1b[?25h", RENDITION_RESET),
        (b"\x1b[?1000;1006h", b"\x1b[?1006l\x1b[?1000l" + RENDITION_RESET),
        (b"\x1b[?2004h and \x1b[?1h", b"\x1b[?1l\x1b[?2004l" + RENDITION_RESET),
        (b"\x1b[?7777h", RENDITION_RESET),
        (b"\x1b[?" + b"9" * 100_000 + b"h", RENDITION_RESET),
        (b"\x1b[?;h", RENDITION_RESET),
    ],
)
def test_undo(shown: bytes, undo: bytes) -> None:
    assert observed(shown).undo() == undo


def test_redo_puts_back_what_undo_took() -> None:
    state = observed(b"\x1b[?1049h\x1b[?25l\x1b[1m")
    assert state.redo() == b"\x1b[?1049h\x1b[?25l"
    state.forget()
    assert state.undo() == state.redo() == b""


pieces = st.lists(
    st.sampled_from(
        [b"text", b"\x1b", b"[", b"?", b"1049", b"h", b"l", b";", b"25", b"\x1b[?1049h", b"\x1b[?25l", b"\x1b[0m"]
    )
).map(b"".join)


@given(pieces, st.data())
def test_the_cut_does_not_matter(shown: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(shown)))
    assert observed(shown[:at], shown[at:]).undo() == observed(shown).undo()


@given(pieces)
def test_byte_by_byte_is_the_same(shown: bytes) -> None:
    assert observed(*(shown[i : i + 1] for i in range(len(shown)))).undo() == observed(shown).undo()
