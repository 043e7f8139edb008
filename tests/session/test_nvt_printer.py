"""PAGE and OPAQUE: what is held, what lets it go on, and that nobody is ever locked out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.session.nvt_printer import NvtPrinter

STOP, START = b"\x13", b"\x11"
COLUMNS, ROWS = 20, 5


def text_of(count: int, first: int = 1) -> bytes:
    return b"".join(b"line %d\r\n" % number for number in range(first, first + count))


class Reader:
    """Somebody in front of a printer."""

    def __init__(self, page: bool | None = True, *, opaque: bool = True) -> None:
        self.shown = bytearray()
        self.bells = 0
        self.printer = NvtPrinter(self.shown.extend, self._ring, "utf-8")
        self.printer.resize(COLUMNS, ROWS)
        self.printer.set_paging(page, opaque)

    def _ring(self) -> None:
        self.bells += 1

    def take(self) -> bytes:
        data = bytes(self.shown)
        self.shown.clear()
        return data


class TestByHand:
    """CTRL/S and CTRL/Q."""

    def test_stop_and_start(self) -> None:
        reader = Reader(opaque=False)
        assert reader.printer.take_keys(b"ab" + STOP + b"cd") == b"abcd"
        reader.printer.print(b"held ")
        reader.printer.print(b"back")
        assert (reader.take(), reader.printer.is_holding, reader.bells) == (b"", True, 0)
        assert reader.printer.take_keys(START) == b""
        assert (reader.take(), reader.printer.is_holding) == (b"held back", False)

    def test_the_last_of_them_counts(self) -> None:
        reader = Reader(opaque=False)
        reader.printer.take_keys(STOP + STOP + START + STOP)
        assert reader.printer.is_holding
        reader.printer.take_keys(STOP + START + START)
        assert not reader.printer.is_holding

    def test_without_page_they_are_the_hosts(self) -> None:
        for page in (False, None):
            reader = Reader(page)
            assert reader.printer.take_keys(b"a" + STOP + START) == b"a" + STOP + START
            reader.printer.print(text_of(50))
            assert reader.take() == text_of(50)

    def test_no_page_lets_it_go_on(self) -> None:
        reader = Reader(opaque=False)
        reader.printer.take_keys(STOP)
        reader.printer.print(b"held")
        reader.printer.set_paging(False, False)
        assert (reader.take(), reader.printer.is_holding) == (b"held", False)


class TestAtTheEndOfTheScreen:
    """By itself, with OPAQUE."""

    def test_a_screenful_and_a_bell(self) -> None:
        reader = Reader()
        reader.printer.print(text_of(12))
        assert reader.take() + b"\n" == text_of(ROWS)
        assert (reader.bells, reader.printer.is_holding) == (1, True)
        reader.printer.print(b"more")
        assert reader.take() == b""

    def test_the_next_screenful(self) -> None:
        reader = Reader()
        reader.printer.print(text_of(12))
        shown = [reader.take()]
        while reader.printer.is_holding:
            assert reader.printer.take_keys(START) == b""
            shown.append(reader.take())
        assert b"".join(shown) == text_of(12)
        assert [piece.count(b"\n") for piece in shown] == [ROWS - 1, ROWS - 1, ROWS - 1]
        assert reader.bells == 2

    def test_what_just_fits_is_not_held(self) -> None:
        reader = Reader()
        reader.printer.print(text_of(ROWS - 1) + b"prompt>")
        assert (reader.bells, reader.printer.is_holding) == (0, False)

    def test_whoever_types_has_seen_it(self) -> None:
        reader = Reader()
        for _ in range(10):
            reader.printer.print(text_of(ROWS - 1))
            assert reader.printer.take_keys(b"\r") == b"\r"
        assert reader.bells == 0

    def test_keys_go_to_the_host_while_it_holds(self) -> None:
        reader = Reader()
        reader.printer.print(text_of(12))
        assert reader.printer.take_keys(b"q\r ") == b"q\r "
        assert reader.printer.is_holding

    def test_a_screen_of_another_size(self) -> None:
        reader = Reader()
        reader.printer.resize(COLUMNS, 3)
        reader.printer.print(text_of(12))
        assert reader.take().count(b"\n") == 2
        reader.printer.resize(COLUMNS, 0)
        reader.printer.take_keys(START)
        assert not reader.printer.is_holding

    def test_opaque_alone_holds_nothing(self) -> None:
        for page in (False, None):
            reader = Reader(page, opaque=True)
            reader.printer.print(text_of(50))
            assert (reader.bells, reader.printer.is_holding) == (0, False)

    def test_discarded(self) -> None:
        reader = Reader()
        reader.printer.print(text_of(12))
        reader.take()
        reader.printer.discard()
        reader.printer.print(b"prompt>")
        assert reader.take() == b"\nprompt>"  # the end of a line that was shown belongs to it


class TestTheHostsWishes:
    """REMOTE-FLOW-CONTROL (RFC 1372)."""

    @pytest.mark.parametrize(
        ("page", "enabled", "pages"),
        [(None, True, True), (None, False, False), (True, False, True), (False, True, False)],
    )
    def test_the_user_goes_first(self, page: bool | None, enabled: bool, pages: bool) -> None:
        reader = Reader(page)
        reader.printer.change_flow_control(enabled, None)
        assert reader.printer.pages is pages

    def test_off_while_it_holds(self) -> None:
        reader = Reader(None, opaque=False)
        reader.printer.change_flow_control(True, None)
        reader.printer.take_keys(STOP)
        reader.printer.print(b"held")
        reader.printer.change_flow_control(None, True)
        assert reader.printer.is_holding
        reader.printer.change_flow_control(False, None)
        assert (reader.take(), reader.printer.is_holding) == (b"held", False)

    def test_any_key(self) -> None:
        reader = Reader(None, opaque=False)
        reader.printer.change_flow_control(True, True)
        assert reader.printer.take_keys(STOP + b"a") == b"a"
        assert not reader.printer.is_holding
        assert reader.printer.take_keys(b"a" + STOP + STOP) == b"a"
        assert reader.printer.is_holding
        reader.printer.change_flow_control(None, False)
        reader.printer.take_keys(b"a")
        assert reader.printer.is_holding


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=30),
            st.sampled_from([b"x" * 70, text_of(9), b"\x1b[H"]),
            st.sampled_from([STOP, START, b"k", None]).map(lambda key: (key,)),
        ),
        max_size=40,
    )
)
def test_nothing_is_lost_and_order_is_kept(events: list[bytes | tuple[bytes | None]]) -> None:
    reader, sent = Reader(), b""
    for event in events:
        if isinstance(event, bytes):
            sent += event
            reader.printer.print(event)
        elif event[0] is None:
            reader.printer.have_seen()
        else:
            reader.printer.take_keys(event[0])
        assert sent.startswith(reader.shown)
        assert reader.printer.is_holding or reader.shown == sent
    for _ in range(len(sent) + 1):
        reader.printer.take_keys(START)
    assert reader.shown == sent
    assert not reader.printer.is_holding
