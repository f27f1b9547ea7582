"""The reader's own aids under a pilot: what is found and marked, numbered links, scrolling by itself, typography."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.selection import SELECT_ALL

from achie_tui.model import Block, Headline, ImageBlock, Link, ListBlock, ListItem, Span, TableBlock, TextBlock
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.finding import Finding, FoldedText
from achie_tui.tui.widgets.headlines import HeadlineList
from achie_tui.tui.widgets.link_numbers import LinkNumbers, number_links
from achie_tui.tui.widgets.reader import Reader
from achie_tui.tui.widgets.reading_marks import MARK, place_lines
from achie_tui.tui.widgets.sheet import TOP, Position, Sheet, article_sheet
from achie_tui.tui.widgets.text_layout import TextLayout
from achie_tui.typeset.cutting import quotable
from achie_tui.typeset.document import block_text
from achie_tui.typeset.folding import fold
from achie_tui.typeset.width import cell_width
from tests.tui.grid import assert_as_kept, grid
from tests.tui.test_reader import EVERYTHING, HOSTILE, LINKED, PARAGRAPHS, PLAIN, Host, harmless, kept, until

CELLS = st.text(st.sampled_from("园区A1，“ \n台臺"), max_size=12)
BLOCKS = st.lists(
    st.one_of(
        st.builds(TextBlock, st.sampled_from(["paragraph", "heading", "quote", "caption", "attribution"]), CELLS),
        st.builds(ListBlock, st.booleans(), st.lists(st.builds(ListItem, CELLS), max_size=3).map(tuple)),
        st.builds(TableBlock, st.lists(st.lists(CELLS, max_size=3).map(tuple), max_size=3).map(tuple)),
        st.builds(ImageBlock, st.just("/a.jpg"), CELLS, CELLS),
    ),
    max_size=4,
)


def found(blocks: Sequence[Block], query: str, after: Position = TOP) -> Finding:
    return FoldedText(blocks).find(query, after)


def marked(reader: Reader) -> list[str]:
    """Give what is marked on the screen, part by part; the match that is looked at in brackets."""
    names = {reader.look("paragraph", name).background: name for name in ("match", "match-current")}
    parts: list[str] = []
    for y in range(reader.size.height):
        for segment in reader.render_line(y):
            background = segment.style.bgcolor if segment.style else None
            name = next((names[color] for color in names if color and background == color.rich_color), None)
            if name is not None:
                parts.append(f"[{segment.text}]" if name == "match-current" else segment.text)
    return parts


# Finding, in texts.


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("台灣高新區", "台湾高新区"),
        ("台湾高新区", "臺灣高新區"),
        ("ＡＩ＋制造", "ai+制造"),
        ("AI 产业", "ａｉ　产业"),
        ("“十五五”规划", "「十五五」"),
        ("全年(初步)", "（初步）"),
        ("乾坤湾", "乾"),
        ("头发", "髮"),
        ("Straße", "STRASSE"[:4]),
    ],
)
def test_how_it_is_written_does_not_matter(text: str, query: str) -> None:
    [match] = found([TextBlock("paragraph", f"前面。{text}")], query).matches
    assert fold(f"前面。{text}"[match.start : match.end]) == fold(query)


@given(BLOCKS, CELLS)
def test_matches_stand_where_they_say(blocks: list[Block], query: str) -> None:
    for block, start, end in found(blocks, query).matches:
        assert fold(block_text(blocks[block])[start:end]) == fold(query)


@given(BLOCKS, st.integers(4, 60))
def test_slices_of_lines_are_the_blocks_text(blocks: list[Block], width: int) -> None:
    layout = TextLayout(Sheet(tuple(blocks), (None,) * len(blocks), 0, len(blocks)), width)
    for line in layout.lines:
        for at, start, length in layout.slices(line):
            assert line.text[at : at + length] == block_text(blocks[line.block])[start : start + length]


def test_one_begins_at_the_first_match_after_a_place_and_goes_all_round() -> None:
    blocks = [TextBlock("paragraph", "园区和园区"), TextBlock("paragraph", "园区")]
    finding = found(blocks, "园区", Position(0, 1))
    assert (finding.count, finding.current) == ("2/3", (0, 3, 5))
    assert [finding.step(way).count for way in (1, 2, -1, -2)] == ["3/3", "1/3", "1/3", "3/3"]
    assert found(blocks, "园区", Position(9, 0)).count == "1/3"
    assert found(blocks, "没有").step(1).count == "0/0"
    assert found(blocks, "").matches == ()


# Finding, on the screen.


async def test_what_is_found_is_marked_over_line_ends_in_tables_and_lists() -> None:
    wrapped = TextBlock("paragraph", "园" * 11 + "高新技术产业开发区")
    table = TableBlock((("名称", "甲区"), ("高新技术产业开发区", "乙")), header_rows=1)
    items = ListBlock(ordered=True, items=(ListItem("一个"), ListItem("另一个高新技术产业开发区")))
    app = Host()
    async with app.run_test(size=(40, 40)) as pilot:
        app.reader.show(kept(blocks=(wrapped, table, items), related=(Link("高新技術產業開發區二期", "/a.html"),)))
        app.reader.find("高新技术产业开发区")
        await pilot.pause()
        parts = marked(app.reader)
        assert app.reader.finding is not None
        assert app.reader.finding.count == "1/4"
        assert parts[0].startswith("[高")
        assert parts[1].endswith("区]")
        assert "".join(parts[:2]) == "[高新技术][产业开发区]"
        assert parts[2:] == ["高新技术产业开发区", "高新技术产业开发区", "高新技術產業開發區"]
        app.reader.find_again(1)
        assert marked(app.reader)[:3] == ["高新技术", "产业开发区", "[高新技术产业开发区]"]


async def test_a_match_out_of_sight_is_brought_into_sight() -> None:
    app = Host()
    async with app.run_test(size=(80, 20)):
        app.reader.show(kept(blocks=PARAGRAPHS))
        app.reader.find("第31段")
        assert marked(app.reader) == ["[第31段]"]
        top = app.reader.top
        app.reader.find("")
        assert app.reader.finding is None
        assert app.reader.top == top


async def test_a_match_in_a_wide_table_is_brought_into_sight() -> None:
    row = tuple(f"第{number}列的说明文字" for number in range(1, 13))
    app = Host()
    async with app.run_test(size=(60, 20)):
        app.reader.show(kept(blocks=(TableBlock((row, row), header_rows=1),)))
        app.reader.find("第12列")
        assert "[第12列]" in marked(app.reader)
        app.reader.find("第1列")
        assert "[第1列]" in marked(app.reader)


async def test_matches_stay_marked_when_the_width_changes_and_end_with_the_article() -> None:
    app = Host()
    async with app.run_test(size=(100, 20)) as pilot:
        app.reader.show(kept(blocks=PARAGRAPHS))
        app.reader.find("第2段")
        await pilot.resize_terminal(50, 20)
        await pilot.pause()
        assert marked(app.reader) == ["[第2段]"]
        app.reader.show(kept(path="/other.html"))
        assert app.reader.finding is None


async def test_what_is_shown_in_other_characters_is_found_as_well() -> None:
    app = Host()
    async with app.run_test(size=(80, 60)):
        app.reader.show(kept())
        app.reader.find("园区")
        app.reader.find_again(1)
        app.reader.typography = Typography(script="traditional", quotes="corner")
        assert app.reader.finding is not None
        assert app.reader.finding.count == "2/8"
        assert "[園區]" in marked(app.reader)
        assert any("「我們不比誰跑得快" in line for line in grid(app.reader))


# Link hints.


async def test_every_link_in_sight_has_a_number() -> None:
    app = Host()
    async with app.run_test(size=(80, 60)) as pilot:
        app.reader.show(kept())
        before = grid(app.reader)
        assert app.reader.show_hints()
        assert_as_kept(grid(app.reader), "reader-hints")
        await pilot.press("escape")
        assert grid(app.reader) == before
        assert app.reader.show_hints()
        await pilot.press("9", "3")
        assert app.reader.hinting is None
        assert app.links() == ["https://other.example/x"]


@pytest.mark.parametrize("width", [30, 50, 120])
async def test_numbers_leave_the_text_where_it_is(width: int) -> None:
    app = Host()
    async with app.run_test(size=(width, 80)):
        app.reader.show(kept())
        before = grid(app.reader)
        app.reader.show_hints()
        for plain, numbered in zip(before, grid(app.reader), strict=True):
            assert abs(cell_len(plain) - cell_len(numbered)) <= 1
            assert plain[-4:] == numbered[-4:] or len(plain) < 8


async def test_two_digits_are_waited_for_where_they_are_needed() -> None:
    links = tuple(Link(f"相关之{number}", f"/news/yq/20240420{number}.html") for number in range(10, 22))
    app = Host()
    async with app.run_test(size=(80, 60)) as pilot:
        app.reader.show(kept(blocks=(LINKED,), related=links, previous=None, next=None))
        for keys, followed in (
            (["5"], "/news/yq/2024042013.html"),
            (["1", "3"], "/news/yq/2024042021.html"),
            (["1", "enter"], "https://www.example.cn/full.html"),
            (["1", "backspace", "2"], "/news/yq/2024042010.html"),
            (["0", "4"], "/news/yq/2024042012.html"),
        ):
            assert app.reader.show_hints()
            await pilot.press(*keys)
            assert app.reader.hinting is None, keys
            assert app.links()[-1] == followed
        app.reader.show_hints()
        await pilot.press("enter", "1")
        assert isinstance(app.reader.hinting, LinkNumbers)
        shown = "\n".join(grid(app.reader))
        assert "11 相关之19" in shown
        assert "- 相关之12" in shown


async def test_numbers_follow_what_is_in_sight() -> None:
    block = TextBlock("paragraph", "见" + "官方网站" * 3, (Span(1, 5, "link", "https://www.example.cn/a"),))
    app = Host()
    async with app.run_test(size=(80, 20)) as pilot:
        app.reader.show(kept(blocks=(block, *PARAGRAPHS)))
        app.reader.show_hints()
        assert app.reader.hinting is not None
        assert [hint.url for hint in app.reader.hinting.numbers] == [
            "https://www.example.cn/a",
            "/news/yq/2024042002.html",
            "https://other.example/x",
            "/news/yq/2024051700.html",
            "/news/yq/2024051902.html",
        ]
        await pilot.press("space")
        assert app.reader.hinting is not None
        assert len(app.reader.hinting.numbers) == 4
        await pilot.press("G")
        assert any(line.strip().startswith("1 港口二期") for line in grid(app.reader))


async def test_an_article_without_links_has_no_numbers() -> None:
    app = Host()
    async with app.run_test(size=(80, 20)):
        app.reader.show(kept(blocks=PARAGRAPHS, related=(), previous=None, next=None))
        assert not app.reader.show_hints()
        assert app.reader.hinting is None


def test_a_link_over_two_lines_has_one_number() -> None:
    block = TextBlock("paragraph", "甲" * 30, (Span(5, 25, "link", "https://a.example/"),))
    layout = TextLayout(article_sheet(replace(PLAIN, blocks=(block,), related=(), previous=None, next=None), "zh"), 20)
    [first, second] = [index for index, line in enumerate(layout.lines) if list(layout.links(line))][:2]
    assert [hint.line for hint in number_links(layout, range(len(layout.lines))).numbers] == [first]
    assert [hint.line for hint in number_links(layout, range(second, len(layout.lines))).numbers] == [second]


# Scrolling by itself.


async def test_it_scrolls_by_itself_until_one_moves() -> None:
    app = Host()
    async with app.run_test(size=(80, 20)) as pilot:
        app.reader.show(kept(blocks=PARAGRAPHS))
        app.reader.pace = 20.0
        app.reader.rolling = True
        await until(pilot, lambda: app.reader.scroll_offset.y >= 2)
        await pilot.press("k")
        assert not app.reader.rolling
        here = app.reader.scroll_offset.y
        await pilot.pause(0.15)
        assert app.reader.scroll_offset.y == here


async def test_it_stops_at_the_end() -> None:
    app = Host()
    async with app.run_test(size=(80, 20)) as pilot:
        app.reader.show(kept(blocks=PARAGRAPHS))
        app.reader.action_bottom()
        app.reader.action_line(-1)
        app.reader.pace = 20.0
        app.reader.rolling = True
        await until(pilot, lambda: not app.reader.rolling)
        assert app.reader.percent == 100


def test_the_pace_has_bounds() -> None:
    reader = Reader()
    seen = [reader.pace]
    for way in (*[1] * 20, *[-1] * 30):
        reader.change_pace(way)
        seen.append(reader.pace)
    assert (seen[1], max(seen), min(seen), seen[-1]) == (1.5, 20.0, 0.2, 0.2)


# Typography.


async def looks(width: int, **changes: Any) -> list[str]:
    """Give the reader's lines in a typography."""
    app = Host()
    async with app.run_test(size=(width, 60)):
        app.reader.show(kept(mirror=True))
        before = app.reader.kept
        app.reader.typography = Typography(**changes)
        assert app.reader.kept is before
        return [app.reader.render_line(y).text.rstrip() for y in range(app.reader.size.height)]


