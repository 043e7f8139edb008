"""Options of one connection: what the table decides, what is said, and what each option's handler makes of it.

Sits between the engine, which hears verbs and subnegotiations, and the handlers of options/, for which it is the
`OptionContext`. The rule: one answer a question. A refusal, or a yes to what is agreed already, is not repeated until
`renew_answers`, so a host that has forgotten everything is answered, and one that asks for ever is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.errors import LocalProtocolError
from telnet_client.protocol.codes import Command
from telnet_client.protocol.decoder import DOUBLED_IAC
from telnet_client.protocol.description import numbers
from telnet_client.protocol.encoder import encode_command, encode_negotiation, encode_subnegotiation
from telnet_client.protocol.events import (
    NegotiationTraced,
    OptionDisabled,
    OptionEnabled,
    OptionRefused,
    SubnegotiationReceived,
    SubnegotiationTraced,
)
from telnet_client.protocol.negotiation import IN_EFFECT, MEANINGS, VERBS, Answer, Input, OptionState, OptionTable, Side
from telnet_client.protocol.send_queue import ANSWER_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from telnet_client.protocol.events import Event
    from telnet_client.protocol.facts import Facts
    from telnet_client.protocol.options.base import OptionHandler, SupportedOption
    from telnet_client.protocol.send_queue import SendQueue

#: Commands that never call for anything, and the data they stand for.
_ALWAYS_QUIET = {
    DOUBLED_IAC: b"\xff",
    encode_command(Command.NO_OPERATION): b"",
    encode_command(Command.GO_AHEAD): b"",
}


class OptionNegotiator:
    """Both sides' options, from the first question to the last subnegotiation."""

    def __init__(
        self,
        options: Iterable[SupportedOption],
        facts: Facts,
        queue: SendQueue,
        report: Callable[[Event], None],
        warn: Callable[[str], None],
    ) -> None:
        """`report` gets each event, `warn` a clause for each thing the peer does wrong."""
        self.facts = facts
        #: Report every negotiation and subnegotiation, both ways.
        self.tracing = False
        #: Commands that call for nothing now, for `Decoder.quiet`: no answer, no event, no change.
        self.quiet = dict(_ALWAYS_QUIET)
        self._queue = queue
        self._report = report
        self._warn = warn
        self._table = OptionTable()
        self._handlers = {row.handler.code: row.handler(self) for row in options}
        #: Options whose handlers wait for the host to be silent.
        self._waiting: set[int] = set()
        #: Options that were agreed on once. What is said about one may have been on its way when it ended.
        self._ended: set[int] = set()
        self._accepted = frozenset((row.handler.code, side) for row in options for side in row.sides)

    # What the peer says

    def hear(self, verb: int, option: int) -> None:
        """WILL, WONT, DO or DONT."""
        if self.tracing:
            self._report(NegotiationTraced(False, Command(verb), option))
        question = encode_negotiation(verb, option)
        if question in self.quiet:
            return
        side, yes = MEANINGS[verb]
        heard = self._classify(option, side, yes)
        if yes and self._table.state(option, side) is OptionState.YES:
            self._agree_again(option, side)
        else:
            self._move(option, side, heard)
        if not self._table.would_move(option, side, heard):
            self.quiet[question] = b""

    def hear_subnegotiation(self, option: int, payload: bytes) -> None:
        """IAC SB option payload IAC SE."""
        if self.tracing:
            self._report(SubnegotiationTraced(False, option, self._describe(option, payload)))
        if self._queue.is_overflowing:
            return
        if not self._is_agreed(option):
            if option not in self._ended:
                self._warn("a subnegotiation of an option that is not agreed on")
            return
        handler = self._handlers.get(option)
        if handler is None or not handler.receive(payload):
            self._report(SubnegotiationReceived(option, payload))

    def _classify(self, option: int, side: Side, yes: bool) -> Input:
        if not yes:
            return Input.NO_HEARD
        if (option, side) in self._accepted and self._handlers[option].is_possible(side):
            return Input.YES_ACCEPTED
        return Input.YES_REFUSED

    def _agree_again(self, option: int, side: Side) -> None:
        """Asked for what is agreed on: a host that was started anew has to be told everything again."""
        self._say(option, side, True)
        self._enable(option, side)

    # What we say

    def request(self, option: int, side: Side, wanted: bool) -> None:
        """Ask for an option or for its end, if that is not so or asked for already."""
        self._move(option, side, Input.YES_ASKED if wanted else Input.NO_ASKED)

    def force(self, option: int, side: Side, wanted: bool) -> None:
        """Ask even for what is so already, or was asked for in vain: the peer may believe something else."""
        if self._table.state(option, side) in _REPEATABLE[wanted]:
            self._say(option, side, wanted)
        else:
            self.request(option, side, wanted)

    def send_subnegotiation(self, option: int, payload: bytes) -> None:
        """Queue a subnegotiation; one over the limit of the queue is not sent at all.

        Raises `LocalProtocolError` where the option is not agreed on (RFC 855).
        """
        if not self._is_agreed(option):
            raise LocalProtocolError(f"Option {option} is not agreed on")
        encoded = encode_subnegotiation(option, payload)
        if len(encoded) <= ANSWER_LIMIT and self._answer(encoded) and self.tracing:
            self._report(SubnegotiationTraced(True, option, self._describe(option, payload)))

    def renew_answers(self) -> None:
        """What was answered already may be answered once more."""
        self.quiet.clear()
        self.quiet.update(_ALWAYS_QUIET)

    def change_facts(self, facts: Facts) -> None:
        """Tell the peer what the options in effect demand."""
        self.facts = facts
        for handler in self._handlers.values():
            handler.facts_changed()

    def wait_for_pause(self, option: int) -> None:
        """Have the option's handler told once the host is silent."""
        self._waiting.add(option)

    @property
    def asks_after_pause(self) -> bool:
        """A handler has something to say once the host is silent."""
        return bool(self._waiting)

    def host_paused(self) -> None:
        """The host is silent."""
        waiting, self._waiting = self._waiting, set()
        for option in sorted(waiting):
            self._handlers[option].host_paused()

    def hold_data(self, wanted: bool) -> None:
        """Keep what the user types from the network, or let it go."""
        self._queue.hold(wanted)

    def drop_held_data(self) -> None:
        """What is kept is not to be sent at all."""
        self._queue.drop_held()

    def report(self, event: Event) -> None:
        """Tell the owner of the engine."""
        self._report(event)

    def _say(self, option: int, side: Side, yes: bool) -> None:
        verb = VERBS[side, yes]
        if self._answer(encode_negotiation(verb, option)) and self.tracing:
            self._report(NegotiationTraced(True, verb, option))

    def _answer(self, data: bytes) -> bool:
        if self._queue.put_answer(data):
            return True
        self._warn("questions without end, and no one reads the answers")
        return False

    # Where things stand

    def handler(self, option: int) -> OptionHandler | None:
        """What knows more of an option than whether it counts; None for an option that is not supported."""
        return self._handlers.get(option)

    def is_in_effect(self, option: int, side: Side) -> bool:
        """The option counts now."""
        return self._table.is_in_effect(option, side)

    def is_wanted(self, option: int, side: Side) -> bool:
        """We have the option, or asked for it and were not refused."""
        return self._table.is_wanted(option, side)

    def in_effect(self) -> list[tuple[int, Side]]:
        """The options that count now."""
        return self._table.in_effect()

    def names_in_effect(self) -> list[tuple[str, Side]]:
        """The same by name, in the order of the tuple of options."""
        handlers = self._handlers.values()
        return [(handler.name, side) for handler in handlers for side in Side if self.is_in_effect(handler.code, side)]

    def states(self) -> Mapping[tuple[int, Side], OptionState]:
        """Where each option stands that was spoken of."""
        return self._table.states

    def _move(self, option: int, side: Side, happened: Input) -> None:
        """Take the table's step, say what it says, and tell everybody what that means."""
        before = self._table.state(option, side)
        after, answer = self._table.move(option, side, happened)
        if answer is Answer.PEER_ERROR:
            self._warn("a no answered with yes")
        elif answer is not Answer.NOTHING:
            self._say(option, side, answer is Answer.YES)
        if after is before:
            return
        self._forget_answers(option, side)
        was_in_effect, is_in_effect = before in IN_EFFECT[side], after in IN_EFFECT[side]
        if is_in_effect and not was_in_effect:
            self._report(OptionEnabled(option, side))
            self._enable(option, side)
        elif was_in_effect and not is_in_effect:
            self._report(OptionDisabled(option, side))
            self._disable(option, side)
        elif before is OptionState.WANT_YES and after is OptionState.NO:
            self._report(OptionRefused(option, side))

    def _enable(self, option: int, side: Side) -> None:
        handler = self._handlers.get(option)
        if handler is None:
            return
        handler.enabled(side)
        if handler.is_momentary:
            self._table.reset(option, side)

    def _disable(self, option: int, side: Side) -> None:
        self._ended.add(option)
        handler = self._handlers.get(option)
        if handler is not None:
            handler.disabled(side)

    def _forget_answers(self, option: int, side: Side) -> None:
        for verb, meaning in MEANINGS.items():
            if meaning[0] is side:
                self.quiet.pop(encode_negotiation(verb, option), None)

    def _is_agreed(self, option: int) -> bool:
        return any(self._table.is_in_effect(option, side) for side in Side)

    def _describe(self, option: int, payload: bytes) -> str:
        handler = self._handlers.get(option)
        return handler.describe(payload) if handler else numbers(payload)


#: By what is wanted: the states in which saying it once more is safe, no change of mind being on its way.
_REPEATABLE = {
    True: frozenset({OptionState.YES, OptionState.WANT_YES}),
    False: frozenset({OptionState.NO, OptionState.WANT_NO}),
}
