"""From a path of the demo site to what stands there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import parse_qs

from achie_tui.demo.content import CHINA, ROOT_SLUG, ROOT_TID, DemoCategory, load_content, picture
from achie_tui.demo.maps import ROBOTS, render_feed, render_rss_map, render_sitemap
from achie_tui.demo.pages import frame, render_article, render_home, render_listing

HTML: Final = "text/html; charset=utf-8"

_LISTING: Final = re.compile(r"(?:index|list_(\d+)_(\d+))\.html")
_ARTICLE: Final = re.compile(r"(\d{9,})(?:_(\d+))?\.html")
_FEED: Final = re.compile(r"/data/rss/(\d+)\.xml")
_FOLDER: Final = re.compile(rf"/{ROOT_SLUG}(?:/(\w+))?")
_UPLOADS: Final = "/uploads/demo/"
_AID_DIGITS: Final = 9
_EPOCH: Final = datetime(2019, 1, 1, tzinfo=CHINA)


@dataclass(frozen=True, slots=True)
class Resource:
    """Something to serve; ``changed`` is its time of change, ``None`` where it cannot be told."""

    body: bytes
    content_type: str
    changed: datetime | None


@dataclass(frozen=True, slots=True)
class Redirect:
    """A pointer elsewhere."""

    location: str
    permanent: bool = False


class Routes:
    """Answers for the paths of one running site; pages are rendered when first asked for."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        categories = load_content()
        self._by_slug = {category.slug: category for category in categories}
        self._by_tid = {category.tid: category for category in categories}
        self._articles = {article.aid: article for category in categories for article in category.articles}
        self._newest = max((article.published for article in self._articles.values()), default=_EPOCH)
        self._fixed: dict[str, Callable[[], str]] = {
            "/": render_home,
            "/index.html": render_home,
            "/data/sitemap.html": render_sitemap,
            "/data/rssmap.html": render_rss_map,
        }
        self._kept: dict[str, Resource | Redirect] = {}

    def answer(self, path: str, query: str) -> Resource | Redirect | None:
        """Find what stands at an address, ``None`` when nothing does."""
        if path == "/plus/view.php":
            return self._jump(query)
        if path == "/plus/count.php":
            return self._count(query)
        kept = self._kept.get(path)
        if kept is None:
            kept = self._find(path)
            if kept is not None:
                self._kept[path] = kept
        return kept

    def missing(self) -> Resource:
        """Make the page for addresses where nothing stands."""
        main = '<main class="missing">\n<h1>404</h1>\n<p>您访问的页面不存在。</p>\n</main>'
        return Resource(frame("404 Not Found", main).encode(), HTML, None)

    def _find(self, path: str) -> Resource | Redirect | None:
        if path in self._fixed:
            return _html(self._fixed[path](), self._newest)
        if path == "/robots.txt":
            return Resource(ROBOTS.encode(), "text/plain", _EPOCH)
        if path.startswith(_UPLOADS):
            found = picture(path.removeprefix(_UPLOADS))
            return None if found is None else Resource(*found, _EPOCH)
        if match := _FEED.fullmatch(path):
            return self._feed(int(match[1]))
        return self._below_root(path)

    def _below_root(self, path: str) -> Resource | Redirect | None:
        folder, slash, name = path.rpartition("/")
        match = _FOLDER.fullmatch(path) or _FOLDER.fullmatch(folder)
        if match is None or not (match[1] is None or match[1] in self._by_slug):
            return None
        if match[0] == path:
            return Redirect(path + slash, permanent=True)
        return self._in_folder(None if match[1] is None else self._by_slug[match[1]], name or "index.html")

    def _in_folder(self, category: DemoCategory | None, name: str) -> Resource | None:
        if match := _LISTING.fullmatch(name):
            tid = ROOT_TID if category is None else category.tid
            if match[1] is not None and int(match[1]) != tid:
                return None
            changed = self._newest if category is None else _newest(category)
            return _html(render_listing(category, int(match[2] or 1)), changed)
        match = _ARTICLE.fullmatch(name)
        if match is None or category is None:
            return None
        article = self._articles.get(int(match[1][8:]))
        if article is None or article.redirect is not None:
            return None
        if article.slug != category.slug or article.stem != match[1] or match[2] in ("0", "1"):
            return None
        return _html(render_article(category, article, int(match[2] or 1)), article.published)

    def _feed(self, tid: int) -> Resource | None:
        category = self._by_tid.get(tid)
        if category is None:
            return None
        return Resource(render_feed(category, self._base_url).encode(), "application/xml", _newest(category))

    def _jump(self, query: str) -> Redirect | None:
        article = self._articles.get(_aid(query))
        if article is None:
            return None
        return Redirect(article.url if article.redirect is None else article.redirect)

    def _count(self, query: str) -> Resource | None:
        """Make up a number of clicks, the same at every call, as the script the meta line loads."""
        aid = _aid(query)
        if aid not in self._articles:
            return None
        return Resource(f"document.write('{aid * 7919 % 4801 + 120}');\r\n".encode(), "text/html; charset=utf-8", None)


def _aid(query: str) -> int:
    value = parse_qs(query).get("aid", [""])[0]
    return int(value) if value.isascii() and value.isdigit() and len(value) <= _AID_DIGITS else -1


def _html(text: str | None, changed: datetime) -> Resource | None:
    return None if text is None else Resource(text.encode(), HTML, changed)


def _newest(category: DemoCategory) -> datetime:
    return max((article.published for article in category.articles), default=_EPOCH)