async def test_it_can_be_set_like_a_book() -> None:
    lines = await looks(60, indent=0, paragraph_gap=0, measure=20, quotes="corner", script="traditional")
    assert_as_kept(lines, "reader-typography")
    assert all(cell_len(line.strip()) <= 40 for line in lines)


async def test_a_gap_between_paragraphs_is_one_of_paragraphs() -> None:
    two = (*EVERYTHING[:1] * 2, *EVERYTHING[1:2])
    for gap, blank in ((0, [False, True]), (1, [True, True])):
        layout = TextLayout(Sheet(two, (None,) * 3, 0, 3), 40, Typography(paragraph_gap=gap))
        ends = [layout.line(Position(block, 0)) for block in (1, 2)]
        assert [layout.lines[end - 1].kind == "blank" for end in ends] == blank


async def test_lines_are_as_wide_as_a_terminal_with_wide_quotes_draws_them() -> None:
    for width in (30, 50, 80):
        for line in await looks(width, ambiguous_wide=True):
            assert cell_width(line, ambiguous_wide=True) <= width
    app = Host()
    async with app.run_test(size=(40, 30)):
        app.reader.show(kept(title="“" * 60))
        app.reader.typography = Typography(ambiguous_wide=True)
        for y in range(30):
            strip = app.reader.render_line(y)
            assert strip.cell_length == app.reader.scrollable_size.width
            assert cell_width(strip.text, ambiguous_wide=True) <= strip.cell_length


