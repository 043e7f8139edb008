"""MODE: RFC 1184, section 2.2, as a table, and any masks at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.protocol.linemode.mode import MODE_ACK, EditingMode, ModeNegotiation, describe

#: What the host asks for, one after the other, and after the arrow what is acknowledged; - for nothing.
CONVERSATIONS = """
00 -> -
01 -> 05
03 03 -> 07 -
03 07 05 -> 07 - -
07 -> -
04 14 -> - -
1b 03 -> 1f 07
02 00 02 -> 06 04 06
23 23 03 -> 07 - -
23 43 23 -> 07 07 07
e0 e0 00 -> 04 - -
"""


def conversations() -> list[tuple[str, str]]:
    return [(asked, said) for asked, said in (line.split(" -> ") for line in CONVERSATIONS.strip().splitlines())]


@pytest.mark.parametrize(("asked", "said"), conversations())
def test_what_is_acknowledged(asked: str, said: str) -> None:
    mode = ModeNegotiation()
    answers = [mode.hear(int(mask, 16)) for mask in asked.split()]
    assert ["-" if answer is None else f"{answer:02x}" for answer in answers] == said.split()


@given(st.lists(st.integers(0, 255)))
def test_any_masks(masks: list[int]) -> None:
    mode = ModeNegotiation()
    for mask in masks:
        before = mode.in_force
        answer = mode.hear(mask)
        if mask & MODE_ACK:
            assert answer is None
        if answer is None:
            assert mode.in_force == before
        else:
            assert answer & MODE_ACK
            # Nothing is set that the host did not set, and what is said is what is done.
            assert answer & ~MODE_ACK & ~mask == 0
            assert EditingMode.from_mask(answer) == mode.in_force
        assert mode.hear(mask) is None


def test_two_sides_cannot_keep_each_other_busy() -> None:
    mode = ModeNegotiation()
    answer = mode.hear(0xFB)
    assert answer is not None
    assert mode.hear(answer) is None


@given(st.integers(0, 255))
def test_a_mask_is_read_and_written(mask: int) -> None:
    mode = EditingMode.from_mask(mask)
    assert mode.mask == mask & 0x1B
    assert EditingMode.from_mask(mode.mask) == mode


def test_bits() -> None:
    assert EditingMode.from_mask(0) == EditingMode()
    assert EditingMode.from_mask(1) == EditingMode(edit=True)
    assert EditingMode.from_mask(2) == EditingMode(trapsig=True)
    assert EditingMode.from_mask(8) == EditingMode(soft_tab=True)
    assert EditingMode.from_mask(16) == EditingMode(lit_echo=True)


def test_a_host_that_forgot_is_acknowledged_what_is_in_force() -> None:
    mode = ModeNegotiation()
    assert mode.hear(3) == 7
    mode.forget()
    assert mode.in_force == EditingMode(edit=True, trapsig=True)
    assert mode.hear(3) == 7
    assert mode.hear(3) is None


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        (0, "0"),
        (3, "EDIT TRAPSIG"),
        (7, "EDIT TRAPSIG ACK"),
        (0x1B, "EDIT TRAPSIG SOFT_TAB LIT_ECHO"),
        (0x21, "EDIT 32"),
        (0xE0, "224"),
    ],
)
def test_in_words(mask: int, words: str) -> None:
    assert describe(mask) == words
