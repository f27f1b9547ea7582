"""What the words of the command line may be, and what a command is made of."""

from collections.abc import Iterator
from dataclasses import dataclass

from achie_tui.cli.parser import Argument, Value
from achie_tui.language import Phrase

_NARROWEST = 20


def _count(text: str) -> int:
    return _count_of(text, 18)


def _width(text: str) -> int:
    cells = _whole(text, 4)
    if cells < _NARROWEST:
        raise ValueError(text)
    return cells


def _days(text: str) -> int:
    return _whole(text, 5)


def _whole(text: str, digits: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= digits):
        raise ValueError(text)
    return int(text)


def _since(text: str) -> str:
    """Read a day, or how long ago: `7d`, `12h`, `2w`."""
    if text[-1:] in set("hdw"):
        return f"{_count_of(text[:-1], 4)}{text[-1]}"
    return _date(text)


def _count_of(text: str, digits: int) -> int:
    number = _whole(text, digits)
    if not number:
        raise ValueError(text)
    return number


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < 10**6:
        raise ValueError(text)
    return seconds


def _date(text: str) -> str:
    from datetime import date

    return date.fromisoformat(text).isoformat()


def _period(text: str) -> str:
    """Read a day, a month or a year."""
    if len(text) not in _PERIODS:
        raise ValueError(text)
    return _date(text + "-01-01"[len(text) - len("YYYY") :])[: len(text)]


URL, DIR, FILE = Value(Phrase("网址", "URL")), Value(Phrase("目录", "DIR")), Value(Phrase("文件", "FILE"))
QUERY = Value(Phrase("要找的词", "QUERY"))
_PERIODS = (len("YYYY"), len("YYYY-MM"), len("YYYY-MM-DD"))
PERIOD = Value(
    Phrase("日期", "DATE"),
    _period,
    Phrase("日期，如 2024-01-31、2024-01、2024", "a date, such as 2024-01-31, 2024-01 or 2024"),
)
CATEGORY = Value(Phrase("栏目", "CATEGORY"))
ARTICLE = Value(Phrase("网址|路径|编号", "URL|PATH|ID"))
WIDTH = Value(Phrase("N", "N"), _width, Phrase("列数，20 或更多", "a number of cells, 20 or more"))
NUMBER = Value(Phrase("N", "N"), _count, Phrase("正整数，如 1、20", "a whole number, 1 or more"))
DAYS = Value(Phrase("天数", "DAYS"), _days, Phrase("天数，如 0、30、365", "a number of days, such as 0, 30 or 365"))
SECONDS = Value(Phrase("秒数", "S"), _seconds, Phrase("秒数，如 0、0.5、2", "a number of seconds, such as 0, 0.5 or 2"))
DATE = Value(Phrase("日期", "DATE"), _date, Phrase("日期，如 2024-01-31", "a date, such as 2024-01-31"))
SINCE = Value(
    Phrase("多久|日期", "SPAN|DATE"),
    _since,
    Phrase(
        "多久，如 12h、7d、2w，或日期，如 2024-01-31", "a span, such as 12h, 7d or 2w, or a date, such as 2024-01-31"
    ),
)
MAILBOX = Value(Phrase("邮件地址", "ADDRESS"))


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what it is for, and its arguments; of those that stand together in a tuple one at most may be given.

    The module of the same name in `achie_tui.commands` carries it out (see there).
    """

    about: Phrase
    arguments: tuple[Argument | tuple[Argument, ...], ...] = ()

    def each_argument(self) -> Iterator[Argument]:
        """Give the arguments one by one."""
        for argument in self.arguments:
            yield from (argument,) if isinstance(argument, Argument) else argument