@pytest.mark.parametrize("ambiguous_wide", [False, True])
async def test_the_mark_of_the_place_is_in_the_last_cell(ambiguous_wide: bool) -> None:
    assert cell_width(MARK, ambiguous_wide=True) == 1
    app = Host()
    async with app.run_test(size=(50, 12)):
        app.reader.show(kept(title="“…”" * 30, blocks=[TextBlock("paragraph", "“·—" * 9)] * 9, related=()))
        app.reader.typography = Typography(ambiguous_wide=ambiguous_wide)
        for _ in range(4):
            strips = [app.reader.render_line(y) for y in range(12)]
            for strip in strips:
                assert cell_width(strip.text, ambiguous_wide=ambiguous_wide) == strip.cell_length
            at_place = [y for y, strip in enumerate(strips) if strip.text.endswith(MARK)]
            assert at_place == [*place_lines(app.reader.viewport, app.reader.percent)] != []
            app.reader.action_line(5)


async def test_a_change_of_typography_keeps_the_place() -> None:
    app = Host()
    async with app.run_test(size=(100, 20)):
        app.reader.show(kept(blocks=PARAGRAPHS), place=(6, 0))
        for changes in ({"script": "traditional"}, {"paragraph_gap": 0}, {"measure": 20}, {}):
            app.reader.typography = Typography(**changes)
            assert grid(app.reader)[0].strip().startswith("第7段")


