"""The command line: what is asked for, and the one place where errors become sentences and exit statuses.

`--help` and `--version` answer before anything heavy is imported.
"""

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any, NoReturn

from achie_tui import __version__
from achie_tui.errors import AchieError, NoSuchArticleAddressError, UsageError
from achie_tui.language import Language, Phrase

if TYPE_CHECKING:
    from achie_tui.commands.output import Output
    from achie_tui.config import Config
    from achie_tui.newsroom import Newsroom

_INTERRUPTED = 130
_ABOUT = Phrase(
    "在终端里读高新院 (achie.org) 的新闻；读过的都留在本地，离线可读。不带命令时打开阅读界面。",
    "The news of 高新院 (achie.org) in a terminal; what was read once reads offline. Without a command the app opens.",
)
_OPTIONS_TITLE = Phrase("通用选项（写在命令前后都可以）", "options of all commands, before or after the command")
_COMMAND_TITLE = Phrase("参数", "arguments")
_COMMANDS_TITLE = Phrase("命令", "commands")
_COMMANDS: dict[str, Phrase] = {
    "categories": Phrase("列出栏目和篇数", "the categories, with counts"),
    "list": Phrase("列出一个栏目或全部的文章标题", "headlines of a category, or of all"),
    "read": Phrase("输出一篇文章", "one article"),
    "sync": Phrase("把栏目或全站存到本地", "take categories, or the whole site, offline"),
    "prune": Phrase("本地占用的空间；清理图片和网页", "the space the library takes; remove pictures and pages"),
    "paths": Phrase("数据、配置和备份在哪里", "where data, configuration and backups lie"),
    "config": Phrase("当前的设置，各从哪里来", "the settings in effect, and where each came from"),
    "doctor": Phrase("检查哪里不正常，该怎么办", "what works, what does not, and what to do"),
}
_NO_TERMINAL = Phrase(
    "阅读界面需要终端；在管道或脚本里请用 list、read 等命令",
    "the app needs a terminal; in pipes and scripts use the commands, such as list and read",
)
_USAGE = Phrase("用法：", "usage: ")
_WITHOUT_LIBRARY = {"paths", "config", "doctor"}


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks the user's language and answers wrong usage with one sentence."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(reason=message)


def _formatter(language: Language) -> type[argparse.HelpFormatter]:
    class Formatter(argparse.RawDescriptionHelpFormatter):
        def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
            super().add_usage(usage, actions, groups, prefix or _USAGE.say(language))

    return Formatter


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
        _end_output()
        return 0
    except OSError as error:
        _end_output()
        return _tell(AchieError(reason=error.strerror or str(error)), language)
    return status


