"""Articles in lines: what each block looks like, and places that hold at any width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achie_tui.model import Block, ImageBlock, ListBlock, ListItem, TableBlock, TextBlock
from achie_tui.typeset.document import PICTURE_TOP, Frame, Line, PictureNote, block_text, lay_out, line_at
from achie_tui.typeset.width import cell_width

PARAGRAPH = "桂花开了，园区里到处是香气。老师傅说：“今年的桂花比往年早了 10 天。”大家都笑了。"
ARTICLE: tuple[Block, ...] = (
    TextBlock("heading", "桂花", level=2),
    TextBlock("paragraph", PARAGRAPH),
    ImageBlock("https://example.org/a.jpg", alt="一枝桂花", caption="图为桂花"),
    ListBlock(ordered=True, items=(ListItem("先看花，再喝茶，最后回家吃饭"), ListItem("不折花"))),
    TextBlock("quote", "人闲桂花落，夜静春山空。"),
    TableBlock((("花", "株数"), ("桂花", "120"), ("这一种花开在秋天里", "36")), header_rows=1),
    TextBlock("paragraph", ""),
    TextBlock("attribution", "（记者 某人）"),
)

TEXT = st.one_of(st.text("园区桂花开，。“”（）…— ab1%", max_size=120), st.text(max_size=40))
KINDS = st.sampled_from(["paragraph", "heading", "quote", "caption", "attribution"])
BLOCKS = st.lists(
    st.one_of(
        st.builds(TextBlock, KINDS, TEXT),
        st.builds(ImageBlock, st.just("https://example.org/a.jpg"), TEXT, TEXT),
        st.builds(ListBlock, st.booleans(), st.lists(st.builds(ListItem, TEXT), max_size=12).map(tuple)),
        st.builds(
            TableBlock,
            st.lists(st.lists(TEXT, max_size=4).map(tuple), max_size=4).map(tuple),
            st.integers(0, 2),
        ),
    ),
    max_size=6,
)


def picture(lines: list[Line]) -> list[str]:
    return [(line.marker.ljust(line.indent) + line.text) for line in lines]


def test_an_article() -> None:
    assert picture(lay_out(ARTICLE, 24)) == [
        "桂花",
        "    桂花开了，园区里到处",
        "是香气。老师傅说：“今年",
        "的桂花比往年早了 10",
        "天。”大家都笑了。",
        "",
        "     [图] 一枝桂花",
        "        图为桂花",
        "",
        " 1. 先看花，再喝茶，最后",
        "    回家吃饭",
        " 2. 不折花",
        "",
        "    人闲桂花落，夜静春",
        "    山空。",
        "",
        "花                  株数",
        "桂花                 120",
        "这一种花开在秋天里    36",
        "",
        "           （记者 某人）",
    ]


def test_the_lines_of_a_list_count_in_the_list_and_lead_back_to_their_item() -> None:
    block = ARTICLE[3]
    assert isinstance(block, ListBlock)
    first, second, third = lay_out([block], 24)
    assert (first.item, second.item, third.item) == (0, 0, 1)
    assert block_text(block)[third.start : third.end] == "不折花"
    assert block.items[1].text[third.start - third.origin : third.end - third.origin] == "不折花"
    assert (second.marker, second.indent) == ("", first.indent)


def test_a_caption_stands_right_below_its_picture() -> None:
    blocks: list[Block] = [ImageBlock("https://example.org/a.jpg"), TextBlock("caption", "图为桂花")]
    assert [line.kind for line in lay_out(blocks, 30)] == ["image", "caption"]


def test_a_frame_is_kept_free_for_a_picture() -> None:
    block = ImageBlock("https://example.org/a.jpg", alt="桂花", caption="图为桂花")
    lines = lay_out([block], 30, pictures={0: Frame(10, 3)})
    assert [(line.kind, line.item, line.indent, line.text) for line in lines] == [
        ("image", 0, 10, " " * 10),
        ("image", 1, 10, " " * 10),
        ("image", 2, 10, " " * 10),
        ("caption", 0, 11, "图为桂花"),
    ]
    assert [line.start for line in lines] == [PICTURE_TOP, -2, -1, 0]
    assert [line_at(lines, 0, line.start) for line in lines] == [0, 1, 2, 3]


def test_places_in_a_picture_count_from_below() -> None:
    block = ImageBlock("https://example.org/a.jpg", caption="图为桂花")
    tall, low = (lay_out([block], 30, pictures={0: Frame(10, rows)}) for rows in (9, 3))
    assert line_at(low, 0, tall[7].start) == 1
    assert line_at(low, 0, tall[2].start) == line_at(low, 0, tall[0].start) == 0
    assert line_at(tall, 0, low[1].start) == 7
    assert line_at(tall, 0, low[0].start) == 0


def test_what_is_said_in_the_place_of_a_picture_is_said_in_full() -> None:
    block = ImageBlock("https://example.org/a.jpg", caption="图为桂花")
    lines = lay_out([block], 12, pictures={0: PictureNote("图片没有缓存，联网后可看")})
    assert [(line.kind, line.text) for line in lines] == [
        ("image", "图片没有缓"),
        ("image", "存，联网后"),
        ("image", "可看"),
        ("caption", "图为桂花"),
    ]


def test_a_table_row_is_found_by_its_first_line() -> None:
    block = TableBlock((("花", "说明"), ("桂花", "开在秋天里，香得很，园区里到处都是")), header_rows=1)
    lines = lay_out([block], 20)
    assert [line.header for line in lines] == [True, False, False, False]
    assert line_at(lines, 0, len("花\t说明\n桂")) == 1
    assert line_at(lines, 0, 0) == 0


def test_a_narrow_page_has_no_indents() -> None:
    assert all(line.indent == 0 for line in lay_out([TextBlock("paragraph", PARAGRAPH)], 14))
    assert lay_out([TextBlock("paragraph", PARAGRAPH)], 40, indent=0)[0].indent == 0


@given(BLOCKS, st.integers(1, 100), st.integers(0, 3), st.integers(0, 2), st.booleans())
def test_lines_show_the_source_and_fit(
    blocks: list[Block], width: int, indent: int, paragraph_gap: int, ambiguous_wide: bool
) -> None:
    lines = lay_out(blocks, width, indent=indent, paragraph_gap=paragraph_gap, ambiguous_wide=ambiguous_wide)
    seen: dict[int, str] = {}
    for line in lines:
        text = block_text(blocks[line.block])
        if line.kind not in ("table", "image", "blank"):
            assert line.text == text[line.start : line.end].rstrip()
            assert line.origin <= line.start <= line.end
            seen[line.block] = seen.get(line.block, "") + text[line.start : line.end]
        if line.kind != "table" and width >= 4:
            assert line.indent + cell_width(line.text, ambiguous_wide=ambiguous_wide) <= width
        for fragment in line.fragments:
            block = blocks[line.block]
            assert isinstance(block, TableBlock)
            assert block.rows[line.item][fragment.column][fragment.start : fragment.end].rstrip() == fragment.text
    for number, block in enumerate(blocks):
        if isinstance(block, ListBlock):
            assert seen.get(number, "") == "".join(item.text for item in block.items)
        elif not isinstance(block, TableBlock):
            assert seen.get(number, "") == block_text(block)


@given(BLOCKS, st.integers(1, 100), st.integers(1, 100))
def test_a_place_is_found_at_any_width(blocks: list[Block], before: int, after: int) -> None:
    old, new = lay_out(blocks, before), lay_out(blocks, after)
    for line in old:
        found = new[line_at(new, line.block, line.start)]
        assert found.block == line.block
        if line.kind not in ("blank", "image"):
            assert found.item == line.item
            assert found.start <= line.start <= found.end


@given(BLOCKS, st.integers(1, 100))
def test_the_top_of_each_line_leads_back_to_it(blocks: list[Block], width: int) -> None:
    lines = lay_out(blocks, width)
    assert [(line.block, line.start) for line in lines] == sorted((line.block, line.start) for line in lines)
    for index, line in enumerate(lines):
        if line.kind not in ("blank", "table", "caption"):
            assert line_at(lines, line.block, line.start) == index


@pytest.mark.parametrize("width", [10, 24, 40, 76])
def test_every_offset_of_an_article_has_its_line(width: int) -> None:
    lines = lay_out(ARTICLE, width)
    for number, block in enumerate(ARTICLE):
        for offset, character in enumerate(block_text(block)):
            line = lines[line_at(lines, number, offset)]
            assert line.block == number
            if line.kind not in ("image", "table") and character != "\n":
                assert line.start <= offset < line.end


def test_a_line_of_an_empty_article() -> None:
    assert lay_out((), 40) == []
    assert line_at([], 3, 7) == 0


def test_a_heading_stands_close_to_text_and_not_to_a_table_or_picture() -> None:
    heading = TextBlock("heading", "桂花", level=2)
    for block, gap in (
        (TextBlock("paragraph", "桂花开了。"), 0),
        (TextBlock("heading", "丹桂", level=3), 0),
        (TableBlock((("花", "株数"),)), 1),
        (ImageBlock("https://example.org/a.jpg"), 1),
    ):
        assert [line.kind for line in lay_out([heading, block], 40)].count("blank") == gap


def test_a_row_that_sums_up_is_marked() -> None:
    block = TableBlock((("花", "株数"), ("桂花", "1"), ("合计", "1")), header_rows=1)
    assert [(line.header, line.total) for line in lay_out([block], 30)] == [
        (True, False),
        (False, False),
        (False, True),
    ]
