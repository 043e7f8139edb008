"""Every name of the old module, every parameter and every constant: against a list, and against the module itself."""

from __future__ import annotations

import ast
import inspect
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from telnet_client import telnetlib

if TYPE_CHECKING:
    from types import ModuleType

#: Names that stand for a byte, by its number.
COMMANDS = {
    "theNULL": 0, "SE": 240, "NOP": 241, "DM": 242, "BRK": 243, "IP": 244, "AO": 245, "AYT": 246, "EC": 247, "EL": 248,
    "GA": 249, "SB": 250, "WILL": 251, "WONT": 252, "DO": 253, "DONT": 254, "IAC": 255,
}  # fmt: skip
OPTIONS = {
    "BINARY": 0, "ECHO": 1, "RCP": 2, "SGA": 3, "NAMS": 4, "STATUS": 5, "TM": 6, "RCTE": 7, "NAOL": 8, "NAOP": 9,
    "NAOCRD": 10, "NAOHTS": 11, "NAOHTD": 12, "NAOFFD": 13, "NAOVTS": 14, "NAOVTD": 15, "NAOLFD": 16, "XASCII": 17,
    "LOGOUT": 18, "BM": 19, "DET": 20, "SUPDUP": 21, "SUPDUPOUTPUT": 22, "SNDLOC": 23, "TTYPE": 24, "EOR": 25,
    "TUID": 26, "OUTMRK": 27, "TTYLOC": 28, "VT3270REGIME": 29, "X3PAD": 30, "NAWS": 31, "TSPEED": 32, "LFLOW": 33,
    "LINEMODE": 34, "XDISPLOC": 35, "OLD_ENVIRON": 36, "AUTHENTICATION": 37, "ENCRYPT": 38, "NEW_ENVIRON": 39,
    "TN3270E": 40, "XAUTH": 41, "CHARSET": 42, "RSP": 43, "COM_PORT_OPTION": 44, "SUPPRESS_LOCAL_ECHO": 45, "TLS": 46,
    "KERMIT": 47, "SEND_URL": 48, "FORWARD_X": 49, "PRAGMA_LOGON": 138, "SSPI_LOGON": 139, "PRAGMA_HEARTBEAT": 140,
    "EXOPL": 255, "NOOPT": 0,
}  # fmt: skip

#: "The socket's default", which is not None.
DEFAULT = socket._GLOBAL_DEFAULT_TIMEOUT  # type: ignore[attr-defined]
REQUIRED = inspect.Parameter.empty

#: The methods and their parameters behind `self`, with their defaults.
METHODS: dict[str, dict[str, Any]] = {
    "__init__": {"host": None, "port": 0, "timeout": DEFAULT},
    "open": {"host": REQUIRED, "port": 0, "timeout": DEFAULT},
    "msg": {"msg": REQUIRED, "args": REQUIRED},
    "set_debuglevel": {"debuglevel": REQUIRED},
    "close": {},
    "get_socket": {},
    "fileno": {},
    "write": {"buffer": REQUIRED},
    "read_until": {"match": REQUIRED, "timeout": None},
    "read_all": {},
    "read_some": {},
    "read_very_eager": {},
    "read_eager": {},
    "read_lazy": {},
    "read_very_lazy": {},
    "read_sb_data": {},
    "set_option_negotiation_callback": {"callback": REQUIRED},
    "process_rawq": {},
    "rawq_getchar": {},
    "fill_rawq": {},
    "sock_avail": {},
    "interact": {},
    "mt_interact": {},
    "listener": {},
    "expect": {"list": REQUIRED, "timeout": None},
    "__enter__": {},
    "__exit__": {"type": REQUIRED, "value": REQUIRED, "traceback": REQUIRED},
    "__del__": {},
}
#: What programs look at, and what it is in a `Telnet` that was never opened.
ATTRIBUTES = {
    "debuglevel": 0,
    "host": None,
    "port": 0,
    "timeout": DEFAULT,
    "sock": None,
    "rawq": b"",
    "irawq": 0,
    "cookedq": b"",
    "eof": 0,
    "iacseq": b"",
    "sb": 0,
    "sbdataq": b"",
    "option_callback": None,
}

TYPED = """
import re
import socket
from telnet_client import telnetlib

def hear(sock: socket.socket, command: bytes, option: bytes) -> None:
    sock.sendall(telnetlib.IAC + telnetlib.WONT + option)

with telnetlib.Telnet("lab", 23, 10) as telnet:
    telnet.set_option_negotiation_callback(hear)
    data: bytes = telnet.read_until(b"login: ", timeout=1.5) + telnet.read_very_eager()
    index, match, text = telnet.expect([b"a", re.compile(b"b")], 5)
    found: bytes = text if match is None else match.group()
    number: int = index + telnet.fileno()
    telnet.write(data + found)
"""


