"""`achie-tui read`: one article, as text, JSON, Markdown or HTML."""

from typing import Literal

from achie_tui.commands.listing import REFRESHED
from achie_tui.commands.output import Output
from achie_tui.commands.records import article_record
from achie_tui.commands.terminal import to_terminal
from achie_tui.errors import AchieError, NoSuchArticleAddressError, NotInLibraryError, OfflineError
from achie_tui.formats import to_html, to_markdown, to_plain
from achie_tui.library.library import Kept
from achie_tui.newsroom import Newsroom
from achie_tui.site.address import DYNAMIC_ARTICLE, Addresses, article_page, is_listing

Format = Literal["text", "json", "markdown", "html"]


async def run(
    newsroom: Newsroom,
    output: Output,
    given: str,
    *,
    form: Format = "text",
    refresh: bool = False,
    mark_read: bool = False,
) -> int:
    """Print an article; fetched where the library does not hold it whole, or where asked for anew."""
    path = find_path(newsroom, given)
    if newsroom.config.offline and newsroom.kept(path) is None:
        raise NotInLibraryError(what=given)
    kept, problem = await _get(newsroom, path, refresh=refresh)
    if problem is not None:
        output.tell(problem.sentence(output.language))
    _print(kept, output, "json" if output.json else form)
    if mark_read:
        await newsroom.mark([path], read=True)
    return problem.exit_status if problem else 0


def find_path(newsroom: Newsroom, given: str) -> str:
    """Give the path of the article that an address, a path or a number means.

    A number that the library does not know is the engine's, and is asked for in its dynamic form. Raises
    NoSuchArticleAddressError where it is no article's address of this site.
    """
    if given.isascii() and given.isdigit():
        return newsroom.library.path_of(int(given[:18])) or DYNAMIC_ARTICLE.format(aid=given)
    path = to_path(newsroom.config.addresses, given)
    if path is None:
        raise NoSuchArticleAddressError(address=given)
    return path


def to_path(addresses: Addresses, given: str) -> str | None:
    """Give the path of an article's first page from its address, None where it is no article's of the site."""
    if not any(mark in given for mark in "/."):
        return None  # a word is a mistyped command, not the address of a page
    path = addresses.path(given if "://" in given or given.startswith("/") else f"/{given}")
    if path is None or is_listing(path):
        return None
    page = article_page(path)
    return page[0] if page else path


async def _get(newsroom: Newsroom, path: str, *, refresh: bool) -> tuple[Kept, AchieError | None]:
    """Give the article, and what stood in the way of a fresh copy where a kept one has to do."""
    kept = newsroom.kept(path)
    if kept is not None and newsroom.config.offline:
        return await newsroom.current(kept), OfflineError(what=REFRESHED) if refresh else None
    if kept is not None and kept.article.complete and not refresh:
        return await newsroom.current(kept), None
    try:
        return await _sure(newsroom, await newsroom.read(path)), None
    except AchieError as error:
        if kept is None:
            raise
        return kept, error


async def _sure(newsroom: Newsroom, kept: Kept) -> Kept:
    """Give an article as it is read with what other pages of the site tell, where it may not be whole."""
    if kept.article.doubt is None:
        return kept
    await newsroom.learn(doubted=True)
    return newsroom.kept(kept.article.path) or kept


def _print(kept: Kept, output: Output, form: Format) -> None:
    if form == "json":
        output.value(article_record(kept, output.addresses))
    elif form == "markdown":
        output.line(to_markdown(kept.article, output.addresses))
    elif form == "html":
        output.line(to_html(kept.article, output.addresses, output.language))
    elif output.is_terminal:
        to_terminal(kept.article, output)
    else:
        output.line(to_plain(kept.article, output.addresses))
