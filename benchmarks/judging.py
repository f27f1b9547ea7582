"""What a reader made of pages whose truth is known: right, none, wrong or invented, counted by field.

A text is judged by its pairs of characters, blanks aside: their F1 is exact from 0.99 on, small (a line too much, or
too little) from 0.95 on, broken below. A date is right without its time, too, and then also counted as timeless.
Neighbours are missed where one is lacking and none is wrong. Pictures are right where all are there in order, by their
addresses, tables by their rows and columns. Missing are the characters of the truth that do not stand in the reading in
the truth's order, and the articles that lack any.
"""

import importlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import chain
from typing import NamedTuple, TypeAlias

from achie_tui.model import Article, Block, ImageBlock, ListBlock, Row, TableBlock, TextBlock
from benchmarks.judge_reader import NO_TEXT

EXACT, SMALL = 0.99, 0.95
_BLANKS = re.compile(r"[\s\u200b\ufeff\xa0\u3000]+")
_CUT = ".…<"
_LONG = 8
_DATE = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})(?:\D+(\d{1,2}:\d\d))?")


class Part(NamedTuple):
    """A line of an article, or a cell of one of its tables."""

    text: str
    is_cell: bool = False


@dataclass(frozen=True)
class Wanted:
    """What an article says, as far as it is known; a field is None where its page shows none.

    `parts` are in order, or all the cells behind all the lines where `is_sorted` is False. `category`, and `count` of
    the article's pages, are None where it is the page that is judged and not the article.
    """

    path: str
    title: str | None
    published: str | None
    source: str | None
    parts: tuple[Part, ...]
    images: tuple[str, ...]
    tables: tuple[tuple[int, ...], ...]
    previous: str | None
    next: str | None
    pages: tuple[str, ...]
    is_sorted: bool = True
    category: str | None = None
    count: int | None = None


@dataclass(frozen=True)
class Found:
    """What was made of an article: the truth's fields, and by what way of the reader."""

    title: str | None
    published: str | None
    parts: tuple[Part, ...]
    source: str | None = None
    images: tuple[str, ...] = ()
    tables: tuple[tuple[int, ...], ...] = ()
    previous: str | None = None
    next: str | None = None
    category: str | None = None
    count: int | None = None
    how: str = ""


Peer: TypeAlias = Callable[[str], Found]
"""An extractor of others: the html of a page in, what it makes of an article out."""


class WantedRow(NamedTuple):
    """A row of a list; `shown` is its title as it is cut there, None where that is not known."""

    path: str
    title: str
    shown: str | None
    published: str | None


@dataclass
class Tally:
    """The verdicts on one way of reading: how many of each, the texts' F1 in sum, and the seconds that it took."""

    counts: Counter[str] = field(default_factory=Counter)
    scores: float = 0.0
    reading: float = 0.0
    learning: float = 0.0

    @property
    def f1(self) -> float:
        """The mean F1 of the texts that were read."""
        return self.scores / max(1, self.counts["articles"] - self.counts["refused"])


class Miss(NamedTuple):
    """A verdict that is not right: on what, and what was wanted and found."""

    what: str
    wanted: object
    found: object


def squeeze(text: str | None) -> str:
    """Give a text without its blanks."""
    return _BLANKS.sub("", text or "")


def found_in(article: Article) -> Found:
    """Give what the program made of an article."""
    tables = (block.rows for block in article.blocks if isinstance(block, TableBlock))
    shapes = ((len(rows), max(map(len, rows), default=0)) for rows in tables)
    return Found(
        title=article.title,
        published=article.published,
        parts=tuple(chain.from_iterable(map(_parts, article.blocks))),
        source=article.source,
        images=tuple(block.src for block in article.blocks if isinstance(block, ImageBlock)),
        tables=tuple(shapes),
        previous=article.previous.url if article.previous else None,
        next=article.next.url if article.next else None,
        category=article.category,
        count=article.pages if article.complete else 0,
        how=article.extraction,
    )


def _parts(block: Block) -> Iterator[Part]:
    if isinstance(block, TextBlock):
        if block.kind not in NO_TEXT:
            yield Part(block.text)
    elif isinstance(block, ListBlock):
        yield from (Part(item.text) for item in block.items)
    elif isinstance(block, TableBlock):
        yield from (Part(cell, is_cell=True) for row in block.rows for cell in row)
    else:
        yield Part(block.caption)


