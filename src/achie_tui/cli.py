"""The command line: what is asked for, and the one place where errors become sentences and exit statuses.

`--help` and `--version` answer before anything heavy is imported.
"""

import argparse
import asyncio
import gc
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from io import StringIO
from typing import TYPE_CHECKING, TextIO

from achie_tui import __version__
from achie_tui.arguments import COMMANDS, app_parser, command_parser, common_options
from achie_tui.errors import AchieError, NoSuchArticleAddressError, UnknownCommandError, UsageError, system_reason
from achie_tui.language import Language, Phrase

if TYPE_CHECKING:
    from achie_tui.commands.output import Output
    from achie_tui.config import Config
    from achie_tui.newsroom import Newsroom

_INTERRUPTED = 130
_NO_TERMINAL = Phrase(
    "阅读界面需要终端；在管道或脚本里请用 list、read 等命令",
    "the app needs a terminal; in pipes and scripts use the commands, such as list and read",
)
_BEHIND = Phrase(
    "{option} 不是通用选项，要写在命令 {command} 后面",
    "{option} is no option of all commands, it has to stand behind {command}",
)
_WITHOUT_LIBRARY = {"paths", "config", "doctor"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; gives its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _prepare_streams()
    language = _language(arguments)
    try:
        status = _run(arguments, language)
        sys.stdout.flush()
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


def _prepare_streams() -> None:
    """Make both streams take UTF-8; what is written to one that whoever started us closed goes nowhere."""
    sys.stdout, sys.stderr = sys.stdout or StringIO(), sys.stderr or StringIO()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _end(stream: TextIO) -> None:
    """Write nothing more, also not what is still held back when Python closes the stream."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _tell(error: AchieError, language: Language) -> int:
    """Say the one sentence; gives the exit status."""
    _say(error.sentence(language))
    return error.exit_status


def _say(sentence: str) -> None:
    from achie_tui.typeset.visible import clean_line

    with suppress(OSError):  # where nobody can be told, the status says enough
        print(f"achie-tui: {clean_line(sentence)}", file=sys.stderr)


def _run(arguments: list[str], language: Language) -> int:
    common = common_options(language)
    flags, rest = common.parse_known_args(arguments)
    if flags.version:
        print(f"achie-tui {__version__}")
        return 0
    command = rest[0] if rest and rest[0] in COMMANDS else None
    if command is None:
        parser = app_parser(language)
        if flags.help:
            print(parser.format_help(), end="")
            return 0
        _check_first(rest)
        asked = parser.parse_args(rest)
    else:
        parser = command_parser(command, language)
        if flags.help:
            print(parser.format_help(), end="")
            return 0
        asked = parser.parse_intermixed_args(rest[1:])

    from achie_tui.config import load

    config = load({name: value for name, value in vars(flags).items() if name not in {"help", "version"}})
    # The doctor tells them in its report, where no home directory is named.
    for warning in () if command == "doctor" else config.warnings:
        _say(warning)
    try:
        if command is None:
            return _open_app(config, asked.url)
        return _with_site(config, lambda config: asyncio.run(_command(config, command, asked)))
    except AchieError as error:
        return _tell(error, config.lang)


def _language(arguments: Sequence[str]) -> Language:
    """Find the language before anything is parsed: errors of parsing are told in it too."""
    from achie_tui.config import first_language

    return first_language({name: _told(arguments, name) for name in ("lang", "config")}, os.environ)


def _told(arguments: Sequence[str], name: str) -> str | None:
    """Give what an option was given last, None where it was not."""
    option, told = f"--{name}", None
    for number, argument in enumerate(arguments):
        if argument.startswith(f"{option}="):
            told = argument.partition("=")[2]
        elif argument == option and number + 1 < len(arguments):
            told = arguments[number + 1]
    return told


def _check_first(rest: Sequence[str]) -> None:
    """Raise what is wrong with a first word that is no command, where it cannot be an article either."""
    first = rest[0] if rest else ""
    if not first.startswith("-"):
        if first and not first.isdigit() and not any(mark in first for mark in "/."):
            raise UnknownCommandError(name=first, known=", ".join(COMMANDS))
    elif command := next((word for word in rest if word in COMMANDS), None):
        raise UsageError(reason=_BEHIND.fill(option=first, command=command))


def _with_site(config: "Config", run: "Callable[[Config], int]") -> int:
    """Run with the configured site, or with the demo's, which lives only as long and has a library of its own."""
    if not config.demo:
        return run(config)
    import tempfile
    from dataclasses import replace
    from pathlib import Path

    from achie_tui.demo.server import DemoSite

    origins = {**config.origins, **dict.fromkeys(("base_url", "data_dir", "delay"), config.origins["demo"])}
    with DemoSite() as site, tempfile.TemporaryDirectory(prefix="achie-tui-demo-") as folder:
        data_dir = Path(folder) / "library"
        return run(replace(config, base_url=site.base_url, data_dir=data_dir, delay=0.0, origins=origins))


def _open_app(config: "Config", url: str | None) -> int:
    if url is not None and not url.isdigit():
        from achie_tui.commands.read import to_path

        if to_path(config.addresses, url) is None:
            raise NoSuchArticleAddressError(address=url)
    # Whoever started us may have closed the standard input.
    if sys.stdin is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(reason=_NO_TERMINAL)
    # Textual reads this once, when it is imported: with the protocol on, what an input method commits is garbled.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")

    def run(config: "Config") -> int:
        from achie_tui.library.library import Library
        from achie_tui.newsroom import Newsroom

        newsroom = Newsroom(config, Library.open(config.data_dir))
        newsroom.count_ahead()  # SQLite and the import of all of Textual do not hold each other up
        from achie_tui.tui.app import run as run_app

        if url is None:
            return run_app(config, newsroom)
        from achie_tui.commands.read import find_path

        return run_app(config, newsroom, path=find_path(newsroom, url))

    return _with_site(config, run)


async def _command(config: "Config", command: str, asked: argparse.Namespace) -> int:
    gc.enable()
    from dataclasses import replace

    from achie_tui.commands.output import Output
    from achie_tui.library.library import Library
    from achie_tui.newsroom import Newsroom

    if command == "sync":
        chosen = {name: getattr(asked, name) for name in ("delay", "concurrency") if getattr(asked, name) is not None}
        config = replace(config, **chosen)
    if config.verbose:
        logging.basicConfig(level=logging.INFO, format="%(message)s")  # to stderr
    if command == "profile" and asked.url is not None:
        return await _of_another_site(config, asked)
    output = Output(config.lang, config.addresses, json=config.json)
    if command in _WITHOUT_LIBRARY:
        return await _about(command, config, output)
    library = Library.open(config.data_dir)
    for notice in library.notices:
        output.tell(notice.sentence(config.lang))
    newsroom = Newsroom(config, library)
    try:
        return await _chosen(command, asked, newsroom, output)
    except AchieError as error:
        # What opening the library found may also be what the command fails by.
        if error.sentence(config.lang) in output.told:
            return error.exit_status
        raise
    finally:
        await newsroom.close()


async def _of_another_site(config: "Config", asked: argparse.Namespace) -> int:
    """Look at a site that there is no profile of, with a library that lives only as long."""
    import tempfile
    from pathlib import Path

    from achie_tui.commands import profile
    from achie_tui.commands.output import Output
    from achie_tui.config import of_site
    from achie_tui.library.library import Library
    from achie_tui.newsroom import Newsroom

    with tempfile.TemporaryDirectory(prefix="achie-tui-survey-") as folder:
        config = of_site(config, asked.url, Path(folder) / "library")
        newsroom = Newsroom(config, Library.open(config.data_dir))
        try:
            return await profile.run(newsroom, Output(config.lang, config.addresses, json=config.json), asked.action)
        finally:
            await newsroom.close()


async def _about(command: str, config: "Config", output: "Output") -> int:
    """Tell about the program itself; the library may be in no state to be opened."""
    if command == "paths":
        from achie_tui.commands import paths

        return paths.run(config, output)
    if command == "config":
        from achie_tui.commands import configuration

        return configuration.run(config, output)
    from achie_tui.commands import doctor

    return await doctor.run(config, output)


def _chosen(command: str, asked: argparse.Namespace, newsroom: "Newsroom", output: "Output") -> Awaitable[int]:
    if command == "categories":
        from achie_tui.commands import categories

        return categories.run(newsroom, output)
    if command == "list":
        from achie_tui.commands import listing

        limit = None if asked.all else asked.limit or listing.DEFAULT_LIMIT
        marks = {name: getattr(asked, name) for name in ("unread", "starred", "later", "refresh")}
        return listing.run(newsroom, output, listing.Wanted(asked.category, limit, **marks))
    if command == "read":
        from achie_tui.commands import read

        return read.run(
            newsroom, output, asked.article, form=asked.format, refresh=asked.refresh, mark_read=asked.mark_read
        )
    if command == "profile":
        from achie_tui.commands import profile

        return profile.run(newsroom, output, asked.action)
    if command == "prune":
        from achie_tui.commands import prune

        return prune.run(
            newsroom,
            output,
            images_older_than=asked.images_older_than,
            raw_pages=asked.raw_pages,
            category=asked.category,
            dry_run=asked.dry_run,
        )
    from achie_tui.commands import sync

    return sync.run(
        newsroom,
        output,
        asked.categories,
        everything=asked.all,
        pages=asked.pages,
        since=asked.since,
        images=not asked.no_images,
        quiet=asked.quiet,
    )
