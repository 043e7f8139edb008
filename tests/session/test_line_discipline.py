"""The keyboard side of a session between a fake terminal and a fake host: who echoes, who edits, what is sent and when.

Nothing between the two is replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fakes.host import DO, DONT, IAC, SB, SE, WILL, WONT, FakeHost
from fakes.script import Script
from fakes.terminal import FakeTerminal
from session.line_screen import LineScreen
from telnet_client.errors import LocalProtocolError
from telnet_client.protocol.linemode.slc import Function
from telnet_client.protocol.own_characters import COMMON_CHARACTERS
from telnet_client.protocol.telnet import TelnetEngine
from telnet_client.session.line_discipline import local_echo
from telnet_client.session.session import Session
from telnet_client.session.typescript import Typescript
from telnet_client.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Meet = Callable[..., "Ends"]

ECHO, BINARY, SGA, TM, LINEMODE = 1, 0, 3, 6, 34
EDIT, TRAPSIG, SOFT_TAB, LIT_ECHO = 1, 2, 8, 16
IP, AO, AYT, BRK, DM, EOF, SUSP, ABORT = 244, 245, 246, 243, 242, 236, 237, 238
LEFT, UP = b"\x1b[D", b"\x1b[A"
ESCAPES = {bytes((IAC, code)): name for code, name in {IP: b"IP", DM: b"DM", EOF: b"EOF", SUSP: b"SUSP"}.items()}


def iac(*codes: int) -> bytes:
    return bytes((IAC, *codes))


def mode(mask: int) -> bytes:
    return iac(SB, LINEMODE, 1, mask, IAC, SE)


def slc(*triplets: int) -> bytes:
    return iac(SB, LINEMODE, 3, *triplets, IAC, SE)


class Ends:
    """A session and the two ends of it; the screen shows what the user sees."""

    def __init__(self, settings: Settings, *, active: bool, columns: int = 40, rows: int = 8) -> None:
        self.terminal = FakeTerminal(Script())
        self.terminal.told = self.terminal.told._replace(columns=columns, rows=rows)
        self.host = FakeHost()
        self.engine = TelnetEngine(active=active)
        self.session = Session(self.host.stream, self.engine, "host SIERRA, port 23", self.terminal)
        self.session.follow(settings)
        self.session.change_facts(self.terminal.facts())
        self._screen = LineScreen(columns, rows)
        self._seen = 0

    def hear(self, data: bytes) -> bytes:
        """The host says something; the answer."""
        self.host.send(data)
        assert self.session.receive()
        return self.host.take()

    def type(self, keys: bytes) -> bytes:
        """The user types; what the host gets."""
        self.session.type(keys)
        return self.host.take()

    @property
    def rows(self) -> list[str]:
        """The screen, without the empty rows at its end."""
        fresh = self.terminal.seen[self._seen :].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        self._screen.feed(fresh.decode())
        self._seen = len(self.terminal.seen)
        return "\n".join(self._screen.rows).rstrip("\n").split("\n")

    def close(self) -> None:
        self.session.close()
        self.host.let_go()
        self.terminal.close()


@pytest.fixture
def meet() -> Iterator[Meet]:
    """Makes ends, and what the host says first is answered."""
    met: list[Ends] = []

    def make(*said: bytes, active: bool = True, settings: Settings | None = None, **options: int) -> Ends:
        met.append(Ends(settings or Settings(), active=active, **options))
        for data in said:
            met[-1].hear(data)
        return met[-1]

    yield make
    for ends in met:
        ends.close()


CHARACTER_AT_A_TIME = iac(WILL, ECHO) + iac(WILL, SGA)
EDITING = iac(DO, LINEMODE) + mode(EDIT | TRAPSIG)


@pytest.mark.parametrize(
    ("keys", "echo"),
    [
        (b"hello", b"hello"),
        (b"hello\r", b"hello\r\n"),
        (b"\x03", b"^C"),
        (b"\x1b[A", b"^[[A"),
        (b"\x7f", b"\b \b"),
        (b"\t\a", b"\t\a"),
        ("déjà".encode(), "déjà".encode()),
        (b"\xff", b"\xff"),
        (b"", b""),
    ],
)
def test_local_echo(keys: bytes, echo: bytes) -> None:
    assert local_echo(keys) == echo


class TestWhoEdits:
    """product.md's row for LINE, and LINEMODE."""

    @pytest.mark.parametrize(
        ("line", "active", "said", "edits"),
        [
            (None, False, b"", True),  # no TELNET, and echo is local
            (None, True, b"", True),  # RFC 854's line at a time
            (None, True, iac(WILL, SGA), False),  # RFC 858 without RFC 857: character at a time, local echo
            (None, True, iac(WILL, ECHO), False),
            (None, True, CHARACTER_AT_A_TIME, False),
            (True, True, iac(WILL, SGA), True),
            (True, True, CHARACTER_AT_A_TIME, False),  # only while echo is local
            (False, False, b"", False),
            (False, True, b"", False),
            (None, True, EDITING, True),
            (None, True, EDITING + CHARACTER_AT_A_TIME, True),
            (True, True, iac(DO, LINEMODE) + mode(TRAPSIG), False),
            (None, True, EDITING + iac(DONT, LINEMODE) + CHARACTER_AT_A_TIME, False),
            (None, True, iac(WILL, LINEMODE) + mode(EDIT), True),  # some hosts get the direction wrong
        ],
    )
    def test_it(self, meet: Meet, line: bool | None, active: bool, said: bytes, edits: bool) -> None:
        ends = meet(*((said,) if said else ()), active=active, settings=Settings(line=line))
        assert ends.session.keyboard.edits_lines is edits
        assert (ends.type(b"ab") == b"") is edits
        ends.type(b"\r")

    def test_a_raw_host_that_echoes_as_the_user_says(self, meet: Meet) -> None:
        ends = meet(active=False)
        ends.session.set_remote_echo(True)
        assert ends.type(b"ab") == b"ab"

    def test_transparent_on_a_raw_port_leaves_every_byte(self, meet: Meet) -> None:
        ends = meet(active=False)
        ends.session.set_transparent(True)
        assert ends.type(b"\x7f\x03a") == b"\x7f\x03a"

    def test_no_line_refuses_linemode_and_line_takes_it_back(self, meet: Meet) -> None:
        ends = meet(settings=Settings(line=False))
        assert ends.hear(iac(DO, LINEMODE)).endswith(iac(WONT, LINEMODE))
        ends.hear(iac(DONT, LINEMODE) + CHARACTER_AT_A_TIME)
        assert ends.type(b"a") == b"a"
        ends.session.follow(Settings(line=True))
        assert ends.host.take() == iac(WILL, LINEMODE)
        ends.hear(EDITING)
        assert ends.type(b"a") == b""

    def test_no_line_ends_it_in_the_middle_of_a_line(self, meet: Meet) -> None:
        ends = meet(EDITING)
        assert ends.type(b"half") == b""
        ends.session.follow(Settings(line=False))
        assert ends.host.take() == iac(WONT, LINEMODE) + b"half"
        assert ends.session.keyboard.edits_lines is False


