"""Which values the arguments of the command line allow: what the help calls each, and how it is read from a word."""

from dataclasses import replace

from achie_tui.cli.parser import Value, one_of
from achie_tui.language import Phrase

_NARROWEST = 20


def _count(text: str) -> int:
    number = _whole(text, 18)
    if not number:
        raise ValueError(text)
    return number


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
    """Read how long ago (`7d`, `12h`, `2w`), or a day, a month or a year, in figures or by a word."""
    if text[-1:] not in {"h", "d", "w"}:
        return _period(text)
    if not _whole(text[:-1], 4):
        raise ValueError(text)
    return f"{int(text[:-1])}{text[-1]}"


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < 10**6:
        raise ValueError(text)
    return seconds


def _text(text: str) -> str:
    """Read words: bytes that are no text would end a command when half is done. Names of files may be any bytes."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError(text)
    return text


def _path(text: str) -> str:
    """Read the name of a file or folder; an empty one would be the folder one stands in, which nobody means by it."""
    if not text:
        raise ValueError(text)
    return text


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return _text(text).strip()


def _period(text: str) -> str:
    """Read a day, a month or a year, or a word for one or for a week."""
    from datetime import date

    from achie_tui.site.day_words import day_word

    if (word := day_word(text)) is not None:
        return word
    if len(text) not in _PERIODS:
        raise ValueError(text)
    return date.fromisoformat(text + "-01-01"[len(text) - len("YYYY") :]).isoformat()[: len(text)]


_IN_UTF_8 = Phrase("UTF-8 编码的文字", "text in UTF-8")
URL = Value(Phrase("网址", "URL"), _text, _IN_UTF_8)
_A_NAME = Phrase("文件或目录的名字", "the name of a file or folder")
DIR = Value(Phrase("目录", "DIR"), _path, _A_NAME, words="folders")
FILE = Value(Phrase("文件", "FILE"), _path, _A_NAME, words="files")
QUERY = Value(Phrase("要找的词", "QUERY"), _text, _IN_UTF_8)
_PERIODS = (len("YYYY"), len("YYYY-MM"), len("YYYY-MM-DD"))
PERIOD = Value(
    Phrase("日期", "DATE"),
    _period,
    Phrase(
        "日期，如 2024-01-31、2024-01、2024、昨天、上周、本月",
        "a date, such as 2024-01-31, 2024-01, 2024, yesterday, last-week or this-month",
    ),
)
CATEGORY = Value(Phrase("栏目", "CATEGORY"), _text, _IN_UTF_8, words="categories")
ARTICLE = Value(Phrase("网址|路径|编号", "URL|PATH|ID"), _text, _IN_UTF_8)
FORMATS = ("markdown", "html", "epub", "text", "csv", "jsonl", "gbt7714", "bibtex", "ris", "csl")  # export.formats
LISTED = Value(Phrase("文件|目录", "FILE|FOLDER"), _path, _A_NAME)
NUMBER = Value(Phrase("N", "N"), _count, Phrase("正整数，如 1、20", "a whole number, 1 or more"))
DAYS = Value(Phrase("天数", "DAYS"), _days, Phrase("天数，如 0、30、365", "a number of days, such as 0, 30 or 365"))
SECONDS = Value(Phrase("秒数", "S"), _seconds, Phrase("秒数，如 0、0.5、2", "a number of seconds, such as 0, 0.5 or 2"))
SINCE = Value(
    Phrase("多久|日期", "SPAN|DATE"),
    _since,
    Phrase(
        "多久，如 12h、7d、2w，或日期，如 2024-01-31、2024-01、2024、昨天、上周、本月",
        "a span, such as 12h, 7d or 2w, or a date, such as 2024-01-31, 2024-01, 2024, yesterday, last-week or "
        "this-month",
    ),
)
MAILBOX = Value(Phrase("邮件地址", "ADDRESS"), _text, _IN_UTF_8)
FORMAT = replace(one_of(*FORMATS), name=Phrase("格式", "FORMAT"))
TEXT = Value(Phrase("文字", "TEXT"), _text, _IN_UTF_8)
NOTE = replace(TEXT, read=_words, allowed=Phrase("不是空白的 UTF-8 文字", "text in UTF-8 that is not blank"))
TAG = Value(Phrase("标签", "TAG"), _text, _IN_UTF_8, words="tags")
WIDTH = Value(Phrase("N", "N"), _width, Phrase("列数，20 或更多", "a number of cells, 20 or more"))
