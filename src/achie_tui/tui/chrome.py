"""What stands around the panes: the masthead's badges, why a list is empty, and which keys have nothing to do."""

from collections.abc import Iterator
from datetime import datetime

from achie_tui.tui import phrases
from achie_tui.tui.session import Session
from achie_tui.tui.trouble import word
from achie_tui.tui.widgets.status import AMISS, UNDER_WAY, Badge

_EMPTY_VIEWS = {
    "unread": phrases.NO_UNREAD,
    "new": phrases.NO_NEW,
    "begun": phrases.NO_BEGUN,
    "starred": phrases.NO_STARRED,
    "later": phrases.NO_LATER,
}


def badges(session: Session, now: datetime) -> tuple[Badge, ...]:
    """Say what goes on, what is amiss, how much is kept, and how fresh it is."""
    kept = Badge(session.words(phrases.CACHED, cached=session.totals.cached))
    return tuple(badge for badge in (*_states(session), kept, Badge(_updated(session, now))) if badge.words)


def _states(session: Session) -> Iterator[Badge]:
    words = session.words
    if session.newsroom.config.offline:
        yield Badge(words(phrases.OFFLINE), AMISS)
        return
    if session.run:
        yield Badge(session.run.words(session.language), UNDER_WAY)
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
    place, failure = session.place, session.trouble
    if not any(each.category for each in session.places):
        if session.newsroom.config.offline:
            return session.words(phrases.FIRST_LOOK_OFFLINE)
        if failure is not None and not session.busy:
            return session.words(phrases.FIRST_LOOK_FAILED, sentence=failure.sentence(session.language))
        return session.words(phrases.FIRST_LOOK)
    if place is None or place.category is None:
        return session.words(_EMPTY_VIEWS.get(place.id if place else "", phrases.NO_ARTICLES))
    if place.category.path in session.busy:
        return session.words(phrases.FETCHING)
    return session.words(phrases.NO_ARTICLES if place.refreshed else phrases.NOTHING_KEPT)


def idle_actions(session: Session) -> frozenset[str]:
    """Give the actions that could do nothing here and now: they need not be offered."""
    place, reading = session.place, session.reading
    idle = {"refresh", "refresh_all", "take"} if session.newsroom.config.offline else set[str]()
    if not session.totals.unread:
        idle |= {"next_unread", "read_all"}
    if session.pane == "list" and not session.current_paths:
        idle |= {"open", "read", "star", "take"}
    if session.pane == "reader" and (reading is None or reading.kept is None):
        idle |= {"page_down", "find"} | ({"star", "browser"} if reading is None else set())
    if session.pane == "sidebar" and place and not place.category and place.id != "all":
        idle.add("take")
    return frozenset(idle)
