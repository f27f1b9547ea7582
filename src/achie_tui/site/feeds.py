"""Where the engine's feeds are: `/data/rss/{tid}.xml`, linked from a map under the categories' names."""

import re
from collections.abc import Iterable, Sequence

from achie_tui.site.discovery import fold

FEED_MAP = "/data/rssmap.html"
_FEED = re.compile(r"^/data/rss/(\d+)\.xml$")


def listing_of_feed(path: str) -> str:
    """Give the dynamic listing of the category that a feed is of; any other path as it is."""
    match = _FEED.match(path)
    return f"/plus/list.php?tid={match[1]}" if match else path


def parent_feed(links: Iterable[tuple[str, str]], names: Sequence[str]) -> str | None:
    """Give the path of the feed of all categories together, from the map's links (pairs of a text and a path).

    It stands right above those of the categories; where another page's or nothing does, there is none.
    """
    wanted = {fold(name) for name in names}
    above: str | None = None
    for text, path in links:
        if not _FEED.match(path):
            continue
        if fold(text) in wanted:
            return above
        above = path
    return None
