"""A reader for a judge of readers: it learns from a site's pages as a sync would meet them, then reads them all.

The judge runs the text of this file by itself and makes one `Reader` a site, from all of its pages that are there:
`judge.py --src src --reader benchmarks/judge_reader.py:Reader`. Which pages are lists, and which articles they lead to,
is what the program says itself. Nothing here may need this file's name or its module.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from achie_tui.model import Block, ImageBlock, Listing, TableBlock, TextBlock
from achie_tui.parse.article import ArticlePage
from achie_tui.parse.page import PageReader
from achie_tui.site.address import Addresses, is_article, is_listing, listing_page
from achie_tui.site.profile import Profile, Selectors, built_in

LEARNS_AFTER = frozenset((3, 5, *(10 << doubled for doubled in range(20))))
"""After how many articles a sync learns: the 3rd, the 5th, the 10th, the 20th, and so on."""
NO_TEXT: Collection[str] = ("embed",)
"""The kinds of text blocks that are not the article's words but name what stands there."""


def profile_of(site: str) -> Profile:
    """Give the profile of a site of which nothing is known but its address."""
    return replace(
        built_in(),
        base_url=f"http://www.{site}.test/",
        hosts=(),
        image_hosts=(),
        categories=(),
        selectors=Selectors(),
    )


def meet(reader: PageReader, pages: Mapping[str, bytes]) -> tuple[list[str], list[str]]:
    """Give a site's listing pages and its articles, both in the order in which a sync would meet them.

    Articles come in the order of the lists' rows, then those that only neighbours lead to, then the rest.
    """
    lists = sorted((path for path, raw in pages.items() if _is_list(reader, raw, path)), key=_place)
    others = pages.keys() - set(lists)
    rows = (row.path for path in lists for row in _rows(reader, pages[path], path))
    articles = list(dict.fromkeys(path for path in rows if path in others))
    waiting, met = deque(articles), set(articles)
    while waiting:
        path = waiting.popleft()
        for neighbour in _neighbours(reader, pages[path], path):
            if neighbour in others and neighbour not in met:
                met.add(neighbour)
                articles.append(neighbour)
                waiting.append(neighbour)
    # A home page has a list's address, and no sync takes it for an article, whatever it looks like.
    return lists, [*articles, *(path for path in pages if path in others - met and not is_listing(path))]


def _place(path: str) -> tuple[str, int, str]:
    directory, number = listing_page(path) or (path, 1)
    return directory, number, path


def _is_list(reader: PageReader, raw: bytes, path: str) -> bool:
    """Tell whether a page is a list: one that has an article's address only where it has a pager as well."""
    if reader.kind(raw) != "listing":
        return False
    listing = reader.listing(raw, path)
    has_pager = isinstance(listing, Listing) and (listing.next, listing.pages, listing.total) != (None, None, None)
    return has_pager or not is_article(path)


def _rows(reader: PageReader, raw: bytes, path: str) -> Iterable[Any]:
    listing = reader.listing(raw, path)
    return listing.rows if isinstance(listing, Listing) else ()


def _neighbours(reader: PageReader, raw: bytes, path: str) -> Iterator[str]:
    page = reader.article(raw, path)
    if isinstance(page, ArticlePage):
        yield from (link.url for link in (page.article.previous, page.article.next) if link)


def texts(block: Block) -> Iterator[str]:
    """Give the words of a block."""
    if isinstance(block, TextBlock):
        if block.kind not in NO_TEXT:
            yield block.text
    elif isinstance(block, TableBlock):
        yield from (cell for row in block.rows for cell in row if cell)
    elif isinstance(block, ImageBlock):
        if block.caption:
            yield block.caption
    else:
        yield from (item.text for item in block.items)


class Reader:
    """The program with all that it learned of a site. Gives dicts, or the word for what refused a page."""

    def __init__(self, site: str, pages: Mapping[str, bytes]) -> None:
        from achie_tui.parse.template import Learner

        profile = profile_of(site)
        addresses = Addresses(profile.base_url, profile.hosts)
        self.learner = Learner(profile, addresses)
        self.reader = PageReader(profile, addresses)
        lists, articles = meet(self.reader, pages)
        for path in lists:
            self.learner.add_list(pages[path], path)
        for count, path in enumerate(articles, 1):
            self.learner.add_article(pages[path], path)
            # Kept articles are read again with what is known last, so only that counts in the end.
            if count in LEARNS_AFTER or count == len(articles):
                self.reader = PageReader(profile, addresses, self.learner.learn())

    def article(self, raw: bytes, path: str) -> dict[str, object] | str:
        """Read an article's page."""
        page = self.reader.article(raw, path, listed=self.learner.listed(path))
        if not isinstance(page, ArticlePage):
            return page.kind
        article = page.article
        tables = [block.rows for block in article.blocks if isinstance(block, TableBlock)]
        return {
            "title": article.title,
            "published": article.published,
            "source": article.source,
            "author": article.author,
            "body": [text for block in article.blocks for text in texts(block)],
            "images": [block.src for block in article.blocks if isinstance(block, ImageBlock)],
            "tables": [(len(rows), max(map(len, rows), default=0)) for rows in tables],
            "previous": article.previous and article.previous.url,
            "next": article.next and article.next.url,
            "related": [link.url for link in article.related],
        }

    def listing(self, raw: bytes, path: str) -> dict[str, object] | str:
        """Read a page of a list."""
        page = self.reader.listing(raw, path)
        if not isinstance(page, Listing):
            return page.kind
        rows = [(row.path, row.title, row.published) for row in page.rows]
        return {"rows": rows, "next": page.next, "total": page.total}

    def home(self, raw: bytes) -> str:
        """Tell what a home page is taken for."""
        return self.reader.kind(raw)
