"""What changed between two versions: nothing lost of either, and changes shown where they are."""

import time
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from achie_tui.differences import Passage, differences
from achie_tui.model import Article, Block, ImageBlock, ListBlock, ListItem, TableBlock, TextBlock

EMPTY = Article("/a.html", 1, "标题", None, (), None, None, None, None, ())


def article(*texts: str, title: str = "标题") -> Article:
    return replace(EMPTY, title=title, blocks=tuple(TextBlock("paragraph", text) for text in texts))


def changed(before: Article, after: Article) -> list[tuple[Passage, ...]]:
    return [
        paragraph for paragraph in differences(before, after) if {passage.kind for passage in paragraph} != {"same"}
    ]


FIRST = "高新区今年新增企业三百家，同比增长百分之十二。"
SECOND = "园区将建设三个中试基地，投资约二十亿元。"
THIRD = "会议由管委会主任主持。"


def test_what_is_the_same_is_shown_as_it_is() -> None:
    same = article(FIRST, SECOND)
    assert differences(same, same) == ((Passage("same", FIRST),), (Passage("same", SECOND),))


def test_within_a_paragraph_only_what_changed_is_marked() -> None:
    after = FIRST.replace("三百家", "三百五十家")
    assert changed(article(FIRST, SECOND), article(after, SECOND)) == [
        (
            Passage("same", "高新区今年新增企业三百"),
            Passage("inserted", "五十"),
            Passage("same", "家，同比增长百分之十二。"),
        )
    ]


def test_numbers_and_words_change_as_a_whole() -> None:
    pieces = changed(article("增长12.5%，园区 alpha 建成。"), article("增长13.5%，园区 beta 建成。"))
    assert [piece for piece in pieces[0] if piece.kind != "same"] == [
        Passage("deleted", "12.5%"),
        Passage("inserted", "13.5%"),
        Passage("deleted", "alpha"),
        Passage("inserted", "beta"),
    ]


def test_paragraphs_come_and_go_where_they_stand() -> None:
    shown = differences(article(FIRST, THIRD), article(FIRST, SECOND, THIRD))
    assert shown == ((Passage("same", FIRST),), (Passage("inserted", SECOND),), (Passage("same", THIRD),))
    shown = differences(article(FIRST, SECOND, THIRD), article(FIRST, THIRD))
    assert shown == ((Passage("same", FIRST),), (Passage("deleted", SECOND),), (Passage("same", THIRD),))


def test_a_paragraph_is_compared_with_the_one_it_was_made_of() -> None:
    shown = differences(article(FIRST, SECOND), article(THIRD, SECOND.replace("三个", "五个")))
    assert shown[0] == (Passage("deleted", FIRST),) or shown[0] == (Passage("inserted", THIRD),)
    assert shown[-1] == (
        Passage("same", "园区将建设"),
        Passage("deleted", "三"),
        Passage("inserted", "五"),
        Passage("same", "个中试基地，投资约二十亿元。"),
    )


def test_a_few_characters_in_common_are_no_likeness() -> None:
    [out, put] = differences(article("今天的天气很好。"), article("企业的数量增加。"))
    assert {out[0].kind, put[0].kind} == {"deleted", "inserted"}
    assert len(out) == len(put) == 1


def test_a_title_that_changed_stands_in_front() -> None:
    shown = differences(article(FIRST), article(FIRST, title="新标题"))
    assert shown[0] == (Passage("inserted", "新"), Passage("same", "标题"))


def test_an_empty_cell_keeps_its_place() -> None:
    rows = (("", "2023", "2024"), ("合肥", "", "300"), ("", "", ""))
    before = replace(EMPTY, blocks=(TableBlock(rows),))
    after = replace(EMPTY, blocks=(TableBlock((*rows, ("芜湖", "100", ""))),))
    texts = ["".join(piece.text for piece in paragraph) for paragraph in differences(before, after)]
    assert texts == [" | 2023 | 2024", "合肥 |  | 300", "芜湖 | 100 | "]


def test_tables_lists_and_captions_take_part() -> None:
    def with_blocks(*blocks: Block) -> Article:
        return replace(EMPTY, blocks=blocks)

    before = with_blocks(
        TableBlock((("年份", "产值"), ("2024", "20"))), ListBlock(ordered=False, items=(ListItem("甲"), ListItem("乙")))
    )
    after = with_blocks(
        TableBlock((("年份", "产值"), ("2024", "21"))),
        ListBlock(ordered=False, items=(ListItem("甲"), ListItem("乙"))),
        ImageBlock("/a.jpg", caption="图为园区"),
    )
    texts = ["".join(piece.text for piece in paragraph) for paragraph in changed(before, after)]
    assert texts == ["2024 | 2021", "图为园区"]


words = st.text("高新区园产业规划，。；12a ", max_size=12)


@given(st.lists(words, max_size=6), st.lists(words, max_size=6))
def test_both_texts_can_be_read_out_of_it(before: list[str], after: list[str]) -> None:
    shown = differences(article(*before), article(*after))

    def text(kind: str) -> list[str]:
        lines = ["".join(piece.text for piece in each if piece.kind in {"same", kind}) for each in shown]
        return [line for line in lines if line]

    assert text("deleted") == [line for line in before if line]
    assert text("inserted") == [line for line in after if line]


def test_long_texts_take_no_time() -> None:
    long = "高新区建设创新高地，" * 900
    before = article(*(f"{number}{FIRST}" for number in range(300)), long)
    after = article(*(f"{number}{SECOND}" for number in range(300)), f"{long}完。")
    started = time.process_time()
    differences(before, after)
    assert time.process_time() - started < 3
