"""The door of this package: bytes of an answer in, one of the site's pages out, or the stranger that answered."""

import re

from achie_tui.model import Listing
from achie_tui.parse.article import ArticlePage, read_article
from achie_tui.parse.classify import MALFORMED, Stranger, find_stranger, kind_of
from achie_tui.parse.decode import decode
from achie_tui.parse.guard import is_safe
from achie_tui.parse.listing import read_listing
from achie_tui.parse.restore import restore
from achie_tui.parse.tree import Tree
from achie_tui.site.address import Addresses
from achie_tui.site.profile import Profile

_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_TAIL = 4_000


class PageReader:
    """Reads the pages of one site. Never raises on any bytes."""

    def __init__(self, profile: Profile, addresses: Addresses) -> None:
        self.profile = profile
        self.addresses = addresses

    def article(
        self, raw: bytes, path: str, *, charset: str | None = None, status: int = 200
    ) -> ArticlePage | Stranger:
        """Read one page of an article."""
        prepared = self._prepare(raw, charset, status)
        if isinstance(prepared, Stranger):
            return prepared
        tree, html, mirror = prepared
        return read_article(
            tree,
            path,
            self.profile,
            self.addresses,
            mirror=mirror,
            complete=_END.search(html, max(0, len(html) - _TAIL)) is not None,
        )

    def listing(self, raw: bytes, path: str, *, charset: str | None = None, status: int = 200) -> Listing | Stranger:
        """Read one page of a category's listing."""
        prepared = self._prepare(raw, charset, status)
        if isinstance(prepared, Stranger):
            return prepared
        return read_listing(prepared[0], path, self.profile, self.addresses)

    def links(
        self, raw: bytes, path: str, *, charset: str | None = None, status: int = 200
    ) -> list[tuple[str, str]] | Stranger:
        """Give a page's links to other pages of the site, as pairs of text and path."""
        prepared = self._prepare(raw, charset, status)
        if isinstance(prepared, Stranger):
            return prepared
        targets = ((text, self.addresses.path(href, path)) for text, href in prepared[0].all_links())
        return [(text, target) for text, target in targets if target is not None]

    def kind(self, raw: bytes, *, charset: str | None = None, status: int = 200) -> str:
        """Tell what a page is: one of the site's kinds, or the kind of stranger."""
        prepared = self._prepare(raw, charset, status)
        if isinstance(prepared, Stranger):
            return prepared.kind
        return kind_of(prepared[0], prepared[1], self.profile)

    def _prepare(self, raw: bytes, charset: str | None, status: int) -> tuple[Tree, str, bool] | Stranger:
        html, mirror = restore(decode(raw, charset))
        if not is_safe(html):
            return MALFORMED
        tree = Tree(html)
        stranger = find_stranger(html, status, kind_of(tree, html, self.profile))
        return stranger or (tree, html, mirror)
