"""Cleaning: nothing that acts on a terminal stays, words stay."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from achie_tui.parse.clean import BORDER, clean, clean_line, clean_lines

# No deadline for single examples: the machine may be busy.
unhurried = settings(deadline=None)

BIDI = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u061c", "\u200e", "\u200f"}
anything = st.text(st.characters(exclude_categories=()))


@pytest.mark.fault(2)
@pytest.mark.fault(3)
@unhurried
@given(anything)
@example("a\u200d\u200db")
@example("\u3000 \u200b \u2028")
@example("\U0001f468\u200d\U0001f469")
@example("\x1b[31m\x9b0m\x00")
@example("\ue000\ufffd\U000e0041\ud800")
def test_nothing_that_acts_is_left(text: str) -> None:
    cleaned = clean(text)
    assert not {unicodedata.category(character) for character in cleaned} & {"Cc", "Cs", "Co", "Zl", "Zp"}
    assert not BIDI & set(cleaned)
    assert "  " not in cleaned
    assert clean(cleaned) == cleaned


@unhurried
@given(anything)
def test_a_line_has_no_blank_ends(text: str) -> None:
    line = clean_line(text)
    assert line == line.strip()
    assert clean(line) == line


@pytest.mark.fault(3)
@unhurried
@given(st.lists(st.text(st.characters(exclude_categories=(), exclude_characters=BORDER)), max_size=5))
@example([" 前\n", "", "#p#第二节#e#接着写", "\u3000后"])
@example(["警\x1b[31m报", " 无害 "])
def test_many_lines_are_cleaned_as_each_of_them(lines: list[str]) -> None:
    assert clean_lines("".join(BORDER + line for line in lines)) == [clean_line(line) for line in lines]


@unhurried
@given(st.text(st.sampled_from("园区，。“”《》AZaz09%·—…()（）[]/@=-"), max_size=60))
def test_words_stay_as_they_are(text: str) -> None:
    assert clean(text) == text
    assert clean_line(text) == text


@pytest.mark.parametrize(
    ("dirty", "line"),
    [
        ("\u3000\u3000开头缩进\r\n\t 与\xa0换行", "开头缩进 与 换行"),
        ("警\x1b[31m报\x07", "警[31m报"),
        ("\u202e倒\u2066写\u2069", "倒写"),
        ("零\u200b宽\ufeff字\u00ad符", "零宽字符"),
        ("全家\U0001f468\u200d\U0001f469\u200d\U0001f467", "全家\U0001f468\u200d\U0001f469\u200d\U0001f467"),
        ("藏\u200d着", "藏着"),
        ("#p#第二节#e#接着写", "接着写"),
        ("#e#", ""),
        ("编号#12与#e 不是标记", "编号#12与#e 不是标记"),
        ("丢\ue123失", "丢失"),
        ("坏\ufffd字", "坏\ufffd字"),
        ("嵌\ufffc物", "嵌物"),
    ],
)
def test_lines(dirty: str, line: str) -> None:
    assert clean_line(dirty) == line
