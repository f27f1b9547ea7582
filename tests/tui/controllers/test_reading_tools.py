"""Reading aids: which is in use, what it says, when it may be used, and how it is left."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import pytest

from achie_tui.library.records import Kept
from achie_tui.model import ImageBlock
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.controllers.reading_tools import ReadingTools
from achie_tui.tui.keys import Pane
from achie_tui.tui.session import Reading
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.finding import Finding, HitsIn, Match
from achie_tui.tui.widgets.link_numbers import LinkNumber, LinkNumbers
from achie_tui.tui.widgets.paragraphs import Paragraphs
from achie_tui.tui.widgets.sheet import TOP, Position
from achie_tui.typeset.script import SCRIPTS
from tests.tui.controllers.session import FakeSession, Tasks
from tests.tui.controllers.settling import all_done
from tests.tui.fake import CATEGORIES, path_of

FIRST = CATEGORIES[0]
HERE = Position(5, 10)
LINKS = LinkNumbers((LinkNumber("1", 0, 0, 2, "/a.html"), LinkNumber("2", 1, 0, 2, "/b.html")))
NOTHING_OPEN = "先打开一篇文章"


@dataclass
class View:
    """A reader without a screen, whose text holds the words 园区 (at three places) alone, and `links`."""

    kept: Kept | None = None
    top: Position = HERE
    at_end: bool = False
    images: Sequence[ImageBlock] = ()
    image_in_sight: int = 0
    choosing: Paragraphs | None = None
    finding: Finding | None = None
    hinting: LinkNumbers | None = None
    rolling: bool = False
    pace: float = 1.5
    links: LinkNumbers | None = LINKS
    went_back: bool = False

    def go_to(self, place: Position) -> None:
        """Go there."""
        self.top = place

    def find(self, query: str, after: Position | None = None) -> None:
        """Find, and go to what is found."""
        matches = tuple(Match(block, 3, 5) for block in (2, 6, 8)) if query == "园区" else ()
        index = next((index for index, match in enumerate(matches) if match >= (after or TOP)), 0)
        self.finding = Finding(query, matches, index) if query else None
        self._go_to_match()

    def find_hits(self, query: str, hits_in: HitsIn) -> None:
        """Find what a search has found."""
        self.finding = Finding(query, (Match(0, *hits_in(query)[0]),), hits_in=hits_in)

    def find_again(self, way: int) -> None:
        """Go to another match."""
        self.finding = self.finding and self.finding.step(way)
        self._go_to_match()

    def _go_to_match(self) -> None:
        if self.finding and self.finding.current:
            self.top = self.finding.current.position

    def show_hints(self) -> bool:
        """Show numbers, where there are links."""
        self.hinting = self.links
        return self.links is not None

    def leave_hints(self) -> None:
        """Take them away, and go back."""
        self.hinting = None
        self.went_back = True

    def drop_hints(self) -> None:
        """Take them away."""
        self.hinting = None

    def change_pace(self, way: int) -> None:
        """Go faster or slower."""
        self.pace += way / 2


@dataclass
class Calls:
    """What the tools had done elsewhere."""

    entered: int = 0
    asked: list[str] = field(default_factory=list)
    laid_out: list[Callable[[], None]] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)


@pytest.fixture
def view(session: FakeSession) -> View:
    """Give a reader in which the article under the list's cursor is open."""
    [headline] = session.current
    kept = session.newsroom.kept(headline.path)
    session.reading = Reading(headline.path, headline.title, headline, kept)
    session.pane = "reader"
    return View(kept)


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest.fixture
def tools(session: FakeSession, jobs: Jobs, view: View, calls: Calls) -> ReadingTools:
    return tools_over(session, jobs, view, calls, show_pictures=calls.pictures.append)


def tools_over(
    session: FakeSession, jobs: Jobs, view: View, calls: Calls, *, show_pictures: Callable[[int], None] | None
) -> ReadingTools:
    def enter() -> None:
        calls.entered += 1
        session.pane = "reader"

    return ReadingTools(
        session,
        jobs,
        view,
        enter=enter,
        ask=lambda _, text: calls.asked.append(text),
        after_layout=calls.laid_out.append,
        show_pictures=show_pictures,
    )


# The aid in use.


