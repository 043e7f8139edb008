"""FORWARDMASK: RFC 1184, section 2.3: the octets' bits, and a conversation about them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.protocol.codes import Command
from telnet_client.protocol.linemode.forwardmask import MASK_LIMIT, ForwardMask, describe

DO, DONT, WILL, WONT = Command.DO, Command.DONT, Command.WILL, Command.WONT
VERBS = (DO, DONT, WILL, WONT)


def mask_of(characters: set[int], octets: int) -> bytes:
    """The mask as the RFC draws it: the first octet's highest bit is for character 0."""
    bits = "".join("1" if code in characters else "0" for code in range(octets * 8))
    return bytes(int(bits[start : start + 8], 2) for start in range(0, len(bits), 8))


@given(st.sets(st.integers(0, 255)), st.integers(0, MASK_LIMIT))
def test_any_mask_of_up_to_32_octets(characters: set[int], octets: int) -> None:
    forward = ForwardMask()
    assert forward.hear(DO, mask_of(characters, octets)) == WILL
    assert forward.characters == {code for code in characters if code < octets * 8}


@pytest.mark.parametrize(
    ("mask", "characters"),
    [
        (b"", set()),
        (bytes(16), set()),
        (b"\x80", {0}),
        (b"\x01", {7}),
        (b"\x08" + bytes(2) + b"\x10" + bytes(12), {4, 27}),
        (bytes(31) + b"\x01", {255}),
        (b"\xff" * 32, set(range(256))),
    ],
)
def test_bits(mask: bytes, characters: set[int]) -> None:
    forward = ForwardMask()
    forward.hear(DO, mask)
    assert forward.characters == characters


#: Verbs of the host, a digit being the length of the mask; what is answered; the octets of the mask in force then.
CONVERSATIONS = """
DO 16                      WILL           16
DO 32                      WILL           32
DO 0                       WILL           0
DO 16, DO 16               WILL, -        16
DO 16, DO 32               WILL, -        32
DO 16, DONT 0              WILL, WONT     0
DO 16, DONT 0, DONT 0      WILL, WONT, -  0
DONT 0                     -              0
DO 33                      WONT           0
DO 16, DO 33, DO 16        WILL, WONT, WILL  16
DO 60000                   WONT           0
WILL 0                     DONT           0
WONT 0                     -              0
DO 16, WILL 5, WONT 5      WILL, DONT, -  16
"""


@pytest.mark.parametrize("line", CONVERSATIONS.strip().splitlines())
def test_conversation(line: str) -> None:
    asked, said, octets = line[:27].split(","), line[27:].rpartition(" ")[0].split(","), int(line.rpartition(" ")[2])
    forward = ForwardMask()
    for question, answer in zip(asked, said, strict=True):
        verb, size = question.split()
        heard = forward.hear(Command[verb], b"\xff" * int(size))
        assert (Command(heard).name if heard else "-") == answer.strip(), question
    assert forward.characters == set(range(octets * 8))


@given(st.lists(st.tuples(st.sampled_from(VERBS), st.binary(max_size=40))))
def test_any_conversation(questions: list[tuple[Command, bytes]]) -> None:
    forward = ForwardMask()
    for verb, mask in questions:
        answer = forward.hear(verb, mask)
        assert answer is None or answer in VERBS
        assert all(0 <= code < 256 for code in forward.characters)
        if verb == DONT:
            assert not forward.characters


def test_a_host_that_forgot_is_answered_anew() -> None:
    forward = ForwardMask()
    forward.hear(DO, b"\xff")
    forward.forget()
    assert not forward.characters
    assert forward.hear(DO, b"\xff") == WILL


@pytest.mark.parametrize(
    ("verb", "mask", "words"),
    [
        (DO, b"\x08\x00\x00\x10", "DO FORWARDMASK ^D ^["),
        (DO, b"", "DO FORWARDMASK"),
        (WONT, b"", "WONT FORWARDMASK"),
        (DO, bytes(16) + b"\x80", "DO FORWARDMASK 128"),
    ],
)
def test_in_words(verb: Command, mask: bytes, words: str) -> None:
    assert describe(verb, mask) == words


@given(st.sampled_from(VERBS), st.binary(max_size=50))
def test_words_are_short_and_printable(verb: Command, mask: bytes) -> None:
    assert describe(verb, mask).isascii()
    assert describe(verb, mask).isprintable()
    assert len(describe(verb, mask * 100)) < 300
