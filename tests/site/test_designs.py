"""Designed sites keep their word: any value of any axis can be built, in its share, and the truth is in the pages."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from random import Random

import pytest

from tests.site.article_page import page_path
from tests.site.axes import DESIGN_AXES, SITE_AXES, Choices, commonest, draw, settled
from tests.site.design_site import DesignedSite, build_designed

COMMON = {**commonest(SITE_AXES), **settled(commonest(DESIGN_AXES))}
VALUES = [(axis, value) for axes in (SITE_AXES, DESIGN_AXES) for axis, shares in axes.items() for value in shares]


def decoded(site: DesignedSite, path: str) -> str:
    codec = "gb18030" if site.choices["encoding"].startswith("gb") else "utf-8-sig"
    return site.file(path).decode(codec)


def visible(html: str) -> str:
    """Take the text of a page as crudely as can be."""
    html = re.sub(r"<script.*?</script>|<!--.*?-->", "", html, flags=re.DOTALL)
    return re.sub(r"[\s\x00-\x1f\u202a-\u202e]", "", unescape(re.sub(r"<[^>]*>", "", html)))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def only(axis: str, value: str) -> Choices:
    """Give every other axis its commonest value."""
    return settled({**COMMON, axis: value}, {axis})


def test_the_same_seed_gives_the_same_site() -> None:
    assert build_designed(5) == build_designed(5)
    assert build_designed(5).files != build_designed(6).files


@pytest.mark.parametrize(("axis", "value"), VALUES)
def test_the_truth_stands_in_the_pages_whatever_the_value(axis: str, value: str) -> None:
    given = only(axis, value)
    assert given[axis] == value
    site = build_designed(1, given=given, per_category=2, page_size=1)
    assert len(site.articles) == 8
    for path, true in site.articles.items():
        truth = true.truth
        text = visible("".join(decoded(site, page_path(path, number)) for number in range(1, truth.pages + 1)))
        cells = (cell for table in truth.tables for row in table for cell in row)
        texts = [truth.title, *truth.paragraphs, *truth.captions, *cells, truth.attribution, truth.source]
        for expected in filter(None, texts):
            assert squeezed(expected) in text, (path, expected)
        assert (truth.published[:10] in decoded(site, path)) or not true.shows_date or given["date writing"] != "iso"
        for neighbour in (truth.previous, truth.next):
            assert neighbour is None or neighbour in site.articles


@pytest.mark.parametrize(("axis", "value"), [pair for pair in VALUES if pair[0] in {"row", "row title", "row date"}])
def test_lists_hold_their_articles_in_order_and_lead_on(axis: str, value: str) -> None:
    site = build_designed(2, given=only(axis, value), per_category=3, page_size=2)
    for name, pages in site.lists.items():
        assert sorted(site.newest(name)) == sorted(
            path for path, true in site.articles.items() if name == true.truth.category
        )
        assert [page.next for page in pages] == [*(page.path for page in pages[1:]), None]
        for page in pages:
            html = decoded(site, page.path)
            places = [html.index(f'href="{row.path}"') for row in page.rows]
            assert places == sorted(places)
            for row in page.rows:
                assert squeezed(row.title) in visible(html) or row.title in unescape(html)


def test_axes_are_drawn_in_their_shares() -> None:
    rng = Random(7)
    drawn = [{**draw(rng, SITE_AXES, {}), **draw(rng, DESIGN_AXES, {})} for _ in range(1000)]
    for axis in ("title tag", "date", "address", "encoding", "row"):
        shares = {**SITE_AXES, **DESIGN_AXES}[axis]
        counts = Counter(choices[axis] for choices in drawn)
        for value, share in shares.items():
            assert abs(counts[value] / len(drawn) - share / sum(shares.values())) < 0.06, (axis, value)
        assert set(counts) == set(shares), axis


def test_choices_agree() -> None:
    rng = Random(8)
    for _ in range(1000):
        choices = draw(rng, DESIGN_AXES, {})
        assert settled(choices) == choices
        behind = choices["behind text"]
        assert behind != "footer" or choices["related"] == "none"
        assert behind != "neighbours" or choices["neighbours"] != "none"
        assert behind != "related" or choices["related"] != "none"


def test_several_templates_go_by_category() -> None:
    site = build_designed(3, given={"templates": "two", "redesign": "no"})
    by_category = {true.truth.category: true.choices for true in site.articles.values()}
    assert len(site.designs) == 2
    assert all(true.choices is by_category[true.truth.category] for true in site.articles.values())
    assert len({id(choices) for choices in by_category.values()}) == 2


def test_a_redesign_leaves_the_older_articles_as_they_were() -> None:
    site = build_designed(4, given={"templates": "one", "redesign": "in the middle"})
    designs = [true.choices for true in site.articles.values()]
    half = len(designs) // 2
    assert all(choices is site.designs[1].choices for choices in designs[:half])
    assert all(choices is site.designs[0].choices for choices in designs[half:])


def test_filler_is_shared_by_all_articles() -> None:
    site = build_designed(4, given={"texts": "filler"})
    texts = [set(true.truth.paragraphs) for true in site.articles.values()]
    assert len(set.intersection(*texts)) >= 3
    assert len({true.truth.title for true in site.articles.values()}) == len(texts)
