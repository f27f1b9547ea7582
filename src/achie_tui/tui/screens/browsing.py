"""What the main screen does with lists: go to a place, look for news there, walk from article to article."""

from collections.abc import Sequence
from dataclasses import replace

from textual.reactive import var

from achie_tui.language import Phrase
from achie_tui.library.records import Totals, View
from achie_tui.model import Category, CategoryCount, Headline
from achie_tui.newsroom import Newsroom
from achie_tui.tui import phrases
from achie_tui.tui.browser import Opener
from achie_tui.tui.keys import Keys
from achie_tui.tui.places import Place, boundary, categories, views
from achie_tui.tui.screens.desk import Desk
from achie_tui.tui.screens.visiting import VisitingDesk
from achie_tui.tui.widgets.headlines import HeadlineList
from achie_tui.tui.widgets.sidebar import Sidebar
from achie_tui.typeset.visible import clean_line

_EMPTY_VIEWS = {
    "unread": phrases.NO_UNREAD,
    "new": phrases.NO_NEW,
    "begun": phrases.NO_BEGUN,
    "starred": phrases.NO_STARRED,
    "later": phrases.NO_LATER,
}


class BrowsingDesk(VisitingDesk):
    """The lists' side of the main screen."""

    place: var[Place | None] = var(None, init=False)
    """Where the list is."""
    places: var[tuple[Place, ...]] = var((), init=False)
    """Where it can be, with counts."""
    counts: var[list[CategoryCount]] = var(list)
    totals: var[Totals] = var(Totals(0, 0, 0, 0, 0), init=False)

    def __init__(self, newsroom: Newsroom, keys: Keys, opener: Opener) -> None:
        super().__init__(newsroom, keys, opener)
        self.sidebar = Sidebar(heading=self.words(phrases.CATEGORIES))
        self._cursors: dict[str, int] = {}

    # Places.

    def count_again(self) -> None:
        """Count what the library holds."""
        self.totals, self.counts = self.ask(self.newsroom.count, (self.totals, self.counts))
        self._show_counts()

    def _show_counts(self) -> None:
        self.places = (*views(self.totals, self.newsroom.since, self.language), *categories(self.counts))

    def watch_places(self, places: tuple[Place, ...]) -> None:
        """Show the counts."""
        self.sidebar.show(places, self.busy)

    def go_to(self, place: Place, *, select: int | None = None) -> None:
        """Show the articles of a place, the cursor on the key `select`, else where it was when one was last there.

        A category that was never fetched is fetched.
        """
        if self.place is not None and (headline := self.headline_list.headline):
            self._cursors[self.place.id] = headline.key
        self.place = place
        self.sidebar.point_at(place)
        keys = self._keys_of(place.view)
        self._fill(keys, select or self._cursors.get(place.id) or next(iter(keys), None))
        if place.category and not keys and not self.out_of_reach and self._refreshed_at(place.category) is None:
            self.refresh_listing(place.category, quiet=True)

    def fill_again(self) -> None:
        """Show what the place holds by now; the cursor stays on its headline."""
        if self.place is not None:
            self._fill(self._keys_by_now(self.place.view))

    def _keys_by_now(self, view: View) -> Sequence[int]:
        """Give a view's keys; what was read in a list of the unread stays there until one comes back to it.

        So does what was read to its end among those begun, and their order.
        """
        keys = self._keys_of(view)
        if view.begun:
            before = self.headline_list.keys
            return [*(key for key in keys if key not in before), *before]
        if not view.unread:
            return keys
        wanted = {*keys, *self.headline_list.keys}
        return [key for key in self._keys_of(replace(view, unread=False)) if key in wanted]

    def _fill(self, keys: Sequence[int], select: int | None = None) -> None:
        self.headline_list.show(keys, self.headlines, select=select, boundary=self._boundary(keys))
        self.show_emptiness()
        self.show_where()

    def on_headline_list_highlighted(self, event: HeadlineList.Highlighted) -> None:
        """Tell of the headline what the list has no room for, as long as nothing has been opened."""
        if self.reading is None:
            headline = event.headline
            facts = "    ".join(filter(None, (headline.category, headline.source, headline.published)))
            parts = filter(None, (facts, headline.summary, self.words(phrases.WELCOME)))
            self.reader.show_message(headline.title, "\n\n".join(map(clean_line, parts)))

    def _boundary(self, keys: Sequence[int]) -> int | None:
        """Give the row of a category's list with which begins what was there at the last visit."""
        if self.place is None or self.place.category is None:
            return None
        return boundary(keys, set(self._keys_of(replace(self.place.view, since=self.newsroom.since))))

    def on_sidebar_chosen(self, event: Sidebar.Chosen) -> None:
        """Show the place the sidebar's cursor rests on."""
        self.go_to(event.place)

    def on_sidebar_entered(self, event: Sidebar.Entered) -> None:
        """Go into a place."""
        self.enter(event.place)

    def enter(self, place: Place) -> None:
        """Go to a place, and into its list."""
        self.go_to(place)
        self.pane = "list"

    @property
    def _place_id(self) -> str:
        return self.place.id if self.place else ""

    @property
    def known_categories(self) -> list[Category]:
        """The categories, in the site's order."""
        return [place.category for place in self.places if place.category]

    @property
    def out_of_reach(self) -> bool:
        """Whether there is no point in asking the site unless the user wants it."""
        return self.newsroom.config.offline or self.trouble is not None

    def _keys_of(self, view: View) -> Sequence[int]:
        return self.ask(lambda: self.newsroom.keys(view), [])

    def _refreshed_at(self, category: Category) -> float | None:
        return self.ask(lambda: self.newsroom.refreshed_at(category), None)

    # Where one is, in the list or in the article, and in an empty list why it is empty.

    def show_where(self) -> None:
        """Show how far down one is."""
        if self.pane == "reader":
            self.status.place = f"{self.reader.percent}%" if self.reader.kept else ""
        else:
            rows = len(self.headline_list.keys)
            self.status.place = f"{self.headline_list.cursor + 1:,}/{rows:,}" if rows else ""

    def moved(self) -> None:
        """Show where the user has come to, and note that there is one."""
        self.show_where()
        self.be_here()

    def show_emptiness(self) -> None:
        """Give the list its words for having nothing to show."""
        self.headline_list.empty = self._emptiness()

    def _emptiness(self) -> str:
        category = self.place.category if self.place else None
        offline, failure = self.newsroom.config.offline, self.trouble
        if not self.known_categories:
            if offline:
                return self.words(phrases.FIRST_LOOK_OFFLINE)
            if failure is not None and not self.busy:
                return self.words(phrases.FIRST_LOOK_FAILED, sentence=failure.sentence(self.language))
            return self.words(phrases.FIRST_LOOK)
        if category is None:
            return self.words(_EMPTY_VIEWS.get(self._place_id, phrases.NO_ARTICLES))
        if category.path in self.busy:
            return self.words(phrases.FETCHING)
        return self.words(phrases.NO_ARTICLES if self._refreshed_at(category) else phrases.NOTHING_KEPT)

    @property
    def idle(self) -> frozenset[str]:
        """The actions that could do nothing here and now: they need not be offered."""
        idle = {"refresh", "refresh_all", "take"} if self.newsroom.config.offline else set[str]()
        if not self.totals.unread:
            idle |= {"next_unread", "read_all"}
        if self.pane == "list" and not self.headline_list.keys:
            idle |= {"open", "read", "star", "take"}
        if self.pane == "reader" and (self.reading is None or not self.reading.kept):
            idle |= {"page_down", "find"} | ({"star", "browser"} if self.reading is None else set())
        if self.pane == "sidebar" and self.place and not self.place.category and self.place.id != "all":
            idle.add("take")
        return frozenset(idle)

    # News.

    def watch_busy(self) -> None:
        """Show what is under way."""
        self.sidebar.show(self.places, self.busy)
        self.show_emptiness()

    def look_for_news(self, *, quiet: bool = False) -> None:
        """Ask the site what is new where the list is; `quiet`: and say nothing if there is nothing."""
        if not self.known_categories:
            self.learn_categories()
        elif self.place and self.place.category:
            self.refresh_listing(self.place.category, quiet=quiet)
        else:
            self.refresh_listings(self.known_categories)

    def on_desk_categories_known(self) -> None:
        """Begin with the first category, if the user has nothing better to look at."""
        self.trouble = None
        self.count_again()
        if self.place is None or not self.headline_list.keys:
            first = next((place for place in self.places if place.category), None)
            if first is not None:
                self.go_to(first)

    def on_desk_listing_known(self, event: Desk.ListingKnown) -> None:
        """Show what has come."""
        self.trouble = None
        self.count_again()
        if self.place and self.place.category in {None, event.category}:
            self.fill_again()
        self.get_to_know(event.category)
        if event.older:
            self.say(phrases.OLDER if event.refreshed.new else phrases.NO_OLDER, new=event.refreshed.new)
        elif event.refreshed.new or not event.quiet:
            self._say_news(event.refreshed.new)

    def on_desk_all_refreshed(self, event: Desk.AllRefreshed) -> None:
        """Say what the round brought."""
        self._say_news(event.new)

    def _say_news(self, new: int) -> None:
        self.say(phrases.NEW if new else phrases.NOTHING_NEW, new=new)

    def on_headline_list_end_reached(self) -> None:
        """Go on with older articles, unless that has failed or there are none."""
        category = self.place.category if self.place else None
        if category and not self.out_of_reach and category.path not in self.busy and self._has_older(category):
            self.fetch_older(category)

    def _has_older(self, category: Category) -> bool:
        return self.ask(lambda: self.newsroom.has_older(category), otherwise=False)

    def action_refresh(self) -> None:
        """Fetch again what the pane shows: the article in the reader, else the listing."""
        if self.pane == "reader" and self.reading is not None:
            self.request(self.reading)
        else:
            self.look_for_news()

    def action_refresh_all(self) -> None:
        """Look for news in every category, first where the list is."""
        if categories := self.known_categories:
            here = self.place.category if self.place else None
            self.refresh_listings(sorted(categories, key=lambda category: category != here))
        else:
            self.learn_categories()

    def action_older(self) -> None:
        """Fetch older articles at once."""
        if self.place and self.place.category:
            self.fetch_older(self.place.category)
        else:
            self.say(phrases.OLDER_WHERE)

    def action_newest(self) -> None:
        """Go to the newest article."""
        self.headline_list.cursor = 0
        self.pane = "list"

    # Marks.

    def on_desk_marked(self, event: Desk.Marked) -> None:
        """Show marks and counts as they are now."""
        self.headline_list.reload()
        self.count_again()
        if event.done:
            self.status.say(event.done)

    def on_desk_place_saved(self, event: Desk.PlaceSaved) -> None:
        """Show how far the article was read."""
        if headline := self.headline_of(event.path):
            self.headline_list.change(headline)
        begun = self.ask(self.newsroom.begun, self.totals.begun)
        if begun != self.totals.begun:
            self.totals = replace(self.totals, begun=begun)
            self._show_counts()

    def action_read_all(self) -> None:
        """Mark all articles of the place as read."""
        if self.place is not None:
            keys = self._keys_of(replace(self.place.view, unread=True))
            self.mark_all_read(keys, self.words(phrases.ALL_READ, articles=f"{len(keys):,}"))

    # From article to article.

    def on_headline_list_opened(self, event: HeadlineList.Opened) -> None:
        """Open the headline."""
        self.open_headline(event.headline)

    def on_sheet_view_end_reached(self) -> None:
        """Go on reading with the next unread article."""
        self.action_next_unread()

    def open_headline(self, headline: Headline) -> None:
        """Open an article of the list; the way through links that led to another one is forgotten."""
        self.leave_trail()
        self.open_article(headline.path, headline.title)

    def action_next_article(self) -> None:
        """Open the article below."""
        self._step(1, phrases.LAST_ARTICLE)

    def action_previous_article(self) -> None:
        """Open the article above."""
        self._step(-1, phrases.FIRST_ARTICLE)

    def _step(self, rows: int, nothing_there: Phrase) -> None:
        here = self._row_at_hand()
        self.headline_list.cursor = here + rows
        headline = self.headline_list.headline
        if headline is None or self.headline_list.cursor == here:
            self.say(nothing_there)
        else:
            self.open_headline(headline)

    def _row_at_hand(self) -> int:
        """Give the row of the article that is being read, where the list has it, else the cursor's."""
        keys, headline = self.headline_list.keys, None
        if self.pane == "reader" and self.reading is not None:
            headline = self.headline_of(self.reading.path)
        return keys.index(headline.key) if headline and headline.key in keys else self.headline_list.cursor

    def action_next_unread(self) -> None:
        """Go to the next unread article, here or in a category further on; in the reader, open it."""
        self._walk_unread(1)

    def action_previous_unread(self) -> None:
        """Go to the previous unread article, here or in a category before; in the reader, open it."""
        self._walk_unread(-1)

    def _walk_unread(self, way: int) -> None:
        keys, here = self.headline_list.keys, self._row_at_hand()
        ahead = keys[here + 1 :] if way > 0 else keys[:here][::-1]
        unread = set(self._keys_of(replace(self.place.view, unread=True))) if self.place else set()
        if key := next((key for key in ahead if key in unread), None):
            self.headline_list.cursor = keys.index(key)
        elif not self._walk_to_unread_place(way):
            self.say(phrases.NO_MORE_UNREAD)
            return
        if self.pane == "reader" and (headline := self.headline_list.headline):
            self.open_headline(headline)

    def _walk_to_unread_place(self, way: int) -> bool:
        """Go to an unread article of the next category that has one, all round; tells whether there is one."""
        around = [place for place in self.places if place.category]
        here = next((index for index, place in enumerate(around) if place.id == self._place_id), -1 if way > 0 else 0)
        for distance in range(1, len(around) + 1):
            place = around[(here + way * distance) % len(around)]
            keys = self._keys_of(replace(place.view, unread=True)) if place.count else []
            if keys:
                self.go_to(place, select=keys[0 if way > 0 else -1])
                return True
        return False
