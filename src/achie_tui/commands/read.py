"""`achie-tui read`: one article, as text, JSON, Markdown or HTML."""

from typing import Literal

from achie_tui.commands.json_records import article_record
from achie_tui.commands.output import Output
from achie_tui.commands.resources import REFRESHED, opened
from achie_tui.commands.styled_article import to_terminal
from achie_tui.config import Config
from achie_tui.errors import AchieError, NotInLibraryError, OfflineError
from achie_tui.export.html import to_html
from achie_tui.export.markdown import to_markdown
from achie_tui.export.plain_text import to_plain
from achie_tui.library.library import Kept
from achie_tui.newsroom import Newsroom

Format = Literal["text", "json", "markdown", "html"]


async def run(
    config: Config,
    output: Output,
    *,
    article: str,
    form: Format = "text",
    refresh: bool = False,
    mark_read: bool = False,
) -> int:
    """Print an article; fetched where the library does not hold it whole, or where asked for anew."""
    async with opened(config, output) as newsroom:
        path = newsroom.path_of(article)
        if config.offline and newsroom.kept(path) is None:
            raise NotInLibraryError(what=article)
        kept, problem = await _get(newsroom, path, refresh=refresh)
        if problem is not None:
            output.tell(problem.sentence(output.language))
        _print(kept, output, "json" if output.json else form)
        if mark_read:
            await newsroom.mark([path], read=True)
    return problem.exit_status if problem else 0


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
