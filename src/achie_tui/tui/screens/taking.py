"""Taking offline from the main screen: what is meant, the plan and the question, one article, and the offer."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from achie_tui.errors import AchieError
from achie_tui.language import Phrase
from achie_tui.model import Category, Headline
from achie_tui.newsroom import Newsroom
from achie_tui.tui.browser import Opener
from achie_tui.tui.keys import Keys, Pane
from achie_tui.tui.places import Place
from achie_tui.tui.run import Run, plan_words
from achie_tui.tui.screens.desk import Desk
from achie_tui.tui.screens.running import RunningDesk
from achie_tui.tui.widgets.question import Question

if TYPE_CHECKING:
    from achie_tui.sync import Plan

OFFER = Phrase(
    "按 {take} 把全站存到本地，以后没有网络也能读（现在不存也行）",
    "{take} takes the whole site offline, to be read without a network (or later)",
)
WHOLE_SITE = Phrase("全站", "the whole site")
CHOOSE = Phrase("选一个栏目或“全部”，再按 {take} 存到本地", "Choose a category or All, then {take} takes it offline")
OFFLINE = Phrase("现在是离线状态，去掉 --offline 启动后才能存到本地", "The app is offline; start it without --offline")
START, LEAVE = Phrase("开始", "start"), Phrase("不要", "no")
TAKING_ONE = Phrase("正在存到本地：{title}", "Taking offline: {title}")
TAKEN_TEXT = Phrase("已存到本地", "Kept for reading offline")
TAKEN_ONE = Phrase("已存到本地，图片 {pictures} 张", "Kept for reading offline, with {pictures} pictures")
TAKEN_BUT = Phrase("已存到本地，有 {missing} 张图片没取到", "Kept for reading offline, but for {missing} pictures")
STARTED = Phrase("已开始，再按 {take} 看进度", "Started; {take} again shows how it goes")

_OFFERED = "offered to take the site offline"


class TakingDesk(RunningDesk):
    """The provident side of the main screen."""

    panes: dict[Pane, Widget]

    taking: var[str] = var("", init=False)
    """The article that is being taken along by itself."""
    asking: var[bool] = var(default=False, init=False, toggle_class="-asking")
    """Whether the user is asked whether to carry out a plan."""

    @dataclass
    class Planned(Message):
        """It is known what a run would come to."""

        run: Run

    @dataclass
    class ArticleTaken(Message):
        """An article is here with so many pictures, and without so many."""

        headline: Headline
        pictures: int
        missing: int

    def __init__(self, newsroom: Newsroom, keys: Keys, opener: Opener) -> None:
        super().__init__(newsroom, keys, opener)
        self.question = Question()
        self._planned: Run | None = None

    # What is meant.

    def action_take(self) -> None:
        """Take along what the pane shows; where that is under way, show how it goes."""
        if self.run is not None:
            self.show_details(self.run)
        elif self.newsroom.config.offline:
            self.say(OFFLINE)
        elif self.status.offered:
            self._plan(None)
        elif self.pane != "sidebar":
            if headline := self.at_hand():
                self.say(TAKING_ONE, title=headline.title)
                self.take_article(headline)
        elif self.place is not None and (self.place.category or self.place.id == "all"):
            self._plan(self.place)
        else:
            self.say(CHOOSE)

    def _plan(self, place: Place | None) -> None:
        """Make a plan for a category, or for all of them."""
        from achie_tui.sync import Plan

        category = place.category if place else None
        categories: Sequence[Category] = [category] if category else self.known_categories
        if categories:
            self.make_plan(category.name if category else self.words(WHOLE_SITE), Plan(categories, everything=True))
        else:
            self.learn_categories()

    @work(exclusive=True, group="plan", exit_on_error=False)
    async def make_plan(self, title: str, plan: "Plan") -> None:
        """Tell what a plan comes to."""
        from achie_tui.sync import Services, Sync, estimate

        room = self.newsroom
        with self._telling():
            counted = await room.on_thread(lambda: estimate(room.config, room.library, plan))
            services = Services(room.config, room.library, room.fetcher, room.on_thread, room.now)
            self.post_message(self.Planned(Run(title, Sync(services, plan), counted)))

    def on_taking_desk_planned(self, event: Planned) -> None:
        """Ask whether it is to be carried out."""
        self._planned = event.run
        self.status.hush()
        self.status.withdraw()
        self.asking = True
        self.app.update_styles(self)  # what is hidden takes no focus
        self.question.typography = self.typography
        words = plan_words(event.run.title, event.run.estimate, self.language)
        self.question.put(words, self.words(START), self.words(LEAVE))
        self.question.focus()

    def on_question_answered(self, event: Question.Answered) -> None:
        """Carry the plan out, or leave it."""
        planned, self._planned = self._planned, None
        self.asking = False
        if self.focused is self.question or self.focused is None:
            self.set_focus(self.panes[self.pane])
        if event.yes and planned is not None and self.run is None:
            self.begin_run(planned)
            self.say(STARTED)

    # One article.

    @work(exclusive=True, group="take article", exit_on_error=False)
    async def take_article(self, headline: Headline) -> None:
        """Fetch an article and its pictures, as far as they are not here."""
        self.taking = headline.title
        try:
            with self._telling():
                pictures, missing = await self.newsroom.take(headline.path)
                self.post_message(self.ArticleTaken(headline, pictures, missing))
        finally:
            self.taking = ""

    def on_taking_desk_article_taken(self, event: ArticleTaken) -> None:
        """Say so, and show the article where it was waited for."""
        self.trouble = None
        self.count_again()
        if now := self.headline_of(event.headline.path):
            self.headline_list.change(now)
        taken = TAKEN_BUT if event.missing else TAKEN_ONE if event.pictures else TAKEN_TEXT
        self.say(taken, pictures=event.pictures, missing=event.missing)
        reading = self.reading
        if reading is not None and reading.path == event.headline.path and not reading.kept:
            kept = self.ask(lambda: self.newsroom.kept(reading.path), None)
            if kept is not None:
                self.post_message(Desk.ArticleCame(reading.path, kept, fetched=True))

    # The offer.

    def on_desk_listing_known(self, event: Desk.ListingKnown) -> None:
        """Show what has come; then offer to take the site along, now that it is known what there is."""
        event.prevent_default()  # not twice: Textual calls the handlers of all classes
        super().on_desk_listing_known(event)
        self.offer_site()

    def offer_site(self) -> None:
        """Offer, once and never again, to take the whole site along, where nothing is kept."""
        if self.newsroom.config.offline or self.is_taking or not self.known_categories or self.totals.cached:
            return
        if not self.totals.articles or self.ask(self._was_offered, otherwise=True):
            return
        self.status.offer(self.words(OFFER))
        self.note_offer()

    def open_article(self, path: str, title: str) -> None:
        """Show an article; who reads has no use for the offer, and the key then means the article."""
        self.status.withdraw()
        super().open_article(path, title)

    def _was_offered(self) -> bool:
        return self.newsroom.library.setting(_OFFERED) is not None

    @work(group="offer", exit_on_error=False)
    async def note_offer(self) -> None:
        """Remember that it was offered; where that cannot be written, it is offered again."""
        with suppress(AchieError):
            await self.newsroom.remember(_OFFERED, "yes")
