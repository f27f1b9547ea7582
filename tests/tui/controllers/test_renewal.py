"""Renewal: what is asked for again when the library has changed, and how often."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from achie_tui.model import Category, Headline
from achie_tui.tui.controllers.renewal import AFTER_THE_FRAME, Renewal
from tests.tui.controllers.session import Timers
from tests.tui.fake import CATEGORIES, FakeNewsroom, path_of

FIRST = CATEGORIES[0]
ALL_ANEW = ["rows", "headline", "notes", "counts", "kept searches"]


@dataclass
class Article:
    """The open article, as far as it is told of."""

    told: list[object]
    noted: list[Headline] = field(default_factory=list)

    def preview(self, headline: Headline | None) -> None:
        """Show what is under the cursor."""
        self.told.append(("preview", headline))

    def note(self, headlines: Sequence[Headline]) -> None:
        """Take its headline."""
        self.noted.extend(headlines)

    def renew(self) -> None:
        """Ask for its headline again."""
        self.told.append("headline")

    def arrived(self, path: str) -> None:
        """Show an article."""
        self.told.append(("arrived", path))

    def file_came(self) -> None:
        """Show attachments."""
        self.told.append("file")


@dataclass
class Screen:
    """The list and all that stands around it; `told` is what it and the article were told, in order."""

    keys: Sequence[int] = (1, 2)
    is_writing: bool = False
    told: list[object] = field(default_factory=list)
    supplied: list[Headline] = field(default_factory=list)

    def supply(self, headlines: Sequence[Headline]) -> None:
        """Take rows."""
        self.supplied.extend(headlines)

    def renew(self) -> None:
        """Ask for the rows again."""
        self.told.append("rows")


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def article(screen: Screen) -> Article:
    return Article(screen.told)


@pytest.fixture
def timers() -> Timers:
    return Timers()


@pytest.fixture
def renewal(screen: Screen, article: Article, timers: Timers) -> Renewal:
    def refill(category: Category | None) -> None:
        screen.told.append(("list", category))

    return Renewal(
        screen,
        article,
        after=timers,
        is_writing=lambda: screen.is_writing,
        show_notes=lambda: screen.told.append("notes"),
        recount=(lambda: screen.told.append("counts"), lambda: screen.told.append("kept searches")),
        refill=refill,
        search_again=lambda: screen.told.append("search"),
        keep_chosen=lambda: screen.told.append("chosen"),
        show_around=lambda: screen.told.append("around"),
    )


@pytest.fixture
def headline(newsroom: FakeNewsroom) -> Headline:
    found = newsroom.headline(path_of(FIRST, 0))
    assert found is not None
    return found


def test_many_marks_are_followed_by_one_renewal_when_the_keys_are_answered(
    renewal: Renewal, screen: Screen, timers: Timers
) -> None:
    for _ in range(3):
        renewal.marks_changed()
    assert screen.told == []
    assert timers.waiting == pytest.approx([AFTER_THE_FRAME])
    timers.move_on(1)
    assert screen.told == ALL_ANEW
    renewal.marks_changed()
    timers.move_on(1)
    assert screen.told == ALL_ANEW * 2, "and what is marked then is not forgotten"


def test_what_the_library_says_of_a_headline_waits_for_marks_that_are_being_written(
    renewal: Renewal, screen: Screen, article: Article, timers: Timers, headline: Headline
) -> None:
    screen.is_writing = True
    renewal.headlines_changed([headline])
    assert (screen.supplied, article.noted) == ([], [])
    screen.is_writing = False
    renewal.headlines_changed([headline])
    assert (screen.supplied, article.noted) == ([headline], [headline])
    timers.move_on(1)
    assert screen.told == ALL_ANEW, "it is asked for in any case, once"


@pytest.mark.parametrize("category", [FIRST, None])
def test_a_listing_that_came_is_counted_and_shown_at_once(
    renewal: Renewal, screen: Screen, timers: Timers, category: Category | None
) -> None:
    renewal.listing_changed(category)
    assert screen.told == ["counts", "kept searches", ("list", category), "search"]
    assert timers.waiting == []


def test_an_article_that_was_taken_is_shown_where_it_is_waited_for(
    renewal: Renewal, screen: Screen, timers: Timers, headline: Headline
) -> None:
    renewal.article_taken(headline)
    assert screen.told == [("arrived", headline.path), "file"]
    timers.move_on(1)
    assert screen.told[2:] == ALL_ANEW


@pytest.mark.parametrize(("keys", "preview"), [((1, 2), []), ((), [("preview", None)])])
def test_beside_an_empty_list_stands_nothing(
    renewal: Renewal, screen: Screen, keys: Sequence[int], preview: list[object]
) -> None:
    screen.keys = keys
    renewal.list_filled()
    assert screen.told == ["chosen", *preview, "around"]
