"""Opening: what stands in the reader, from what is kept or from the site, and which article it is in the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from achie_tui.errors import AchieError, LibraryError, UnreachableError
from achie_tui.export.noted import PlacedNote
from achie_tui.library.records import Kept, RawPage
from achie_tui.model import Attachment, Headline, ImageBlock, Link, TextBlock
from achie_tui.parse import PARSER_VERSION
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.controllers.opener import ArticleOpener
from achie_tui.tui.session import Reading
from achie_tui.tui.waiting import Waiting
from achie_tui.typeset.document import PictureNote
from tests.site.build import build
from tests.tui.controllers.session import FakeSession, Tasks, Timers
from tests.tui.controllers.settling import all_done, until
from tests.tui.fake import CATEGORIES, TODAY, FakeNewsroom, article_of, path_of, row_of

FIRST, SECOND, THIRD = CATEGORIES
KEPT, ALSO_KEPT = path_of(FIRST, 0), path_of(FIRST, 1)
ABSENT, ALSO_ABSENT = path_of(FIRST, 8), path_of(FIRST, 9)
UNREACHABLE = UnreachableError(host="achie.org", reason="no network")
OPENING, WHAT_NOW = "正在打开，请稍候", "按 refresh 再试，按 browser 用浏览器打开。"
DAY = 86400.0


@dataclass
class View:
    """A reader without a screen: all that it was given to show, the articles by their paths."""

    display: bool = True
    shown: list[str] = field(default_factory=list)
    previewed: list[str] = field(default_factory=list)
    kept: Kept | None = None
    shown_at: tuple[int, int] | None = None
    place: tuple[int, int] = (0, 0)
    refused: Mapping[str, PictureNote] = field(default_factory=dict)
    near: Sequence[Link] = ()
    sizes: Mapping[str, int] = field(default_factory=dict)
    messages: list[tuple[str, str]] = field(default_factory=list)

    def show(
        self,
        kept: Kept,
        *,
        place: tuple[int, int] | None,
        refused: Mapping[str, PictureNote],
        near: Sequence[Link] = (),
        notes: Sequence[PlacedNote] = (),  # noqa: ARG002
        sizes: Mapping[str, int] | None = None,
        is_preview: bool = False,
    ) -> None:
        """Take an article."""
        self.sizes = dict(sizes or {})
        self.near = near
        (self.previewed if is_preview else self.shown).append(kept.article.path)
        self.kept, self.shown_at, self.refused = kept, place, refused
        self.place = place or (0, 0)

    def add_near(self, near: Sequence[Link]) -> None:
        """Take what is like it."""
        self.near = near

    def show_message(self, title: str, body: str) -> None:
        """Take a message."""
        self.messages.append((title, body))

    @property
    def bodies(self) -> list[str]:
        """What the messages said."""
        return [body for _, body in self.messages]


@dataclass
class Calls:
    """What the opener told others."""

    opened: int = 0
    answered: int = 0
    read: list[str] = field(default_factory=list)
    browsed: list[str] = field(default_factory=list)
    attached: list[Attachment] = field(default_factory=list)

    def open(self) -> None:
        """Count."""
        self.opened += 1

    def answer(self) -> None:
        """Count."""
        self.answered += 1


@pytest.fixture
def view() -> View:
    return View()


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest.fixture
def timers() -> Timers:
    return Timers(again=True)


@pytest.fixture
def opener(session: FakeSession, jobs: Jobs, view: View, calls: Calls, timers: Timers) -> ArticleOpener:
    return ArticleOpener(
        session,
        jobs,
        view,
        Waiting(timers, timers.clock),
        opened=calls.open,
        read=lambda headline: calls.read.append(headline.path),
        answered=calls.answer,
        browse=calls.browsed.append,
        attached=calls.attached.append,
        pointed=lambda: next(iter(session.current), None),
    )


def known(session: FakeSession, path: str) -> Headline:
    headline = session.newsroom.headline(path)
    assert headline is not None
    return headline


def revise(session: FakeSession, number: int, text: str = "改过的一段。") -> None:
    before = article_of(FIRST, number)
    after = replace(before, blocks=(TextBlock("paragraph", text), *before.blocks[1:]))
    session.newsroom.library.save_article(after, parser=PARSER_VERSION, at=TODAY + DAY)


# From what is kept.


async def test_what_is_kept_is_shown_at_once_where_it_was_left(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, opener: ArticleOpener, view: View, calls: Calls
) -> None:
    newsroom.library.visits.save_place(KEPT, 4, 20, 30)
    headline = known(session, KEPT)
    opener.open_headline(headline)
    assert session.reading == Reading(KEPT, headline.title, headline)
    assert calls.opened == 1, "the reader is turned to it before anything is read"
    await tasks.done()
    assert (view.shown, view.shown_at, view.messages) == ([KEPT], (4, 20), [])
    assert session.reading is not None
    assert session.reading.kept == newsroom.kept(KEPT)
    assert (newsroom.asked, calls.answered) == ([], 0)


async def test_an_article_that_is_known_by_its_path_alone_gets_its_title_from_the_library(
    session: FakeSession, tasks: Tasks, opener: ArticleOpener
) -> None:
    opener.open(KEPT)
    assert session.reading == Reading(KEPT, KEPT)
    await tasks.done()
    assert session.reading is not None
    assert session.reading.title == row_of(FIRST, 0).title
    assert session.reading.headline == known(session, KEPT)


async def test_pictures_that_cannot_be_had_say_why(
    session: FakeSession, tasks: Tasks, opener: ArticleOpener, view: View
) -> None:
    elsewhere, here = "https://pictures.example/a.png", "/uploads/b.png"
    blocks = (ImageBlock(elsewhere), ImageBlock(here))
    article = replace(article_of(FIRST, 8), blocks=(*blocks, *article_of(FIRST, 8).blocks))
    session.newsroom.library.save_article(article, parser=PARSER_VERSION, at=TODAY)
    opener.open(ABSENT)
    await tasks.done()
    assert view.refused == {elsewhere: PictureNote("图片在站外 pictures.example，按 ; 打开链接", elsewhere)}
    object.__setattr__(session.newsroom.config, "offline", True)
    opener.open(ABSENT)
    await tasks.done()
    assert view.refused[here] == PictureNote("图片没有缓存，联网后可看")


async def test_what_is_near_is_shown_with_it_but_for_what_the_page_leads_to(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, opener: ArticleOpener, view: View
) -> None:
    also, third = path_of(SECOND, 0), path_of(THIRD, 0)
    article = replace(article_of(FIRST, 0), related=(Link("另一篇", third),))
    newsroom.library.save_article(article, parser=PARSER_VERSION, at=TODAY + DAY)
    opener.open(KEPT)
    await tasks.done()
    assert also in [link.url for link in view.near]
    assert not {KEPT, third} & {link.url for link in view.near}
    assert len(view.near) <= 5
    assert session.reading is not None
    assert session.reading.near == view.near


async def test_what_is_near_is_looked_for_once_and_for_nothing_but_a_text(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, opener: ArticleOpener, view: View
) -> None:
    asked: list[str] = []
    similar = newsroom.library.search.similar

    def noted(path: str, limit: int = 5) -> list[int]:
        asked.append(path)
        return similar(path, limit)

    newsroom.library.search.similar = noted  # type: ignore[method-assign]
    newsroom.failure = UNREACHABLE
    opener.preview(known(session, KEPT))
    opener.open(ABSENT)
    await tasks.done()
    assert asked == []
    opener.open(KEPT)
    await tasks.done()
    opener.follow(ALSO_KEPT)
    await tasks.done()
    opener.back()
    await tasks.done()
    assert asked == [KEPT, ALSO_KEPT]
    assert view.near


async def test_a_page_that_an_older_parser_read_is_shown_and_then_read_again(
    newsroom: FakeNewsroom, tasks: Tasks, opener: ArticleOpener, view: View
) -> None:
    site = build(3, per_category=2, page_size=4)
    path = next(path for path, truth in site.truth.items() if path in site.files and truth.pages == 1)
    library = newsroom.library
    library.pages.save(RawPage(path, site.files[path], None, None, None, TODAY))
    poor = replace(article_of(FIRST, 0), path=path, title="只读到标题", blocks=(TextBlock("paragraph", "。"),))
    library.save_article(poor, parser=PARSER_VERSION - 1, at=TODAY)
    opener.open(path)
    await until(lambda: view.shown)
    assert view.kept is not None
    assert view.kept.article.title == "只读到标题"
    await tasks.done()
    assert view.shown == [path, path]
    assert view.kept.article.title == site.truth[path].title
    assert view.kept.parser == PARSER_VERSION
    assert newsroom.asked == []
    opener.open(path)
    await tasks.done()
    assert len(view.shown) == 3, "once is enough"


async def test_what_counts_as_read_is_as_it_is_configured_and_never_what_is_not_shown(
    newsroom: FakeNewsroom, tasks: Tasks, opener: ArticleOpener, calls: Calls
) -> None:
    newsroom.failure = UNREACHABLE
    for path in (KEPT, ABSENT):
        opener.open(path)
        await tasks.done()
    assert calls.read == [KEPT]
    object.__setattr__(newsroom.config, "mark_read", False)
    opener.open(ALSO_KEPT)
    await tasks.done()
    assert calls.read == [KEPT]


async def test_who_marks_an_open_article_as_unread_is_not_overruled(
    session: FakeSession, tasks: Tasks, opener: ArticleOpener, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def learn(*, doubted: bool = False) -> int:  # noqa: ARG001
        session.newsroom.library.marks.mark([KEPT], read=False)  # by the user, who has the article before them
        calls.read.clear()
        revise(session, 0, "读得更好的一段。")
        return 1

    monkeypatch.setattr(session.newsroom, "learn", learn)
    opener.open(KEPT)
    await tasks.done()
    opener.reload()
    await until(lambda: calls.answered)
    calls.read.clear()
    await tasks.done()
    assert calls.read == []


async def test_that_the_site_has_revised_an_article_is_said(
    session: FakeSession, tasks: Tasks, opener: ArticleOpener
) -> None:
    revise(session, 1)
    opener.open(KEPT)
    await tasks.done()
    assert session.said == []
    opener.open(ALSO_KEPT)
    await tasks.done()
    assert session.said == ["这篇文章有修订，按 differences 看改了什么"]


async def test_who_fetches_an_article_again_insists_and_is_told_where_nothing_is_new(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, opener: ArticleOpener
) -> None:
    newsroom.failure = UNREACHABLE
    opener.open(ABSENT)
    await tasks.done()
    assert newsroom.insisted == 0, "who opens an article has not asked for more than that"
    newsroom.failure = None
    opener.open(KEPT)
    await tasks.done()
    opener.reload()
    await tasks.done()
    assert newsroom.insisted == 1
    assert session.said == ["这篇文章没有变化"]


# What the cursor of the list rests on.


async def test_a_kept_article_is_previewed_where_it_was_left_and_that_opens_nothing(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, opener: ArticleOpener, view: View, calls: Calls
) -> None:
    newsroom.library.visits.save_place(KEPT, 4, 20, 30)
    opener.open(ALSO_KEPT)
    await tasks.done()
    session.current = [known(session, KEPT)]
    opener.preview(session.current[0])
    await tasks.done()
    assert (view.previewed, view.shown_at) == ([KEPT], (4, 20))
    assert session.reading is None, "what was open is open no longer"
    assert (calls.read, newsroom.asked) == ([ALSO_KEPT], [])
    assert not known(session, KEPT).read


async def test_of_what_is_not_kept_the_list_knows_something_and_of_nothing_there_is_nothing(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, opener: ArticleOpener, view: View
) -> None:
    headline = replace(known(session, ABSENT), summary="摘要\n两行", source="高新院")
    session.current = [headline]
    opener.preview(headline)
    await tasks.done()
    facts = f"{FIRST.name}    高新院    {headline.published}"
    assert view.messages == [(headline.title, f"{facts}\n\n摘要 两行\n\n按 open 打开。")]
    session.current = []
    opener.preview(None)
    await tasks.done()
    assert view.messages[1:] == [("", "")], "an empty list has no stale neighbour"
    assert (view.previewed, newsroom.asked) == ([], [])


async def test_no_preview_comes_where_none_is_wanted(
    session: FakeSession, tasks: Tasks, opener: ArticleOpener, view: View
) -> None:
    first, second = known(session, KEPT), known(session, ALSO_KEPT)
    session.current = [second]
    opener.preview(first)  # the cursor has gone on since
    await tasks.done()
    opener.preview(first)
    opener.preview(second)  # which takes the place of the one under way
    opener.open_headline(first)
    session.pane = "reader"
    await tasks.done()
    opener.preview(second)
    session.pane, view.display = "list", False
    opener.preview(second)
    view.display = True
    opener.preview(first)  # is open already
    await tasks.done()
    assert (view.previewed, view.messages, view.shown) == ([], [], [KEPT])
    assert session.reading is not None


# From the site.


async def test_what_is_not_kept_is_fetched_and_a_long_wait_is_counted_in_its_place(
    session: FakeSession,
    newsroom: FakeNewsroom,
    tasks: Tasks,
    opener: ArticleOpener,
    view: View,
    calls: Calls,
    timers: Timers,
) -> None:
    newsroom.gate.clear()
    headline = known(session, ABSENT)
    opener.open_headline(headline)
    await until(lambda: newsroom.asked)
    assert view.messages == [(headline.title, OPENING)]
    timers.move_on(2)
    assert len(view.messages) == 1, "a short wait is worth no word"
    timers.move_on(2)
    assert view.bodies[1:] == [f"{OPENING}\n\n已等 {seconds} 秒，按 q 返回。" for seconds in (3, 4)]
    assert calls.answered == 0
    newsroom.gate.set()
    await tasks.done()
    assert (view.shown, newsroom.asked, calls.read) == ([ABSENT], [ABSENT], [ABSENT])
    assert calls.answered == 1
    assert timers.waiting == []


async def test_an_article_that_is_here_is_fetched_again_behind_its_text(
    newsroom: FakeNewsroom, tasks: Tasks, opener: ArticleOpener, view: View, timers: Timers
) -> None:
    opener.reload()
    assert tasks.groups == [], "nothing is open"
    opener.open(KEPT)
    await tasks.done()
    newsroom.gate.clear()
    opener.reload()
    await until(lambda: newsroom.asked)
    assert (view.messages, timers.waiting) == ([], [])
    view.place = (7, 5)
    newsroom.gate.set()
    await tasks.done()
    assert (view.shown, view.shown_at) == ([KEPT, KEPT], (7, 5)), "who reads on meanwhile stays where they are"


@pytest.mark.parametrize("wanted", [KEPT, ALSO_ABSENT])
async def test_what_comes_for_an_article_that_was_left_never_replaces_the_one_that_is_wanted(
    session: FakeSession, newsroom: FakeNewsroom, opener: ArticleOpener, view: View, timers: Timers, wanted: str
) -> None:
    newsroom.gate.clear()
    opener.open(ABSENT, "离开的文章")
    await until(lambda: newsroom.asked)
    opener.open(wanted)
    timers.move_on(10)
    assert not any("已等" in body for body in view.bodies), "the wait is over for who has left"
    newsroom.gate.set()
    await all_done()
    assert set(view.shown) == {wanted}
    assert session.reading is not None
    assert session.reading.path == wanted
    assert timers.waiting == []


async def test_of_articles_opened_quickly_only_the_last_is_shown(
    session: FakeSession, newsroom: FakeNewsroom, opener: ArticleOpener, view: View, calls: Calls
) -> None:
    for path in (KEPT, ABSENT, ALSO_KEPT):
        opener.open(path)
    await all_done()
    assert view.shown == calls.read == [ALSO_KEPT]
    assert newsroom.asked == []
    assert session.reading is not None
    assert session.reading.title == row_of(FIRST, 1).title


@pytest.mark.parametrize("display", [True, False])
async def test_why_there_is_no_article_is_said_in_its_place(
    session: FakeSession,
    newsroom: FakeNewsroom,
    tasks: Tasks,
    opener: ArticleOpener,
    view: View,
    calls: Calls,
    timers: Timers,
    monkeypatch: pytest.MonkeyPatch,
    display: bool,
) -> None:
    failures: list[tuple[AchieError, bool]] = []
    monkeypatch.setattr(session, "fail", lambda error, *, is_shown=False: failures.append((error, is_shown)))
    newsroom.failure, view.display = UNREACHABLE, display
    opener.open(ABSENT)
    await tasks.done()
    assert view.messages[-1] == (row_of(FIRST, 8).title, f"{UNREACHABLE.sentence('zh')}\n\n{WHAT_NOW}")
    assert failures == [(UNREACHABLE, display)], "who sees it there needs no second telling"
    assert (view.shown, calls.answered, timers.waiting) == ([], 0, [])
    newsroom.failure = None
    opener.reload()
    assert view.bodies[-1] == OPENING
    await tasks.done()
    assert view.shown == [ABSENT]


async def test_a_failure_leaves_the_kept_copy(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, opener: ArticleOpener, view: View
) -> None:
    opener.open(KEPT)
    await tasks.done()
    before = session.reading
    newsroom.failure = UNREACHABLE
    opener.reload()
    await tasks.done()
    assert session.failures == [UNREACHABLE]
    assert (view.shown, view.messages, session.reading) == ([KEPT], [], before)


async def test_a_failure_for_an_article_that_was_left_is_no_word_in_the_place_of_another(
    session: FakeSession, newsroom: FakeNewsroom, opener: ArticleOpener, view: View
) -> None:
    newsroom.gate.clear()
    newsroom.failure = UNREACHABLE
    opener.open(ABSENT)
    await until(lambda: newsroom.asked)
    newsroom.gate.set()
    opener.open(KEPT)
    await all_done()
    assert session.failures == [UNREACHABLE]
    assert view.bodies == [OPENING]
    assert view.shown == [KEPT]


async def test_where_the_library_cannot_say_what_is_kept_the_site_is_asked(
    session: FakeSession,
    newsroom: FakeNewsroom,
    tasks: Tasks,
    opener: ArticleOpener,
    view: View,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_: str) -> None:
        raise LibraryError(reason="disk")

    with monkeypatch.context() as damaged:
        damaged.setattr(newsroom, "headline", fail)
        newsroom.gate.clear()
        opener.open(KEPT)
        await until(lambda: newsroom.asked)
    newsroom.gate.set()
    await tasks.done()
    assert len(session.failures) == 1
    assert view.shown == [KEPT]


async def test_what_is_learned_from_an_article_shows_in_it(
    session: FakeSession, tasks: Tasks, opener: ArticleOpener, view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned: list[bool] = []

    async def learn(*, doubted: bool = False) -> int:
        learned.append(doubted)
        if len(learned) > 1:
            revise(session, 8)
        return len(learned) - 1

    monkeypatch.setattr(session.newsroom, "learn", learn)
    opener.open(ABSENT)
    await tasks.done()
    assert (learned, view.shown) == ([False], [ABSENT])
    opener.reload()
    await tasks.done()
    assert view.shown == [ABSENT] * 3
    assert view.kept is not None
    assert view.kept.article.blocks[0] == TextBlock("paragraph", "改过的一段。")


async def test_what_a_sync_brings_is_shown_where_it_is_waited_for(
    newsroom: FakeNewsroom, tasks: Tasks, opener: ArticleOpener, view: View
) -> None:
    opener.arrived(ABSENT)
    newsroom.failure = UNREACHABLE
    opener.open(ABSENT)
    await tasks.done()
    opener.arrived(ABSENT)
    await tasks.done()
    assert view.shown == [], "it has not come after all"
    newsroom.library.save_article(article_of(FIRST, 8), parser=PARSER_VERSION, at=TODAY)
    opener.arrived(ALSO_ABSENT)
    await tasks.done()
    assert view.shown == []
    opener.arrived(ABSENT)
    await tasks.done()
    assert view.shown == [ABSENT]
    opener.arrived(ABSENT)
    await tasks.done()
    assert view.shown == [ABSENT], "who reads it already is left alone"


# Links.


async def test_links_lead_to_articles_and_back_the_way_one_came(
    session: FakeSession, tasks: Tasks, opener: ArticleOpener, view: View
) -> None:
    opener.open_headline(known(session, KEPT))
    await tasks.done()
    opener.follow(ALSO_KEPT)
    await tasks.done()
    opener.follow(session.newsroom.config.addresses.url(path_of(SECOND, 0)))
    await tasks.done()
    went = []
    while opener.back():
        await tasks.done()
        assert session.reading is not None
        went.append(session.reading.path)
    assert went == [ALSO_KEPT, KEPT]
    assert view.shown == [KEPT, ALSO_KEPT, path_of(SECOND, 0), ALSO_KEPT, KEPT]


async def test_an_article_opened_from_the_list_has_no_way_back(
    session: FakeSession, tasks: Tasks, opener: ArticleOpener
) -> None:
    opener.open(KEPT)
    opener.follow(ALSO_KEPT)
    opener.open_headline(known(session, path_of(FIRST, 2)))
    assert not opener.back()
    await all_done()
    assert session.reading is not None
    assert session.reading.path == path_of(FIRST, 2)
    opener.follow(KEPT)
    assert opener.back()
    await tasks.done()


@pytest.mark.parametrize(
    "url", ["https://example.com/news/a/1.html", FIRST.path, "/uploads/a.pdf", "mailto:a@example.com"]
)
async def test_what_is_no_article_of_the_site_is_the_browsers(
    session: FakeSession, tasks: Tasks, opener: ArticleOpener, calls: Calls, url: str
) -> None:
    opener.follow(url)
    assert calls.browsed == [url]
    assert session.reading is None
    assert not opener.back()
    assert tasks.groups == []


# What is known of it.


async def test_what_headlines_say_by_now_is_noted_of_the_open_article_alone(
    session: FakeSession, tasks: Tasks, opener: ArticleOpener
) -> None:
    headline = known(session, KEPT)
    opener.note([headline])
    opener.renew()
    assert (session.reading, tasks.groups) == (None, [])
    opener.open_headline(headline)
    await tasks.done()
    opener.note([known(session, ALSO_KEPT), replace(headline, starred=True, title="新标题")])
    assert session.reading is not None
    assert session.reading.headline == replace(headline, starred=True, title="新标题")
    assert session.reading.title == "新标题"
    assert session.reading.kept is not None, "its text stays"


async def test_what_the_library_says_by_now_is_asked_for(
    session: FakeSession, tasks: Tasks, opener: ArticleOpener
) -> None:
    opener.open(KEPT)
    await tasks.done()
    session.newsroom.library.marks.mark([KEPT], later=True)
    opener.renew()
    await tasks.done()
    assert session.reading is not None
    assert session.reading.headline is not None
    assert session.reading.headline.later
    opener.renew()
    session.reading = other = Reading(ALSO_KEPT, "别的文章")
    await tasks.done()
    assert session.reading is other, "the answer is not about the article that is open by now"
