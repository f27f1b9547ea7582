"""The package's interface: from the bytes of an answer to one of the site's pages, or the stranger that answered."""

from collections.abc import Iterable
from dataclasses import replace

from achie_tui.model import Category, Listing
from achie_tui.parse.article import ArticlePage, read_article
from achie_tui.parse.evidence import Evidence, evidence_of, kind_of
from achie_tui.parse.identity import Identity, is_about
from achie_tui.parse.listing import read_listing
from achie_tui.parse.opening import Opener
from achie_tui.parse.owner import find_other_owner, holds_list
from achie_tui.parse.search import read_search
from achie_tui.parse.strangers import ANOTHER, GONE, Stranger
from achie_tui.parse.template.knowledge import SiteTemplates
from achie_tui.parse.view import Listed, PageView
from achie_tui.parse.whole import is_whole, is_whole_listing
from achie_tui.site.address import Addresses
from achie_tui.site.profile import Profile


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
        identity: Identity | None = None,
    ) -> ArticlePage | Stranger:
        """Read one page of an article; `listed` is what the site's own lists say of it, if they name it.

        An answer that says it is a part of the page (206) is not the whole of it, whatever it ends with. What says
        nothing of the article, by its `identity`, is a page of another kind ("another").
        """
        view = self._opener.open(raw, path, charset=charset, status=status, listed=listed)
        if isinstance(view, Stranger):
            return view
        if identity is not None and not is_about(view, identity):
            return ANOTHER
        return read_article(view, self.templates, complete=is_whole(view, status))

    def listing(self, raw: bytes, path: str, *, charset: str | None = None, status: int = 200) -> Listing | Stranger:
        """Read one page of a category's listing."""
        view = self._opener.open(raw, path, charset=charset, status=status)
        return view if isinstance(view, Stranger) else _read_listing(view, status)

    def listing_of(
        self,
        raw: bytes,
        path: str,
        category: Category,
        known: Iterable[Category],
        *,
        charset: str | None = None,
        status: int = 200,
    ) -> Listing | Category | Stranger | None:
        """Read one page of a category's listing as `listing` does; gives the category whose it is, if another's.

        None stands for a page of the site that came whole and holds no list, be it an empty one.
        """
        view = self._opener.open(raw, path, charset=charset, status=status)
        if isinstance(view, Stranger):
            return view
        known = tuple(known)
        if other := find_other_owner(view, category, known):
            return other
        listing = _read_listing(view, status)
        return listing if not listing.complete or holds_list(view, listing, category, known) else None

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


def _read_listing(view: PageView, status: int) -> Listing:
    listing = read_listing(view)
    return listing if is_whole_listing(view, listing, status) else replace(listing, complete=False)
