"""The reader under a pilot: looks, scrolling, places, links, selection, messages, hostile text."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.message import Message
from textual.pilot import Pilot
from textual.selection import SELECT_ALL, Selection

from achie_tui.language import Language
from achie_tui.library.records import Kept
from achie_tui.model import (
    LOST_CHARACTERS,
    Article,
    Block,
    CellLink,
    ImageBlock,
    Link,
    ListBlock,
    ListItem,
    Span,
    TableBlock,
    TextBlock,
)
from achie_tui.tui.safety import SafeOutput
from achie_tui.tui.widgets.reader import Reader
from achie_tui.tui.widgets.sheet import NO_BREAK_SPACE, article_sheet
from achie_tui.tui.widgets.text_layout import TextLayout
from tests.tui.grid import assert_as_kept, grid

LONG = "这座园区从一片滩涂起步,如今聚集了上千家企业,夜里的灯光沿着河岸一直亮到港口。"
LINKED = TextBlock(
    "paragraph",
    "全文见官方网站,附件另行公布。",
    (
        Span(0, 2, "strong"),
        Span(3, 7, "link", "https://www.example.cn/full.html"),
        Span(8, 10, "emphasis"),
    ),
)
PARAGRAPHS = tuple(TextBlock("paragraph", f"第{number}段。" + LONG * 4) for number in range(1, 41))
EVERYTHING: tuple[Block, ...] = (
    TextBlock("paragraph", LONG * 3),
    TextBlock("heading", "一、从滩涂到港口", level=2),
    LINKED,
    TextBlock("quote", "“我们不比谁跑得快,只比谁走得远。”一位老工程师说,“路修到哪里,厂房就盖到哪里。”" * 2),
    ListBlock(
        ordered=True,
        items=(
            ListItem("土地先行,规划落地。"),
            ListItem("人才公寓三千套,首批已经交付使用,第二批明年春天开工建设,租金由园区补贴一半。"),
        ),
    ),
    ImageBlock("https://www.example.cn/a.jpg", alt="港口夜景", caption="图为港口夜景,摄于去年冬天"),
    TableBlock(
        (("指标", "数值", "同比"), ("企业数", "1,204", "8.5%"), ("研发投入", "36.2亿元", "12.1%")), header_rows=1
    ),
    TextBlock("attribution", "(撰稿:河畔)"),
)
PLAIN = Article(
    path="/news/yq/2024051801.html",
    id=1,
    title="滩涂上长出的园区:一条河与一座港口的三十年",
    category="园区观察",
    breadcrumb=("首页", "园区观察"),
    source="河畔周刊",
    author="河畔",
    published="2024-05-18 09:30",
    attribution=None,
    blocks=EVERYTHING,
    related=(
        Link("港口二期开工", "/news/yq/2024042002.html", "2024-04-20"),
        Link("外站的一篇报道", "https://other.example/x"),
    ),
    previous=Link("上一座园区的故事", "/news/yq/2024051700.html"),
    next=Link("下一座园区的故事", "/news/yq/2024051902.html"),
)


def kept(**changes: Any) -> Kept:
    return Kept(replace(PLAIN, **changes), fetched=0.0, parser=1, revised=False)


class Host(App[None]):
    """An app of one reader."""

    def __init__(self, language: Language = "zh") -> None:
        super().__init__()
        self.reader = Reader(language)
        self.told: list[Message] = []
        self.wall = SafeOutput()

    def compose(self) -> ComposeResult:
        """Show the reader alone."""
        yield self.reader

    def on_mount(self) -> None:
        """Have it take the keys."""
        self.reader.focus()

    @on(Reader.LinkOpened)
    @on(Reader.PlaceChanged)
    @on(Reader.EndReached)
    def keep(self, message: Message) -> None:
        """Keep what the reader tells."""
        self.told.append(message)

    def links(self) -> list[str]:
        """Give the links that were followed."""
        return [message.url for message in self.told if isinstance(message, Reader.LinkOpened)]

    def places(self) -> list[tuple[str, int, int]]:
        """Give the places that were told."""
        return [(m.path, m.block, m.offset) for m in self.told if isinstance(m, Reader.PlaceChanged)]


def harmless(line: str) -> bool:
    """Whether a line holds nothing that commands a terminal or hides."""
    return line.replace(NO_BREAK_SPACE, " ").isprintable()


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Wait for something that a timer does."""
    for _ in range(100):
        if condition():
            return
        await pilot.pause(0.05)
    raise TimeoutError


