"""From the web into the library: categories, listings, articles, pictures and attachments fetched, read and kept.

Nothing that the library holds is replaced by something worse: what was fetched is understood first, and what is no
page of the site, or less than what is kept, raises an AchieError or stays out.
"""

from collections.abc import Callable

from achie_tui.config import Config
from achie_tui.fetching.access import OnThread, SiteAccess
from achie_tui.fetching.articles import ArticleFetcher, Fetched
from achie_tui.fetching.attachments import AttachmentFetcher
from achie_tui.fetching.learning import Learning
from achie_tui.fetching.listings import ListingFetcher
from achie_tui.fetching.pictures import PictureFetcher
from achie_tui.fetching.searching import SearchFetcher, SiteResults
from achie_tui.library.library import Library

__all__ = ["Fetched", "Fetcher", "SiteResults"]


class Fetcher:
    """Fetches from the site into the library.

    Its parts stand side by side on one access to the site: `listings`, `articles`, `pictures`, `attachments`, and
    `search`, the site's own. `learning` finds out from what is kept how the site's pages are built.
    """

    def __init__(self, config: Config, library: Library, on_thread: OnThread, clock: Callable[[], float]) -> None:
        self.site = SiteAccess(config, library, on_thread, clock)
        self.listings = ListingFetcher(self.site)
        self.articles = ArticleFetcher(self.site)
        self.pictures = PictureFetcher(self.site)
        self.attachments = AttachmentFetcher(self.site)
        self.search = SearchFetcher(self.site)
        self.learning = Learning(self.site, self.articles)

    def insist(self) -> None:
        """Let the next request go out although the site is left alone: somebody wants to know whether it is back."""
        self.site.client.insist()

    async def close(self) -> None:
        """Close the connections."""
        await self.site.close()
