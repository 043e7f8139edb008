"""A line at the host's end, as COM-PORT-OPTION has it (RFC 2217): what is said to the host, and what its words mean.

Sits between the option, which carries payloads, and commands, for which it is a `TerminalLine`. Loaded where a host has
the option. The tables are all there is to know of settings and signals. The host's codes are the client's and 100 more.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from telnet_client.errors import CommandError
from telnet_client.protocol.description import numbers, quoted
from telnet_client.protocol.events import LineChangeRefused
from telnet_client.terminal_line import Flow, LineSettings, Parity, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from telnet_client.protocol.options.base import OptionContext


class Function(IntEnum):
    """The first byte of a payload, in the client's numbers."""

    SIGNATURE = 0
    SET_BAUDRATE = 1
    SET_DATASIZE = 2
    SET_PARITY = 3
    SET_STOPSIZE = 4
    SET_CONTROL = 5
    NOTIFY_LINESTATE = 6
    NOTIFY_MODEMSTATE = 7
    FLOWCONTROL_SUSPEND = 8
    FLOWCONTROL_RESUME = 9
    SET_LINESTATE_MASK = 10
    SET_MODEMSTATE_MASK = 11
    PURGE_DATA = 12


_FUNCTION_NAMES: dict[int, str] = {function: function.name.replace("_", "-") for function in Function}
#: What the host adds to a code.
_HOST = 100

#: A setting by its name in `LineSettings`, or a signal.
Subject = str | Signal

SPEED = "speed"
#: What each value of a subject is on the wire. The speed, a number of four bytes, is in no table.
_VALUES: dict[Subject, tuple[Function, dict[object, int]]] = {
    "data_bits": (Function.SET_DATASIZE, {5: 5, 6: 6, 7: 7, 8: 8}),
    "parity": (
        Function.SET_PARITY,
        {Parity.NONE: 1, Parity.ODD: 2, Parity.EVEN: 3, Parity.MARK: 4, Parity.SPACE: 5},
    ),
    "stop_bits": (Function.SET_STOPSIZE, {1: 1, 2: 2, 1.5: 3}),
    # The RFC's "outbound/both": there is one flow control for both directions as long as none is set for inbound alone.
    "flow": (Function.SET_CONTROL, {Flow.NONE: 1, Flow.XON_XOFF: 2, Flow.RTS_CTS: 3, Flow.DSR_DTR: 19}),
    Signal.BREAK: (Function.SET_CONTROL, {True: 5, False: 6}),
    Signal.DTR: (Function.SET_CONTROL, {True: 8, False: 9}),
    Signal.RTS: (Function.SET_CONTROL, {True: 11, False: 12}),
}
#: The question what a value is, for what is asked. Of BREAK it is not: ser2net says it is on, always.
_QUESTIONS: dict[Subject, bytes] = {
    SPEED: bytes((Function.SET_BAUDRATE, 0, 0, 0, 0)),
    "data_bits": bytes((Function.SET_DATASIZE, 0)),
    "parity": bytes((Function.SET_PARITY, 0)),
    "stop_bits": bytes((Function.SET_STOPSIZE, 0)),
    "flow": bytes((Function.SET_CONTROL, 0)),
    Signal.DTR: bytes((Function.SET_CONTROL, 7)),
    Signal.RTS: bytes((Function.SET_CONTROL, 10)),
}
#: What a byte of the host's says, by function and byte. Some hosts answer with the question when they do not know.
_MEANINGS: dict[tuple[int, int], tuple[Subject, object]] = {
    **{(payload[0], payload[1]): (subject, None) for subject, payload in _QUESTIONS.items() if subject != SPEED},
    **{
        (function, byte): (subject, value)
        for subject, (function, values) in _VALUES.items()
        for value, byte in values.items()
    },
    # Flow control by carrier, and that for inbound alone, which is how ser2net answers DSR-DTR.
    **{(Function.SET_CONTROL, byte): ("flow", None) for byte in (14, 15, 16, 17, 18)},
}
#: Bits of NOTIFY-MODEMSTATE; the lower four say that one changed, which is to be seen.
_MODEM_STATE = {0x80: Signal.CD, 0x40: Signal.RI, 0x20: Signal.DSR, 0x10: Signal.CTS}
#: Bits of NOTIFY-LINESTATE that tell of trouble, and their words; the others say that a buffer is full or empty.
_LINE_STATE = {0x02: "overrun", 0x04: "parity error", 0x08: "framing error", 0x10: "break"}
_BITS: dict[int, dict[int, str]] = {
    Function.NOTIFY_MODEMSTATE: {bit: signal.name for bit, signal in _MODEM_STATE.items()},
    Function.NOTIFY_LINESTATE: _LINE_STATE,
}
#: Bytes of a speed. sredird sends eight, four of them too many.
_SPEED_LENGTHS = (4, 8)
_HIGHEST_SPEED = (1 << 32) - 1
#: Characters of a signature that are kept.
_LONGEST_SIGNATURE = 100
_OUR_SIGNATURE = b"telnet-client"
#: PURGE-DATA: the host's receive buffer, its transmit buffer, both.
_PURGES = {(True, False): 1, (False, True): 2, (True, True): 3}