class TestCharacterAtATime:
    """Bytes straight through."""

    @pytest.mark.parametrize("said", [CHARACTER_AT_A_TIME, iac(WILL, SGA)])
    def test_every_byte(self, meet: Meet, said: bytes) -> None:
        ends = meet(said)
        for code in range(256):
            sent = {0x0D: b"\r\n", 0xFF: b"\xff\xff"}.get(code, bytes((code,)))
            assert ends.type(bytes((code,))) == sent
        is_echoed = ECHO not in said
        assert (b"A" in ends.terminal.seen) is is_echoed

    def test_what_is_echoed_here_is_in_the_typescript(self, meet: Meet, tmp_path: Path) -> None:
        ends = meet(iac(WILL, SGA))
        ends.session.typescript = Typescript(str(tmp_path / "log"))
        ends.type(b"ab\r\x03")
        ends.session.end_typescript()
        assert (tmp_path / "log").read_bytes() == b"ab\r\n^C"

    @pytest.mark.parametrize(
        ("key", "sends"),
        [(None, b"\x7f\b"), ("BS", b"\b\b"), ("DEL", b"\x7f\x7f")],
    )
    def test_the_backspace_key(self, meet: Meet, key: str | None, sends: bytes) -> None:
        ends = meet(CHARACTER_AT_A_TIME, settings=Settings(backspace_key=key))
        assert ends.type(b"\x7f\b") == sends

    @pytest.mark.parametrize(
        ("key", "sends"),
        [(None, b"\r\n"), ("CRLF", b"\r\n"), ("CRNUL", b"\r\0"), ("CR", b"\r"), ("LF", b"\n")],
    )
    def test_the_return_key(self, meet: Meet, key: str | None, sends: bytes) -> None:
        ends = meet(CHARACTER_AT_A_TIME, settings=Settings(return_key=key))
        assert ends.type(b"a\r") == b"a" + sends
        ends.hear(iac(DO, BINARY))
        assert ends.type(b"a\r") == b"a\r"

    def test_transparent_leaves_every_byte(self, meet: Meet) -> None:
        """Whatever BACKSPACE, RETURN and the editor would make of it."""
        ends = meet(settings=Settings(backspace_key="BS", return_key="CRNUL"))
        assert ends.session.keyboard.edits_lines
        ends.session.set_transparent(True)
        ends.hear(iac(DO, BINARY))
        assert ends.type(b"\x7f\b\r\x03") == b"\x7f\b\r\x03"
        ends.session.set_transparent(False)
        ends.hear(iac(DONT, BINARY))
        assert ends.session.keyboard.edits_lines

    def test_what_the_host_wants_is_not_what_the_user_wants(self, meet: Meet) -> None:
        """GNU telnetd asks everybody for BINARY."""
        ends = meet(CHARACTER_AT_A_TIME, iac(DO, BINARY), settings=Settings(backspace_key="BS"))
        assert ends.type(b"\x7f") == b"\b"


