"""INPUT's and OUTPUT's maps: each byte by itself, all of them at once, whatever they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.errors import CommandError
from telnet_client.session.character_map import INPUT_MAPS, OUTPUT_MAPS, OutputMap, replacements_of, translation

ALL = bytes(range(256))


def mapped(data: bytes, *names: str) -> bytes:
    return translation(replacements_of(INPUT_MAPS, names))(data)


@pytest.mark.parametrize(
    ("names", "data", "result"),
    [
        ("CR-TO-LF", b"a\rb\n", b"a\nb\n"),
        ("CR-TO-CRLF", b"a\rb\n", b"a\r\nb\n"),
        ("IGNORE-CR", b"a\r\nb", b"a\nb"),
        ("CR-TO-HEX", b"a\r\n", b"a[0D]\n"),
        ("LF-TO-CR", b"a\nb\r", b"a\rb\r"),
        ("LF-TO-CRLF", b"a\nb\r", b"a\r\nb\r"),
        ("IGNORE-LF", b"a\r\nb", b"a\rb"),
        ("LF-TO-HEX", b"a\r\n", b"a\r[0A]"),
        ("IGNORE-NUL", b"\0a\0", b"a"),
        ("NUL-TO-HEX", b"\0a", b"[00]a"),
        ("TAB-TO-HEX", b"\ta", b"[09]a"),
        ("BS-TO-DEL", b"\b\x7f", b"\x7f\x7f"),
        ("DEL-TO-BS", b"\b\x7f", b"\b\b"),
        ("CONTROL-TO-HEX", b"\x1b[m\r\n\t\x7f\0", b"[1B][m\r\n\t[7F][00]"),
        ("EIGHT-BIT-TO-HEX", b"caf\xc3\xa9", b"caf[C3][A9]"),
        # Together
        ("CR-TO-LF LF-TO-CR", b"\r\n", b"\n\r"),
        ("CR-TO-CRLF LF-TO-CR", b"\r\n", b"\r\n\r"),
        ("CR-TO-CRLF LF-TO-CRLF", b"\r\n", b"\r\n\r\n"),
        ("BS-TO-DEL DEL-TO-BS IGNORE-NUL", b"\b\0\x7f", b"\x7f\b"),
        # A character before the class it belongs to
        ("CONTROL-TO-HEX IGNORE-NUL", b"\0\1", b"[01]"),
        ("DEL-TO-BS CONTROL-TO-HEX", b"\x7f\b", b"\b[08]"),
        ("CONTROL-TO-HEX EIGHT-BIT-TO-HEX TAB-TO-HEX", b"\t\1\xff", b"[09][01][FF]"),
        ("", ALL, ALL),
    ],
)
def test_input(names: str, data: bytes, result: bytes) -> None:
    assert mapped(data, *names.split()) == result


@pytest.mark.parametrize("names", ["CR-TO-LF IGNORE-CR", "LF-TO-CRLF LF-TO-HEX", "IGNORE-NUL NUL-TO-HEX"])
def test_two_that_want_the_same_character(names: str) -> None:
    one, other = names.split()
    with pytest.raises(CommandError, match=f"^{one} and {other} do not go together$"):
        replacements_of(INPUT_MAPS, (other, one))


@given(st.sets(st.sampled_from([row.name for row in INPUT_MAPS])), st.binary(), st.integers(0, 100))
def test_it_does_not_matter_how_the_network_cuts(names: set[str], data: bytes, at: int) -> None:
    try:
        replacements = replacements_of(INPUT_MAPS, names)
    except CommandError:
        return
    translate = translation(replacements)
    assert translate(data[:at]) + translate(data[at:]) == translate(data)
    assert translate(data) == b"".join(replacements.get(code, bytes((code,))) for code in data)


def test_each_map_is_about_something() -> None:
    for row in (*INPUT_MAPS, *OUTPUT_MAPS):
        assert translation(row.replacements)(ALL) != ALL, row.name


@pytest.mark.parametrize(
    ("names", "keys", "return_key", "result"),
    [
        ("LOWER-TO-UPPER", b"list\r", b"\r\n", b"LIST\r\n"),
        ("LOWER-TO-UPPER", "é{a}".encode(), b"\r", "é{A}".encode()),
        ("DEL-TO-BS", b"\x7f\r", b"\r\0", b"\b\r\0"),
        ("CR-TO-LF", b"a\r", b"\r\n", b"a\n"),
        ("CR-TO-CRLF", b"a\r", b"\r", b"a\r\n"),
        ("IGNORE-CR", b"a\r", b"\r\n", b"a"),
        ("LF-TO-CRLF", b"a\nb\r", b"\r", b"a\r\nb\r"),
        ("LF-TO-CR", b"a\nb\r", b"\r\n", b"a\rb\r\n"),
    ],
)
def test_output(names: str, keys: bytes, return_key: bytes, result: bytes) -> None:
    output = OutputMap(names.split())
    assert output.translate(keys, b"\r") == output.translate(keys, b"\r")
    assert output.translate(keys, return_key) == result
