"""What lies over a text, without an app: what overlays mark on a line, and how that is painted."""

from collections.abc import Iterable

import pytest
from rich.cells import cell_len
from textual.style import Style

from achie_tui.model import Block, ListBlock, ListItem, Span, TableBlock, TextBlock
from achie_tui.tui.screens.differences import Change, Changes
from achie_tui.tui.widgets.finding import FoldedText
from achie_tui.tui.widgets.link_numbers import number_links
from achie_tui.tui.widgets.overlay import Mark, Overlay
from achie_tui.tui.widgets.painting import Painter
from achie_tui.tui.widgets.sheet import TOP, Sheet
from achie_tui.tui.widgets.text_layout import TextLayout
from achie_tui.typeset.document import Line

LINK = "https://www.example.cn/"


def laid_out(*blocks: Block, measure: int = 40) -> TextLayout:
    return TextLayout(Sheet(blocks, (None,) * len(blocks), 0, len(blocks)), measure)


def marked(layout: TextLayout, overlay: Overlay) -> list[tuple[str, str]]:
    """Give the texts that an overlay marks, line by line, with their looks."""
    return [
        (line.text[mark.characters.start : mark.characters.stop], mark.look)
        for index, line in enumerate(layout.lines)
        for mark in overlay.marks(layout, index)
    ]


def looks(*names: str) -> Style:
    """Give a style that remembers what it is made of."""
    return Style.from_meta({"looks": names})


def painted(
    layout: TextLayout, line: Line, marks: Iterable[Mark], margin: int = 0
) -> list[tuple[str, tuple[str, ...]]]:
    """Give the parts of a painted line with their looks, but for blanks."""
    strip = Painter(layout, looks, margin).paint(line, list(marks))
    parts = ((segment.text, segment.style.meta["looks"]) for segment in strip if segment.style)
    return [(text, names) for text, names in parts if text.strip()]


def test_matches_are_marked_over_line_ends_in_lists_and_tables() -> None:
    blocks = (
        TextBlock("paragraph", "园" * 16 + "高新区"),
        ListBlock(ordered=False, items=(ListItem("一个"), ListItem("高新区二期"))),
        TableBlock((("名称", "高新区"), ("甲", "乙"))),
    )
    layout = laid_out(*blocks)
    finding = FoldedText(blocks).find("高新区", TOP)
    assert marked(layout, finding) == [
        ("高", "match-current"),
        ("新区", "match-current"),
        ("高新区", "match"),
        ("高新区", "match"),
    ]
    assert [look for _, look in marked(layout, finding.step(1))] == ["match", "match", "match-current", "match"]


def test_changes_are_marked_in_their_block_alone() -> None:
    layout = laid_out(TextBlock("heading", "甲乙丙"), TextBlock("heading", "甲乙丙"))
    changes = Changes((Change(1, 1, 2, "deleted"), Change(1, 2, 9, "inserted")))
    assert marked(layout, changes) == [("乙", "deleted"), ("丙", "inserted")]


def test_numbers_are_shown_that_may_still_be_meant() -> None:
    links = (Span(0, 2, "link", LINK), Span(3, 5, "link", LINK + "b"))
    layout = laid_out(TextBlock("heading", "甲乙和丙丁", links))
    numbers = number_links(layout, range(1))
    assert [mark.label for mark in numbers.marks(layout, 0)] == ["1", "2"]
    assert [mark.label for mark in numbers.type("2").marks(layout, 0)] == ["2"]
    assert list(numbers.marks(layout, 1)) == []


def test_marks_lie_over_the_looks_of_the_text_the_last_one_on_top() -> None:
    layout = laid_out(TextBlock("heading", "甲乙丙丁戊", (Span(1, 4, "strong"),)))
    marks = (Mark(range(2, 5), "match"), Mark(range(3, 4), "selected"))
    assert painted(layout, layout.lines[0], marks) == [
        ("甲", ("heading",)),
        ("乙", ("heading", "strong")),
        ("丙", ("heading", "strong", "match")),
        ("丁", ("heading", "strong", "match", "selected")),
        ("戊", ("heading", "match")),
    ]


@pytest.mark.parametrize(
    ("start", "label", "margin", "parts"),
    [
        (0, "1", 4, [("1", ("number",)), ("甲乙丙丁", ("heading",))]),
        (0, "1", 0, [("1 ", ("number",)), ("乙丙丁", ("heading",))]),
        (1, "12", 4, [("甲", ("heading",)), ("12", ("number",)), ("丙丁", ("heading",))]),
        (1, "123", 4, [("甲", ("heading",)), ("123 ", ("number",)), ("丁", ("heading",))]),
    ],
)
def test_a_label_stands_before_the_line_or_covers_whole_characters(
    start: int, label: str, margin: int, parts: list[tuple[str, tuple[str, ...]]]
) -> None:
    layout = laid_out(TextBlock("heading", "甲乙丙丁"))
    [line] = layout.lines
    shown = painted(layout, line, [Mark(range(start, 4), "number", label)], margin)
    assert shown == parts
    assert cell_len("".join(text for text, _ in shown)) in (8, 8 + len(label))


def test_nothing_over_a_line_changes_nothing() -> None:
    layout = laid_out(TextBlock("heading", "甲乙丙"))
    [line] = layout.lines
    assert painted(layout, line, []) == painted(layout, line, [Mark(range(9, 12), "match"), Mark(range(0), "match")])
