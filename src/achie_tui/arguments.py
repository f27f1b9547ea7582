"""The options and arguments of the commands, in both languages."""

from typing import Any

from achie_tui.language import Language, Phrase
from achie_tui.usage import Parser, Value

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
    "profile": Phrase("所知道的网站版式；为别的网站写说明文件", "what is known of the site; a profile of another one"),
    "config": Phrase("当前的设置，各从哪里来", "the settings in effect, and where each came from"),
    "doctor": Phrase("检查哪里不正常，该怎么办", "what works, what does not, and what to do"),
}
_OPERANDS = {
    "list": Phrase(" [栏目]", " [CATEGORY]"),
    "read": Phrase(" 网址|路径|编号", " URL|PATH|ID"),
    "sync": Phrase(" [栏目 …]", " [CATEGORY …]"),
    "profile": Phrase(" show|learn [网址]", " show|learn [URL]"),
}
_NO_OPERANDS = Phrase("", "")
_APP_USAGE = Phrase(
    "achie-tui [选项] [网址]\n      achie-tui [选项] 命令 …",
    "achie-tui [OPTIONS] [URL]\n       achie-tui [OPTIONS] COMMAND …",
)
_COMMAND_USAGE = Phrase("achie-tui {command} [选项]{operands}", "achie-tui {command} [OPTIONS]{operands}")

_URL, _DIR, _FILE = Phrase("网址", "URL"), Phrase("目录", "DIR"), Phrase("文件", "FILE")
_CATEGORY, _ARTICLE = Phrase("栏目", "CATEGORY"), Phrase("网址|路径|编号", "URL|PATH|ID")
_N, _DAYS, _SECONDS, _DATE = Phrase("N", "N"), Phrase("天数", "DAYS"), Phrase("秒数", "S"), Phrase("日期", "DATE")

_A_COUNT = Phrase("正整数，如 1、20", "a whole number, 1 or more")
_SOME_DAYS = Phrase("天数，如 0、30、365", "a number of days, such as 0, 30 or 365")
_SOME_SECONDS = Phrase("秒数，如 0、0.5、2", "a number of seconds, such as 0, 0.5 or 2")
_A_DATE = Phrase("日期，如 2024-01-31", "a date, such as 2024-01-31")

_FLAG: dict[str, Any] = {"action": "store_true"}


def common_options(language: Language) -> Parser:
    """Give a parser of the options that all commands take; what is not given is None."""
    parser = Parser("achie-tui", language, usage=_APP_USAGE, about=_ABOUT)
    _take_common(parser)
    return parser


def app_parser(language: Language) -> Parser:
    """Give the parser of the program without a command."""
    parser = common_options(language)
    parser.section(_COMMAND_TITLE)
    parser.take("url", nargs="?", value=_URL, zh="打开界面时显示的文章", en="the article to open the app at")
    parser.section(_COMMANDS_TITLE, list(COMMANDS.items()))
    return parser


def command_parser(command: str, language: Language) -> Parser:
    """Give a command's parser."""
    usage = _COMMAND_USAGE.fill(command=command, operands=_OPERANDS.get(command, _NO_OPERANDS))
    parser = Parser(f"achie-tui {command}", language, usage=usage, about=COMMANDS[command])
    _take_common(parser)
    if command in _ARGUMENTS:
        parser.section(_COMMAND_TITLE)
        _ARGUMENTS[command](parser)
    return parser


def _take_common(parser: Parser) -> None:
    parser.section(_OPTIONS_TITLE)

    def option(*names: str, zh: str, en: str, value: Phrase | None = None, **settings: Any) -> None:
        parser.take(*names, zh=zh, en=en, value=value, default=None, **settings)

    option("--base-url", value=_URL, zh="网站的地址", en="the site's address")
    option("--data-dir", value=_DIR, zh="数据目录", en="the data directory")
    option("--config", value=_FILE, zh="配置文件", en="the configuration file")
    option("--profile", value=_FILE, zh="别的网站的说明文件 (TOML)", en="a profile of another site (TOML)")
    option("--offline", zh="不联网，只读本地", en="never use the network", **_FLAG)
    option("--demo", zh="用内置的演示网站", en="use the built-in demo site", **_FLAG)
    option("--lang", choices=("zh", "en"), zh="界面语言", en="the language of the interface")
    option("--json", zh="输出 JSON", en="print JSON", **_FLAG)
    option("-v", "--verbose", zh="在 stderr 上列出每次请求", en="name every request on stderr", **_FLAG)
    option("-h", "--help", zh="显示帮助", en="show this help", **_FLAG)
    option("--version", zh="显示版本", en="show the version", **_FLAG)


