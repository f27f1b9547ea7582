"""What the site changed in an article, on the screen."""

from dataclasses import replace

import pytest

from achie_tui.model import ImageBlock, TableBlock, TextBlock
from achie_tui.parse import PARSER_VERSION
from achie_tui.tui.screens.differences import DifferencesScreen
from achie_tui.tui.screens.main import MainScreen
from achie_tui.tui.themes import THEMES
from tests.tui.driver import MEDIUM, NARROW, WIDE, Driver, running, with_config
from tests.tui.fake import CATEGORIES, TODAY, FakeNewsroom, article_of, path_of

FIRST = CATEGORIES[0]
DAY = 86400.0


@pytest.fixture
def revised(newsroom: FakeNewsroom) -> FakeNewsroom:
    """Give a newsroom whose first article the site has changed since it was kept."""
    before = article_of(FIRST, 0)
    table = TableBlock((("指标", "2024"), ("企业", "120")))
    blocks = (TextBlock("paragraph", "原定六月底前完成,总投资三亿元。"), *before.blocks[:8], table)
    after = (
        TextBlock("paragraph", "原定九月底前完成,总投资五亿元。"),
        *before.blocks[:3],
        TextBlock("paragraph", "这一段是后来添上的,[bold]原来没有[/]。"),
        *before.blocks[4:8],
        replace(table, rows=(("指标", "2024"), ("企业", "150"))),
        ImageBlock("/uploads/a.png", caption="新图"),
    )
    library = newsroom.library
    library.save_article(replace(before, blocks=blocks), parser=PARSER_VERSION, at=TODAY + DAY)
    library.save_article(replace(before, blocks=after), parser=PARSER_VERSION, at=TODAY + 2 * DAY)
    return newsroom


def looks(desk: Driver) -> dict[str, set[str]]:
    """Give what is struck and what is underlined on the screen."""
    found: dict[str, set[str]] = {"strike": set(), "underline": set()}
    for strip in desk.app.screen._compositor.render_strips():
        for segment in strip:
            if segment.style:
                for look, texts in found.items():
                    if getattr(segment.style, look):
                        texts.add(segment.text)
    return found


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_what_was_taken_out_is_struck_and_what_was_put_in_is_underlined(
    revised: FakeNewsroom, size: tuple[int, int]
) -> None:
    async with running(revised, size) as desk:
        await desk.press("enter")
        assert "按 D 看改了什么" in desk.text
        await desk.press("D")
        assert isinstance(desk.app.screen, DifferencesScreen)
        print("\n".join(desk.screen))
        assert "修订前后" in desk.screen[0]
        shown = looks(desk)
        assert {"删去的文字", "六", "三"} <= shown["strike"]
        assert {"添上的文字", "九", "五"} <= shown["underline"]
        await desk.press("escape")
        assert isinstance(desk.app.screen, MainScreen)
        assert desk.pane == "reader"


async def test_one_walks_from_change_to_change(revised: FakeNewsroom) -> None:
    async with running(revised, (60, 12)) as desk:
        await desk.press("enter", "D")
        screen = desk.app.screen
        assert isinstance(screen, DifferencesScreen)
        changes = len(screen.view.changes)
        assert changes >= 5
        assert f"改动 0/{changes} 处" in desk.status
        seen = set()
        for number in range(1, changes + 1):
            await desk.press("n")
            assert f"改动 {number}/{changes} 处" in desk.status
            seen |= looks(desk)["underline"]
        assert any("[bold]原来没有[/]" in text or "原来没有" in text for text in seen)
        assert "新图" in seen
        await desk.press("n")
        assert f"改动 1/{changes} 处" in desk.status
        await desk.press("N")
        assert f"改动 {changes}/{changes} 处" in desk.status
        await desk.press("g", "space", "j", "k", "q")
        assert isinstance(desk.app.screen, MainScreen)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_it_can_be_told_apart_in_every_theme(revised: FakeNewsroom, theme: str) -> None:
    async with running(with_config(revised, theme=theme)) as desk:
        await desk.press("D")
        strips = [segment for strip in desk.app.screen._compositor.render_strips() for segment in strip]
        [out] = {segment.style for segment in strips if segment.text == "删去的文字"}
        [new] = {segment.style for segment in strips if segment.text == "添上的文字"}
        assert out is not None
        assert new is not None
        assert out.strike
        assert not out.underline
        assert new.underline
        assert not new.strike


async def test_an_article_that_was_never_revised_says_so(revised: FakeNewsroom) -> None:
    async with running(revised) as desk:
        await desk.press("j", "D")
        assert "没有修订过" in desk.status
        revised.library.marks.mark([path_of(FIRST, 1)], read=True)
        await desk.press("G", "D")
        assert "没有修订过" in desk.status
