"""`achie-tui man`: the manual page, made of the tables of commands and of settings, in the user's language.

achie-tui man > achie-tui.1
"""

import re
from collections.abc import Iterator

from achie_tui import __version__
from achie_tui.cli.arguments import COMMANDS
from achie_tui.cli.common import ABOUT, APP, COMMON
from achie_tui.cli.parser import Argument
from achie_tui.cli.usage import usage_of
from achie_tui.commands.output import Output
from achie_tui.config import SETTINGS, Config
from achie_tui.config.settings import Setting
from achie_tui.language import Language, Phrase

_TITLE = Phrase("achie-tui 手册", "achie-tui manual")
_NAME, _SYNOPSIS = Phrase("名称", "NAME"), Phrase("用法", "SYNOPSIS")
_DESCRIPTION, _COMMANDS = Phrase("说明", "DESCRIPTION"), Phrase("命令", "COMMANDS")
_OPTIONS, _ARGUMENTS = Phrase("通用选项", "OPTIONS"), Phrase("参数", "ARGUMENTS")
_CONFIGURATION, _FILES = Phrase("设置", "CONFIGURATION"), Phrase("文件", "FILES")
_ENVIRONMENT, _STATUS = Phrase("环境变量", "ENVIRONMENT"), Phrase("退出状态", "EXIT STATUS")

_SHORTLY = Phrase("在终端里读高新院的新闻", "the news of 高新院 in a terminal")
_ANYWHERE = Phrase("写在命令前后都可以。", "They may stand before a command or behind it.")
_KEYS = Phrase(
    "在阅读界面里，? 列出所有的键，: 列出所有的命令。",
    "In the app, ? lists all keys, and : all commands.",
)
_SETTINGS = Phrase(
    '配置文件是 TOML 格式，一行一个设置，如 theme = "achie-light"；[keys] 之下是按键，如 open = "enter,o"。'
    "选项先于环境变量，环境变量先于配置文件。achie-tui config 显示当前的设置，各从哪里来。",
    'The configuration file is TOML, a setting a line, such as theme = "achie-light"; behind [keys] stand keys, such '
    'as open = "enter,o". An option goes before the environment, that before the file. achie-tui config tells what is '
    "in effect, and where each came from.",
)
_SETTING = Phrase("{label}：{allowed}。", "{label}: {allowed}.")
_DEFAULT = Phrase("默认 {value}。", "By default {value}.")
_PATHS = Phrase(
    "数据、配置和备份在哪里，achie-tui paths 会说；--data-dir 和 --config 可以另指。",
    "Where data, configuration and backups lie is told by achie-tui paths; --data-dir and --config name others.",
)
_VARIABLES = Phrase(
    "每个设置都有一个环境变量，名字是 ACHIE_TUI_ 加设置名的大写，如 ACHIE_TUI_DATA_DIR；ACHIE_TUI_CONFIG 指配置文件。",
    "Each setting has a variable, ACHIE_TUI_ and its name in capitals, such as ACHIE_TUI_DATA_DIR; ACHIE_TUI_CONFIG "
    "names the configuration file.",
)
_STATUSES = (
    ("0", Phrase("做完了", "done")),
    ("1", Phrase("没有做成，或者什么也没有找到", "failed, or nothing was found")),
    ("2", Phrase("命令行写错了，或者没有这个栏目", "wrong usage, or an unknown category")),
    ("3", Phrase("本地没有，又不能联网", "not in the library, and offline")),
    ("4", Phrase("网站连不上，或者答复的不是这个网站", "the site could not be reached, or something else answered")),
    ("130", Phrase("被中断", "interrupted")),
)

_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff（“])|(?<=[、，。；：）”])(?=[^\s、，。；：）”])")
"""Where a line of Chinese may end: troff knows of no such place, and would have it run over the edge."""


async def run(config: Config, output: Output) -> int:
    """Print the page."""
    for line in _page(config.lang):
        output.line(line)
    return 0


def _page(language: Language) -> Iterator[str]:
    def say(phrase: Phrase) -> str:
        return _text(phrase.say(language))

    yield r".\" -*- coding: utf-8 -*-"
    yield f'.TH ACHIE-TUI 1 "" "achie-tui {__version__}" "{say(_TITLE)}"'
    yield from (".nh", ".ad l")
    yield f".SH {say(_NAME)}"
    yield rf"achie\-tui \- {say(_SHORTLY)}"
    yield f".SH {say(_SYNOPSIS)}"
    for usage in (*usage_of(None, language), *(line for name in COMMANDS for line in usage_of(name, language))):
        yield from (".br", rf"\fB{_text(usage)}\fR")
    yield f".SH {say(_DESCRIPTION)}"
    yield from (say(ABOUT), ".PP", say(_KEYS))
    yield f".SH {say(_ARGUMENTS)}"
    for argument in APP:
        yield from _argument(argument, language)
    yield f".SH {say(_OPTIONS)}"
    yield say(_ANYWHERE)
    for option in COMMON:
        yield from _argument(option, language)
    yield f".SH {say(_COMMANDS)}"
    for name, command in COMMANDS.items():
        yield f".SS {_text(name)}"
        yield say(command.about)
        for argument in command.each_argument():
            yield from _argument(argument, language)
    yield f".SH {say(_CONFIGURATION)}"
    yield say(_SETTINGS)
    for setting in SETTINGS.values():
        if setting.in_file:
            yield from _setting(setting, language)
    yield f".SH {say(_ENVIRONMENT)}"
    yield say(_VARIABLES)
    yield f".SH {say(_FILES)}"
    yield say(_PATHS)
    yield f".SH {say(_STATUS)}"
    for status, meaning in _STATUSES:
        yield from (".TP", rf"\fB{status}\fR", say(meaning))


def _argument(argument: Argument, language: Language) -> Iterator[str]:
    value = rf"\fI{_text(argument.value.name.say(language))}\fR" if argument.value else ""
    names = ", ".join(rf"\fB{_text(name)}\fR" for name in argument.names) if argument.is_option else ""
    yield from (".TP", " ".join(filter(None, (names, value))), _text(argument.about.say(language)))


def _setting(setting: Setting, language: Language) -> Iterator[str]:
    about = _SETTING.say(language, label=setting.label.say(language), allowed=setting.kind.allowed.say(language))
    default = setting.default
    if default is not None:
        about += (" " if language == "en" else "") + _DEFAULT.say(language, value=default)
    yield from (".TP", rf"\fB{_text(setting.name)}\fR", _text(about))


def _text(text: str) -> str:
    """Write a text in roff, in which backslashes command, and marks at a line's beginning."""
    text = re.sub(r"\s+", " ", text).replace("\\", r"\e").replace("-", r"\-").replace('"', r"\(dq")
    text = _BETWEEN.sub(r"\\:", text)
    return rf"\&{text}" if text.startswith((".", "'")) else text