class TestLineAtATime:
    """The editor without LINEMODE."""

    def test_a_line(self, meet: Meet) -> None:
        ends = meet(b"Name? ")
        assert ends.type(b"fredd" + LEFT + b"\x7fx") == b""
        assert ends.rows == ["Name? frexd"]
        assert ends.type(b"\r") == b"frexd\r\n"
        ends.hear(b"Hello\r\n")
        assert ends.rows == ["Name? frexd", "Hello"]

    def test_the_return_key_is_the_users(self, meet: Meet) -> None:
        ends = meet(settings=Settings(return_key="CRNUL"))
        assert ends.type(b"a\x16\rb\r") == b"a\r\0b\r\0"

    def test_a_carriage_return_as_a_character(self, meet: Meet) -> None:
        assert meet().type(b"a\x16\r\xffb\r") == b"a\r\0\xff\xffb\r\n"
        assert meet(active=False).type(b"a\x16\r\xffb\r") == b"a\r\xffb\r\n"

    def test_in_binary_its_end_is_cr(self, meet: Meet) -> None:
        assert meet(iac(DO, BINARY)).type(b"a\x16\rb\r") == b"a\rb\r"

    @pytest.mark.parametrize(
        ("keys", "sends", "urgent"),
        [
            (b"half\x03", b"", iac(IP) + iac(DM)),
            (b"half\x0f", b"half" + iac(AO), None),
            (b"half\x14", iac(AYT), None),
            (b"half\x1a", b"\x1a", None),  # RFC 854 has no command for it
            (b"half\x1c", b"\x1c", None),
            (b"half\x04", b"half", None),
            (b"\x04", b"\x04", None),
            (b"half\x13\x11", b"\x13\x11", None),
        ],
    )
    def test_signals_with_telnet(self, meet: Meet, keys: bytes, sends: bytes, urgent: bytes | None) -> None:
        ends = meet()
        assert ends.type(keys) == sends + (urgent or b"")
        assert ends.host.stream.urgent == ([urgent] if urgent else [])

    @pytest.mark.parametrize(
        ("keys", "sends"),
        [
            (b"half\x03", b"\x03"),
            (b"half\x0f", b"half\x0f"),
            (b"half\x14", b"\x14"),
            (b"half\x1a", b"\x1a"),
            (b"half\x04\x04", b"half\x04"),
        ],
    )
    def test_signals_without(self, meet: Meet, keys: bytes, sends: bytes) -> None:
        ends = meet(active=False)
        assert ends.type(keys) == sends
        assert ends.host.stream.urgent == []

    def test_the_line_that_a_signal_drops(self, meet: Meet) -> None:
        ends = meet(active=False)
        ends.type(b"half\x03")
        assert ends.type(b"x\r") == b"\x03x\r\n"[1:]
        assert ends.rows == ["half^Cx"]

    def test_half_a_line_is_sent_when_the_host_begins_to_echo(self, meet: Meet) -> None:
        ends = meet()
        ends.type(b"half")
        assert ends.hear(iac(WILL, ECHO)) == iac(DO, ECHO) + b"half"
        assert ends.type(b"x") == b"x"
        assert ends.rows == ["half"]

    def test_and_when_the_first_iac_comes_on_a_raw_port(self, meet: Meet) -> None:
        ends = meet(active=False)
        ends.type(b"half")
        assert ends.hear(CHARACTER_AT_A_TIME) == iac(DO, ECHO) + iac(DO, SGA) + b"half"

    def test_a_special_character_of_the_users(self, meet: Meet) -> None:
        ends = meet()
        ends.session.change_special_character(Function.EC, ord("#"))
        ends.session.change_special_character(Function.EL, None)
        assert ends.type(b"abc#\x15\r") == b"ab\x15\r\n"

    def test_press_goes_past_the_line(self, meet: Meet) -> None:
        ends = meet()
        ends.type(b"half")
        ends.session.press(b"\x03")
        assert ends.host.take() == b"\x03"
        assert ends.type(b" line\r") == b"half line\r\n"
        assert ends.rows == ["^Chalf line"]

    def test_a_paste_of_many_lines(self, meet: Meet) -> None:
        ends = meet()
        lines = b"".join(b"line %d\r" % number for number in range(2000))
        assert ends.type(lines) == lines.replace(b"\r", b"\r\n")
        assert ends.rows[-1] == "line 1999"

    def test_what_is_kept_in_the_typescript(self, meet: Meet, tmp_path: Path) -> None:
        ends = meet(b"? ")
        ends.session.typescript = Typescript(str(tmp_path / "log"))
        ends.type(b"yex\x7fs" + LEFT)
        ends.hear(b"\r\nhurry!\r\n? ")
        ends.type(b"\r")
        ends.hear(b"thanks\r\n")
        ends.session.end_typescript()
        assert (tmp_path / "log").read_bytes() == b"\r\nhurry!\r\n? yes\r\nthanks\r\n"