def where(reader: Reader, text: str, after: int = 0) -> Offset:
    """Find a text on the screen: the cell in which it begins, or one some cells after."""
    for y, line in enumerate(grid(reader)):
        if text in line:
            return Offset(cell_len(line[: line.index(text)]) + after, y)
    raise AssertionError(text)


@pytest.mark.parametrize("width", [120, 80, 50, 30])
async def test_looks(width: int) -> None:
    app = Host()
    async with app.run_test(size=(width, 90)):
        app.reader.show(kept(mirror=True, complete=False, extraction="density"))
        assert_as_kept(grid(app.reader), f"reader-{width}")


async def test_looks_in_english() -> None:
    app = Host("en")
    async with app.run_test(size=(80, 60)):
        app.reader.show(kept(mirror=True, complete=False, extraction="density"))
        assert_as_kept(grid(app.reader), "reader-english")


@pytest.mark.parametrize("width", range(1, 24))
async def test_it_can_be_narrow(width: int) -> None:
    app = Host()
    async with app.run_test(size=(width, 20)) as pilot:
        app.reader.show(kept())
        await pilot.press(*["space"] * 5)
        grid(app.reader)


async def test_scrolling_and_percent() -> None:
    app = Host()
    async with app.run_test(size=(80, 20)) as pilot:
        app.reader.show(kept(blocks=PARAGRAPHS))
        assert app.reader.percent == 0
        seen = []
        for key in ("j", "down", "k", "space", "pagedown", "b", "ctrl+d", "ctrl+u", "pageup", "up", "home"):
            await pilot.press(key)
            seen.append(app.reader.scroll_offset.y)
        assert seen == [1, 2, 1, 19, 37, 19, 29, 19, 1, 0, 0]
        await pilot.press("G")
        assert app.reader.scroll_offset.y == app.reader.max_scroll_y > 100
        assert app.reader.percent == 100
        await pilot.press("g")
        assert app.reader.percent == 0


async def test_space_at_the_end_goes_on() -> None:
    app = Host()
    async with app.run_test(size=(80, 20)) as pilot:
        app.reader.show(kept(blocks=PARAGRAPHS[:4], related=(), previous=None, next=None))
        ends = []
        for key in ("space", "space", "space", "space", "k", "j", "space", "m", "space", "space"):
            await pilot.press(key)
            ends.append(sum(isinstance(message, Reader.EndReached) for message in app.told))
        assert ends == [0, 0, 1, 1, 1, 1, 1, 1, 1, 2], "asked first, and again after any other key"


async def test_an_article_in_sight_as_a_whole_is_read_to_its_end() -> None:
    app = Host()
    async with app.run_test(size=(80, 40)) as pilot:
        app.reader.show(kept(blocks=PARAGRAPHS[:1]))
        assert app.reader.percent == 100
        await pilot.press("space")
        assert app.told == []
        await pilot.press("space")
        assert [type(message) for message in app.told] == [Reader.EndReached]


async def test_a_mark_tells_how_far_down_one_is() -> None:
    app = Host()
    async with app.run_test(size=(80, 20)) as pilot:
        app.reader.show(kept(blocks=PARAGRAPHS))
        marked = [[y for y, line in enumerate(grid(app.reader)) if line.endswith("▐")]]
        for key in ("space", "G"):
            await pilot.press(key)
            marked.append([y for y, line in enumerate(grid(app.reader)) if line.endswith("▐")])
        assert marked[0][0] == 0
        assert marked[2][-1] == 19
        assert marked[0][0] < marked[1][0] < marked[2][0]
        assert {len(lines) for lines in marked} == {len(marked[0])}
        app.reader.show(kept(blocks=PARAGRAPHS[:1], related=(), previous=None, next=None))
        assert not any("▐" in line for line in grid(app.reader))


