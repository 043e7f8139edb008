"""Option negotiation: the Q Method of RFC 1143 as one table.

Sits between what the peer says about an option and what we say in answer. One table serves both sides: "yes" and "no"
are DO and DONT for an option of the peer, WILL and WONT for one of ours. Nothing is said that is not in the table, and
there is at most one answer to a change of state: no sequence of questions can make it loop.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from telnet_client.protocol.codes import Command

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Constant(Enum):
    """Members key the tables of this module at each negotiation, and are one of a kind: they hash as plain objects."""

    __hash__ = object.__hash__


class Side(_Constant):
    """Whose option it is: RFC 1143's "us" and "him"."""

    LOCAL = "local"
    REMOTE = "remote"


class OptionState(_Constant):
    """RFC 1143's states. OPPOSITE is its queue bit: we changed our mind while a question was on its way."""

    NO = "no"
    YES = "yes"
    WANT_NO = "want no"
    WANT_NO_OPPOSITE = "want no, then yes"
    WANT_YES = "want yes"
    WANT_YES_OPPOSITE = "want yes, then no"


class Input(_Constant):
    """What can happen to an option. Whether we would have it is decided before, so hearing yes is two inputs."""

    YES_ACCEPTED = "heard yes, we accept"
    YES_REFUSED = "heard yes, we refuse"
    NO_HEARD = "heard no"
    YES_ASKED = "we ask yes"
    NO_ASKED = "we ask no"


class Answer(_Constant):
    """What we say. PEER_ERROR: nothing, but the peer answered our no with yes, which RFC 854 forbids."""

    YES = "yes"
    NO = "no"
    NOTHING = "nothing"
    PEER_ERROR = "peer error"


class Transition(NamedTuple):
    """One cell of the table."""

    state: OptionState
    answer: Answer


#: Next state and answer by state and input. What we ask for and is already so, or asked already, changes nothing.
TABLE: dict[OptionState, dict[Input, Transition]] = {
    OptionState.NO: {
        Input.YES_ACCEPTED: Transition(OptionState.YES, Answer.YES),
        Input.YES_REFUSED: Transition(OptionState.NO, Answer.NO),
        Input.NO_HEARD: Transition(OptionState.NO, Answer.NOTHING),
        Input.YES_ASKED: Transition(OptionState.WANT_YES, Answer.YES),
        Input.NO_ASKED: Transition(OptionState.NO, Answer.NOTHING),
    },
    OptionState.YES: {
        Input.YES_ACCEPTED: Transition(OptionState.YES, Answer.NOTHING),
        Input.YES_REFUSED: Transition(OptionState.YES, Answer.NOTHING),
        Input.NO_HEARD: Transition(OptionState.NO, Answer.NO),
        Input.YES_ASKED: Transition(OptionState.YES, Answer.NOTHING),
        Input.NO_ASKED: Transition(OptionState.WANT_NO, Answer.NO),
    },
    OptionState.WANT_NO: {
        Input.YES_ACCEPTED: Transition(OptionState.NO, Answer.PEER_ERROR),
        Input.YES_REFUSED: Transition(OptionState.NO, Answer.PEER_ERROR),
        Input.NO_HEARD: Transition(OptionState.NO, Answer.NOTHING),
        Input.YES_ASKED: Transition(OptionState.WANT_NO_OPPOSITE, Answer.NOTHING),
        Input.NO_ASKED: Transition(OptionState.WANT_NO, Answer.NOTHING),
    },
    OptionState.WANT_NO_OPPOSITE: {
        Input.YES_ACCEPTED: Transition(OptionState.YES, Answer.PEER_ERROR),
        Input.YES_REFUSED: Transition(OptionState.YES, Answer.PEER_ERROR),
        Input.NO_HEARD: Transition(OptionState.WANT_YES, Answer.YES),
        Input.YES_ASKED: Transition(OptionState.WANT_NO_OPPOSITE, Answer.NOTHING),
        Input.NO_ASKED: Transition(OptionState.WANT_NO, Answer.NOTHING),
    },
    OptionState.WANT_YES: {
        Input.YES_ACCEPTED: Transition(OptionState.YES, Answer.NOTHING),
        Input.YES_REFUSED: Transition(OptionState.YES, Answer.NOTHING),
        Input.NO_HEARD: Transition(OptionState.NO, Answer.NOTHING),
        Input.YES_ASKED: Transition(OptionState.WANT_YES, Answer.NOTHING),
        Input.NO_ASKED: Transition(OptionState.WANT_YES_OPPOSITE, Answer.NOTHING),
    },
    OptionState.WANT_YES_OPPOSITE: {
        Input.YES_ACCEPTED: Transition(OptionState.WANT_NO, Answer.NO),
        Input.YES_REFUSED: Transition(OptionState.WANT_NO, Answer.NO),
        Input.NO_HEARD: Transition(OptionState.NO, Answer.NOTHING),
        Input.YES_ASKED: Transition(OptionState.WANT_YES, Answer.NOTHING),
        Input.NO_ASKED: Transition(OptionState.WANT_YES_OPPOSITE, Answer.NOTHING),
    },
}

