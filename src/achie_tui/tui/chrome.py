"""What stands around the panes: the masthead, the status line, and why a list is empty.

Functions make the words of the state; `Chrome` puts them where they are to be seen.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from achie_tui.language import Phrase
from achie_tui.model import ImageBlock
from achie_tui.tui import phrases
from achie_tui.tui.controllers.reading_tools import ReadingTools
from achie_tui.tui.keys import Aid, Pane, hints
from achie_tui.tui.narrowing import order_name
from achie_tui.tui.places import SEARCH
from achie_tui.tui.searching import Searching
from achie_tui.tui.session import Session
from achie_tui.tui.trouble import word
from achie_tui.tui.widgets.headlines import HeadlineList
from achie_tui.tui.widgets.prompt import Prompt
from achie_tui.tui.widgets.reader import Reader
from achie_tui.tui.widgets.status import AMISS, UNDER_WAY, Badge, Masthead, Status
from achie_tui.typeset.visible import clean_line

_EMPTY_VIEWS = {
    "unread": phrases.NO_UNREAD,
    "new": phrases.NO_NEW,
    "begun": phrases.NO_BEGUN,
    "starred": phrases.NO_STARRED,
    "later": phrases.NO_LATER,
}


def _search(session: Session) -> tuple[str, str]:
    """Say where it is searched, and how much was found."""
    searching = session.searching
    if searching is None:
        return "", ""
    scope = clean_line(searching.scope.title) if searching.scope else session.words(phrases.SEARCHED_EVERYWHERE)
    if searching.results is None or not searching.text:
        return scope, ""
    counted = phrases.SEARCH_HITS if searching.results.exact else phrases.SEARCH_HITS_ABOUT
    return scope, session.words(counted, total=searching.results.total)


def _is_address(session: Session) -> bool:
    """Tell whether what is typed as a search is an article's address: that is opened."""
    text = session.searching.text if session.searching is not None else ""
    return session.newsroom.config.addresses.article_path(text) is not None


def badges(session: Session, now: datetime) -> tuple[Badge, ...]:
    """Say what goes on, what is amiss, how much is kept, and how fresh it is."""
    kept = Badge(session.words(phrases.CACHED, cached=session.totals.cached))
    return tuple(
        badge for badge in (*_narrowing(session), *_states(session), kept, Badge(_updated(session, now))) if badge.words
    )


def _narrowing(session: Session) -> Iterator[Badge]:
    narrowing, place = session.narrowing, session.place
    if session.chosen:
        yield Badge(session.words(phrases.CHOSEN, chosen=len(session.chosen)), UNDER_WAY)
    if place is not None and place.id == SEARCH:
        yield Badge("  ".join(filter(None, _search(session))), UNDER_WAY)
    said = [session.words(phrases.FILTERED, text=narrowing.text, **session.rows._asdict())] if narrowing.text else []
    if narrowing.unread_only:
        said.append(session.words(phrases.UNREAD_ONLY))
    if narrowing.order is not None and place is not None:
        said.append(session.words(order_name(place, narrowing.order)))
    yield Badge("  ".join(said), UNDER_WAY)


def _states(session: Session) -> Iterator[Badge]:
    words = session.words
    if session.newsroom.config.offline:
        yield Badge(words(phrases.OFFLINE), AMISS)
        return
    if session.run:
        yield Badge(session.run.words(session.language), UNDER_WAY)
    if session.unindexed:
        yield Badge(words(phrases.INDEXING, left=session.unindexed), UNDER_WAY)
    if session.taking:
        yield Badge(words(phrases.TAKING), UNDER_WAY)
    elif session.busy or (session.watching and not session.run):
        yield Badge(words(phrases.REFRESHING), UNDER_WAY)
    elif session.trouble is not None:
        yield Badge(word(session.trouble, session.language), AMISS)


def _updated(session: Session, now: datetime) -> str:
    place = session.place
    here = [
        each for each in session.places if each.category and (not (place and place.category) or each.id == place.id)
    ]
    latest = max((each.refreshed or 0.0 for each in here), default=0.0)
    if not latest:
        return ""
    when = datetime.fromtimestamp(latest).astimezone()
    return session.words(phrases.UPDATED, time=f"{when:%H:%M}" if when.date() == now.date() else f"{when:%m-%d}")


def emptiness(session: Session) -> str:
    """Say why the list is empty, if it is, and what can be done."""
    place = session.place
    if not session.categories:
        return _first_look(session)
    if narrowed := _emptied(session):
        return session.words(narrowed, text=session.narrowing.text)
    if session.searching is not None and place is not None and place.id == SEARCH:
        return _not_found(session, session.searching)
    if place is None or place.category is None:
        return session.words(_EMPTY_VIEWS.get(place.id if place else "", phrases.NO_ARTICLES))
    if place.category.path in session.busy:
        return session.words(phrases.FETCHING)
    return session.words(phrases.NO_ARTICLES if place.refreshed else phrases.NOTHING_KEPT)


def _not_found(session: Session, searching: Searching) -> str:
    """Say that a search finds nothing, and which keys lead on: while one types, a letter is none."""
    typing = session.prompted == "search"
    if typing and _is_address(session):
        return session.words(phrases.ADDRESS_TYPED)
    if "://" in searching.text and not _is_address(session):
        return session.words(phrases.ADDRESS_ELSEWHERE)
    words = phrases.NOTHING_FOUND_YET if typing else phrases.NOTHING_FOUND
    said = session.words(words, text=clean_line(searching.text))
    return "\n\n".join(filter(None, (said, "" if typing else searching.notice(session.language))))


