"""First sentences: whole, whatever stands in quotation marks, brackets and numbers; nothing lost between them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achie_tui.export.sentences import first_sentences, lead, sentences
from achie_tui.model import TextBlock
from tests.library.samples import article


@pytest.mark.parametrize(
    "parts",
    [
        ["前三季度产值84.6亿元，同比增长20.1％。", "其中出口1,200万美元！", "下一步怎么走？"],
        ["他说：“先算账。再动工。”", "众人都点头。"],
        ["“先住后审。”她说，手续就简单了。", "后来呢？！"],
        ["“怎么办？”的疑问，园区答了三条。", "第一条是等。"],
        ["问：“去不去？”", "“去。”", "两人便出发了。"],
        ["第一条是「慢。」", "第二条是『稳。』"],
        ["《办法（试行。第二版）》施行了。", "见附件（含表1。）。"],
        ['口号是"快。再快。"', '标语是"稳"。'],
        ["没有配对的“引号。", "第二句还在。"],
        ["U.S. firms grew by 3.5 percent.", "Version 2.0 of the plan follows.", "No. 5 is next."],
        ["网址是www.example.org。", "完了……"],
        ["没有句号的一段"],
    ],
)
def test_a_text_is_parted_where_its_sentences_end(parts: list[str]) -> None:
    between = " " if parts[0].isascii() else ""
    assert list(sentences(between.join(parts))) == parts


MARKS = '。！？!?.“”‘’「」『』《》（）()"，；、…年a1 '


@given(st.text(st.sampled_from(MARKS), max_size=40))
def test_nothing_is_lost_between_sentences(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    assert all(sentences(text))


@given(st.lists(st.sampled_from(["甲占3.5％。", "乙说：“不急。”", "丙问《丁。》吗？", "（戊。己！）庚！"]), max_size=8))
def test_sentences_put_together_come_apart_again(parts: list[str]) -> None:
    assert list(sentences("".join(parts))) == parts


def test_what_is_taken_says_something_and_is_cut_visibly_between_clauses() -> None:
    assert first_sentences("短。也短。") == "短。也短。"
    assert first_sentences(f"{'长' * 60}。第二句。") == f"{'长' * 60}。"
    assert first_sentences(f"短。{'长' * 200}。") == "短。"
    endless = f"{'甲' * 100}1,000户，{'乙' * 100}。"
    assert first_sentences(endless) == f"{'甲' * 100}1,000户……"
    assert first_sentences("丙" * 300) == f"{'丙' * 160}……"
    assert first_sentences("") == ""


def test_an_article_begins_with_its_first_paragraph_that_says_something() -> None:
    blocks = (
        TextBlock("heading", "一、这是一个标题，不是正文的第一句。", (), 2),
        TextBlock("paragraph", "记者 张三"),
        TextBlock("caption", "图为园区全景，不是正文的第一句。"),
        TextBlock("paragraph", "园区今年新增企业三百家。比去年多一成。"),
    )
    assert lead(article(blocks=blocks)) == "园区今年新增企业三百家。比去年多一成。"
    assert lead(article(blocks=blocks[:3])) == ""


def test_a_text_of_nothing_but_marks_takes_no_longer_than_it_is() -> None:
    begun = time.perf_counter()
    first_sentences("“" * 300_000 + "《" * 300_000)
    assert time.perf_counter() - begun < 5
