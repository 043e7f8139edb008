"""NEW-ENVIRON's and ENVIRON's language, and the allow-list: CVE-2005-0488, CVE-2026-32772, CVE-2005-0468 and others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.protocol.environment import (
    ANSWER_LIMIT,
    Codes,
    answer_request,
    escape,
    exported_variables,
    parse_fields,
)

CODES = Codes()
BSD = Codes(variable=b"\x01", value=b"\x00")
EXPORTED = {b"USER": b"mrc", b"EDITOR": b"emacs", b"EMPTY": b""}

awkward = st.binary(max_size=12) | st.lists(st.sampled_from([b"\0", b"\1", b"\2", b"\3", b"\xff", b"a"])).map(b"".join)


@given(st.lists(st.tuples(st.sampled_from([b"\x00", b"\x01", b"\x03"]), awkward), max_size=8))
def test_what_is_built_is_parsed_back(fields: list[tuple[bytes, bytes]]) -> None:
    assert parse_fields(b"".join(code + escape(text) for code, text in fields)) == fields


@given(st.binary(max_size=200))
def test_any_request_gets_values_only_of_what_is_exported(request_bytes: bytes) -> None:
    for codes in (CODES, BSD):
        answer = answer_request(request_bytes, EXPORTED, codes)
        assert answer is not None
        fields = parse_fields(answer)
        for (code, text), (_, name) in zip(fields[1:], fields, strict=False):
            if code == codes.value:
                assert EXPORTED[name] == text


@pytest.mark.parametrize(
    ("request_bytes", "answer"),
    [
        (b"", b"\x00USER\x01mrc\x03EDITOR\x01emacs\x03EMPTY\x01"),
        (b"\x00", b"\x00USER\x01mrc"),
        (b"\x03", b"\x03EDITOR\x01emacs\x03EMPTY\x01"),
        (b"\x00\x03", b"\x00USER\x01mrc\x03EDITOR\x01emacs\x03EMPTY\x01"),
        (b"\x03USER", b"\x03USER\x01mrc"),
        (b"\x00PATH\x03HOME", b"\x00PATH\x03HOME"),
        # Asked twice is answered once.
        (b"\x00USER\x00USER\x00\x00", b"\x00USER\x01mrc"),
        # Codes and IAC in a name.
        (b"\x03a\x02\x01b\xff", b"\x03a\x02\x01b\xff"),
        # A VALUE has no place in a SEND; bytes before the first code, an escape of nothing.
        (b"\x00USER\x01x", b"\x00USER\x01mrc"),
        (b"junk\x00USER\x02", b"\x00USER\x01mrc"),
    ],
)
def test_requests(request_bytes: bytes, answer: bytes) -> None:
    assert answer_request(request_bytes, EXPORTED, CODES) == answer


def test_with_bsd_codes_variables_and_values_change_places() -> None:
    assert answer_request(b"\x01USER\x03X", EXPORTED, BSD) == b"\x01USER\x00mrc\x03X"


def test_nothing_exported_is_nothing_told() -> None:
    assert answer_request(b"", {}, CODES) == b""
    assert answer_request(b"\x00\x03", {}, CODES) == b""


@pytest.mark.parametrize("user", ["-f root", "-froot", "-"])
def test_a_user_that_login_would_take_for_an_option_is_never_told(user: str) -> None:
    exported = exported_variables([("USER", user), ("SHELL", "-x")])
    assert exported == {b"SHELL": b"-x"}
    assert answer_request(b"\x00USER", exported, CODES) == b"\x00USER"


def test_exports_that_are_no_text() -> None:
    assert exported_variables([("", "x"), ("A", "\udcff\xe9"), ("A", "last")]) == {b"A": b"last"}
    assert exported_variables([("A", "\udcff\xe9")]) == {b"A": b"?\xc3\xa9"}


def test_too_long_an_answer_is_none_at_all() -> None:
    assert answer_request(b"", {b"A": b"x" * ANSWER_LIMIT}, CODES) is None
    many = b"".join(b"\x03N%d" % number for number in range(20_000))
    assert answer_request(many, {}, CODES) is None


def test_the_same_question_many_times_over_is_one() -> None:
    exported = {b"V%d" % number: b"x" for number in range(500)}
    answer = answer_request(b"\x03" * 60_000, exported, CODES)
    assert answer is not None
    assert len(parse_fields(answer)) == 1000
