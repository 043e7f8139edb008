"""The `telnetlib` that left Python with version 3.13: the same names, blocking calls, bytes in and bytes out.

Stands between programs written for that module and this package: another import line is all they need, or
`sys.modules["telnetlib"] = telnet_client.telnetlib`. The rule: what the old module documented holds; what is better is
in docs/telnetlib.md, with the class attribute that undoes it where a program could mind.
"""

from __future__ import annotations

import errno
import selectors
import socket
import sys
from time import monotonic as _time

from telnet_client.scripting.expect import Expectation, Received

TYPE_CHECKING = False  # typing would be half as much again to import
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType
    from typing import Any, Self

    from telnet_client.protocol.negotiator import OptionNegotiator
    from telnet_client.protocol.send_queue import SendQueue

__all__ = ["Telnet"]

#: The debug level of a new `Telnet`.
DEBUGLEVEL = 0

TELNET_PORT = 23

# Commands (RFC 854), each as the byte it is.
IAC = bytes((255,))
DONT = bytes((254,))
DO = bytes((253,))
WONT = bytes((252,))
WILL = bytes((251,))
theNULL = bytes((0,))

SE = bytes((240,))
NOP = bytes((241,))
DM = bytes((242,))
BRK = bytes((243,))
IP = bytes((244,))
AO = bytes((245,))
AYT = bytes((246,))
EC = bytes((247,))
EL = bytes((248,))
GA = bytes((249,))
SB = bytes((250,))

# Options, by the names of arpa/telnet.h.
BINARY = bytes((0,))
ECHO = bytes((1,))
RCP = bytes((2,))
SGA = bytes((3,))
NAMS = bytes((4,))
STATUS = bytes((5,))
TM = bytes((6,))
RCTE = bytes((7,))
NAOL = bytes((8,))
NAOP = bytes((9,))
NAOCRD = bytes((10,))
NAOHTS = bytes((11,))
NAOHTD = bytes((12,))
NAOFFD = bytes((13,))
NAOVTS = bytes((14,))
NAOVTD = bytes((15,))
NAOLFD = bytes((16,))
XASCII = bytes((17,))
LOGOUT = bytes((18,))
BM = bytes((19,))
DET = bytes((20,))
SUPDUP = bytes((21,))
SUPDUPOUTPUT = bytes((22,))
SNDLOC = bytes((23,))
TTYPE = bytes((24,))
EOR = bytes((25,))
TUID = bytes((26,))
OUTMRK = bytes((27,))
TTYLOC = bytes((28,))
VT3270REGIME = bytes((29,))
X3PAD = bytes((30,))
NAWS = bytes((31,))
TSPEED = bytes((32,))
LFLOW = bytes((33,))
LINEMODE = bytes((34,))
XDISPLOC = bytes((35,))
OLD_ENVIRON = bytes((36,))
AUTHENTICATION = bytes((37,))
ENCRYPT = bytes((38,))
NEW_ENVIRON = bytes((39,))
# Those that have a number but no name there.
TN3270E = bytes((40,))
XAUTH = bytes((41,))
CHARSET = bytes((42,))
RSP = bytes((43,))
COM_PORT_OPTION = bytes((44,))
SUPPRESS_LOCAL_ECHO = bytes((45,))
TLS = bytes((46,))
KERMIT = bytes((47,))
SEND_URL = bytes((48,))
FORWARD_X = bytes((49,))
PRAGMA_LOGON = bytes((138,))
SSPI_LOGON = bytes((139,))
PRAGMA_HEARTBEAT = bytes((140,))
EXOPL = bytes((255,))
#: What a callback gets in place of an option for a command that has none.
NOOPT = bytes((0,))

#: What waits for the socket; a program may put another kind of selector here.
_TelnetSelector: type[selectors.BaseSelector] = getattr(selectors, "PollSelector", selectors.SelectSelector)

_VERBS = {DO: "DO", DONT: "DONT", WILL: "WILL", WONT: "WONT"}
#: A whole command (RFC 854); what is left of an IAC stands at the end of what has arrived.
_COMMAND = rb"(?s)(\xff(?:[\xfb-\xfe].|[^\xfb-\xfe]))"
_CLOSED = "*** Connection closed by remote host ***\n"
_DOUBLED_IAC = {IAC + IAC: IAC}

