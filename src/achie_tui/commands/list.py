"""`achie-tui list`: headlines of a category in the site's order, or of several or all, newest first."""

from collections.abc import Iterable, Sequence
from itertools import islice

from achie_tui.commands.category_names import find_categories
from achie_tui.commands.columns import plain_line, terminal_lines
from achie_tui.commands.narrowing import Narrowing, find_headlines
from achie_tui.commands.output import Output
from achie_tui.commands.periods import days_between
from achie_tui.commands.resources import REFRESHED, opened
from achie_tui.config import Config
from achie_tui.errors import AchieError, EmptyLibraryError, NotInLibraryError, OfflineError
from achie_tui.export.records import headline_record
from achie_tui.language import Phrase
from achie_tui.library.library import View
from achie_tui.model import Category, Headline
from achie_tui.newsroom import Newsroom
from achie_tui.web.answer import PATIENT

_DEFAULT_LIMIT = 20
_WINDOW = 500
_LAST_ROWS = 5  # that tell how far back a listing is known: one of them may be a notice that the site keeps in sight
_CUT = Phrase("只列了前 {shown} 篇，全部列出用 --all", "These are the first {shown}; --all lists all of them")
_EMPTY = Phrase("没有这样的文章", "There are no such articles")
_MORE_ON_SITE = Phrase(
    "网站上还有更早的，本地不知道，没有列出；要全部，先运行 {command}",
    "The site has older ones that are not known here and not listed; for all of them run {command} first",
)


async def run(
    config: Config,
    output: Output,
    *,
    categories: Sequence[str] = (),
    more_categories: Sequence[str] | None = None,
    limit: int | None = None,
    everything: bool = False,
    unread: bool = False,
    starred: bool = False,
    later: bool = False,
    since: str | None = None,
    until: str | None = None,
    grep: str | None = None,
    refresh: bool = False,
) -> int:
    """Print headlines; what the library cannot answer is fetched first."""
    is_default = limit is None and not everything
    most = _DEFAULT_LIMIT if is_default and output.is_terminal else limit
    async with opened(config, output) as newsroom:
        if refresh:
            newsroom.insist()
        narrowing = Narrowing(*days_between(since, until, newsroom.now(), "achie-tui list"), grep)
        named = await find_categories(newsroom, (*categories, *(more_categories or ())))
        paths = [each.path for each in named]
        views = [View(path, unread, starred, later) for path in paths or (None,)]
        status = 0
        try:
            if not named:
                await _fetch_all(newsroom, refresh=refresh)
            for each, view in zip(named, views, strict=False):
                await _fetch_newest(newsroom, each, refresh=refresh)
                await _fetch_older(newsroom, each, view, narrowing, most, page=_DEFAULT_LIMIT if is_default else most)
        except AchieError as error:
            # What is known is listed all the same; only a list that is nothing but an error fails outright.
            if not any(newsroom.keys(view) for view in views):
                raise
            output.tell(error.sentence(output.language))
            status = error.exit_status
        found = find_headlines(newsroom, views, narrowing)
        shown = _print(islice(found, most), config, output, with_category=len(named) != 1)
        if shown == most:
            if is_default and next(found, None) is not None:
                output.say(_CUT, shown=shown)
        elif not status and (command := _for_the_rest(newsroom, named, views[0], narrowing)):
            output.say(_MORE_ON_SITE, command=command)
        elif not shown and output.is_terminal:
            output.say(_EMPTY)
    return status


def _print(headlines: Iterable[Headline], config: Config, output: Output, *, with_category: bool) -> int:
    """Print headlines as they come; gives how many there were."""
    rows, shown = iter(headlines), 0
    while window := list(islice(rows, _WINDOW)):
        shown += len(window)
        if output.json:
            for headline in window:
                output.value(headline_record(headline, config.addresses))
        elif output.is_terminal:
            wide = config.ambiguous_wide
            for line in terminal_lines(window, output, with_category=with_category, ambiguous_wide=wide):
                output.line(line)
        else:
            for headline in window:
                output.line(plain_line(headline, output))
    return shown


async def _fetch_newest(newsroom: Newsroom, category: Category, *, refresh: bool) -> None:
    """Make sure that a category's newest page is known."""
    if newsroom.config.offline:
        if not newsroom.refreshed_at(category):
            raise NotInLibraryError(what=category.name)
        if refresh:
            raise OfflineError(what=REFRESHED)
        return
    if refresh or not newsroom.refreshed_at(category):
        await newsroom.refresh(category)


async def _fetch_older(
    newsroom: Newsroom, category: Category, view: View, narrowing: Narrowing, most: int | None, *, page: int | None
) -> None:
    """Fetch older pages of a category: back to the first day that is asked for, else until it fills a page.

    `most` is how many headlines are to be shown, `page` as many as are wanted where no day is named (None: all).
    """
    if newsroom.config.offline or view.starred or view.later:
        return  # the user's own marks decide, which the web knows nothing of
    if narrowing.since is not None:
        while _goes_on(newsroom, category, narrowing):
            found = find_headlines(newsroom, [view], narrowing)
            if most is not None and len(list(islice(found, most))) == most:
                return
            await newsroom.older(category, PATIENT)
    elif not view.unread and narrowing == Narrowing():
        while newsroom.has_older(category) and (page is None or len(newsroom.keys(view)) < page):
            await newsroom.older(category, PATIENT)


def _goes_on(newsroom: Newsroom, category: Category, narrowing: Narrowing) -> bool:
    """Tell whether the site lists more of a category than is known, of days that are asked for."""
    known = newsroom.keys(View(category.path))
    return newsroom.has_older(category) and not narrowing.is_behind(newsroom.headlines(known[-_LAST_ROWS:]))


def _for_the_rest(newsroom: Newsroom, named: Sequence[Category], view: View, narrowing: Narrowing) -> str | None:
    """Give the command that brings what the site has besides; None where the list is complete as it is."""
    if view.starred or view.later:
        return None
    categories = named or [count.category for count in newsroom.categories()]
    behind = [category.slug for category in categories if _goes_on(newsroom, category, narrowing)]
    if not behind:
        return None
    return " ".join(["achie-tui sync", *(behind if named else ()), "--all"])


async def _fetch_all(newsroom: Newsroom, *, refresh: bool) -> None:
    """Make sure that every category's newest page is known."""
    known = [count.category for count in newsroom.categories()]
    if newsroom.config.offline:
        if not known:
            raise EmptyLibraryError
        if refresh:
            raise OfflineError(what=REFRESHED)
        return
    if not known or refresh:
        known = [count.category for count in await newsroom.refresh_categories()]
    for category in known:
        if refresh or not newsroom.refreshed_at(category):
            await newsroom.refresh(category)
