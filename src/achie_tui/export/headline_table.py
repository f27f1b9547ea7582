"""Headlines for spreadsheets (CSV) and for programs (JSON Lines)."""

import csv
import io
import json
from collections.abc import Iterator

from achie_tui.export.edition import Edition
from achie_tui.export.records import Record, article_record, headline_record
from achie_tui.language import Phrase
from achie_tui.typeset.visible import clean_line, is_clean

_COLUMNS = (
    Phrase("标题", "title"),
    Phrase("栏目", "category"),
    Phrase("日期", "published"),
    Phrase("来源", "source"),
    Phrase("网址", "url"),
    Phrase("摘要", "summary"),
    Phrase("已读", "read"),
    Phrase("收藏", "starred"),
    Phrase("稍后读", "later"),
    Phrase("已缓存", "cached"),
    Phrase("编号", "id"),
)
_YES, _NO = Phrase("是", "yes"), Phrase("", "")
# What a spreadsheet takes for the beginning of a formula, in its full width too; a tab or a line break before it helps
# nobody, since these are not data.
_FORMULA = tuple("=+-@＝＋－＠")


def headlines_csv(edition: Edition) -> Iterator[str]:
    """Give headlines as a table (RFC 4180), a row each below the names of the columns; no cell is a formula."""
    yield _row([column.say(edition.language) for column in _COLUMNS])
    for headline in edition.headlines:
        flags = (headline.read, headline.starred, headline.later, headline.cached)
        yield _row(
            [
                cell(headline.title),
                cell(headline.category),
                cell(headline.published),
                cell(headline.source),
                cell(edition.addresses.url(headline.path)),
                cell(headline.summary),
                *((_YES if flag else _NO).say(edition.language) for flag in flags),
                "" if headline.id is None else str(headline.id),
            ]
        )


def cell(text: str | None) -> str:
    """Give a text as a cell that no spreadsheet executes: behind an apostrophe where it looks like a formula."""
    shown = clean_line(text or "").strip()
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def _row(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def headline_lines(edition: Edition) -> Iterator[str]:
    """Give each headline as a line of JSON."""
    for headline in edition.headlines:
        yield json_line(headline_record(headline, edition.addresses))


def article_lines(edition: Edition) -> Iterator[str]:
    """Give each article with its whole text as a line of JSON."""
    for piece in edition.pieces:
        yield json_line(article_record(piece, edition.addresses))


def json_line(record: Record) -> str:
    """Give a record as a line of JSON, in which nothing is raw that a terminal obeys or that breaks a line."""
    text = json.dumps(record, ensure_ascii=False)
    if not text.isprintable():
        text = "".join(letter if is_clean(letter) else json.dumps(letter)[1:-1] for letter in text)
    return f"{text}\n"
