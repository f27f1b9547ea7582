"""Preformatted text, embedded things, and lists inside lists in lines: as they are, and at places that hold."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from achie_tui.model import Block, ListBlock, ListItem, Span, TextBlock
from achie_tui.typeset.document import (
    DEEPEST,
    MARKER_WIDTH,
    NARROWEST,
    PICTURE_TOP,
    Line,
    block_text,
    embed_label,
    lay_out,
    line_at,
)
from achie_tui.typeset.width import cell_width

POEM = "  第一行\n\n    缩进的第二行，比较长一些\n末行  "
TEXT = st.text("园区桂花开，。“”（）— ab1%", max_size=60)
PREFORMATTED = st.text("园区桂，。 ab1%\n", max_size=80)


def preformatted(text: str) -> TextBlock:
    return TextBlock("preformatted", text)


def embed(title: str = "", href: str = "https://v.example.com/show.html", media: str | None = "video") -> TextBlock:
    return TextBlock("embed", title, (Span(0, len(title), "link", href),), media=media)  # type: ignore[arg-type]


def items(*given: tuple[str, int, int | None]) -> tuple[ListItem, ...]:
    return tuple(ListItem(text, (), level, number) for text, level, number in given)


def drawn(lines: list[Line]) -> list[str]:
    return [line.marker.ljust(line.indent) + line.text for line in lines]


# Preformatted text.


def test_preformatted_lines_keep_blanks_and_breaks() -> None:
    assert drawn(lay_out([preformatted(POEM)], 40)) == ["  第一行", "", "    缩进的第二行，比较长一些", "末行"]


def test_a_preformatted_line_that_is_too_wide_goes_on_in_the_next() -> None:
    lines = drawn(lay_out([preformatted(POEM)], 16))
    assert lines == ["  第一行", "", "    缩进的第二", "行，比较长一些", "末行"]


def test_preformatted_lines_have_no_indent_and_are_no_blank_lines() -> None:
    lines = lay_out([preformatted("\n甲\n")], 40, indent=2)
    assert [(line.kind, line.indent, line.text) for line in lines] == [
        ("preformatted", 0, ""),
        ("preformatted", 0, "甲"),
        ("preformatted", 0, ""),
    ]


def test_preformatted_text_is_set_off_from_paragraphs() -> None:
    paragraph = TextBlock("paragraph", "甲")
    kinds = [line.kind for line in lay_out([paragraph, preformatted("乙\n丙"), paragraph], 40, paragraph_gap=0)]
    assert kinds == ["paragraph", "blank", "preformatted", "preformatted", "blank", "paragraph"]


@given(PREFORMATTED, st.integers(4, 60))
@example("  \n  甲", 4)
def test_preformatted_lines_fit_and_hold_all_of_the_text(text: str, width: int) -> None:
    lines = lay_out([preformatted(text)], width)
    assert all(cell_width(line.text) <= width for line in lines)
    breaks = [text[before.end : after.start] for before, after in pairwise(lines)]
    assert set(breaks) <= {"", "\n"}
    assert "".join(text[line.start : line.end] + gap for line, gap in zip(lines, [*breaks, ""], strict=True)) == text
    for line in lines:
        assert line.text == text[line.start : line.end].rstrip()
    # Lines are broken where the text has a break, and elsewhere only where one is too wide.
    assert len(lines) >= len(text.split("\n"))
    if all(cell_width(line) <= width for line in text.split("\n")):
        assert drawn(lines) == [line.rstrip() for line in text.split("\n")]


@given(PREFORMATTED, st.integers(1, 60), st.integers(1, 60))
def test_a_place_in_preformatted_text_is_found_at_any_width(text: str, before: int, after: int) -> None:
    block = preformatted(text)
    old, new = lay_out([block], before), lay_out([block], after)
    for index, line in enumerate(old):
        assert line_at(old, 0, line.start) == index
        found = new[line_at(new, 0, line.start)]
        assert found.start <= line.start <= max(found.end, found.start)


@pytest.mark.parametrize("width", [8, 16, 40])
def test_every_character_of_preformatted_text_has_its_line(width: int) -> None:
    lines = lay_out([preformatted(POEM)], width)
    for offset, character in enumerate(POEM):
        line = lines[line_at(lines, 0, offset)]
        if character != "\n":
            assert line.start <= offset < line.end


# Embedded things.


@pytest.mark.parametrize(
    ("block", "label"),
    [
        (embed("宣传片"), "[视频] 宣传片"),
        (embed(media="audio", href="/uploads/a/s.mp3"), "[音频] s.mp3"),
        (embed(media="document", href="/uploads/a/b.pdf?v=2"), "[文件] b.pdf"),
        (embed(media="page", href="https://map.example.com/place/"), "[网页] map.example.com"),
        (embed(media="page", href="https://map.example.com/"), "[网页] map.example.com"),
        (embed(media="video", href="https://v.example.com/player/42?auto=1"), "[视频] v.example.com"),
        (embed(media="video", href="/plus/player"), "[视频] player"),
        (embed(media=None, href="https://map.example.com/a.html"), "[网页] a.html"),
        (TextBlock("embed", "", media="video"), "[视频]"),
        (TextBlock("embed", "没有地址", media="video"), "[视频] 没有地址"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_label_says_what_is_embedded_and_its_name(block: TextBlock, label: str) -> None:
    assert embed_label(block) == label
    assert drawn(lay_out([block], 60)) == [label]


@given(TEXT, st.text(max_size=60), st.sampled_from(["video", "audio", "document", "page", None]))
def test_any_address_has_a_label(title: str, href: str, media: str | None) -> None:
    label = embed_label(embed(title, href, media))
    assert label.startswith(("[视频]", "[音频]", "[文件]", "[网页]"))
    assert label == label.rstrip()
    assert title.strip() in label


def test_a_label_fits_the_page() -> None:
    lines = lay_out([embed("一段很长的宣传片，从签约一直拍到投产的那一天")], 20)
    assert len(lines) > 1
    assert all(cell_width(line.text) <= 20 and line.kind == "image" for line in lines)
    assert "".join(line.text for line in lines) == "[视频] 一段很长的宣传片，从签约一直拍到投产的那一天"


def test_a_label_is_no_text_that_could_be_selected() -> None:
    [line] = lay_out([embed("宣传片")], 40)
    assert line.start == line.end < 0
    assert block_text(embed("宣传片")) == "宣传片"


@pytest.mark.xfail(strict=True, reason="all lines of a label have the offset of its first")
def test_the_top_of_each_line_of_a_label_leads_back_to_it() -> None:
    lines = lay_out([embed("一段很长的宣传片，从签约一直拍到投产的那一天")], 20)
    assert [line_at(lines, 0, line.start) for line in lines] == list(range(len(lines)))


def test_the_place_of_a_label_is_among_its_lines_at_any_width() -> None:
    blocks: list[Block] = [
        TextBlock("paragraph", "甲" * 30),
        embed("一段很长的宣传片，从签约一直拍到投产的那一天"),
        TextBlock("paragraph", "乙" * 30),
    ]
    for width in (12, 20, 40, 80):
        lines = lay_out(blocks, width)
        for offset in (PICTURE_TOP, 0, 5):
            assert lines[line_at(lines, 1, offset)].block == 1
        assert lines[line_at(lines, 2, 0)].text.endswith("乙")


# Lists inside lists.


NESTED = ListBlock(
    ordered=True,
    items=items(
        ("先看花", 0, 3), ("桂花", 1, None), ("金桂", 2, 1), ("银桂", 2, 2), ("菊花", 1, None), ("再喝茶", 0, 4)
    ),
    start=3,
)


def test_items_stand_below_their_list_with_their_own_markers() -> None:
    assert drawn(lay_out([NESTED], 40)) == [
        " 3. 先看花",
        "      - 桂花",
        "         1. 金桂",
        "         2. 银桂",
        "      - 菊花",
        " 4. 再喝茶",
    ]


def test_an_item_of_several_lines_goes_on_below_its_words() -> None:
    block = ListBlock(ordered=False, items=items(("桂花开了，园区里到处是香气", 1, 12)))
    assert drawn(lay_out([block], 24)) == ["    12. 桂花开了，园区里", "        到处是香气"]


def test_a_numbered_item_may_be_wider_than_others() -> None:
    block = ListBlock(ordered=True, items=items(("甲", 0, 9), ("乙", 0, 1000), ("丙", 1, None)))
    assert drawn(lay_out([block], 40)) == ["   9. 甲", "1000. 乙", "        - 丙"]


def test_bullets_and_numbers_may_stand_in_one_list() -> None:
    block = ListBlock(ordered=False, items=items(("甲", 0, None), ("乙", 0, 2), ("丙", 0, None)))
    assert drawn(lay_out([block], 40)) == ["  - 甲", " 2. 乙", "  - 丙"]


def test_an_ordered_list_of_unknown_numbers_counts_from_its_start() -> None:
    block = ListBlock(ordered=True, items=items(("甲", 0, None), ("乙", 0, None)), start=7)
    assert drawn(lay_out([block], 40)) == [" 7. 甲", " 8. 乙"]


def test_below_the_deepest_level_nothing_is_set_apart_further() -> None:
    block = ListBlock(ordered=False, items=items(*((str(level), level, None) for level in range(DEEPEST + 3))))
    indents = [line.indent for line in lay_out([block], 80)]
    assert indents == [MARKER_WIDTH * (1 + min(level, DEEPEST)) for level in range(DEEPEST + 3)]


@pytest.mark.parametrize("width", range(4, 40, 3))
def test_a_list_leaves_room_for_its_words(width: int) -> None:
    for line in lay_out([NESTED], width):
        assert line.indent == 0 or width - line.indent >= NARROWEST
        assert line.indent + cell_width(line.text) <= max(width, 2)
        assert len(line.marker) in {0, line.indent}


# Places.

LEVELS = st.builds(ListItem, TEXT, st.just(()), st.integers(0, 6), st.none() | st.integers(-5, 2000))
LISTS = st.builds(ListBlock, st.booleans(), st.lists(LEVELS, max_size=8).map(tuple), st.integers(0, 30))


@given(st.lists(LISTS | PREFORMATTED.map(preformatted), max_size=4), st.integers(1, 90), st.booleans())
def test_lines_lead_back_to_the_text_and_fit(blocks: list[Block], width: int, ambiguous_wide: bool) -> None:
    lines = lay_out(blocks, width, ambiguous_wide=ambiguous_wide)
    for line in lines:
        text = block_text(blocks[line.block])
        if line.kind == "blank":
            continue
        assert line.text == text[line.start : line.end].rstrip()
        assert line.origin <= line.start <= line.end <= len(text)
        if width >= 4:
            assert line.indent + cell_width(line.text, ambiguous_wide=ambiguous_wide) <= width
        assert cell_width(line.marker, ambiguous_wide=ambiguous_wide) <= line.indent
        block = blocks[line.block]
        if isinstance(block, ListBlock):
            item = block.items[line.item]
            assert item.text[line.start - line.origin : line.end - line.origin].rstrip() == line.text


@given(LISTS, st.integers(1, 90))
def test_a_marker_stands_before_the_first_line_of_each_item_alone(block: ListBlock, width: int) -> None:
    seen: set[int] = set()
    for line in lay_out([block], width):
        number = block.numbers[line.item]
        wanted = "- " if number is None else f"{number}. "
        is_first = line.item not in seen
        seen.add(line.item)
        assert line.marker == (wanted.rjust(line.indent) if is_first and line.indent else "")


@given(st.lists(LISTS | PREFORMATTED.map(preformatted), max_size=4), st.integers(1, 90), st.integers(1, 90))
def test_a_place_is_found_at_any_width(blocks: list[Block], before: int, after: int) -> None:
    old, new = lay_out(blocks, before), lay_out(blocks, after)
    for line in old:
        found = new[line_at(new, line.block, line.start)]
        assert found.block == line.block
        if line.kind != "blank":
            assert found.item == line.item
            assert found.start <= line.start <= found.end