@pytest.mark.parametrize(("name", "number"), [*COMMANDS.items(), *OPTIONS.items()])
def test_constants(name: str, number: int) -> None:
    assert getattr(telnetlib, name) == bytes((number,))


def test_other_names() -> None:
    assert telnetlib.__all__ == ["Telnet"]
    assert telnetlib.TELNET_PORT == 23
    assert telnetlib.DEBUGLEVEL == 0
    assert telnetlib.socket is socket
    assert parameters_of(telnetlib.test) == {}


@pytest.mark.parametrize(("name", "parameters"), METHODS.items())
def test_parameters(name: str, parameters: dict[str, Any]) -> None:
    found = parameters_of(getattr(telnetlib.Telnet, name))
    assert found.pop("self") is REQUIRED
    assert found == parameters


@pytest.mark.parametrize(("name", "value"), ATTRIBUTES.items())
def test_attributes(name: str, value: object) -> None:
    assert getattr(telnetlib.Telnet(), name) == value


def test_nothing_of_the_old_module_is_missing(old_module: ModuleType) -> None:
    # Who looked for the module's own tools there will find another way.
    own = {name for name in vars(old_module) if not name.startswith("__")} - {"warnings"}
    assert own - set(dir(telnetlib)) == set()
    assert set(dir(old_module.Telnet)) - set(dir(telnetlib.Telnet)) == set()
    assert set(vars(old_module.Telnet())) - set(dir(telnetlib.Telnet())) == set()


@pytest.mark.parametrize("name", [name for name in METHODS if name != "__del__"])
def test_parameters_are_those_of_the_old_module(old_module: ModuleType, name: str) -> None:
    old, ours = (inspect.signature(getattr(module.Telnet, name)) for module in (old_module, telnetlib))
    assert [(each.name, each.kind, each.default) for each in old.parameters.values()] == [
        (each.name, each.kind, each.default) for each in ours.parameters.values()
    ]


def test_constants_are_those_of_the_old_module(old_module: ModuleType) -> None:
    constants = {name: value for name, value in vars(old_module).items() if isinstance(value, (bytes, int))}
    assert {name: getattr(telnetlib, name) for name in constants} == constants


def stub() -> ast.Module:
    """What typeshed says of the old module, as mypy brings it."""
    spec = find_spec("mypy")
    assert spec is not None
    assert spec.origin is not None
    return ast.parse((Path(spec.origin).parent / "typeshed" / "stdlib" / "telnetlib.pyi").read_text())


def test_every_name_of_typeshed() -> None:
    names = [each.target.id for each in stub().body if isinstance(each, ast.AnnAssign)]  # type: ignore[union-attr]
    names += [each.name for each in stub().body if isinstance(each, (ast.ClassDef, ast.FunctionDef))]
    assert len(names) > 70
    assert [name for name in names if not hasattr(telnetlib, name)] == []


def test_every_method_of_typeshed() -> None:
    (telnet,) = (each for each in stub().body if isinstance(each, ast.ClassDef))
    attributes = [each.target.id for each in telnet.body if isinstance(each, ast.AnnAssign)]  # type: ignore[union-attr]
    assert [name for name in attributes if not hasattr(telnetlib.Telnet(), name)] == []
    methods = [each for each in telnet.body if isinstance(each, ast.FunctionDef)]
    assert len(methods) > 20
    for method in methods:
        ours = inspect.signature(getattr(telnetlib.Telnet, method.name)).parameters.values()
        arguments = method.args
        optional = len(arguments.args) - len(arguments.defaults)
        theirs = [(each.arg, place >= optional) for place, each in enumerate(arguments.args)]
        if arguments.vararg is not None:
            theirs.append((arguments.vararg.arg, False))
        assert [(each.name, each.default is not REQUIRED) for each in ours] == theirs, method.name


def test_a_program_typed_for_the_old_module_is_right_for_ours(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(TYPED)
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(program)],
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout


def test_importing_it_loads_little() -> None:
    """Not even what makes types and expressions: a program may never see a command."""
    program = "import sys; before = set(sys.modules); import telnet_client.telnetlib; print(*set(sys.modules) - before)"
    run = subprocess.run([sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {program}"],
                         capture_output=True, text=True, timeout=60, check=True)  # fmt: skip
    loaded = set(run.stdout.split())
    assert "telnet_client.telnetlib" in loaded
    assert (
        loaded & {"typing", "re", "asyncio", "dataclasses", "telnet_client.protocol", "telnet_client.errors"} == set()
    )


def parameters_of(function: Any) -> dict[str, Any]:
    return {each.name: each.default for each in inspect.signature(function).parameters.values()}
