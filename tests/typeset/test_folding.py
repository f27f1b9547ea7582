"""Folding: however a word is written, it is found; and offsets stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achie_tui.chinese import converter
from achie_tui.typeset.folding import fold, written
from achie_tui.typeset.simplified import SIMPLIFIED, TRADITIONAL


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("高新區", "高新区"),
        ("ＡＩ大模型", "ai大模型"),
        ("“量子”", '"量子"'),
        ("「量子」", '"量子"'),
        ("5Ｇ", "5g"),
        ("㎏", "㎏"),  # no single character says the same
        ("薴", "苎"),  # by way of 苧
    ],
)
def test_what_is_written_otherwise_is_found_the_same(written: str, found: str) -> None:
    assert fold(written) == found


@given(st.text(max_size=60))
def test_folding_keeps_the_length_and_changes_nothing_twice(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_characters_fold_alike_alone_and_among_many() -> None:
    text = TRADITIONAL + "ＡＢＣ“”" + SIMPLIFIED
    assert fold(text) == "".join(map(fold, text))


def test_the_table_says_what_opencc_says() -> None:
    convert = converter("t2s").convert
    for character, simplified in zip(TRADITIONAL, SIMPLIFIED, strict=True):
        once = convert(character)
        assert simplified in {once, convert(once)}
        assert convert(simplified) == simplified


def test_all_ways_to_write_a_character_are_known() -> None:
    for character in map(chr, range(0x30000)):
        if (found := fold(character)) != character:
            assert character in written(found)
            assert found in written(found)