def _list(parser: Parser) -> None:
    parser.take(
        "category",
        nargs="?",
        value=_CATEGORY,
        zh="栏目名、代号或其中一个的开头",
        en="a name, a slug, or a beginning of one alone",
    )
    limit = parser.add_mutually_exclusive_group().add_argument
    count = Value(_count, _A_COUNT, parser.language)
    zh, en = "最多列多少篇（默认 20）", "how many at most (default: 20)"
    parser.take("--limit", type=count, value=_N, add=limit, zh=zh, en=en)
    parser.take("--all", add=limit, zh="全部列出", en="all there are", **_FLAG)
    parser.take("--unread", zh="只列未读", en="unread ones only", **_FLAG)
    parser.take("--starred", zh="只列收藏", en="starred ones only", **_FLAG)
    parser.take("--later", zh="只列稍后读", en="those to be read later only", **_FLAG)
    parser.take("--refresh", zh="先刷新", en="refresh first", **_FLAG)


def _read(parser: Parser) -> None:
    parser.take("article", value=_ARTICLE, zh="要读的文章", en="the article")
    formats = ("text", "json", "markdown", "html")
    parser.take(
        "--format", choices=formats, default="text", zh="输出格式（默认 text）", en="the format (default: text)"
    )
    parser.take("--refresh", zh="重新取", en="fetch it again", **_FLAG)
    parser.take("--mark-read", zh="标为已读", en="mark it as read", **_FLAG)


def _sync(parser: Parser) -> None:
    parser.take("categories", nargs="*", value=_CATEGORY, zh="栏目（默认全部）", en="categories (default: all)")
    depth = parser.add_mutually_exclusive_group().add_argument
    count = Value(_count, _A_COUNT, parser.language)
    date, seconds = Value(_date, _A_DATE, parser.language), Value(_seconds, _SOME_SECONDS, parser.language)
    parser.take("--all", add=depth, zh="每一页列表", en="every listing page", **_FLAG)
    zh, en = "每个栏目最多几页列表", "listing pages of each category at most"
    parser.take("--pages", type=count, value=_N, add=depth, zh=zh, en=en)
    parser.take("--since", type=date, value=_DATE, zh="只取该日以后的", en="only articles since that day")
    parser.take("--no-images", zh="不取图片", en="no pictures", **_FLAG)
    parser.take("--quiet", zh="只说失败（用于 cron）", en="tell failures only (for cron)", **_FLAG)
    parser.take("--delay", type=seconds, value=_SECONDS, zh="两次请求间隔的秒数", en="seconds between two requests")
    parser.take("--concurrency", type=count, value=_N, zh="同时的连接数", en="connections at once")


def _prune(parser: Parser) -> None:
    days = Value(_days, _SOME_DAYS, parser.language)
    zh, en = "删去只出现在这么多天以前的文章里的图片", "pictures that only articles older than that show"
    parser.take("--images-older-than", type=days, value=_DAYS, zh=zh, en=en)
    parser.take("--raw-pages", zh="删去文章的原始网页", en="the raw pages of articles", **_FLAG)
    zh = "只限这个栏目独有的文章；单独给出时，删去它们缓存的全部内容（收藏和稍后读的除外）"
    en = "of articles in this category alone; without the above, all that is kept of these (not starred, not later)"
    parser.take("--category", value=_CATEGORY, zh=zh, en=en)
    parser.take("--dry-run", zh="只计算，不删", en="count only, remove nothing", **_FLAG)


def _profile(parser: Parser) -> None:
    zh = "show：正在用的和学到的；learn：看一遍网站，输出说明文件 (TOML)"
    en = "show: what is used, and what was learned; learn: look at the site and print a profile (TOML)"
    parser.take("action", choices=("show", "learn"), zh=zh, en=en)
    zh, en = "要看的网站（默认是设置里的）", "the site to look at (default: the configured one)"
    parser.take("url", nargs="?", value=_URL, zh=zh, en=en)


_ARGUMENTS = {"list": _list, "read": _read, "sync": _sync, "prune": _prune, "profile": _profile}


def _count(text: str) -> int:
    number = _whole(text, 18)
    if not number:
        raise ValueError(text)
    return number


def _days(text: str) -> int:
    return _whole(text, 5)


def _whole(text: str, digits: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= digits):
        raise ValueError(text)
    return int(text)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < 10**6:
        raise ValueError(text)
    return seconds


def _date(text: str) -> str:
    from datetime import date

    return date.fromisoformat(text).isoformat()