class TestLinemode:
    """RFC 1184, as GNU's telnet sends it."""

    @pytest.mark.parametrize(
        ("keys", "sends"),
        [
            (b"fred\r", b"fred\r\n"),
            (b"ab\x04", b"ab"),
            (b"\x04", iac(EOF)),
            (b"\x16\x03\r", b"\x03\r\n"),
            (b"half\x0f", b"half" + iac(AO)),
            (b"half\x14", iac(AYT)),
            (b"one\x15two\x17thr\x12ee\x7f\r", b"thre\r\n"),
        ],
    )
    def test_keys(self, meet: Meet, keys: bytes, sends: bytes) -> None:
        assert meet(EDITING).type(keys) == sends

    @pytest.mark.parametrize(
        ("key", "command", "flushes_output"), [(b"\x03", IP, True), (b"\x1c", ABORT, True), (b"\x1a", SUSP, False)]
    )
    def test_signals_with_their_flushing(self, meet: Meet, key: bytes, command: int, flushes_output: bool) -> None:
        ends = meet(EDITING)
        question = iac(DO, TM) if flushes_output else b""
        assert ends.type(b"half" + key) == question + iac(command) + iac(DM)
        assert ends.host.stream.urgent == [question + iac(command) + iac(DM)]
        assert ends.session.flushes_output is flushes_output

    def test_without_trapsig_they_are_characters(self, meet: Meet) -> None:
        ends = meet(iac(DO, LINEMODE) + mode(EDIT))
        assert ends.type(b"a\x03\x1a\x1c\x14\x0f\r") == b"a\x03\x1a\x1c\x14\x0f\r\n"
        assert ends.rows == ["a^C^Z^\\^T^O"]
        assert ends.type(b"\x04") == iac(EOF)

    def test_without_edit_signals_are_trapped_and_nothing_else(self, meet: Meet) -> None:
        ends = meet(iac(DO, LINEMODE) + mode(TRAPSIG) + CHARACTER_AT_A_TIME)
        assert ends.type(b"ab\x7f\x15\x1b[A\x03cd\x04\x11\r") == (
            b"ab\x7f\x15\x1b[A" + iac(DO, TM) + iac(IP) + iac(DM) + b"cd" + iac(EOF) + b"\x11\r\n"
        )

    def test_every_byte_without_edit(self, meet: Meet) -> None:
        special = dict(COMMON_CHARACTERS)
        trapped = {
            special[f] for f in (Function.IP, Function.AO, Function.AYT, Function.ABORT, Function.EOF, Function.SUSP)
        }
        for trapsig in (0, TRAPSIG):
            ends = meet(iac(DO, LINEMODE) + mode(trapsig) + CHARACTER_AT_A_TIME)
            for code in range(256):
                sent = ends.type(bytes((code,)))
                is_signal = trapsig and code in trapped
                assert (IAC in sent.replace(b"\xff\xff", b"")) is bool(is_signal)
                if not is_signal:
                    assert sent == {0x0D: b"\r\n", 0xFF: b"\xff\xff"}.get(code, bytes((code,)))

    def test_an_interrupt_of_the_hosts_choice(self, meet: Meet) -> None:
        ends = meet(EDITING, slc(3, 2, 0x18))
        assert ends.type(b"half\x18") == iac(IP)
        assert ends.type(b"a\x03\r") == b"a\x03\r\n"

    def test_functions_the_host_brings(self, meet: Meet) -> None:
        """Cursor movement, a break, an end of record, a Synch, by keys."""
        ends = meet(EDITING, slc(19, 2, 0x02, 2, 2, 0x05, 6, 2, 0x06, 1, 2, 0x07))
        assert ends.type(b"ac\x02b\r") == b"abc\r\n"
        assert ends.type(b"half\x05") == iac(BRK)
        assert ends.type(b"half\x06") == b"half" + iac(239)
        assert ends.type(b"half\x07") == iac(DM)
        assert ends.host.stream.urgent == [iac(DM)]

    def test_forward_mask(self, meet: Meet) -> None:
        mask = bytearray(16)
        mask[1] = 0x40  # TAB
        ends = meet(EDITING, iac(SB, LINEMODE, DO, 2) + bytes(mask) + iac(SE))
        assert ends.type(b"comp\t") == b"comp\t"
        assert ends.type(b"lete\r") == b"lete\r\n"

    def test_in_binary_the_end_of_a_line_is_lf(self, meet: Meet) -> None:
        ends = meet(EDITING, iac(DO, BINARY))
        assert ends.type(b"one\x16\rtwo\r") == b"one\rtwo\n"

    def test_half_a_line_is_sent_when_edit_ends(self, meet: Meet) -> None:
        ends = meet(EDITING)
        ends.type(b"half" + LEFT)
        assert ends.hear(mode(TRAPSIG)) == mode(TRAPSIG | 4) + b"half"
        assert ends.type(b"x") == b"x"
        assert ends.rows == ["halfx"]

    def test_it_comes_and_goes(self, meet: Meet) -> None:
        ends = meet(EDITING)
        for _ in range(50):
            ends.type(b"ab")
            assert b"ab" in ends.hear(mode(0))
            assert ends.type(b"c") == b"c"
            ends.hear(mode(EDIT | TRAPSIG))
        assert ends.type(b"ab") == b""

    def test_a_password(self, meet: Meet) -> None:
        """WILL ECHO while EDIT: edited, not shown, not remembered."""
        ends = meet(EDITING, b"login: ")
        ends.type(b"fred\r")
        ends.hear(iac(WILL, ECHO) + b"Password: ")
        seen = len(ends.terminal.seen)
        assert ends.type(b"wrong\x15secrex\x7ft" + UP + b"\r") == b"secret\r\n"
        assert len(ends.terminal.seen) == seen
        ends.hear(b"\r\n" + iac(WONT, ECHO) + b"$ ")
        ends.type(UP)
        assert ends.rows == ["login: fred", "Password:", "$ fred"]

    def test_what_was_shown_of_a_password_stays_and_no_more_is_shown(self, meet: Meet) -> None:
        ends = meet(EDITING, b"Password: ")
        ends.type(b"se")
        ends.hear(iac(WILL, ECHO))
        ends.type(b"cret")
        ends.hear(iac(WONT, ECHO))
        assert ends.type(b"!\r") == b"secret!\r\n"
        assert ends.rows == ["Password: se"]

    def test_control_characters_are_made_visible_but_for_lit_echo(self, meet: Meet) -> None:
        ends = meet(iac(DO, LINEMODE) + mode(EDIT))
        ends.type(b"\x02\x1b ")
        assert b"^B^[ " in ends.terminal.seen
        ends = meet(iac(DO, LINEMODE) + mode(EDIT | LIT_ECHO))
        ends.type(b"\x02\x1b ")
        assert b"\x02^[ " in ends.terminal.seen  # a terminal would swallow what is behind an ESC

    @pytest.mark.parametrize(("lit_echo", "shown"), [(0, b"^B^["), (LIT_ECHO, b"\x02^[")])
    def test_so_are_those_that_are_not_edited(self, meet: Meet, lit_echo: int, shown: bytes) -> None:
        ends = meet(iac(WILL, SGA), iac(DO, LINEMODE) + mode(TRAPSIG | lit_echo))
        assert ends.type(b"\x02\x1b") == b"\x02\x1b"
        assert ends.terminal.seen.endswith(shown)

    @pytest.mark.parametrize("soft_tab", [0, SOFT_TAB])
    def test_a_tab_is_shown_as_blanks_and_sent_as_it_is(self, meet: Meet, soft_tab: int) -> None:
        ends = meet(iac(DO, LINEMODE) + mode(EDIT | soft_tab))
        assert ends.type(b"a\tb\t|\r") == b"a\tb\t|\r\n"
        assert ends.rows == ["a       b       |"]

    def test_slc_tells_the_host(self, meet: Meet) -> None:
        ends = meet(EDITING)
        ends.session.change_special_character(Function.IP, 0x18)
        assert ends.host.take() == slc(3, 0x62, 0x18)
        assert ends.type(b"half\x18").endswith(iac(IP) + iac(DM))
        with pytest.raises(LocalProtocolError):
            ends.session.change_special_character(Function.IP, 300)


