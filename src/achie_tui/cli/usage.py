"""How the command line is written: parsers and usage lines, made from the table of commands."""

from typing import TYPE_CHECKING

from achie_tui.cli.common import ABOUT, APP, COMMON
from achie_tui.cli.parser import Argument, Parser
from achie_tui.language import Language, Phrase

if TYPE_CHECKING:
    from achie_tui.cli.arguments import Command

_OPTIONS_TITLE = Phrase("通用选项（写在命令前后都可以）", "options of all commands, before or after the command")
_ARGUMENTS_TITLE = Phrase("参数", "arguments")
_COMMANDS_TITLE = Phrase("命令", "commands")
_APP_USAGE = Phrase(
    "achie-tui [选项] [网址]\n      achie-tui [选项] 命令 …",
    "achie-tui [OPTIONS] [URL]\n       achie-tui [OPTIONS] COMMAND …",
)
_COMMAND_USAGE = Phrase("achie-tui {command} [选项]{operands}", "achie-tui {command} [OPTIONS]{operands}")
_OPERANDS = {
    None: Phrase("{before} {name}", "{before} {name}"),
    "?": Phrase("{before} [{name}]", "{before} [{name}]"),
    "*": Phrase("{before} [{name} …]", "{before} [{name} …]"),
}


def _commands() -> "dict[str, Command]":
    from achie_tui.cli.arguments import COMMANDS  # a start of the app has no use for it

    return COMMANDS


def common_parser(language: Language) -> Parser:
    """Give a parser of the options that all commands take."""
    parser = Parser("achie-tui", language, usage=_APP_USAGE, about=ABOUT)
    for option in COMMON:
        parser.take(option)
    parser.describe(_OPTIONS_TITLE, COMMON)
    return parser


def app_parser(language: Language) -> Parser:
    """Give the parser of what remains without a command."""
    parser = Parser("achie-tui", language, usage=_APP_USAGE, about=ABOUT)
    for argument in APP:
        parser.take(argument)
    parser.describe(_OPTIONS_TITLE, COMMON)
    parser.describe(_ARGUMENTS_TITLE, APP)
    return parser


def describe_commands(parser: Parser) -> None:
    """Have the help of a parser tell of all commands."""
    parser.describe(_COMMANDS_TITLE, [(name, command.about) for name, command in _commands().items()])


def usage_of(name: str | None, language: Language) -> list[str]:
    """Give the lines that say how a command is written, None: the app."""
    usage = _APP_USAGE if name is None else _usage(name)
    return [line.strip() for line in usage.say(language).splitlines()]


def _usage(name: str) -> Phrase:
    operands = Phrase("", "")
    for argument in _commands()[name].each_argument():
        if argument.value and not argument.is_option:
            operands = _OPERANDS[argument.count].fill(before=operands, name=argument.value.name)
    return _COMMAND_USAGE.fill(command=name, operands=operands)


def command_parser(name: str, language: Language) -> Parser:
    """Give the parser of what remains of a command."""
    command, usage = _commands()[name], _usage(name)
    parser = Parser(f"achie-tui {name}", language, usage=usage, about=command.about)
    for alternatives in command.arguments:
        parser.take(*((alternatives,) if isinstance(alternatives, Argument) else alternatives))
    parser.describe(_OPTIONS_TITLE, COMMON)
    if command.arguments:
        parser.describe(_ARGUMENTS_TITLE, command.each_argument())
    return parser
