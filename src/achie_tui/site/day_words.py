"""Words for days, such as `yesterday`, `last-week` and `上月`: what they mean in the site's time."""

from datetime import date, datetime, timedelta
from typing import Literal

from achie_tui.site.address import SITE_TIME

Unit = Literal["day", "week", "month", "year"]

_MEANT: dict[str, tuple[Unit, int]] = {
    **dict.fromkeys(("today", "今天", "今日"), ("day", 0)),
    **dict.fromkeys(("yesterday", "昨天", "昨日"), ("day", 1)),
    **dict.fromkeys(("前天", "前日"), ("day", 2)),
    **dict.fromkeys(("this-week", "本周", "这周", "这个星期"), ("week", 0)),
    **dict.fromkeys(("last-week", "上周", "上个星期"), ("week", 1)),
    **dict.fromkeys(("this-month", "本月", "这个月"), ("month", 0)),
    **dict.fromkeys(("last-month", "上月", "上个月"), ("month", 1)),
    **dict.fromkeys(("this-year", "今年", "本年"), ("year", 0)),
    **dict.fromkeys(("last-year", "去年"), ("year", 1)),
    **dict.fromkeys(("前年",), ("year", 2)),
}
"""Each word with its unit, and how many of these it goes back. A week begins on Monday."""


def day_word(typed: str) -> str | None:
    """Give a word for days as it is known here, however it was typed; None where it is none."""
    word = "-".join(typed.casefold().replace("_", " ").replace("-", " ").split())
    return word if word in _MEANT else None


def days_named(typed: str, now: float) -> tuple[str, str] | None:
    """Give the first and the last day (`YYYY-MM-DD`) that a word names at a moment; None where it names none."""
    word = day_word(typed)
    if word is None:
        return None
    unit, back = _MEANT[word]
    first, last = _period(datetime.fromtimestamp(now, SITE_TIME).date(), unit, back)
    return first.isoformat(), last.isoformat()


def _period(today: date, unit: Unit, back: int) -> tuple[date, date]:
    day = timedelta(days=1)
    match unit:
        case "day":
            return today - back * day, today - back * day
        case "week":
            monday = today - (today.weekday() + 7 * back) * day
            return monday, monday + 6 * day
        case "month":
            return _month(today, back), _month(today, back - 1) - day
        case "year":
            return date(today.year - back, 1, 1), date(today.year - back, 12, 31)


def _month(today: date, back: int) -> date:
    """Give the first day of the month so many before today's."""
    year, month = divmod(12 * today.year + today.month - 1 - back, 12)
    return date(year, month + 1, 1)
