"""The commands that articles are handed to: what the user wrote of them in the configuration file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from achie_tui.errors import WrongValueError
from achie_tui.language import Phrase

Given = Literal["markdown", "text", "address"]

ADDRESS = "{url}"
"""A word of a command that stands for the article's address."""

_PLACE = Phrase(
    "配置文件 {file} 里的第 {number} 个 [[pipe]]", "[[pipe]] number {number} in the configuration file {file}"
)
_ALLOWED = Phrase(
    '像 name = "打印"、command = ["lp", "-d", "a"]、give = "markdown"（或 "text"、"address"）、terminal = false 这样',
    'like name = "print", command = ["lp", "-d", "a"], give = "markdown" (or "text", "address"), terminal = false',
)


@dataclass(frozen=True, slots=True)
class Pipe:
    """A command: its program and arguments, run as they are, without a shell.

    `give` is what it reads on its standard input. One that needs the `terminal` has it until it ends.
    """

    name: str
    command: tuple[str, ...]
    give: Given = "markdown"
    terminal: bool = False


def read_pipes(file: Path, given: object) -> tuple[Pipe, ...]:
    """Read the tables of a configuration file; raises WrongValueError for one that cannot be meant."""
    tables = given if isinstance(given, list) else [given]
    pipes: list[Pipe] = []
    for number, table in enumerate(tables, 1):
        pipe = _read(table) if isinstance(table, dict) else None
        if pipe is None:
            raise WrongValueError(place=_PLACE.fill(file=file, number=number), allowed=_ALLOWED)
        pipes.append(pipe)
    return tuple(pipes)


def _read(table: Mapping[str, object]) -> Pipe | None:
    """Give a command, None where its table is not as it has to be."""
    command, give, terminal = table.get("command"), table.get("give", "markdown"), table.get("terminal", False)
    if not isinstance(command, list) or not command or not all(map(_is_word, command)) or not command[0]:
        return None
    name = table.get("name", command[0])
    kind = next((each for each in get_args(Given) if each == give), None)
    known = {"name", "command", "give", "terminal"}
    if kind is None or not isinstance(terminal, bool) or not isinstance(name, str) or not name or set(table) - known:
        return None
    return Pipe(name, tuple(command), kind, terminal)


def _is_word(word: object) -> bool:
    return isinstance(word, str) and "\0" not in word
