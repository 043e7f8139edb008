"""Hypothesis strategies: what a host may send, the sensible and the senseless, and how a network may cut it."""

from __future__ import annotations

from hypothesis import strategies as st

_OPTIONS = [0, 1, 3, 5, 6, 24, 25, 31, 32, 33, 34, 35, 36, 39, 42, 44, 200, 240, 255]
_VERBS = [251, 252, 253, 254]

negotiations = st.builds(
    lambda verb, option: bytes((255, verb, option)), st.sampled_from(_VERBS), st.sampled_from(_OPTIONS)
)
subnegotiations = st.builds(
    lambda option, payload: bytes((255, 250, option)) + payload.replace(b"\xff", b"\xff\xff") + b"\xff\xf0",
    st.sampled_from(_OPTIONS[:-1]),
    st.binary(max_size=6)
    | st.sampled_from([b"\x01", b"\x01\x00\x03", b"\x01\x00USER\x03PATH", b"e\0\0%\x80", b"l", b"m", b"k\x10"]),
)
commands = st.sampled_from([bytes((255, code)) for code in range(256)])
#: Whatever stands out in the protocol, whole or torn.
fragments = st.sampled_from(
    [
        b"\xff",
        b"\xff\xff",
        b"\xff\xfa",
        b"\xff\xf0",
        b"\xff\xfb",
        b"\xff\xf2",
        b"\r",
        b"\0",
        b"\r\0",
        b"\n",
        b"\x18",
        b"a",
    ]
)
text = st.binary(max_size=20) | st.just(b"some plain text\r\n" * 3)

#: A host's stream.
streams = st.lists(
    st.one_of(negotiations, subnegotiations, commands, fragments, text, st.just(b"\xff\xff" * 40)), max_size=25
).map(b"".join)


def cut(stream: bytes, places: list[int]) -> list[bytes]:
    """`stream` in pieces, cut at each of `places` (modulo its length)."""
    ends = sorted({place % (len(stream) + 1) for place in places} | {len(stream)})
    return [stream[start:end] for start, end in zip([0, *ends], ends, strict=False)]


cuts = st.lists(st.integers(0, 2000), max_size=8)
