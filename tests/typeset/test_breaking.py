"""Line breaking: the rules of CLREQ and what holds for any text at all."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achie_tui.typeset.breaking import break_lines
from achie_tui.typeset.width import cell_width

NOT_AT_START = "，。、；：？！）》〉」』】〕”’·…,.;:?!)]}%％～／/"
NOT_AT_END = "（《〈「『【〔“‘([{／/"

HANZI = st.sampled_from("高新区科技园年产业发展好文化城市")
WORDS = st.sampled_from(
    ["AI", "R&D", "5G", "Python", "2025年", "20%", "3.5亿元", "5126件", "——", "……", "14:02", "GDP", "1,982", "—", " "]
)
PIECES = st.tuples(
    HANZI,
    st.sampled_from(["", "", "“", "（", "《", "（《", "“‘", "("]),
    st.one_of(HANZI, WORDS),
    st.sampled_from(["", "", "，", "。", "”。", "》）", "……", "？！", "%", ".", " ，", "，", "·"]),
).map("".join)
CHINESE = st.lists(PIECES, max_size=60).map("".join)

STRANGE = st.sampled_from(
    [
        "👨\u200d👩\u200d👧",
        "❤\ufe0f",
        "🇨🇳",
        "👍🏽",
        "e\u0301",
        "\u200b",
        "\u200d",
        "\u2060",
        "\u0301",
        "\u3000",
        "\n",
        "\r\n",
        "\t",
        "\u2028",
        "\xa0",
        " ",
        "     ",
        "……",
        "——",
        "…",
        "—",
        "（",
        "“",
        "，",
        "。",
        "\ud800",
        "https://example.org/a/b?c=d&e=f#g",
        "supercalifragilistic",
        "中文",
        "한국",
        "ไทย",
        "\u0600",
        "12.5",
        "%",
    ]
)
ANYTHING = st.one_of(st.text(), st.lists(st.one_of(STRANGE, st.characters()), max_size=60).map("".join))


def lines_of(text: str, width: int, first_indent: int = 0) -> list[str]:
    return [text[start:end] for start, end in break_lines(text, width, first_indent=first_indent)]


def drawn(text: str, width: int, first_indent: int = 0) -> list[str]:
    return [line.rstrip() for line in lines_of(text, width, first_indent)]


@given(ANYTHING, st.integers(-1, 120), st.integers(0, 8), st.booleans())
def test_lines_cover_the_text_and_fit(text: str, width: int, first_indent: int, ambiguous_wide: bool) -> None:
    spans = break_lines(text, width, first_indent=first_indent, ambiguous_wide=ambiguous_wide)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)
    for index, (start, end) in enumerate(spans):
        room = width - (first_indent if index == 0 else 0)
        if room >= 4:
            assert cell_width(text[start:end].rstrip(), ambiguous_wide=ambiguous_wide) <= room


@given(ANYTHING, st.integers(4, 40))
def test_no_line_begins_within_a_grapheme(text: str, width: int) -> None:
    for paragraph in text.splitlines():
        for line in lines_of(paragraph, width)[1:]:
            assert line[0] not in "\u0301\ufe0f\u200d🏽"


@given(CHINESE, st.integers(24, 100), st.sampled_from([0, 4]), st.booleans())
def test_kinsoku(text: str, width: int, first_indent: int, ambiguous_wide: bool) -> None:
    spans = break_lines(text, width, first_indent=first_indent, ambiguous_wide=ambiguous_wide)
    for start, end in spans[1:]:
        assert text[start] not in NOT_AT_START, text[start:end]
        assert not text[start].isspace()
    for start, end in spans[:-1]:
        assert text[start:end].rstrip()[-1] not in NOT_AT_END, text[start:end]
        assert text[end - 1 : end + 1] not in ("……", "——")
        assert not (text[end - 1].isascii() and text[end - 1].isalnum() and text[end].isascii() and text[end].isalnum())


@given(CHINESE, st.integers(24, 100))
def test_lines_are_filled(text: str, width: int) -> None:
    """No unit of these texts is wider than 20 cells, so no line but the last ones stays emptier than that."""
    lines = drawn(text, width)
    assert all(cell_width(line) > width - 22 for line in lines[:-2])


@pytest.mark.parametrize("mark", ["，", "。", "》", "……", "”。", ")", "！？", " 。", "%"])
def test_a_closing_mark_takes_its_character_along(mark: str) -> None:
    text = "园区里的桂花开了" + mark + "香得很"
    assert drawn(text, 16)[0] == "园区里的桂花开"


@pytest.mark.parametrize("mark", ["（", "“", "《", "「", "([", "“《", "（ "])
def test_an_opening_mark_goes_to_the_next_line(mark: str) -> None:
    text = "桂花开了" + mark + "香得很"
    width = 8 + cell_width(mark)
    assert drawn(text, width)[0] == "桂花开了"


@pytest.mark.parametrize("dash", ["—", "-", "–", "～", "·"])
def test_a_connecting_mark_does_not_begin_a_line(dash: str) -> None:
    assert drawn("我们走过科学" + dash + "技术的路", 12)[0] == "我们走过科"


def test_a_number_that_fits_no_line_leaves_its_unit_first() -> None:
    assert drawn("1234567890年前", 10) == ["1234567890", "年前"]


def test_ellipses_and_dashes_stay_in_one_piece() -> None:
    assert drawn("走啊走啊走……到了", 11) == ["走啊走啊", "走……到了"]
    assert drawn("我们的答案——是创新", 11) == ["我们的答案", "——是创新"]
    assert drawn("开头" + "…" * 40, 9)[1:5] == ["…" * 8] * 4


@pytest.mark.parametrize(
    "unit",
    [
        "20%",
        "3.5亿元",
        "5126件",
        "10.2km²",
        "10.2 km²",
        "R&D",
        "GB/T 7714—2015",
        "428 项",
        "2.1个百分点",
        "￥300",
        "don’t",
        "1—8月",
        "14:02",
        "2025-09-25",
        "AI+",
        "https://example.org/a?b=1,2&c=%20#d",
    ],
)
def test_units_stay_whole_where_they_fit(unit: str) -> None:
    width = max(cell_width(unit) + 2, 12)
    for before in range(12):
        text = "园" * before + unit + "，区区区"
        lines = lines_of(text, width)
        whole = any(unit in line for line in lines)
        assert whole or _parted_for_a_hole(text, unit, width), lines


def _parted_for_a_hole(text: str, unit: str, width: int) -> bool:
    """Whether a number and its unit part, where three characters or more would be left empty else."""
    ends = [end for _, end in break_lines(text, width)]
    start = text.index(unit)
    number = unit.rstrip("亿元件项个百分点")
    before = max([end for end in ends if end <= start], default=0)
    return start + len(number) in ends and width - cell_width(text[before:start].rstrip()) >= 6


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("园区产值比上年提高0.9个百分点", 26, ["园区产值比上年提高0.9", "个百分点"]),
        ("园区产值比上年提高 0.9 个百分点", 26, ["园区产值比上年提高 0.9", "个百分点"]),
        ("这座桥的总投资是13亿元人民币", 20, ["这座桥的总投资是", "13亿元人民币"]),
        ("这座老桥的投资1234.5亿元人民币", 22, ["这座老桥的投资1234.5", "亿元人民币"]),
    ],
)
def test_a_number_and_its_unit_part_rather_than_leave_a_hole(text: str, width: int, expected: list[str]) -> None:
    assert drawn(text, width) == expected


def test_in_a_wide_line_a_number_keeps_its_unit() -> None:
    text = "园" * 23 + "0.9个百分点"
    assert drawn(text, 56) == ["园" * 23, "0.9个百分点"]


@pytest.mark.parametrize("when", ["2025-09-25 14:02", "9月25日 14:02", "12月25日", "10时30分", "2025/9/5 8:00"])
@given(before=st.integers(0, 30), width=st.integers(34, 90))
def test_a_date_and_its_time_are_not_torn(when: str, before: int, width: int) -> None:
    lines = lines_of("园" * before + when + "，区区区", width)
    assert any(when in line for line in lines) or 2 * cell_width(lines[0].partition(when[0])[0]) < width


def test_a_date_and_its_time_part_where_they_fit_no_line() -> None:
    assert drawn("2025-09-25 14:02", 14) == ["2025-09-25", "14:02"]


def test_a_url_longer_than_the_line_begins_at_once_and_breaks_after_a_delimiter() -> None:
    url = "https://example.org/news/gxq/2025/0925/21951.html?from=list"
    assert drawn("详见" + url + "。", 24) == [
        "详见https://example.org/",
        "news/gxq/2025/0925/",
        "21951.html?from=list。",
    ]


def test_a_word_longer_than_the_line_is_cut_hard() -> None:
    assert drawn("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]
    assert drawn("a" * 10 + "。", 10) == ["a" * 9, "a。"]


def test_a_latin_word_does_not_drag_the_chinese_after_it() -> None:
    assert drawn("采用 Python 开发的阅读器很快", 20) == ["采用 Python 开发的阅", "读器很快"]


def test_spaces_at_a_line_end_take_no_width() -> None:
    assert lines_of("four five six", 4) == ["four ", "five ", "six"]
    assert lines_of("四个   字", 4) == ["四个   ", "字"]


def test_a_newline_is_a_mandatory_break() -> None:
    assert lines_of("一\n二三\r\n\n四", 20) == ["一\n", "二三\r\n", "\n", "四"]


def test_the_first_line_is_shorter_by_its_indent() -> None:
    assert drawn("春夏秋冬春夏秋冬春夏秋冬", 12, 4) == ["春夏秋冬", "春夏秋冬春夏", "秋冬"]


def test_no_last_line_of_punctuation_or_of_one_character() -> None:
    assert drawn("春夏秋冬春夏——", 12) == ["春夏秋冬", "春夏——"]
    assert drawn("春夏秋冬春夏。", 12) == ["春夏秋冬", "春夏。"]
    assert drawn("春夏秋冬春夏秋。", 12) == ["春夏秋冬春", "夏秋。"]


def test_ambiguous_marks_take_two_cells_on_request() -> None:
    text = "“春夏”秋冬来了"
    assert drawn(text, 10) == ["“春夏”秋冬", "来了"]
    assert [text[start:end] for start, end in break_lines(text, 10, ambiguous_wide=True)] == ["“春夏”秋", "冬来了"]


def test_nothing_gives_no_lines() -> None:
    assert break_lines("", 10) == []


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200000,
        "中" + "\u0301" * 200000,
        " " * 200000 + "，",
        "（" * 200000,
        "。" * 200000,
        "…" * 200000,
        ("a" + " " * 300 + "，") * 600,
        "\u2060" * 200000,
        "🇨" * 200000,
        "/" * 200000,
        "1" * 200000 + "年",
        "\n" * 200000,
        " \u0301" * 100000,
        "\u200b" * 200000,
        "中\u200d" * 100000,
        "—" * 200001,
    ],
    ids=lambda text: repr(text[:3]),
)
def test_hostile_texts_take_linear_time(text: str) -> None:
    started = time.process_time()
    for width in (2, 40):
        assert break_lines(text, width)[-1][1] == len(text)
    assert time.process_time() - started < 5


@given(st.text("字a1，。“ 亿元\u0301", min_size=50, max_size=300), st.integers(4, 30))
@settings(deadline=None)
def test_a_long_text_is_broken_a_piece_at_a_time_as_it_would_be_whole(text: str, width: int) -> None:
    whole = list(break_lines(text, width))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("achie_tui.typeset.breaking._PIECE", 120)
        pieces = list(break_lines(text, width))
    assert "".join(text[start:end] for start, end in pieces) == text
    assert pieces == whole


def test_no_line_is_endless_for_want_of_width() -> None:
    text = "a" + "\u0301" * 10_000
    lines = break_lines(text, 40)
    assert "".join(text[start:end] for start, end in lines) == text
    assert max(end - start for start, end in lines) <= 1_000
