"""The command line: begins what it asks for; the one place where errors become sentences and exit statuses.

`--help` and `--version` answer before anything heavy is imported.
"""

import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING, Any, TextIO

from achie_tui import __version__
from achie_tui.cli.given import given
from achie_tui.cli.usage import app_parser, command_parser, common_parser, describe_commands
from achie_tui.errors import AchieError, UnknownCommandError, UsageError, system_reason
from achie_tui.language import Language, Phrase, hint, nearest

if TYPE_CHECKING:
    from achie_tui.config import Config

_INTERRUPTED = 130
_AT_ALONE = Phrase("--at 要和一篇文章的网址一起用", "--at needs the address of an article")
_NO_TERMINAL = Phrase(
    "阅读界面需要终端；在管道或脚本里请用 list、read 等命令",
    "the app needs a terminal; in pipes and scripts use the commands, such as list and read",
)
_DEMO_FOLDER = Phrase(
    "演示用自己的数据目录，结束时删掉，没有用 --data-dir",
    "The demo has a data directory of its own, which goes with it; --data-dir is not used",
)
_CLOSED = Phrase("标准输出已关闭，要输出的都丢了", "standard output is closed, and what was to be printed is lost")
_TOO_EARLY = Phrase(
    "{option} 不是通用选项，要写在命令 {command} 后面",
    "{option} is no option of all commands, it has to stand behind {command}",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; gives its exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    _prepare_streams()
    language = _language(words)
    try:
        status = _run(words, language)
        sys.stdout.flush()
        _check_kept(status)
    except AchieError as error:
        return _tell(error, language)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough.
        _end(sys.stdout)
        return 0
    except OSError as error:
        _end(sys.stdout)
        return _tell(AchieError(reason=system_reason(error)), language)
    finally:
        try:
            sys.stderr.flush()
        except OSError:
            _end(sys.stderr)
    return status


class _Nowhere(StringIO):
    """Stands for a stream that whoever started us closed."""


def _prepare_streams() -> None:
    """Make both streams take UTF-8; what is written to one that whoever started us closed goes nowhere."""
    sys.stdout, sys.stderr = sys.stdout or _Nowhere(), sys.stderr or _Nowhere()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _check_kept(status: int) -> None:
    """Raise AchieError where all went well, but what was printed went nowhere."""
    if status == 0 and isinstance(sys.stdout, _Nowhere) and sys.stdout.tell():
        raise AchieError(reason=_CLOSED)


def _end(stream: TextIO) -> None:
    """Write nothing more, also not what is still held back when Python closes the stream."""
    if not isinstance(stream, _Nowhere):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _tell(error: AchieError, language: Language) -> int:
    """Say the one sentence; gives the exit status."""
    import logging

    from achie_tui.typeset.visible import clean_line

    logging.getLogger(__name__).info("%s: %s", type(error).__name__, clean_line(error.sentence("en")))
    _say(error.sentence(language))
    return error.exit_status


def _say(sentence: str) -> None:
    from achie_tui.typeset.visible import clean_line

    with suppress(OSError):  # where nobody can be told, the status says enough
        print(f"achie-tui: {clean_line(sentence)}", file=sys.stderr)


def _run(words: list[str], language: Language) -> int:
    options, rest = common_parser(language).parse_some(words)
    if options["version"]:
        print(f"achie-tui {__version__}")
        return 0
    command = _command(rest)
    parser = app_parser(language) if command is None else command_parser(command, language)
    if options["help"]:
        if command is None:
            describe_commands(parser)
        print(parser.format_help(), end="")
        return 0
    if command is None and rest:
        _check_first(rest)
    arguments = parser.parse(rest if command is None else rest[1:])

    from achie_tui.config import load

    config = load({name: value for name, value in options.items() if value and name not in {"help", "version"}})
    config = _with_names_checked(config, command)
    # The doctor tells them in its report, where no home directory is named.
    for warning in () if command == "doctor" else config.warnings:
        _say(warning)
    try:
        _begin_log(config, screen=command is None)
        if command is None:
            return _open_app(config, words, **arguments)
        return _with_site(config, lambda config: _carry_out(command, config, arguments))
    except AchieError as error:
        return _tell(error, config.lang)


def _with_names_checked(config: "Config", command: str | None) -> "Config":
    """Add to the warnings what the app would not understand; raises WrongValueError for a key that is none."""
    if not config.keys and config.origins["theme"].kind == "default":
        return config
    from achie_tui.tui.configured import check_keys, in_vain, taken

    check_keys(config)
    notes = [*in_vain(config), *(taken(config) if command == "doctor" else ())]
    return replace(config, warnings=(*config.warnings, *(note.say(config.lang) for note in notes)))


def _language(words: Sequence[str]) -> Language:
    """Find the language before anything is parsed: errors of parsing are told in it too."""
    from achie_tui.config import first_language

    return first_language(given(words, "lang", "config"), os.environ)


def _command(rest: Sequence[str]) -> str | None:
    """Give the command, where the first word is one."""
    if not rest:
        return None
    from achie_tui.cli.arguments import COMMANDS  # a start of the app has no use for it

    return rest[0] if rest[0] in COMMANDS else None


def _check_first(rest: Sequence[str]) -> None:
    """Raise what is wrong with a first word that is no command, where it cannot be an article either."""
    from achie_tui.cli.arguments import COMMANDS

    first = rest[0]
    if not first.startswith("-"):
        if first and not first.isdigit() and not any(mark in first for mark in "/."):
            raise UnknownCommandError(name=first, hint=hint(nearest(first, COMMANDS)), known=", ".join(COMMANDS))
    elif command := next((word for word in rest if word in COMMANDS), None):
        raise UsageError(reason=_TOO_EARLY.fill(option=first, command=command))


def _with_site(config: "Config", run: "Callable[[Config], int]") -> int:
    """Run with the configured site, or with the demo's, which lives only as long and has a library of its own."""
    if not config.demo:
        return run(config)
    if "data_dir" in config.origins and config.origins["data_dir"].kind == "flag":
        _say(_DEMO_FOLDER.say(config.lang))
    from pathlib import Path

    from achie_tui.demo.server import DemoSite
    from achie_tui.library.folder import temporary_folder

    origins = {**config.origins, **dict.fromkeys(("base_url", "data_dir", "delay"), config.origins["demo"])}
    with DemoSite() as site, temporary_folder("demo-") as folder:
        data_dir = Path(folder) / "library"
        return run(replace(config, base_url=site.base_url, data_dir=data_dir, delay=0.0, origins=origins))


def _begin_log(config: "Config", *, screen: bool) -> None:
    if config.log or config.verbose:
        from pathlib import Path

        from achie_tui import log

        log.begin(Path(config.log).expanduser() if config.log else None, verbose=config.verbose, screen=screen)


def _open_app(config: "Config", words: Sequence[str], url: str | None, at: int | None = None) -> int:
    if url is None and at is not None:
        raise UsageError(reason=_AT_ALONE)
    if url is not None and not url.isdigit() and config.addresses.article_path(url) is None:
        from achie_tui.site.address import no_article

        raise no_article(url)
    # Whoever started us may have closed the standard input.
    if sys.stdin is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(reason=_NO_TERMINAL)

    def run(config: "Config") -> int:
        from achie_tui.library.library import Library
        from achie_tui.newsroom import Newsroom

        newsroom = Newsroom(config, Library.open(config.data_dir))
        newsroom.count_ahead()  # SQLite and the import of all of Textual do not hold each other up
        from achie_tui.tui.app import run as run_app

        return run_app(config, newsroom, path=None if url is None else newsroom.path_of(url), at=at)

    status = _with_site(config, run)
    from achie_tui.tui.app import CHANGE_SITE

    if status == CHANGE_SITE:
        from achie_tui.cli.restart import change_site

        change_site(words, url, is_demo=config.demo)
    return status


def _carry_out(command: str, config: "Config", arguments: Mapping[str, Any]) -> int:
    """Run a command; nothing of it was imported before."""
    import asyncio

    from achie_tui.cli.arguments import COMMANDS
    from achie_tui.commands.output import Output

    output = Output(config.lang, config.addresses, json=config.json)
    run = import_module(f"achie_tui.{COMMANDS[command].package}.{command}").run
    gc.enable()
    try:
        status: int = asyncio.run(run(config, output, **arguments))
    except AchieError as error:
        # What opening the library found may also be what the command fails by.
        if error.sentence(config.lang) in output.said:
            return error.exit_status
        raise
    return status