def judge(wanted: Wanted, found: Found | None, tally: Tally) -> Iterator[Miss]:
    """Count the verdicts on an article (None: it was refused), and give those that are not right."""
    counts = tally.counts
    counts["articles"] += 1
    if found is None:
        _count_refused(wanted, counts)
        yield Miss("article", wanted.title, None)
        return
    score = score_of(wanted, found)
    tally.scores += score
    pair, own_pair = (wanted.previous, wanted.next), (found.previous, found.next)
    verdicts: list[tuple[str, str, object, object]] = [
        ("text", "exact" if score >= EXACT else "small" if score >= SMALL else "broken", "", round(score, 3)),
        ("title", _title(wanted.title, found.title), wanted.title, found.title),
        ("date", _date(wanted.published, found.published), wanted.published, found.published),
        ("source", _field(squeeze(wanted.source), squeeze(found.source)), wanted.source, found.source),
        ("images", _files(wanted.images, found.images), wanted.images, found.images),
        ("tables", _tables(wanted.tables, found.tables), wanted.tables, found.tables),
        ("previous/next", _neighbours(pair, own_pair), pair, own_pair),
    ]
    if wanted.category:
        verdicts.append(("category", _field(wanted.category, found.category), wanted.category, found.category))
    if (wanted.count or 0) > 1:
        verdicts.append(("pages", _same(wanted.count, found.count), wanted.count, found.count))
    for what, verdict, fact, reading in verdicts:
        if verdict:
            counts[f"{what} {verdict}"] += 1
            if verdict not in {"exact", "right"}:
                yield Miss(what, fact, reading)
    if _date(wanted.published, found.published) == "right":
        counts["date timeless"] += wanted.published != found.published
    counts[f"by {found.how}"] += bool(found.how)


def judge_missing(wanted: Wanted, found: Found | None, tally: Tally) -> Iterator[Miss]:
    """Count the characters of the truth that do not stand in a reading, and give them where there are any."""
    pieces = missing_from(wanted, found.parts if found else ())
    tally.counts["missing characters"] += sum(map(len, pieces))
    tally.counts["missing articles"] += bool(pieces)
    tally.counts["characters"] += sum(len(squeeze(part.text)) for part in wanted.parts)
    if pieces:
        yield Miss("missing", " … ".join(pieces), "")


def judge_rows(wanted: Sequence[WantedRow], rows: Sequence[Row] | None, tally: Tally) -> Iterator[Miss]:
    """Count the verdicts on a list (None: it was refused), and give those that are not right."""
    counts = tally.counts
    paths, read = [row.path for row in wanted], [row.path for row in rows or ()]
    counts["lists all"] += bool(paths)
    counts["lists whole"] += bool(paths) and set(paths) <= set(read)
    counts["lists in order"] += bool(paths) and paths == read
    common = set(paths) & set(read)
    counts["rows right"] += len(common)
    counts["rows wanted"] += len(paths)
    counts["rows foreign"] += len(set(read) - set(paths))
    if paths != read:
        yield Miss("rows", len(paths), f"{len(common)}, foreign {len(set(read) - set(paths))}")
    by_path = {row.path: row for row in rows or ()}
    for row in wanted:
        if row.path not in common:
            continue
        own = by_path[row.path]
        if row.title:
            counts["row titles all"] += 1
            if _is_title(own.title, row):
                counts["row titles right"] += 1
            else:
                yield Miss("row title", row.title, own.title)
        if row.published:
            counts["row dates all"] += 1
            if (own.published or "")[:10] == row.published[:10]:
                counts["row dates right"] += 1
            else:
                yield Miss("row date", row.published, own.published)


def score_of(wanted: Wanted, found: Found) -> float:
    """Give the F1 of a text's pairs of characters."""
    title = squeeze(wanted.title)
    one, other = _grams(wanted.parts, title, wanted.is_sorted), _grams(found.parts, title, wanted.is_sorted)
    if not one and not other:
        return 1.0
    return 2 * (one & other).total() / (one.total() + other.total())


def _grams(parts: Sequence[Part], title: str, is_sorted: bool) -> Counter[str]:
    """Count pairs of characters; cells by themselves where their place among the lines is not known."""
    groups = [parts] if is_sorted else [[part for part in parts if part.is_cell is cells] for cells in (False, True)]
    grams: Counter[str] = Counter()
    for group in groups:
        text = squeeze("".join(part.text for part in group)).removeprefix(title)
        grams.update(text[place : place + 2] for place in range(len(text) - 1))
    return grams


def missing_from(wanted: Wanted, parts: Sequence[Part]) -> list[str]:
    """Give what of an article does not stand in a reading of it, in order; blanks aside."""
    read = _lines(parts)
    if wanted.is_sorted:
        return _missing(_lines(wanted.parts), read)[0]
    missing, left = _missing(_lines(part for part in wanted.parts if not part.is_cell), read)
    return missing + _missing(_lines(part for part in wanted.parts if part.is_cell), left)[0]


def _lines(parts: Iterable[Part]) -> list[str]:
    return [line for line in (squeeze(part.text) for part in parts) if line]