async def test_the_first_new_line_of_a_last_page_is_marked_until_the_next_key() -> None:
    app = Host()
    async with app.run_test(size=(80, 20)) as pilot:
        app.reader.show(kept(blocks=PARAGRAPHS[:6]))
        while not app.reader.at_end:
            assert not any(line.startswith("▐") for line in grid(app.reader))
            last = grid(app.reader)[-1].removesuffix("▐").rstrip()
            await pilot.press("space")
        [y] = [y for y, line in enumerate(grid(app.reader)) if line.startswith("▐")]
        assert grid(app.reader)[y - 1].removesuffix("▐").rstrip() == last
        await pilot.press("k")
        assert not any(line.startswith("▐") for line in grid(app.reader))


async def test_the_header_of_a_table_stays_in_sight_while_it_scrolls_by() -> None:
    rows = (("年份", "产值"), *((f"{year}年", str(year)) for year in range(1980, 2024)))
    app = Host()
    async with app.run_test(size=(60, 12)) as pilot:
        app.reader.show(kept(blocks=(TableBlock(rows, header_rows=1), *PARAGRAPHS[:6])))
        await pilot.press(*["j"] * 10)
        lines = [line.split() for line in grid(app.reader)]
        assert lines[0][:2] == ["年份", "产值"]
        assert lines[1][0] == f"{int(lines[2][0][:4]) - 1}年"
        assert await drag(app, pilot, where(app.reader, "年份"), where(app.reader, "产值")) == "年份\t产值"
        await pilot.press(*["j"] * 50)
        assert not any("年份" in line for line in grid(app.reader))


async def test_the_text_on_the_top_line_stays_when_the_width_changes() -> None:
    app = Host()
    async with app.run_test(size=(100, 20)) as pilot:
        app.reader.show(kept(blocks=PARAGRAPHS))
        await pilot.press("space", "space", "space", "j")
        top = app.reader.scroll_offset.y
        text = grid(app.reader)[0].strip()
        assert len(text) > 40
        for width in (50, 33, 120, 72, 100):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            assert text[:4] in "".join(line.strip() for line in grid(app.reader)[:2])
        assert app.reader.scroll_offset.y == top


async def test_the_place_is_told_once_when_scrolling_rests() -> None:
    app = Host()
    async with app.run_test(size=(80, 20)) as pilot:
        app.reader.show(kept(blocks=PARAGRAPHS))
        app.reader.action_page(1)
        app.reader.action_page(1)
        app.reader.action_line(1)
        assert app.reader.place > (0, 0)
        await pilot.pause()
        assert app.places() == []
        await until(pilot, lambda: len(app.places()) == 1)
        [(path, block, offset)] = app.places()
        assert (path, (block, offset)) == (PLAIN.path, app.reader.place)
        top = grid(app.reader)[0]

        app.reader.show_message("加载中", "请稍候")
        await pilot.pause()
        app.reader.show(kept(blocks=PARAGRAPHS, mirror=True), place=(block, offset))
        assert grid(app.reader)[0] == top
        app.reader.action_top()
        await until(pilot, lambda: len(app.places()) == 2)
        assert app.places()[1] == (PLAIN.path, 0, 0)


async def test_the_place_outlasts_being_hidden() -> None:
    app = Host()
    async with app.run_test(size=(80, 20)) as pilot:
        app.reader.show(kept(blocks=PARAGRAPHS))
        app.reader.action_page(2)
        place, top = app.reader.place, grid(app.reader)[0]
        app.reader.display = False
        await pilot.pause()
        app.reader.display = True
        await pilot.pause()
        assert (app.reader.place, grid(app.reader)[0]) == (place, top)
        app.reader.display = False
        await pilot.pause()
        app.reader.show(kept(blocks=PARAGRAPHS), place=(5, 0))
        app.reader.display = True
        await pilot.pause()
        assert grid(app.reader)[0].strip().startswith("第6段")