def _first_look(session: Session) -> str:
    config, failure = session.newsroom.config, session.trouble
    without = session.words(phrases.WITHOUT_SITE, file=clean_line(str(config.config_file)))
    if config.offline:
        return f"{session.words(phrases.FIRST_LOOK_OFFLINE)}\n\n{without}"
    if failure is not None and not session.busy:
        sentence = failure.sentence(session.language)
        return f"{session.words(phrases.FIRST_LOOK_FAILED, sentence=sentence)}\n\n{without}"
    return session.words(phrases.FIRST_LOOK)


def _emptied(session: Session) -> Phrase | None:
    """Say what the list is narrowed by that has nothing in it for that."""
    if session.narrowing.text and session.rows.all:
        return phrases.NO_MATCH
    return phrases.NO_UNREAD_HERE if session.narrowing.unread_only else None


def idle_actions(session: Session) -> frozenset[str]:
    """Give the actions that could do nothing here and now: they need not be offered."""
    place, reading = session.place, session.reading
    idle = {"refresh", "refresh_all", "take"} if session.newsroom.config.offline else set[str]()
    if not session.totals.unread:
        idle |= {"next_unread", "read_all"}
    if session.pane == "list" and not session.current_paths:
        idle |= {"open", "read", "star", "later", "take", "copy_citation", "choose"}
    if session.pane == "reader" and (reading is None or reading.kept is None):
        idle |= {"page_down", "find", "copy_citation"}
        idle |= {"star", "later", "browser"} if reading is None else set()
    blocks = reading.kept.article.blocks if reading is not None and reading.kept is not None else ()
    if not any(isinstance(block, ImageBlock) for block in blocks):
        idle.add("picture")
    if session.pane == "sidebar" and place and not place.category and place.id != "all":
        idle.add("take")
    return frozenset(idle)


class Chrome:
    """Keeps what stands around the panes as the state is; it changes nothing of that.

    `aided` is told whether an aid is in use that takes the foot of the screen.
    """

    def __init__(
        self,
        session: Session,
        tools: ReadingTools,
        *,
        masthead: Masthead,
        status: Status,
        prompt: Prompt,
        headlines: HeadlineList,
        reader: Reader,
        aided: Callable[[bool], object],
    ) -> None:
        self._session = session
        self._tools = tools
        self._masthead = masthead
        self._status = status
        self._prompt = prompt
        self._headlines = headlines
        self._reader = reader
        self._aided = aided

    @property
    def at(self) -> Pane | Aid:
        """What the user is at: the aid in use, else the pane."""
        session = self._session
        return self._tools.aid or ("choosing" if session.chosen and session.pane == "list" else session.pane)

    def show_badges(self) -> None:
        """Show where the list is, what goes on, what is amiss, and how much is kept."""
        place = self._session.place
        self._masthead.where = clean_line(place.title) if place else ""
        self._masthead.badges = badges(self._session, datetime.now().astimezone())

    def show_emptiness(self) -> None:
        """Show why the list is empty; what shows rows is not to be painted for its words."""
        self._headlines.empty = "" if self._session.rows.shown else emptiness(self._session)

    def show_hints(self) -> None:
        """Show the keys of the moment."""
        session = self._session
        self._status.hints = hints(self.at, session.keys, session.language, idle_actions(session))

    def show_headline(self) -> None:
        """Show the whole title under the list's cursor, where its row has not the room for that."""
        self._status.headline = self._headlines.cut_title if self._session.pane == "list" else None

    def show_title(self) -> None:
        """Show the title of what is read where it has scrolled out of sight."""
        reader = self._reader
        kept = reader.kept if self._session.pane == "reader" and reader.top.block > 0 else None
        self._masthead.reading = clean_line(kept.article.title) if kept else ""

    def show_position(self) -> None:
        """Show how far down one is, and what the aid in use has to say."""
        self.show_title()
        if self._session.pane == "reader":
            place = f"{self._reader.percent}%" if self._reader.kept else ""
            self._status.place = "   ".join(filter(None, (self._tools.words(), place)))
        else:
            rows = len(self._headlines.keys)
            self._status.place = f"{self._headlines.cursor + 1:,}/{rows:,}" if rows else ""

    def show_list(self) -> None:
        """Show where in the list one is, or why it is empty."""
        self.show_emptiness()
        self.show_position()

    def withdraw_offers(self) -> None:
        """Take away what is offered in the status line, a sync or the way on: who reads has no use for it."""
        self._status.withdraw()
        if self._status.message == self._session.words(phrases.ONCE_MORE):
            self._status.hush()

    def show_aid(self) -> None:
        """Show the keys of the moment and what the aid in use has to say."""
        self._aided(self._tools.aid is not None and not self._session.prompted)
        self.show_headline()
        if self._tools.aid is not None:
            self._status.hush()
        self.show_position()
        self.show_hints()
        finding = self._reader.finding
        if self._session.prompted == "search":
            self._show_search()
            return
        if self._session.prompted == "filter":
            rows = self._session.rows
            self._prompt.say(f"{rows.shown:,}/{rows.all:,}", failed=not rows.shown)
            return
        none_found = finding is not None and not finding.matches
        note = self._session.words(phrases.NONE_FOUND) if none_found else finding.count if finding else ""
        self._prompt.say(note, failed=none_found)

    def _show_search(self) -> None:
        """Say beside what is typed how much it finds, and under it what of it was not understood."""
        session, searching = self._session, self._session.searching
        where, found = _search(session)
        if _is_address(session):
            self._prompt.say(session.words(phrases.ENTER_OPENS))
        else:
            results = searching.results if searching else None
            self._prompt.say(found, where=where, failed=results is not None and not results.total)
        self._prompt.warn(searching.notice(session.language) if searching and searching.told else "")
