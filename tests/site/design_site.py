"""A whole site from a seed, drawn along the axes of real templates: articles, lists, and the truth beside them.

One site may have several templates (by category), a redesign in the middle (older articles keep the former
template), and filler text that its articles share. `given` fixes axes; the others are drawn by their shares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from tests.site.articles import Draft, TruthArticle, draw
from tests.site.axes import DESIGN_AXES, SITE_AXES, Choices
from tests.site.axes import draw as draw_choices
from tests.site.bodies import BodyMaker, Piece
from tests.site.design import Design, draw_attrs
from tests.site.design_article import Around, article_files
from tests.site.design_frame import PARENT, Chrome, Page
from tests.site.design_list import TruthRow, Turn, list_addresses, render_pager, render_rows, true_row
from tests.site.extras import plain
from tests.site.rows import Entry
from tests.site.words import Words

NAMES: Final = ("政策解读", "科技创新", "行业洞见", "园区规划")
SITE_NAME: Final = "高新院"

_DIRECTORIES: Final = {
    name: f"{PARENT[1]}{slug}/" for name, slug in zip(NAMES, ("zcjd", "kjcx", "hydj", "yqgh"), strict=True)
}
_TIDS: Final = {name: 3 + 2 * index for index, name in enumerate(NAMES)}
_ADDRESSES: Final = {
    "dir/Y/MD/aid": "{dir}{when:%Y}/{when:%m%d}/{aid}.html",
    "dir/aid": "{dir}{aid}.html",
    "dir/Ymd/aid": "{dir}{when:%Y%m%d}/{aid}.html",
    "dir/Y-m-d/aid": "{dir}{when:%Y-%m-%d}/{aid}.html",
    "dir/Y/M/aid": "{dir}{when:%Y}/{when:%m}/{aid}.html",
    "aid": "/{aid}.html",
    "dir/YMDaid": "{dir}{when:%Y%m%d}{aid}.html",
}
_CODECS: Final = {"utf-8": "utf-8", "utf-8 bom": "utf-8-sig", "gb2312": "gb18030", "gbk": "gb18030"}
_TEMPLATES: Final = {"one": 1, "two": 2, "three": 3}
_FILLER_PARAGRAPHS: Final = 6
_EMPTY: Final = 0.2


@dataclass(frozen=True)
class TrueArticle:
    """What is true of an article of a designed site.

    `published` of the truth is what the page shows (`shows_date`), else the day, which only lists may tell
    (`listed`: the day in the row of a list, None where it shows none or no year). `choices` are the values of all axes.
    """

    truth: TruthArticle
    choices: Choices
    shows_date: bool
    listed: str | None


@dataclass(frozen=True)
class TrueList:
    """What is true of one page of a list: its rows in order and the address of the following page."""

    path: str
    rows: tuple[TruthRow, ...]
    next: str | None
    choices: Choices


@dataclass(frozen=True)
class DesignedSite:
    """A site with its ground truth; articles by path, in the order of entry."""

    seed: int
    choices: Choices  # of the axes of the whole site
    designs: tuple[Design, ...]
    categories: dict[str, str]  # name -> the first page of its list
    files: dict[str, bytes] = field(default_factory=dict)
    articles: dict[str, TrueArticle] = field(default_factory=dict)
    lists: dict[str, list[TrueList]] = field(default_factory=dict)  # name -> its pages

    def file(self, path: str) -> bytes:
        """Give the bytes at an address, that of a directory too."""
        return self.files[f"{path}index.html" if path.endswith("/") else path]

    def newest(self, name: str) -> list[str]:
        """Give the addresses of a category's articles as its list has them."""
        return [row.path for page in self.lists[name] for row in page.rows]


def build_designed(
    seed: int, *, given: Mapping[str, str] | None = None, per_category: int = 6, page_size: int = 4
) -> DesignedSite:
    """Build the site of a seed: it is the same whenever the arguments are."""
    given = given or {}
    # What is given on one axis changes nothing but what hangs on it.
    rng, texts = Random(f"designed site {seed}"), Random(f"texts {seed}")
    choices = draw_choices(rng, SITE_AXES, given)
    site = DesignedSite(seed, choices, _designs(seed, choices, given), {})
    _Builder(site, rng, page_size).write(_drafts(texts, choices, per_category))
    return site