class ComPortLine:
    """A `TerminalLine` that is asked over the network. What is in force is what the host said last."""

    def __init__(self, send: Callable[[bytes], None], context: OptionContext) -> None:
        """`send` takes payloads for the host."""
        self._send = send
        self._context = context
        self._settings = LineSettings()
        self._outputs: dict[Signal, bool] = {}
        self._modem_state: int | None = None
        #: What is asked and not answered: the value that is wanted, None for any, and how many replies are to come.
        self._unconfirmed: dict[Subject, tuple[object, int]] = {}
        self._troubles = dict.fromkeys(_LINE_STATE, 0)
        self._signature = ""
        self._is_suspended = False

    def start(self) -> None:
        """Ask for all there is to know.

        The modem states come without that (RFC 2217, section 3). An IAC in a mask for them is more than sredird takes.
        """
        self._send(bytes((Function.SIGNATURE,)))
        for subject, question in _QUESTIONS.items():
            self._send(question)
            self._expect(subject, None, 1)
        self._send(bytes((Function.SET_LINESTATE_MASK, sum(_LINE_STATE))))

    # To the host

    @property
    def settings(self) -> LineSettings:
        """Those the host told last."""
        return self._settings

    @property
    def signals(self) -> Mapping[Signal, bool]:
        """Those the host told last, and BREAK as it was set."""
        state = self._modem_state
        inputs = {} if state is None else {signal: bool(state & bit) for bit, signal in _MODEM_STATE.items()}
        return self._outputs | inputs

    @property
    def remarks(self) -> list[str]:
        """What else is known: the host's signature, whether it holds output up, what went wrong on the line."""
        remarks = [f"Line served by {self._signature}"] if self._signature else []
        if self._is_suspended:
            remarks.append("Host takes no output for the line now")
        troubles = [
            f"{_LINE_STATE[bit]} ({count} times)" if count > 1 else _LINE_STATE[bit]
            for bit, count in self._troubles.items()
            if count
        ]
        if troubles:
            remarks.append(f"Line reported: {', '.join(troubles)}")
        return remarks

    @property
    def unanswered(self) -> tuple[str, ...]:
        """What the host has not answered, by the names of the commands: changes, and the speed, which any can tell."""
        awaited = (s for s, (wanted, _) in self._unconfirmed.items() if wanted is not None or s == SPEED)
        return tuple(map(_name, awaited))

    def stop_waiting(self) -> None:
        """The host does not answer; should it do so later, it is believed."""
        self._unconfirmed.clear()

    def change_settings(self, wanted: LineSettings) -> None:
        """Ask for what is not None. Raises `CommandError` for a speed that cannot be said."""
        if wanted.speed is not None and not 0 < wanted.speed <= _HIGHEST_SPEED:
            raise CommandError("Not a speed", str(wanted.speed))
        for name, value in wanted._asdict().items():
            if value is not None:
                self._ask(name, value)

    def set_signal(self, signal: Signal, on: bool) -> None:
        """Raise or drop DTR, RTS or BREAK."""
        if signal is Signal.BREAK:
            # Some hosts answer nothing, and some the wrong thing.
            self._send(_encode(signal, on))
            self._outputs[signal] = on
        else:
            self._ask(signal, on)

    def set_exclusive(self, wanted: bool) -> None:
        """Raises `CommandError`: nothing can be said of that."""
        raise CommandError("The host decides who has its line")

    def discard(self, *, received: bool, sent: bool) -> None:
        """PURGE-DATA, and what waits here for a host that takes nothing. Some do not answer; nothing depends on it."""
        if sent:
            self._context.drop_held_data()
        purge = _PURGES.get((received, sent))
        if purge is not None:
            self._send(bytes((Function.PURGE_DATA, purge)))

    def _ask(self, subject: Subject, value: object) -> None:
        self._send(_encode(subject, value))
        replies = 1
        if isinstance(subject, Signal):
            # sredird sets a signal and answers with the flow control, but it answers the question.
            self._send(_QUESTIONS[subject])
            replies = 2
        self._expect(subject, value, replies)

    def _expect(self, subject: Subject, wanted: object, replies: int) -> None:
        _, outstanding = self._unconfirmed.get(subject, (None, 0))
        self._unconfirmed[subject] = (wanted, outstanding + replies)

    # From the host

    def hear(self, payload: bytes) -> bool:
        """A reply or a notice; False for what is neither."""
        if not payload or payload[0] < _HOST:
            return False
        function, rest = payload[0] - _HOST, payload[1:]
        if function == Function.SIGNATURE:
            self._signature_received(rest)
        elif function == Function.SET_BAUDRATE and len(rest) in _SPEED_LENGTHS:
            self._told(SPEED, int.from_bytes(rest[:4], "big") or None)
        elif function in (Function.FLOWCONTROL_SUSPEND, Function.FLOWCONTROL_RESUME) and not rest:
            self._suspend(function == Function.FLOWCONTROL_SUSPEND)
        elif len(rest) == 1:
            return self._byte_received(function, rest[0])
        else:
            return False
        return True

    def _byte_received(self, function: int, byte: int) -> bool:
        if function == Function.NOTIFY_MODEMSTATE:
            self._modem_state = byte
        elif function == Function.NOTIFY_LINESTATE:
            for bit in _LINE_STATE:
                self._troubles[bit] += bool(byte & bit)
        elif (function, byte) in _MEANINGS:
            self._told(*_MEANINGS[function, byte])
        else:
            return function in (Function.SET_LINESTATE_MASK, Function.SET_MODEMSTATE_MASK, Function.PURGE_DATA)
        return True

    def _signature_received(self, text: bytes) -> None:
        if text:
            self._signature = "".join(filter(str.isprintable, text[:_LONGEST_SIGNATURE].decode("ascii", "ignore")))
        else:
            self._send(bytes((Function.SIGNATURE,)) + _OUR_SIGNATURE)

    def _told(self, subject: Subject, value: object) -> None:
        """The host says what is in force; None: it does not know, or it is nothing that has a name here."""
        if isinstance(subject, str):
            self._settings = self._settings._replace(**{subject: value})  # type: ignore[arg-type]
        elif subject is not Signal.BREAK:
            self._outputs.pop(subject, None)
            if isinstance(value, bool):
                self._outputs[subject] = value
        if subject not in self._unconfirmed:
            return
        wanted, replies = self._unconfirmed[subject]
        # The last reply counts. A wire that is not there has no reply but the one to the question.
        if value != wanted and replies > (2 if value is None else 1):
            self._unconfirmed[subject] = (wanted, replies - 1)
            return
        del self._unconfirmed[subject]
        if wanted not in (value, None):
            self._context.report(LineChangeRefused(_name(subject), _word(wanted), _word(value)))

    def _suspend(self, wanted: bool) -> None:
        self._is_suspended = wanted
        self._context.hold_data(wanted)


