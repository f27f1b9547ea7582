"""Libraries of any size for the benchmarks: synthetic Chinese articles, written the way a sync writes them."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from achie_tui.library.library import Library
from achie_tui.model import Article, Category, Listing, Row, TextBlock
from achie_tui.parse import PARSER_VERSION

NAMES = ("要闻", "新闻", "政策", "规划", "产业", "创新", "园区", "人才", "金融", "开放", "研究", "观点", "活动")
CATEGORIES = tuple(Category(name, f"/news/c{number}/", f"c{number}") for number, name in enumerate(NAMES))
CHARACTERS = "园区高新技术产业开发企业研发人才创新政策规划河岸灯光港口货轮从一片滩涂到千亿城市"
BEGAN = 1_700_000_000.0
ROWS = 20
LONG, NEWEST = 6_000, 1_000
"""Characters of an article among the newest, and how many these are."""
LENGTH = 800
"""Characters of all others, which are only there to be many."""
TOGETHER = 2_000
READ_EVERY = 3
"""One article in so many was read."""


def prose(chance: random.Random, length: int) -> str:
    """Give text of a length, with punctuation now and then."""
    clauses: list[str] = []
    while sum(map(len, clauses)) < length:
        clauses.append("".join(chance.choices(CHARACTERS, k=chance.randint(4, 15))) + chance.choice("，，，。；"))
    return "".join(clauses)[:length]


def title(number: int) -> str:
    """Give the title of an article, which no other one has."""
    chance = random.Random(number)
    return f"{number}号：" + "".join(chance.choices(CHARACTERS, k=chance.randint(14, 26)))


def path(number: int) -> str:
    """Give the path of an article."""
    return f"{CATEGORIES[number % len(CATEGORIES)].path}{100_000 + number}.html"


def beginning(number: int) -> str:
    """Give the first words of an article, which no other one has."""
    return f"第{number}篇，"


def article(number: int, text: str, title_of: Callable[[int], str] = title) -> Article:
    """Give an article with a text, in paragraphs of 200 characters; the lower its number, the newer it is."""
    text = beginning(number) + text
    return Article(
        path=path(number),
        id=None,
        title=title_of(number),
        category=CATEGORIES[number % len(CATEGORIES)].name,
        breadcrumb=("主页",),
        source="高新院",
        author=None,
        published=day(number),
        attribution=None,
        blocks=tuple(TextBlock("paragraph", text[start : start + 200]) for start in range(0, len(text), 200)),
    )


def day(number: int) -> str:
    """Give the day of an article."""
    return f"{2025 - number // 12_000}-{12 - number // 1_000 % 12:02}-{28 - number // 40 % 25:02}"


def listings(category: int, count: int, title_of: Callable[[int], str] = title) -> Iterator[Listing]:
    """Give a category's listing, page by page."""
    numbers = range(category, count, len(CATEGORIES))
    pages = -(-len(numbers) // ROWS)
    template = f"{CATEGORIES[category].path}list_{{page}}.html"
    for page in range(pages):
        rows = tuple(Row(path(each), title_of(each), day(each)) for each in numbers[page * ROWS : (page + 1) * ROWS])
        following = template.format(page=page + 2) if page + 1 < pages else None
        yield Listing(rows, page + 1, pages, len(numbers), following, template)


def forget_visits(folder: Path) -> None:
    """Have the app begin as it did when a data directory had just been filled, not where it was left.

    A file that is gone is restored from the latest copy: the first one knows the marks, and of no visit.
    """
    for file in folder.glob("user.db*"):
        file.unlink()
    _, *later = sorted((folder / "backups").glob("*.db"), key=lambda copy: copy.stat().st_mtime)
    for copy in later:
        copy.unlink()


def fill(folder: Path, count: int, title_of: Callable[[int], str] = title) -> None:
    """Fill a data directory with so many articles, unless that was done before; a third of them were read."""
    with Library.open(folder) as library:
        if library.views.totals().cached == count:
            return
        library.save_categories(CATEGORIES)
        for number, category in enumerate(CATEGORIES):
            with library.together():
                for listing in listings(number, count, title_of):
                    library.save_listing(category.path, listing, at=BEGAN + listing.page)
                library.set_refreshed(category.path, BEGAN)
        library.set_refreshed(None, BEGAN)
        chance = random.Random(count)
        source = prose(chance, 100_000 + LONG)
        for start in range(0, count, TOGETHER):
            with library.together():
                for number in range(start, min(start + TOGETHER, count)):
                    at = chance.randrange(100_000)
                    whole = article(number, source[at : at + (LONG if number < NEWEST else LENGTH)], title_of)
                    library.save_article(whole, parser=PARSER_VERSION, at=BEGAN)
        library.marks.mark([path(number) for number in range(0, count, READ_EVERY)], read=True)
        library.marks.mark([path(number) for number in range(0, count, 500)], starred=True)
        library.maintenance.backup_if_due()
