"""What a sync is to take along, and what that will cost as far as the library can tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from achie_tui.config import Config
from achie_tui.library.archive import Averages
from achie_tui.library.library import Library
from achie_tui.library.records import ListingState, View
from achie_tui.model import Category
from achie_tui.web.host_state import JITTER

_ROWS = 20  # of a listing page whose category says nothing of it
_ANSWER = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sync takes: categories, how many listing pages of each (None: until one holds nothing new), since when."""

    categories: Sequence[Category]
    pages: int | None = None
    everything: bool = False
    since: str | None = None
    images: bool = True
    attachments: bool = False


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a plan comes to: how much is to be fetched, how many bytes of it and how long that takes, all of it about.

    `known` is False where the site's own counts are not there yet, or a day is asked for and not all is listed that the
    site has: then it will be more.
    """

    listing_pages: int = 0
    articles: int = 0
    pictures: int = 0
    bytes: int = 0
    seconds: float = 0.0
    known: bool = True


def estimate(config: Config, library: Library, plan: Plan) -> Estimate:
    """Estimate a plan from what the library knows: the site is not asked, so what is new there does not count."""
    averages = library.archive.averages()
    counts = {count.category.path: count for count in library.views.counts()}
    pages, articles, known = 0, 0, True
    for category in plan.categories:
        state, count = library.listing_state(category.path), counts.get(category.path)
        cached = count.cached if count else 0
        listed = max(count.articles if count else 0, state.total or 0)
        missing = max(0, listed - cached)
        if plan.since is not None:
            missing = _missing_since(library, category, plan.since)
            known = known and count is not None and count.articles >= listed
        walked = _pages(plan, state, missing=missing, pending=library.archive.walk(category.path) is not None)
        pages += walked
        articles += min(missing, walked * _rows(state)) if plan.pages is not None else missing
        known = known and state.pages_known > 0
    pictures = round(articles * averages.pictures) if plan.images else 0
    return Estimate(
        pages,
        articles,
        pictures,
        bytes=_size_of(averages, pages + articles, pictures),
        seconds=_time_for(config, library, pages + articles + pictures),
        known=known,
    )


def _missing_since(library: Library, category: Category, since: str) -> int:
    """Count the articles of a category since a day that are listed in the library and not kept."""
    listed = library.views.headlines(library.views.keys(View(category.path)))
    return sum(not each.cached and (each.published or since) >= since for each in listed)


def _size_of(averages: Averages, pages: int, pictures: int) -> int:
    """Give the bytes on the wire of so many pages and pictures."""
    return round(pages * averages.page_bytes + pictures * averages.picture_bytes)


def _time_for(config: Config, library: Library, requests: int) -> float:
    """Give the seconds for so many requests, at the pace that the configuration allows."""
    pace = max(library.hosts.state(config.addresses.host).pace, config.delay) if config.delay else 0.0
    return requests * max(pace * (1 + JITTER / 2), _ANSWER / config.concurrency)


def _pages(plan: Plan, state: ListingState, *, missing: int, pending: bool) -> int:
    last = state.pages or 1
    if plan.pages is not None:
        return min(last, plan.pages)
    return last if plan.everything or pending or missing or not state.pages_known else 1


def _rows(state: ListingState) -> int:
    return -(-state.total // state.pages) if state.total and state.pages else _ROWS