class TestFlushedOutput:
    """Not shown up to the answer to DO TIMING-MARK."""

    @pytest.mark.parametrize("answer", [WILL, WONT])
    def test_until_the_host_answers(self, meet: Meet, answer: int) -> None:
        ends = meet(EDITING)
        ends.hear(b"yes yes ")
        ends.type(b"\x03")
        ends.hear(b"no no " + iac(answer, TM) + b"ready ")
        assert ends.rows == ["yes yes ^Cready"]
        assert not ends.session.flushes_output

    def test_each_time(self, meet: Meet) -> None:
        ends = meet(EDITING)
        for _ in range(3):
            assert iac(DO, TM) in ends.type(b"\x03")
            ends.hear(b"no " + iac(WILL, TM) + b"yes ")
        assert ends.rows == ["^Cyes ^Cyes ^Cyes"]

    def test_nor_in_the_typescript(self, meet: Meet, tmp_path: Path) -> None:
        ends = meet(EDITING)
        ends.session.typescript = Typescript(str(tmp_path / "log"))
        ends.type(b"\x03")
        ends.hear(b"no " + iac(WONT, TM) + b"yes")
        ends.session.end_typescript()
        assert (tmp_path / "log").read_bytes() == b"^Cyes"

    def test_not_for_ever(self, meet: Meet) -> None:
        ends = meet(EDITING)
        ends.type(b"\x03")
        ends.hear(b"no ")
        ends.session.stop_flushing()
        ends.hear(b"yes")
        assert ends.rows == ["^Cyes"]