def test_of_several_aids_the_one_on_top_is_in_use_and_has_the_word_and_is_left_first(
    view: View, tools: ReadingTools
) -> None:
    view.find("园区")
    view.rolling, view.links = True, replace(LINKS, typed="1")
    view.show_hints()
    in_use = [(tools.aid, tools.words())]
    while tools.leave():
        in_use.append((tools.aid, tools.words()))
    assert in_use == [
        ("links", "编号 1，共 2 个链接"),
        ("rolling", "自动 1.5 行/秒"),
        ("finding", "查找 1/3"),
        (None, ""),
    ]
    assert (view.hinting, view.rolling, view.finding) == (None, False, None)
    assert view.went_back, "who has followed no link reads on where that was"


def test_numbers_of_links_say_that_none_is_typed_yet(view: View, tools: ReadingTools) -> None:
    view.show_hints()
    assert tools.words() == "编号 _，共 2 个链接"


@pytest.mark.parametrize("pane", ["list", "sidebar"])
def test_outside_the_reader_no_aid_is_in_use(session: FakeSession, view: View, tools: ReadingTools, pane: Pane) -> None:
    view.find("园区")
    view.rolling = True
    session.pane = pane
    assert (tools.aid, tools.words(), tools.leave()) == (None, "", False)
    assert view.rolling


def test_who_leaves_the_reader_takes_along_what_was_found_alone(view: View, tools: ReadingTools) -> None:
    view.find("园区")
    view.rolling = view.show_hints()
    tools.interrupt()
    assert (view.rolling, view.hinting, view.went_back) == (False, None, False)
    assert view.finding is not None


# When one may be used.

Aided = Literal["find", "links", "auto_scroll", "picture"]


@pytest.mark.parametrize("name", ["find", "links", "auto_scroll", "picture"])
@pytest.mark.parametrize(
    ("pane", "cursor", "said"),
    [
        ("reader", 0, []),
        ("reader", 1, []),
        ("list", 0, []),
        ("list", 1, [NOTHING_OPEN]),
        ("sidebar", 1, []),
        ("no article", 0, [NOTHING_OPEN]),
    ],
)
async def test_an_aid_is_for_the_open_article_unless_the_cursor_is_on_another(
    session: FakeSession,
    tasks: Tasks,
    view: View,
    tools: ReadingTools,
    calls: Calls,
    name: Aided,
    pane: Pane | Literal["no article"],
    cursor: int,
    said: list[str],
) -> None:
    if pane == "no article":
        view.kept = session.reading = None
    else:
        session.pane = pane
    headline = session.newsroom.headline(path_of(FIRST, cursor))
    assert headline is not None
    session.current = [headline]
    view.images = [ImageBlock("/a.png")]
    {"find": tools.find, "links": tools.links, "auto_scroll": tools.auto_scroll, "picture": tools.picture}[name]()
    await tasks.done()
    assert session.said == said
    assert calls.entered == (0 if said else 1)
    assert bool(calls.asked or calls.laid_out or calls.pictures or view.hinting or view.rolling) is not bool(said)


# Finding.


async def test_finding_begins_where_one_is_with_what_was_last_looked_for(
    session: FakeSession, tasks: Tasks, view: View, tools: ReadingTools, calls: Calls
) -> None:
    view.show_hints()
    tools.find()
    assert (view.hinting, calls.asked) == (None, [""])
    tools.typed("园区")
    assert view.top == (6, 3), "the first one from where one was"
    tools.left(keep=True)
    assert (view.top, session.said) == ((6, 3), [])
    tools.find()
    assert calls.asked == ["", "园区"]
    await tasks.done()


async def test_each_letter_is_found_from_where_one_was_and_what_is_not_found_leads_back_there(
    tasks: Tasks, view: View, tools: ReadingTools
) -> None:
    tools.find()
    went = []
    for query in ("园区", "园区的", "园区", ""):
        tools.typed(query)
        went.append(view.top)
    assert went == [(6, 3), HERE, (6, 3), HERE]
    tools.typed("园区")
    tools.walk(1)
    assert view.top == (8, 3)
    tools.walk(-1)
    assert view.top == (6, 3)
    await tasks.done()


async def test_who_does_not_keep_what_was_found_is_back_where_they_were(
    tasks: Tasks, view: View, tools: ReadingTools
) -> None:
    tools.find()
    tools.typed("园区")
    tools.left(keep=False)
    assert (view.finding, view.top) == (None, HERE)
    await tasks.done()


async def test_that_nothing_was_found_is_said_where_it_is_kept(
    session: FakeSession, tasks: Tasks, tools: ReadingTools
) -> None:
    tools.find()
    tools.typed("港口")
    tools.left(keep=False)
    tools.find()
    tools.left(keep=True)
    assert session.said == [], "who has looked for nothing has missed nothing"
    tools.find()
    tools.typed("港口")
    tools.left(keep=True)
    assert session.said == ["文中没有“港口”"]
    await tasks.done()