async def test_a_place_is_told_before_the_article_goes() -> None:
    app = Host()
    async with app.run_test(size=(80, 20)) as pilot:
        app.reader.show(kept(blocks=PARAGRAPHS))
        await pilot.press("G")
        app.reader.show(kept(path="/other.html"))
        await pilot.pause()
        [(path, block, _)] = app.places()
        assert (path, block > 30) == (PLAIN.path, True)
        assert app.reader.scroll_offset.y == 0


@pytest.mark.parametrize("place", [(0, 0), (3, 10_000), (10_000, 0), (-5, -5), None])
async def test_any_place_will_do(place: tuple[int, int] | None) -> None:
    app = Host()
    async with app.run_test(size=(80, 20)):
        app.reader.show(kept(), place=place)
        grid(app.reader)


async def test_a_place_given_before_the_first_layout() -> None:
    app = Host()
    app.reader.show(kept(blocks=PARAGRAPHS), place=(7, 0))
    async with app.run_test(size=(80, 20)):
        assert grid(app.reader)[0].strip().startswith("第8段")


async def test_links() -> None:
    app = Host()
    async with app.run_test(size=(80, 60)) as pilot:
        app.reader.show(kept())
        for text in ("官方网站", "港口二期开工", "外站的一篇报道", "上一座园区", "下一座园区", "附件", "相关文章"):
            await pilot.click(Reader, offset=where(app.reader, text, 1))
        assert app.links() == [
            "https://www.example.cn/full.html",
            "/news/yq/2024042002.html",
            "https://other.example/x",
            "/news/yq/2024051700.html",
            "/news/yq/2024051902.html",
        ]


async def test_two_links_on_a_line_lead_where_each_says() -> None:
    app = Host()
    async with app.run_test(size=(80, 20)) as pilot:
        spans = (Span(0, 2, "link", "/news/yq/1.html"), Span(3, 5, "link", "//evil.example/"), Span(6, 8, "link", "/b"))
        row = CellLink(0, 1, "/news/yq/2.html", "乙")
        blocks = (TextBlock("paragraph", "甲案、丙案、丁案", spans), TableBlock((("甲", "乙"),), links=(row,)))
        app.reader.show(kept(blocks=blocks, related=(), previous=None, next=None))
        for text in ("丁案", "丙案", "甲案", "乙"):
            await pilot.click(Reader, offset=where(app.reader, text))
        assert app.links() == ["/b", "/news/yq/1.html", "/news/yq/2.html"]


async def test_styles_do_not_grow_with_the_addresses_of_links() -> None:
    app = Host()
    async with app.run_test(size=(80, 60)):
        looks = []
        for number in (1, 2):
            app.reader.show(kept(related=(Link("港口二期开工", f"/news/yq/{number}.html"),)))
            strips = [app.reader.render_line(y) for y in range(app.reader.size.height)]
            looks.append({segment.style for strip in strips for segment in strip})
        assert looks[0] == looks[1]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example/", "file:///etc/passwd", "https://a\x1b]0;b"])
async def test_bad_links_are_no_links(url: str) -> None:
    app = Host()
    async with app.run_test(size=(80, 60)) as pilot:
        block = TextBlock("paragraph", "请点这里查看", (Span(0, 6, "link", url),))
        app.reader.show(kept(blocks=(block,), related=(Link("还有这里", url),)))
        for text in ("请点这里", "还有这里"):
            await pilot.click(Reader, offset=where(app.reader, text))
        assert app.links() == []


