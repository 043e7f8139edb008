"""The Q Method (RFC 1143): each cell of the table, and what two tables do to each other."""

from __future__ import annotations

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnet_client.protocol.negotiation import TABLE, Answer, Input, OptionState, OptionTable, Side

#: The table as it is taught: by state, what follows from hearing yes (accepted, refused), hearing no, asking yes, no.
CELLS = """
NO                 YES/yes     NO/no       NO/-          WANT_YES/yes        NO/-
YES                YES/-       YES/-       NO/no         YES/-               WANT_NO/no
WANT_NO            NO/error    NO/error    NO/-          WANT_NO_OPPOSITE/-  WANT_NO/-
WANT_NO_OPPOSITE   YES/error   YES/error   WANT_YES/yes  WANT_NO_OPPOSITE/-  WANT_NO/-
WANT_YES           YES/-       YES/-       NO/-          WANT_YES/-          WANT_YES_OPPOSITE/-
WANT_YES_OPPOSITE  WANT_NO/no  WANT_NO/no  NO/-          WANT_YES/-          WANT_YES_OPPOSITE/-
"""
ANSWERS = {"yes": Answer.YES, "no": Answer.NO, "-": Answer.NOTHING, "error": Answer.PEER_ERROR}
OPTION = 1


def cells() -> list[tuple[OptionState, Input, str]]:
    return [
        (OptionState[state], happened, cell)
        for state, *row in map(str.split, CELLS.strip().splitlines())
        for happened, cell in zip(Input, row, strict=True)
    ]


@pytest.mark.parametrize(("state", "happened", "cell"), cells())
def test_cell(state: OptionState, happened: Input, cell: str) -> None:
    next_state, answer = cell.split("/")
    assert TABLE[state][happened] == (OptionState[next_state], ANSWERS[answer])


def test_the_table_has_no_other_cells() -> None:
    assert sum(map(len, TABLE.values())) == len(cells()) == 30


def test_nothing_is_answered_without_a_change_of_state_but_a_refusal() -> None:
    answered = {
        (state, happened)
        for state, row in TABLE.items()
        for happened, step in row.items()
        if step.state is state and step.answer in (Answer.YES, Answer.NO)
    }
    assert answered == {(OptionState.NO, Input.YES_REFUSED)}


class Ends:
    """Two tables and what is on its way between them: the option of one is the peer's of the other."""

    def __init__(self, accepting: tuple[bool, bool]) -> None:
        self.tables = (OptionTable(), OptionTable())
        self.sides = (Side.LOCAL, Side.REMOTE)
        self.accepting = accepting
        self.wires: tuple[deque[bool], deque[bool]] = (deque(), deque())
        self.said = 0

    def ask(self, end: int, wanted: bool) -> None:
        self._move(end, Input.YES_ASKED if wanted else Input.NO_ASKED)

    def deliver(self, end: int) -> None:
        """The next word on its way to `end` arrives."""
        if self.wires[end]:
            yes = self.wires[end].popleft()
            accepted = Input.YES_ACCEPTED if self.accepting[end] else Input.YES_REFUSED
            self._move(end, accepted if yes else Input.NO_HEARD)

    def _move(self, end: int, happened: Input) -> None:
        answer = self.tables[end].move(OPTION, self.sides[end], happened).answer
        assert answer is not Answer.PEER_ERROR
        if answer is not Answer.NOTHING:
            self.wires[1 - end].append(answer is Answer.YES)
            self.said += 1

    @property
    def states(self) -> list[OptionState]:
        return [table.state(OPTION, side) for table, side in zip(self.tables, self.sides, strict=True)]


@given(
    accepting=st.tuples(st.booleans(), st.booleans()),
    happenings=st.lists(st.tuples(st.sampled_from(["ask yes", "ask no", "deliver"]), st.integers(0, 1)), max_size=40),
)
def test_two_ends_always_settle_and_agree(accepting: tuple[bool, bool], happenings: list[tuple[str, int]]) -> None:
    ends = Ends(accepting)
    asked = 0
    for what, end in happenings:
        if what == "deliver":
            ends.deliver(end)
        else:
            asked += 1
            ends.ask(end, what == "ask yes")
    while any(ends.wires):
        ends.deliver(0)
        ends.deliver(1)
        assert ends.said <= 4 * asked, "no end of talk"
    assert ends.states in ([OptionState.YES] * 2, [OptionState.NO] * 2)


def test_effect_begins_and_ends_where_rfc_854_puts_it() -> None:
    table = OptionTable()
    for side in Side:
        table.move(OPTION, side, Input.YES_ASKED)
        assert table.is_wanted(OPTION, side)
        assert not table.is_in_effect(OPTION, side)
        table.move(OPTION, side, Input.YES_ACCEPTED)
        assert table.is_in_effect(OPTION, side)
        table.move(OPTION, side, Input.NO_ASKED)
        assert not table.is_wanted(OPTION, side)
    # Our WONT is our last word in that mode; the peer goes on until its WONT.
    assert not table.is_in_effect(OPTION, Side.LOCAL)
    assert table.in_effect() == [(OPTION, Side.REMOTE)]


def test_reset_forgets() -> None:
    table = OptionTable()
    table.move(OPTION, Side.LOCAL, Input.YES_ACCEPTED)
    table.reset(OPTION, Side.LOCAL)
    assert table.state(OPTION, Side.LOCAL) is OptionState.NO
