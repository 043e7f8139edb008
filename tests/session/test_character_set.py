"""The host's character set on the user's terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.session.character_set import (
    COMMON_CHARACTER_SETS,
    CharacterSet,
    canonical_name,
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
        ({"LANG": "x.nonsense"}, "utf-8"),
    ],
)
def test_the_terminals(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], name: str) -> None:
    for variable in ("LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    assert terminal_character_set() == name
