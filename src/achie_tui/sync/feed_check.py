"""What the feed of all categories shows about listings: that behind their first pages nothing is new."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from achie_tui.model import Row


@dataclass(frozen=True, slots=True)
class FeedCheck:
    """What a feed shows. Where it is `trusted`, all that is new is on the first listing pages or among `hidden`."""

    trusted: bool
    hidden: Sequence[Row] = ()


def check_feed(feed: Sequence[Row], news: Collection[str], known: Callable[[str], bool]) -> FeedCheck:
    """Check a feed against the `news` found so far; `known` tells of a path whether it was known before this run.

    A feed names the newest articles by their numbers. It is trusted only where it names all the news that the
    listings showed, so it is not stale, and also something known, so it reaches back beyond what is new. What it names
    beside that, an editor has dated back to where the listings' first pages do not show it.
    """
    paths = {row.path for row in feed}
    others = [row for row in feed if row.path not in news]
    hidden = [row for row in others if not known(row.path)]
    trusted = bool(news) and paths.issuperset(news) and len(hidden) < len(others)
    return FeedCheck(trusted, hidden if trusted else ())
