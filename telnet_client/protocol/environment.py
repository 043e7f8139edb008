"""The language of NEW-ENVIRON (RFC 1572) and ENVIRON (RFC 1408): requests parsed, answers built, both described.

An allow-list: a variable has a value only if the user EXPORTed it. Asked for any other, we repeat its name without a
value, which means "not defined". The codes are arguments, since the older option exists with VAR and VALUE exchanged.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from telnet_client.protocol.description import numbers, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

IS, SEND, INFO = 0, 1, 2
_ESCAPE = b"\x02"
_COMMANDS = {IS: "IS", SEND: "SEND", INFO: "INFO"}

#: RFC 1572's well-known variables. These are VAR, all others USERVAR.
WELL_KNOWN = frozenset({b"USER", b"JOB", b"ACCT", b"PRINTER", b"SYSTEMTYPE", b"DISPLAY"})

#: Bytes of an answer; one that would be longer is not given at all.
ANSWER_LIMIT = 1 << 16

#: Fields of a payload that a description shows.
_SHOWN = 20

_FIELD = re.compile(rb"([\x00\x01\x03])((?:\x02.|[^\x00-\x03])*)", re.DOTALL)
_ESCAPED = re.compile(rb"\x02(.)", re.DOTALL)
_TO_ESCAPE = re.compile(rb"[\x00-\x03]")


class Codes(NamedTuple):
    """The bytes that open a name, a value, and the name of a variable that is not well known."""

    variable: bytes = b"\x00"
    value: bytes = b"\x01"
    user_variable: bytes = b"\x03"


def parse_fields(text: bytes) -> list[tuple[bytes, bytes]]:
    """Each field's code and its unescaped text. Bytes that belong to no field are left out."""
    return [(code, _ESCAPED.sub(rb"\1", body)) for code, body in _FIELD.findall(text)]


def escape(text: bytes) -> bytes:
    """A name or value with ESC before each byte that is a code."""
    return _TO_ESCAPE.sub(lambda code: _ESCAPE + code[0], text)


def exported_variables(environment: Iterable[tuple[str, str]]) -> dict[bytes, bytes]:
    """What may be told, by name. A USER that a login program would take for an option (CVE-2026-24061) is not."""
    return {
        name.encode(errors="replace"): value.encode(errors="replace")
        for name, value in environment
        if name and not (name == "USER" and value.startswith("-"))
    }


def answer_request(request: bytes, exported: dict[bytes, bytes], codes: Codes) -> bytes | None:
    """What follows IS in answer to what followed SEND; None where that would be too long."""
    fields = [field for field in parse_fields(request) if field[0] != codes.value]
    answers: dict[tuple[bytes, bytes], None] = {}
    for kind, name in dict.fromkeys(fields) or ((codes.variable, b""), (codes.user_variable, b"")):
        if name:
            answers[kind, name] = None
        else:
            answers |= dict.fromkeys((kind, known) for known in exported if _kind(known, codes) == kind)
    said = bytearray()
    for kind, name in answers:
        said += kind + escape(name)
        if name in exported:
            said += codes.value + escape(exported[name])
        if len(said) > ANSWER_LIMIT:
            return None
    return bytes(said)


def _kind(name: bytes, codes: Codes) -> bytes:
    return codes.variable if name in WELL_KNOWN else codes.user_variable


def describe(payload: bytes, codes: Codes) -> str:
    """`SEND VAR "USER"`, `IS VAR "USER" VALUE "mrc"`."""
    if not payload or payload[0] not in _COMMANDS:
        return numbers(payload)
    names = {codes.variable: "VAR", codes.value: "VALUE", codes.user_variable: "USERVAR"}
    words = [_COMMANDS[payload[0]]]
    fields = parse_fields(payload[1:])
    for code, text in fields[:_SHOWN]:
        words += [names[code], quoted(text)] if text else [names[code]]
    return " ".join(words) if len(fields) <= _SHOWN else " ".join(words) + " ..."