async def drag(app: Host, pilot: Pilot[None], start: Offset, end: Offset) -> str | None:
    await pilot.mouse_down(Reader, offset=start)
    await pilot.hover(Reader, offset=end)
    await pilot.mouse_up(Reader, offset=end)
    await pilot.pause()
    return app.screen.get_selected_text()


async def test_a_selection_is_the_text_of_the_source() -> None:
    app = Host()
    async with app.run_test(size=(50, 80)) as pilot:
        app.reader.show(kept())
        text = await drag(app, pilot, where(app.reader, "滩涂起步"), where(app.reader, "从滩涂到", 2))
        assert text == (LONG * 3)[LONG.index("滩涂起步") :] + "\n一、从滩"
        quote = EVERYTHING[3]
        assert isinstance(quote, TextBlock)
        blank = where(app.reader, "土地先行") - (0, 1)
        assert await drag(app, pilot, where(app.reader, "“我们"), blank) == quote.text
        assert app.links() == []


async def test_a_selection_takes_a_table_by_rows_and_lists_by_items() -> None:
    app = Host()
    async with app.run_test(size=(80, 60)) as pilot:
        app.reader.show(kept())
        text = await drag(app, pilot, where(app.reader, "企业数"), where(app.reader, "研发", 1))
        assert text == "企业数\t1,204\t8.5%\n研发投入\t36.2亿元\t12.1%"
        text = await drag(app, pilot, where(app.reader, "规划落地"), where(app.reader, "公寓三千", 2))
        assert text == "规划落地。\n2. 人才公寓"


async def test_all_can_be_selected() -> None:
    app = Host()
    async with app.run_test(size=(50, 10)):
        app.reader.show(kept())
        selected = app.reader.get_selection(SELECT_ALL)
        assert selected is not None
        lines = selected[0].split("\n")
        assert lines[0] == PLAIN.title
        assert LONG * 3 in lines
        assert lines[-1] == "下一篇：下一座园区的故事"
        assert app.reader.get_selection(Selection(Offset(-9, -9), Offset(99, 999))) == selected


async def test_a_selection_ends_with_the_layout_it_was_made_in() -> None:
    app = Host()
    async with app.run_test(size=(80, 40)) as pilot:
        app.reader.show(kept())
        assert await drag(app, pilot, where(app.reader, "滩涂起步"), where(app.reader, "港口二期"))
        await pilot.resize_terminal(60, 40)
        await pilot.pause()
        assert app.screen.get_selected_text() is None


async def test_wide_tables_scroll_sideways() -> None:
    row = tuple(f"第{number}列的说明文字" for number in range(1, 13))
    app = Host()
    async with app.run_test(size=(60, 20)) as pilot:
        app.reader.show(kept(blocks=(TableBlock((row, row), header_rows=1),)))
        before = grid(app.reader)
        await pilot.press("greater_than_sign")
        after = grid(app.reader)
        assert before != after
        assert any(line.endswith(">") for line in before)
        await pilot.press(*["greater_than_sign"] * 16)
        assert not any(line.endswith(">") for line in grid(app.reader)[4:])
        await pilot.press(*["less_than_sign"] * 16)
        assert grid(app.reader) == before


async def test_the_first_column_of_a_wide_table_stays_and_no_number_is_cut() -> None:
    years = tuple(f"{year}年" for year in range(2009, 2025))
    rows = (("园区", *years), ("云泽高新技术产业开发区", *(f"{year * 7},{year % 10}00" for year in range(2009, 2025))))
    app = Host()
    async with app.run_test(size=(60, 20)) as pilot:
        app.reader.show(kept(blocks=(TableBlock(rows, header_rows=1),)))
        seen = set()
        for _ in range(len(years)):
            header, figures = (next(line for line in grid(app.reader) if word in line) for word in ("年  ", "云泽"))
            seen |= set(header.strip("<> ").split()) | set(figures.strip("<> ").split())
            await pilot.press("greater_than_sign")
        assert seen <= {cell for row in rows for cell in row} | {"云泽高新技术产业开"}
        assert {*years, *rows[1][1:]} <= seen
        await pilot.press("less_than_sign")
        app.reader.find(rows[1][1])
        assert any(rows[1][1] in line for line in grid(app.reader))


