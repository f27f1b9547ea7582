"""The commands: what each is for, and its arguments."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from achie_tui.cli.parser import Argument, one_of
from achie_tui.cli.values import (
    ARTICLE,
    CATEGORY,
    DAYS,
    DIR,
    FILE,
    FORMAT,
    FORMATS,
    LISTED,
    MAILBOX,
    NOTE,
    NUMBER,
    PERIOD,
    QUERY,
    SECONDS,
    SINCE,
    TAG,
    TEXT,
    URL,
    WIDTH,
)
from achie_tui.language import Phrase

_ARTICLES = Argument(
    "articles",
    Phrase("文章；不写或写 - 时从标准输入读，一行一篇", "articles; without any, or for -, one a line from stdin"),
    ARTICLE,
    "*",
)

_SINCE = Argument(
    "--since",
    Phrase(
        "只要这么久以来，或从该日（月、年）起的；昨天、上周、本月等也行",
        "only since so long, or that day, month or year; also yesterday, last-week, this-month",
    ),
    SINCE,
)
_UNTIL = Argument(
    "--until",
    Phrase(
        "只要到该日（月、年）为止的；昨天、上周、上月等也行",
        "only until that day, month or year; also yesterday, last-week, last-month",
    ),
    PERIOD,
)


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what it is for, and its arguments; of those that stand together in a tuple one at most may be given.

    The module of the same name in `achie_tui.commands` carries it out (see there); what tells of the command line
    itself has its module in `achie_tui.cli`, beside the table.
    """

    about: Phrase
    arguments: tuple[Argument | tuple[Argument, ...], ...] = ()
    package: Literal["commands", "cli"] = "commands"

    def each_argument(self) -> Iterator[Argument]:
        """Give the arguments one by one."""
        for argument in self.arguments:
            yield from (argument,) if isinstance(argument, Argument) else argument


