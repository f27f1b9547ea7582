"""Articles before they are set in a template, and what is true of them afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from tests.site.bodies import BodyMaker, Piece, paginate
from tests.site.tables import Grid
from tests.site.words import Words

SOURCES = (
    "高新院 achie.org",
    "高新院 achie.org",
    "高新院",
    "",
    "园区经济观察",
    "《产业与城市》",
    "临江日报客户端",
    '<a href="http://www.achie.org/" target="_blank">高新院</a>',
    "<font color=blue>高新院</font> achie.org",
)
AUTHORS = ("admin", "admin", "", "林远", "周青禾 何一舟", "编辑部", '<a href="mailto:mail@example.com">沈砚</a>')


@dataclass(frozen=True)
class TruthArticle:
    """What a perfect reader finds.

    Texts are clean: no indents, no control characters (the visible rest of an escape sequence stays), entities
    decoded. `paragraphs` holds headings, quotes and list items too, in reading order over all pages, but neither
    captions, nor cells, nor the attribution. Pictures of the site itself are paths, others are absolute.
    Unknown is None, as where this template shows no author. `published` has the time only where the page shows it.
    """

    path: str
    aid: int
    category: str
    title: str
    source: str | None
    author: str | None
    published: str
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    images: tuple[str, ...]
    tables: tuple[Grid, ...]
    attribution: str | None
    previous: str | None  # lower id of the same category, where 上一篇 leads
    next: str | None
    pages: int
    redirect: str | None  # the Location that /plus/view.php answers; such an article has no page
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """An article as the editor entered it."""

    aid: int
    category: str
    title: str
    source: str  # html
    author: str  # html
    entered: datetime  # the date in the URL
    published: datetime  # the date on the page
    pieces: tuple[Piece, ...]
    pages: tuple[str, ...]
    summary: str
    redirect: str | None = None


def draw(rng: Random, aid: int, category: str, entered: datetime) -> Draft:
    """One article; in one of eight the editor set another publication date than the day of entry."""
    words = Words(rng)
    published = entered + timedelta(minutes=rng.randint(0, 3))
    if rng.random() < 1 / 8:
        published += timedelta(days=rng.choice((-1, -1, 1)) * rng.randint(1, 60))
    pieces = BodyMaker(rng, entered).draw()
    text = "".join("".join(piece.paragraphs) for piece in pieces)
    summary = text[: rng.randint(60, 120)] if rng.random() < 0.7 else words.paragraph(1, 2)
    return Draft(
        aid,
        category,
        words.title(),
        rng.choice(SOURCES),
        rng.choice(AUTHORS),
        entered,
        published,
        tuple(pieces),
        paginate(rng, pieces),
        summary,
    )