def _designs(seed: int, choices: Choices, given: Choices) -> tuple[Design, ...]:
    """Draw the site's templates; the one before a redesign is the last."""
    designs: list[Design] = []
    names = [f"template {number}" for number in range(_TEMPLATES[choices["templates"]])]
    former = ["former template"] if choices["redesign"] != "no" else []
    for name in (*names, *former):
        rng = Random(f"{name} {seed}")
        drawn = {**draw_choices(rng, DESIGN_AXES, given), **choices}
        frame = designs[0].attrs if designs and name not in former else None
        designs.append(Design(drawn, draw_attrs(rng, drawn, frame)))
    return tuple(designs)


# Drafts ------------------------------------------------------------------------------------------------------------


def _drafts(rng: Random, choices: Choices, per_category: int) -> list[Draft]:
    """Draw the articles in the order of their entry."""
    names = [name for name in NAMES for _ in range(per_category)]
    rng.shuffle(names)
    start = datetime(rng.randint(2012, 2024), 3, 4, 9)  # noqa: DTZ001 - the site's own time
    span = timedelta(hours=8) if choices["days"] == "one" else timedelta(days=400)
    moments = sorted(start + rng.random() * span for _ in names)
    filler = [BodyMaker(rng, start).paragraph() for _ in range(_FILLER_PARAGRAPHS)]
    aid, drafts, titles = rng.randint(20, 9000), [], set()
    for name, moment in zip(names, moments, strict=True):
        aid += rng.choice((1, 1, 1, 2, 3, 7))
        draft = draw(rng, aid, name, moment)
        while not draft.pieces and choices["texts"] != "some empty":
            draft = draw(rng, aid, name, moment)
        if choices["days"] == "one":
            draft = replace(draft, published=moment)
        if choices["texts"] == "some empty" and rng.random() < _EMPTY:
            draft = replace(draft, pieces=(), pages=("",))
        while draft.title in titles:
            draft = replace(draft, title=Words(rng).title())
        titles.add(draft.title)
        drafts.append(_with_text(rng, draft, choices, filler))
    return drafts


def _with_text(rng: Random, draft: Draft, choices: Choices, filler: Sequence[Piece]) -> Draft:
    """Give an article another text than the one drawn, where the site has short ones or filler; join its pages."""
    pieces = draft.pieces
    if choices["texts"] == "short":
        maker = BodyMaker(rng, draft.entered)
        line = Words(rng).sentence()
        pieces = (maker.image(captioned=False), Piece(maker.block(maker.text(line)), (line,)))
    elif choices["texts"] == "filler":
        pieces = tuple(filler[rng.randint(0, 1) : rng.randint(_FILLER_PARAGRAPHS - 1, _FILLER_PARAGRAPHS)])
    if choices["article pages"] == "one" or pieces is not draft.pieces:
        draft = replace(draft, pages=("".join(piece.html for piece in pieces),))
    if pieces is draft.pieces:
        return draft
    return replace(draft, pieces=pieces, summary="".join(text for piece in pieces for text in piece.paragraphs)[:90])


# Pages -------------------------------------------------------------------------------------------------------------