#: The states in which an option counts. Who says WONT has stopped; who has been sent a DONT goes on until its WONT.
IN_EFFECT: dict[Side, frozenset[OptionState]] = {
    Side.LOCAL: frozenset({OptionState.YES}),
    Side.REMOTE: frozenset({OptionState.YES, OptionState.WANT_NO, OptionState.WANT_NO_OPPOSITE}),
}

#: The states in which we have it or are on the way to it.
WANTED = frozenset({OptionState.YES, OptionState.WANT_YES, OptionState.WANT_NO_OPPOSITE})

#: How we say yes and no for an option of either side (RFC 854).
VERBS: dict[tuple[Side, bool], Command] = {
    (Side.LOCAL, True): Command.WILL,
    (Side.LOCAL, False): Command.WONT,
    (Side.REMOTE, True): Command.DO,
    (Side.REMOTE, False): Command.DONT,
}

#: What the peer's verb means: for whose option, yes or no.
MEANINGS: dict[int, tuple[Side, bool]] = {
    Command.WILL: (Side.REMOTE, True),
    Command.WONT: (Side.REMOTE, False),
    Command.DO: (Side.LOCAL, True),
    Command.DONT: (Side.LOCAL, False),
}


class OptionTable:
    """Where each of the 256 options stands on each side. At the start all are off."""

    __slots__ = ("_states",)

    def __init__(self) -> None:
        self._states: dict[tuple[int, Side], OptionState] = {}

    def state(self, option: int, side: Side) -> OptionState:
        """Where `option` stands."""
        return self._states.get((option, side), OptionState.NO)

    @property
    def states(self) -> Mapping[tuple[int, Side], OptionState]:
        """Where each option stands that was spoken of."""
        return self._states

    def move(self, option: int, side: Side, happened: Input) -> Transition:
        """Take the step that TABLE gives, and return it."""
        transition = TABLE[self.state(option, side)][happened]
        self._states[option, side] = transition.state
        return transition

    def reset(self, option: int, side: Side) -> None:
        """Off, without a word to anybody."""
        self._states.pop((option, side), None)

    def would_move(self, option: int, side: Side, happened: Input) -> bool:
        """Is `happened` news, or would the option stay where it is?"""
        state = self.state(option, side)
        return TABLE[state][happened].state is not state

    def is_in_effect(self, option: int, side: Side) -> bool:
        """The option counts now."""
        return self.state(option, side) in IN_EFFECT[side]

    def is_wanted(self, option: int, side: Side) -> bool:
        """We have the option or asked for it and were not refused."""
        return self.state(option, side) in WANTED

    def in_effect(self) -> list[tuple[int, Side]]:
        """The options that count now, in the order in which they were first spoken of."""
        return [key for key, state in self._states.items() if state in IN_EFFECT[key[1]]]
