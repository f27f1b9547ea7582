"""What each value of each axis costs the reader: how many texts, titles and dates it spoils.

usage: python -m tests.site.costs [--alone | --healed] [--sites N] [--first SEED] [--learned] [--all]

Sites are drawn by the shares of real ones; a value's line counts all articles and list pages that have it, whatever
else they have: where few templates have it, something else may be to blame. `--healed` tells what is: each site in
which something is not right is built again with one axis after the other set to its commonest value, and counted is
what that makes right. `--alone` keeps all axes but one at their commonest value, and shows each value on N sites.
Without `--all`, only the values that cost most are shown.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final, NamedTuple

from achie_tui.model import Article, Block, ImageBlock, ListBlock, Listing, TableBlock, TextBlock
from achie_tui.parse.article import ArticlePage, join_pages
from achie_tui.parse.page import PageReader
from achie_tui.site.address import Addresses
from achie_tui.site.profile import built_in
from tests.site.axes import DESIGN_AXES, SITE_AXES, Choices, commonest, settled
from tests.site.design_site import DesignedSite, TrueArticle, TrueList, build_designed

PROFILE: Final = built_in()
ADDRESSES: Final = Addresses(PROFILE.base_url, PROFILE.hosts)
EXACT: Final = 0.99
SMALL: Final = 0.95
# So many articles of each category, its newest, has a reader that learns.
KNOWN: Final = 3
ARTICLE_FIELDS: Final = ("text", "broken", "title", "date", "source", "neighbours", "images")
LIST_FIELDS: Final = ("rows", "row titles", "row days", "next page")

_MAIN_FIELDS: Final = ("text", "title", "date")
# So much more than the commonest values must one cost to be shown, in parts of one.
_COSTLY: Final = 0.02
_SHOWN: Final = 40
# Blocks of these kinds say what stands there, in the program's words.
_NO_TEXT: Collection[str] = ("embed",)


class Reader(NamedTuple):
    """How a site is read: its articles with what is known of the site, if anything is."""

    article: Callable[[bytes, str], object]
    listing: Callable[[bytes, str], object]
    knows_lists: bool


Teach = Callable[[DesignedSite], Reader]


@dataclass
class Reading:
    """What was read, beside what it had to find: `wrong` names what is not right."""

    path: str
    choices: Choices
    wrong: set[str] = field(default_factory=set)
    score: float = 1.0


class Readings(NamedTuple):
    """Everything that was read of some sites."""

    articles: list[Reading]
    lists: list[Reading]

    def share(self, field: str) -> float:
        """Give the share of articles, or of lists' pages, in which something is not right."""
        return _share(self.articles if field in ARTICLE_FIELDS else self.lists, field)


def single(_site: DesignedSite) -> Reader:
    """Give a reader that knows of every page nothing but the page."""
    reader = PageReader(PROFILE, ADDRESSES)
    return Reader(reader.article, reader.listing, knows_lists=False)


def learned(site: DesignedSite) -> Reader:
    """Give a reader that has learned from the site's lists and the newest articles of each."""
    from achie_tui.parse.template import Learner

    learner = Learner(PROFILE, ADDRESSES)
    for pages in site.lists.values():
        for page in pages:
            learner.add_list(site.file(page.path), page.path)
    for name in site.categories:
        for path in site.newest(name)[:KNOWN]:
            learner.add_article(site.file(path), path)
    reader = PageReader(PROFILE, ADDRESSES, learner.learn())

    def article(raw: bytes, path: str) -> object:
        """Read an article; where its page shows no date, its list does, as for whoever fetches it."""
        listed = learner.listed(path)
        page = reader.article(raw, path, listed=listed)
        if not isinstance(page, ArticlePage) or page.article.published or listed is None or not listed.dates:
            return page
        return replace(page, article=replace(page.article, published=listed.dates[0]))

    return Reader(article, reader.listing, knows_lists=True)


def read_sites(sites: Iterable[DesignedSite], teach: Teach) -> Readings:
    """Read all articles and lists of some sites."""
    readings = Readings([], [])
    for site in sites:
        reader = teach(site)
        readings.articles.extend(_judged(site, reader, true) for true in site.articles.values())
        readings.lists.extend(_judged_list(site, reader, true) for pages in site.lists.values() for true in pages)
    return readings


# Texts -------------------------------------------------------------------------------------------------------------


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, TextBlock):
            yield "" if block.kind in _NO_TEXT else block.text
        elif isinstance(block, ListBlock):
            yield from (item.text for item in block.items)
        elif isinstance(block, TableBlock):
            yield from (cell for row in block.rows for cell in row)
        else:
            yield block.caption


