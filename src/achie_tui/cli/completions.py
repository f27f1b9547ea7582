"""`achie-tui completions`: a script by which a shell completes the command line, made of the table of commands.

What the library knows, categories and tags, is asked for when it is wanted (categories once in a shell) and never
evaluated by it: a name with anything in it that means something to a shell is not offered.
"""

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from itertools import chain
from typing import Protocol

from achie_tui.cli.arguments import COMMANDS
from achie_tui.cli.common import COMMON
from achie_tui.cli.parser import Argument
from achie_tui.commands.output import Output
from achie_tui.config import Config
from achie_tui.language import Language

_PLACE = re.compile(r"(\s*)@(\w+)@")


class _Script(Protocol):
    def __call__(self, language: Language) -> Iterator[str]:
        """Give the lines of a shell's script."""


async def run(config: Config, output: Output, *, shell: str) -> int:
    """Print the script."""
    for line in _SCRIPTS[shell](config.lang):
        output.line(line)
    return 0


def _options_of(command: str) -> list[Argument]:
    """Give the options of a command, besides those of all."""
    return [argument for argument in COMMANDS[command].each_argument() if argument.is_option]


def _operands_of(command: str) -> list[Argument]:
    return [argument for argument in COMMANDS[command].each_argument() if not argument.is_option]


def _template(shell: str) -> Sequence[str]:
    return files("achie_tui.cli").joinpath(f"completions.{shell}").read_text(encoding="utf-8").splitlines()


def _filled(shell: str, parts: dict[str, Iterable[str]]) -> Iterator[str]:
    """Fill in the lines of a template that are nothing but `@name@`."""
    for line in _template(shell):
        place = _PLACE.fullmatch(line)
        yield from (place[1] + row for row in parts[place[2]]) if place else (line,)


# bash: it knows no descriptions. What there is to choose from is a word list, or where it comes from: `@files`.


def _bash(language: Language) -> Iterator[str]:
    del language
    return _filled(
        "bash",
        {
            "commands": [f"local commands={shlex.quote(' '.join(COMMANDS))}"],
            "valued": [f"{'|'.join(_valued())}) is_value=1 ;;"],
            "common": [f"local common={shlex.quote(_named(COMMON))}"],
            "options": (
                f"{name}) words={shlex.quote(_named(own))} ;;" for name in COMMANDS if (own := _options_of(name))
            ),
            "values": (
                f"{name}:{'|'.join(each.names)}) words={_choice(each)} ;;"
                for name, options in (*((name, _options_of(name)) for name in COMMANDS), ("*", COMMON))
                for each in options
                if each.value is not None
            ),
            "operands": (
                f"{name}:{'*' if each.count == '*' else index}) words={_choice(each)} ;;"
                for name in COMMANDS
                for index, each in enumerate(_operands_of(name))
            ),
        },
    )


def _valued() -> list[str]:
    """Give all options that take a value, so that the word behind one is not taken for a command."""
    options = chain(COMMON, *map(_options_of, COMMANDS))
    return sorted({name for option in options if option.value for name in option.names})


def _named(options: Iterable[Argument]) -> str:
    return " ".join(name for option in options for name in option.names)


def _choice(argument: Argument) -> str:
    words = argument.value.words if argument.value else ()
    return f"@{words}" if isinstance(words, str) else shlex.quote(" ".join(words))


# zsh.


def _zsh(language: Language) -> Iterator[str]:
    return _filled(
        "zsh",
        {
            "commands": (shlex.quote(f"{name}:{command.about.say(language)}") for name, command in COMMANDS.items()),
            "common": (spec for option in COMMON for spec in _zsh_option(option, language)),
            "cases": (line for name in COMMANDS for line in _zsh_case(name, language)),
        },
    )


def _zsh_case(name: str, language: Language) -> Iterator[str]:
    yield f"{name})"
    yield "    _arguments -s -S : $common \\"
    for option in _options_of(name):
        yield from (f"        {spec} \\" for spec in _zsh_option(option, language))
    for operand in _operands_of(name):
        yield f"        {_zsh_operand(operand, language)} \\"
    yield "        && return 0"
    yield "    ;;"


def _zsh_option(option: Argument, language: Language) -> Iterator[str]:
    about = _zsh_escaped(option.about.say(language), "[]:")
    for name in option.names:
        others = f"({' '.join(option.names)})" if option.short else "*" if option.is_repeated else ""
        value = f":{_zsh_value(option, language)}" if option.value else ""
        yield shlex.quote(f"{others}{name}{'=' if value else ''}[{about}]{value}")


def _zsh_operand(operand: Argument, language: Language) -> str:
    place = {"*": "*", "?": ":", None: ""}[operand.count]
    return shlex.quote(f"{place}:{_zsh_value(operand, language)}")


def _zsh_value(argument: Argument, language: Language) -> str:
    words = argument.value.words if argument.value else ()
    name = _zsh_escaped(argument.value.name.say(language) if argument.value else "", ":")
    known = {"files": "_files", "folders": "_files -/", "categories": "_achie_tui_categories"}
    known["tags"] = "_achie_tui_tags"
    if isinstance(words, str):
        return f"{name}:{known[words]}"
    return f"{name}:({' '.join(words)})" if words else f"{name}: "


def _zsh_escaped(text: str, marks: str) -> str:
    return "".join(f"\\{character}" if character in f"{marks}\\" else character for character in text)


# fish.


def _fish(language: Language) -> Iterator[str]:
    return _filled(
        "fish",
        {
            "names": [f"not __fish_seen_subcommand_from {' '.join(COMMANDS)}"],
            "commands": (
                f"complete -c achie-tui -n __achie_tui_without_command -a {name} "
                f"-d {_fish_quoted(command.about.say(language))}"
                for name, command in COMMANDS.items()
            ),
            "common": (_fish_option("", option, language) for option in COMMON),
            "options": (
                _fish_option(f'-n "__fish_seen_subcommand_from {name}" ', argument, language)
                for name in COMMANDS
                for argument in COMMANDS[name].each_argument()
            ),
        },
    )


def _fish_option(condition: str, argument: Argument, language: Language) -> str:
    words = argument.value.words if argument.value else ()
    known = {"files": "-F", "folders": "-x -a '(__fish_complete_directories)'"}
    known["categories"] = "-x -a '(__achie_tui_categories)'"
    known["tags"] = "-x -a '(__achie_tui_tags)'"
    choice = known[words] if isinstance(words, str) else f"-x -a {_fish_quoted(' '.join(words))}" if words else "-x"
    if not argument.is_option:
        return f"complete -c achie-tui {condition}{choice.replace('-x', '-f')}"
    names = f"-l {argument.name.removeprefix('--')}" + (f" -s {argument.short[1:]}" if argument.short else "")
    about = _fish_quoted(argument.about.say(language))
    return f"complete -c achie-tui {condition}{names} {choice + ' ' if argument.value else ''}-d {about}"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


_SCRIPTS: dict[str, _Script] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
