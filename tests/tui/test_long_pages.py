"""A page may be as long as it likes: what a key costs does not grow with it, and all of its text is there."""

import time
from collections.abc import Awaitable, Callable

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from achie_tui.library.records import Kept
from achie_tui.model import Article, Block, CellLink, ImageBlock, ListBlock, ListItem, Span, TableBlock, TextBlock
from achie_tui.tui.widgets.gradual_setting import AT_ONCE
from achie_tui.tui.widgets.reader import Reader
from achie_tui.tui.widgets.sheet import Position
from achie_tui.tui.widgets.sheet_view import SheetView
from achie_tui.typeset.document import block_text, lay_out

SECONDS = 1.0
"""A guard, and no figure: what was quadratic took ten times as long and more."""

MANY = 30_000
WORDS = [TextBlock("paragraph", f"第{number}段") for number in range(MANY)]
PAGES: dict[str, list[Block]] = {
    "paragraphs": [*WORDS],
    "one word": [TextBlock("paragraph", "a" * 1_900_000)],
    "marks without a width": [TextBlock("paragraph", "a" + "\u0301" * 300_000)],
    "a line for each character": [TextBlock("preformatted", "字\n" * 300_000)],
    "columns": [TableBlock(tuple(tuple(f"第{column}格" for column in range(3_000)) for _ in range(20)), 1)],
    "links in columns": [
        TableBlock(
            (("一则",) * 2_000,) * 20, 0, tuple(CellLink(1, c, "https://e.example/", "一则") for c in range(2_000))
        )
    ],
    "rows": [TableBlock((("一", "二"),) * MANY)],
    "items": [ListBlock(ordered=False, items=tuple(ListItem(f"第{number}项") for number in range(MANY)))],
    "pictures": [ImageBlock(f"/a/{number}.png", alt="港口") for number in range(20_000)],
    "links": [
        TextBlock(
            "paragraph", "链接" * MANY, tuple(Span(2 * n, 2 * n + 2, "link", "https://e.example/") for n in range(MANY))
        )
    ],
}


def kept(blocks: list[Block]) -> Kept:
    article = Article("/a/1.html", 1, "长", None, (), None, None, None, None, tuple(blocks))
    return Kept(article, 0.0, 1, revised=False)


class Shelf(App[None]):
    """An app with a reader and nothing else."""

    def compose(self) -> ComposeResult:
        """Give the reader."""
        yield Reader("zh")

    def on_mount(self) -> None:
        """Let it have the keys."""
        self.reader.focus()

    @property
    def reader(self) -> Reader:
        """The reader."""
        return self.query_one(Reader)


async def until(pilot: Pilot[None], is_so: Callable[[], bool]) -> None:
    for _ in range(3_000):
        if is_so():
            return
        await pilot.pause(0.01)
    pytest.fail("it never was so")


async def quickly(what: Awaitable[None]) -> None:
    started = time.thread_time()
    await what
    assert time.thread_time() - started < SECONDS


async def shown(pilot: Pilot[None], reader: Reader, blocks: list[Block]) -> None:
    reader.show(kept(blocks))
    await pilot.pause()


@pytest.mark.fault(14)
@pytest.mark.realtime
@pytest.mark.parametrize("kind", PAGES)
async def test_no_key_waits_for_all_of_a_page(kind: str) -> None:
    app = Shelf()
    async with app.run_test(size=(100, 30)) as pilot:
        await quickly(shown(pilot, app.reader, PAGES[kind]))
        for key in ("j", "space", "G", "g", "l", "h", "pagedown", "up"):
            await quickly(pilot.press(key))
        app.reader.find(block_text(PAGES[kind][-1])[:2] or "港口")
        await quickly(pilot.press("j"))


@pytest.mark.fault(14)
@pytest.mark.parametrize("kind", ["paragraphs", "items", "links in columns", "a line for each character"])
@pytest.mark.long
async def test_all_of_it_is_set_in_the_end_as_it_would_be_at_once(kind: str) -> None:
    app = Shelf()
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(pilot, app.reader, PAGES[kind])
        assert not app.reader.text_layout.is_whole
        await until(pilot, lambda: app.reader.text_layout.is_whole)
        layout = app.reader.text_layout
        assert layout.lines == lay_out(app.reader.shown.blocks, layout.measure)
        assert app.reader.virtual_size.height == len(layout.lines)


async def test_the_end_is_gone_to_as_soon_as_it_is_there() -> None:
    app = Shelf()
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(pilot, app.reader, [*WORDS[:8_000]])
        await pilot.press("G")
        await until(pilot, lambda: app.reader.at_end)
        assert app.reader.percent == 100
        assert app.reader.top.block > 7_900


async def test_a_page_whose_end_is_not_set_yet_does_not_end() -> None:
    app = Shelf()
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(pilot, app.reader, [*WORDS])
        app.reader.scroll_to(y=app.reader.max_scroll_y, animate=False)
        assert not app.reader.at_end
        assert app.reader.percent < 100


async def test_a_place_far_down_is_gone_to_unless_one_goes_elsewhere() -> None:
    app = Shelf()
    async with app.run_test(size=(100, 30)) as pilot:
        app.reader.show(kept([*WORDS]), place=(9_000, 0))
        await until(pilot, lambda: app.reader.place == (9_000, 0) and app.reader.scroll_offset.y > 2 * 8_900)
        app.reader.show(kept([*WORDS]), place=(9_000, 0))
        await pilot.pause()
        await pilot.press("j")
        await until(pilot, lambda: app.reader.text_layout.reaches(Position(9_500, 0)))
        assert app.reader.scroll_offset.y < 10


async def test_what_is_found_far_down_is_looked_at_as_soon_as_it_is_set() -> None:
    app = Shelf()
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(pilot, app.reader, [*WORDS])
        app.reader.find("第8888段")
        await until(pilot, lambda: any("第8888段" in line for line in lines_in_sight(app.reader)))


def lines_in_sight(view: SheetView) -> list[str]:
    return [view.text_layout.lines[index].text for index in view.viewport.lines]


async def test_an_article_of_the_usual_length_is_set_at_once() -> None:
    app = Shelf()
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(pilot, app.reader, [*WORDS[: AT_ONCE // 4]])
        assert app.reader.text_layout.is_whole