def _prepare_streams() -> None:
    """Make both streams take UTF-8; what is written to one that whoever started us closed goes nowhere."""
    sys.stdout, sys.stderr = sys.stdout or StringIO(), sys.stderr or StringIO()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _end_output() -> None:
    """Write nothing more, also not what is still held back when Python closes the stream."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(error: AchieError, language: Language) -> int:
    """Say the one sentence; gives the exit status."""
    from achie_tui.typeset.visible import clean_line

    print(f"achie-tui: {clean_line(error.sentence(language))}", file=sys.stderr)
    return error.exit_status


def _run(arguments: list[str], language: Language) -> int:
    common = _common(language)
    flags, rest = common.parse_known_args(arguments)
    if flags.version:
        print(f"achie-tui {__version__}")
        return 0
    command = rest[0] if rest and rest[0] in _COMMANDS else None
    if command is None:
        parser = _app_parser(language)
        if flags.help:
            print(parser.format_help(), end="")
            return 0
        asked = parser.parse_args(rest)
    else:
        parser = _command_parser(command, language)
        if flags.help:
            print(parser.format_help(), end="")
            return 0
        asked = parser.parse_intermixed_args(rest[1:])

    from achie_tui.config import load

    config = load({name: value for name, value in vars(flags).items() if name not in {"help", "version"}})
    # The doctor tells them in its report, where no home directory is named.
    for warning in () if command == "doctor" else config.warnings:
        print(f"achie-tui: {warning}", file=sys.stderr)
    try:
        if command is None:
            return _open_app(config, asked.url)
        return _with_site(config, lambda config: asyncio.run(_command(config, command, asked)))
    except AchieError as error:
        return _tell(error, config.lang)


def _language(arguments: Sequence[str]) -> Language:
    """Find the language before anything is parsed: errors of parsing are told in it too."""
    chosen = os.environ.get("ACHIE_TUI_LANG")
    for number, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else None
        if argument == "--lang" and number + 1 < len(arguments):
            value = arguments[number + 1]
        chosen = value or chosen
    if chosen in {"zh", "en"}:
        return "zh" if chosen == "zh" else "en"
    from achie_tui.config import language_of

    return language_of(os.environ)


def _common(language: Language) -> argparse.ArgumentParser:
    parser = _Parser(add_help=False, allow_abbrev=False)
    group = parser.add_argument_group(_OPTIONS_TITLE.say(language))

    def option(*names: str, zh: str, en: str, **settings: Any) -> None:
        group.add_argument(*names, help=Phrase(zh, en).say(language), default=None, **settings)

    flag: dict[str, Any] = {"action": "store_true"}
    option("--base-url", metavar="URL", zh="网站的地址", en="the site's address")
    option("--data-dir", metavar="DIR", zh="数据目录", en="the data directory")
    option("--config", metavar="FILE", zh="配置文件", en="the configuration file")
    option("--profile", metavar="FILE", zh="别的网站的说明文件 (TOML)", en="a profile of another site (TOML)")
    option("--offline", zh="不联网，只读本地", en="never use the network", **flag)
    option("--demo", zh="用内置的演示网站", en="use the built-in demo site", **flag)
    option("--lang", choices=("zh", "en"), zh="界面语言", en="the language of the interface")
    option("--json", zh="输出 JSON", en="print JSON", **flag)
    option("-v", "--verbose", zh="在 stderr 上列出每次请求", en="name every request on stderr", **flag)
    option("-h", "--help", zh="显示帮助", en="show this help", **flag)
    option("--version", zh="显示版本", en="show the version", **flag)
    return parser


def _app_parser(language: Language) -> argparse.ArgumentParser:
    commands = "\n".join(f"  {name:<12}{what.say(language)}" for name, what in _COMMANDS.items())
    parser = _Parser(
        prog="achie-tui",
        usage="achie-tui [OPTIONS] [URL]\n       achie-tui [OPTIONS] COMMAND …",
        description=_ABOUT.say(language),
        epilog=f"{_COMMANDS_TITLE.say(language)}:\n{commands}",
        parents=[_common(language)],
        formatter_class=_formatter(language),
        add_help=False,
        allow_abbrev=False,
    )
    words = Phrase("打开界面时显示的文章", "the article to open the app at")
    group = parser.add_argument_group(_COMMAND_TITLE.say(language))
    group.add_argument("url", nargs="?", metavar="URL", help=words.say(language))
    return parser


def _command_parser(command: str, language: Language) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=f"achie-tui {command}",
        description=_COMMANDS[command].say(language),
        parents=[_common(language)],
        formatter_class=_formatter(language),
        add_help=False,
        allow_abbrev=False,
    )
    group = parser.add_argument_group(_COMMAND_TITLE.say(language))

    def argument(*names: str, zh: str, en: str, **settings: Any) -> None:
        group.add_argument(*names, help=Phrase(zh, en).say(language), **settings)

    flag: dict[str, Any] = {"action": "store_true"}
    if command == "list":
        argument(
            "category",
            nargs="?",
            metavar="CATEGORY",
            zh="栏目名、代号或其中一个的开头",
            en="a name, a slug, or a beginning of one alone",
        )
        limit = group.add_mutually_exclusive_group()
        words = Phrase("最多列多少篇（默认 20）", "how many at most (default: 20)")
        limit.add_argument("--limit", type=_count, metavar="N", help=words.say(language))
        limit.add_argument("--all", action="store_true", help=Phrase("全部列出", "all there are").say(language))
        argument("--unread", zh="只列未读", en="unread ones only", **flag)
        argument("--starred", zh="只列收藏", en="starred ones only", **flag)
        argument("--later", zh="只列稍后读", en="those to be read later only", **flag)
        argument("--refresh", zh="先刷新", en="refresh first", **flag)
    elif command == "read":
        argument("article", metavar="URL|PATH|ID", zh="网址、路径或编号", en="address, path or number")
        formats = ("text", "json", "markdown", "html")
        argument("--format", choices=formats, default="text", zh="输出格式", en="the format")
        argument("--refresh", zh="重新取", en="fetch it again", **flag)
        argument("--mark-read", zh="标为已读", en="mark it as read", **flag)
    elif command == "sync":
        argument("categories", nargs="*", metavar="CATEGORY", zh="栏目（默认全部）", en="categories (default: all)")
        depth = group.add_mutually_exclusive_group()
        depth.add_argument("--all", action="store_true", help=Phrase("每一页列表", "every listing page").say(language))
        words = Phrase("每个栏目最多几页列表", "listing pages of each category at most")
        depth.add_argument("--pages", type=_count, metavar="N", help=words.say(language))
        argument("--since", type=_date, metavar="DATE", zh="只取该日以后的", en="only articles since that day")
        argument("--no-images", zh="不取图片", en="no pictures", **flag)
        argument("--delay", type=_seconds, metavar="S", zh="两次请求间隔的秒数", en="seconds between two requests")
        argument("--concurrency", type=_count, metavar="N", zh="同时的连接数", en="connections at once")
    elif command == "prune":
        zh, en = "删去只出现在这么多天以前的文章里的图片", "pictures that only articles older than that show"
        argument("--images-older-than", type=_days, metavar="DAYS", zh=zh, en=en)
        argument("--raw-pages", zh="删去文章的原始网页", en="the raw pages of articles", **flag)
        zh = "只限这个栏目独有的文章；单独给出时，删去它们缓存的全部内容（收藏和稍后读的除外）"
        en = "of articles in this category alone; without the above, all that is kept of these (not starred, not later)"
        argument("--category", metavar="CATEGORY", zh=zh, en=en)
        argument("--dry-run", zh="只计算，不删", en="count only, remove nothing", **flag)
    return parser


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10**9):
        raise argparse.ArgumentTypeError(f"{text!r} (1, 2, 3 …)")
    return int(text)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5):  # noqa: PLR2004 - two centuries
        raise argparse.ArgumentTypeError(f"{text!r} (0, 30, 365 …)")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 10**6:
        raise argparse.ArgumentTypeError(f"{text!r} (0, 0.5, 2 …)")
    return seconds


def _date(text: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} (YYYY-MM-DD)") from error


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
    path = None
    if url is not None:
        from achie_tui.commands.read import to_path

        path = to_path(config.addresses, url)
        if path is None:
            raise NoSuchArticleAddressError(address=url)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(reason=_NO_TERMINAL)
    # Textual reads this once, when it is imported: with the protocol on, what an input method commits is garbled.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")

    def run(config: "Config") -> int:
        from achie_tui.library.library import Library
        from achie_tui.newsroom import Newsroom
        from achie_tui.tui.app import run as run_app

        return run_app(config, Newsroom(config, Library.open(config.data_dir)), path=path)

    return _with_site(config, run)


async def _command(config: "Config", command: str, asked: argparse.Namespace) -> int:
    from dataclasses import replace

    from achie_tui.commands.output import Output
    from achie_tui.library.library import Library
    from achie_tui.newsroom import Newsroom

    if command == "sync":
        chosen = {name: getattr(asked, name) for name in ("delay", "concurrency") if getattr(asked, name) is not None}
        config = replace(config, **chosen)
    if config.verbose:
        logging.basicConfig(level=logging.INFO, format="%(message)s")  # to stderr
    output = Output(config.lang, config.addresses, json=config.json)
    if command in _WITHOUT_LIBRARY:
        return await _about(command, config, output)
    library = Library.open(config.data_dir)
    for notice in library.notices:
        output.tell(notice.sentence(config.lang))
    newsroom = Newsroom(config, library)
    try:
        return await _chosen(command, asked, newsroom, output)
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
    )