COMMANDS: dict[str, Command] = {
    "categories": Command(Phrase("列出栏目和篇数", "the categories, with counts")),
    "list": Command(
        Phrase("列出栏目或全部的文章标题", "headlines of categories, or of all"),
        (
            Argument(
                "categories",
                Phrase("栏目名、代号或其中一个的开头", "a name, a slug, or a beginning of one alone"),
                CATEGORY,
                "*",
            ),
            (
                Argument(
                    "--limit",
                    Phrase("最多列多少篇（默认终端 20，管道全部）", "how many at most (a terminal: 20, a pipe: all)"),
                    NUMBER,
                ),
                Argument("--all", Phrase("全部列出", "all there are"), parameter="everything"),
            ),
            Argument(
                "--category",
                Phrase(
                    "也这样给出栏目，用逗号隔开或写几次；几个栏目按时间排",
                    "categories too, with commas or several times; several are listed newest first",
                ),
                CATEGORY,
                is_repeated=True,
                parameter="more_categories",
            ),
            _SINCE,
            _UNTIL,
            Argument("--grep", Phrase("只列标题里有这些词的", "with all these words in the title"), TEXT),
            Argument("--unread", Phrase("只列未读", "unread ones only")),
            Argument("--starred", Phrase("只列收藏", "starred ones only")),
            Argument("--later", Phrase("只列稍后读", "those to be read later only")),
            Argument("--refresh", Phrase("先刷新", "refresh first")),
        ),
    ),
    "read": Command(
        Phrase("输出文章", "the text of articles"),
        (
            _ARTICLES,
            Argument(
                "--format",
                Phrase("输出格式（默认 text）", "the format (default: text)"),
                one_of("text", "json", "markdown", "html"),
                default="text",
                parameter="form",
            ),
            Argument(
                "--width",
                Phrase("按这么多列排版", "lines of so many cells"),
                WIDTH,
            ),
            Argument("--refresh", Phrase("重新取", "fetch it again")),
            Argument("--mark-read", Phrase("标为已读", "mark it as read")),
        ),
    ),
    "search": Command(
        Phrase("在本地文章里搜索", "articles by what is in them"),
        (
            Argument(
                "query",
                Phrase(
                    '都要有的词；"…" 是短语，-词 是不要，词 OR 词 是其一，(…) 是一组；'
                    "category: source: title: since: until: is: has: note: #标签 是条件",
                    'words that are all in it; "…" is a phrase, -word leaves out, word OR word takes either, '
                    "(…) groups; category: source: title: since: until: is: has: note: #tag are filters",
                ),
                QUERY,
                "*",
            ),
            Argument(
                "--category",
                Phrase("只搜这些栏目，用逗号隔开或写几次", "in these categories only, with commas or several times"),
                CATEGORY,
                is_repeated=True,
                parameter="categories",
            ),
            _SINCE,
            _UNTIL,
            Argument("--unread", Phrase("只搜未读", "unread ones only")),
            Argument("--starred", Phrase("只搜收藏", "starred ones only")),
            Argument("--later", Phrase("只搜稍后读", "those to be read later only")),
            (
                Argument(
                    "--limit",
                    Phrase(
                        "最多列多少篇（默认终端 20，管道全部；--site 20）",
                        "how many at most (a terminal: 20, a pipe: all; --site: 20)",
                    ),
                    NUMBER,
                ),
                Argument("--all", Phrase("全部列出", "all there are"), parameter="everything"),
            ),
            Argument(
                "--sort",
                Phrase(
                    "顺序：标题里有的在先，其余每二十篇里说得多的在先 (relevance)，或新的在先 (date)",
                    "hits in titles first, of twenty others what says more (relevance), or the newest first (date)",
                ),
                one_of("relevance", "date"),
                default="relevance",
            ),
            Argument("--site", Phrase("改用网站自己的搜索", "ask the site's own search instead")),
        ),
    ),
    "export": Command(
        Phrase(
            "导出文章：电子书、网页、Markdown、表格、参考文献",
            "articles as a book, a page, Markdown, a table, references",
        ),
        (
            Argument(
                "articles",
                Phrase(
                    "文章；不写（又没有下面的条件）或写 - 时从标准输入读，一行一篇",
                    "articles; without any, and without what is below, or for -, one a line from stdin",
                ),
                ARTICLE,
                "*",
            ),
            Argument(
                "--format",
                Phrase(
                    f"格式（默认看文件名，否则 markdown）：{'、'.join(FORMATS)}",
                    f"the format (default: by the file's name, else markdown): {', '.join(FORMATS)}",
                ),
                FORMAT,
                parameter="form",
            ),
            Argument(
                "--output",
                Phrase(
                    "写到这个文件，或这个目录里（目录已在，或以 / 结尾）；默认写到标准输出",
                    "write to this file, or into this folder (there already, or with / at its end); default: stdout",
                ),
                LISTED,
                parameter="target",
            ),
            Argument(
                "--category",
                Phrase("这些栏目的，用逗号隔开或写几次", "those of these categories, with commas or several times"),
                CATEGORY,
                is_repeated=True,
                parameter="categories",
            ),
            Argument("--search", Phrase("搜到的，写法与 search 相同", "those that this finds, as search does"), QUERY),
            Argument("--unread", Phrase("未读的", "unread ones")),
            Argument("--starred", Phrase("收藏的", "starred ones")),
            Argument("--later", Phrase("稍后读的", "those to be read later")),
            _SINCE,
            _UNTIL,
            Argument("--limit", Phrase("最多多少篇（默认全部）", "how many at most (default: all)"), NUMBER),
            Argument("--full", Phrase("jsonl 带全文", "whole articles in jsonl")),
            Argument("--pictures", Phrase("先取本地没有的图片", "fetch pictures that are not kept first")),
            Argument("--force", Phrase("覆盖已有的文件", "write over files that are there")),
        ),
    ),
    "attachments": Command(
        Phrase("文章所附的文件；存到文件夹里", "the files that articles link; save them to a folder"),
        (
            _ARTICLES,
            Argument(
                "--save",
                Phrase("取来没有的，都存到这个文件夹", "fetch what is missing, and save all to this folder"),
                DIR,
                parameter="folder",
            ),
            Argument("--refresh", Phrase("先问网站有没有新的", "ask the site first whether there are newer ones")),
        ),
    ),
    "mark": Command(
        Phrase("标记文章；一次调用可一次撤销", "mark articles; one call is undone at once"),
        (
            _ARTICLES,
            (Argument("--read", Phrase("已读", "as read")), Argument("--unread", Phrase("未读", "as unread"))),
            (Argument("--star", Phrase("收藏", "star them")), Argument("--unstar", Phrase("取消收藏", "unstar them"))),
            (
                Argument("--later", Phrase("放进稍后读", "to be read later")),
                Argument("--unlater", Phrase("移出稍后读", "not to be read later")),
            ),
            Argument(
                "--note",
                Phrase("写一条笔记，#标签 也在里面；单独撤销", "write a note, #tags in it; undone by itself"),
                NOTE,
            ),
        ),
    ),
    "notes": Command(
        Phrase("列出笔记和划线，或导出为 Markdown", "notes and marked passages; also as Markdown"),
        (
            Argument(
                "--markdown",
                Phrase(
                    "输出 Markdown，可放进 Obsidian、Zotero 等", "print Markdown, for Obsidian, Zotero and their like"
                ),
            ),
            Argument(
                "--output",
                Phrase(
                    "写进这个目录，一篇文章一个 Markdown 文件；别人改过的不动",
                    "write a Markdown file for each article into it; what somebody changed there is left alone",
                ),
                DIR,
                parameter="folder",
            ),
            Argument(
                "--category",
                Phrase("只要这些栏目的，用逗号隔开或写几次", "of these categories only, with commas or several times"),
                CATEGORY,
                is_repeated=True,
                parameter="categories",
            ),
            Argument(
                "--grep",
                Phrase("笔记、划线或标题里有这些词的", "with all these words in the note, the passage or the title"),
                TEXT,
            ),
            Argument("--tag", Phrase("有这个标签的", "with this tag"), TAG),
            Argument(
                "--since",
                Phrase(
                    "这么久以来，或从该日（昨天、本周等）起写或改的",
                    "written or changed since so long, or that day, also yesterday, this-week",
                ),
                SINCE,
            ),
        ),
    ),
    "undo": Command(
        Phrase("撤销最近一次标记", "take the last change of marks back"),
        (
            Argument(
                "--to",
                Phrase("一直撤销到这一步（编号见 journal）", "all down to this step (numbered by journal)"),
                NUMBER,
            ),
        ),
    ),
    "redo": Command(
        Phrase("重做撤销的标记", "do again what was taken back"),
        (
            Argument(
                "--to",
                Phrase("一直重做到这一步（编号见 journal）", "all up to this step (numbered by journal)"),
                NUMBER,
            ),
        ),
    ),
    "journal": Command(
        Phrase("做过哪些标记，何时，撤销了没有", "what was marked, when, and whether that was undone"),
        (
            Argument(
                "--limit",
                Phrase("最多列多少步（默认终端 20，管道全部）", "how many steps at most (a terminal: 20, a pipe: all)"),
                NUMBER,
            ),
        ),
    ),
    "stats": Command(
        Phrase("各栏目各年的篇数，最近读了多少", "articles per category and year, and what was read lately"),
        (
            Argument(
                "query",
                Phrase(
                    "改为按月统计搜到的文章，写法与 search 相同",
                    "instead, per month, the articles that this finds, as search does",
                ),
                QUERY,
                "*",
            ),
            Argument(
                "--category",
                Phrase("只统计这些栏目，用逗号隔开或写几次", "in these categories only, with commas or several times"),
                CATEGORY,
                is_repeated=True,
                parameter="categories",
            ),
            _SINCE,
            _UNTIL,
        ),
    ),
    "digest": Command(
        Phrase(
            "一段时间里新来的文章，附开头几句；可定时发邮件", "what is new, with first sentences; by mail and cron too"
        ),
        (
            Argument(
                "--since",
                Phrase(
                    "这么久以来，或从该日（昨天、本周等）起（默认 7d）：新来的，且日期在内或出现在列表开头的",
                    "since so long, or that day, also yesterday, this-week (default: 7d): what came in then and is "
                    "dated in it or headed a list",
                ),
                SINCE,
                default="7d",
            ),
            Argument(
                "--category",
                Phrase(
                    "只要这些栏目（默认全部栏目和保存的搜索）", "these categories (default: all, and the kept searches)"
                ),
                CATEGORY,
                "*",
                parameter="categories",
            ),
            Argument(
                "--search",
                Phrase("只要这些搜索；与 --category 同用时两样都列", "these searches; with --category, both"),
                QUERY,
                "*",
                parameter="searches",
            ),
            Argument(
                "--format",
                Phrase("输出格式（默认 markdown）", "the format (default: markdown)"),
                one_of("markdown", "html", "mail"),
                default="markdown",
                parameter="form",
            ),
            Argument("--limit", Phrase("每部分最多列多少篇", "how many of each part at most"), NUMBER),
            Argument("--to", Phrase("邮件发给谁", "whom a mail is for"), MAILBOX, "*", parameter="recipients"),
            Argument(
                "--from",
                Phrase("谁发的（默认收件人自己）", "who sends it (default: who gets it)"),
                MAILBOX,
                parameter="sender",
            ),
            Argument("--always", Phrase("没有新文章也输出", "print it although nothing is new")),
        ),
    ),
    "feed": Command(
        Phrase("把一个列表写成 Atom，附全文", "a list as an Atom feed, with the whole texts"),
        (
            Argument("category", Phrase("栏目（默认全部）", "a category (default: all)"), CATEGORY, "?"),
            Argument("--search", Phrase("改为搜到的文章", "instead, what this finds"), QUERY),
            Argument("--starred", Phrase("改为收藏", "instead, starred ones")),
            Argument("--later", Phrase("改为稍后读", "instead, those to be read later")),
            Argument("--limit", Phrase("最多多少篇（默认 50）", "how many at most (default: 50)"), NUMBER),
            Argument(
                "--output",
                Phrase("写到这个文件，一次写成", "write it to this file, all at once"),
                FILE,
                parameter="file",
            ),
        ),
    ),
    "state": Command(
        Phrase(
            "标记、阅读位置、笔记和保存的搜索：写成一个文件，与别的机器合并",
            "marks, places, notes and views: to a file, merged",
        ),
        (
            Argument(
                "action",
                Phrase(
                    "export：写成 JSON Lines，一条一行（默认到标准输出）；import：合并这些文件，每条以后改的为准",
                    "export: write them as JSON Lines, one a line (default: to stdout); import: merge files, of each "
                    "item what was changed last",
                ),
                one_of("export", "import"),
            ),
            Argument("files", Phrase("文件；- 是标准输入", "files; - is stdin"), FILE, "*"),
        ),
    ),
    "sync": Command(
        Phrase("把栏目或全站存到本地", "take categories, or the whole site, offline"),
        (
            Argument("categories", Phrase("栏目（默认全部）", "categories (default: all)"), CATEGORY, "*"),
            (
                Argument("--all", Phrase("每一页列表", "every listing page"), parameter="everything"),
                Argument(
                    "--pages",
                    Phrase("每个栏目最多几页列表", "listing pages of each category at most"),
                    NUMBER,
                ),
            ),
            _SINCE,
            Argument("--no-images", Phrase("不取图片", "no pictures")),
            (
                Argument("--attachments", Phrase("也取文章所附的文件", "also the files that articles link")),
                Argument("--no-attachments", Phrase("不取附件（即使设置里要取）", "no attachments, whatever is set")),
            ),
            Argument("--quiet", Phrase("只说失败（用于 cron）", "tell failures only (for cron)")),
            Argument("--delay", Phrase("两次请求间隔的秒数", "seconds between two requests"), SECONDS),
            Argument("--concurrency", Phrase("同时的连接数", "connections at once"), NUMBER),
        ),
    ),
    "prune": Command(
        Phrase("本地占用的空间；清理图片、附件和网页", "the space the library takes; remove what can be had again"),
        (
            Argument(
                "--images-older-than",
                Phrase("删去只出现在这么多天以前的文章里的图片", "pictures that only articles older than that show"),
                DAYS,
            ),
            Argument(
                "--attachments-older-than",
                Phrase("删去只有这么多天以前的文章所附的文件", "files that only articles older than that link"),
                DAYS,
            ),
            Argument("--raw-pages", Phrase("删去文章的原始网页", "the raw pages of articles")),
            Argument(
                "--category",
                Phrase(
                    "只限这个栏目独有的文章；单独给出时，删去它们缓存的全部内容（收藏、稍后读和有笔记的除外）",
                    "of articles in this category alone; without the above, all that is kept of these (not starred, "
                    "not later, no notes)",
                ),
                CATEGORY,
            ),
            Argument("--dry-run", Phrase("只计算，不删", "count only, remove nothing")),
        ),
    ),
    "backup": Command(
        Phrase("备份收藏和阅读记录", "a backup of marks and places"),
        (
            Argument(
                "file",
                Phrase("写到这个新文件（默认写成当天的备份）", "a new file to write (default: the day's backup)"),
                FILE,
                "?",
            ),
        ),
    ),
    "restore": Command(
        Phrase("从备份恢复收藏和阅读记录", "restore marks and places from a backup"),
        (
            Argument(
                "file",
                Phrase("备份文件（默认列出备份，用内容最新的一份）", "the backup (default: a list, and the latest)"),
                FILE,
                "?",
            ),
            Argument("--yes", Phrase("不再询问", "do not ask")),
        ),
    ),
    "check": Command(Phrase("检查两个数据库是否完好", "whether both files of the library are sound")),
    "paths": Command(Phrase("数据、配置和备份在哪里", "where data, configuration and backups lie")),
    "profile": Command(
        Phrase("所知道的网站版式；为别的网站写说明文件", "what is known of the site; a profile of another one"),
        (
            Argument(
                "action",
                Phrase(
                    "show：正在用的和学到的；learn：看一遍网站，输出说明文件 (TOML)",
                    "show: what is used, and what was learned; learn: look at the site and print a profile (TOML)",
                ),
                one_of("show", "learn"),
            ),
            Argument(
                "url",
                Phrase("要看的网站（默认是设置里的）", "the site to look at (default: the configured one)"),
                URL,
                "?",
            ),
        ),
    ),
    "config": Command(Phrase("当前的设置，各从哪里来", "the settings in effect, and where each came from")),
    "completions": Command(
        Phrase("让 shell 补全命令和选项的脚本", "a script by which a shell completes commands and options"),
        (Argument("shell", Phrase("哪种 shell", "the shell"), one_of("bash", "zsh", "fish")),),
        package="cli",
    ),
    "man": Command(Phrase("手册页（roff 格式）", "the manual page (in roff)"), package="cli"),
    "doctor": Command(Phrase("检查哪里不正常，该怎么办", "what works, what does not, and what to do")),
}
"""A new command is a row here, and a module of the same name."""
