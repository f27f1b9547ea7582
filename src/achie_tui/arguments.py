"""The options and arguments of the commands, in both languages."""

import argparse
from typing import Any, NoReturn

from achie_tui.errors import UsageError
from achie_tui.language import Language, Phrase

_ABOUT = Phrase(
    "在终端里读高新院 (achie.org) 的新闻；读过的都留在本地，离线可读。不带命令时打开阅读界面。",
    "The news of 高新院 (achie.org) in a terminal; what was read once reads offline. Without a command the app opens.",
)
_OPTIONS_TITLE = Phrase("通用选项（写在命令前后都可以）", "options of all commands, before or after the command")
_COMMAND_TITLE = Phrase("参数", "arguments")
_COMMANDS_TITLE = Phrase("命令", "commands")
COMMANDS: dict[str, Phrase] = {
    "categories": Phrase("列出栏目和篇数", "the categories, with counts"),
    "list": Phrase("列出一个栏目或全部的文章标题", "headlines of a category, or of all"),
    "read": Phrase("输出一篇文章", "one article"),
    "sync": Phrase("把栏目或全站存到本地", "take categories, or the whole site, offline"),
    "prune": Phrase("本地占用的空间；清理图片和网页", "the space the library takes; remove pictures and pages"),
    "paths": Phrase("数据、配置和备份在哪里", "where data, configuration and backups lie"),
    "config": Phrase("当前的设置，各从哪里来", "the settings in effect, and where each came from"),
    "doctor": Phrase("检查哪里不正常，该怎么办", "what works, what does not, and what to do"),
}
_OPERANDS = {"list": "[CATEGORY]", "read": "URL|PATH|ID", "sync": "[CATEGORY …]"}
_USAGE = Phrase("用法：", "usage: ")


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks the user's language and answers wrong usage with one sentence."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(reason=message)


def _formatter(language: Language) -> type[argparse.HelpFormatter]:
    class Formatter(argparse.RawDescriptionHelpFormatter):
        def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
            super().add_usage(usage, actions, groups, prefix or _USAGE.say(language))

    return Formatter


def common_options(language: Language) -> argparse.ArgumentParser:
    """Give the options that all commands take, before or after the command; what is not given is None."""
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


def app_parser(language: Language) -> argparse.ArgumentParser:
    """Give the parser of the program without a command."""
    commands = "\n".join(f"  {name:<12}{what.say(language)}" for name, what in COMMANDS.items())
    parser = _Parser(
        prog="achie-tui",
        usage="achie-tui [OPTIONS] [URL]\n       achie-tui [OPTIONS] COMMAND …",
        description=_ABOUT.say(language),
        epilog=f"{_COMMANDS_TITLE.say(language)}:\n{commands}",
        parents=[common_options(language)],
        formatter_class=_formatter(language),
        add_help=False,
        allow_abbrev=False,
    )
    words = Phrase("打开界面时显示的文章", "the article to open the app at")
    group = parser.add_argument_group(_COMMAND_TITLE.say(language))
    group.add_argument("url", nargs="?", metavar="URL", help=words.say(language))
    return parser


def command_parser(command: str, language: Language) -> argparse.ArgumentParser:
    """Give a command's parser."""
    parser = _Parser(
        prog=f"achie-tui {command}",
        usage=f"achie-tui {command} [OPTIONS] {_OPERANDS.get(command, '')}".rstrip(),
        description=COMMANDS[command].say(language),
        parents=[common_options(language)],
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
        argument("--quiet", zh="只说失败（用于 cron）", en="tell failures only (for cron)", **flag)
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