class TestOutputInTheMiddleOfALine:
    """The line goes out of its way and is there again behind it."""

    def test_a_line_of_output(self, meet: Meet) -> None:
        ends = meet(b"$ ")
        ends.type(b"half a lin" + LEFT)
        ends.hear(b"\r\nmail from fred\r\n$ ")
        assert ends.rows == ["$", "mail from fred", "$ half a lin"]
        assert ends.type(b"X\r") == b"half a liXn\r\n"
        assert ends.rows == ["$", "mail from fred", "$ half a liXn"]

    def test_over_several_rows(self, meet: Meet) -> None:
        ends = meet(b"$ ", columns=10)
        ends.type(b"123456789012345")
        ends.hear(b"\r\nnews\r\n>")
        assert ends.rows == ["$", "news", ">123456789", "012345"]

    def test_piece_by_piece(self, meet: Meet) -> None:
        ends = meet(b"$ ")
        ends.type(b"half")
        for code in b"\r\nnews \x1b[1mat\x1b[0m \xe4\xb8\x96\r\n\x1b[32m$\x1b[0m ":
            ends.hear(bytes((code,)))
        assert ends.rows == ["$", "news at 世", "$ half"]
        ends.type(b"!")
        assert ends.rows[-1] == "$ half!"

    def test_it_does_not_print_over_what_is_there(self, meet: Meet) -> None:
        """A carriage return may be the first half of a line's end."""
        ends = meet(b"$ ")
        ends.type(b"half")
        ends.hear(b"tick\r")
        assert ends.rows == ["$ tick"]
        ends.hear(b"\ntock\r\n")
        assert ends.rows == ["$ tick", "tock", "half"]

    def test_a_key_in_the_middle_of_a_control_sequence(self, meet: Meet) -> None:
        ends = meet(b"$ ")
        ends.type(b"half")
        ends.hear(b"\r\n\x1b[3")
        assert ends.type(b"!\r") == b"half!\r\n"

    @pytest.mark.parametrize(
        ("prompt", "column"),
        [
            (b"\x1b[1;32muser@host\x1b[0m$ ", 11),
            (b"\x1b]0;title\x07$ ", 2),
            ("世界> ".encode(), 6),
            (b"progress 10%\rready> ", 7),
            (b"\x1b[5;20H> ", 21),
            (b"\x1b[10G> ", 11),
            (b"abc\b\b> ", 3),
            (b"a\tb> ", 11),
            (b"x" * 85, 5),
            (b"one\ntwo ", 7),  # an NVT's LF stays in its column
        ],
    )
    def test_where_the_line_begins(self, meet: Meet, prompt: bytes, column: int) -> None:
        """Known, it takes as many characters as the row has room for, and then goes on in the next."""
        ends = meet(prompt)
        ends.type(b"x" * (40 - column))
        assert ends.terminal.seen.endswith(b"x" * (40 - column) + b" \r")

    def test_a_raw_host_may_end_its_lines_with_lf_alone(self, meet: Meet) -> None:
        ends = meet(b"one\n$ ", active=False)
        ends.type(b"x" * 38)
        assert ends.terminal.seen.endswith(b"x \r")

    def test_messages_of_our_own(self, meet: Meet) -> None:
        ends = meet(b"$ ", settings=Settings(debug=True))
        ends.type(b"half")
        ends.hear(iac(DO, 99))
        assert ends.rows == ["$", "*R*IAC,DO 143*", "*S*IAC,WONT 143*", "half"]
        ends.type(b"!")
        assert ends.rows[-1] == "half!"

    def test_nothing_happens_to_a_line_that_has_not_begun(self, meet: Meet) -> None:
        ends = meet(EDITING)
        ends.hear(b"\x1b[2J\x1b[5;5Hfull screen")
        assert ends.terminal.seen == b"\x1b[2J\x1b[5;5Hfull screen"

    def test_a_new_size(self, meet: Meet) -> None:
        ends = meet(b"$ ", columns=40)
        ends.type(b"half a line")
        ends.session.change_facts(ends.terminal.facts()._replace(columns=30))
        assert ends.rows == ["$ half a line", "half a line"]


