"""Three categories to fill a library with, and a newsroom whose web is a few lines here."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from achie_tui.config import Config
from achie_tui.errors import AchieError
from achie_tui.library.library import Kept, Library, View
from achie_tui.model import Article, Block, Category, CategoryCount, Link, Listing, Row, TextBlock
from achie_tui.newsroom import Newsroom
from achie_tui.parse import PARSER_VERSION
from achie_tui.pictures.errors import PictureMissingError
from achie_tui.web.answer import NOW, Asked

CATEGORIES = (
    Category("高新院新闻", "/news/gxyxw/", "gxyxw"),
    Category("政策解读", "/news/zcjd/", "zcjd"),
    Category("高新区新闻", "/news/gxq/", "gxq"),
)
TITLES = (
    "【重点策划】党建引领科技攀高向新",
    "苏州工业园区发布生物医药三年行动",
    "成渝协同:从双城到一圈",
    "一张蓝图绘到底[/]:高新区规划环评的十年",
    "从一片滩涂到千亿园区",
    "人才公寓开工,首批三千套",
    "知识产权质押融资突破百亿元",
    "新型研发机构怎么评价",
)
TODAY = 1_900_000_000.0
LINE = "这座园区从一片滩涂起步,如今聚集了上千家企业,夜里的灯光沿着河岸一直亮到港口,照着来往的货轮。"


def path_of(category: Category, number: int) -> str:
    """Give the path of the n-th article of a category."""
    return f"{category.path}20250{number % 8 + 1}15{1000 + number}.html"


def row_of(category: Category, number: int) -> Row:
    """Give the listing row of the n-th article of a category."""
    return Row(path_of(category, number), f"{TITLES[number % len(TITLES)]}({number})", f"2025-0{number % 8 + 1}-15")


def article_of(category: Category, number: int) -> Article:
    """Give the n-th article of a category."""
    row = row_of(category, number)
    return Article(
        path=row.path,
        id=1000 + number,
        title=row.title,
        category=category.name,
        breadcrumb=("主页", category.name),
        source="高新院",
        author=None,
        published=row.published,
        attribution=None,
        blocks=tuple(TextBlock("paragraph", f"第 {each} 段。" + LINE * 3) for each in range(1, 13)),
        related=(Link("相关文章", path_of(category, number + 1)),),
    )


def listing_of(category: Category, rows: Sequence[Row], page: int = 1) -> Listing:
    """Give one of the two listing pages of a category."""
    return Listing(tuple(rows), page=page, pages=2, template=f"{category.path}list_1_{{page}}.html")


def fill(library: Library, *, articles: int = 12, kept: int = 6) -> None:
    """Fill a library with three categories; the first `kept` articles of each read offline."""
    library.save_categories(CATEGORIES)
    for category in CATEGORIES:
        rows = tuple(row_of(category, number) for number in range(articles))
        library.save_listing(category.path, listing_of(category, rows), at=TODAY)
        library.set_refreshed(category.path, TODAY)
        for number in range(kept):
            library.save_article(article_of(category, number), parser=PARSER_VERSION, at=TODAY)


def keep_first(library: Library, blocks: tuple[Block, ...]) -> Article:
    """Keep the first article of the first category with other blocks."""
    article = replace(article_of(CATEGORIES[0], 0), blocks=blocks)
    library.save_article(article, parser=PARSER_VERSION, at=TODAY + 1)
    return article


class FakeNewsroom(Newsroom):
    """A newsroom whose site has `waiting` articles more than the library knows.

    It keeps `introduced` of them by itself, to learn from. `failure` is raised by all that asks the web; `gate` holds
    it up until it is set; `asked` tells what was asked, and `urgent` whether the listings among that were asked for by
    somebody who waits.
    """

    def __init__(self, config: Config, library: Library, *, clock: Callable[[], float] = time.time) -> None:
        super().__init__(config, library, clock=clock)
        self.failure: AchieError | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked: list[str] = []
        self.urgent: list[bool] = []
        self.insisted = 0
        self.waiting = self.introduced = 0
        self.closed = False

    async def _ask(self, what: str) -> None:
        self.asked.append(what)
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure

    def insist(self) -> None:
        """Count how often that was wanted."""
        self.insisted += 1

    async def refresh_categories(self, asked: Asked | None = None) -> list[CategoryCount]:  # noqa: ARG002
        """Discover the three categories."""
        await self._ask("categories")
        self.library.save_categories(CATEGORIES)
        return self.categories()

    async def refresh(self, category: Category, asked: Asked = NOW) -> int:
        """Find the waiting articles."""
        self.urgent.append(asked.urgent)
        await self._ask(category.path)
        rows = tuple(row_of(category, 100 + number) for number in range(self.waiting))
        old = tuple(row_of(category, number) for number in range(12))
        new = self.library.save_listing(category.path, listing_of(category, (*rows, *old)), at=TODAY)
        self.library.set_refreshed(category.path, TODAY)
        return len(new)

    async def older(self, category: Category, asked: Asked | None = None) -> int:  # noqa: ARG002
        """Find ten older articles, the last ones."""
        await self._ask(f"older {category.path}")
        known = len(self.library.views.keys(View(category.path)))
        rows = tuple(row_of(category, known + number) for number in range(10))
        new = self.library.save_listing(category.path, listing_of(category, rows, page=2), at=TODAY)
        return len(new)

    async def get_to_know(self, category: Category) -> int:
        """Keep an article or two, as `introduced` says; learning from them has tests of its own."""
        numbers, self.introduced = range(self.introduced), 0
        for number in numbers:
            self.library.save_article(article_of(category, 11 - number), parser=PARSER_VERSION, at=TODAY)
        return len(numbers)

    async def read(self, path: str, asked: Asked | None = None) -> Kept:  # noqa: ARG002
        """Fetch an article."""
        await self._ask(path)
        for category in CATEGORIES:
            for number in range(200):
                if path_of(category, number) == path:
                    self.library.save_article(article_of(category, number), parser=PARSER_VERSION, at=TODAY)
        kept = self.kept(path)
        assert kept is not None
        return kept

    async def picture(self, src: str) -> bytes:
        """Give a picture that is kept; the site has no others."""
        if not self.library.pictures.has(src):
            await self._ask(src)
            raise self.picture_refused(src) or PictureMissingError
        return await super().picture(src)

    async def close(self) -> None:
        """Note it."""
        self.closed = True
