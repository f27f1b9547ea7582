"""A whole site from a seed: every file that the engine would write, and the truth beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from tests.site.article_page import Setting, article_pages
from tests.site.articles import Draft, TruthArticle, draw
from tests.site.bodies import HOST
from tests.site.extras import PARENT, ROBOTS, feed, pictures, plain, site_maps
from tests.site.frame import Frame
from tests.site.mirror import garble, marks
from tests.site.rows import Entry, render_pager, render_rows
from tests.site.template import Template, pseudoword, published_text
from tests.site.words import Words

THE_13_NAMES = (
    "高新院新闻",
    "政策解读",
    "高新区新闻",
    "区域经济研究",
    "经济开发区新闻",
    "科技创新",
    "战略性新兴产业研究",
    "行业洞见",
    "一带一路新闻",
    "智慧城市案例",
    "产业规划",
    "园区规划",
    "智慧城市news",
)
SITE_NAME = "高新院"
Encoding = Literal["utf-8", "gbk", "mirror"]


@dataclass(frozen=True)
class Site:
    """A site ready to be served, with its ground truth.

    `lists` holds, for every category, the addresses of its articles in the order of its listing; as paths, even where
    the template links with the host (`template.absolute_links`). Dynamic listing pages stand in `files` with their
    query. Redirect articles are in `truth` and `lists`, not in `files`.
    """

    seed: int
    template: Template
    encoding: Encoding
    news: str
    categories: dict[str, str]  # name -> directory
    tids: dict[str, int]
    files: dict[str, bytes] = field(default_factory=dict)
    truth: dict[str, TruthArticle] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    listing_pages: dict[str, list[str]] = field(default_factory=dict)  # name -> paths, page 1 as the directory
    parent: list[str] = field(default_factory=list)  # what the listing of 新闻中心 holds; empty for a cover page
    redirects: dict[str, str] = field(default_factory=dict)  # address with its query -> Location
    entries: list[Entry] = field(default_factory=list)  # what the search looks through
    frame: Frame | None = field(default=None, compare=False, repr=False)

    def articles(self) -> list[TruthArticle]:
        """Give the articles that have a page of their own."""
        return [article for article in self.truth.values() if article.redirect is None]


def build(
    seed: int,
    *,
    categories: Sequence[str] = THE_13_NAMES,
    per_category: int = 8,
    encoding: Encoding = "utf-8",
    news: str = "/news/",
    page_size: int = 5,
) -> Site:
    """Build the site of a seed: template, articles and files are the same whenever the arguments are."""
    rng = Random(f"site {seed}")
    template = Template.draw(rng)
    slugs = _slugs(rng, len(categories))
    first = rng.randint(3, 9)
    tids = {name: first + index + (index > 5) * 2 for index, name in enumerate(categories)}
    dirs = {name: f"{news}{slug}/" for name, slug in zip(categories, slugs, strict=True)}
    site = Site(seed, template, encoding, news, dirs, tids)
    builder = _Builder(site, rng, per_category, page_size)
    builder.run()
    return replace(site, entries=list(builder.entries.values()), frame=builder.frame)


def _slugs(rng: Random, count: int) -> list[str]:
    slugs: list[str] = []
    while len(slugs) < count:
        slug = re.sub(r"\W|_", "", pseudoword(rng)).lower()
        if slug not in slugs:
            slugs.append(slug)
    return slugs


class _Builder:
    """Fills a site: drafts first, since pages link to each other, then the pages."""

    def __init__(self, site: Site, rng: Random, per_category: int, page_size: int) -> None:
        self.site = site
        self.rng = rng
        self.page_size = page_size
        self.marks = marks(rng)
        self.drafts = self._drafts(per_category)
        self.by_category = {name: [d for d in self.drafts if d.category == name] for name in site.categories}
        self.entries = {draft.aid: self._entry(draft) for draft in self.drafts}
        self.sections = [("关于我们", "/about/"), (PARENT, site.news), ("通知公告", "/tzgg/")]
        spam = f"<div>{Words(rng).spam()}</div>\n" if site.encoding == "mirror" and rng.random() < 0.5 else ""
        self.frame = Frame(
            site.template,
            SITE_NAME,
            self.sections,
            list(site.categories.items()),
            list(self.entries.values()),
            site.encoding == "gbk",
            rng,
            spam,
        )

    def run(self) -> None:
        """Write everything."""
        for name in self.site.categories:
            self._articles(name)
        for name, path in self.site.categories.items():
            listed = self._sorted(self.by_category[name])
            self.site.lists[name] = [self.entries[draft.aid].href for draft in listed]
            self.site.listing_pages[name] = self._listing(path, self.site.tids[name], self._crumbs(name), listed)
        self._parent()
        self._covers()
        for path, html in site_maps(self.frame, self.site.news, self.site.tids).items():
            self._put(path, html)
        for name, tid in self.site.tids.items():
            self._feed(name, tid)
        self.site.files["/robots.txt"] = ROBOTS.encode()
        self.site.files.update(
            pictures(path for draft in self.drafts for piece in draft.pieces for path in piece.files)
        )

    # Drafts -------------------------------------------------------------------------------------------------------

    def _drafts(self, per_category: int) -> list[Draft]:
        rng = self.rng
        names = [name for name in self.site.categories for _ in range(per_category)]
        rng.shuffle(names)
        moments = sorted(_moment(rng) for _ in names)
        aid, drafts, titles = rng.randint(1, 9000), [], set()
        for name, moment in zip(names, moments, strict=True):
            aid += rng.choice((1, 1, 1, 2, 3, 7))
            draft = draw(rng, aid, name, moment)
            while draft.title in titles:
                draft = replace(draft, title=Words(rng).title())
            titles.add(draft.title)
            drafts.append(draft)
        return self._with_redirects(drafts)

    def _with_redirects(self, drafts: list[Draft]) -> list[Draft]:
        """Turn a few articles into redirects: to a page of the site, the same with its host, and elsewhere."""
        count = min(len(drafts) // 4, max(3, len(drafts) // 15))
        chosen = sorted(self.rng.sample(range(len(drafts)), count))
        targets = [self._path(draft) for index, draft in enumerate(drafts) if index not in chosen]
        for turn, index in enumerate(chosen):
            local = self.rng.choice(targets)
            target = (local, f"http://www.example.com/report/{drafts[index].aid}.html", HOST + local)[turn % 3]
            drafts[index] = replace(drafts[index], redirect=target, pieces=(), pages=())
        return drafts

    def _path(self, draft: Draft) -> str:
        return f"{self.site.categories[draft.category]}{draft.entered:%Y%m%d}{draft.aid}.html"

    def _entry(self, draft: Draft) -> Entry:
        href = self._path(draft) if draft.redirect is None else f"/plus/view.php?aid={draft.aid}"
        images = [path for piece in draft.pieces for path in piece.files]
        return Entry(
            href,
            draft.title,
            draft.published,
            draft.category,
            self.site.categories[draft.category],
            draft.summary,
            images[0] if images else "/images/defaultpic.png",
        )

    def _sorted(self, drafts: Iterable[Draft]) -> list[Draft]:
        return sorted(drafts, key=lambda draft: (draft.published, draft.aid), reverse=True)

    # Pages --------------------------------------------------------------------------------------------------------

    def _put(self, path: str, html: str) -> None:
        if self.site.encoding == "mirror":
            html = garble(html, self.rng, self.marks)
        self.site.files[path] = html.encode("gb18030" if self.site.encoding == "gbk" else "utf-8")

    def _articles(self, name: str) -> None:
        drafts = self.by_category[name]
        for index, draft in enumerate(drafts):
            previous = self.entries[drafts[index - 1].aid] if index else None
            following = self.entries[drafts[index + 1].aid] if index + 1 < len(drafts) else None
            others = [self.entries[other.aid] for other in drafts if other is not draft]
            related = self.rng.sample(others, min(len(others), 4)) if self.site.template.related else []
            setting = Setting(self.entries[draft.aid].href, self._crumbs(name), previous, following, related)
            self.site.truth[setting.path] = _truth(self.site.template, draft, setting)
            if draft.redirect is not None:
                self.site.redirects[setting.path] = draft.redirect
                continue
            for path, html in article_pages(self.frame, draft, setting).items():
                self._put(path, html)

    def _crumbs(self, name: str) -> list[tuple[str, str]]:
        parents = [(PARENT, self.site.news)] if self.site.news != "/" else []
        return [*parents, (name, self.site.categories[name])]

    def _listing(self, path: str, tid: int, crumbs: Sequence[tuple[str, str]], drafts: Sequence[Draft]) -> list[str]:
        template, size = self.site.template, self.page_size
        last = max(1, -(-len(drafts) // size))
        name = crumbs[-1][0]
        for number in range(1, last + 1):
            shown = [self.entries[draft.aid] for draft in drafts[(number - 1) * size : number * size]]
            main = render_rows(template, shown, self.frame.link)
            main += render_pager(template, tid, number, last, len(drafts))
            html = self.frame.page(path, f"{name}_{SITE_NAME}", crumbs, main)
            for address in (f"{path}list_{tid}_{number}.html", f"/plus/list.php?tid={tid}&PageNo={number}"):
                self._put(address, html)
            if number == 1:
                self.site.files[f"{path}index.html"] = self.site.files[f"{path}list_{tid}_1.html"]
        if template.pager.dynamic:
            return [path, *(f"/plus/list.php?tid={tid}&PageNo={number}" for number in range(2, last + 1))]
        return [path, *(f"{path}list_{tid}_{number}.html" for number in range(2, last + 1))]

    def _parent(self) -> None:
        """Write /news/: a listing of everything below it, or a cover page with a few articles of each category."""
        if self.site.news == "/":
            return
        crumbs = [(PARENT, self.site.news)]
        if self.rng.random() < 0.3:
            html = self.frame.page(self.site.news, f"{PARENT}_{SITE_NAME}", crumbs, self._blocks())
            self._put(f"{self.site.news}index.html", html)
            return
        listed = self._sorted(self.drafts)
        self.site.parent[:] = [self.entries[draft.aid].href for draft in listed]
        self._listing(self.site.news, min(self.site.tids.values()) - 1, crumbs, listed)

    def _blocks(self) -> str:
        blocks = []
        for name, path in self.site.categories.items():
            newest = [self.entries[draft.aid] for draft in self._sorted(self.by_category[name])[:3]]
            rows = render_rows(self.site.template, newest, self.frame.link)
            blocks.append(f"<h3><a href='{self.frame.link(path)}'>{name}</a></h3>\n{rows}")
        return "\n".join(blocks)

    def _feed(self, name: str, tid: int) -> None:
        """Write a feed: the newest by id, now and then stale or missing."""
        state = self.rng.choice(("fresh", "fresh", "fresh", "stale", "missing"))
        if state != "missing":
            newest = sorted(self.by_category[name], key=lambda draft: -draft.aid)[3 * (state == "stale") :][:50]
            entries = [(draft, self.entries[draft.aid].href) for draft in newest]
            self._put(f"/data/rss/{tid}.xml", feed(self.frame, name, entries))

    def _covers(self) -> None:
        self._put("/index.html", self.frame.page("/", SITE_NAME, [], self._blocks()))
        for name, path in self.sections:
            if path != self.site.news:
                html = self.frame.page(
                    path, f"{name}_{SITE_NAME}", [(name, path)], f"<p>{Words(self.rng).paragraph()}</p>"
                )
                self._put(f"{path}index.html", html)


def _moment(rng: Random) -> datetime:
    start = rng.choice((datetime(2013, 5, 6), datetime(2021, 1, 1), datetime(2025, 1, 1)))  # noqa: DTZ001 - site time
    return start + timedelta(days=rng.randint(0, 320), seconds=rng.randint(28_800, 72_000))


def _truth(template: Template, draft: Draft, setting: Setting) -> TruthArticle:
    shown = template.meta.order
    pieces = draft.pieces
    return TruthArticle(
        path=setting.path,
        aid=draft.aid,
        category=draft.category,
        title=draft.title,
        source=plain(draft.source) or None,
        author=(plain(draft.author) or None) if "author" in shown else None,
        published=published_text(draft.published, template.meta.date),
        paragraphs=tuple(text for piece in pieces for text in piece.paragraphs),
        captions=tuple(text for piece in pieces for text in piece.captions),
        images=tuple(path for piece in pieces for path in piece.images),
        tables=tuple(table for piece in pieces for table in piece.tables),
        attribution=next((piece.attribution for piece in pieces if piece.attribution), None),
        previous=setting.previous.href if setting.previous else None,
        next=setting.next.href if setting.next else None,
        pages=len(draft.pages),
        redirect=draft.redirect,
        related=tuple(entry.href for entry in setting.related),
    )
