"""`achie-tui read`: articles, as text, JSON, Markdown or HTML."""

from collections.abc import Sequence
from typing import Literal

from achie_tui.commands.article_names import named_articles
from achie_tui.commands.json_records import article_record
from achie_tui.commands.output import Output
from achie_tui.commands.resources import REFRESHED, opened
from achie_tui.commands.styled_article import to_terminal
from achie_tui.config import Config
from achie_tui.errors import AchieError, NotInLibraryError, OfflineError
from achie_tui.export.html import all_to_html
from achie_tui.export.markdown import to_markdown
from achie_tui.export.plain_text import to_plain
from achie_tui.library.library import Kept
from achie_tui.newsroom import Newsroom

Format = Literal["text", "json", "markdown", "html"]

_RULE, _RULE_WIDTH = "-", 40


async def run(
    config: Config,
    output: Output,
    *,
    articles: Sequence[str],
    form: Format = "text",
    width: int | None = None,
    refresh: bool = False,
    mark_read: bool = False,
) -> int:
    """Print articles; fetched where the library does not hold them whole, or where asked for anew.

    One that cannot be had is told, and the others are printed; the status is that of the first failure.
    """
    names = named_articles(articles, "read")
    form = "json" if output.json else form
    found: dict[str, Kept] = {}
    status = 0
    async with opened(config, output) as newsroom:
        for name in names:
            try:
                path, kept, problem = await _get(newsroom, name, refresh=refresh)
            except AchieError as error:
                if len(names) == 1:
                    raise
                problem = error
            else:
                _print(kept, output, form, width, first=not found)
                found[path] = kept
            if problem is not None:
                output.tell(problem.sentence(output.language))
                status = status or problem.exit_status
        if form == "html" and found:
            shown = [kept.article for kept in found.values()]
            output.line(all_to_html(shown, output.addresses, output.language))
        if mark_read:
            await newsroom.deeds.mark(list(found), read=True)
    return status


async def _get(newsroom: Newsroom, name: str, *, refresh: bool) -> tuple[str, Kept, AchieError | None]:
    """Give the path of what is named, the article, and what stood in the way where a kept copy has to do."""
    path = newsroom.path_of(name)
    kept = newsroom.kept(path)
    if newsroom.config.offline:
        if kept is None:
            raise NotInLibraryError(what=name)
        return path, await newsroom.current(kept), OfflineError(what=REFRESHED) if refresh else None
    if kept is not None and kept.article.complete and not refresh:
        return path, await newsroom.current(kept), None
    try:
        return path, await _sure(newsroom, await newsroom.read(path)), None
    except AchieError as error:
        if kept is None:
            raise
        return path, kept, error


async def _sure(newsroom: Newsroom, kept: Kept) -> Kept:
    """Give an article as it is read with what other pages of the site tell, where it may not be whole."""
    if kept.article.doubt is None:
        return kept
    await newsroom.learn(doubted=True)
    return newsroom.kept(kept.article.path) or kept


def _print(kept: Kept, output: Output, form: Format, width: int | None, *, first: bool) -> None:
    """Print an article, parted from the one before; HTML is one page, and printed when all are there."""
    between = {"text": _RULE * (width or _RULE_WIDTH), "markdown": _RULE * 3}.get(form)
    if between is not None and not first:
        output.line(f"\n{output.dim(between) if form == 'text' else between}\n")
    if form == "json":
        output.value(article_record(kept, output.addresses))
    elif form == "markdown":
        output.line(to_markdown(kept.article, output.addresses))
    elif form == "text" and (output.is_terminal or width is not None):
        to_terminal(kept.article, output, width)
    elif form == "text":
        output.line(to_plain(kept.article, output.addresses))
