"""The demo site's articles: read from ``content/*.toml`` and checked.

One file a category, ``NN-slug.toml``, in the order of the site. Every mistake in a file is a
:class:`ContentError` that names the file and the article.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

ROOT_NAME: Final = "新闻中心"
ROOT_SLUG: Final = "news"
ROOT_TID: Final = 1
CHINA: Final = timezone(timedelta(hours=8))

_REQUIRED: Final = {"aid": int, "title": str, "published": str}
_OPTIONAL: Final = {"input_date": str, "source": str, "author": str, "redirect": str, "pages": list}
_PICTURE_TYPES: Final = {".jpg": "image/jpeg", ".png": "image/png"}


class ContentError(ValueError):
    """A content file is not as it should be."""


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One article. ``pages`` holds HTML fragments, none for a redirect."""

    aid: int
    slug: str
    title: str
    published: datetime
    input_date: date
    source: str
    author: str
    redirect: str | None
    pages: tuple[str, ...]

    @property
    def stem(self) -> str:
        """The file name without its ending: date of input and id, unpadded."""
        return f"{self.input_date:%Y%m%d}{self.aid}"

    @property
    def url(self) -> str:
        """The address that lists link, a path."""
        if self.redirect is not None:
            return f"/plus/view.php?aid={self.aid}"
        return f"/{ROOT_SLUG}/{self.slug}/{self.stem}.html"


@dataclass(frozen=True, slots=True)
class DemoCategory:
    """One category with its articles, by id."""

    name: str
    slug: str
    tid: int
    articles: tuple[DemoArticle, ...]

    @property
    def url(self) -> str:
        """The category's directory, a path."""
        return f"/{ROOT_SLUG}/{self.slug}/"


def newest_first(articles: tuple[DemoArticle, ...]) -> tuple[DemoArticle, ...]:
    """Put articles in the order of the listings: by publication, then by id, newest first."""
    return tuple(sorted(articles, key=lambda article: (article.published, article.aid), reverse=True))


@cache
def load_content() -> tuple[DemoCategory, ...]:
    """All categories in the order of the site, read once a process."""
    folder = files(__package__).joinpath("content")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    categories = tuple(read_category(name, folder.joinpath(name).read_text("utf-8")) for name in names)
    _check_unique("slug", [category.slug for category in categories])
    _check_unique("tid", [category.tid for category in categories] + [ROOT_TID])
    _check_unique("aid", [article.aid for category in categories for article in category.articles])
    return categories


def picture(name: str) -> tuple[bytes, str] | None:
    """Read a picture: its bytes and content type, ``None`` when there is no such picture."""
    entry = _pictures().get(name)
    if entry is None:
        return None
    return entry.read_bytes(), _PICTURE_TYPES[name[-4:]]


@cache
def _pictures() -> dict[str, Traversable]:
    folder = files(__package__).joinpath("pictures")
    return {entry.name: entry for entry in folder.iterdir() if entry.name[-4:] in _PICTURE_TYPES}


def read_category(name: str, text: str) -> DemoCategory:
    """Make the category of one content file called ``name``."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{name}: {error}") from error
    _check_keys(name, data, {"name": str, "slug": str, "tid": int}, {"article": list})
    slug = data["slug"]
    if name[3:] != f"{slug}.toml":
        raise ContentError(f"{name}: the file should be called NN-{slug}.toml")
    articles = [_read_article(name, slug, entry) for entry in data.get("article", [])]
    articles.sort(key=lambda article: article.aid)
    return DemoCategory(data["name"], slug, data["tid"], tuple(articles))


def _read_article(name: str, slug: str, data: dict[str, Any]) -> DemoArticle:
    where = f"{name}: article {data.get('aid')}"
    _check_keys(where, data, _REQUIRED, _OPTIONAL)
    try:
        published = datetime.strptime(data["published"], "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
        input_date = date.fromisoformat(data["input_date"]) if "input_date" in data else published.date()
    except ValueError as error:
        raise ContentError(f"{where}: {error}") from error
    redirect = data.get("redirect")
    pages = data.get("pages", [])
    if not all(isinstance(page, str) and page.strip() for page in pages):
        raise ContentError(f"{where}: every page should be text")
    if bool(pages) == (redirect is not None):
        raise ContentError(f"{where}: either pages or a redirect")
    return DemoArticle(
        aid=data["aid"],
        slug=slug,
        title=data["title"],
        published=published,
        input_date=input_date,
        source=data.get("source", ""),
        author=data.get("author", ""),
        redirect=redirect,
        pages=tuple(pages),
    )


def _check_keys(where: str, data: dict[str, Any], required: Mapping[str, type], optional: Mapping[str, type]) -> None:
    if missing := required.keys() - data.keys():
        raise ContentError(f"{where}: missing {', '.join(sorted(missing))}")
    known = {**required, **optional}
    for key, value in data.items():
        if key not in known:
            raise ContentError(f"{where}: unknown key {key}")
        if type(value) is not known[key]:
            raise ContentError(f"{where}: {key} should be of type {known[key].__name__}")


def _check_unique(what: str, values: list[Any]) -> None:
    if twice := sorted({value for value in values if values.count(value) > 1}):
        raise ContentError(f"{what} used more than once: {', '.join(map(str, twice))}")