def describe(payload: bytes) -> str:
    """A payload of either direction for the DEBUG trace: `SET-BAUDRATE 9600`, `SET-CONTROL DTR ON`."""
    code = payload[0] % _HOST if payload and payload[0] < 2 * _HOST else -1
    name = _FUNCTION_NAMES.get(code)
    if name is None:
        return numbers(payload)
    return f"{name} {_describe_value(bytes((code,)) + payload[1:])}".rstrip()


def _describe_value(payload: bytes) -> str:
    """What stands behind the code, which is the client's."""
    function, value = payload[0], payload[1:]
    if function == Function.SIGNATURE:
        return quoted(value) if value else ""
    if payload in _QUESTIONS.values():
        return "?" if function != Function.SET_CONTROL else f"{_name(_MEANINGS[function, value[0]][0])} ?"
    if function == Function.SET_BAUDRATE and len(value) in _SPEED_LENGTHS:
        return str(int.from_bytes(value[:4], "big"))
    if len(value) != 1:
        return numbers(value)
    if function in _BITS:
        return " ".join(word for bit, word in _BITS[function].items() if value[0] & bit) or "none"
    subject, meaning = _MEANINGS.get((function, value[0]), ("", None))
    word = _word(meaning) or numbers(value)
    return f"{_name(subject)} {word}" if function == Function.SET_CONTROL and subject else word


def _encode(subject: Subject, value: object) -> bytes:
    if subject == SPEED and isinstance(value, int):
        return bytes((Function.SET_BAUDRATE,)) + value.to_bytes(4, "big")
    function, values = _VALUES[subject]
    return bytes((function, values[value]))


def _name(subject: Subject) -> str:
    """As the user's command is named."""
    return subject.name if isinstance(subject, Signal) else subject.replace("_", "-").upper()


def _word(value: object) -> str:
    """As the user writes it; "" for what is not known."""
    if isinstance(value, bool):
        return "ON" if value else "OFF"
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
