"""Sites drawn along the axes of real templates, read page by page, and read with what several pages tell.

What each value of an axis costs is printed with either test; `python -m tests.site.costs` prints more of it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

import pytest

from tests.site.costs import Readings, Teach, cost_by_axis, learned, read_sites, single
from tests.site.design_site import DesignedSite, build_designed

# How many sites are drawn; more are for a long afternoon.
SITES = 8 * int(os.environ.get("ACHIE_SEEDS", "5"))

# In so many of all articles, or of all lists' pages, this may be not right.
SINGLE_PAGE: Mapping[str, float] = {
    "broken": 0.05,
    "title": 0.1,
    "date": 0.05,
    "source": 0.05,
    "neighbours": 0.03,
    "rows": 0.02,
    "row titles": 0.2,
    "row days": 0.1,
    "next page": 0.02,
}
LEARNED: Mapping[str, float] = {
    "text": 0.04,
    "broken": 0.01,
    "title": 0.02,
    "date": 0.02,
    "source": 0.05,
    "neighbours": 0.03,
    "rows": 0.02,
    "row titles": 0.2,
    "row days": 0.1,
    "next page": 0.02,
}
LINES = 30


Sites = tuple[DesignedSite, ...]


@pytest.fixture(scope="module")
def sites() -> Sites:
    return tuple(map(build_designed, range(SITES)))


def read_all(sites: Sites, teach: Teach, limits: Mapping[str, float]) -> tuple[Readings, dict[str, float]]:
    """Read all sites, print what costs most, and give the shares that are beyond their limits."""
    readings = read_sites(sites, teach)
    print(cost_by_axis(readings, most=LINES))
    return readings, {name: readings.share(name) for name, limit in limits.items() if readings.share(name) > limit}


def test_articles_and_lists_are_read_from_the_page_alone(sites: Sites) -> None:
    readings, beyond = read_all(sites, single, SINGLE_PAGE)
    assert len(readings.articles) >= 20 * SITES
    assert beyond == {}


def test_articles_and_lists_are_read_better_with_learned_templates(sites: Sites) -> None:
    _, beyond = read_all(sites, learned, LEARNED)
    assert beyond == {}
