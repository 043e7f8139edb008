"""The special characters in force, in words: what LINEMODE shows and SLC can change (RFC 1184, section 2.4).

Sits between the commands and the two that may have them: LINEMODE where the host agreed to it, else the line editor by
itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telnet_client.protocol.description import character_name
from telnet_client.protocol.linemode.slc import Function

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telnet_client.protocol.linemode.client_side import LinemodeState
    from telnet_client.protocol.linemode.slc import SpecialCharacter

DESCRIPTIONS = {
    Function.SYNCH: "Synch: drop what the host has not read",
    Function.BRK: "Break",
    Function.IP: "Interrupt process",
    Function.AO: "Abort output",
    Function.AYT: "Are you there",
    Function.EOR: "End of record",
    Function.ABORT: "Abort process",
    Function.EOF: "End of file, or send the line so far",
    Function.SUSP: "Suspend process",
    Function.EC: "Erase character",
    Function.EL: "Erase line",
    Function.EW: "Erase word",
    Function.RP: "Reprint line",
    Function.LNEXT: "Literal next",
    Function.XON: "Start output",
    Function.XOFF: "Stop output",
    Function.FORW1: "Send the line so far, and this",
    Function.FORW2: "Send the line so far, and this",
    Function.MCL: "Cursor one character left",
    Function.MCR: "Cursor one character right",
    Function.MCWL: "Cursor one word left",
    Function.MCWR: "Cursor one word right",
    Function.MCBOL: "Cursor to the beginning of the line",
    Function.MCEOL: "Cursor to the end of the line",
    Function.INSRT: "Insert what is typed",
    Function.OVER: "Overstrike with what is typed",
    Function.ECR: "Erase character to the right",
    Function.EWR: "Erase word to the right",
    Function.EBOL: "Erase to the beginning of the line",
    Function.EEOL: "Erase to the end of the line",
}


def mode_in_words(linemode: LinemodeState | None) -> str:
    """One line about LINEMODE."""
    if linemode is None:
        return "LINEMODE is off; this holds where lines are edited without it"
    words = {
        "lines are edited here": linemode.mode.edit,
        "signals are trapped": linemode.mode.trapsig,
        "tabs are blanks": linemode.mode.soft_tab,
        "control characters are echoed as they are": linemode.mode.lit_echo,
    }
    return "LINEMODE is on: " + (
        ", ".join(word for word, is_so in words.items() if is_so) or "each key is sent as typed"
    )


def rows_in_force(
    linemode: LinemodeState | None, characters: Mapping[int, int | None]
) -> list[tuple[str, str, str, str]]:
    """Function, character, what is agreed on, and what it does, for each function that has a character.

    `characters` are those that hold where `linemode` does not.
    """
    if linemode is None:
        return [
            (Function(function).name, character_name(character), "", DESCRIPTIONS[Function(function)])
            for function, character in sorted(characters.items())
            if character is not None
        ]
    return [
        (function.name, character_name(setting.character), _level(setting), DESCRIPTIONS[function])
        for function, setting in linemode.special_characters.items()
        if setting.is_in_use
    ]


def _level(setting: SpecialCharacter) -> str:
    words = [setting.level.name]
    if setting.flushes_input:
        words.append("FLUSHIN")
    if setting.flushes_output:
        words.append("FLUSHOUT")
    return " ".join(words)
