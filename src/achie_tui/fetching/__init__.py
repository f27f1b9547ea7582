"""From the web into the library: categories, listings, articles and pictures fetched, read and kept.

Nothing that the library holds is replaced by something worse: what was fetched is understood first, and what is no
page of the site, or less than what is kept, raises an AchieError or stays out.
"""

from achie_tui.fetching.articles import Fetched
from achie_tui.fetching.learning import Learning
from achie_tui.fetching.listings import Listings
from achie_tui.fetching.pictures import Pictures

__all__ = ["Fetched", "Fetcher"]


class Fetcher(Listings, Learning, Pictures):
    """Asks the web, reads what comes, and keeps it."""