def _missing(wanted: list[str], read: list[str]) -> tuple[list[str], list[str]]:
    """Give what of some lines others lack, and those others that are none of the wanted."""
    missing: list[str] = []
    left: list[str] = []
    for change, start, end, begin, stop in SequenceMatcher(None, wanted, read, autojunk=False).get_opcodes():
        if change != "equal":
            missing += _missing_between(wanted[start:end], "".join(read[begin:stop]))
            left += read[begin:stop]
    return missing, left


def _missing_between(wanted: list[str], read: str) -> list[str]:
    """Give what of some lines a text lacks; lines that stand in it whole part it, so that little is left to compare."""
    missing: list[str] = []
    pending = ""
    place = 0
    for line in wanted:
        found = read.find(line, place) if len(line) >= _LONG else -1
        if found < 0:
            pending += line
        else:
            missing += _missing_pieces(pending, read[place:found])
            pending, place = "", found + len(line)
    return missing + _missing_pieces(pending, read[place:])


def _missing_pieces(wanted: str, read: str) -> list[str]:
    if wanted in read:
        return []
    changes = SequenceMatcher(None, wanted, read, autojunk=False).get_opcodes()
    return [wanted[start:end] for change, start, end, _, _ in changes if change in {"delete", "replace"}]


def _count_refused(wanted: Wanted, counts: Counter[str]) -> None:
    counts["refused"] += 1
    counts["text broken"] += 1
    counts["title wrong"] += wanted.title is not None
    counts["date none"] += wanted.published is not None
    counts["source none"] += wanted.source is not None
    counts["images wrong"] += bool(wanted.images)
    counts["tables wrong"] += bool(wanted.tables)
    counts["previous/next missed"] += bool(wanted.previous or wanted.next)


def _title(wanted: str | None, found: str | None) -> str:
    # A title that the site cuts through a tag ends with the tag's beginning.
    is_right = squeeze(found).rstrip("<") == squeeze(wanted)
    return "" if wanted is None else "right" if is_right else "wrong"


def _date(wanted: str | None, found: str | None) -> str:
    is_day = wanted is not None and found is not None and wanted.startswith(found)
    return "right" if is_day else _field(wanted, found)


def _field(wanted: str | None, found: str | None) -> str:
    if not wanted:
        return "invented" if found else ""
    return "none" if not found else "right" if found == wanted else "wrong"


def _files(wanted: Sequence[str], found: Sequence[str]) -> str:
    return _same(list(wanted), list(found))


def _tables(wanted: Sequence[tuple[int, ...]], found: Sequence[tuple[int, ...]]) -> str:
    # What has one row or one column may be laid out, and no table to other eyes.
    is_right = list(wanted) in (list(found), [shape for shape in found if min(shape) > 1])
    return "" if not wanted and not found else "right" if is_right else "wrong"


def _same(wanted: object, found: object) -> str:
    return "" if not wanted and not found else "right" if wanted == found else "wrong"


def _neighbours(wanted: tuple[str | None, str | None], found: tuple[str | None, str | None]) -> str:
    if wanted == found:
        return "right" if any(wanted) else ""
    is_wrong = any(one and one != other for one, other in zip(found, wanted, strict=True))
    return "wrong" if is_wrong else "missed"


def _is_title(title: str, row: WantedRow) -> bool:
    own, whole = squeeze(title).rstrip(_CUT), squeeze(row.title).rstrip(_CUT)
    if row.shown is None:
        return bool(own) and whole.startswith(own)
    return own in {whole, squeeze(row.shown).rstrip(_CUT)}


def peers() -> dict[str, Peer | None]:
    """Give the extractors of others, None for one that is not installed."""
    return {"trafilatura": _trafilatura(), "GNE": _gne()}


def _trafilatura() -> Peer | None:
    try:
        trafilatura = importlib.import_module("trafilatura")
    except ImportError:
        return None

    def read(html: str) -> Found:
        page = trafilatura.bare_extraction(html, with_metadata=True)
        if page is None:
            return Found(None, None, ())
        return Found(page.title, _timed(page.date), tuple(map(Part, page.body.itertext())))

    return read


def _gne() -> Peer | None:
    try:
        gne = importlib.import_module("gne")
    except ImportError:
        return None
    extractor = gne.GeneralNewsExtractor()
    refusals = (gne.exceptions.NoContentException, importlib.import_module("lxml.etree").LxmlError, ValueError)

    def read(html: str) -> Found:
        try:
            page = extractor.extract(html)
        except refusals:
            return Found(None, None, ())
        return Found(page["title"], _timed(page["publish_time"]), tuple(map(Part, page["content"].split("\n"))))

    return read


def _timed(text: str | None) -> str | None:
    match = _DATE.search(text or "")
    if match is None:
        return None
    year, month, day, clock = match.groups()
    return f"{year}-{int(month):02}-{int(day):02}" + (f" {clock:>05}" if clock else "")
