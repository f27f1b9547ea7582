"""From the web into the library: categories, listings, articles, pictures and attachments fetched, read and kept.

Nothing that the library holds is replaced by something worse: what was fetched is understood first, and what is no
page of the site, or less than what is kept, raises an AchieError or stays out.
"""

from collections.abc import Callable

from achie_tui.config import Config
from achie_tui.fetching.articles import ArticleFetcher, Fetched
from achie_tui.fetching.attachments import AttachmentFetcher
from achie_tui.fetching.base import OnThread
from achie_tui.fetching.learning import Learning
from achie_tui.fetching.listings import ListingFetcher
from achie_tui.fetching.pictures import PictureFetcher
from achie_tui.fetching.searching import SearchFetcher, SiteResults
from achie_tui.library.library import Library

__all__ = ["Fetched", "Fetcher", "SiteResults"]


class Fetcher(ListingFetcher, ArticleFetcher, PictureFetcher, AttachmentFetcher, SearchFetcher):
    """Fetches from the site into the library; `learning` finds out from what is kept how the site's pages are built.

    Its five parts stand side by side on one client and one reader of pages, and none calls another.
    """

    def __init__(self, config: Config, library: Library, on_thread: OnThread, clock: Callable[[], float]) -> None:
        super().__init__(config, library, on_thread, clock)
        self.learning = Learning(config, library, on_thread, clock, self)