async def test_a_selection_is_the_source_whatever_is_shown() -> None:
    quote = EVERYTHING[3]
    assert isinstance(quote, TextBlock)
    expected = [quotable(block, 0, 10_000) for block in EVERYTHING if not isinstance(block, ImageBlock)]
    app = Host()
    for typography in (Typography(), Typography(script="traditional", quotes="corner", indent=4, paragraph_gap=0)):
        async with app.run_test(size=(50, 20)):
            app.reader.typography = typography
            app.reader.show(kept())
            selected = app.reader.get_selection(SELECT_ALL)
            assert selected is not None
            text = selected[0]
            for part in expected:
                assert part in text
            assert "企业数\t1,204\t8.5%\n研发投入\t36.2亿元\t12.1%" in text
            assert "1. 土地先行,规划落地。\n2. 人才公寓三千套" in text
            assert "全文见官方网站,附件另行公布。\n“我们" in text
        app = Host()


async def test_an_article_that_was_revised_says_so() -> None:
    app = Host()
    async with app.run_test(size=(80, 20)):
        app.reader.show(replace(kept(), revised=True))
        assert any("这篇文章有修订" in line for line in grid(app.reader))
        app.reader.show(kept())
        assert not any("有修订" in line for line in grid(app.reader))


# Hostile text.


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_found_and_numbered_harmlessly(text: str) -> None:
    link = Span(0, len(text), "link", "https://a.example/")
    blocks: tuple[Block, ...] = (
        TextBlock("paragraph", text + "终", (link, Span(0, 99, "link", text))),
        ImageBlock("/a.jpg", text, text + "终"),
        TableBlock(((text + "终", text), (text,)), header_rows=1),
        ListBlock(ordered=False, items=(ListItem(text + "终", (link,)),)),
    )
    app = Host()
    async with app.run_test(size=(40, 60)) as pilot:
        app.reader.show(kept(title=text + "终", blocks=blocks, related=(Link(text + "终", "/x.html"),)))
        app.reader.typography = Typography(script="traditional", quotes="corner", ambiguous_wide=True)
        for query in ("终", text, "\ud800", "\x1b"):
            app.reader.find(query)
            assert all(harmless(app.reader.render_line(y).text) for y in range(60))
        app.reader.find("终")
        assert app.reader.finding is not None
        assert len(app.reader.finding.matches) == 6
        assert app.reader.show_hints()
        assert all(harmless(app.reader.render_line(y).text) for y in range(60))
        await pilot.press("1")
        assert app.links() == ["https://a.example/"]


async def test_rows_of_the_list_are_as_wide_as_a_terminal_with_wide_quotes_draws_them() -> None:
    class Rows(App[None]):
        rows = HeadlineList()

        def compose(self) -> ComposeResult:
            yield self.rows

    headline = Headline(1, "/a.html", 1, "“十五五”规划……" * 5, None, "2024-01-01", None, None)
    app = Rows()
    async with app.run_test(size=(50, 5)):
        app.rows.show([1], [headline])
        app.rows.typography = Typography(ambiguous_wide=True, quotes="corner")
        strip = app.rows.render_line(0)
        assert "「十五五」" in strip.text
        assert strip.text.rstrip().endswith("2024-01")
        assert strip.cell_length == app.rows.scrollable_size.width
        assert cell_width(strip.text, ambiguous_wide=True) == strip.cell_length
