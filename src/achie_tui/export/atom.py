"""A list of articles as an Atom feed (RFC 4287) or a JSON Feed, with the whole text of those that are kept."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from typing import Any
from urllib.parse import quote, urlsplit

from achie_tui.export.authors import named
from achie_tui.export.html import article_body
from achie_tui.library.records import Kept
from achie_tui.model import Headline
from achie_tui.site.address import SITE_TIME, Addresses, article_date
from achie_tui.typeset.visible import clean_line

_SINCE = "2026"  # the year from which the site's host names our ids (RFC 4151): any in which the host was the site's
_SAFE = "/%:=&?@!$*+,;~()-._"
_NEVER = datetime(1970, 1, 1, tzinfo=SITE_TIME)
# What XML may not hold, not even escaped (XML 1.0, 2.2).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of a feed, with its text where that is kept."""

    headline: Headline
    kept: Kept | None


@dataclass(frozen=True, slots=True)
class Feed:
    """A list as a feed: `name` stands for it in its id, `url` is the page of the site that shows it.

    `home` is the base URL by which the profile knows the site: ids are made of it, whatever mirror is read.
    """

    name: str
    title: str
    site: str
    home: str
    url: str
    entries: Sequence[Entry]


def to_atom(feed: Feed, addresses: Addresses) -> Iterator[str]:
    """Give a feed as an XML document, bit by bit; the same articles are the same bytes."""
    updated = max((_updated(entry) for entry in feed.entries), default=_NEVER)
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'
    yield f"<id>{_id(feed.home, f'/achie-tui/{feed.name}')}</id>\n"
    yield f"<title>{_xml(clean_line(feed.title))}</title>\n<updated>{updated.isoformat()}</updated>\n"
    yield f"<author><name>{_xml(clean_line(feed.site))}</name></author>\n"
    yield f'<link rel="alternate" type="text/html" href="{_address(feed.url, addresses)}"/>\n'
    yield "<generator>achie-tui</generator>\n"
    for entry in feed.entries:
        yield _entry(entry, feed, addresses)
    yield "</feed>\n"


def to_json_feed(feed: Feed, addresses: Addresses) -> dict[str, Any]:
    """Give the same as a JSON Feed (jsonfeed.org, version 1.1), as a value."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean_line(feed.title),
        "home_page_url": clean_line(addresses.absolute(feed.url) or addresses.url("/")),
        "language": "zh-CN",
        "items": [_record(entry, feed, addresses) for entry in feed.entries],
    }


def _record(entry: Entry, feed: Feed, addresses: Addresses) -> dict[str, Any]:
    headline, article = entry.headline, entry.kept.article if entry.kept else None
    published, who, category = _published(entry), _who(entry), _category(entry)
    return {
        "id": unescape(_id(feed.home, headline.path)),
        "url": clean_line(addresses.absolute(addresses.url(headline.path)) or addresses.url("/")),
        "title": clean_line(article.title if article else headline.title),
        "content_html": article_body(article, addresses) if article else "",
        "date_modified": _updated(entry).isoformat(),
        **({"date_published": published.isoformat()} if published else {}),
        **({"summary": clean_line(headline.summary)} if headline.summary else {}),
        **({"authors": [{"name": clean_line(who)}]} if who else {}),
        **({"tags": [clean_line(category)]} if category else {}),
    }


def _entry(entry: Entry, feed: Feed, addresses: Addresses) -> str:
    headline, kept = entry.headline, entry.kept
    article = kept.article if kept else None
    parts = [
        f"<id>{_id(feed.home, headline.path)}</id>",
        f"<title>{_xml(clean_line(article.title if article else headline.title))}</title>",
        f'<link rel="alternate" type="text/html" href="{_address(addresses.url(headline.path), addresses)}"/>',
        f"<updated>{_updated(entry).isoformat()}</updated>",
    ]
    if published := _published(entry):
        parts.append(f"<published>{published.isoformat()}</published>")
    if who := _who(entry):
        parts.append(f"<author><name>{_xml(clean_line(who))}</name></author>")
    if category := _category(entry):
        parts.append(f'<category term="{_xml(clean_line(category))}"/>')
    if headline.summary:
        parts.append(f"<summary>{_xml(clean_line(headline.summary))}</summary>")
    if article is not None and article.blocks:
        parts.append(f'<content type="html">{_xml(article_body(article, addresses))}</content>')
    return "<entry>\n" + "\n".join(parts) + "\n</entry>\n"


def _who(entry: Entry) -> str | None:
    article = entry.kept.article if entry.kept else None
    return (named(article.author) if article else None) or named(article.source if article else entry.headline.source)


def _category(entry: Entry) -> str | None:
    return entry.headline.category or (entry.kept.article.category if entry.kept else None)


def _updated(entry: Entry) -> datetime:
    """Tell when an article was last changed, in the site's time: a day alone is its midnight."""
    kept = entry.kept
    if kept is not None and kept.revised:
        return datetime.fromtimestamp(int(kept.fetched), SITE_TIME)
    if published := _published(entry):
        return published
    return datetime.fromtimestamp(int(kept.fetched), SITE_TIME) if kept else _NEVER


def _published(entry: Entry) -> datetime | None:
    article = entry.kept.article if entry.kept else None
    stated = (article.published if article else None, entry.headline.published, article_date(entry.headline.path))
    return next((found for text in stated if text and (found := _moment(text))), None)


def _moment(text: str) -> datetime | None:
    """Read a date as the site states it; None where there is no such day."""
    found = _DATED.match(text)
    try:
        return datetime.fromisoformat(f"{found[1]}T{found[2] or '00:00'}").replace(tzinfo=SITE_TIME) if found else None
    except ValueError:
        return None


def _id(home: str, path: str) -> str:
    """Give the id of what is found at a path, the same whatever the site is reached by (RFC 4151)."""
    host = urlsplit(home).hostname or "achie-tui.invalid"
    return _xml(f"tag:{host},{_SINCE}:{quote(path, safe=_SAFE)}")


def _address(url: str, addresses: Addresses) -> str:
    return _xml(clean_line(addresses.absolute(url) or addresses.url("/")))


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("", text))