class TestCommands:
    """The screen is theirs for a while; half a line waits."""

    def test_half_a_line_is_there_again(self, meet: Meet) -> None:
        ends = meet(b"$ ")
        ends.type(b"half" + LEFT)
        ends.session.leave_line()
        ends.terminal.fresh_line()
        ends.terminal.message("TELNET!status\nall is well\n")
        ends.session.resume_line()
        assert ends.rows == ["$ half", "TELNET!status", "all is well", "half"]
        assert ends.type(b"X\r") == b"halXf\r\n"
        assert ends.rows[-1] == "halXf"

    def test_an_empty_one_is_not(self, meet: Meet) -> None:
        ends = meet(b"$ ")
        ends.session.leave_line()
        ends.session.resume_line()
        assert ends.terminal.seen == b"$ "

    def test_messages_meanwhile(self, meet: Meet) -> None:
        ends = meet(b"$ ", settings=Settings(debug=True))
        ends.type(b"half")
        ends.session.leave_line()
        ends.terminal.fresh_line()
        ends.session.set_remote_echo(True)
        ends.session.resume_line()
        assert ends.rows == ["$ half", "*S*IAC,DO,ECHO*"]  # and the half was sent: from now on the host echoes
        assert ends.host.take() == iac(DO, ECHO) + b"half"


def test_without_a_screen_standard_output_has_the_hosts_bytes_alone() -> None:
    terminal = FakeTerminal(Script(), has_screen=False)
    host = FakeHost()
    session = Session(host.stream, TelnetEngine(active=True), "host SIERRA, port 23", terminal)
    host.send(b"? ")
    session.receive()
    session.type(b"half")
    host.send(b"news ")
    session.receive()
    session.type(b" line\r")
    assert host.take() == b"half line\r\n"
    assert terminal.output == b"? news "
    assert b"half line\r\n" in terminal.seen.replace(b"news ", b"")
    session.close()
    host.let_go()
    terminal.close()
