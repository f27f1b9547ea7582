"""Words for days, in the site's time."""

from datetime import datetime

import pytest

from achie_tui.site.address import SITE_TIME
from achie_tui.site.day_words import day_word, days_named

NOW = datetime(2026, 1, 1, 0, 30, tzinfo=SITE_TIME).timestamp()  # a Thursday; in UTC it is still 2025


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        (("today", "今天", "Today"), "2026-01-01", "2026-01-01"),
        (("yesterday", "昨天"), "2025-12-31", "2025-12-31"),
        (("前天",), "2025-12-30", "2025-12-30"),
        (("this-week", "本周", "this week"), "2025-12-29", "2026-01-04"),
        (("last-week", "上周", "last_week"), "2025-12-22", "2025-12-28"),
        (("this-month", "本月"), "2026-01-01", "2026-01-31"),
        (("last-month", "上月", "上个月"), "2025-12-01", "2025-12-31"),
        (("this-year", "今年"), "2026-01-01", "2026-12-31"),
        (("last-year", "去年"), "2025-01-01", "2025-12-31"),
    ],
)
def test_a_word_names_days_of_the_site_s(words: tuple[str, ...], first: str, last: str) -> None:
    assert {days_named(word, NOW) for word in words} == {(first, last)}


@pytest.mark.parametrize("word", ["", "明天", "2025", "7d", "week", "today!", "上"])
def test_what_is_no_word_for_days_is_none(word: str) -> None:
    assert day_word(word) is None
    assert days_named(word, NOW) is None