async def test_messages() -> None:
    app = Host()
    async with app.run_test(size=(50, 12)) as pilot:
        app.reader.show_message("连不上网站", "网络不通,或者网站没有应答。\n\n按 r 再试一次,按 o 用浏览器打开。")
        assert_as_kept(grid(app.reader), "reader-message")
        assert app.reader.kept is None
        await pilot.press("j", "space")
        app.reader.show_message("", "")
        await pilot.press("j", "space", "G", "greater_than_sign")
        assert set(grid(app.reader)) == {""}
        assert app.reader.get_selection(SELECT_ALL) == ("", "\n")
        assert app.places() == []


async def test_an_empty_article_says_so() -> None:
    app = Host()
    async with app.run_test(size=(80, 12)):
        app.reader.show(kept(blocks=(), title="", related=(), previous=None, next=None))
        assert any("没有正文" in line for line in grid(app.reader))
        assert not any("分钟" in line for line in grid(app.reader))


HOSTILE = [
    "\x1b[31m红\x1b]52;c;eA==\x07",
    "[/]",
    "[@click=app.quit]按我[/]",
    "甲\u202e乙\u2066丙",
    "\x9b2J\x00",
    "零\u200b\U000e0041",
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_shown_harmlessly(text: str) -> None:
    span = Span(0, len(text), "link", text)
    article = Article(
        path="/a.html",
        id=None,
        title=text,
        category=text,
        breadcrumb=(text,),
        source=text,
        author=text + "作者",
        published=text,
        attribution=text,
        blocks=(
            *(TextBlock(kind, text, (span,)) for kind in ("paragraph", "heading", "quote", "caption", "attribution")),
            ImageBlock(text, text, text + "图"),
            TableBlock(((text, text), (text, text)), header_rows=1),
            ListBlock(ordered=False, items=(ListItem(text, (span,)),)),
        ),
        related=(Link(text, text, text),),
        previous=Link(text, text),
    )
    app = Host()
    async with app.run_test(size=(80, 50)) as pilot:
        app.reader.show(Kept(article, fetched=0.0, parser=1, revised=False))
        lines = grid(app.reader)
        assert all(map(harmless, lines))
        for y, line in enumerate(lines):
            with suppress(StopIteration):
                x = next(index for index, character in enumerate(line) if character != " ")
                await pilot.click(Reader, offset=(x, y))
        app.reader.show_message(text, text)
        assert all(map(harmless, grid(app.reader)))
        await pilot.pause()
        assert app.is_running
        assert app.links() == []


def test_spans_are_cut_at_line_ends() -> None:
    text = "甲" * 10 + "乙" * 30 + "丙" * 10
    block = TextBlock("paragraph", text, (Span(10, 40, "strong"), Span(35, 45, "emphasis")))
    layout = TextLayout(article_sheet(replace(PLAIN, blocks=(block,)), "zh"), 20)
    styled = "".join(
        "".join(sorted(style[0] for style in run.styles)) + line.text[run.start : run.end]
        for line in layout.lines
        if line.kind == "paragraph"
        for run in layout.runs(line)
    )
    assert styled.replace("s乙", "乙").count("丙") == 10
    assert {run.styles for line in layout.lines for run in layout.runs(line) if line.kind == "paragraph"} == {
        frozenset(),
        frozenset({"strong"}),
        frozenset({"emphasis"}),
        frozenset({"strong", "emphasis"}),
    }


async def test_it_says_that_characters_were_lost() -> None:
    app = Host()
    async with app.run_test(size=(80, 60)):
        app.reader.show(kept(doubt=LOST_CHARACTERS, title="题\ufffd"))
        shown = "".join(grid(app.reader))
        assert "有些字无法解码" in shown
        assert "网页上还有别的文字" not in shown
