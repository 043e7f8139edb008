"""The host's character set on the user's terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.session.character_set import (
    COMMON_CHARACTER_SETS,
    CharacterSet,
    canonical_name,
    character_set_of,
    is_fit_for_host,
    names_for_host,
    terminal_character_set,
)


@pytest.mark.parametrize(
    ("host", "data", "shown"),
    [
        ("cp437", b"\xc9\xcd\xbb \x01\x02\x03\x18\x1e\x7f\xb0", "╔═╗ ☺☻♥↑▲⌂░"),
        ("cp437", b"\x1b[1m\r\n\a\b\t", "\x1b[1m\r\n\a\b\t"),
        ("iso8859-1", b"d\xe9j\xe0", "déjà"),
        ("koi8-r", b"\xf0\xd2\xc9", "При"),
        ("shift_jis", "漢字".encode("shift_jis"), "漢字"),
        ("ascii", b"\xc8\xe9\x8d\x8a", "Hi\r\n"),
        ("utf-8", b"ok \xff\xc3", "ok \ufffd"),
    ],
)
def test_shown(host: str, data: bytes, shown: str) -> None:
    assert CharacterSet(host, "utf-8").for_screen(data) == shown.encode()


@pytest.mark.parametrize(
    ("host", "typed", "sent"),
    [
        ("cp437", "é╔\r", b"\x82\xc9\r"),
        ("iso8859-1", "é漢", b"\xe9?"),
        ("ascii", "é", b"?"),
        ("utf-16-le", "a", b"a\0"),
    ],
)
def test_typed(host: str, typed: str, sent: bytes) -> None:
    assert CharacterSet(host, "utf-8").for_host(typed.encode()) == sent


@given(st.binary(max_size=60), st.sampled_from([name for name, _ in COMMON_CHARACTER_SETS]), st.data())
def test_the_cut_does_not_matter(data: bytes, name: str, draw: st.DataObject) -> None:
    host = canonical_name(name)
    assert host is not None
    at = draw.draw(st.integers(0, len(data)))
    whole, cut = CharacterSet(host, "utf-8"), CharacterSet(host, "utf-8")
    assert cut.for_screen(data[:at]) + cut.for_screen(data[at:]) == whole.for_screen(data)


@pytest.mark.parametrize("name", ["", "nonsense", "rot13", "hex", "zlib", "a\0b", "x" * 5000, "../../etc", "idna\n"])
def test_no_character_set(name: str) -> None:
    assert canonical_name(name) is None


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({}, "utf-8"),
        ({"LANG": "C"}, "utf-8"),
        ({"LANG": "de_DE.ISO-8859-1@euro"}, "iso8859-1"),
        ({"LANG": "x.ISO-8859-1", "LC_ALL": "C.UTF-8"}, "utf-8"),
        ({"LC_CTYPE": "ru_RU.KOI8-R"}, "koi8-r"),
        ({"LANG": "de_DE.iso885915@euro"}, "iso8859-15"),
        ({"LANG": "ja_JP.eucjp"}, "euc_jp"),
        ({"LANG": "x.nonsense"}, "utf-8"),
    ],
)
def test_the_terminals(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], name: str) -> None:
    for variable in ("LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    assert terminal_character_set() == name


def test_there_is_none_where_both_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ru_RU.KOI8-R")
    assert character_set_of("KOI8_R") is None
    assert character_set_of("nonsense") is None
    other = character_set_of("UTF-8")
    assert other is not None
    assert other.for_screen("Я─日".encode()) == "Я─?".encode("koi8-r")


def test_half_a_character_at_the_end() -> None:
    translation = CharacterSet("utf-8", "koi8-r")
    assert translation.for_screen(b"\xd0") == b""
    assert translation.rest_for_screen() == b"?"
    assert translation.rest_for_screen() == b""
    assert CharacterSet("euc_jp", "utf-8").rest_for_screen() == b""


def test_for_the_typescript() -> None:
    translation = CharacterSet("cp437", "utf-8")
    assert translation.for_typescript(b"\xc3") + translation.for_typescript(b"\xa9\r\n") == b"\x82\r\n"


@pytest.mark.parametrize("name", [name for name, _ in COMMON_CHARACTER_SETS])
def test_the_common_ones_are_fit_for_hosts(name: str) -> None:
    assert is_fit_for_host(name)
    assert names_for_host(name) == (name,)


@pytest.mark.parametrize(
    "name", ["UTF-16", "UTF-32BE", "IBM500", "hex", "undefined", "aliases", "x" * 40, "!", "a.b", "utf-8-sig"]
)
def test_what_is_not(name: str) -> None:
    assert not is_fit_for_host(name)


def test_what_hosts_call_it() -> None:
    assert names_for_host("latin-1") == ("ISO-8859-1", "LATIN-1")
    assert names_for_host("cp866") == ("CP866",)


def test_spellings_are_not_collected() -> None:
    """Python keeps each name that it was asked for, and a host could ask for ever."""
    from encodings import _cache  # type: ignore[attr-defined]

    is_fit_for_host("KOI8-R")
    before = len(_cache)
    assert all(is_fit_for_host("koi8" + "-" * count + "r") for count in range(1, 30))
    assert not any(is_fit_for_host(f"nonsense{number}") for number in range(100))
    assert len(_cache) == before
