"""Markup in whatever is shown: it stands there as it is written, styles nothing, and does nothing when clicked."""

from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from achie_tui.config import Config
from achie_tui.library.library import Library
from achie_tui.model import Category, ImageBlock, Link, ListBlock, Listing, ListItem, Row, TableBlock, TextBlock
from achie_tui.parse import PARSER_VERSION
from tests.tui.driver import WIDE, Driver, running
from tests.tui.fake import CATEGORIES, TODAY, FakeNewsroom, article_of

pytestmark = pytest.mark.fault(4)

MARKUP = (
    "[/]",
    "[/b]末",
    "[bold]粗[/bold]",
    "[red on blue]色",
    "[@click=app.quit]退[/]",
    "[@click=app.theme]换[/]",
    "[@click=screen.do('star')]藏",
    "[link=https://evil.example/]链",
    "[$error]错[/$error]",
    "[[双]]",
    "\\[斜]\\",
    "[#ff0000][",
)

EVERY_DAY = ("[/]", "[bold]粗[/bold]", "[@click=app.theme]换[/]")


def hostile(library: Library, text: str) -> None:
    """Fill a library with a text, wherever one can stand."""
    category = Category(text, "/news/m/", "m")
    library.save_categories([category])
    article = article_of(CATEGORIES[0], 0)
    link = Link(text, "/news/m/2.html", text)
    article = replace(
        article,
        path="/news/m/1.html",
        title=text,
        category=text,
        breadcrumb=(text,),
        source=text,
        author=text,
        attribution=text,
        published=text,
        blocks=(
            TextBlock("paragraph", text),
            TextBlock("heading", text, level=2),
            TextBlock("quote", text),
            ImageBlock("https://img.example/a.png", text, text),
            TableBlock(((text, text), (text, text)), header_rows=1),
            ListBlock(ordered=True, items=(ListItem(text),)),
        ),
        related=(link,),
        previous=link,
        next=link,
    )
    library.save_listing(category.path, Listing((Row(article.path, text, text, text),), page=1, pages=1), at=TODAY)
    library.set_refreshed(category.path, TODAY)
    library.save_article(article, parser=PARSER_VERSION, at=TODAY)
    library.save_article(replace(article, blocks=article.blocks[1:]), parser=PARSER_VERSION, at=TODAY + 60)


async def click_on(desk: Driver, text: str) -> None:
    """Click into a text wherever it stands."""
    for row, line in enumerate(desk.screen):
        if text in line:
            column = cell_len(line[: line.index(text)])
            await desk.pilot.click(offset=(column + cell_len(text) // 2, row))


@pytest.mark.parametrize(
    "text", [pytest.param(text, marks=[pytest.mark.long] * (text not in EVERY_DAY)) for text in MARKUP]
)
async def test_it_is_shown_as_it_is_written_and_does_nothing(config: Config, library: Library, text: str) -> None:
    hostile(library, text)
    newsroom = FakeNewsroom(config, library)
    async with running(newsroom, WIDE) as desk:
        theme = desk.app.theme
        assert desk.text.count(text) >= 2, "in the sidebar and in the list"
        await desk.press("enter")
        assert desk.text.count(text) >= 8, "in the article"
        await desk.press("slash")
        desk.main.prompt.field.value = text
        await desk.settle()
        await desk.press("enter")
        desk.main.tell(text, failed=True)
        await desk.settle()
        assert text in desk.status
        await desk.press("D")
        assert text in desk.text
        await desk.press("q", "i")
        assert text in desk.text
        await desk.press("q", "f2")
        desk.app.screen.query_one(Input).value = text
        await desk.pilot.pause(0.4)
        assert f"前往：{text}" in desk.text
        await desk.press("escape")
        await click_on(desk, text)
        assert desk.app.is_running
        assert desk.app.theme == theme
        assert library.views.totals().starred == 0
        assert all(url.startswith("https://") or "/news/" in url for url in desk.opened)
        assert not any("evil" in url for url in desk.opened)
