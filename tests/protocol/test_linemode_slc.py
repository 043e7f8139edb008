"""SLC: the rules of RFC 1184, section 2.4, as a table; hostile lists; two sides that negotiate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.errors import LocalProtocolError
from telnet_client.protocol.linemode.slc import (
    FLUSHIN,
    FLUSHOUT,
    NO_CHARACTER,
    UNSUPPORTED,
    Function,
    Level,
    SpecialCharacter,
    SpecialCharacters,
    describe,
)
from telnet_client.protocol.own_characters import COMMON_CHARACTERS

#: The list of a BSD telnet, from a description of LINEMODE: the characters of the terminal it was typed at.
REAL_LIST = bytes.fromhex(
    "010000 036203 04020f 050000 07621c 080204 09421a 0a027f 0b0215 0c0217 0d0212 0e0216 0f0211 100213 110000 120000"
)
REAL_CHARACTERS = tuple(
    (function, character if modifiers else None)
    for function, modifiers, character in zip(REAL_LIST[::3], REAL_LIST[1::3], REAL_LIST[2::3], strict=True)
)

#: By what the host says: what is answered, and what is in force then: level, flags, character. IP (3) is ^C here, with
#: both flags; MCL (19) has no character. ACK is 80, FLUSHIN 40, FLUSHOUT 20; NOSUPPORT 0, CANTCHANGE 1, VALUE 2,
#: DEFAULT 3. What is in force already is not answered, nor is an acknowledgement; a refusal has a lower level.
RULES = """
03 62 03   -          VALUE 60 03
03 02 03   -          VALUE 00 03
03 62 18   03 e2 18   VALUE 60 18
03 02 18   03 82 18   VALUE 00 18
03 02 ff   03 82 ff   VALUE 00 ff
03 01 03   03 81 03   CANTCHANGE 00 03
03 21 18   03 a1 18   CANTCHANGE 20 18
03 00 00   03 80 00   NOSUPPORT 00 00
03 00 ff   03 80 ff   NOSUPPORT 00 00
03 03 00   03 62 03   VALUE 60 03
03 83 00   03 62 03   VALUE 60 03
03 e2 03   -          VALUE 60 03
03 e2 18   -          VALUE 60 18
03 81 18   -          VALUE 60 03
03 80 00   -          VALUE 60 03
03 1e 18   03 82 18   VALUE 00 18
13 02 02   13 82 02   VALUE 00 02
13 01 02   13 81 02   CANTCHANGE 00 02
13 00 00   -          NOSUPPORT 00 00
13 00 ff   -          NOSUPPORT 00 00
13 80 ff   -          NOSUPPORT 00 00
13 03 00   13 00 00   NOSUPPORT 00 00
1f 02 01   1f 00 00
1f 01 01   1f 00 00
1f 03 00   1f 00 00
1f 00 00   -
1f 82 01   -
ff e3 ff   -
ff 63 ff   ff 00 00
00 00 00   -
00 01 00   -
"""


def rules() -> list[tuple[bytes, bytes, str]]:
    cut = [(line[:8], line[11:19], line[22:]) for line in RULES.strip().splitlines()]
    return [(bytes.fromhex(heard), bytes.fromhex(said.replace("-", "")), after) for heard, said, after in cut]


def in_words(setting: SpecialCharacter) -> str:
    return f"{setting.level.name} {setting.flags:02x} {setting.character:02x}"


triplets = st.tuples(
    st.integers(0, 32) | st.integers(0, 255),
    st.sampled_from([0, 1, 2, 3, 0x62, 0x80, 0x81, 0x82, 0x83, 0xE2]) | st.integers(0, 255),
    st.sampled_from([0, 3, 24, 255]) | st.integers(0, 255),
).map(bytes)
lists = st.lists(triplets, max_size=40).map(b"".join)


@pytest.mark.parametrize(("heard", "said", "after"), rules())
def test_rule(heard: bytes, said: bytes, after: str) -> None:
    characters = SpecialCharacters(COMMON_CHARACTERS)
    before = characters.in_force
    answer, is_new = characters.hear(heard)
    assert answer == said
    assert is_new == (characters.in_force != before)
    if after:
        assert in_words(characters.in_force[Function(heard[0])]) == after


def test_what_the_host_took_away_it_can_give_back() -> None:
    characters = SpecialCharacters(COMMON_CHARACTERS)
    assert characters.hear(b"\x05\x00\x00") == (b"\x05\x80\x00", True)
    assert characters.hear(b"\x05\x00\x00") == (b"", False)
    assert characters.hear(b"\x05\x02\x14") == (b"\x05\x82\x14", True)


def test_a_refusal_is_final_at_either_end() -> None:
    """The answer to what we do not know is at the lowest level, and that at that level calls for nothing."""
    for number in range(31, 256):
        answer, _ = SpecialCharacters(()).hear(bytes((number, Level.VALUE, 1)))
        assert answer == bytes((number, Level.NOSUPPORT, 0))
        assert SpecialCharacters(()).hear(answer) == (b"", False)


# The real list


def test_with_the_same_terminal_our_list_is_the_real_one() -> None:
    assert SpecialCharacters(REAL_CHARACTERS).start() == REAL_LIST


def test_a_host_with_the_real_list_and_our_characters_agree() -> None:
    characters = SpecialCharacters(REAL_CHARACTERS)
    assert characters.hear(REAL_LIST) == (b"", False)
    acknowledged = b"".join(
        bytes((function, modifiers | 0x80, character))
        for function, modifiers, character in zip(REAL_LIST[::3], REAL_LIST[1::3], REAL_LIST[2::3], strict=True)
    )
    assert characters.hear(acknowledged) == (b"", False)


def test_the_common_characters_differ_from_the_real_list_by_are_you_there() -> None:
    characters = SpecialCharacters(COMMON_CHARACTERS)
    assert characters.hear(REAL_LIST) == (b"\x05\x80\x00", True)
    assert not characters.in_force[Function.AYT].is_in_use


# Every function at once


def test_all_current_ones() -> None:
    characters = SpecialCharacters([(3, 3), (5, None)])
    characters.hear(b"\x03\x02\x18\x13\x02\x02")
    assert characters.hear(b"\x00\x02\x00") == (b"\x03\x02\x18\x05\x00\x00\x13\x02\x02", False)


def test_all_defaults() -> None:
    characters = SpecialCharacters([(3, 3), (5, None)])
    characters.hear(b"\x03\x02\x18\x13\x02\x02")
    assert characters.hear(b"\x00\x03\x00") == (b"\x03\x62\x03\x05\x00\x00", True)
    assert characters.in_force[Function.MCL] == UNSUPPORTED


def test_all_with_a_proposal_before_and_behind() -> None:
    characters = SpecialCharacters([(3, 3), (5, 20)])
    assert characters.hear(b"\x03\x02\x18\x00\x02\x00\x05\x02\x01") == (b"\x03\x82\x18\x05\x82\x01", True)
    assert characters.hear(b"\x03\x02\x19\x00\x03\x00\x05\x02\x01") == (b"\x03\x62\x03\x05\x82\x01", True)


def test_asked_for_all_a_thousand_times_in_a_list_they_are_told_once() -> None:
    characters = SpecialCharacters(COMMON_CHARACTERS)
    own = characters.start()
    assert characters.hear(b"\x00\x02\x00" * 1000) == (own, False)
    assert characters.hear(b"\x00\x03\x00\x00\x02\x00" * 1000) == (own, False)


# The user's wishes


def test_the_user_changes_a_character() -> None:
    characters = SpecialCharacters(COMMON_CHARACTERS)
    assert characters.change(Function.IP, 0x18) == b"\x03\x62\x18"
    assert characters.in_force[Function.IP] == SpecialCharacter(Level.VALUE, FLUSHIN | FLUSHOUT, 0x18)
    assert characters.hear(b"\x03\xe2\x18") == (b"", False)
    # It is the default from now on, and the one that a new agreement begins with.
    characters.hear(b"\x03\x02\x01")
    assert characters.hear(b"\x03\x03\x00")[0] == b"\x03\x62\x18"
    assert b"\x03\x62\x18" in characters.start()


def test_the_user_takes_a_character_away_and_gives_it_back() -> None:
    characters = SpecialCharacters(COMMON_CHARACTERS)
    assert characters.change(Function.EW, None) == b"\x0c\x00\x00"
    assert characters.hear(b"\x0c\x80\x00") == (b"", False)
    assert not characters.in_force[Function.EW].is_in_use
    assert characters.change(Function.EW, 0) == b"\x0c\x02\x00"
    assert characters.in_force[Function.EW].is_in_use


@pytest.mark.parametrize(("function", "character"), [(0, 3), (31, 3), (-1, 3), (3, 255), (3, -1), (3, 256)])
def test_wishes_that_cannot_be(function: int, character: int) -> None:
    characters = SpecialCharacters(COMMON_CHARACTERS)
    before = characters.in_force
    with pytest.raises(LocalProtocolError):
        characters.change(function, character)
    assert characters.in_force == before


def test_what_the_host_cannot_change_the_user_cannot() -> None:
    characters = SpecialCharacters(COMMON_CHARACTERS)
    characters.hear(b"\x03\x01\x18")
    with pytest.raises(LocalProtocolError, match="cannot change its character for IP"):
        characters.change(Function.IP, 3)


# Hostile lists


def test_ten_thousand_triplets_get_each_function_once() -> None:
    hostile = b"".join(bytes((number % 256, 3, 255)) for number in range(10_000))
    answer, _ = SpecialCharacters(COMMON_CHARACTERS).hear(hostile)
    # The last request for everything came 16 functions before the end: who it did not name has nothing to tell.
    assert set(answer[::3]) == {*range(1, 17), *range(31, 256)}
    answer, _ = SpecialCharacters(COMMON_CHARACTERS).hear(hostile[3:])
    assert len(set(answer[::3])) == len(answer) // 3 < 256


def test_any_number_of_values_of_one_function_get_one_answer() -> None:
    characters = SpecialCharacters(COMMON_CHARACTERS)
    hostile = b"".join(bytes((3, 2, number % 256)) for number in range(20_000))
    assert characters.hear(hostile) == (bytes((3, 0x82, 19_999 % 256)), True)


@pytest.mark.parametrize("odd", [b"", b"\x03", b"\x03\x02"])
def test_what_is_no_whole_triplet_is_left_out(odd: bytes) -> None:
    assert SpecialCharacters(COMMON_CHARACTERS).hear(b"\x03\x02\x18" + odd) == (b"\x03\x82\x18", True)
    assert SpecialCharacters(COMMON_CHARACTERS).hear(odd) == (b"", False)


@given(st.lists(st.binary(max_size=60) | lists, max_size=10))
def test_any_lists_get_bounded_answers_that_end(heard: list[bytes]) -> None:
    characters = SpecialCharacters(COMMON_CHARACTERS)
    for triplets_heard in heard:
        before = characters.in_force
        answer, is_new = characters.hear(triplets_heard)
        functions = answer[::3]
        assert len(set(functions)) == len(functions) == len(answer) // 3
        assert is_new == (characters.in_force != before)
        assert list(characters.in_force) == list(Function)


@given(lists, st.lists(st.tuples(st.sampled_from(Function), st.none() | st.integers(0, 254)), max_size=5))
def test_two_sides_settle_whatever_they_say_first(heard: bytes, wishes: list[tuple[Function, int | None]]) -> None:
    """One of them begins, as a host does that was told no list; the other has wishes meanwhile."""
    one, other = SpecialCharacters(COMMON_CHARACTERS), SpecialCharacters(REAL_CHARACTERS)
    to_other = heard
    to_one = b""
    for function, character in wishes:
        if one.in_force[function].level is not Level.CANTCHANGE:
            to_other += one.change(function, character)
    for _ in range(6):
        if not to_one and not to_other:
            break
        to_one, to_other = other.hear(to_other)[0], one.hear(to_one)[0]
    assert to_one == to_other == b""


@given(st.lists(st.tuples(st.sampled_from(Function), st.none() | st.integers(0, 254)), max_size=8))
def test_a_client_and_who_answers_it_agree(wishes: list[tuple[Function, int | None]]) -> None:
    client, host = SpecialCharacters(REAL_CHARACTERS), SpecialCharacters(COMMON_CHARACTERS)
    said = [client.start(), *(client.change(function, character) for function, character in wishes)]
    for triplets_said in said:
        answer, _ = host.hear(triplets_said)
        assert client.hear(answer)[0] == b""
    mentioned = {*client.start()[::3], *(function for function, _ in wishes)}
    for function in mentioned:
        assert client.in_force[Function(function)].agrees_with(host.in_force[Function(function)])


# Values


def test_the_mapping_cannot_be_changed_and_does_not_change() -> None:
    characters = SpecialCharacters(COMMON_CHARACTERS)
    mapping = characters.in_force
    characters.change(Function.IP, 1)
    assert mapping[Function.IP].character == 3
    with pytest.raises(TypeError):
        mapping[Function.IP] = UNSUPPORTED  # type: ignore[index]


def test_flags() -> None:
    own = SpecialCharacters(COMMON_CHARACTERS).in_force
    assert [function.name for function in Function if own[function].flushes_input] == ["IP", "ABORT", "SUSP"]
    assert [function.name for function in Function if own[function].flushes_output] == ["IP", "ABORT"]


@pytest.mark.parametrize(
    ("setting", "is_in_use"),
    [
        (SpecialCharacter(Level.VALUE, 0, 3), True),
        (SpecialCharacter(Level.CANTCHANGE, 0, 0), True),
        (SpecialCharacter(Level.VALUE, 0, NO_CHARACTER), False),
        (SpecialCharacter(Level.NOSUPPORT, 0, 3), False),
    ],
)
def test_is_in_use(setting: SpecialCharacter, is_in_use: bool) -> None:
    assert setting.is_in_use == is_in_use


# Words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (b"", ""),
        (b"\x03\x62\x03", "IP VALUE FLUSHIN FLUSHOUT ^C"),
        (b"\x0a\x82\x7f\x05\x80\x00", "EC VALUE ACK DEL, AYT NOSUPPORT ACK"),
        (b"\x11\x01 \x12\x02a\x1e\x02\xff", "FORW1 CANTCHANGE SPACE, FORW2 VALUE a, EEOL VALUE 255"),
        (b"\x00\x03\x00\x1f\x02\x01\x03", "0 DEFAULT, 31 VALUE ^A"),
    ],
)
def test_in_words(said: bytes, words: str) -> None:
    assert describe(said) == words


@given(st.binary(max_size=300))
def test_words_are_printable(said: bytes) -> None:
    assert describe(said).isascii()
    assert describe(said).isprintable()
    assert len(describe(said * 200)) < 3000
