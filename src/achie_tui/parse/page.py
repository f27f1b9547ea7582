"""The package's interface: from the bytes of an answer to one of the site's pages, or the stranger that answered."""

import re
from collections.abc import Iterable
from http import HTTPStatus

from achie_tui.model import Category, Listing
from achie_tui.parse.article import ArticlePage, read_article
from achie_tui.parse.evidence import Evidence, evidence_of, kind_of
from achie_tui.parse.identity import is_about
from achie_tui.parse.listing import read_listing
from achie_tui.parse.opening import Opener
from achie_tui.parse.owner import find_other_owner
from achie_tui.parse.search import read_search
from achie_tui.parse.strangers import ANOTHER, GONE, Stranger
from achie_tui.parse.template.knowledge import SiteTemplates
from achie_tui.parse.view import Listed
from achie_tui.site.address import Addresses
from achie_tui.site.profile import Profile

_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_TAIL = 4_000


class PageReader:
    """Reads the pages of one site. Never raises on any bytes."""

    def __init__(
        self,
        profile: Profile,
        addresses: Addresses,
        templates: SiteTemplates = SiteTemplates(),  # noqa: B008 - frozen
    ) -> None:
        self.profile = profile
        self.addresses = addresses
        self.templates = templates
        self._opener = Opener(profile, addresses)

    def article(
        self,
        raw: bytes,
        path: str,
        *,
        charset: str | None = None,
        status: int = 200,
        listed: Listed | None = None,
        known: Listed | None = None,
    ) -> ArticlePage | Stranger:
        """Read one page of an article; `listed` is what the site's own lists say of it, if they name it.

        An answer that says it is a part of the page (206) is not the whole of it, whatever it ends with. What says
        nothing of the article that is `known` by titles and dates is a page of another kind ("another").
        """
        view = self._opener.open(raw, path, charset=charset, status=status, listed=listed)
        if isinstance(view, Stranger):
            return view
        if known is not None and not is_about(view, known):
            return ANOTHER
        has_end = _END.search(view.html, max(0, len(view.html) - _TAIL)) is not None
        is_whole = has_end and status != HTTPStatus.PARTIAL_CONTENT
        return read_article(view, self.templates, complete=is_whole)

    def listing(self, raw: bytes, path: str, *, charset: str | None = None, status: int = 200) -> Listing | Stranger:
        """Read one page of a category's listing."""
        view = self._opener.open(raw, path, charset=charset, status=status)
        return view if isinstance(view, Stranger) else read_listing(view)

    def listing_of(
        self,
        raw: bytes,
        path: str,
        category: Category,
        known: Iterable[Category],
        *,
        charset: str | None = None,
        status: int = 200,
    ) -> Listing | Category | Stranger:
        """Read one page of a category's listing as `listing` does; gives the category whose it is, if another's."""
        view = self._opener.open(raw, path, charset=charset, status=status)
        if isinstance(view, Stranger):
            return view
        return find_other_owner(view, category, known) or read_listing(view)

    def search(
        self, raw: bytes, path: str, keyword: str, *, charset: str | None = None, status: int = 200
    ) -> Listing | Stranger:
        """Read a page of what the site found for a keyword; "gone" where another page stands in its place."""
        view = self._opener.open(raw, path, charset=charset, status=status)
        return view if isinstance(view, Stranger) else read_search(view, keyword) or GONE

    def links(
        self, raw: bytes, path: str, *, charset: str | None = None, status: int = 200
    ) -> list[tuple[str, str]] | Stranger:
        """Give a page's links to other pages of the site, those of folded menus too, as pairs of text and path."""
        view = self._opener.open(raw, path, charset=charset, status=status, folded=True)
        if isinstance(view, Stranger):
            return view
        return [(view.tree.line_of(index), target) for index, target in view.targets()]

    def front(
        self, raw: bytes, path: str, *, charset: str | None = None, status: int = 200
    ) -> tuple[str, list[tuple[str, str]]] | Stranger:
        """Give a page's `<title>` and its links, as `links` does."""
        view = self._opener.open(raw, path, charset=charset, status=status, folded=True)
        if isinstance(view, Stranger):
            return view
        return view.tree.title, [(view.tree.line_of(index), target) for index, target in view.targets()]

    def evidence(
        self, raw: bytes, path: str, *, charset: str | None = None, status: int = 200, listed: Listed | None = None
    ) -> tuple[Evidence, ...]:
        """Give what speaks for and against a page being one of the site's, strongest first."""
        view = self._opener.view(raw, path, charset=charset, listed=listed)
        return () if isinstance(view, Stranger) else evidence_of(view, status, listed=listed is not None)

    def kind(self, raw: bytes, *, charset: str | None = None, status: int = 200) -> str:
        """Tell what a page is: one of the site's kinds, or the kind of stranger."""
        view = self._opener.open(raw, "/", charset=charset, status=status)
        return view.kind if isinstance(view, Stranger) else kind_of(view)
