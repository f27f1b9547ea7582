"""From the web into the library: categories, listings, articles and pictures fetched, read and kept.

Nothing that the library holds is replaced by something worse: what was fetched is understood first, and what is no
page of the site, or less than what is kept, raises an AchieError or stays out.
"""

from collections.abc import Callable

from achie_tui.config import Config
from achie_tui.fetching.articles import Articles, Fetched
from achie_tui.fetching.asking import Aside
from achie_tui.fetching.learning import Learning
from achie_tui.fetching.listings import Listings
from achie_tui.fetching.pictures import Pictures
from achie_tui.library.library import Library

__all__ = ["Fetched", "Fetcher"]


class Fetcher(Listings, Articles, Pictures):
    """Asks the web, reads what comes, and keeps it; `learning` looks at what is kept."""

    def __init__(self, config: Config, library: Library, aside: Aside, clock: Callable[[], float]) -> None:
        super().__init__(config, library, aside, clock)
        self.learning = Learning(config, library, aside, clock, self)
