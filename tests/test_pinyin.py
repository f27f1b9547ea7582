"""Pinyin: however a name is typed without an input method, it is found, and little else is."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achie_tui import pinyin
from achie_tui.pinyin import Query, Span, sort_key, spelled
from tests.place_names import ALSO, NAMES

ROOT = Path(__file__).parents[1]


def found(typed: str, text: str) -> list[str]:
    """Give what of a text is found."""
    return [text[start:end] for start, end in Query(typed).spans(spelled(text))]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hfgxq", ["合肥高新区"]),
        ("hefeigaoxinqu", ["合肥高新区"]),
        ("hfgaoxin", ["合肥高新"]),
        ("hefeigaox", ["合肥高新"]),  # not typed to the end
        ("合肥gx", ["合肥高新"]),
        ("hf高新", ["合肥高新"]),
        ("合肥", ["合肥"]),
        ("qu 10 hf", ["合肥", "区", "10"]),  # words in any order
        ("10n", ["10年"]),
        ("5g", ["5g"]),
        ("gxqhf", []),
        ("hefegao", []),  # no reading, nor the first letter of one
        ("gx shanghai", []),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed: str, expected: list[str]) -> None:
    assert found(typed, "走进合肥高新区：10年，5g先行") == expected


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("重庆", "cq zq chongqing zhongqing"),
        ("长三角", "csj zsj changsanjiao"),
        ("银行", "yh yx yinhang yinxing"),
        ("乐清", "yq lq yueqing"),
        ("六安", "la luan liuan"),
        ("厦门", "xm xiamen sm"),
        ("东莞", "dg dongguan"),
        ("绿色", "ls lvse"),
        ("战略", "zl zhanlve zhanlue"),
        ("二〇二五", "elew erlingerwu"),
        ("開發區", "kfq kaifaqu"),
    ],
)
def test_characters_are_found_by_each_of_their_readings(name: str, ways: str) -> None:
    for typed in ways.split():
        assert found(typed, f"在{name}，") == [name], typed


def spellings() -> dict[str, list[str]]:
    """Give all that the initials of each name may be, as they are written by hand."""
    initials: dict[str, set[str]] = {character: {letter} for character, letter in ALSO.items()}
    for name, letters in NAMES.items():
        for character, letter in zip(name, letters, strict=True):
            initials.setdefault(character, set()).add(letter)
    return {name: list(map("".join, product(*(initials[character] for character in name)))) for name in NAMES}


def test_300_names_are_found_by_their_initials_and_nothing_that_does_not_fit() -> None:
    names, ways = list(NAMES), spellings()
    texts = list(map(spelled, names))
    assert len(names) == 300
    strangers = {}
    for name, initials in NAMES.items():
        shown = {names[place] for place in Query(initials).among(texts, range(len(texts)))}
        fits = {each for each in names if any(initials in way for way in ways[each])}
        assert name in fits <= shown
        strangers[name] = shown - fits
    assert max(map(len, strangers.values())) <= 2
    assert sum(map(len, strangers.values())) == 0


def tokens(character: str) -> Iterator[str]:
    """Give what may be typed for a character: all that the table's rows say of it."""
    yield character
    for reading, mainly, also in pinyin._rows():
        if character in mainly + also:
            yield from (reading, reading[0])


CHARACTERS = "重长行乐安西先县和嗯阿an1〇"
TOKENS = {character: {*tokens(character)} for character in CHARACTERS}


def is_typed(typed: str, text: str) -> bool:
    """Tell whether something stands for the beginning of a text, letter by letter, trying everything."""
    if not typed:
        return True
    return bool(text) and any(
        token.startswith(typed) or (typed.startswith(token) and is_typed(typed[len(token) :], text[1:]))
        for token in TOKENS[text[0]]
    )


TEXTS = st.text(CHARACTERS, max_size=8)
TYPED = st.lists(st.sampled_from(sorted({token for each in TOKENS.values() for token in each})), min_size=1, max_size=5)


@given(TEXTS, TYPED.map("".join), st.integers(0, 3))
def test_found_is_what_trying_everything_finds(text: str, typed: str, less: int) -> None:
    typed = typed[: len(typed) - less] or typed
    beginnings = [start for start in range(len(text)) if is_typed(typed, text[start:])]
    assert bool(Query(typed).among([spelled(text)], [0])) == bool(beginnings)
    spans = Query(typed).spans(spelled(text))
    assert [span.start for span in spans[:1]] == beginnings[:1]
    assert all(is_typed(typed, text[start:]) for start, _ in spans)


@given(st.lists(TEXTS, max_size=5), TYPED.map("".join))
def test_who_types_on_narrows_what_was_found(texts: list[str], typed: str) -> None:
    places, before = range(len(texts)), list(range(len(texts)))
    for length in range(1, len(typed) + 1):
        now = Query(typed[:length]).among([*map(spelled, texts)], places)
        assert now == Query(typed[:length]).among([*map(spelled, texts)], before)
        before = now


@given(st.text(), st.text())
def test_any_text_can_be_looked_for_in_any_other(text: str, typed: str) -> None:
    assert len(spelled(text)) == len(text)
    for start, end in Query(typed).spans(spelled(text)):
        assert 0 <= start < end <= len(text)


def test_spelling_takes_no_two_characters_for_one() -> None:
    characters = "".join(map(chr, (0x3007, *range(0x3400, 0xA000))))
    assert set(spelled(characters)) == set(characters)


def test_a_word_stands_wherever_it_occurs_and_spans_do_not_overlap() -> None:
    assert Query("gx").spans(spelled("高新区和高新")) == [Span(0, 2), Span(4, 6)]
    assert Query("gaoxin xinqu").spans(spelled("高新区")) == [Span(0, 3)]


def test_a_long_query_of_what_can_be_read_in_many_ways_is_looked_for_at_once() -> None:
    assert found("en" * 30 + "g", "恩" * 200) == []
    assert found("en" * 30 + "g", "恩" * 200 + "高") == ["恩" * 30 + "高"]


def test_titles_are_sorted_by_pinyin_behind_numbers_and_among_latin_words() -> None:
    titles = ["西安", "先行", "合肥", "【高新】", "和谐", "Beijing", "100强", "北京", "安徽", "河南"]
    assert sorted(titles, key=sort_key) == [
        *("100强", "安徽", "北京", "Beijing", "【高新】", "合肥", "和谐", "河南", "西安", "先行"),
    ]


def test_the_table_is_small_and_read_when_it_is_first_asked_for() -> None:
    assert Path(pinyin.__file__).with_name("pinyin.txt").stat().st_size < 100_000
    program = "import achie_tui.tui.app; from achie_tui import pinyin; print(pinyin._table.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)  # noqa: S603
    assert done.stdout == "0\n"
