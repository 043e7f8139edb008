"""What goes to the network, as bytes (RFC 854, RFC 855). Pure functions: what to say is decided elsewhere."""

from __future__ import annotations

from telnet_client.protocol.codes import IAC, Command


def double_iac(data: bytes) -> bytes:
    """Each 255 in `data` as IAC IAC."""
    return data.replace(b"\xff", b"\xff\xff")


def press_return(data: bytes, return_key: bytes) -> bytes:
    """What the user typed with each CR, the Return key, as what that key sends: CR LF, CR NUL, CR or LF."""
    return data if return_key == b"\r" else data.replace(b"\r", return_key)


def encode_command(command: int) -> bytes:
    """IAC command."""
    return bytes((IAC, command))


def encode_negotiation(verb: int, option: int) -> bytes:
    """IAC, WILL WONT DO or DONT, option."""
    return bytes((IAC, verb, option))


def encode_subnegotiation(option: int, payload: bytes) -> bytes:
    """IAC SB option payload IAC SE."""
    body = double_iac(bytes((option,)) + payload)
    return encode_command(Command.SUBNEGOTIATION) + body + encode_command(Command.SUBNEGOTIATION_END)


def encode_synch(command: int) -> bytes:
    """IAC command IAC DM; the last byte is the one to be sent as urgent (RFC 854, "The TELNET Synch signal")."""
    return encode_command(command) + encode_command(Command.DATA_MARK)