def _squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def _pairs(texts: Iterable[str]) -> Counter[str]:
    """Count the pairs of characters in some texts."""
    squeezed = (_squeezed(text) for text in texts)
    return Counter(text[at : at + 2] for text in squeezed if text for at in range(max(1, len(text) - 1)))


def _f1(found: Counter[str], wanted: Counter[str]) -> float:
    total = found.total() + wanted.total()
    return 2 * (found & wanted).total() / total if total else 1.0


# Articles ----------------------------------------------------------------------------------------------------------


def _read_whole(site: DesignedSite, reader: Reader, path: str) -> Article | None:
    """Read an article with those of its pages that its first one leads to."""
    first = reader.article(site.file(path), path)
    if not isinstance(first, ArticlePage):
        return None
    pages = [first]
    for _, other in sorted(first.others.items()):
        page = reader.article(site.file(other), other) if other in site.files else None
        if isinstance(page, ArticlePage):
            pages.append(page)
    return join_pages([page.article for page in pages])


def _judged(site: DesignedSite, reader: Reader, true: TrueArticle) -> Reading:
    truth = true.truth
    reading = Reading(truth.path, true.choices)
    article = _read_whole(site, reader, truth.path)
    if article is None:
        reading.score, reading.wrong = 0.0, set(ARTICLE_FIELDS)
        return reading
    cells = (cell for table in truth.tables for row in table for cell in row)
    attribution = [truth.attribution] if truth.attribution else []
    wanted = _pairs([*truth.paragraphs, *truth.captions, *cells, *attribution])
    reading.score = _f1(_pairs(_texts(article.blocks)), wanted)
    neighbours = tuple(link.url if link else None for link in (article.previous, article.next))
    images = {block.src for block in article.blocks if isinstance(block, ImageBlock)}
    is_wrong = {
        "text": reading.score < EXACT,
        "broken": reading.score < SMALL,
        "title": _squeezed(article.title) != _squeezed(truth.title),
        "date": not _is_date(article.published, true, listed=true.listed if reader.knows_lists else None),
        "source": not _is_source(article.source, true),
        "neighbours": neighbours != (truth.previous, truth.next),
        "images": images != {ADDRESSES.external(image, truth.path) for image in truth.images},
    }
    reading.wrong = {name for name, wrong in is_wrong.items() if wrong}
    return reading


def _is_date(found: str | None, true: TrueArticle, listed: str | None) -> bool:
    """Tell whether a date is right; where neither page nor list shows one with its year, none is right, too."""
    wanted = true.truth.published
    if not true.shows_date:
        return listed is None if found is None else found[:10] == wanted[:10]
    return (found or "").startswith(wanted)


def _is_source(found: str | None, true: TrueArticle) -> bool:
    """Tell whether a source is right; one without a label may be missed, and 未知 is as good as none."""
    if found is None or found == "未知":
        return true.truth.source is None or true.choices["source"] == "bare"
    return _squeezed(found) == _squeezed(true.truth.source)


# Lists -------------------------------------------------------------------------------------------------------------


def _judged_list(site: DesignedSite, reader: Reader, true: TrueList) -> Reading:
    reading = Reading(true.path, true.choices)
    listing = reader.listing(site.file(true.path), true.path)
    if not isinstance(listing, Listing):
        reading.wrong = set(LIST_FIELDS)
        return reading
    found = {row.path: row for row in listing.rows}
    if [row.path for row in listing.rows] != [row.path for row in true.rows]:
        reading.wrong |= {"rows"}
    for row in true.rows:
        truth = site.articles[row.path].truth
        title = _squeezed(found[row.path].title) if row.path in found else ""
        if title not in {_squeezed(row.title), _squeezed(truth.title)}:
            reading.wrong |= {"row titles"}
        day = (found[row.path].published or "")[:10] if row.path in found else ""
        if day != truth.published[:10] and (row.day or day or row.path not in found):
            reading.wrong |= {"row days"}
    if listing.next != true.next:
        reading.wrong |= {"next page"}
    return reading


# The table ---------------------------------------------------------------------------------------------------------


def _share(readings: list[Reading], name: str) -> float:
    return sum(name in reading.wrong for reading in readings) / max(1, len(readings))


def cost_by_axis(readings: Readings, *, most: int | None = None) -> str:
    """Write a table: for each value of each axis, in how many of a hundred articles and lists what is not right.

    It is in the order of the axes, or has so many lines at `most`, those of the values that spoil most articles.
    """
    parts = _parts_of(readings)
    if most is not None:
        excess = {key: max(_excess(part, readings, name) for name in _MAIN_FIELDS) for key, part in parts.items()}
        parts = {key: parts[key] for key in sorted(parts, key=lambda key: -excess[key]) if excess[key] > 0}
    lines = [_line(axis, value, part) for (axis, value), part in parts.items()]
    return "\n".join([_heading(), _line("all", "", readings), *lines[:most]])


