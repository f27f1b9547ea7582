"""What is typed into a search, and what is understood of it."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from achie_tui.library.search.query import Query, parse


def understood(query: Query) -> str:
    """Write a query down: OR as |, title as t:, without as -."""
    clauses = [
        "|".join(f"{'-' * term.without}{'t:' * term.in_title}{term.text}" for term in clause)
        for clause in query.clauses
    ]
    choices = ["|".join(f"{'-' * each.without}{each.kind}={each.value}" for each in choice) for choice in query.choices]
    return " & ".join(clauses + choices)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("量子 合肥", "量子 & 合肥"),
        ("量子　合肥", "量子 & 合肥"),
        ("“低空 经济” -招聘", "低空 经济 & -招聘"),
        ('"低空   经济"', "低空 经济"),
        ('-"低空 经济"', "-低空 经济"),
        ("量子 OR 芯片 合肥", "量子|芯片 & 合肥"),
        ("量子 ＯＲ 芯片", "量子|芯片"),
        ("(量子 OR 芯片) 合肥", "量子|芯片 & 合肥"),
        ("（量子 合肥） OR 苏州", "量子|苏州 & 合肥|苏州"),
        ("合肥 -(招聘 OR 活动) -(公示)", "合肥 & -招聘 & -活动 & -公示"),
        ("((量子) OR (芯片 -招聘)) ( 合肥 OR 苏州 )", "量子|芯片 & 量子|-招聘 & 合肥|苏州"),
        ('("低空 经济" OR 量子) (is:starred OR is:later)', "低空 经济|量子 & is=starred|is=later"),
        ("（草案） COVID(19) 高新区（一） (一)号 ( )", "草案 & covid(19) & 高新区(一) & (一)号"),
        ('"（草案 一）"', "(草案 一)"),
        ("ＡＩ 高新區", "ai & 高新区"),
        ('title:量子 title:"低空 经济" -title:招聘', "t:量子 & t:低空 经济 & -t:招聘"),
        ("Category：高新区 source:科技日报", "category=高新区 & source=科技日报"),
        ("since:2024/5 until:2024年5月31日", "since=2024-05 & until=2024-05-31"),
        ("is:starred OR is:later -has:image", "is=starred|is=later & -has=image"),
        ("合肥高新区：党建引领", "合肥高新区:党建引领"),
        ("COVID-19", "covid-19"),
        ("- 5", "- & 5"),
        ("量\u200b子", "量子"),
        ("is:noted #土地 -＃产业/政策 tag:#GDP", "is=noted & tag=土地 & -tag=产业/政策 & tag=gdp"),
        ("note:对照 # #1 a#b", "# & #1 & a#b & note=对照"),
        ("", ""),
        (" \n\t ", ""),
    ],
)
def test_a_query_means_what_a_person_means(typed: str, meant: str) -> None:
    query = parse(typed)
    assert understood(query) == meant
    assert query.is_empty is (meant == "")
    assert not query.notes


@pytest.mark.parametrize(
    ("typed", "meant", "zh", "en"),
    [
        ('"低空 经济', "低空 经济", "引号没有配对", "not closed"),
        ('量子 ""', "量子", "引号里没有内容", "Nothing stands between"),
        ("量子 OR", "量子 & or", "OR 两边都要有词", "between two words"),
        ("OR 量子", "or & 量子", "OR 两边都要有词", "between two words"),
        ("量子 OR OR 芯片", "量子 & or & or & 芯片", "OR 两边都要有词", "between two words"),
        ("量子 OR is:starred", "量子|is:starred", "词和条件", "a word and a filter"),
        ("since:明天", "since:明天", "昨天", "last-week"),
        ("since:2023-02-29", "since:2023-02-29", "2024-05", "2024-05"),
        ("is:gone", "is:gone", "starred, unread", "starred, unread"),
        ("title:", "title:", "冒号后面没有内容", "nothing follows"),
        ("1) 量子", "1) & 量子", "括号没有配对", "not paired"),
        ("(量子 OR 芯片", "(量子|芯片", "括号没有配对", "not paired"),
        ("(量子 is:starred) OR 芯片", "量子|芯片 & is:starred|芯片", "“is:starred”", "a word and a filter"),
        ("量子 or 芯片", "量子 & or & 芯片", "大写的 OR", "in capitals"),
        ("量子 | 芯片", "量子 & | & 芯片", "大写的 OR", "in capitals"),
        ("量子｜芯片", "量子|芯片", "“量子｜芯片”", "in capitals"),
        ("量子 AND 芯片", "量子 & and & 芯片", "“AND”", "side by side"),
        ("量子 NOT 芯片", "量子 & not & 芯片", "“NOT”", "a - before it"),
        ("低空*", "低空*", "一部分也找得到", "no need of *"),
        ("量子 OR", "量子 & or", "“OR”", "“OR”"),
    ],
)
def test_what_is_odd_or_unfinished_is_taken_as_it_stands_and_said(typed: str, meant: str, zh: str, en: str) -> None:
    query = parse(typed)
    assert understood(query) == meant
    [note] = query.notes
    assert zh in note.say("zh")
    assert en in note.say("en")


def test_a_pasted_page_is_cut_to_what_can_be_asked() -> None:
    query = parse(" ".join(f"词{number}" for number in range(1000)))
    assert len(query.clauses) == 32
    assert len(query.notes) == 1


@given(st.text() | st.text(st.sampled_from('量子OR" “”-:title:is:since:2024 　{}()（）|\\*%')))
def test_nothing_that_is_typed_is_an_error(typed: str) -> None:
    query = parse(typed)
    assert all(term.text for clause in query.clauses for term in clause)
    for note in query.notes:
        assert note.say("zh") != note.say("en")
    query.spans(typed)


@pytest.mark.parametrize(
    ("typed", "text", "marked"),
    [
        ("量子 合肥", "合肥的量子科技", ["合肥", "量子"]),
        ("高新区 新区", "高新區", ["高新區"]),
        ("ai", "ＡＩ，OpenAI，aids", ["ＡＩ", "ai"]),
        ("中国ai", "中国AI和中国aids", ["中国AI", "中国ai"]),
        ("量子 -招聘", "量子招聘", ["量子"]),
        ("%", "12.5%", ["%"]),
    ],
)
def test_hits_are_told_in_any_text(typed: str, text: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in parse(typed).spans(text)] == marked


_WORDS = st.sampled_from(["甲", "乙", "丙", "丁"])


def _some(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(parts, min_size=1, max_size=3)


_GROUPS = st.recursive(
    _WORDS,
    lambda parts: st.tuples(
        st.sampled_from(["", "-"]), st.sampled_from([" ", " OR "]), st.lists(parts, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


def written(group: Any) -> str:
    if isinstance(group, str):
        return group
    minus, between, parts = group
    return f"{minus}({between.join(map(written, parts))})"


def holds(group: Any, text: str) -> bool:
    if isinstance(group, str):
        return group in text
    minus, between, parts = group
    found = [holds(part, text) for part in parts]
    return (any(found) if "OR" in between else all(found)) is not bool(minus)


@given(_GROUPS, st.sets(_WORDS).map("".join))
def test_parentheses_mean_what_they_say(group: Any, text: str) -> None:
    query = parse(written(group))
    assume(not query.notes)
    assert holds(group, text) is all(
        any(term.is_in(text) is not term.without for term in clause) for clause in query.clauses
    )


def test_a_long_text_is_cut_before_it_is_understood_and_that_is_said() -> None:
    for typed in ("(" * 20_000, "量" * 100_000):
        query = parse(typed)
        assert len(query.text) == 2_000
        assert "太长，只用前 2,000 个字" in [note.say("zh") for note in query.notes]
    assert parse("量" * 2_000).notes == ()