class _Builder:
    """Fills a site."""

    def __init__(self, site: DesignedSite, rng: Random, page_size: int) -> None:
        self.site, self.rng, self.page_size = site, rng, page_size
        self.is_redesigned = site.choices["redesign"] != "no"
        present = site.designs[:-1] if self.is_redesigned else site.designs
        self.design_of = {name: present[index % len(present)] for index, name in enumerate(NAMES)}
        for name, design in self.design_of.items():
            site.categories[name] = list_addresses(design, _DIRECTORIES[name], _TIDS[name], 1)[0]

    def write(self, drafts: Sequence[Draft]) -> None:
        """Write all pages."""
        site = self.site
        entries = {draft.aid: self._entry(draft, old=3 * turn < len(drafts)) for turn, draft in enumerate(drafts)}
        newest = [entries[draft.aid] for draft in drafts[::-1]][:10]
        chrome = Chrome(SITE_NAME, list(site.categories.items()), newest)
        for name in NAMES:
            listed = sorted((draft for draft in drafts if draft.category == name), key=_by_day, reverse=True)
            self._list(name, chrome, [entries[draft.aid] for draft in listed])
        days = {row.path: row.day for pages in site.lists.values() for page in pages for row in page.rows}
        for turn, draft in enumerate(drafts):
            is_old = self.is_redesigned and 2 * turn < len(drafts)
            design = site.designs[-1] if is_old else self.design_of[draft.category]
            own = entries[draft.aid]
            around = self._around(draft, [other for other in drafts if other.category == draft.category], entries)
            for path, html in article_files(design, chrome, draft, own, around).items():
                self._put(path, html)
            shows_date = design["date"] not in {"none", "label, month-day"}
            site.articles[own.href] = TrueArticle(
                _truth(design, draft, own, around), design.choices, shows_date, days[own.href]
            )
        home = Page("/", SITE_NAME, [], render_rows(site.designs[0], newest))
        self._put("/index.html", chrome.page(site.designs[0], home))

    def _put(self, path: str, html: str) -> None:
        self.site.files[path] = html.encode(_CODECS[self.site.choices["encoding"]])

    def _entry(self, draft: Draft, *, old: bool) -> Entry:
        form = self.site.choices["address"]
        if old and self.site.choices["address forms"] == "two":
            form = "dir/aid" if form != "dir/aid" else "dir/Y/MD/aid"
        href = _ADDRESSES[form].format(dir=_DIRECTORIES[draft.category], when=draft.entered, aid=draft.aid)
        images = [path for piece in draft.pieces for path in piece.files]
        thumb = images[0] if images else "/images/defaultpic.png"
        category = self.site.categories[draft.category]
        return Entry(href, draft.title, draft.published, draft.category, category, draft.summary, thumb)

    def _around(self, draft: Draft, drafts: Sequence[Draft], entries: Mapping[int, Entry]) -> Around:
        """Find what the article links: its neighbours by number in its category, and some others of it."""
        place = drafts.index(draft)
        others = [entries[other.aid] for other in drafts if other is not draft]
        return Around(
            [PARENT, (draft.category, self.site.categories[draft.category])],
            entries[drafts[place - 1].aid] if place else None,
            entries[drafts[place + 1].aid] if place + 1 < len(drafts) else None,
            self.rng.sample(others, min(len(others), 3)),
        )

    def _list(self, name: str, chrome: Chrome, entries: Sequence[Entry]) -> None:
        site, design, tid, size = self.site, self.design_of[name], _TIDS[name], self.page_size
        last = max(1, -(-len(entries) // size))
        addresses = list_addresses(design, _DIRECTORIES[name], tid, last)
        crumbs = [PARENT, (name, site.categories[name])]
        site.lists[name] = []
        for number, path in enumerate(addresses, start=1):
            shown = entries[(number - 1) * size : number * size]
            main = render_rows(design, shown) + render_pager(design, tid, Turn(number, last, len(entries)))
            html = chrome.page(design, Page(path, f"{name}_{SITE_NAME}", crumbs, main))
            for address in (
                f"{_DIRECTORIES[name]}list_{tid}_{number}.html",
                f"/plus/list.php?tid={tid}&PageNo={number}",
            ):
                self._put(address, html)
            self._put(f"{path}index.html" if path.endswith("/") else path, html)
            following = None if design["pager"] == "no addresses" or number == last else addresses[number]
            rows = tuple(true_row(design, entry) for entry in shown)
            site.lists[name].append(TrueList(path, rows, following, design.choices))


def _by_day(draft: Draft) -> tuple[datetime, int]:
    return draft.published, draft.aid


def _truth(design: Design, draft: Draft, own: Entry, around: Around) -> TruthArticle:
    shows_source = design["source"] in {"label", "bare"}
    has_neighbours = design["neighbours"] != "none"
    pieces = draft.pieces
    return TruthArticle(
        path=own.href,
        aid=draft.aid,
        category=draft.category,
        title=draft.title,
        source=(plain(draft.source) or None) if shows_source else None,
        author="admin" if design["author"] != "none" else None,
        published=f"{draft.published:%Y-%m-%d %H:%M}"
        if design["date"].endswith("time")
        else f"{draft.published:%Y-%m-%d}",
        paragraphs=tuple(text for piece in pieces for text in piece.paragraphs),
        captions=tuple(text for piece in pieces for text in piece.captions),
        images=tuple(path for piece in pieces for path in piece.images),
        tables=tuple(table for piece in pieces for table in piece.tables),
        attribution=next((piece.attribution for piece in pieces if piece.attribution), None),
        previous=around.previous.href if around.previous and has_neighbours else None,
        next=around.next.href if around.next and has_neighbours else None,
        pages=len(draft.pages),
        redirect=None,
        related=tuple(entry.href for entry in around.related) if design["related"] != "none" else (),
    )
