"""A page under reading: its tree, and what several of the readers need to know of it, found once."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from achie_tui.parse.breadcrumb import Breadcrumb, find_breadcrumb
from achie_tui.parse.clean import without_markup
from achie_tui.parse.fields import (
    Head,
    find_counted_head,
    find_dated_head,
    find_lone_label,
    find_uncounted_head,
    has_prose_behind,
)
from achie_tui.parse.title import Clues, Title, find_title, find_witness, headings
from achie_tui.parse.tree import Scrolled, Tree
from achie_tui.site.address import Addresses, directory, is_article
from achie_tui.site.mail import mail_link
from achie_tui.site.profile import Profile

# Addresses without anything that resolving would change: most links are one.
_PLAIN_NAME = r"[\w-]+(?:\.[\w-]+)?"
_PLAIN_PATH = rf"/(?:[\w-]+/)*(?:{_PLAIN_NAME})?"
_HEADINGS = 20


def is_like_article(href: str) -> bool:
    """Tell whether an address may be an article's, before it is resolved."""
    return ".htm" in href or "view.php?" in href


@dataclass(frozen=True, slots=True)
class Listed:
    """What the site's lists and neighbours say of an article: by which titles they call it, and its dates."""

    titles: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()


class ArticleLink(NamedTuple):
    """A link of the page to an article: the node of the `<a>`, and the path it leads to."""

    node: int
    path: str


@cache
def _plain_links(addresses: Addresses) -> re.Pattern[str]:
    """Give the form of the site's own links that need no resolving: a path, behind its host or not, or a name."""
    if urlsplit(addresses.base_url).path.strip("/"):
        # Under a base URL with a path of its own, the paths of the site do not stand in its links.
        return re.compile(r"(?!)()()")
    hosts = "|".join((re.escape(addresses.url("")), *(f"https?://{re.escape(host)}" for host in addresses.hosts)))
    return re.compile(rf"(?:{hosts})?({_PLAIN_PATH})|({_PLAIN_NAME})", re.ASCII)


class PageView:
    """One page of the site: where it came from, its html and its tree."""

    def __init__(
        self,
        tree: Tree,
        html: str,
        path: str,
        profile: Profile,
        addresses: Addresses,
        *,
        mirror: bool = False,
        listed: Listed | None = None,
    ) -> None:
        self.tree, self.html, self.at, self.mirror = tree, html, path, mirror
        self.listed = listed or Listed()
        self.profile, self.addresses = profile, addresses
        self._articles: dict[int, str | None] = {}
        self._plain = _plain_links(addresses)

    def showing(self, scrolled: Iterable[Scrolled]) -> "PageView":
        """Give the view of the same page with some of what scrolls as text."""
        tree, listed = self.tree.showing(scrolled), self.listed
        return PageView(tree, self.html, self.at, self.profile, self.addresses, mirror=self.mirror, listed=listed)

    def path(self, href: str) -> str | None:
        """Give the path that a link of the page leads to, None where it leaves the site."""
        if plain := self._plain.fullmatch(href):
            path, name = plain.groups()
            return path or directory(self.at) + name
        return self.addresses.path(href, self.at) if href else None

    def external(self, href: str) -> str | None:
        """Give a link as it is kept: a path where it is the site's own, else its absolute URL."""
        return self.path(href) or (self.addresses.absolute(href, self.at) if href else None)

    def target(self, href: str) -> str | None:
        """Give a link of a text as it is kept: one to a page (see `external`), or to somebody who is written to."""
        return self.external(href) or mail_link(href)

    def targets(self, like: Callable[[str], object] = bool) -> Iterator[tuple[int, str]]:
        """Give the links that stay on the site, or those of them whose `href` is `like` something: node and path."""
        for index, href in zip(self.tree.anchors, self.tree.hrefs, strict=True):
            if like(href):
                path = self.path(href)
                if path is not None:
                    yield index, path

    def link_title(self, index: int) -> str:
        """Give the title of a linked article: the link's text, unless its `title=""` goes on where the text is cut."""
        text = self.tree.line_of(index)
        full = without_markup(self.tree.attribute(index, "title"))
        goes_on = len(full) > len(text) and full.startswith(text.rstrip(".…· "))
        return full if goes_on else text

    @cached_property
    def articles(self) -> list[ArticleLink]:
        """The links to articles."""
        return self.articles_between(0, len(self.tree))

    def articles_between(self, start: int, end: int) -> list[ArticleLink]:
        """Give the links to articles among nodes `start` to `end`."""
        links = ((node, self._article(node)) for node in self.tree.anchors_between(start, end))
        return [ArticleLink(node, path) for node, path in links if path is not None]

    def _article(self, node: int) -> str | None:
        """Give the path of the article that an `<a>` leads to, resolved only once."""
        if node not in self._articles:
            href = self.tree.href(node)
            path = self.path(href) if is_like_article(href) else None
            self._articles[node] = path if path is not None and is_article(path) else None
        return self._articles[node]

    @cached_property
    def breadcrumb(self) -> Breadcrumb:
        """The breadcrumb of the page."""
        return find_breadcrumb(self.tree, self.at, self.path)

    @cached_property
    def head(self) -> Head | None:
        """The line of labels, behind the breadcrumb or, where none is there, anywhere; else the date at the title."""
        tree, labels = self.tree, self.profile.labels
        labelled: Head | None = None
        for after in dict.fromkeys((self.breadcrumb.end, 0)):
            head = find_counted_head(tree, labels, after) or find_uncounted_head(
                tree, labels, after, find_witness(tree, after), self._links_to_articles
            )
            if head is not None and head.published is not None:
                return head
            labelled = labelled or head
        head = labelled
        title, articles = self._title_at(None).node, self._links_to_articles
        if title is not None:
            dated = find_dated_head(tree, title, articles)
        else:
            # What is behind it tells the article's heading from those of boxes.
            found = (find_dated_head(tree, place, articles) for place in islice(headings(tree), _HEADINGS))
            dated = next((each for each in found if each and has_prose_behind(tree, each.index)), None)
        if head is None and title is not None:
            head = find_lone_label(tree, labels, title)
        if head is None or dated is None:
            return head or dated
        return replace(head, published=dated.published)

    @cached_property
    def _links_to_articles(self) -> frozenset[int]:
        return frozenset(link.node for link in self.articles)

    @cached_property
    def title(self) -> Title:
        """The title of the article."""
        return self._title_at(self.head.index if self.head else None)

    def _title_at(self, head: int | None) -> Title:
        breadcrumb = self.breadcrumb
        return find_title(self.tree, self.profile, Clues(head, breadcrumb.end, breadcrumb.names, self.listed.titles))
