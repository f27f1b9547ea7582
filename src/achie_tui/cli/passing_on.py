"""The commands that pass on what is in the library: to a mailbox, a reader of feeds, another machine."""

from achie_tui.cli.parser import Argument, one_of
from achie_tui.cli.values import CATEGORY, FILE, MAILBOX, NUMBER, QUERY, SINCE, Command
from achie_tui.language import Phrase

PASSING_ON: dict[str, Command] = {
    "digest": Command(
        Phrase(
            "一段时间里新来的文章，附开头几句；可定时发邮件", "what is new, with first sentences; by mail and cron too"
        ),
        (
            Argument(
                "--since",
                Phrase(
                    "这么久以来，或从该日起（默认 7d）：新来的，且日期在内或出现在列表开头的",
                    "since so long, or that day (default: 7d): what came in then and is dated in it or headed a list",
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
}
