"""Blanks between Chinese and Latin shown evenly: on the screen alone; what is copied and found is the source."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.selection import SELECT_ALL

from achie_tui.model import Block, ImageBlock, Span, TableBlock, TextBlock
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.finding import FoldedText
from achie_tui.tui.widgets.sheet import TOP
from achie_tui.tui.widgets.status import Masthead, Status
from achie_tui.typeset.spacing import UNSEEN, as_seen, either_way, show_spacing
from tests.tui.grid import grid
from tests.tui.test_headlines import headline, said, shape
from tests.tui.test_reader import Host, drag, kept, where
from tests.tui.test_reader_aids import marked

EVEN = Typography(spacing="even")
MIXED = st.text(st.sampled_from("园区 AI5%，“"), max_size=30)
BLOCKS: tuple[Block, ...] = (
    TextBlock("paragraph", "全区 5 个园区投入 36.2 亿元，AI 企业 120 家，增长 8%，比上年多 3 家。"),
    TextBlock("paragraph", "参见 R&D 年报与 the annual report 一文。", (Span(3, 9, "link", "/report.html"),)),
    TableBlock((("指标", "AI 企业"), ("数量", "12 家")), header_rows=1),
    ImageBlock("/a.jpg", alt="图 1", caption="图 1 为 AI 园区"),
)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("投入 5 亿元", "投入5亿元"),
        ("增长 8% 左右", "增长8%左右"),
        ("the annual report", "the annual report"),
        ("园区 产业", "园区 产业"),
        ("共 12 段", "共12段"),
        ("GB/T 7714", "GB/T 7714"),
    ],
)
def test_blanks_beside_chinese_go_and_no_others(written: str, seen: str) -> None:
    assert as_seen(show_spacing("even", written)) == seen
    assert show_spacing("written", written) == written


@given(MIXED, MIXED)
def test_a_text_is_as_long_and_found_either_way(text: str, query: str) -> None:
    shown = show_spacing("even", text)
    assert len(shown) == len(text)
    assert shown.replace(UNSEEN, " ") == text
    for start in range(len(text)):
        part = text[start : start + 6]
        assert either_way(part).match(shown, start)
        assert either_way(as_seen(show_spacing("even", part))).match(shown, start)
    assert (query in text) <= bool(either_way(query).search(shown))


async def test_on_the_screen_they_are_gone_and_what_is_copied_is_the_source() -> None:
    app = Host()
    async with app.run_test(size=(60, 40)) as pilot:
        app.reader.typography = EVEN
        app.reader.show(kept(title="AI 园区", blocks=BLOCKS))
        screen = "".join(line.strip() for line in grid(app.reader))
        for seen in (
            "全区5个园区投入36.2亿元，AI企业120家",
            "参见R&D年报与the annual report一文",
            "12家",
            "图1为AI园区",
        ):
            assert seen in screen
        assert UNSEEN not in screen
        for y in range(40):
            assert app.reader.render_line(y).cell_length == cell_len(app.reader.render_line(y).text)
        assert [picture.caption for picture in app.reader.images] == ["图1为AI园区"]
        selected = app.reader.get_selection(SELECT_ALL)
        assert selected is not None
        assert "全区 5 个园区投入 36.2 亿元，AI 企业 120 家" in selected[0]
        assert "指标\tAI 企业\n数量\t12 家" in selected[0]
        copied = await drag(app, pilot, where(app.reader, "36.2"), where(app.reader, "企业120"))
        assert copied == "36.2 亿元，AI 企"


async def test_what_is_found_is_marked_where_it_is_seen() -> None:
    app = Host()
    async with app.run_test(size=(60, 40)):
        app.reader.typography = EVEN
        app.reader.show(kept(blocks=BLOCKS))
        for query in ("企业 120", "企业120"):
            app.reader.find(query)
            assert "".join(marked(app.reader)).replace("][", "") == "[企业120]"
        assert app.reader.show_hints()
        assert "R&D" not in "".join(grid(app.reader))  # the number lies over it


def test_hits_of_a_search_are_counted_in_the_source() -> None:
    block = BLOCKS[0]
    assert isinstance(block, TextBlock)
    texts: list[str] = []

    def hits_in(text: str) -> list[tuple[int, int]]:
        texts.append(text)
        return [(3, 4)]

    [match] = FoldedText([replace(block, text=EVEN.set(block.text))]).find("5", TOP, hits_in).matches
    assert texts == [block.text]
    assert (match.start, match.end) == (3, 4)


def test_headlines_obey_it_and_what_is_found_in_them_is_marked() -> None:
    item = headline(1, title="全区 5 个园区投入 36.2 亿元，AI 企业 120 家", published="")
    found = [match.span() for match in re.finditer("36.2 亿元|120", item.title)]
    row = shape(60, typography=EVEN, found_in=lambda text: found if text == item.title else [])
    pieces = [*row.pieces(item, None, is_new=False)]
    assert "".join(piece.text for piece in pieces)[2:].rstrip() == "全区5个园区投入36.2亿元，AI企业120家"
    assert [piece.text for piece in pieces if "match" in piece.names] == ["36.2亿元", "120"]
    assert sum(cell_len(piece.text) for piece in pieces) == 60
    assert "".join(piece.text for piece in row.snippet("增长 8% 左右", item)).strip() == "增长8%左右"
    width = 2 + cell_len("全区5个园区投入36.2亿元，AI企业120家") + 9  # with its marks, and a date
    assert not shape(width, typography=EVEN).is_cut(item, None)
    assert shape(width).is_cut(item, None)
    assert said(shape(20, typography=EVEN), item).rstrip().endswith("园区投入36…")


async def test_titles_around_the_panes_obey_it() -> None:
    masthead, status = Masthead(), Status()

    class Frame(App[None]):
        def compose(self) -> ComposeResult:
            yield masthead
            yield status

    async with Frame().run_test(size=(60, 10)):
        masthead.typography = status.typography = EVEN
        masthead.reading = status.headline = "投入 5 亿元"
        assert all("投入5亿元" in each.render_line(0).text for each in (masthead, status))