#: Bytes of one read of the socket.
_CHUNK = 1 << 17
#: Of several patterns in one read the old module took the first in the list, and it read this many bytes at once.
_OLD_CHUNK = 50
#: Bytes that `read_very_eager` takes at most, from a host that never pauses.
_EAGER_LIMIT = 1 << 26
#: Bytes of a subnegotiation that are kept; one that never ends has no more.
_SUBNEGOTIATION_LIMIT = 1 << 16
#: Seconds after which a host that asks again what was answered is answered once more.
_ANSWERS_RENEWED = 5.0


class Telnet:
    """A connection to a TELNET host, not open unless a host is given.

    The `read_*` methods differ in how long they wait. Those that may return nothing for other reasons raise EOFError
    once the connection is closed and everything has been read. Sending over a connection that is closed or was never
    opened raises OSError (ENOTCONN).
    """

    #: The options that are agreed to while no callback is set, the others being refused; `()` refuses all of them, as
    #: the old module did. Any option of protocol/options may be among them.
    answered_options: Sequence[bytes] = (ECHO, SGA, TTYPE, NAWS)
    #: What a host is told by TTYPE, the best name first, and by NAWS: characters a line, lines.
    terminal_types: Sequence[str] = ("dumb",)
    window_size: tuple[int, int] = (80, 24)
    #: Bytes that are taken out of what the host sends, NUL and XON as ever; `b""` leaves everything in.
    dropped_characters: bytes = b"\0\x11"
    #: How many bytes may wait to be read; of more the newest are kept. None, as ever, for all of them.
    kept: int | None = None
    #: None while there is no connection.
    sock: socket.socket | None = None

    def __init__(
        self,
        host: str | None = None,
        port: int | str = 0,
        timeout: float | None = socket._GLOBAL_DEFAULT_TIMEOUT,  # type: ignore[attr-defined]
    ) -> None:
        """Connect to `host` as `open` does, if there is one."""
        self.debuglevel = DEBUGLEVEL
        self.host = host
        self.port = port
        self.timeout = timeout
        self.sock = None
        #: What was read from the socket and not looked at, and how much of it was taken by `rawq_getchar`.
        self.rawq = b""
        self.irawq = 0
        self.eof: int | bool = 0
        #: A command that is not all there yet.
        self.iacseq = b""
        #: Data belongs to a subnegotiation.
        self.sb = 0
        self.option_callback: Callable[[Any, bytes, bytes], object] | None = None
        self._cooked = Received(self.kept)
        self._sb_data = bytearray()
        self._negotiator: OptionNegotiator | None = None
        self._answers: SendQueue | None = None
        self._answers_renewed = 0.0
        #: Answers that the network did not take at once.
        self._unsent = b""
        if host is not None:
            self.open(host, port, timeout)

    def open(
        self,
        host: str,
        port: int | str = 0,
        timeout: float | None = socket._GLOBAL_DEFAULT_TIMEOUT,  # type: ignore[attr-defined]
    ) -> None:
        """Connect to `host`; the port is TELNET's where none is given. Raises OSError.

        `timeout`, in seconds, is the socket's. An instance that is connected must not be opened again.
        """
        self.eof = 0
        if not port:
            port = TELNET_PORT
        self.host = host
        self.port = port
        self.timeout = timeout
        self._negotiator, self._unsent = None, b""
        self._cooked.limit = self.kept
        sys.audit("telnetlib.Telnet.open", self, host, port)
        self.sock = socket.create_connection((host, port), timeout)

    def __del__(self) -> None:
        self.close()

    def msg(self, msg: str, *args: object) -> None:
        """Print a message, formatted with `%` if there are arguments, when the debug level is above 0."""
        if self.debuglevel > 0:
            sys.stdout.write(f"Telnet({self.host},{self.port}): {msg % args if args else msg}\n")

    def set_debuglevel(self, debuglevel: int) -> None:
        """Above 0 everything received, sent and negotiated is told on standard output."""
        self.debuglevel = debuglevel

    def close(self) -> None:
        """Close the connection. What arrived before can still be read. May be called twice."""
        sock = getattr(self, "sock", None)  # gone before it was there, in `__del__`, when `__init__` failed
        self.sock = None
        self.eof = True
        self.iacseq = b""
        self.sb = 0
        if sock:
            sock.close()

    def get_socket(self) -> socket.socket | None:
        """The socket; None when there is no connection."""
        return self.sock

    def fileno(self) -> int:
        """The socket's descriptor, for select. Raises OSError when there is no connection."""
        return self._connected().fileno()

    def _connected(self) -> socket.socket:
        if self.sock is None:
            raise OSError(errno.ENOTCONN, "telnet connection closed")
        return self.sock

    def write(self, buffer: bytes) -> None:
        """Send all of `buffer`, IAC doubled and nothing else changed; waits for the host to take it. Raises OSError."""
        sock = self._connected()
        if IAC in buffer:
            buffer = buffer.replace(IAC, IAC + IAC)
        sys.audit("telnetlib.Telnet.write", self, buffer)
        self.msg("send %r", buffer)
        unsent, self._unsent = self._unsent, b""
        sock.sendall(unsent + buffer if unsent else buffer)

    # Reading

    def read_until(self, match: bytes, timeout: float | None = None) -> bytes:
        """Everything up to the text `match`, this included; what there is if it has not come after `timeout` seconds.

        Raises EOFError when the connection is closed and there is nothing.
        """
        return self._wait_for([bytes(memoryview(match))], timeout)[2]

    def expect(
        self, list: Sequence[bytes | re.Pattern[bytes]], timeout: float | None = None
    ) -> tuple[int, re.Match[bytes] | None, bytes]:
        """Wait for the first of several regular expressions, compiled or not.

        Returns its index, the match object, and everything up to the end of the match; -1, None and what there is when
        nothing matched within `timeout` seconds or before the connection ended. Raises EOFError when the connection is
        closed and there is nothing. Where several match within a few bytes the first in the list is taken.
        """
        import re

        return self._wait_for([each if hasattr(each, "search") else re.compile(each) for each in list], timeout)

    def _wait_for(
        self, patterns: Sequence[bytes | re.Pattern[bytes]], timeout: float | None
    ) -> tuple[int, re.Match[bytes] | None, bytes]:
        expectation = Expectation(patterns, _OLD_CHUNK)
        deadline = None if timeout is None else _time() + timeout
        self.process_rawq()
        found = expectation.take(self._cooked)
        if found is None and not self.eof:
            with _TelnetSelector() as selector:
                selector.register(self, selectors.EVENT_READ)
                while found is None and not self.eof:
                    if selector.select(timeout):
                        self.fill_rawq()
                        self.process_rawq()
                        found = expectation.take(self._cooked)
                    if deadline is not None:
                        timeout = deadline - _time()
                        if timeout < 0:
                            break
        if found is None:
            found = expectation.take(self._cooked, thoroughly=True)
        return (-1, None, self.read_very_lazy()) if found is None else (found.index, found.match, found.text)

    def read_all(self) -> bytes:
        """Everything until the host closes."""
        self.process_rawq()
        while not self.eof:
            self.fill_rawq()
            self.process_rawq()
            self._cooked.trim()
        return self._cooked.take_all()

    def read_some(self) -> bytes:
        """What has come, at least one byte; waits for it. `b""` once the connection is closed."""
        self.process_rawq()
        while not self._cooked and not self.eof:
            self.fill_rawq()
            self.process_rawq()
        return self._cooked.take_all()

    def read_very_eager(self) -> bytes:
        """Everything that has come, without waiting. Raises EOFError when the connection is closed and nothing is left.

        From a host that sends faster than this reads, 64 MiB a call.
        """
        self.process_rawq()
        while not self.eof and len(self._cooked) < _EAGER_LIMIT and self.sock_avail():
            self.fill_rawq()
            self.process_rawq()
        return self.read_very_lazy()

    def read_eager(self) -> bytes:
        """The same, but what has been read from the socket already is enough."""
        self.process_rawq()
        while not self._cooked and not self.eof and self.sock_avail():
            self.fill_rawq()
            self.process_rawq()
        return self.read_very_lazy()

    def read_lazy(self) -> bytes:
        """What has been read from the socket. Raises EOFError when the connection is closed and nothing is left."""
        self.process_rawq()
        return self.read_very_lazy()

    def read_very_lazy(self) -> bytes:
        """What has been read and looked at. Raises EOFError when the connection is closed and nothing is left."""
        if not self._cooked and self.eof and not self.rawq:
            raise EOFError("telnet connection closed")
        return self._cooked.take_all()

    def read_sb_data(self) -> bytes:
        """What stood in the last subnegotiation, up to now; a callback reads it when it is told SE."""
        data = self.sbdataq
        self._sb_data.clear()
        return data

    # The queues, as programs know them

    @property
    def cookedq(self) -> bytes:
        """What a program has not read yet; a copy of it."""
        return bytes(self._cooked.data)

    @cookedq.setter
    def cookedq(self, data: bytes) -> None:
        self._cooked = Received(self.kept)
        self._cooked.add(data)

    @property
    def sbdataq(self) -> bytes:
        """What stands in the last subnegotiation, the option's byte first; a copy of it."""
        return bytes(self._sb_data).translate(None, self.dropped_characters)

    @sbdataq.setter
    def sbdataq(self, data: bytes) -> None:
        self._sb_data = bytearray(data)

    # From the socket to the queues

    def fill_rawq(self) -> None:
        """Read from the socket, once, and wait until there is something. Raises OSError."""
        data = self._connected().recv(_CHUNK)
        self.msg("recv %r", data)
        self.eof = not data
        if self.irawq:
            self.rawq, self.irawq = self.rawq[self.irawq :], 0
        self.rawq = self.rawq + data if self.rawq else data

    def rawq_getchar(self) -> bytes:
        """The next byte from the socket as it came; waits for it. Raises EOFError at the end."""
        if not self.rawq:
            self.fill_rawq()
            if self.eof:
                raise EOFError
        byte = self.rawq[self.irawq : self.irawq + 1]
        self.irawq += 1
        if self.irawq >= len(self.rawq):
            self.rawq, self.irawq = b"", 0
        return byte

    def sock_avail(self) -> bool:
        """The socket has something to read, or is at its end."""
        with _TelnetSelector() as selector:
            selector.register(self, selectors.EVENT_READ)
            return bool(selector.select(0))

    def process_rawq(self) -> None:
        """Look at what was read: data is for the program, commands for the callback or to be answered."""
        if not self.rawq:
            return
        raw = self.iacseq + self.rawq[self.irawq :]
        self.rawq, self.irawq, self.iacseq = b"", 0, b""
        if IAC not in raw:
            self._put(raw)
        elif 2 * raw.count(IAC + IAC) == raw.count(IAC):
            self._put(raw.replace(IAC + IAC, IAC))
        else:
            self._interpret(raw)

    def _put(self, data: bytes) -> None:
        if self.sb:
            self._sb_data += data[: max(0, _SUBNEGOTIATION_LIMIT - len(self._sb_data))]
            return
        for character in self.dropped_characters:
            if character in data:
                data = data.translate(None, self.dropped_characters)
                break
        self._cooked.add(data)

    def _interpret(self, raw: bytes) -> None:
        """Data with commands in it: pieces of data, and between any two of them a command."""
        import re

        parts = re.split(_COMMAND, raw)
        unfinished = parts[-1].find(IAC)
        if unfinished >= 0:
            parts[-1], self.iacseq = parts[-1][:unfinished], parts[-1][unfinished:]
        quiet = self._quiet_commands()
        try:
            parts[1::2] = [*map(quiet.__getitem__, parts[1::2])]
        except KeyError:
            self._obey_in_turn(parts, quiet)
            self._send_answers()
        else:
            self._put(b"".join(parts))

    def _obey_in_turn(self, parts: list[bytes], quiet: Mapping[bytes, bytes]) -> None:
        run, place = parts[:1], 1
        try:
            while place < len(parts):
                command, data = parts[place : place + 2]
                place += 2
                if command in quiet:
                    run += (quiet[command], data)
                else:
                    self._put(b"".join(run))
                    run = [data]
                    self._obey(command)
        finally:
            self._put(b"".join(run))
            if place < len(parts):  # the callback raised an exception: the rest is for the next call
                self.rawq, self.iacseq = b"".join(parts[place:]) + self.iacseq, b""

    def _obey(self, command: bytes) -> None:
        """IAC and a byte, or a verb and its option."""
        verb, option = command[1:2], command[2:]
        if verb == SB:
            self.sb = 1
            self._sb_data.clear()
        elif verb == SE:
            self.sb = 0
        if option:
            self.msg("IAC %s %d", _VERBS[verb], ord(option))
        elif not self.option_callback:
            self.msg("IAC %d not recognized", ord(verb))
        if self.option_callback:
            self.option_callback(self.sock, verb, option or NOOPT)
        elif option:
            self._options().hear(ord(verb), ord(option))
        elif verb == SE and self._sb_data:
            self._options().hear_subnegotiation(self._sb_data[0], bytes(self._sb_data[1:]))

    # Options

    def set_option_negotiation_callback(self, callback: Callable[[Any, bytes, bytes], object] | None) -> None:
        """From now on `callback(socket, command, option)` is called for each command, and nothing is answered here.

        The option is NOOPT for a command that has none. None to have options answered again.
        """
        self.option_callback = callback

    def _options(self) -> OptionNegotiator:
        """What decides about options on this connection."""
        now = _time()
        if self._negotiator is None:
            from telnet_client.protocol.facts import Facts
            from telnet_client.protocol.negotiator import OptionNegotiator
            from telnet_client.protocol.options import OPTIONS
            from telnet_client.protocol.send_queue import SendQueue

            columns, rows = self.window_size
            self._answers, self._answers_renewed = SendQueue(), now
            self._negotiator = OptionNegotiator(
                [row for row in OPTIONS if bytes((row.handler.code,)) in self.answered_options],
                Facts(terminal_types=tuple(self.terminal_types), columns=columns, rows=rows),
                self._answers,
                _ignore,
                _ignore,
            )
        if now - self._answers_renewed > _ANSWERS_RENEWED:
            self._answers_renewed = now
            self._negotiator.renew_answers()
        return self._negotiator

    def _quiet_commands(self) -> Mapping[bytes, bytes]:
        """Commands of which nobody has to be told and which need no answer now, and the data they stand for."""
        return _DOUBLED_IAC if self.option_callback or self.debuglevel > 0 else self._options().quiet

    def _send_answers(self) -> None:
        """As far as the network takes them: a host that asks and never reads must not keep a program waiting."""
        if self._answers is None or self.sock is None:
            return
        self._unsent = self._unsent or self._answers.take()
        if not self._unsent:
            return
        try:
            if type(self.sock) is not socket.socket:  # one that wraps a socket may know no flags
                self.sock.sendall(self._unsent)
                self._unsent = b""
            elif _is_writable(self.sock):  # with a time-out `send` waits before it heeds the flag
                self._unsent = self._unsent[self.sock.send(self._unsent, socket.MSG_DONTWAIT) :]
        except (BlockingIOError, TimeoutError):
            return  # another thread was faster
        except OSError:
            self._unsent = b""  # reading will tell, behind what the host sent before it closed

    # At a terminal

    def interact(self) -> None:
        """Join standard input, line by line, and standard output to the host until either ends."""
        if sys.platform == "win32":
            self.mt_interact()
            return
        show = _screen()
        with _TelnetSelector() as selector:
            selector.register(self, selectors.EVENT_READ)
            selector.register(sys.stdin, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    if key.fileobj is not self:
                        line = sys.stdin.readline()
                        if not line:
                            return
                        self.write(line.encode())
                        continue
                    try:
                        show(self.read_eager())
                    except EOFError:
                        sys.stdout.write(_CLOSED)
                        return

    def mt_interact(self) -> None:
        """The same with a thread that shows what the host sends."""
        import _thread

        _thread.start_new_thread(self.listener, ())
        while line := sys.stdin.readline():
            self.write(line.encode())

    def listener(self) -> None:
        """What the thread of `mt_interact` does: show what the host sends until it closes."""
        show = _screen()
        with _TelnetSelector() as selector:
            selector.register(self, selectors.EVENT_READ)
            while True:
                selector.select()
                try:
                    show(self.read_eager())
                except EOFError:
                    sys.stdout.write(_CLOSED)
                    return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, type: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _ignore(_what: object) -> None:
    """The old module had nobody to tell either."""


def _is_writable(sock: socket.socket) -> bool:
    with _TelnetSelector() as selector:
        selector.register(sock, selectors.EVENT_WRITE)
        return bool(selector.select(0))


def _screen() -> Callable[[bytes], None]:
    """Shows bytes on standard output as text, whole characters at a time."""
    from codecs import getincrementaldecoder

    decoder = getincrementaldecoder("utf-8")("replace")

    def show(data: bytes) -> None:
        text = decoder.decode(data)
        if text:
            sys.stdout.write(text)
            sys.stdout.flush()

    return show


def test() -> None:
    """`python -m telnet_client.telnetlib [-d] ... [host [port]]`: talk to a host, localhost and port 23 by default."""
    debuglevel = 0
    while sys.argv[1:] and sys.argv[1] == "-d":
        debuglevel += 1
        del sys.argv[1]
    host = sys.argv[1] if sys.argv[1:] else "localhost"
    port = 0
    if sys.argv[2:]:
        try:
            port = int(sys.argv[2])
        except ValueError:
            port = socket.getservbyname(sys.argv[2], "tcp")
    with Telnet() as telnet:
        telnet.set_debuglevel(debuglevel)
        telnet.open(host, port, timeout=0.5)
        telnet.interact()


if __name__ == "__main__":
    test()