def test_the_next_match_needs_something_that_was_found_in_the_article_at_hand(
    session: FakeSession, view: View, tools: ReadingTools, calls: Calls
) -> None:
    tools.next_match(1)
    view.find("港口")
    tools.next_match(1)
    assert session.said == ["按 find 在文中查找", "文中没有“港口”"]
    assert calls.entered == 0
    view.find("园区")
    went = []
    for way in (1, 1, 1, -1):
        tools.next_match(way)
        went.append(view.top.block)
    assert went == [6, 8, 2, 8]
    session.pane, session.current = "list", ()
    tools.next_match(1)
    assert session.said[2:] == [NOTHING_OPEN]
    assert view.top.block == 8


# Links.


def test_links_are_numbered_at_once_or_it_is_said_that_there_are_none(
    session: FakeSession, view: View, tools: ReadingTools, calls: Calls
) -> None:
    tools.links()
    assert view.hinting == LINKS
    view.links = None
    tools.links()
    assert session.said == ["这里没有链接"]
    assert calls.laid_out == []


def test_a_reader_that_was_hidden_is_laid_out_before_its_links_are_numbered(
    session: FakeSession, view: View, tools: ReadingTools, calls: Calls
) -> None:
    session.pane = "list"
    tools.links()
    assert (session.pane, view.hinting) == ("reader", None)
    [laid_out] = calls.laid_out
    laid_out()
    assert view.hinting == LINKS


# Scrolling by itself.


def test_the_article_scrolls_by_itself_until_it_is_stopped_and_not_past_its_end(
    session: FakeSession, view: View, tools: ReadingTools
) -> None:
    view.show_hints()
    tools.auto_scroll()
    assert (view.rolling, view.hinting) == (True, None)
    view.at_end = True
    tools.auto_scroll()
    assert (view.rolling, session.said) == (False, []), "it can be stopped at the end"
    tools.auto_scroll()
    assert (view.rolling, session.said) == (False, ["已到文章末尾"])


def test_the_pace_is_said_where_nothing_shows_it(session: FakeSession, view: View, tools: ReadingTools) -> None:
    tools.pace(1)
    assert session.said == ["自动滚动每秒 2 行，按 a 开始"]
    view.rolling = True
    tools.pace(-1)
    assert (view.pace, len(session.said)) == (1.5, 1)


# Pictures.


def test_pictures_are_shown_from_the_one_in_sight_or_the_one_that_was_chosen(
    view: View, tools: ReadingTools, calls: Calls
) -> None:
    view.images, view.image_in_sight, view.rolling = [ImageBlock("/a.png"), ImageBlock("/b.png")], 1, True
    tools.picture()
    assert not view.rolling, "what scrolls behind a picture is not read"
    tools.show_picture(0)
    assert calls.pictures == [1, 0]


def test_that_there_are_no_pictures_or_none_can_be_shown_is_said(
    session: FakeSession, jobs: Jobs, view: View, calls: Calls
) -> None:
    tools = tools_over(session, jobs, view, calls, show_pictures=None)
    view.rolling = True
    tools.picture()
    view.images = [ImageBlock("/a.png")]
    tools.picture()
    assert session.said == ["这篇文章没有图片", "这个终端不显示图片"]
    assert view.rolling


# Other characters.


async def test_the_configured_characters_come_when_they_are_loaded(
    session: FakeSession, tasks: Tasks, tools: ReadingTools
) -> None:
    object.__setattr__(session.newsroom.config, "script", "traditional")
    object.__setattr__(session.newsroom.config, "measure", 30)
    tools.begin()
    assert (session.script, session.typography.script) == ("traditional", "original")
    assert session.typography.measure == 30
    await tasks.done()
    assert session.typography == Typography.of(session.newsroom.config)
    assert session.typography.script == "traditional"
    assert session.said == []


async def test_scripts_come_in_turn(session: FakeSession, tasks: Tasks, tools: ReadingTools) -> None:
    shown = []
    for _ in SCRIPTS:
        tools.next_script()
        await tasks.done()
        shown.append(session.typography.script)
    assert shown == ["simplified", "traditional", "original"]
    assert session.said == ["用简体字显示", "用繁体字显示", "按原文显示"]
    assert set(tasks.groups) == {"script"}


async def test_of_scripts_gone_through_quickly_the_last_is_shown(session: FakeSession, tools: ReadingTools) -> None:
    for _ in range(5):
        tools.next_script()
        await asyncio.sleep(0)
    assert session.script == "traditional"
    await all_done()
    assert session.typography.script == "traditional"