def _parts_of(readings: Readings) -> dict[tuple[str, str], Readings]:
    """Sort what was read by the values of the axes."""
    parts = {
        (axis, value): Readings([], [])
        for axis, shares in (*SITE_AXES.items(), *DESIGN_AXES.items())
        for value in shares
    }
    for reading in readings.articles:
        for key in reading.choices.items():
            parts[key].articles.append(reading)
    for reading in readings.lists:
        for key in reading.choices.items():
            parts[key].lists.append(reading)
    return {key: part for key, part in parts.items() if part.articles}


def _excess(part: Readings, readings: Readings, name: str) -> float:
    return (part.share(name) - readings.share(name)) * len(part.articles)


def cost_alone(seeds: Iterable[int], teach: Teach, *, whole: bool = True) -> str:
    """Write the same table of sites that have the commonest value on every axis but one."""
    common = _common()

    def read(given: Choices) -> Readings:
        return read_sites((build_designed(seed, given=given) for seed in seeds), teach)

    every = read(common)
    lines = [_heading(), _line("commonest", "", every)]
    for axes in (SITE_AXES, DESIGN_AXES):
        for axis, shares in axes.items():
            for value in shares:
                given = settled({**common, axis: value}, {axis})
                if given == common:
                    continue
                part = read(given)
                names = (*ARTICLE_FIELDS, *LIST_FIELDS)
                if whole or any(part.share(name) - every.share(name) > _COSTLY for name in names):
                    lines.append(_line(axis, value, part))
    return "\n".join(lines)


def cost_healed(seeds: Iterable[int], teach: Teach) -> str:
    """Write how many articles and lists come right when a value gives way to the commonest one of its axis.

    Where two values do harm only together, either heals it, and both are counted.
    """
    common = _common()
    names = (*ARTICLE_FIELDS, *LIST_FIELDS)
    wrong: Counter[str] = Counter()
    healed: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for seed in seeds:
        site = build_designed(seed)
        before = [*chain(*read_sites([site], teach))]
        wrong.update(chain(*(reading.wrong for reading in before)))
        if not any(reading.wrong for reading in before):
            continue
        for axis, usual in common.items():
            if all(design[axis] == usual for design in site.designs):
                continue
            after = chain(*read_sites([build_designed(seed, given={axis: usual})], teach))
            for was, now in zip(before, after, strict=True):
                if was.choices[axis] != usual:
                    healed[axis, was.choices[axis]].update(was.wrong - now.wrong)
    heading = f"{'comes right':44}" + "".join(f"{name:>11}" for name in names)
    lines = [heading, _named("of") + "".join(f"{wrong[name]:>11}" for name in names)]
    for (axis, value), counts in sorted(healed.items(), key=lambda item: -sum(item[1][name] for name in _MAIN_FIELDS)):
        if counts:
            lines.append(_named(axis, value) + "".join(f"{counts[name] or '.':>11}" for name in names))
    return "\n".join(lines)


def _common() -> Choices:
    return {**commonest(SITE_AXES), **settled(commonest(DESIGN_AXES))}


def _named(axis: str, value: str = "") -> str:
    name = f"{axis}: {value}" if value else axis
    # A Chinese character is two columns wide.
    return f"{name:{44 - sum(ord(char) > 0x2E7F for char in name)}}"


def _heading() -> str:
    names = "".join(f"{name:>11}" for name in (*ARTICLE_FIELDS, *LIST_FIELDS))
    return f"{'in 100 not right':44}{'templates':>11}{'articles':>9}{names}"


def _line(axis: str, value: str, part: Readings) -> str:
    def cells() -> Iterator[str]:
        for name in (*ARTICLE_FIELDS, *LIST_FIELDS):
            share = part.share(name)
            is_empty = not (part.articles if name in ARTICLE_FIELDS else part.lists)
            yield "-" if is_empty else f"{100 * share:.1f}" if share else "."

    templates = len({id(reading.choices) for reading in part.articles})
    return f"{_named(axis, value)}{templates:>11}{len(part.articles):>9}" + "".join(f"{cell:>11}" for cell in cells())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--alone", action="store_true")
    way.add_argument("--healed", action="store_true")
    parser.add_argument("--sites", type=int, default=None)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--learned", action="store_true")
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    teach = learned if options.learned else single
    sites = options.sites or (1 if options.alone else 20 if options.healed else 100)
    seeds = range(options.first, options.first + sites)
    if options.alone:
        print(cost_alone(seeds, teach, whole=options.all))
    elif options.healed:
        print(cost_healed(seeds, teach))
    else:
        readings = read_sites(map(build_designed, seeds), teach)
        print(cost_by_axis(readings, most=None if options.all else _SHOWN))


if __name__ == "__main__":
    main()
