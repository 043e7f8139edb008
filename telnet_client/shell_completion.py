"""Completion of the shell's command line, `tn con<TAB>`, by the grammar of TELNET>.

The scripts ask `tn --complete` what could be typed where the cursor stands; it answers with a word a line, a tab and a
description. Nothing is carried out for that: of TELNET.CMD only the definitions are read.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, cast

from telnet_client.commands import load_command
from telnet_client.comnd.candidates import list_candidates
from telnet_client.comnd.line import parse_line
from telnet_client.comnd.outcome import Parsed
from telnet_client.errors import CommandError, printable
from telnet_client.modes.command_files import find_start_up_file, read_take_file
from telnet_client.modes.command_grammar import CommandVocabulary, top_level_grammar
from telnet_client.modes.known_hosts import known_hosts_file, read_known_hosts
from telnet_client.settings import Settings
from telnet_client.terminal.file_names import list_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from telnet_client.cli import Flag
    from telnet_client.commands.base import CommandContext

_BASH = r"""# Completion of tn and telnet-client for bash. Use it with
#     eval "$(tn --completion bash)"
# or keep it as ~/.local/share/bash-completion/completions/tn.
_telnet_client() {
    local line=${COMP_LINE:0:COMP_POINT} word description
    line=${line#*"$1"}
    # Of a word such as lab:2323 readline only replaces what stands behind its last break character.
    local current=${line##* }
    local kept=$((${#current} - ${#2}))
    COMPREPLY=()
    while IFS=$'\t' read -r word description; do
        word=${word:kept}
        [[ $word != *[!a-zA-Z0-9._/:@%+,~-]* ]] || printf -v word %q "$word"
        COMPREPLY+=("$word")
    done < <("$1" --complete "${line# }" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]] && type compopt &>/dev/null; then
        compopt -o nospace
    fi
}
complete -F _telnet_client tn telnet-client
"""

_ZSH = r"""#compdef tn telnet-client
# Completion of tn and telnet-client for zsh. Use it with
#     eval "$(tn --completion zsh)"
# behind compinit in ~/.zshrc, or keep it as _tn in a folder of $fpath.
_telnet_client() {
    local -a candidates descriptions shown folders
    local word description
    local -i width=0 i
    # Upper and lower case are the same.
    local case='m:{[:lower:][:upper:]}={[:upper:][:lower:]}'
    while IFS=$'\t' read -r word description; do
        if [[ $word == */ ]]; then
            folders+=("$word")
        else
            candidates+=("$word")
            descriptions+=("$description")
            (( ${#word} > width )) && width=${#word}
        fi
    done < <("${(Q)words[1]}" --complete "${(j: :)words[2,CURRENT]}" 2>/dev/null)
    for (( i = 1; i <= ${#candidates}; i++ )); do
        shown+=("${(r:width:)candidates[i]}   $descriptions[i]")
    done
    compadd -M $case -l -d shown -a candidates
    compadd -M $case -S '' -a folders
}
if [[ $funcstack[1] == _tn ]]; then
    _telnet_client "$@"
else
    compdef _telnet_client tn telnet-client
fi
"""

_FISH = r"""# Completion of tn and telnet-client for fish. Use it with
#     tn --completion fish | source
# or keep it as ~/.config/fish/completions/tn.fish.
function __telnet_client_candidates
    set -l words (commandline -opc)
    $words[1] --complete (string join ' ' -- $words[2..-1] (commandline -ct)) 2>/dev/null
end
complete -c tn -f -a '(__telnet_client_candidates)'
complete -c telnet-client -f -a '(__telnet_client_candidates)'
"""

#: In characters.
_LONGEST_DESCRIPTION = 200

SCRIPTS = {"bash": _BASH, "fish": _FISH, "zsh": _ZSH}


def completion_script(shell: str) -> str:
    """The script that teaches `shell` to complete the command line. Raises `CommandError`."""
    if shell not in SCRIPTS:
        raise CommandError(f"There are completion scripts for {', '.join(SCRIPTS)} only", shell)
    return SCRIPTS[shell]


def answer(line: str, flags: Sequence[Flag]) -> str:
    """What `tn --complete` prints: what could be typed at the end of `line`, behind the program's name."""
    candidates = candidates_for(_words(line), flags)
    rows = (f"{name}\t{printable(description, _LONGEST_DESCRIPTION)}\n" for name, description in candidates.items())
    return "".join(rows)


def candidates_for(words: Sequence[str], flags: Sequence[Flag]) -> Mapping[str, str]:
    """What the last word, which may be empty, could become, with descriptions."""
    by_spelling = {flag.spelling: flag for flag in flags}
    *before, last = words
    command_file: str | None = None
    while before and before[0].startswith("-"):
        flag = by_spelling.get(before.pop(0))
        if flag is not None and flag.argument:
            if not before:
                return _arguments(flag, last)
            value = before.pop(0)
            command_file = value if flag.spelling == "--command-file" else command_file
        elif flag is not None and flag.spelling == "--no-command-file":
            command_file = ""
    if not before and last.startswith("-"):
        return {flag.spelling: flag.description for flag in flags if flag.spelling.startswith(last)}
    grammar = top_level_grammar(
        CommandVocabulary(_definitions(command_file), lambda: read_known_hosts(known_hosts_file()))
    )
    return list_candidates(grammar, " ".join((*before, last)), list_files)


def _words(line: str) -> list[str]:
    """The words as the shell will see them, quotes that are still open being closed; the last may be empty."""
    behind = [""] if not line or line[-1].isspace() else []
    for closing in ("", "'", '"', "\\"):
        try:
            return shlex.split(line + closing) + behind
        except ValueError:
            continue
    return line.split() + behind


def _arguments(flag: Flag, beginning: str) -> Mapping[str, str]:
    names: Iterable[str] = ()
    if flag.argument == "FILE":
        names = list_files(beginning)
    elif flag.argument == "SHELL":
        names = (shell for shell in SCRIPTS if shell.startswith(beginning))
    return dict.fromkeys(names, "")


def _definitions(command_file: str | None) -> tuple[tuple[str, str], ...]:
    """What TELNET.CMD, or the file in its place, DEFINEs; "" for no file."""
    book = _AddressBook()
    name = find_start_up_file() if command_file is None else command_file
    try:
        commands = read_take_file(name) if name else None
    except CommandError:
        return ()
    while commands is not None and (line := commands.next_command()) is not None:
        outcome = parse_line(top_level_grammar(CommandVocabulary(book.settings.definitions)), line)
        if isinstance(outcome, Parsed) and outcome.arguments.get("command") in ("DEFINE", "UNDEFINE"):
            load_command(str(outcome.arguments["command"])).run(cast("CommandContext", book), outcome.arguments)
    return book.settings.definitions


class _AddressBook:
    """As much of a `CommandContext` as DEFINE and UNDEFINE need."""

    def __init__(self) -> None:
        self.settings = Settings()

    def change_settings(self, **changes: object) -> None:
        self.settings = self.settings._replace(**changes)  # type: ignore[arg-type]
