"""`achie-tui list`: headlines of a category in the site's order, or of all, newest first."""

from collections.abc import Sequence

from achie_tui.commands.category_names import find_category
from achie_tui.commands.columns import plain_line, terminal_lines
from achie_tui.commands.json_records import headline_record
from achie_tui.commands.output import Output
from achie_tui.commands.resources import REFRESHED, opened
from achie_tui.config import Config
from achie_tui.errors import AchieError, EmptyLibraryError, NotInLibraryError, OfflineError
from achie_tui.library.library import View
from achie_tui.model import Category, Headline
from achie_tui.newsroom import Newsroom
from achie_tui.web.answer import PATIENT

_DEFAULT_LIMIT = 20
_WINDOW = 500


async def run(
    config: Config,
    output: Output,
    *,
    category: str | None = None,
    limit: int | None = None,
    everything: bool = False,
    unread: bool = False,
    starred: bool = False,
    later: bool = False,
    refresh: bool = False,
) -> int:
    """Print headlines; what the library cannot answer is fetched first."""
    most = None if everything else limit or _DEFAULT_LIMIT
    async with opened(config, output) as newsroom:
        named = await find_category(newsroom, category) if category is not None else None
        view = View(named.path if named else None, unread, starred, later)
        status = 0
        try:
            await _fetch_missing(newsroom, named, view, most, refresh=refresh)
        except AchieError as error:
            # What is known is listed all the same; only a list that is nothing but an error fails outright.
            if not newsroom.keys(view):
                raise
            output.tell(error.sentence(output.language))
            status = error.exit_status
        keys = newsroom.keys(view)[:most]
        for start in range(0, len(keys), _WINDOW):
            _print(newsroom.headlines(keys[start : start + _WINDOW]), config, output, with_category=named is None)
    return status


def _print(headlines: Sequence[Headline], config: Config, output: Output, *, with_category: bool) -> None:
    if output.json:
        for headline in headlines:
            output.value(headline_record(headline, config.addresses))
        return
    if output.is_terminal:
        wide = config.ambiguous_wide
        lines = terminal_lines(headlines, output, with_category=with_category, ambiguous_wide=wide)
    else:
        lines = (plain_line(headline, output) for headline in headlines)
    for line in lines:
        output.line(line)


async def _fetch_missing(
    newsroom: Newsroom, category: Category | None, view: View, limit: int | None, *, refresh: bool
) -> None:
    if category is None:
        await _fetch_all(newsroom, refresh=refresh)
        return
    if newsroom.config.offline:
        if not newsroom.refreshed_at(category):
            raise NotInLibraryError(what=category.name)
        if refresh:
            raise OfflineError(what=REFRESHED)
        return
    if refresh:
        newsroom.insist()
    if refresh or not newsroom.refreshed_at(category):
        await newsroom.refresh(category)
    whole = View(category.path)
    if view != whole:
        return  # only the user's own marks decide, which the web knows nothing of
    while newsroom.has_older(category) and (limit is None or len(newsroom.keys(whole)) < limit):
        await newsroom.older(category, PATIENT)


async def _fetch_all(newsroom: Newsroom, *, refresh: bool) -> None:
    """Make sure that every category's newest page is known."""
    known = [count.category for count in newsroom.categories()]
    if newsroom.config.offline:
        if not known:
            raise EmptyLibraryError
        if refresh:
            raise OfflineError(what=REFRESHED)
        return
    if refresh:
        newsroom.insist()
    if not known or refresh:
        known = [count.category for count in await newsroom.refresh_categories()]
    for category in known:
        if refresh or not newsroom.refreshed_at(category):
            await newsroom.refresh(category)
